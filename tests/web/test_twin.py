"""The web page of a leaflet: the same words, whole in one file, read by anybody."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from handouts.content import library
from handouts.content.library import Library
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.page.twin import sourced, twin
from tests.conftest import ROOT, Run

LEAFLET = Edition("us", "elbow", Format.LEAFLET)


class _Read(HTMLParser):
    """What a reader gets: the words, the headings in order, where links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.levels: list[int] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.fetched: list[str] = []
        self.lang = ""
        self._skip = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._skip += tag in ("style", "script")
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "a":
            self.links.append(found["href"])
        if tag == "html":
            self.lang = found["lang"]
        self.ids += [found["id"]] if "id" in found else []
        self.fetched += [found["src"]] if "src" in found else []
        assert tag != "script"
        self.words += [found["alt"]] if "alt" in found else []

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.words.append(data)


def _page(golden: Library) -> str:
    assert golden.wording
    return twin(compose(golden, LEAFLET), golden.wording.web, ROOT / "templates")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_it_says_every_sentence_of_the_leaflet(golden: Library) -> None:
    """A reader on a phone misses nothing that stands on paper."""
    told = _squeezed("".join(_Read(_page(golden)).words))
    missing = [
        s.text for s in compose(golden, LEAFLET).sentences() if _squeezed(s.text) not in told
    ]
    assert missing == []


def test_it_has_every_source_and_leads_to_each(golden: Library) -> None:
    """Not only the main ones; each number of a block leads to its source."""
    assert golden.wording
    handout = sourced(compose(golden, LEAFLET), golden.wording.web)
    page = _Read(_page(golden))
    for citation in handout.citations:
        assert f"source-{citation.number}" in page.ids
    cited = {number for block in handout.blocks() for number in block.cites}
    assert cited == {citation.number for citation in handout.citations}
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_headings_are_in_order_and_the_language_is_told(golden: Library) -> None:
    """A screen reader steps from heading to heading, in the right voice."""
    page = _Read(_page(golden))
    assert page.lang == "en-US"
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    steps = zip(page.levels, page.levels[1:], strict=False)
    assert [pair for pair in steps if pair[1] > pair[0] + 1] == []


def test_it_fetches_nothing(golden: Library) -> None:
    """It works from disk, and nobody hears that it is read."""
    html = _page(golden)
    assert [one for one in _Read(html).fetched if not one.startswith("data:")] == []
    styles = "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
    assert re.findall(r'url\((?!"data:)[^)]*|@import', styles) == []


def test_it_is_built_beside_the_leaflet_and_goes_with_it(data: Path, run: Run) -> None:
    """It is a file of the edition: made anew when its look changes, deleted by clean."""
    done = run("build", "elbow", "--format", "leaflet")
    assert done.returncode == 0, done.stderr
    path = data.parent / "output" / "us" / "elbow.html"
    before = path.read_text("utf-8")
    assert "elbow-leaflet.pdf" in before
    assert run("build", "elbow", "--format", "leaflet").stdout == ""
    path.write_text("changed by hand")
    assert run("build", "elbow", "--format", "leaflet").returncode == 0
    assert path.read_text("utf-8") == before
    assert run("clean").returncode == 0
    assert not path.exists()


def test_it_knows_its_address(data: Path) -> None:
    """The hospital's own address of it: what the code on the sheet leads to."""
    site = data / "sites" / "us.yaml"
    text = re.sub(r"(?m)^web: .*\n", "", site.read_text())
    site.write_text(f"{text.rstrip()}\nweb: https://hospital.example/leaflets/\n")
    found = library.load(data)
    assert found.problems == ()
    assert found.wording
    handout = compose(found, LEAFLET)
    page = twin(handout, found.wording.web, ROOT / "templates")
    address = f"https://hospital.example/leaflets/{handout.code.lower()}"
    assert f'<link rel="canonical" href="{address}">' in page
