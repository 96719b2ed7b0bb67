"""Files that somebody hands in (Word files, PDFs, catalogues): read in bounds, or refused."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from handouts.content.languages import catalogue
from handouts.content.library import Library
from handouts.lint.remarks import NoCopy, remarks
from handouts.paper import seal
from handouts.paper.seal import NotOurs
from tests.hostile.harm import limited
from tests.hostile.test_text import HIDDEN

# --- Word files --------------------------------------------------------------------------------

OFFICE = "http://schemas.openxmlformats.org"
TYPES = (
    f'<Types xmlns="{OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
LINKS = (
    f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
OPEN = f'<w:document xmlns:w="{OFFICE}/wordprocessingml/2006/main"><w:body>'
CLOSE = "</w:body></w:document>"


def word_file(document: str, types: str = TYPES, links: str = LINKS) -> bytes:
    """A Word file with these parts, packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", types)
        packed.writestr("_rels/.rels", links)
        packed.writestr("word/document.xml", document)
    return made.getvalue()


COPIES: dict[str, Callable[[], bytes]] = {
    "no-zip": lambda: b"hello",
    "cut": lambda: word_file(OPEN + CLOSE)[:200],
    "no-document": lambda: word_file("<x/>"),
    "no-body": lambda: word_file(OPEN.replace("<w:body>", "") + "</w:document>"),
    "no-types": lambda: word_file(OPEN + CLOSE, types=""),
    "no-links": lambda: word_file(OPEN + CLOSE, links=""),
    "leads-out": lambda: word_file("", links=LINKS.replace("word/document", "../../../etc/passwd")),
    "not-ours": lambda: word_file(f"{OPEN}<w:p/>{CLOSE}"),
    "entity": lambda: word_file(
        f'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>{OPEN}<w:p>&b;</w:p>{CLOSE}'
    ),
    "deep": lambda: word_file(f"{OPEN}{'<w:p>' * 99_999}{'</w:p>' * 99_999}{CLOSE}"),
    "unpacked": lambda: word_file(f"{OPEN}{' ' * 90_000_000}{CLOSE}"),
    "paragraphs": lambda: word_file(f"{OPEN}{'<w:p/>' * 7_000_000}{CLOSE}"),
    "changes": lambda: word_file(
        f"{OPEN}{'<w:ins>' * 200}<w:p>{'<w:t>a</w:t>' * 60_000}</w:p>{'</w:ins>' * 200}{CLOSE}"
    ),
}


@pytest.mark.parametrize("name", COPIES)
def test_review_copies(name: str, golden: Library) -> None:
    """What is no review copy is said to be none, in one sentence, whatever it is."""
    data = COPIES[name]()

    def look() -> str:
        with pytest.raises(NoCopy) as caught:
            remarks(data, golden)
        return str(caught.value)

    told, _ = limited(look)
    assert told.isprintable()
    assert len(told) < 200


# --- PDFs --------------------------------------------------------------------------------------

MARK = f"handouts us/knee-leaflet 1.0 draft {'a' * 64} {'b' * 64}"


def _pdf(
    mark: str = MARK,
    contents: bytes = b"",
    resources: Dictionary | None = None,
    *,
    is_packed: bool = False,
) -> bytes:
    made, told = pikepdf.new(), io.BytesIO()
    page = made.add_blank_page()
    page.obj.Contents = made.make_stream(b"")
    page.obj.Contents.write(contents, filter=Name.FlateDecode if is_packed else None)
    page.obj.Resources = resources or Dictionary()
    made.docinfo[Name("/HandoutSeal")] = mark
    made.save(told)
    return told.getvalue()


def _nested(depth: int) -> Dictionary:
    inner = Array([])
    for _ in range(depth):
        inner = Array([inner])
    return Dictionary(X=inner)


STRANGERS: dict[str, Callable[[], bytes]] = {
    "no-pdf": lambda: b"hello",
    "cut": lambda: _pdf()[:300],
    "broken": lambda: b"%PDF-1.7\n" + b"1 0 obj\n<<" * 50_000,
    "no-mark": lambda: _pdf(""),
    "short-mark": lambda: _pdf("handouts us/knee-leaflet"),
    "version": lambda: _pdf(MARK.replace("1.0", "1.x")),
    "long-version": lambda: _pdf(MARK.replace("1.0", f"1.{'9' * 5000}")),
    "arabic-version": lambda: _pdf(MARK.replace("1.0", "١.٠")),
    "escape": lambda: _pdf(MARK.replace("knee", "\x1b[2Jknee")),
    "override": lambda: _pdf(MARK.replace("knee", "\u202eknee")),
    "out": lambda: _pdf(MARK.replace("us/", "../../")),
    "bomb": lambda: _pdf(contents=zlib.compress(b" " * 300_000_000, 1), is_packed=True),
    "deep": lambda: _pdf(resources=_nested(400)),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_marks_in_a_pdf(name: str) -> None:
    """A mark that we would not have written is none; a bomb is not unpacked; nothing breaks."""
    data = STRANGERS[name]()

    def look() -> str:
        try:
            origin, is_whole = seal.read(data)
        except NotOurs as error:
            return str(error)
        assert not is_whole
        return str(origin)

    told, _ = limited(look)
    assert told.isprintable()
    assert name == "deep" or "us/knee-leaflet" not in told


# --- catalogues --------------------------------------------------------------------------------

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
CATALOGUES: dict[str, Callable[[], str]] = {
    "texts": lambda: HEAD + "".join(f'msgid "{n}"\nmsgstr "x"\n' for n in range(60_000)),
    "fewer-texts": lambda: HEAD + "".join(f'msgid "{n}"\nmsgstr "x"\n' for n in range(21_000)),
    "one-long": lambda: HEAD + 'msgid "x' + "\\\\" * 1_900_000,
    "marks": lambda: HEAD + 'msgid "x"\nmsgstr "' + "a\u0335\u0335\u0335\u0335\u0335" * 300_000,
    "quotes": lambda: HEAD + 'msgid "x"\n' + '"' * 3_900_000,
    "plurals": lambda: HEAD.replace("charset", "nplurals=99999999; x") + 'msgid "a"\nmsgid_plural',
    "date": lambda: HEAD.replace("Content-Type: ", "PO-Revision-Date: 9999-99-99 99:99+9999 "),
    "nul": lambda: HEAD + 'msgid "a"\nmsgstr "\0"\n',
}


@pytest.mark.parametrize("name", CATALOGUES)
def test_catalogues(name: str) -> None:
    """A catalogue that is too large, or none: a fault with its line, in bounded time."""
    data = CATALOGUES[name]().encode()
    (found, faults), _ = limited(lambda: catalogue.read(data, "a.po"))
    assert not found
    assert 1 <= len(faults) <= 200
    assert all(p.place.file == "a.po" and str(p).isprintable() for p in faults)


@pytest.mark.parametrize("name", HIDDEN)
def test_what_a_translation_may_not_hold(name: str) -> None:
    """The policy for text holds for translations as for content."""
    data = f'{HEAD}msgid "Emergency"\nmsgstr "a{HIDDEN[name]}"\n'
    found, faults = catalogue.read(data.encode("utf-8", "surrogatepass"), "a.po")
    assert not found
    assert {fault.rule for fault in faults} <= {"character", "catalogue", "encoding"}
    assert faults[0].place.line in (6, 7)


# --- what we write -----------------------------------------------------------------------------

PLACES = ("references", ".schema", "languages/es-US", "reviews")


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_written_through_a_link(place: str, tmp_path: Path) -> None:
    """A folder of the content that leads elsewhere: no command writes a record there."""
    from handouts.build import manifest

    victim, folder = tmp_path / "victim", tmp_path / "data"
    victim.mkdir()
    (folder / place).parent.mkdir(parents=True)
    (folder / place).symlink_to(victim)
    for name in (f"{place}/a.yaml", f"{place}/../../a.yaml", "../a.yaml", "/a.yaml", ""):
        with pytest.raises(OSError, match="nothing is written here"):
            manifest.put(folder, name, b"x")
    assert list(victim.iterdir()) == []
    assert manifest.put(folder, "b/a.yaml", b"x").read_bytes() == b"x"
