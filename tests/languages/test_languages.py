"""Handouts in other languages: what is missing, stale or mirrored."""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from babel.messages.pofile import read_po
from tests.conftest import ROOT, Run

from handouts.content import library
from handouts.content.languages import catalogue
from handouts.content.languages.spoken import MISSING, spoken
from handouts.content.library import Library
from handouts.lint import Linter, standing
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.page.handout import Kind
from handouts.page.mirror import mirrored
from handouts.page.render import render
from handouts.page.translation import is_whole, lacking, offered, uses
from handouts.page.words import digest, shown
from handouts.paper.impose import impose

LANGUAGE = """\
id: {tag}
name: A language
negations: ["no", not, never]
joins: ["y", and, or]
words:
  - {{source: team, here: [crew]}}
"""
TRIFOLD = "elbow-trifold"


def speak(data: Path, tag: str, *, only: str = "", text: Callable[[str], str] = str.upper) -> None:
    """Give a folder of content a language, with every text of `only` translated."""
    home = data / "languages" / tag
    home.mkdir(parents=True)
    (home / "language.yaml").write_text(LANGUAGE.format(tag=tag))
    us = data / "sites" / "us.yaml"
    us.write_text(us.read_text().replace("\nemergency:", f"\nlanguages: [{tag}]\nemergency:", 1))
    told = uses(library.load(data), tag)
    keys = told.shown[only] if only else {message.key for message in told.messages}
    found = [replace(m, text=text(m.source)) for m in told.messages if m.key in keys]
    (home / "all.po").write_bytes(catalogue.write(found, tag, "en-US", "all"))


def upper(text: str) -> str:
    """A translation that keeps what is in braces."""
    return re.sub(r"(\{[^}]*\})|([^{]+)", lambda f: f[1] or f[2].upper(), text)


def editions(found: Library) -> set[str]:
    """The names of what the site `us` gives out in another language."""
    return {edition.name for edition in offered(found, "us") if edition.language}


@pytest.mark.parametrize("format_", list(Format))
def test_every_text_of_a_page_can_be_translated(golden: Library, format_: Format) -> None:
    """A pseudo-language finds words that come from code or templates: there are none."""
    assert golden.booklet
    subject = golden.booklet.id if format_.shape.is_series else next(iter(golden.syndromes))
    handout = compose(golden, Edition("us", subject, format_, "en-XA")).sides[-1]
    untold = [w.sentence.text for w in shown(handout) if w.sentence.kind is not Kind.LOCAL]
    assert [t for t in untold if "[" not in t and not re.fullmatch(r"PN-\d+", t)] == []
    body = render(handout, ROOT / "templates").partition("<body")[2]
    texts = re.findall(r">\s*([A-Za-z][A-Za-z ]{8,})\s*<", re.sub(r"(?s)<svg.*?</svg>", "", body))
    cited = " ".join(repr(c.reference) for c in handout.citations)
    assert [text for text in texts if text.strip() not in cited] == []


def test_an_edition_exists_when_all_of_its_words_are_translated(data: Path) -> None:
    """A trifold may be there where the leaflet is not yet."""
    speak(data, "es-US", only=TRIFOLD, text=upper)
    found = library.load(data)
    assert found.problems == ()
    assert editions(found) == {f"{TRIFOLD}.es-US"}


def test_a_changed_sentence_takes_the_edition_away(data: Path) -> None:
    """The translation of a sentence that has changed since is stale, and is never printed."""
    speak(data, "es-US", only=TRIFOLD, text=upper)
    wording = data / "wording.yaml"
    wording.write_text(wording.read_text().replace("emergency: Emergency\n", "emergency: Danger\n"))
    found = library.load(data)
    assert editions(found) == set()
    told = uses(found, "es-US")
    words = catalogue.catalogue(data, "es-US")
    short = lacking(found, words, [m for m in told.messages if m.key in told.shown[TRIFOLD]])
    assert [message.source for message in short] == ["Danger"]
    faults = Linter(found).check(compose(found, Edition("us", "elbow", Format.TRIFOLD, "es-US")))
    assert [(p.rule, "Danger" in p.message) for p in faults] == [("untranslated", True)]


def test_an_edited_sentence_keeps_its_old_translation_for_the_translator(data: Path) -> None:
    """It comes back marked as fuzzy, with what the source said then."""
    old = catalogue.Message("wording care emergency", "Emergency now", "URGENCIA")
    words = catalogue.Catalogue("es-US", None, {old.key: old})
    new = catalogue.Message("wording care emergency", "Emergency today")
    told = catalogue.merged([new], words)
    assert told == [replace(new, text="URGENCIA", is_stale=True, before="Emergency now")]
    written = catalogue.write(told, "es-US", "en-US", "shared")
    assert b"#, fuzzy" in written
    assert b'#| msgid "Emergency now"' in written
    assert catalogue.read(written, "shared.po")[0][0].is_current is False


def test_a_catalogue_comes_back_as_it_went(data: Path) -> None:
    """Public tools read what we write, and we write what we read, to the byte."""
    speak(data, "es-US", text=upper)
    path = data / "languages" / "es-US" / "all.po"
    messages, problems = catalogue.read(path.read_bytes(), str(path))
    assert problems == []
    assert len(messages) == len(read_po(io.BytesIO(path.read_bytes())))
    assert catalogue.write(messages, "es-US", "en-US", "all") == path.read_bytes()


def test_a_variant_has_what_is_the_same(data: Path) -> None:
    """British English needs entries only for texts with a word that is written in another way."""
    speak(data, "en-GB", only="letters")
    found = library.load(data)
    edition = Edition("us", "elbow", Format.TRIFOLD, "en-GB")
    texts = [word.sentence.text for word in shown(compose(found, edition))]
    missing = [text for text in texts if MISSING in text]
    assert missing
    assert all("team" in text for text in missing)


def test_pages_say_that_nobody_has_checked_a_translation(data: Path) -> None:
    """In its language, on every page, until its own words are signed."""
    speak(data, "es-US", only=TRIFOLD, text=upper)
    found = library.load(data)
    handout = compose(found, Edition("us", "elbow", Format.TRIFOLD, "es-US"))
    assert handout.draft
    assert handout.draft.text == "TRANSLATION THAT NOBODY HAS CHECKED"
    assert digest(spoken(found, "es-US"), "elbow") != digest(found, "elbow")


def test_a_translation_is_signed_on_its_own(data: Path, run: Run) -> None:
    """The mark goes from its pages, not from the source's; a later change brings it back."""
    (data / "signoffs.yaml").unlink()
    speak(data, "es-US", text=upper)
    asked = ("sign", "elbow", "--name", "A. Reader", "--role", "Doctor", "--organization", "Here")
    done = run(*asked, "--language", "es-US", "--today", "2026-11-28")
    assert done.returncode == 0, done.stdout + done.stderr
    edition = Edition("us", "elbow", Format.TRIFOLD)
    found = library.load(data)
    assert compose(found, replace(edition, language="es-US")).draft is None
    assert compose(found, edition).draft is not None
    assert list(standing.faults(found)) == []
    po = data / "languages" / "es-US" / "all.po"
    po.write_text(po.read_text().replace('msgstr "EMERGENCY"', 'msgstr "DANGER"'))
    found = library.load(data)
    assert compose(found, replace(edition, language="es-US")).draft is not None
    assert [problem.rule for problem in standing.faults(found)] == ["sign-off"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('msgid "a"\nmsgstr "unended\n', "catalogue"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', "catalogue"),
        ("\xff", "encoding"),
    ],
)
def test_a_broken_catalogue_is_a_fault_with_its_place(data: Path, text: str, rule: str) -> None:
    """Never a traceback: the file, the line, and what is wrong."""
    speak(data, "es-US", only=TRIFOLD, text=upper)
    path = data / "languages" / "es-US" / "bad.po"
    path.write_bytes(text.encode("latin-1"))
    problems = catalogue.catalogue(data, "es-US").problems
    assert [(p.rule, p.place.file) for p in problems] == [(rule, str(path))]
    assert problems[0].place.line > 0


def test_a_site_speaks_only_languages_that_are_there(data: Path) -> None:
    """A language without a folder is a fault of the site's file."""
    us = data / "sites" / "us.yaml"
    us.write_text(us.read_text().replace("\nemergency:", "\nlanguages: [fr-CA]\nemergency:", 1))
    assert [p.rule for p in library.load(data).problems] == ["language"]


def test_dates_and_numbers_are_those_of_the_language(data: Path) -> None:
    """Months have the names of the language; Spanish of the United States keeps 1,000."""
    speak(data, "es-US", only=TRIFOLD, text=upper)
    handout = compose(library.load(data), Edition("us", "elbow", Format.TRIFOLD, "es-US"))
    told = " ".join(sentence.text for sentence in handout.words())
    assert re.search(r"\d de (enero|marzo|agosto|octubre|noviembre|diciembre|\w+) de 20\d\d", told)


def test_right_to_left_pages_say_so(golden: Library) -> None:
    """The direction is that of the whole page, for the engine and for readers."""
    handout = compose(golden, Edition("us", "elbow", Format.LEAFLET, "ar-XB"))
    assert '<html lang="ar-XB" dir="rtl">' in render(handout, ROOT / "templates")
    handout = compose(golden, Edition("us", "elbow", Format.LEAFLET))
    assert "dir=" not in render(handout, ROOT / "templates").partition("<head>")[0]


@pytest.mark.parametrize("tag", ["en-US", "ar-XB"])
def test_sheets_are_folded_the_other_way_round(tag: str) -> None:
    """A booklet that is read from right to left has its spine on the right."""
    with pikepdf.new() as pdf:
        for number in range(4):
            page = pdf.add_blank_page(page_size=(100, 200))
            page.obj.Contents = pdf.make_stream(f"% {number}".encode())
        pdf.Root.Lang = tag
        pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(K=pikepdf.Array()))
        told = io.BytesIO()
        pdf.save(told)
    with pikepdf.open(io.BytesIO(impose(told.getvalue(), Format.LEAFLET, "letter"))) as done:
        drawn = bytes(done.pages[0].obj.Contents.read_bytes())
        order = re.findall(rb"1 0 0 1 ([0-9.]+) 0.000 cm /P(\d)", drawn)
    places = {int(page): float(left) for left, page in order}
    assert (places[0] > places[3]) is (tag == "en-US")


def test_status_says_what_is_missing(data: Path, run: Run) -> None:
    """For each format how many editions are whole; a stale text is told, with exit code 3."""
    speak(data, "es-US", only=TRIFOLD, text=upper)
    done = run("--data", str(data), "translate", "status")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"trifold +1 of", (done.stdout + done.stderr))
    wording = data / "wording.yaml"
    wording.write_text(
        wording.read_text()
        .replace("What you may not", "x")
        .replace("Call your care team today if you:", "Call your own care team today if you:")
    )
    done = run("--data", str(data), "translate", "status")
    assert done.returncode == 3, done.stdout + done.stderr
    told = '"Call your care team today if you:" is now "Call your own care team today if you:"'
    assert told in done.stdout
    run("--data", str(data), "translate", "export", "es-US")
    assert told in run("--data", str(data), "translate", "status").stdout


def test_a_delivered_catalogue_is_taken_without_its_faults(
    data: Path, run: Run, tmp_path: Path
) -> None:
    """What is sound is taken, what is faulty is told with file and line and left out."""
    speak(data, "es-US", only="letters", text=upper)
    told = uses(library.load(data), "es-US")
    care = [m for m in told.messages if m.context.startswith("wording care")][:2]
    care = [replace(care[0], text=upper(care[0].source)), replace(care[1], text="{other} 5")]
    path = tmp_path / "delivered.po"
    path.write_bytes(catalogue.write(care, "es-US", "en-US", "shared"))
    done = run("--data", str(data), "translate", "import", "es-US", str(path))
    assert done.returncode == 1
    assert "delivered.po:" in (done.stdout + done.stderr)
    assert "translated-placeholder" in (done.stdout + done.stderr)
    words = catalogue.catalogue(data, "es-US")
    assert words.find(*care[0].key)
    assert not words.find(*care[1].key)


def test_mail_reaches_an_edition_by_its_language(data: Path) -> None:
    """A recipient's language picks the edition; one that is not there is refused."""
    from handouts.mail import recipients

    speak(data, "es-US", only=TRIFOLD, text=upper)
    found = library.load(data)
    rows = "address,syndrome,format,language\nann@mail.example,elbow,trifold,es\n"
    people, problems = recipients.read(rows.encode(), "list.csv", found, "us")
    assert problems == []
    assert people[0].edition.language == "es-US"
    rows = rows.replace("trifold", "leaflet")
    people, problems = recipients.read(rows.encode(), "list.csv", found, "us")
    assert people == []
    assert "es-US" in problems[0].message


def test_a_letter_in_two_languages(data: Path, run: Run) -> None:
    """`es-US+en-US`: the leaflet in the first, and the letter in both, each marked as what it is;
    a sheet in two languages brings a letter in both by itself."""
    speak(data, "es-US", text=upper)
    rows = "address,syndrome,format,language\n"
    rows += "ann@mail.example,elbow,trifold,es-US+en-US\nbob@mail.example,elbow,bilingual,\n"
    rows += "cy@mail.example,elbow,trifold,es\ndee@mail.example,elbow,trifold,en+fr\n"
    (data.parent / "list.csv").write_text(rows)
    done = run("mail", "--recipients", "list.csv")
    assert done.returncode == 4
    assert 'no letter in language "fr"; there is en-US, es-US' in done.stderr
    (data.parent / "list.csv").write_text(rows.rpartition("dee@")[0])
    done = run("mail", "--recipients", "list.csv")
    assert done.returncode == 0, done.stderr
    letters = {}
    for path in (data.parent / "output/mail").glob("*.eml"):
        with path.open("rb") as file:
            made = email.message_from_binary_file(file, policy=email.policy.default)
        letters[made["To"].partition("@")[0]] = made
    told = {}
    for name, made in letters.items():
        plain, html = (made.get_body((kind,)) for kind in ("plain", "html"))
        assert plain
        assert html
        said = [text in plain.get_content() for text in ("Hello", "HELLO")]
        marked = re.findall(r'lang="([^"]+)" dir', html.get_content())
        told[name] = (made["Content-Language"], said, marked)
    both = [True, True]
    assert told == {
        "ann": ("es-US, en-US", both, ["es-US", "en-US"]),
        "bob": ("en-US, es-US", both, ["en-US", "es-US"]),
        "cy": ("es-US", [False, True], ["es-US"]),
    }
    (attached,) = letters["ann"].iter_attachments()
    assert str(attached.get_filename()).endswith("-es.pdf")


def test_nothing_else_is_asked_of_a_pseudo_language(golden: Library) -> None:
    """It is whole by itself, so that any site can be set to it for a look."""
    assert is_whole(golden, Edition("us", "elbow", Format.LEAFLET, "en-XA"))


def test_a_mirrored_sheet_exchanges_left_and_right() -> None:
    """Sides of boxes, corners and page margins; neither drawings nor lines move."""
    sheet = ".a { margin: 0 1mm 2mm var(--x); text-align: left }\n@page { @bottom-right {} }\n"
    sheet += '.b { border-radius: 0 1mm 2mm 3mm; background: url("data:left") }\n'
    sheet += (
        ".c { background-position: left 1mm top 2mm; transform: translate(5mm, 0) rotate(-90deg) }"
    )
    told = ".a { margin: 0 var(--x) 2mm 1mm; text-align: right }\n@page { @bottom-left {} }\n"
    told += '.b { border-radius: 1mm 0 3mm 2mm; background: url("data:left") }\n'
    told += ".c { background-position: right 1mm top 2mm; "
    told += "transform: translate(-5mm, 0) rotate(90deg) }"
    assert mirrored(sheet) == told
    assert mirrored(told) == sheet
