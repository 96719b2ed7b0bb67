"""A booklet joined from chapters is the booklet that one layout of the whole would give."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name
from tests.conftest import ROOT

from handouts.build import manifest
from handouts.build import run as build
from handouts.build.bind import Binding
from handouts.build.plan import Plan, Task
from handouts.build.pool import Pool
from handouts.content.library import Library
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.page.handout import Handout
from handouts.page.pictures import BASE
from handouts.page.render import Line, render_chapter, render_contents
from handouts.paper import pdf
from handouts.paper.audit.file import File

TEMPLATES = ROOT / "templates"
pytestmark = pytest.mark.xdist_group("joined")  # they share what they compare


@dataclass(frozen=True)
class Booklet:
    """What a reader, a screen reader and a viewer get of a booklet."""

    pages: list[list[str]]
    """The lines of each page, running title and page number included, sorted."""
    heard: list[tuple[str, str]]
    """Each tag in reading order with its own text, alternative text and attributes."""
    links: list[tuple[int, str]]
    """The page of each link, and the page or address that it leads to."""
    outline: list[tuple[int, str, int]]
    """Depth, title and page of each bookmark."""
    metadata: dict[str, str]


@pytest.fixture(scope="module", params=["us", "uk"])
def booklets(
    request: pytest.FixtureRequest,
    golden: Library,
    engine: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Booklet, Booklet]:
    """The joined booklet of a site, and the same laid out whole."""
    folder = tmp_path_factory.mktemp("joined")
    plan = Plan(golden, TEMPLATES, folder, manifest.Manifest())
    edition = Edition(request.param, "booklet", Format.BOOKLET)
    (task,) = plan.tasks([edition])
    scratch = folder / "scratch"
    scratch.mkdir()
    with Pool(1, scratch) as pool:
        (done,) = build.build([task], folder, manifest.Manifest(), pool)
    assert done.entry, done.problems
    joined = (folder / edition.path).read_bytes()
    handout = compose(golden, edition)
    outcome = pdf.typeset(pdf.Job("whole", whole(task), _pictures(task)))
    assert outcome.pdf, outcome.problems
    return look(joined, handout), look(outcome.pdf, handout)


def _pictures(task: Task) -> dict[str, bytes]:
    assert isinstance(task.binding, Binding)
    found = dict(task.binding.pictures)
    for job in task.jobs.values():
        found.update(job.pictures)
    return found


def whole(task: Task) -> str:
    """The contents and all chapters as one document that numbers its own pages."""
    assert isinstance(task.binding, Binding)
    handout, counts = task.handout, {k: _count(v) for k, v in task.binding.chapters.items()}
    page, lines = task.binding.pages - sum(counts.values()) + 1, []
    for chapter in handout.chapters:
        lines.append(Line(chapter.title.text, chapter.key, page, chapter.family))
        page += counts[chapter.key]
    first = render_contents(handout, lines, TEMPLATES, task.binding._pad)
    head, _, rest = first.partition("</style>")
    # The page with margins in place of the bare one, on which folios are drawn later.
    head = head.replace("page: leaf", "page: folio")
    sheet = ".cover, .contents, .chapter { string-set: running attr(data-running) }"
    start, end = rest.split("</body>")
    parts = [
        start.replace(f'href="{BASE}chapter#', 'href="#chapter-')
        .replace('<section class="cover"', '<section data-running="" class="cover"')
        .replace('<section class="contents', f"<section {_running(handout.title.text)}")
        .replace("RUNNING", "contents")
    ]
    for chapter in handout.chapters:
        body = render_chapter(handout, chapter, TEMPLATES)
        inner = re.search(r"<body[^>]*>(.*)</body>", body, re.DOTALL)
        assert inner
        # Two chapters may use the same ids.
        own = re.sub(r'( id="|href="#|url\(#)(?!chapter-)', rf"\g<1>{chapter.key}-", inner[1])
        running = f"<section {_running(chapter.running)}"
        own = own.replace('<section class="chapter', running, 1).replace("RUNNING", "chapter", 1)
        parts.append(own)
    return f"{head}{sheet}</style>{''.join(parts)}</body>{end}"


def _running(title: str) -> str:
    return f'data-running="{html.escape(title)}" class="RUNNING'


def _count(data: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(data)).pages)


def look(data: bytes, handout: Handout) -> Booklet:
    """What there is to compare."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    with pikepdf.open(io.BytesIO(data)) as file, pypdfium2.PdfDocument(data) as pages:
        with file.open_metadata() as xmp:
            metadata = {key: str(value) for key, value in xmp.items()}
        metadata |= {key: str(value) for key, value in file.docinfo.items()}
        metadata["language"] = str(file.Root.Lang)
        return Booklet(
            [sorted(_squeezed(page).split()) for page in pages],
            list(_heard(File(file, pages, handout))),
            list(_links(file, reader)),
            list(_outline(reader, reader.outline, 0)),
            metadata,
        )


def _squeezed(page: pypdfium2.PdfPage) -> str:
    """The lines of a page without spaces, which the reader guesses from distances."""
    text: str = page.get_textpage().get_text_bounded()
    return text.replace(" ", "")


def _heard(file: File) -> Iterator[tuple[str, str]]:
    for node in file.nodes:
        if node.kind in ("Document", "Part"):
            continue  # a chapter is a part of the joined document
        element = node.element
        own = [piece.text for key in node.contents for piece in file.at(key)]
        about = [str(element.get(key, "")) for key in (Name.Alt, Name.ActualText, Name.Lang)]
        shape = element.get(Name.A, Dictionary())
        about += [str(shape.get(key, "")) for key in (Name.Scope, Name.ListNumbering, Name.ColSpan)]
        yield str(element.S), " | ".join(["".join("".join(own).split()), *about])


def _links(file: pikepdf.Pdf, reader: pypdf.PdfReader) -> Iterator[tuple[int, str]]:
    order = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
    named = reader.named_destinations
    for number, page in enumerate(file.pages, 1):
        for note in page.obj.get(Name.Annots, ()):
            if Name.A in note and Name.URI in note.A:
                yield number, str(note.A.URI)
                continue
            target = note.Dest if Name.Dest in note else note.A.D
            if isinstance(target, pikepdf.Array):
                yield number, f"page {order[target[0].objgen]}"
            else:
                found = reader.get_destination_page_number(named[str(target)])
                yield number, f"page {(found or 0) + 1}"


def _outline(
    reader: pypdf.PdfReader, items: list[Any], depth: int
) -> Iterator[tuple[int, str, int]]:
    for item in items:
        if isinstance(item, list):
            yield from _outline(reader, item, depth + 1)
        else:
            yield depth, str(item.title), (reader.get_destination_page_number(item) or 0) + 1


def test_the_pages_show_the_same_lines(booklets: tuple[Booklet, Booklet]) -> None:
    """Nothing moves to another page, and every running title and page number is right."""
    joined, whole_ = booklets
    assert len(joined.pages) > 10
    assert joined.pages == whole_.pages


def test_the_same_tags_are_heard_in_the_same_order(booklets: tuple[Booklet, Booklet]) -> None:
    """A screen reader cannot tell that the booklet was joined."""
    joined, whole_ = booklets
    assert len(joined.heard) > 100
    assert joined.heard == whole_.heard


def test_links_and_bookmarks_lead_to_the_same_pages(booklets: tuple[Booklet, Booklet]) -> None:
    """The table of contents and the outline are those of the whole."""
    joined, whole_ = booklets
    assert joined.links == whole_.links
    assert any(target.startswith("page ") for _, target in joined.links)
    assert joined.outline == whole_.outline
    assert joined.outline


def test_the_metadata_are_the_same(booklets: tuple[Booklet, Booklet]) -> None:
    """Title, author, subject, dates, language and the standards that it keeps."""
    joined, whole_ = booklets
    joined.metadata.pop("/HandoutSeal", None)  # of the finished file
    assert joined.metadata == whole_.metadata
    assert joined.metadata["/Title"]
    assert any(key.endswith("title") for key in joined.metadata)
