"""Numbers, dates, types and names that cannot be: refused at their place, never a traceback."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.content.library import load
from handouts.content.model import filled
from handouts.lint.dates import future
from tests.conftest import GOLDEN
from tests.hostile.harm import (
    EXAMPLES,
    SOAK,
    assert_placed,
    decoded,
    files,
    leaves,
    put,
    refused,
    tree,
    value_at,
    written,
)

NUMBERS = {
    "infinity": "inf",
    "not-a-number": "nan",
    "exponent": "1e308",
    "beyond": "1e999",
    "googol": "1" + "0" * 400,
    "5000-digits": "9" * 5000,
    "negative": "-1",
    "minus-zero": "-0.0",
    "plus": "+5",
    "underscore": "1_000",
    "hexadecimal": "0x10",
    "octal": "0o7",
    "blank": " 5",
    "arabic": "١٢",
    "fullwidth": "１２",
    "fraction": "½",
    "superscript": "5²",
    "yes": "yes",
    "list": ["5"],
    "mapping": {"a": "5"},
    "nothing": "",
}
FIELDS = ("numerator", "denominator", "per", "year")


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("field", FIELDS)
def test_numbers(field: str, name: str, data: Path) -> None:
    """A number is written in ASCII figures, and is of a size that can be counted."""
    file, known = _file_with(data, "numbers")
    (data / file).write_bytes(written([{**known[0], field: NUMBERS[name]}, *known[1:]]))
    own = refused(data, file)
    line = (data / file).read_text("utf-8").split("\n").index(_line(data / file, field)) + 1
    assert any(p.place.line in (line, 2) for p in own), own


def _line(path: Path, field: str) -> str:
    return next(line for line in path.read_text("utf-8").split("\n") if f'"{field}"' in line)


def _file_with(data: Path, name: str) -> tuple[str, Any]:
    path = next(
        p for p in (data / f"{name}.yaml", *sorted(data.glob(f"{name}/*.yaml"))) if p.exists()
    )
    known = tree(path)
    return str(path.relative_to(data)), known


DATES = {
    "unix-time": "1700000000",
    "unix-time-fraction": "1700000000.5",
    "milliseconds": "1700000000000",
    "with-time": "2026-01-02T03:04:05",
    "no-day": "2026-02-30",
    "no-month": "2026-13-01",
    "year-zero": "0000-01-01",
    "year-one": "0001-01-01",
    "last-century": "1999-12-31",
    "five-figures": "10000-01-01",
    "far": "9999-12-31",
    "short": "26-1-2",
    "american": "01/02/2026",
    "arabic": "٢٠٢٦-٠١-٠٢",
    "infinity": "inf",
    "words": "tomorrow",
    "list": ["2026-01-02"],
}


@pytest.mark.parametrize("name", DATES)
@pytest.mark.parametrize(("collection", "field"), [("contacts", "checked"), ("revisions", "date")])
def test_dates(collection: str, field: str, name: str, data: Path) -> None:
    """A date is a day that was, or will be, written as year, month and day."""
    file, known = _file_with(data, collection)
    (data / file).write_bytes(written([{**known[0], field: DATES[name]}, *known[1:]]))
    assert any(p.rule in ("type", "value", "character") for p in refused(data, file))


@pytest.mark.parametrize(
    "written_", ["2026-13", "2026-02-30", "26", "20２6", "9999", "0000", "1e3"]
)
def test_when_something_was_published(written_: str, data: Path) -> None:
    """A year, a month or a day that there is."""
    file, known = _file_with(data, "references")
    is_list = isinstance(known, list)
    first = {**(known[0] if is_list else known), "issued": written_}
    (data / file).write_bytes(written([first, *known[1:]] if is_list else first))
    assert refused(data, file)


@pytest.mark.parametrize(
    "version", ["1", "1.0.0.0", "v1.0", "1.٢", "１.0", "1.0 ", "-1.0", "1." + "9" * 5000]
)
def test_versions(version: str, data: Path) -> None:
    """A version is two numbers in ASCII figures."""
    file, known = _file_with(data, "revisions")
    (data / file).write_bytes(written([{**known[0], "version": version}, *known[1:]]))
    assert refused(data, file)


@pytest.mark.parametrize("days", [2, 30, 9000])
def test_what_was_done_on_a_day_to_come(days: int) -> None:
    """Searched, checked, accessed, changed, reviewed: none of it can be in the future."""
    library = load(GOLDEN)
    newest = max(c.checked for c in library.contacts.values())
    assert not list(future(library, date(2099, 1, 1)))
    told = list(future(library, newest - timedelta(days=days)))
    assert {p.rule for p in told} == {"future"}
    assert_placed(told, GOLDEN)


@pytest.mark.parametrize("list_", ["questions", "support"])
def test_what_stands_in_a_list_twice(list_: str, data: Path) -> None:
    """A question, a contact or a reference that was pasted twice is told, at its place."""
    known = tree(data / "syndromes" / "knee.yaml")
    twice = [*known[list_][:3], known[list_][0]]
    (data / "syndromes" / "knee.yaml").write_bytes(written({**known, list_: twice}))
    assert "twice" in {p.rule for p in refused(data, "syndromes/knee.yaml")}


WEBS = ["javascript:alert(1)", "a@evil.example", "elbow.example/a b", "elbow", "-", "http://a b"]


@pytest.mark.parametrize("web", WEBS)
def test_web_addresses_of_contacts(web: str, data: Path) -> None:
    """What a reader types in is a host and perhaps a path, and nothing that runs or misleads."""
    known = tree(data / "contacts.yaml")
    (data / "contacts.yaml").write_bytes(written([{**known[0], "web": web}, *known[1:]]))
    assert refused(data, "contacts.yaml")[0].rule == "web-address"


SITES = [
    ("accent", "#ffffff"),
    ("accent", "#9ad0f5"),
    ("accent", "red;}body{"),
    ("web", "https://a@evil.example/"),
    ("web", "javascript:alert(1)"),
]


@pytest.mark.parametrize(("key", "value"), SITES)
def test_what_a_hospital_may_not_set(key: str, value: str, data: Path) -> None:
    """A color that nobody can read on paper, an address that leads to somebody else."""
    path = data / "sites" / "us.yaml"
    path.write_bytes(written({**tree(path), key: value}))
    assert refused(data, "sites/us.yaml")


BRACES = [
    "{0.__class__}",
    "{share.__init__.__globals__}",
    "{share:>1000000000}",
    "{share!r}",
    "{",
    "}",
    "{}",
    "{ share }",
    "{share",
    "{{share}}",
    "{a[0]}",
    "{%s}" % ("a" * 100),
]


@pytest.mark.parametrize("text", BRACES)
def test_braces_reach_into_nothing(text: str, data: Path) -> None:
    """In braces stands a word; it is never looked up in the program."""
    known = tree(data / "wording.yaml")
    at = next(at for at in leaves(known) if "{share}" in str(value_at(known, at)))
    (data / "wording.yaml").write_bytes(written(put(known, at, f"About {text} people")))
    assert refused(data, "wording.yaml")[0].rule == "value"


def test_an_unknown_word_in_braces_stays() -> None:
    """It is found on the page by the rules for words; nothing breaks meanwhile."""
    assert filled("{a} {nope} {a}", a="1", b="2") == "1 {nope} 1"


SECRETS = ("certificates", "password_file", "keyring", "token_command")


@pytest.mark.parametrize("key", SECRETS)
def test_content_names_no_secret(key: str, data: Path) -> None:
    """A hostile site file can neither read a key nor log in with one, and says where it belongs."""
    known = tree(data / "sites" / "us.yaml")
    server = {"host": "mail.evil.example", "user": "me", key: "/etc/hostname"}
    mail = {"sender": "A hospital", "address": "a@mail.example", "server": server}
    (data / "sites" / "us.yaml").write_bytes(written({**known, "mail": mail}))
    (own,) = (p for p in refused(data, "sites/us.yaml") if p.rule == "unknown-key")
    assert "in your own settings" in own.message
    assert f'"{key}"' in (data / "sites" / "us.yaml").read_text().split("\n")[own.place.line - 1]


SHAPES: list[Any] = [
    None,
    "",
    [],
    {},
    [[]],
    [None, None],
    {"place": "x"},
    {"place ": "x"},
    {"": ""},
    {"a" * 5000: "b"},
    {"__class__": "x"},
    ["a"] * 600,
    "a" * 20_000,
    [[[[["x"]]]]],
]


@pytest.mark.parametrize("file", files())
def test_every_place_takes_every_shape(file: str) -> None:
    """Whatever stands wherever: records or faults with a place in the file, and no traceback."""
    known = tree(GOLDEN / file)
    ways = list(leaves(known))
    step = max(1, len(ways) // (10 if len(ways) > 200 and not SOAK else 25))
    for number, at in enumerate(ways[::step]):
        for depth in {len(at), 1}:
            shape = SHAPES[(number + depth) % len(SHAPES)]
            data = written(put(known, at[:depth], shape))
            found = decoded(file, data)
            lines = data.count(b"\n") + 1
            assert all(p.place.file == file and 1 <= p.place.line <= lines for p in found.problems)
            assert all(str(p).isprintable() and len(str(p)) < 1000 for p in found.problems)


@EXAMPLES
@given(
    st.sampled_from(files()),
    st.data(),
    st.recursive(
        st.none() | st.text(max_size=20) | st.integers().map(str) | st.floats().map(str),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
        max_leaves=6,
    ),
)
def test_anything_anywhere(file: str, choice: st.DataObject, value: Any) -> None:
    """As above, with shapes that nobody thought of."""
    known = tree(GOLDEN / file)
    ways = list(leaves(known))
    at = choice.draw(st.sampled_from(ways)) if ways else ()
    data = written(put(known, at[: choice.draw(st.integers(0, len(at)))], value))
    found = decoded(file, data)
    lines = data.count(b"\n") + 1
    assert all(p.place.file == file and 1 <= p.place.line <= lines for p in found.problems)


@EXAMPLES
@given(
    st.sampled_from(files()), st.binary(min_size=1, max_size=4), st.integers(0), st.integers(0, 9)
)
def test_any_bytes(file: str, put_in: bytes, where: int, cut: int) -> None:
    """A file with bytes put in or taken out: records or faults, and no traceback."""
    data = (GOLDEN / file).read_bytes()
    at = where % (len(data) + 1)
    found = decoded(file, data[:at] + put_in + data[at + cut :])
    assert all(p.place.file == file for p in found.problems)
    json.dumps([str(p) for p in found.problems])
