"""Another field, another country: other files make other handouts, without a line of Python."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdf
import pytest
from tests.conftest import ROOT, in_this_process, review

from handouts.content import library
from handouts.page.compose import compose
from handouts.page.edition import editions
from handouts.page.formats import Format
from handouts.page.words import own_words
from handouts.paper import audit

INHALER = ROOT / "src" / "handouts" / "starter" / "data"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(INHALER, tmp_path / "data")
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_leaflets_on_an_inhaler_are_built_in_every_format(here: Path) -> None:
    """Other blocks, codes and families, no claims: the shipped program and look make them."""
    done = in_this_process("--site", "ward", "build")
    assert done.returncode == 0, done.stderr
    loaded = library.load(here / "data")
    wanted = editions(loaded, "ward")
    alone = {format_ for format_ in Format if not format_.shape.is_bilingual}
    assert {edition.format for edition in wanted} == alone
    for edition in wanted:
        data = (here / "output" / edition.path).read_bytes()
        handout = compose(loaded, edition)
        outline = audit.outline(handout, ROOT / "templates")
        assert audit.audit(data, edition.path, handout, outline) == []
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader("output/ward/puff-leaflet.pdf").pages
    )
    for told in ("IN-001", "How to take a puff", "Call 999 now", "Example Air Line"):
        assert told in text


def test_commands_that_look_find_nothing_to_complain_of(here: Path) -> None:
    """An empty ledger is no fault, and no reason for a traceback."""
    review(here / "data")
    for words in ("check", "list", "ledger", "readability"):
        done = in_this_process("--site", "ward", *words.split())
        assert done.returncode == 0, done.stderr
    assert "claims" in in_this_process("--site", "ward", "ledger", "--json").stdout


def test_nothing_of_the_first_field_is_left_in_the_second(here: Path) -> None:
    """Words about another illness would come from the program, where no editor can mend them."""
    loaded = library.load(here / "data")
    words = " ".join(word.sentence.text for word in own_words(loaded, "puff")).lower()
    for foreign in ("cancer", "nerve", "brain", "antibod", "tumor", "syndrome"):
        assert foreign not in words
