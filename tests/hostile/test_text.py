"""What a reader cannot see, or takes for something else, is refused wherever text comes in."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.content import characters
from handouts.content.library import Library, load
from handouts.content.problems import Fault
from handouts.mail.recipients import Unfit, mailbox
from handouts.mail.recipients import read as read_recipients
from handouts.page.drawing import check_drawing
from handouts.page.sandbox import read_text
from tests.hostile.harm import (
    EXAMPLES,
    MARKER,
    files,
    leaves,
    put,
    refused,
    tree,
    value_at,
    written,
)

HIDDEN = {
    "nul": "\0",
    "bell": "\a",
    "escape": "\x1b[2J",
    "delete": "\x7f",
    "next-line": "\x85",
    "soft-hyphen": "\u00ad",
    "grapheme-joiner": "\u034f",
    "arabic-mark": "\u061c",
    "hangul-filler": "\u3164",
    "mongolian-separator": "\u180e",
    "zero-width-blank": "\u200b",
    "zero-width-joiner": "\u200d",
    "right-to-left-mark": "\u200f",
    "line-separator": "\u2028",
    "embedding": "\u202a",
    "override": "\u202e",
    "isolate": "\u2067",
    "word-joiner": "\u2060",
    "invisible-times": "\u2062",
    "byte-order-mark": "\ufeff",
    "variation-selector": "\ufe0f",
    "variation-selector-17": "\U000e0100",
    "interlinear": "\ufff9",
    "object": "\ufffc",
    "replacement": "\ufffd",
    "private": "\ue000",
    "private-plane": "\U000f0000",
    "non-character": "\ufdd0",
    "non-character-end": "\U0001ffff",
    "tag": "\U000e0041",
    "braille-blank": "\u2800",
    "en-quad": "\u2000",
    "emoji": "\U0001f600",
    "fullwidth": "\uff21",
    "bold": "\U0001d400",
    "ligature": "\ufb01",
    "circled": "\u24d0",
    "lone-mark": " \u0301",
    "storm": "a" + "\u0335\u0336\u0337\u0338" * 5,
    "cyrillic-a": "p\u0430in",
    "greek-o": "c\u03bfld",
    "armenian-o": "l\u0585w",
    "cherokee": "\u13a0BC",
    "arabic-figures": "1\u0662",
}
FINE = [
    "naïve café, Sjögren",
    "38.5 °C ± 0.2, ½ tablet, 10²",
    "“Stop” – it’s fine … ✓",
    "TNFα, NFκB, IFN-γ, β2, µg and μg",
    "Việt Nam, Thẩm quyền",
    "می‌خواهم",
    "क्‍ष",
    "שָׁלוֹם",
    "Здоровье и Ελλάδα",
    "PET検査とMRI",
    "١٢٣ مريض",
    "e\u0301",
]


@pytest.mark.parametrize("text", FINE)
def test_words_of_any_language_are_let_through(text: str) -> None:
    """The policy is about what deceives, not about what is foreign."""
    assert list(characters.faults(text)) == []
    assert unicodedata.is_normalized("NFC", characters.normal(text))


@pytest.mark.parametrize("way", ["raw", "escaped"])
@pytest.mark.parametrize("name", HIDDEN)
def test_content(name: str, way: str, data: Path) -> None:
    """In content, typed or as an escape of YAML: a fault with its line, and nothing is printed."""
    harm = HIDDEN[name]
    escaped = "".join(f"\\U{ord(c):08x}" for c in harm)
    path = data / "glossary.yaml"
    text = path.read_text("utf-8")
    line, lines = _a_text(text)
    lines[line] = (
        f'{lines[line].partition(": ")[0]}: "{MARKER} {escaped if way == "escaped" else harm}"'
    )
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    own = refused(data, "glossary.yaml")
    assert own[0].rule in ("character", "yaml")
    # A raw line break of Unicode counts as a line for some readers.
    assert abs(own[0].place.line - (line + 1)) <= 1


def _a_text(text: str) -> tuple[int, list[str]]:
    """The number of a line with a short text of a record, and all lines."""
    lines = text.split("\n")
    return next(n for n, line in enumerate(lines) if line.startswith("  ") and ": " in line), lines


@pytest.mark.parametrize("name", HIDDEN)
def test_recipients(name: str, golden: Library) -> None:
    """In a file of recipients, and as an address on the command line."""
    harm = HIDDEN[name]
    table = f'address,syndrome,name\nann@mail.example,elbow,"{MARKER}{harm}"\n'
    found, problems = read_recipients(table.encode(), "list.csv", golden, "us")
    assert not found
    assert [p.place.line for p in problems] in ([1], [2])
    assert all(str(p).isprintable() for p in problems)
    with pytest.raises(Unfit):
        mailbox(f"ann{harm}@mail.example")


@pytest.mark.parametrize("name", HIDDEN)
def test_templates_and_drawings(name: str, tmp_path: Path) -> None:
    """In a template, a style sheet and a drawing: refused with the line."""
    harm = HIDDEN[name]
    text = f"<p>\n<b>{harm}</b>\n"
    (tmp_path / "page.html").write_text(text, "utf-8")
    with pytest.raises(Fault) as caught:
        read_text(tmp_path / "page.html", tmp_path)
    assert (caught.value.problem.place.file, caught.value.problem.place.line) == (
        str(tmp_path / "page.html"),
        2,
    )
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg">\n<text>{harm}</text></svg>'
    with pytest.raises(Fault) as caught:
        check_drawing(drawing.encode(), "a.svg")
    assert (caught.value.problem.place.file, caught.value.problem.place.line) == ("a.svg", 2)


def test_a_byte_order_mark_begins_a_file(data: Path) -> None:
    """As some editors write it: the file is read, and its lines are counted as ever."""
    for path in data.rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(data).problems == ()


@pytest.mark.parametrize("name", HIDDEN)
def test_the_terminal(name: str) -> None:
    """What is printed obeys nothing that a text says, and is reversible to read."""
    told = characters.shown(HIDDEN[name])
    assert told.isprintable()
    assert "\x1b" not in told


@EXAMPLES
@given(st.text(st.characters(), max_size=60))
def test_any_text(text: str) -> None:
    """Text that is let through is printable, composed and has no look-alikes of ASCII."""
    found = list(characters.faults(text))
    assert all(0 <= at < max(1, len(text)) for at, _ in found)
    assert all(c == "\n" or c.isprintable() for c in characters.shown(text))
    if not found:
        kept = characters.normal(text)
        assert not list(characters.faults(kept))
        kinds = {unicodedata.category(c) for c in kept if c not in "\n\t\u200c\u200d"}
        assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize("file", files())
def test_every_value_of_every_file(file: str, data: Path) -> None:
    """There is no field through which a NUL or an override comes in."""
    known = tree(data / file)
    if not known:
        known = [{"handout": "elbow", "version": "1.0"}]
    ways = [at for at in leaves(known) if isinstance(value_at(known, at), str)]
    for at, harm in zip((ways[0], ways[-1]), ("\0", "\u202e"), strict=False):
        (data / file).write_bytes(written(put(known, at, f"{value_at(known, at)}{harm}")))
        assert refused(data, file)[0].rule == "character"
