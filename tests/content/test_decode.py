"""YAML text becomes records, and every fault has its place."""

from __future__ import annotations

import resource
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.content import decode
from handouts.content.model import Contact, Number, Syndrome, Term

TERM = """\
id: antibody
term: antibody
say_it: AN-ti-bod-ee
plain: A protein.
"""


def term(text: str) -> Term:
    found = decode.decode_one(Term, text.encode(), "t.yaml")
    assert not found.problems
    return found.records[0]


def faults(text: str | bytes, model: type = Term) -> list[tuple[int, int, str]]:
    data = text if isinstance(text, bytes) else text.encode()
    problems = decode.decode_one(model, data, "t.yaml").problems
    return [(p.place.line, p.place.column, p.rule) for p in problems]


def test_a_sound_file_gives_its_record() -> None:
    """What stands in the file stands in the record, with its place."""
    found = term(TERM)
    assert (found.term, found.plain) == ("antibody", "A protein.")
    assert str(found.place) == "t.yaml:1:1"


@pytest.mark.parametrize("word", ["no", "yes", "1e3", "0123", "2026-11-21", "null", "~", "1:30"])
def test_words_that_yaml_would_change_stay_text(word: str) -> None:
    """Scalars are typed by the record, not by YAML."""
    assert term(TERM.replace("A protein.", word)).plain == word


def test_long_text_may_run_over_lines() -> None:
    """A folded text is one line, whatever the editor's line length."""
    assert term(TERM.replace("A protein.", ">-\n  A protein\n  that sticks.")).plain == (
        "A protein that sticks."
    )


def test_every_fault_of_a_file_comes_back_at_once() -> None:
    """An editor mends all faults in one go."""
    text = "id: Not Kebab\nterm: x\nsay_it:\nplane: typo\n"
    assert sorted(faults(text)) == [
        (1, 1, "missing"),
        (1, 5, "id"),
        (3, 8, "empty-value"),
        (4, 1, "unknown-key"),
    ]


def test_a_misspelt_key_gets_a_suggestion() -> None:
    """Unknown keys say what was probably meant."""
    found = decode.decode_one(Term, TERM.replace("plain", "plian").encode(), "t.yaml")
    assert any('did you mean "plain"?' in problem.message for problem in found.problems)


def test_place_is_not_a_key_that_editors_can_set() -> None:
    """The place of a record is ours; writing one is an unknown key."""
    assert faults(TERM + "place: here\n") == [(5, 1, "unknown-key")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: &x 1\nb: *x\n", (1, 4, "alias")),
        ("a: &x [*x]\n", (1, 4, "alias")),
        ("a: !!python/name:os.system\n", (1, 4, "tag")),
        ("a: 1\n---\nb: 2\n", (2, 1, "yaml")),
        ("a:\n\tb: 1\n", (2, 1, "yaml")),
        ("a: \x07\n", (1, 4, "character")),
        ("a: x\u2028y\n", (1, 5, "character")),
        (b"a: \xff\n", (1, 4, "encoding")),
        ("", (1, 1, "empty-file")),
        ("# nothing\n", (1, 1, "empty-file")),
        ("[" * 40, (1, 22, "too-deep")),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(
    text: str | bytes, fault: tuple[int, int, str]
) -> None:
    """Hostile or broken YAML is refused, never guessed at."""
    assert faults(text) == [fault]


def test_a_duplicate_key_names_the_first_one() -> None:
    """The second of two equal keys is a fault, not the winner."""
    found = decode.decode_one(Term, (TERM + "plain: Other.\n").encode(), "t.yaml")
    assert [str(p.place) for p in found.problems] == ["t.yaml:5:1"]
    assert "first in line 4" in found.problems[0].message


def test_a_broken_record_of_a_list_does_not_take_the_others_with_it() -> None:
    """The sound records of a file can be used while one is mended."""
    text = "- {id: a, term: a, say_it: a, plain: A.}\n- {id: b}\n"
    found = decode.decode_list(Term, text.encode(), "t.yaml")
    assert [record.id for record in found.records] == ["a"]
    assert {problem.place.line for problem in found.problems} == {2}


def test_ids_in_links_keep_their_place() -> None:
    """A dangling reference is reported at the very word."""
    text = "- {id: a, term: a, say_it: a, plain: A., references: [x-1, y-2]}\n"
    found = decode.decode_list(Term, text.encode(), "t.yaml")
    places = [(link.collection, link.id, link.place.column) for link in found.links[0]]
    assert places == [("references", "x-1", 55), ("references", "y-2", 60)]


def test_blocks_stand_in_the_order_of_the_leaflet() -> None:
    """Staff and patients find their place because the order never changes."""
    text = b"id: x\ntitle: T\ncode: PN-01\n"
    found = decode.decode_one(Syndrome, text, "x.yaml")
    assert [str(p.place) for p in found.problems if p.rule == "block-order"] == ["x.yaml:3:1"]


def test_a_phone_number_is_digits() -> None:
    """A phone field cannot carry words."""
    text = (
        "id: a\nname: N\noffers: O\nphone: call us\nweb: x.org\ncountry: us\n"
        "checked: 2026-01-01\nseen: page\n"
    )
    assert faults(text, Contact) == [(4, 8, "value")]


def test_a_numerator_cannot_be_larger_than_its_denominator() -> None:
    """Swapped numbers are caught where they are written."""
    text = (
        "id: a\nnumerator: 9\ndenominator: 4\npeople: p\nhave: h\nyear: '2020'\nreferences: [r]\n"
    )
    assert faults(text, Number) == [(1, 1, "value")]


@pytest.mark.parametrize(
    "bomb",
    [
        b"a: [" * 200_000,
        b"x: " + b"y" * 10_000_000,
        b"".join(b"k%d: &a%d [*a%d, *a%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 5_000)),
        b"- " * 300_000,
        b"{" * 500_000,
    ],
    ids=["nested", "large", "aliases", "dashes", "braces"],
)
def test_hostile_files_are_refused_quickly_and_in_little_memory(bomb: bytes) -> None:
    """No file can stop the program or fill the machine: under a second and 50 MB more."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    assert decode.decode_one(Term, bomb, "t.yaml").problems
    assert time.process_time() - start < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@given(st.binary(max_size=300))
def test_any_bytes_give_records_or_problems_inside_the_file(data: bytes) -> None:
    """No input gets a traceback, and a place never points past the end."""
    found = decode.decode_one(Term, data, "t.yaml")
    assert found.records or found.problems
    lines = data.decode("utf-8", errors="replace").count("\n") + data.count(b"\r") + 2
    for problem in found.problems:
        assert 0 <= problem.place.line <= lines


@given(st.dictionaries(st.sampled_from(["id", "term", "say_it", "plain", "forms"]), st.text()))
def test_any_mapping_of_texts_gives_a_term_or_problems(pairs: dict[str, str]) -> None:
    """Every value is either taken as it is written or refused with a reason."""
    text = "".join(f"{key}: {_quoted(value)}\n" for key, value in pairs.items())
    found = decode.decode_one(Term, text.encode("utf-8", "surrogatepass"), "t.yaml")
    assert found.records or found.problems


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
