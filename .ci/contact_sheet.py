"""Draw .ci/contact-sheet.png from the built PDFs: `make contact-sheet`.

One leaflet in full, the first page of the others, a trifold, and the first pages of the booklet.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

WIDTH, HEIGHT, GAP, COLUMNS = 190, 250, 12, 6


def picture(page: pypdfium2.PdfPage) -> Image.Image:
    """A small picture of a page, drawn at twice its size for smooth letters."""
    scale = min(WIDTH / page.get_width(), HEIGHT / page.get_height())
    large = page.render(scale=2 * scale).to_pil().convert("RGB")
    return large.resize((large.width // 2, large.height // 2), Image.Resampling.LANCZOS)


def main(folder: Path, target: Path) -> None:
    """Paste the pages of a built folder into one picture."""
    leaflets = sorted(folder.glob("*-leaflet.pdf"))
    whole = folder / "lambert-eaton-leaflet.pdf"
    wanted = [(whole, 12), *((path, 1) for path in leaflets if path != whole)]
    wanted += [(folder / "limbic-encephalitis-trifold-print.pdf", 2), (folder / "booklet.pdf", 12)]
    pages = []
    for path, number in wanted:
        with pypdfium2.PdfDocument(path) as pdf:
            pages += [picture(pdf[index]) for index in range(min(number, len(pdf)))]
    rows = -(-len(pages) // COLUMNS)
    size = (COLUMNS * (WIDTH + GAP) + GAP, rows * (HEIGHT + GAP) + GAP)
    sheet = Image.new("RGB", size, "#8a949c")
    for index, page in enumerate(pages):
        row, column = divmod(index, COLUMNS)
        sheet.paste(page, (GAP + column * (WIDTH + GAP), GAP + row * (HEIGHT + GAP)))
    sheet.quantize(96).save(target, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
