"""Importing made-up files in the forms of the Model Openness Tool."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from licensedb.curation import corpus
from licensedb.curation import shapes as s
from licensedb.curation.strict_yaml import parse
from licensedb.knowledge.importing import ROWS
from licensedb.vocabulary import Component
from tests.conftest import Result

HEAD = """framework:
  name: 'Model Openness Framework'
  version: '1.0'
  date: '2024-12-15'
release:
  name: Acme-7B
  version: 7B
  date: '2025-05-16'
  type: language
  architecture: transformer
  producer: 'Acme Institute'
  contact: ''
  huggingface: 'https://huggingface.co/acme/Acme-7B'
"""
# The newer form: licences of the release, of kinds, and of components; what is not there is not listed.
NEWER = (
    HEAD
    + """  license:
    distribution:
      name: Apache-2.0
      path: ''
    document:
      name: CC-BY-4.0
      path: ''
  components:
    -
      name: 'Model parameters (Final)'
      description: 'Trained model parameters, weights and biases'
    -
      name: 'Model card'
    -
      name: 'Data card'
      license: unlicensed
    -
      name: Datasets
      license: 'ODC-By 1.0'
    -
      name: 'Training code'
      license: 'MIT License'
"""
)
# The older form: every row is listed, and words stand where a licence would.
OLDER = (
    HEAD
    + """  components:
    -
      name: 'Model architecture'
      location: ''
      license_name: 'Apache 2.0'
      license_path: ''
    -
      name: Datasets
      license_name: 'Component not included'
    -
      name: 'Model card'
      license_name: 'License not specified'
    -
      name: 'Evaluation code'
      license_name: 'Pending evaluation'
"""
)


def written(folder: Path, text: str, name: str = "Acme-7B") -> str:
    path = folder / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def models(text: str) -> s.ModelsShape:
    document = parse(text, "models.yaml")
    shape = corpus.shaped(document, s.ModelsShape)
    assert document.findings == []
    assert isinstance(shape, s.ModelsShape)
    return shape


def test_the_newer_form_becomes_a_model_with_the_licence_that_applies(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run("curate", "import-mot", written(tmp_path, NEWER))
    assert (done.code, done.err) == (0, "")
    shape = models(done.out)
    (one,) = shape.models
    assert (shape.developer, one.id, one.hub, one.parameters) == ("acme-institute", "acme-7b", "acme/Acme-7B", 7_000_000_000)
    assert {str(component): entry.licence for entry in one.licences for component in entry.covers} == {
        "weights": "apache-2.0",
        "model-card": "cc-by-4.0",
        "datasets": "odc-by-1.0",
        "training-code": "mit",
    }
    assert set(one.components) == {"weights", "model-card", "data-card", "datasets", "training-code"}
    assert one.released is None


def test_the_older_form_tells_withheld_from_unlicensed_and_leaves_out_what_nobody_looked_at(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    done = run("curate", "import-mot", written(tmp_path, OLDER))
    assert done.code == 0
    (one,) = models(done.out).models
    assert {str(key): str(value) for key, value in one.components.items()} == {
        "architecture": "released",
        "datasets": "withheld",
        "model-card": "released",
    }
    assert [(entry.licence, entry.covers) for entry in one.licences] == [("apache-2.0", ["architecture"])]


def test_a_file_of_openness_comes_of_it_too(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run("curate", "import-mot", "--openness", written(tmp_path, NEWER))
    document = parse(done.out, "openness.yaml")
    shape = corpus.shaped(document, s.OpennessShape)
    assert document.findings == []
    assert shape.models == ["acme-7b"]
    assert shape.unlicensed == ["data-card"]
    assert shape.licences[Component.TRAINING_CODE] == "mit"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("name: 'Model card'", "name: 'Magic dust'"), "26: release.components[1].name: 'Magic dust' is no component"),
        (("'MIT License'", "'Acme Licence 9'"), "Acme-7B.yml:35: release.components[4].license: 'Acme Licence 9' is no licence"),
        (("name: Datasets", "name: 'Model card'"), "'Model card' stands twice"),
        (("components:", "parts:"), "is no file of the Model Openness Tool"),
        (("release:", "release: ["), "is not YAML"),
    ],
)
def test_what_cannot_be_taken_over_is_named_with_its_line(
    run: Callable[..., Result], tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    assert change[0] in NEWER
    done = run("curate", "import-mot", written(tmp_path, NEWER.replace(*change, 1)))
    assert done.code == 1
    assert told in done.err


def test_an_unknown_licence_is_left_out_and_the_component_is_not(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run("curate", "import-mot", "--openness", written(tmp_path, NEWER.replace("'MIT License'", "'Acme Licence 9'")))
    shape = corpus.shaped(parse(done.out, "x"), s.OpennessShape)
    assert Component.TRAINING_CODE in shape.components
    assert Component.TRAINING_CODE not in shape.licences
    assert Component.TRAINING_CODE not in shape.unlicensed


def test_it_writes_a_file_of_one_developer_whole_or_not_at_all(run: Callable[..., Result], tmp_path: Path) -> None:
    first, target = written(tmp_path, NEWER), tmp_path / "acme.yaml"
    second = written(tmp_path, NEWER.replace("Acme-7B", "Zen-1").replace("Acme Institute", "Zenith"), "Zen")
    refused = run("curate", "import-mot", first, second, "-o", str(target))
    assert (refused.code, target.exists()) == (2, False)
    done = run("curate", "import-mot", first, "-o", str(target))
    assert (done.code, done.out) == (0, "")
    assert models(target.read_text(encoding="utf-8")).developer == "acme-institute"
    both = run("curate", "import-mot", first, second).out
    assert [models(part).developer for part in both.split("\n\n")] == ["acme-institute", "zenith"]


def test_a_missing_file_is_a_finding(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run("curate", "import-mot", str(tmp_path / "none.yml"))
    assert (done.code, done.out) == (1, "")
    assert "cannot be read" in done.err


def test_every_row_of_the_framework_has_its_name() -> None:
    assert set(ROWS.values()) == set(Component)
