"""The audit of finished pages: each fault is seen on a page that has it, and on no other."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from handouts.content.library import Library
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.page.handout import Block, Chapter, Handout, Kind, Role, Sentence
from handouts.page.unbroken import compounds, unbroken
from handouts.paper import pdf, tags
from handouts.paper.audit import RULES, audit
from handouts.paper.audit.outline import read
from handouts.paper.impose import impose

pytestmark = pytest.mark.usefixtures("engine")

SHEET = """
@page { size: 100mm 100mm; margin: 10mm }
body { font: 12pt/5mm "Source Sans Pro"; margin: 0; orphans: 1; widows: 1 }
h1, h2, p, ul { font-size: 12pt; line-height: 5mm; margin: 0; orphans: 1; widows: 1 }
p { width: 80mm }
td, th { height: 5mm; padding: 0 } table { border-collapse: collapse }
"""
"""A page has sixteen lines."""
LINE = "<p>One line of words.</p>"


def page(body: str, sheet: str = "") -> str:
    return (
        '<!DOCTYPE html><html lang="en-US"><head><meta charset="utf-8"><title>Small</title>'
        f"<style>{SHEET}{sheet}</style></head><body><h1>Small</h1>{body}</body></html>"
    )


def made(html: str) -> bytes:
    outcome = pdf.typeset(pdf.Job("small", html))
    assert outcome.pdf, outcome.problems
    return outcome.pdf


@pytest.fixture
def small(golden: Library) -> Handout:
    """A handout without words of its own, for pages that a test writes."""
    whole = compose(golden, Edition("us", "elbow", Format.LEAFLET))
    title = Sentence("Small", Kind.LABEL, role=Role.TITLE)
    names = compounds(["GABA-B-receptor antibody"])
    return replace(whole, title=title, chapters=(), names=names)


def rules(html: str, handout: Handout, data: bytes = b"") -> dict[str, list[str]]:
    """The faults of a page by rule."""
    found: dict[str, list[str]] = {}
    for problem in audit(data or made(html), "small.pdf", handout, read(html)):
        found.setdefault(problem.rule, []).append(problem.message)
    return found


def test_a_sound_page_has_no_fault(small: Handout) -> None:
    """What the other tests find is of the fault alone."""
    assert rules(page(f"{LINE * 30}"), small) == {}


CASES = {
    "a heading at the foot": (
        "lonely-heading",
        f"{LINE * 13}<h2>Alone</h2>{LINE * 4}",
        f"{LINE * 12}<h2>Alone</h2>{LINE * 4}",
    ),
    "an item of a list": (
        "left-behind",
        f"{LINE * 12}<ul>{'<li>Item</li>' * 4}</ul>",
        f"{LINE * 13}<ul>{'<li>Item</li>' * 4}</ul>",
    ),
    "a row of a record": (
        "left-behind",
        f"{LINE * 14}<table>{'<tr><th>Dose</th><td>5 mg</td></tr>' * 3}</table>",
        f"{LINE * 13}<table>{'<tr><th>Dose</th><td>5 mg</td></tr>' * 4}</table>",
    ),
    "a line of a paragraph": (
        "left-behind",
        f"{LINE * 14}<p>One.<br>Two.<br>Three.</p>",
        f"{LINE * 13}<p>One.<br>Two.<br>Three.<br>Four.</p>",
    ),
    "a row": (
        "cut",
        f"{LINE * 13}<table><tr><td>One<br>two<br>three<br>four</td></tr></table>",
        f"{LINE * 11}<table><tr><td>One<br>two<br>three<br>four</td></tr></table>",
    ),
    "a framed card": (
        "cut",
        f'{LINE * 13}<div style="border: 1pt solid">{LINE * 4}</div>',
        f'{LINE * 13}<div style="border: 1pt solid; break-inside: avoid">{LINE * 4}</div>',
    ),
    "a tinted card": (
        "cut",
        f'{LINE * 13}<div style="background: #eee">{LINE * 4}</div>',
        f"{LINE * 13}<div>{LINE * 4}</div>",
    ),
    "half a page": (
        "empty-page",
        f'{LINE * 7}<p style="break-before: page">Next</p>{LINE * 14}',
        f'{LINE * 9}<p style="break-before: page">Next</p>{LINE * 14}',
    ),
    "a hole in a page": (
        "empty-page",
        f'{LINE * 2}<p style="margin-top: 50mm">Far below</p>',
        f'{LINE * 2}<p style="margin-top: 20mm">Below</p>{LINE * 20}',
    ),
    "a phone number": (
        "broken-words",
        '<p style="width: 8mm">020 7946 0958</p>',
        '<p style="width: 60mm">020 7946 0958</p>',
    ),
    "a short phone number": (
        "broken-words",
        '<p style="width: 32mm">Samaritans: 116 123</p>',
        '<p style="width: 50mm">Samaritans: 116 123</p>',
    ),
    "a dose": (
        "broken-words",
        '<p style="width: 26mm">They took 500 mg</p>',
        '<p style="width: 26mm">They took 500 cups</p>',
    ),
    "the name of an antibody": (
        "broken-words",
        '<p style="width: 8mm">GABA-B</p>',
        '<p style="width: 8mm">DELTA-B</p>',
    ),
    "a citation": (
        "broken-words",
        '<p style="width: 27mm">Sources PMID 20880069</p>',
        '<p style="width: 60mm">Sources PMID 20880069</p>',
    ),
    "small type": (
        "text-size",
        '<p style="font-size: 11.5pt">A footnote</p>',
        '<p style="font-size: 12pt">A footnote</p>',
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_page_with_a_fault_is_told_from_one_without(case: str, small: Handout) -> None:
    """Each kind of slip that a designer makes fails the check, and good pages do not."""
    rule, bad, good = CASES[case]
    assert rule in RULES
    assert set(rules(page(bad), small)) == {rule}
    assert rules(page(good), small) == {}


def test_one_list_over_two_pages_is_one_list(small: Handout) -> None:
    """A screen reader tells how many items there are; a table says its heads once."""
    body = (
        f"{LINE * 10}<ul>{'<li>Item</li>' * 9}</ul>{LINE * 8}"
        "<table><thead><tr><th>Medicine</th></tr></thead><tbody>"
        f"{'<tr><td>Name</td></tr>' * 6}</tbody></table>{LINE * 10}"
        '<div style="display: table"><p>One<br>two<br>three<br>four</p></div>'
    )
    data = made(page(body))
    assert rules(page(body), small, data) == {}
    with pikepdf.open(io.BytesIO(data)) as file:
        found = [str(element.S) for element, _ in tags.walk(file.Root.StructTreeRoot)]
    assert [found.count(kind) for kind in ("/L", "/LI", "/Table", "/TR", "/P")] == [1, 9, 1, 7, 29]


@pytest.mark.parametrize(
    ("kind", "missing"),
    [("L", "<ul><li>Item</li></ul>"), ("H2", "<h2>Two</h2>"), ("Table", "<table></table>")],
)
def test_what_the_page_has_and_the_tags_have_not_is_told(
    kind: str, missing: str, small: Handout
) -> None:
    """A list that is tagged as plain text, or twice, is no list for those who listen."""
    data = made(page(LINE))
    told = rules(page(LINE + missing), small, data)
    assert told == {"counts": [f"0 of /{kind} in the tags, 1 on the page"]}
    twice = rules(page(LINE), small, made(page(LINE + "<h2>Two</h2>")))
    assert twice == {"counts": ["1 of /H2 in the tags, 0 on the page"]}


def test_a_page_break_that_the_template_wants_may_leave_half_a_page(small: Handout) -> None:
    """A chapter begins on a new page, whatever was before."""
    body = f'{LINE * 4}<section%s><h2 style="break-before: page">Part</h2>{LINE * 9}</section>'
    assert set(rules(page(body % ""), small)) == {"empty-page"}
    assert rules(page(body % " data-new-page"), small) == {}


STRANGER = """
import shutil, sys
from pathlib import Path
from fontTools.ttLib import TTFont
from handouts.paper import pdf, tags

scratch = Path(sys.argv[1])
pdf.lay_out_fonts(scratch)
font = TTFont(pdf.our_faces()[0])
for table in font["cmap"].tables:
    table.cmap = {0x2011: table.cmap[0x2D]}
for name in font["name"].names:
    name.string = "Stranger"
font.save(scratch / "stranger.ttf")
pdf.settle(scratch)
outcome = pdf.typeset(pdf.Job("small", Path(sys.argv[2]).read_text()))
Path(sys.argv[3]).write_bytes(outcome.pdf)
"""


def test_a_letter_from_another_font_is_told(small: Handout, tmp_path: Path) -> None:
    """U+2011 is in none of our fonts; where the system has it, it looks like a misprint."""
    html = page("<p>GABA\u2011B</p>")
    source, target = tmp_path / "small.html", tmp_path / "small.pdf"
    source.write_text(html)
    script = [sys.executable, "-c", STRANGER, str(tmp_path), str(source), str(target)]
    subprocess.run(script, check=True)
    told = rules(html, small, target.read_bytes())
    assert told == {"fonts": ['page 1: Stranger is not one of our fonts, "\u2011"']}


CARD = (
    '<section style="position: absolute; left: 0; bottom: 0; width: 30mm"><h2>Card</h2>'
    '<div style="border: 1pt dashed"><p style="width: auto">Name<br>Phone<br>Doctor</p></div>'
    "</section>"
)


def leaves(format_: Format, behind: int, side: str) -> str:
    """Pages of a format; a needed word is at one side of a page's foot, the card on the last."""
    count = {Format.LEAFLET: 4, Format.LARGE_PRINT: 2, Format.TRIFOLD: 6}[format_]
    word = f'<p style="position: absolute; bottom: 6mm; {side}: 0; width: 18mm">Needed</p>'
    pages = [LINE * 8 + (word if number == behind else "") for number in range(1, count)]
    body = '<div style="break-before: page"></div>'.join([*pages, LINE * 2 + CARD])
    return page(body, "@page { size: 90mm 100mm }")


SIDES = [
    (Format.LEAFLET, 3, "right", "left"),
    (Format.LARGE_PRINT, 1, "right", "left"),
    (Format.TRIFOLD, 3, "right", "left"),
]


@pytest.mark.parametrize(("format_", "behind", "bad", "good"), SIDES)
@pytest.mark.parametrize("is_imposed", [False, True])
def test_no_word_stands_behind_the_card(
    format_: Format, behind: int, bad: str, good: str, is_imposed: bool, small: Handout
) -> None:
    """Scissors take what is printed on the other side, where left and right change places.

    A trifold for the screen has panels for pages; its sheet is what is printed on both sides.
    """
    block = Block("card", "card", Sentence("Card", Kind.LABEL, role=Role.HEADING), ())
    edition = Edition("us", "elbow", format_)
    handout = replace(small, edition=edition, chapters=(Chapter("one", small.title, (block,)),))

    def card(side: str) -> list[str]:
        html = leaves(format_, behind, side)
        data = made(html)
        data = impose(data, format_, "letter") if is_imposed else data
        return rules(html, handout, data).get("card", [])

    assert card(good) == []
    if format_ is Format.TRIFOLD and not is_imposed:
        assert card(bad) == []
    else:
        assert [message.partition(": ")[2] for message in card(bad)] == [
            'behind the card: "Needed"'
        ]


def test_a_card_without_lines_to_cut_along_is_told(small: Handout) -> None:
    """Nobody would know where it ends; and what is within the lines is the card's alone."""
    block = Block("card", "card", Sentence("Card", Kind.LABEL, role=Role.HEADING), ())
    handout = replace(small, chapters=(Chapter("one", small.title, (block,)),))
    solid = page(LINE * 8 + CARD.replace("dashed", "solid"))
    assert list(rules(solid, handout)) == ["card"]
    inside = page(
        LINE * 2 + CARD + '<p style="position: absolute; left: 20mm; bottom: 3mm">Foreign</p>'
    )
    assert rules(inside, handout)["card"] == ['page 1: cut out with the card: "Foreign"']


def test_what_belongs_on_one_line_is_known() -> None:
    """Years beside numbers and plain words are left alone."""
    names = compounds(["Calcium-channel antibody (P/Q-type VGCC)", "GABA-B-receptor antibody"])
    text = (
        "Call +44 20 7946 0958 or 116 123; take 1,000 mg at 38.5 °C. With GABA-B, P/Q-type and "
        "anti-social: 5 out of 100, in 2019 12 people, 4–7, www.example.org/a, PMID 2088."
    )
    found = [text[first:last] for _, first, last in unbroken(text, names)]
    assert found == [
        *("+44 20 7946 0958", "116 123", "1,000 mg", "38.5 °C", "GABA-B", "P/Q-type"),
        *("5 out of 100", "4–7", "www.example.org/a", "PMID 2088"),
    ]
