"""Real PDFs in other languages, measured: two languages on one sheet, and pages from the right."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps
from tests.conftest import ROOT, Run
from tests.languages.test_languages import speak, upper

from handouts.build.manifest import Manifest
from handouts.build.plan import Plan, Task
from handouts.content import library
from handouts.content.languages.pseudo import disguised
from handouts.content.library import Library
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.paper import pdf, tags
from handouts.paper.audit import audit, outline
from handouts.paper.impose import impose

pytestmark = pytest.mark.usefixtures("engine")
MESSAGE, HELP = "The main thing to know", "Get help fast"


def task_of(found: Library, edition: Edition, tmp_path: Path) -> Task:
    """What a build would do for an edition."""
    (task,) = Plan(found, ROOT / "templates", tmp_path, Manifest("", {})).tasks([edition])
    assert task.fault is None
    return task


def made(found: Library, edition: Edition, tmp_path: Path) -> bytes:
    """The finished file of an edition."""
    task = task_of(found, edition, tmp_path)
    outcomes = {step: pdf.typeset(job) for step, job in task.jobs.items()}
    assert [p for outcome in outcomes.values() for p in outcome.problems] == []
    if task.binding is None:
        (outcome,) = outcomes.values()
        assert outcome.pdf
        return outcome.pdf
    for step, outcome in outcomes.items():
        task.binding.take(step, outcome)
    assert task.binding.pdf
    return task.binding.pdf


Spot = tuple[int, float, float, float]
"""Page, left and right edge (0 to 1 of the page), height of the letters."""


def where(data: bytes, words: str) -> list[Spot]:
    """Each place where words stand."""
    return list(_where(data, words))


def _where(data: bytes, words: str) -> Iterator[Spot]:
    with pypdfium2.PdfDocument(data) as pages:
        for number, page in enumerate(pages):
            text, width = page.get_textpage(), page.get_width()
            search = text.search(words, match_case=True)
            while found := search.get_next():
                boxes = [text.get_charbox(found[0] + n) for n in range(found[1])]
                high = max(b[3] - b[1] for b in boxes)
                yield (
                    number,
                    min(b[0] for b in boxes) / width,
                    max(b[2] for b in boxes) / width,
                    high,
                )


def third(places: list[Spot]) -> list[tuple[int, int]]:
    """Page and panel (0 to 2 from the left) of each place."""
    return [(page, int((left + right) / 2 * 3)) for page, left, right, _ in places]


def test_a_sheet_has_a_language_on_each_side(data: Path, run: Run) -> None:
    """Each language has its cover, its own tags and foot lines; turned over, the other is there."""
    speak(data, "es-US", text=upper)
    done = run("build", "elbow", "--format", "bilingual")
    assert done.returncode == 0, done.stderr
    name = data.parent / "output/us/elbow-bilingual.es-US"
    screen = name.with_name(f"{name.name}.pdf").read_bytes()
    sheet = name.with_name(f"{name.name}-print.pdf").read_bytes()
    assert third([*where(sheet, MESSAGE), *where(sheet, MESSAGE.upper())]) == [(0, 0), (1, 0)]
    assert third([*where(sheet, HELP), *where(sheet, HELP.upper())]) == [(0, 1), (1, 1)]
    edition = Edition("us", "elbow", Format.BILINGUAL, "es-US")
    handout = compose(library.load(data), edition)
    for file in (screen, sheet):
        assert audit(file, "a sheet", handout, outline(handout, ROOT / "templates")) == []
        with pikepdf.open(io.BytesIO(file)) as opened:
            (document,) = tags.kids(opened.Root.StructTreeRoot)
            parts = [str(part.Lang) for part in tags.kids(document)]
            assert parts == ["en-US", "es-US"]
            assert len(opened.pages) == (6 if file is screen else 2)
    with pypdfium2.PdfDocument(sheet) as pages:
        ours, theirs = (page.get_textpage().get_text_range() for page in pages)
    assert "Review by" in ours
    assert "REVIEW BY" in theirs
    assert "ENGLISH: TURN THE SHEET OVER" in ours
    assert "English: turn the sheet over" in theirs
    verified = run("verify", str(name.with_name(f"{name.name}.pdf")))
    assert "current" in verified.stdout


def test_two_ways_of_reading_meet_on_one_sheet(golden: Library, tmp_path: Path) -> None:
    """From the left on one side, from the right on the other; flipped so that both covers are
    outside."""
    edition = Edition("us", "elbow", Format.BILINGUAL, "ar-XB")
    sheet = impose(made(golden, edition, tmp_path), Format.BILINGUAL, "letter")
    assert third(where(sheet, MESSAGE)) == [(0, 0)]
    with pikepdf.open(io.BytesIO(sheet)) as opened:
        assert opened.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        forms = opened.pages[1].obj.Contents.read_bytes()
    lefts = [float(line.split()[5]) for line in forms.decode().split("\n")[1:]]
    assert lefts == sorted(lefts)
    assert b"/P5 Do" in forms.split(b"\n")[1]  # the last panel is the leftmost


def colored(page: pypdfium2.PdfPage) -> Image.Image:
    """Where a page has color, as a coarse map: text is gray, boxes and drawings are not."""
    drawn: Image.Image = page.render(scale=1).to_pil().convert("RGB")
    strong = drawn.convert("HSV").getchannel("S").point(lambda value: 255 * (value > 20))
    small = strong.resize((drawn.width // 6, drawn.height // 6), Image.Resampling.BOX)
    return small.point(lambda value: 255 * (value > 40))


def overlap(one: Image.Image, other: Image.Image) -> tuple[int, int]:
    """How many cells both maps have, and how many at least one of them has."""
    return (
        ImageChops.darker(one, other).histogram()[255],
        ImageChops.lighter(one, other).histogram()[255],
    )


@pytest.mark.parametrize("format_", [Format.LEAFLET, Format.LARGE_PRINT, Format.TRIFOLD])
def test_pages_from_the_right_are_mirrored(
    golden: Library, tmp_path: Path, format_: Format
) -> None:
    """Boxes, icons and headings stand where a mirror shows those of the same words from the left;
    what is tagged is read in the same order."""
    left, right = (Edition("us", "elbow", format_, tag) for tag in ("en-XA", "ar-XB"))
    ours, theirs = made(golden, left, tmp_path), made(golden, right, tmp_path)
    handout = compose(golden, right)
    told = outline(handout, ROOT / "templates")
    faults = audit(theirs, "from the right", handout, told)
    assert {problem.rule for problem in faults} <= {"sentences"}  # Latin letters stay from the left
    with pypdfium2.PdfDocument(ours) as one, pypdfium2.PdfDocument(theirs) as other:
        assert len(one) == len(other)
        pairs = [(colored(a), colored(b)) for a, b in zip(one, other, strict=True)]
    both, any_ = map(sum, zip(*(overlap(a, ImageOps.mirror(b)) for a, b in pairs), strict=True))
    same, all_ = map(sum, zip(*(overlap(a, b) for a, b in pairs), strict=True))
    assert both / any_ > 0.78
    assert same / all_ < 0.75
    for text in (MESSAGE, HELP, "What you can do", "Medicines to check first"):
        heading = disguised(text).strip("[~ ]")
        page, start, *_ = max(where(ours, heading), key=lambda spot: spot[3])
        there, _, end, _ = max(where(theirs, heading), key=lambda spot: spot[3])
        assert page == there
        assert start == pytest.approx(1 - end, abs=0.03)


def test_a_booklet_from_the_right_opens_on_the_right(golden: Library, tmp_path: Path) -> None:
    """The first page is on the left half of the outer sheet, and viewers are told of it."""
    edition = Edition("us", "elbow", Format.LEAFLET, "ar-XB")
    screen = made(golden, edition, tmp_path)
    sheets = impose(screen, Format.LEAFLET, "letter")
    page, _, right, _ = max(
        where(sheets, disguised("help").strip("[~ ]")), key=lambda spot: spot[3]
    )
    assert page == 0
    assert right < 0.5
    with pikepdf.open(io.BytesIO(sheets)) as opened:
        assert opened.Root.ViewerPreferences.Direction == "/R2L"
