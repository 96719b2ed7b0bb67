"""What the small data set looks like: HTML and outline of each edition.

`pytest --update-golden` writes them anew; look at the diff before you commit it.
"""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from handouts.build import plan
from handouts.build import run as build
from handouts.build.manifest import Manifest
from handouts.build.pool import Pool
from handouts.content.library import Library
from handouts.page.compose import compose
from handouts.page.edition import Edition, Format
from handouts.page.render import render

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
EDITIONS = [
    Edition("us", "elbow", Format.LEAFLET),
    Edition("uk", "elbow", Format.LEAFLET),
    Edition("us", "elbow", Format.LARGE_PRINT),
    Edition("us", "elbow", Format.TRIFOLD),
    Edition("us", "booklet", Format.BOOKLET),
]


def agree(name: str, found: str, request: pytest.FixtureRequest) -> None:
    path = EXPECTED / name
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def without_styles(html: str) -> str:
    """The HTML less its style sheets, which change far more often than what is said."""
    head, _, rest = html.partition("<style>")
    return head + rest.partition("</style>\n")[2]


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_the_html_is_as_expected(
    edition: Edition, golden: Library, request: pytest.FixtureRequest
) -> None:
    """No change of templates or content goes unseen."""
    html = render(compose(golden, edition), ROOT / "templates")
    agree(f"{edition.site}-{edition.name}.html", without_styles(html), request)


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
        f"{file.path}\n{outline((tmp_path / file.path).read_bytes())}" for file in done.entry.files
    ]
    agree(f"{edition.site}-{edition.name}.outline.txt", "\n".join(texts), request)
