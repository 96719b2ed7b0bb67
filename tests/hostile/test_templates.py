"""Templates are code that may come from elsewhere: they run in a sandbox, bounded, and each fault
has its file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.content import bounds
from handouts.content.library import Library
from handouts.content.problems import Fault, Problem
from handouts.page import render, styles
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.page.handout import Handout
from tests.conftest import ROOT
from tests.hostile.harm import EXAMPLES, SOAK, limited


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A copy of the shipped templates."""
    return Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))


@pytest.fixture(scope="module")
def handout(golden: Library) -> Handout:
    return compose(golden, Edition("us", "elbow", Format.LEAFLET))


def fault(
    handout: Handout, theme: Path, source: str | bytes, file: str = "leaflet.html"
) -> Problem:
    """What is said of a page whose template says something, in bounded time and memory."""
    path = theme / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(source if isinstance(source, bytes) else source.encode())

    def look() -> Problem:
        bounds.SECONDS = bounds.SECONDS if SOAK else 0.4  # we need not wait for all of it
        with pytest.raises(Fault) as caught:
            render.render(handout, theme)
        return caught.value.problem

    problem, _ = limited(look)
    assert isinstance(problem, Problem)
    assert str(problem).isprintable()
    assert len(problem.message) < 400
    return problem


WRONG = {
    "syntax": "{% if %}",
    "unclosed": "{% for x in y %}",
    "unknown-tag": "{% nope %}",
    "unknown-filter": "{{ 1 | nope }}",
    "unknown-test": "{{ 1 is nope }}",
    "undefined": "{{ nope }}",
    "undefined-attribute": "{{ handout.nope }}",
    "undefined-deeper": "{{ handout.title.nope.nope }}",
    "division": "{{ 1 / 0 }}",
    "types": "{{ 'a' + 1 }}",
    "call": "{{ 5() }}",
    "arguments": "{{ handout.words(1, 2, 3) }}",
    "index": "{{ [][5].x }}",
    "key": "{{ {}['a'].x }}",
    "iterate": "{% for x in 5 %}{% endfor %}",
    "unpack": "{% for a, b in [1] %}{% endfor %}",
    "format": "{{ '%d' | format('x') }}",
    "round": "{{ 'x' | round }}",
    "include": "{% include 'nope.html' %}",
    "include-number": "{% include 5 %}",
    "include-up": "{% include '../secret.txt' %}",
    "include-root": "{% include '/etc/passwd' %}",
    "include-nul": "{% include 'a\\0b' %}",
    "extends": "{% extends 'nope.html' %}",
    "import": "{% import 'nope.html' as x %}",
    "import-name": "{% from 'macros/text.html' import nope %}{{ nope() }}",
    "super": "{{ super() }}",
    "qr": "{{ ('a' * 9000) | qr('x') }}",
    "keep": "{{ 5 | keep }}",
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong(name: str, handout: Handout, theme: Path) -> None:
    """Any error: the file and the very line, in words."""
    problem = fault(handout, theme, f"<p>\n\n{WRONG[name]}\n</p>\n")
    assert (problem.place.file, problem.rule) == (str(theme / "leaflet.html"), "template")
    assert problem.place.line in (3, 4, 5)  # an open block is missed at the end


OUT = {
    "class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "attr-filter": "{{ '' | attr('__class__') }}",
    "item": "{{ ''['__class__'].x }}",
    "globals": "{{ lipsum.__globals__['os'].system('touch here') }}",
    "cycler": "{{ cycler.__init__.__globals__.os.system('touch here') }}",
    "self": "{{ self.__init__.__globals__ }}",
    "format": "{{ '{0.__class__}'.format(handout) }}",
    "format-map": "{{ '{a.__class__}'.format_map({'a': 1}) }}",
    "method": "{{ handout.words.__func__.__globals__ }}",
    "generator": "{{ handout.words().gi_frame.f_globals }}",
    "partial": "{{ colors.func.__globals__ }}",
    "partial-arguments": "{{ colors.args[0].parent }}",
    "path": "{{ colors.args[0].joinpath('base.html').read_text() }}",
    "path-delete": "{{ colors.args[0].joinpath('base.html').unlink() }}",
    "record-file": "{{ handout.site.parse_file('/etc/passwd') }}",
    "record-pickle": "{{ handout.site.parse_raw('x', proto='pickle', allow_pickle=true) }}",
    "record-dump": "{{ handout.site.model_dump() }}",
    "record-class": "{{ handout.site.model_fields }}",
    "record-construct": "{{ handout.site.model_construct() }}",
    "change-list": "{% set x = [] %}{{ x.append(1) }}",
    "change-dict": "{% set x = {} %}{{ x.update({'a': 1}) }}",
    "mro": "{{ handout.edition.format.__class__.mro() }}",
    "code": "{{ handout.words.__code__ }}",
    "filter-map": "{{ (['a'] | map(attribute='__class__') | first).x }}",
    "xmlattr": "{{ {'a b': 1} | xmlattr }}",
}


@pytest.mark.parametrize("name", OUT)
def test_ways_out(
    name: str, handout: Handout, theme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No way from the values of a page to the machine: no program, no file, no change."""
    monkeypatch.chdir(theme.parent)
    before = {p: p.read_bytes() for p in theme.rglob("*") if p.is_file() and p.suffix != ".pyc"}
    problem = fault(handout, theme, f"\n{OUT[name]}")
    assert problem.place.line == 2
    assert not (theme.parent / "here").exists()
    for path, data in before.items():
        if path.name != "leaflet.html":
            assert path.read_bytes() == data


COSTLY = {
    "nested-loops": "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "kept-range": "{% set r = range(9000) %}{% for a in r %}{% for b in r %}{% for c in r %}"
    "{% endfor %}{% endfor %}{% endfor %}",
    "range": "{% for a in range(10**9) %}{% endfor %}",
    "range-list": "{{ range(10**9) | list }}",
    "text": "{{ 'a' * 10**10 }}",
    "list": "{{ [1] * 10**10 }}",
    "power": "{{ 10 ** 10 ** 10 }}",
    "number": "{{ 9**9**9 }}",
    "doubling": "{% set n = namespace(x='aaaaaaaa') %}{% for i in range(60) %}"
    "{% set n.x = n.x ~ n.x %}{% endfor %}",
    "center": "{{ 'a' | center(10000000000) }}",
    "format": "{{ '%10000000000d' | format(1) }}",
    "format-method": "{{ '{:>10000000000}'.format(1) }}",
    "indent": "{{ 'a\\nb' | indent(10000000000) }}",
    "output": "{% for a in range(99999) %}{% for b in range(999) %}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "{% endfor %}{% endfor %}",
    "lorem": "{{ lipsum(n=1000000) }}",
    "self-include": "{% include 'leaflet.html' %}",
    "self-extend": "{% extends 'leaflet.html' %}",
    "self-import": "{% import 'leaflet.html' as a %}",
    "macro": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "macro-tree": "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}"
    "{{ f(60) }}",
    "recursive-loop": "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "nested-tags": "{% if 1 %}" * 3_000,
    "nested-brackets": "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
    "long-sum": "{{ " + "+".join(["1"] * 60_000) + " }}",
    "groups": "{{ range(99999) | groupby('real') | list }}{{ range(99999) | list * 9999 }}",
}


@pytest.mark.parametrize("name", COSTLY)
def test_what_never_ends(name: str, handout: Handout, theme: Path) -> None:
    """An endless or growing template is stopped, at its line."""
    problem = fault(handout, theme, f"\n{COSTLY[name]}")
    assert problem.place.file.startswith(str(theme))
    assert problem.place.line in (0, 1, 2)


BYTES = {
    "latin-1": (b"<p>\n\n<b>\xe9</b>", 3),
    "utf-16": ("<p>".encode("utf-16"), 1),
    "nul": (b"<p>\n\0", 2),
    "large": (b"x" * 1_000_000, 0),
}


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("file", ["leaflet.html", "css/tokens.css", "base.html"])
def test_what_is_no_text(file: str, name: str, handout: Handout, theme: Path) -> None:
    """A template or style sheet that is not UTF-8, or too large."""
    data, line = BYTES[name]
    problem = fault(handout, theme, data, file)
    assert (problem.place.file, problem.place.line) == (str(theme / file), line)


def test_a_missing_style_sheet(handout: Handout, theme: Path) -> None:
    """The sheet is named, and not something of the system."""
    (theme / "css" / "tokens.css").unlink()
    with pytest.raises(Fault) as caught:
        render.render(handout, theme)
    assert caught.value.problem.place.file == str(theme / "css" / "tokens.css")


def test_a_template_that_leads_out(handout: Handout, theme: Path) -> None:
    """A link in the templates to a file elsewhere is refused, and nothing of it is printed."""
    (theme.parent / "secret.html").write_text("a secret of this machine")
    (theme / "leaflet.html").unlink()
    (theme / "leaflet.html").symlink_to(theme.parent / "secret.html")
    with pytest.raises(Fault, match="leads out of the folder"):
        render.render(handout, theme)


def test_a_template_that_was_mended(handout: Handout, theme: Path) -> None:
    """A fault is not remembered: the mended file is read."""
    good = (theme / "leaflet.html").read_text()
    fault(handout, theme, "{{ nope }}")
    (theme / "leaflet.html").write_text(good)
    assert "<title>" in render.render(handout, theme)


PIECES = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "handout",
        ".",
        "|",
        "for x in",
        "if",
        "endfor",
        "(",
        ")",
        "'",
        "1",
        " ",
    ]
)


@EXAMPLES
@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_template(
    handout: Handout, tmp_path_factory: pytest.TempPathFactory, source: str
) -> None:
    """Whatever a template says: a page, or a fault in that template."""
    theme = tmp_path_factory.mktemp("theme")
    (theme / "css").mkdir()
    for name in styles._names(handout):
        (theme / "css" / f"{name}.css").write_text(
            ":root { --ink: #000000; --accent: #000000; "
            "--paper: #ffffff; --tint: #ffffff; --mid: #ffffff }"
        )
    (theme / "leaflet.html").write_text(source)
    place = ""
    try:
        render.render(handout, theme)
    except Fault as found:
        place = found.problem.place.file
    assert not place or place.startswith(str(theme))
