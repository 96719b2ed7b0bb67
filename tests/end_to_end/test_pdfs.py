"""The real PDFs: what they are, what they hold, and that they are the same everywhere."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pikepdf
import pypdf
import pytest
from tests.conftest import GOLDEN, ROOT, in_a_process

from handouts.content import library
from handouts.content.library import Library
from handouts.content.problems import Problem
from handouts.page.compose import compose
from handouts.page.edition import Edition, editions
from handouts.page.formats import Format, Sheets
from handouts.paper import audit, pdf, verapdf


@pytest.fixture
def built(everything: Path) -> Path:
    """Every edition of the small data set, for both sites."""
    return everything / "output"


def build(folder: Path, *arguments: str, **environment: str) -> None:
    shutil.copytree(GOLDEN, folder / "data", dirs_exist_ok=True)
    shutil.copytree(ROOT / "templates", folder / "templates")
    done = in_a_process(folder, *arguments, "build", **environment)
    assert done.returncode == 0, done.stderr


def audited(data: bytes, path: str, found: Library, edition: Edition) -> list[Problem]:
    handout = compose(found, edition)
    return audit.audit(data, path, handout, audit.outline(handout, ROOT / "templates"))


def every_file() -> list[tuple[Edition, str]]:
    found = library.load(GOLDEN)
    return [
        (edition, path)
        for site in ("us", "uk")
        for edition in editions(found, site)
        for path in (edition.path, edition.print_path)
        if path == edition.path or edition.format.shape.sheets is not Sheets.PAGES
    ]


@pytest.mark.parametrize(("edition", "path"), every_file(), ids=lambda v: str(v))
def test_every_file_passes_every_check(
    edition: Edition, path: str, built: Path, golden: Library
) -> None:
    """Tags, text order, each sentence once, sizes, contrast, fonts, language, conformance."""
    data = (built / path).read_bytes()
    assert audited(data, path, golden, edition) == []


@pytest.mark.skipif(verapdf.program() is None, reason="veraPDF is not on the PATH")
def test_verapdf_agrees(built: Path) -> None:
    """The reference validator finds PDF/UA-1 and PDF/A-2a in every file, and a broken one out."""
    command = verapdf.program()
    assert command
    files = sorted(built.rglob("*.pdf"))
    assert verapdf.validate(command, files) == []
    broken = built.parent / "broken.pdf"
    with pikepdf.open(files[0]) as file:
        del file.Root.Lang
        file.save(broken)
    assert "breaks PDF/UA-1" in " ".join(p.message for p in verapdf.validate(command, [broken]))


@pytest.mark.parametrize(
    ("path", "size", "pages"),
    [
        ("us/elbow-leaflet.pdf", (215.9, 279.4), None),
        ("uk/elbow-leaflet.pdf", (210.0, 297.0), None),
        ("us/elbow-trifold-print.pdf", (279.4, 215.9), 2),
        ("uk/elbow-trifold-print.pdf", (297.0, 210.0), 2),
        ("us/booklet.pdf", (215.9, 279.4), None),
        ("uk/booklet.pdf", (210.0, 297.0), None),
    ],
)
def test_the_paper_is_that_of_the_site(
    path: str, size: tuple[float, float], pages: int | None, built: Path
) -> None:
    """Ward printers have Letter or A4, and get it."""
    reader = pypdf.PdfReader(built / path)
    box = reader.pages[0].mediabox
    assert (float(box.width) / 72 * 25.4, float(box.height) / 72 * 25.4) == pytest.approx(
        size, abs=0.05
    )
    assert pages is None or len(reader.pages) == pages


def test_the_booklet_for_the_print_room_is_ready_to_stitch(built: Path) -> None:
    """Two pages a side, sheets complete, duplex on the short edge, no scaling."""
    pages = len(pypdf.PdfReader(built / "us/booklet.pdf").pages)
    with pikepdf.open(built / "us/booklet-print.pdf") as file:
        assert len(file.pages) == -(-pages // 4) * 2
        preferences = file.Root.ViewerPreferences
        assert preferences.Duplex == "/DuplexFlipShortEdge"
        assert preferences.PrintScaling == "/None"


def test_a_print_shop_gets_bleed_and_crop_marks(tmp_path: Path) -> None:
    """Where the site asks for them: right boxes, every page, and as accessible as before."""
    shutil.copytree(GOLDEN, tmp_path / "data")
    sites = tmp_path / "data" / "sites"
    text = (sites / "us.yaml").read_text().replace("id: us", "id: shop", 1)
    (sites / "shop.yaml").write_text(f"{text}crop_marks: true\n")
    build(tmp_path, "--site", "shop")
    loaded = library.load(tmp_path / "data")
    mm = 72 / 25.4
    for edition in editions(loaded, "shop"):
        path = tmp_path / "output" / edition.print_path
        assert audited(path.read_bytes(), path.name, loaded, edition) == []
        with pikepdf.open(path) as file:
            for page in file.pages:
                media, bleed, trim = (
                    [float(value) / mm for value in box]
                    for box in (page.mediabox, page.obj.BleedBox, page.trimbox)
                )
                assert [b - m for b, m in zip(bleed, media, strict=True)] == pytest.approx(
                    [5, 5, -5, -5], abs=0.01
                )
                assert [t - b for t, b in zip(trim, bleed, strict=True)] == pytest.approx(
                    [3, 3, -3, -3], abs=0.01
                )


def test_every_page_says_what_it_is(built: Path, golden: Library) -> None:
    """Code, version, review date, page x of y, and that it is a draft."""
    reader = pypdf.PdfReader(built / "us/elbow-leaflet.pdf")
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert "PN-71 · Version 1.1" in text
        assert "Review by November 2027" in text
        assert f"Page {number} of {len(reader.pages)}" in text
        assert golden.imprint is not None
        assert golden.imprint.draft in text


def test_metadata_tell_title_author_subject_and_dates(built: Path) -> None:
    """A library catalog can file the PDF without opening it."""
    with pikepdf.open(built / "us/elbow-leaflet.pdf") as file:
        with file.open_metadata() as metadata:
            assert metadata["dc:title"] == "Elbow syndrome: a guide"
            assert metadata["dc:creator"] == ["Handouts"]
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["xmp:CreateDate"].startswith("2026-11-01")
        assert str(file.Root.Lang) == "en-US"
        assert "elbowitis" in str(file.docinfo["/Keywords"])
        assert file.is_linearized


def test_links_of_the_contents_lead_to_their_chapters(built: Path) -> None:
    """A click on a title opens its page, and the printed number is right."""
    reader = pypdf.PdfReader(built / "us/booklet.pdf")
    text = reader.pages[1].extract_text()
    with pikepdf.open(built / "us/booklet.pdf") as file:
        order = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
        targets = [order[note.Dest[0].objgen] for note in file.pages[1].Annots]
    assert targets == sorted(targets)
    for number in targets:
        assert str(number) in text
    assert "Knee syndrome" in reader.pages[targets[9] - 1].extract_text()


@pytest.mark.parametrize("name", ["elbow-leaflet", "elbow-large-print", "booklet", "booklet-print"])
def test_a_click_on_a_source_opens_it(built: Path, name: str) -> None:
    """The print has room for the least by which a source can be found; the screen leads there."""
    with pikepdf.open(built / f"us/{name}.pdf") as file:
        notes = [note for page in file.pages for note in page.get("/Annots", ())]
        opened = {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}
    assert opened == {"https://doi.org/10.5555/example.2020", "https://www.example.org/elbows"}


def test_nothing_is_attached_and_no_address_of_this_machine_leaks(built: Path) -> None:
    """A PDF carries nothing of the computer that made it."""
    for path in built.rglob("*.pdf"):
        with pikepdf.open(path) as file:
            assert "/EmbeddedFiles" not in file.Root.get("/Names", pikepdf.Dictionary())
            whole = io.BytesIO()
            file.save(
                whole, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable
            )
        assert str(built).encode() not in whole.getvalue()
        assert b"file:/" not in whole.getvalue()


def test_the_same_input_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """In another folder, with other workers, user settings and time zone, on another day."""
    build(
        tmp_path,
        "--site",
        "uk",
        TZ="Pacific/Kiritimati",
        LC_ALL="C",
        HOME=str(tmp_path),
        PYTHONHASHSEED="7",
        SOURCE_DATE_EPOCH="1",
    )
    again = tmp_path / "output"
    ours = {p.relative_to(built): p.read_bytes() for p in built.glob("uk/*.pdf")}
    theirs = {p.relative_to(again): p.read_bytes() for p in again.glob("uk/*.pdf")}
    assert ours.keys() == theirs.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == []


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
        '<img alt="x" src="data:image/png;base64,AAAA">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="/etc/passwd">x</a>',
        '<object data="file:///etc/passwd">x</object>',
        '<p style="background: url(file:///etc/passwd)">x</p>',
        "<style>@import url(file:///etc/passwd);</style>",
        "<style>@font-face { font-family: x; src: url(file:///x) } p { font-family: x }</style>",
        '<svg><title>x</title><image href="file:///etc/passwd" width="9" height="9"/></svg>',
    ],
)
@pytest.mark.usefixtures("engine")
def test_a_page_can_fetch_nothing(markup: str) -> None:
    """Neither files of the machine nor the network can get into a PDF."""
    html = pdf.SELF_TEST.replace("One page.", f"One page. {markup}")
    outcome = pdf.typeset(pdf.Job("x", html))
    assert outcome.pdf is None
    assert any("may fetch nothing" in problem.message for problem in outcome.problems)


@pytest.mark.usefixtures("engine")
def test_the_page_budget_names_the_block_that_does_not_fit() -> None:
    """An editor knows what to shorten."""
    body = '<section id="a">A</section><section id="b" style="break-before:page">B</section>'
    html = pdf.SELF_TEST.replace("One page.", f"</p>{body}<p>")
    outcome = pdf.typeset(pdf.Job("x", html, max_pages=1))
    assert outcome.pdf is None
    assert "2 pages, 1 allowed; b is the first block too many" in outcome.problems[0].message


def test_a_leaflet_for_each_syndrome_and_format_is_there(built: Path, golden: Library) -> None:
    """Nothing that can be built is forgotten."""
    expected = {path for _, path in every_file()}
    assert {str(p.relative_to(built)) for p in built.glob("[!.]*/*.pdf")} == expected
    alone = {format_ for format_ in Format if not format_.shape.is_bilingual}
    assert {edition.format for edition, _ in every_file()} == alone
