"""What the small data set looks like: what is read in each edition, in order, and its pages.

`pytest --update-golden` writes these files anew; look at the diff before you commit it. The HTML is
not among them: it changes with every touch of the look, and nobody reads such a diff.
"""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from tests.conftest import GOLDEN, ROOT, review

from handouts.build import plan
from handouts.build import run as build
from handouts.build.manifest import Manifest
from handouts.build.pool import Pool
from handouts.content import library
from handouts.content.library import Library
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.page.words import shown, subjects, unread

EXPECTED = Path(__file__).parent / "expected"
EDITIONS = [
    Edition("us", "elbow", Format.LEAFLET),
    Edition("uk", "knee", Format.LEAFLET),
    Edition("us", "elbow", Format.LARGE_PRINT),
    Edition("us", "elbow", Format.TRIFOLD),
    Edition("us", "booklet", Format.BOOKLET),
]


def agree(name: str, found: str, request: pytest.FixtureRequest) -> None:
    path = EXPECTED / name
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found.splitlines() == path.read_text(encoding="utf-8").splitlines()


def test_every_word_of_the_small_data_set_is_reviewed(request: pytest.FixtureRequest) -> None:
    """The other tests start from a set of which no page says that nobody has read it."""
    if request.config.getoption("--update-golden"):
        review(GOLDEN)
    found = library.load(GOLDEN)
    assert [w.sentence.text for one in subjects(found) for w in unread(found, one)] == []


def told(found: Library, edition: Edition) -> str:
    """The words of an edition, a line each, under the address of their part."""
    lines, address = [], ""
    for word in shown(compose(found, edition)):
        if word.address != address:
            address = word.address
            lines += ["", address]
        lines.append(f"  {word.sentence.role:<8} {word.sentence.text}")
    return "\n".join(lines[1:]) + "\n"


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_what_is_read_is_as_expected(
    edition: Edition, golden: Library, request: pytest.FixtureRequest
) -> None:
    """No word, heading, label or text alternative changes, comes or goes unseen."""
    agree(f"{edition.site}-{edition.name}.words.txt", told(golden, edition), request)


def outline(data: bytes) -> str:
    """Pages, paper, bookmarks and how much text stands on each page."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    lines = [f"title: {reader.metadata.title if reader.metadata else None}"]
    for number, page in enumerate(reader.pages, 1):
        words = len(page.extract_text().split())
        width, height = (float(value) / 72 * 25.4 for value in page.mediabox[2:])
        lines.append(
            f"page {number}: {width:.1f} x {height:.1f} mm, about {words // 20 * 20} words"
        )

    def walk(items: list[object], depth: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, depth + 1)
            elif isinstance(item, pypdf.generic.Destination):
                page = reader.get_destination_page_number(item)
                lines.append(
                    f"{'  ' * depth}{item.title} (page {page + 1 if page is not None else 0})"
                )

    walk(list(reader.outline), 0)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_the_outline_is_as_expected(
    edition: Edition, golden: Library, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Pages, paper and bookmarks of the real PDFs do not change unseen."""
    tasks = plan.Plan(golden, ROOT / "templates", tmp_path, Manifest()).tasks([edition])
    (tmp_path / "scratch").mkdir()
    with Pool(2, tmp_path / "scratch") as runner:
        (done,) = build.build(tasks, tmp_path, Manifest(), runner)
    assert done.problems == ()
    assert done.entry is not None
    texts = [
        f"{file.path}\n{outline((tmp_path / file.path).read_bytes())}"
        for file in done.entry.files
        if file.path.endswith(".pdf")
    ]
    agree(f"{edition.site}-{edition.name}.outline.txt", "\n".join(texts), request)
