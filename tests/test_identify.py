"""Naming licences from their texts: `licensedb identify`, and the alignment behind it."""

from __future__ import annotations

import json
import random
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensedb.errors import LicensedbError
from licensedb.knowledge import identifying
from licensedb.records import Identified
from licensedb.texts.align import align, gaps
from licensedb.texts.fingerprint import Fingerprints
from licensedb.texts.identify import identify
from licensedb.texts.normal import words
from licensedb.texts.windows import WIDTH, windows
from licensedb.vocabulary import Likeness
from tests.conftest import ROOT, Result

APACHE = (ROOT / "LICENSE").read_text(encoding="utf-8")


def acme(version: str = "1.0", date: str = "3 May 2024", users: str = "40 million", name: str = "Acme", extra: str = "") -> str:
    """A made-up licence, of which siblings differ by version, date, a number or a clause."""
    return f"""{name} Model Licence {version}

Released on {date}

1. Grant. {name} lets you run, copy, change and host the {name} Model {version} anywhere in the world, for as long as you keep to these
terms, without asking for money.

2. Large users. Whoever served more than {users} people in the month before the {name} Model {version} came out needs another
licence from {name}, which {name} may give or refuse.

3. Copies. Whoever receives the weights from you receives this text with them, and a note that tells which files you changed and when.

4. Names. A model made from the {name} Model {version} begins its name with the word {name}.
{extra}
5. No promises. The weights come as they are. {name} pays for no harm that comes of them, unless a law says that it must.

6. Law. The courts of Reykjavik hear every quarrel about the {name} Model {version}, under the law of Iceland.
"""


HARM = "\n4a. Peace. Nobody uses the weights to guide weapons, to follow people through cities, or to draw up lists of believers.\n"
TEXTS = {
    "acme-1.0": acme(),
    "acme-1.1": acme("1.1", "9 June 2025"),
    "acme-1.2": acme("1.2", "2 July 2026", extra=HARM),
    "zenith-2.0": textwrap.dedent(
        """\
        Zenith Research Terms 2.0

        You may study the files at a school or a laboratory. You may not earn money with them, lend them to a firm, or put them
        behind a service that strangers reach. Whoever writes about them names Zenith in the first paragraph. These terms end when
        you break them, and then every copy must be destroyed within ten days. Norwegian law holds.
        """
    ),
}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fingerprints of the made-up texts alone."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "texts").mkdir()
    for name, text in TEXTS.items():
        (folder / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    identifying.make([folder / "texts"], folder / "made.bin", alone=True)
    return folder / "made.bin"


def named(made: Path, text: str) -> Identified:
    return identify(Fingerprints(made), text)


def only(found: Identified) -> Any:
    assert len(found.matches) == 1, found
    return found.matches[0]


@pytest.mark.parametrize("name", TEXTS)
def test_a_known_text_is_exact(made: Path, name: str) -> None:
    match = only(named(made, TEXTS[name]))
    assert (match.text.id, match.status, match.score, match.passages) == (name, "exact", 1.0, ())


@pytest.mark.parametrize("name", TEXTS)
def test_other_line_breaks_and_marks_are_only_another_layout(made: Path, name: str) -> None:
    wrapped = textwrap.fill(" ".join(TEXTS[name].split()), 51)
    quoted = "\n".join(f"> **{line}**" if line else ">" for line in TEXTS[name].splitlines())
    for text in (wrapped, quoted, TEXTS[name].replace("\n", "\r\n") + "\n\n"):
        match = only(named(made, text))
        assert match.text.id == name
        assert match.status in ("reformatted", "exact")


def test_front_matter_is_no_text(made: Path) -> None:
    assert named(made, f"---\nlicense: other\n---\n{TEXTS['acme-1.0']}").status == "exact"


def test_a_preamble_is_told_apart_from_the_licence(made: Path) -> None:
    card = f"# Our model\n\nIt was trained in spring, on ten machines.\n\n## License\n\n{TEXTS['acme-1.1']}\n## Contact\n\nWrite to us.\n"
    match = only(named(made, card))
    assert (match.text.id, match.status) == ("acme-1.1", "reformatted")
    assert [one.about for one in match.passages] == ["other", "other"]
    assert match.lines[0] == 7


def test_siblings_are_told_by_their_version(made: Path) -> None:
    for name in ("acme-1.0", "acme-1.1", "acme-1.2"):
        damaged = spoilt(TEXTS[name], random.Random(7))
        assert only(named(made, damaged)).text.id == name


def spoilt(text: str, rng: random.Random) -> str:
    """One word in twenty with two letters swapped."""

    def swap(match: re.Match[str]) -> str:
        word = match.group()
        if rng.random() > 0.05:
            return word
        at = rng.randrange(len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return re.sub(r"[a-z]{4,}", swap, text)


def test_another_version_of_a_known_licence_is_close_not_named(made: Path) -> None:
    match = only(named(made, acme("3.0", "1 January 2027")))
    assert match.status is Likeness.CLOSE
    assert any("3" in reason for reason in match.differs)


def test_a_licence_of_another_name_is_close_not_named(made: Path) -> None:
    match = only(named(made, acme(name="Bravo")))
    assert match.status is Likeness.CLOSE
    assert any("bravo" in reason for reason in match.differs)


def test_the_same_text_with_terms_added_is_not_the_licence(made: Path) -> None:
    more = "\nAdded terms: you must not offer the model in the north, shall pay a royalty, and may only run it if the owner agrees.\n"
    match = only(named(made, TEXTS["acme-1.0"] + more))
    assert match.status in ("modified", "close")
    assert any(one.kind == "added" and "north" in one.new for one in match.passages)


def test_a_changed_number_is_pointed_out_with_line_and_section(made: Path) -> None:
    text = acme(users="4 million")
    match = only(named(made, text))
    assert (match.text.id, match.status) == ("acme-1.0", "modified")
    (one,) = match.passages
    assert (one.kind, one.about, one.new, one.section) == ("changed", "number", "4", "2")
    assert "4 million" in text.splitlines()[one.lines[0] - 1]


def test_a_deleted_sentence_is_pointed_out(made: Path) -> None:
    lost = "The weights come as they are. "
    match = only(named(made, TEXTS["acme-1.0"].replace(lost, "")))
    assert (match.text.id, match.status) == ("acme-1.0", "modified")
    (one,) = match.passages
    assert (one.kind, one.section, one.known[1] - one.known[0]) == ("deleted", "5", 6)


def test_a_missing_section_is_named(made: Path) -> None:
    text = TEXTS["acme-1.2"]
    cut = text[: text.index("3. Copies")] + text[text.index("4. Names") :]
    match = only(named(made, cut))
    assert (match.text.id, match.missing) == ("acme-1.2", ("3",))


def test_the_beginning_of_a_text_is_truncated(made: Path) -> None:
    match = only(named(made, TEXTS["acme-1.2"][: len(TEXTS["acme-1.2"]) * 2 // 5]))
    assert (match.text.id, match.status) == ("acme-1.2", "truncated")
    assert {"4", "5", "6"} <= set(match.missing)
    assert 0.3 < match.present < 0.5


def test_what_several_texts_begin_with_is_said_to_be_in_all(made: Path) -> None:
    start = "\n".join(TEXTS["zenith-2.0"].splitlines()[:1])
    assert named(made, start).status in (Likeness.UNKNOWN, Likeness.TRUNCATED, Likeness.CLOSE)


def test_several_licences_in_one_file_are_all_named(made: Path) -> None:
    both = f"{TEXTS['zenith-2.0']}\n\n{'-' * 40}\n\n{TEXTS['acme-1.0']}"
    found = named(made, both)
    assert [match.text.id for match in found.matches] == ["zenith-2.0", "acme-1.0"]
    assert found.status == "reformatted"
    assert found.matches[0].lines[1] < found.matches[1].lines[0]


def test_other_text_is_unknown(made: Path) -> None:
    for text in ("", "   \n", "word", "Once there was a king who had three sons, and the youngest was the cleverest of them all. " * 30):
        assert named(made, text).status is Likeness.UNKNOWN


def test_the_file_is_quoted_when_it_names_a_licence_itself(made: Path) -> None:
    assert named(made, "---\nlicense: other\nlicense_name: acme\n---\n# Card\n").says == ("other", "acme")
    assert named(made, "# SPDX-License-Identifier: Apache-2.0 OR MIT\nprint()\n").says == ("Apache-2.0 OR MIT",)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=600))
def test_no_text_breaks_it(made: Path, text: str) -> None:
    found = named(made, text)
    assert found.words == len(words(text)) or text.startswith("---")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("the model may not be sold or lent to a firm in spring".split()), max_size=60), st.data())
def test_runs_are_what_both_texts_share_in_order(known: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(known)))
    end = data.draw(st.integers(start, len(known)))
    put = data.draw(st.lists(st.sampled_from(["x", "y", "may"]), max_size=5))
    file = [*known[:start], *put, *known[end:]]
    runs = align(windows(known), windows(file))
    if len(known) < WIDTH or len(file) < WIDTH:
        return
    at, other = 0, 0
    for run in runs:
        assert run.known >= at
        assert run.file >= other
        assert known[run.known : run.known + run.length] == file[run.file : run.file + run.length]
        at, other = run.known + run.length, run.file + run.length
    assert at <= len(known)
    assert other <= len(file)
    if known == file:
        assert not gaps(runs)


# With the shipped fingerprints: the one licence text that the project holds is its own.


def test_the_own_licence_is_known(run: Callable[..., Result]) -> None:
    done = run("identify", str(ROOT / "LICENSE"), "--format", "json")
    (row,) = json.loads(done.out)["rows"]
    assert done.code == 0
    assert (row["status"], row["matches"][0]["id"], row["matches"][0]["identifiers"]["spdx"]) == ("exact", "apache-2.0", "Apache-2.0")


def test_apache_without_its_appendix_is_apache(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text(APACHE[: APACHE.index("APPENDIX")], encoding="utf-8")
    assert json.loads(run("identify", "LICENSE", "-f", "json").out)["rows"][0]["status"] == "reformatted"


def test_another_licence_on_the_same_words_is_not_apache(run: Callable[..., Result]) -> None:
    text = APACHE.replace("Apache License", "Falcon Model License").replace("Version 2.0, January 2004", "Version 1.0, May 2023")
    done = run("identify", "-", "--format", "json", stdin=text)
    (row,) = json.loads(done.out)["rows"]
    assert (done.code, row["status"]) == (3, "close")
    assert row["matches"][0]["differs"]


def test_old_words_are_told_when_the_text_is_at_hand(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "apache-2.0.txt").write_text(APACHE, encoding="utf-8")
    changed = APACHE.replace(
        "a perpetual,\n      worldwide, non-exclusive, no-charge", "a yearly,\n      worldwide, non-exclusive, no-charge", 1
    )
    assert changed != APACHE
    for env, old in (({}, ""), ({"LICENSEDB_TEXTS": str(tmp_path / "texts")}, "perpetual")):
        row = json.loads(run("identify", "-", "-f", "json", stdin=changed, env=env).out)["rows"][0]
        (passage,) = row["matches"][0]["passages"]
        assert (row["status"], passage["new"], passage.get("old", ""), passage["section"]) == ("modified", "yearly", old, "2")


def test_every_listed_edition_goes_by_its_record(kb: Any) -> None:
    known = {text.sha256: text.licence for text in identifying.fingerprints().texts}
    for row in kb.licences().rows:
        for edition in row.record.editions:
            assert known.get(edition.sha256, row.id) == row.id


def test_strict_refuses_what_is_changed(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text(APACHE.replace("irrevocable", "revocable", 1), encoding="utf-8")
    assert run("identify", "LICENSE").code == 0
    assert run("identify", "LICENSE", "--strict").code == 1
    assert run("identify", str(ROOT / "LICENSE"), "--strict").code == 0


@pytest.mark.parametrize(
    ("form", "piece"),
    [("table", "apache-2.0): exact"), ("markdown", "apache\\-2.0"), ("csv", ",exact,apache-2.0,"), ("json", "licensedb.identify/1")],
)
def test_every_format_names_it(run: Callable[..., Result], form: str, piece: str) -> None:
    assert piece.replace("\\-", "-") in run("identify", str(ROOT / "LICENSE"), "--format", form).out


@pytest.mark.parametrize(
    ("name", "data", "piece"),
    [
        ("binary", b"\x7fELF\0\0\1", "binary"),
        ("empty", b"", "empty"),
        ("latin", b"Copyright \xa9 Acme, all rights", "UTF-8"),
        ("doc.pdf", b"%PDF-1.7\n", "PDF"),
    ],
)
def test_what_is_no_text_is_told_in_one_line(run: Callable[..., Result], tmp_path: Path, name: str, data: bytes, piece: str) -> None:
    (tmp_path / name).write_bytes(data)
    done = run("identify", name)
    assert (done.code, done.out) == (2, "")
    assert piece in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_folder_a_missing_file_and_a_loop_are_misuse(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    for name in ("folder", "missing", "loop"):
        done = run("identify", name)
        assert done.code == 2
        assert done.err.startswith(name)


def test_one_bad_file_does_not_hide_the_others(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"\0")
    done = run("identify", "bad", str(ROOT / "LICENSE"))
    assert done.code == 2
    assert "apache-2.0" in done.out
    assert done.err.startswith("bad: ")


def test_other_encodings_and_pages_are_read(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "utf16").write_bytes(APACHE.encode("utf-16"))
    body = "".join(f"<p>{block}</p>" for block in APACHE.split("\n\n"))
    (tmp_path / "page.html").write_text(f"<!doctype html><html><head><title>x</title></head><body>{body}</body></html>", encoding="utf-8")
    rows = json.loads(run("identify", "utf16", "page.html", "-f", "json").out)["rows"]
    assert [row["matches"][0]["id"] for row in rows] == ["apache-2.0", "apache-2.0"]
    assert rows[0]["status"] == "exact"
    assert rows[1]["status"] in ("reformatted", "exact")


def test_fingerprints_that_are_none_are_told(run: Callable[..., Result], tmp_path: Path) -> None:
    for data in (b"", b"something else entirely", (ROOT / "seeds" / "fingerprints.bin").read_bytes()[:5000]):
        (tmp_path / "own.bin").write_bytes(data)
        done = run("identify", str(ROOT / "LICENSE"), "--fingerprints", "own.bin")
        assert done.code == 4
        assert done.err.startswith("own.bin: ")


def test_own_texts_are_added_to_the_shipped_ones(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "acme-1.0.txt").write_text(TEXTS["acme-1.0"], encoding="utf-8")
    (tmp_path / "LICENSE").write_text(TEXTS["acme-1.0"], encoding="utf-8")
    assert run("identify", "LICENSE").code == 3
    assert run("curate", "fingerprint", "texts", "-o", "ours.bin").code == 0
    rows = json.loads(run("identify", "LICENSE", str(ROOT / "LICENSE"), "--fingerprints", "ours.bin", "-f", "json").out)["rows"]
    assert [row["matches"][0]["id"] for row in rows] == ["acme-1.0", "apache-2.0"]


def test_the_same_texts_make_the_same_file(made: Path, tmp_path: Path) -> None:
    identifying.make([made.parent / "texts"], tmp_path / "again.bin", alone=True)
    assert (tmp_path / "again.bin").read_bytes() == made.read_bytes()


def test_the_fingerprints_hold_no_text(made: Path) -> None:
    data = made.read_bytes().decode("latin-1")
    for text in TEXTS.values():
        told = text.split("\n\n")[1]
        assert not any(" ".join(told.split()[at : at + 4]) in data for at in range(len(told.split()) - 4))


def test_making_fingerprints_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(LicensedbError, match="no folder of texts"):
        identifying.make([tmp_path / "missing"], tmp_path / "x.bin")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "index.json").write_text("{", encoding="utf-8")
    with pytest.raises(LicensedbError, match="no index of texts"):
        identifying.make([tmp_path / "texts"], tmp_path / "x.bin")
    assert not list(tmp_path.glob("*.bin"))
