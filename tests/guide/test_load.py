"""A file of the guide that is not as it must be is refused, with words that lead to the fault."""

import shutil
from pathlib import Path

import pytest

from guide.load import CONTENT, ContentError, guide, load


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the guide's files that a test may spoil."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_copy_is_the_guide(content: Path) -> None:
    assert load(content) == guide()


def test_the_guide_is_read_once() -> None:
    assert guide() is guide()


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("phases.toml", 'version = "2026-1"', "", "phases.toml: 'version' is missing"),
        ("phases.toml", 'version = "2026-1"', "version = 2026", "'version' must be str, is int"),
        ("phases.toml", "number = 1", "number = 6", "'number' is 6, must be one of 1, 2, 3, 4, 5"),
        ("phases.toml", '"1-mandate"', '"2-mandate"', "stands in phase 1"),
        ("phases.toml", '"1-mandate"', '"1-Mandat"', "'1-Mandat' and does not match"),
        ("phases.toml", '"1-mandate"', '"1-right-people"', "'1-right-people' stands there 2 times"),
        ("phases.toml", "\nhelp = ", "\nhlep = ", "'help' is missing"),
        ("phases.toml", "\n[[phases.areas.questions]]", "\n[[[", "phases.toml: "),
        ("measures.toml", "number = 2\n", "number = 3\n", "pes-cooperation: 'number' is 3"),
        ("measures.toml", "number = 2\n", "number = true\n", "must be int, is bool"),
        (
            "measures.toml",
            "starts = 2\nends = 4",
            "starts = 4\nends = 2",
            "'starts' is after 'ends'",
        ),
        ("measures.toml", '"RENEWAL"', '"RENEWED"', "must be one of INDIVIDUAL, RENEWAL"),
        ("measures.toml", "actors = [", "actors = [7, ", "'actors' holds 7, which is no text"),
        ("measures.toml", '"trollhattan-saab"', '"saab"', "names the unknown example 'saab'"),
        ("measures.toml", "\nfunding = ", '\ncolour = "red"\nfunding = ', "unknown field 'colour'"),
        ("examples.toml", 'url = "https://', 'url = "www.', "and no web address"),
        ("examples.toml", 'measure = "site-reuse"', 'measure = "sites"', "unknown measure 'sites'"),
        ("examples.toml", "from = 2016-06-01", "from = 2016-07-01", "'to' must follow 'from'"),
        ("examples.toml", "from = 2016-03-31", 'from = "31 mars"', "'from' must be date, is str"),
        ("examples.toml", "from = 2016-03-31", "from = 2016-03-31T12:00:00", "is a moment"),
        ("examples.toml", 'slug = "bjuv-findus"', 'slug = "glava-scanmodule"', "2 times"),
        ("examples.toml", 'place = "Bjuv"', 'place = " "', "'place' is empty or has spaces"),
        ("glossary.toml", 'see = ["', 'see = ["nowhere", "', "'see' names 'nowhere'"),
        ("glossary.toml", 'key = "arende"', 'key = "ärende"', "'ärende' and does not match"),
        ("glossary.toml", "[[terms]]", "[[words]]", "unknown field 'words'"),
    ],
)
def test_a_fault_is_named(content: Path, name: str, old: str, new: str, complaint: str) -> None:
    spoil(content, name, old, new)
    with pytest.raises(ContentError) as refused:
        load(content)
    assert complaint in str(refused.value)
    assert str(refused.value).startswith(name)


def test_a_fault_is_placed_by_its_record(content: Path) -> None:
    spoil(content, "measures.toml", 'origin = "GUIDE"', 'origin = "SAID"')
    with pytest.raises(
        ContentError, match=r"measures.toml, measures 1 \(transition-orgs\): 'origin'"
    ):
        load(content)


def test_a_phase_that_is_gone_is_missed(content: Path) -> None:
    path = content / "phases.toml"
    before, rest = path.read_text().split("[[phases]]\nnumber = 5", 1)
    path.write_text(before + rest[rest.index("[[groups]]") :])
    with pytest.raises(ContentError, match=r"phases 1 to 5 must stand there once each, in order"):
        load(content)


def test_a_file_that_is_gone_is_named(content: Path) -> None:
    (content / "examples.toml").unlink()
    with pytest.raises(ContentError, match=r"examples.toml: the file is missing"):
        load(content)


def test_a_file_in_the_wrong_encoding_is_named(content: Path) -> None:
    path = content / "glossary.toml"
    path.write_bytes(path.read_text().encode("utf-16"))
    with pytest.raises(ContentError, match=r"^glossary.toml: "):
        load(content)


def test_a_retired_question_is_found_but_not_asked(content: Path) -> None:
    spoil(content, "phases.toml", 'key = "1-mandate"', 'key = "1-mandate"\nretired = true')
    changed = load(content)
    assert changed.question("1-mandate").retired
    assert "1-mandate" not in [question.key for question in changed.phase(1).questions]


def test_what_does_not_exist_is_a_key_error() -> None:
    for look_up in (
        lambda: guide().phase(6),
        lambda: guide().question("1-nothing"),
        lambda: guide().measure("nothing"),
        lambda: guide().example("nothing"),
        lambda: guide().term("nothing"),
    ):
        with pytest.raises(KeyError):
            look_up()


def test_terms_stand_in_swedish_order() -> None:
    terms = [term.term for term in guide().terms]
    assert terms.index("utkast") < terms.index("återtagna") < terms.index("ärende")
    assert terms.index("ärende") < terms.index("ögonblicksbild")
