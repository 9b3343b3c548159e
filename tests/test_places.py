"""Places as people write them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from licensedb.errors import MisuseError
from licensedb.reasoning.places import name_of, places
from licensedb.vocabulary import COUNTRIES
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("France", ("FR",)),
        ("germany", ("DE",)),
        ("South Korea", ("KR",)),
        ("Republic of Korea", ("KR",)),
        ("Korea, Republic of", ("KR",)),
        ("UK", ("GB",)),
        ("the United Kingdom", ("GB",)),
        ("the European Union", ("EU",)),
        ("EEA", ("EU", "IS", "LI", "NO")),
        ("U.S.A.", ("US",)),
        ("Côte d’Ivoire", ("CI",)),
        ("cote d'ivoire", ("CI",)),
        ("Türkiye", ("TR",)),
        ("Turkey", ("TR",)),
        ("Deutschland", ("DE",)),
        ("فرنسا", ("FR",)),
        ("الاتحاد الأوروبي", ("EU",)),
        ("المملكة العربية السعودية", ("SA",)),
        ("السعودية", ("SA",)),
        ("الإمارات", ("AE",)),
        ("أمريكا", ("US",)),
        ("إنجلترا", ("GB",)),
        ("中国", ("CN",)),
        ("대한민국", ("KR",)),
        ("France, Germany,us", ("FR", "DE", "US")),
    ],
)
def test_names_in_several_languages_are_read(text: str, codes: tuple[str, ...]) -> None:
    assert places([text]) == codes


@pytest.mark.parametrize("code", sorted(COUNTRIES))
def test_the_english_name_of_every_country_finds_it(code: str) -> None:
    assert places([name_of(code)]) == (code,)
    assert places([code.lower()]) == (code,)


@pytest.mark.parametrize(("text", "near"), [("Germny", "Germany (DE)"), ("Korea", "South Korea (KR)"), ("Sweeden", "Sweden (SE)")])
def test_a_miss_offers_the_nearest(text: str, near: str) -> None:
    with pytest.raises(MisuseError) as caught:
        places([text])
    assert near in caught.value.line()


@pytest.mark.parametrize("text", ["Atlantis", "XX", "ZZ", "", "Europe", "Asia", "EUR"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(MisuseError, match="no ISO 3166-1 code or name"):
        places([text])


def test_codes_load_no_names() -> None:
    code = "import sys; from licensedb.reasoning.places import places; places(['FR,EU', 'uk']); print('babel' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT), "PATH": ""}
    )
    assert done.stdout.strip() == "False"
