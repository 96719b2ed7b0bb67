"""What of a letter could tell a stranger about an illness, and what makes it hard to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.content.library import Library
from handouts.content.model import Letter, Letters, Site
from handouts.content.problems import Problem, Severity
from handouts.mail.letter import fill, plain
from handouts.mail.recipients import Unfit, mailbox
from handouts.page.terms import used_terms

MAX_SUBJECT = 60
PREVIEW = 200
"""Characters that a locked screen may show."""
WORDS_AT_LEAST, WORDS_AT_MOST = 80, 160

SAMPLE = {"code": "AB-00", "version": "1.0", "old_version": "1.0", "sent": "1 May 2026"}


def letters_of(library: Library, site: Site) -> Letters | None:
    """The site's own letters, or those of the house."""
    return site.letters or library.letters


def check(library: Library, site: Site) -> Iterator[Problem]:
    """Every fault of what a site mails: its letters, its sender."""
    letters = letters_of(library, site)
    for letter in (letters.leaflet, letters.correction) if letters else ():
        yield from _check(library, site, letter)
    if site.mail:
        for word in revealing(library, f"{site.mail.sender} {site.mail.address.partition('@')[0]}"):
            yield Problem(site.mail.place, "mail-privacy", _tells("sender", word))
        try:
            mailbox(site.mail.address)
        except Unfit as error:
            yield Problem(site.mail.place, "mail-address", f"address: {error}")


def _check(library: Library, site: Site, letter: Letter) -> Iterator[Problem]:
    words = fill(letter, site, SAMPLE)
    text = plain(words)
    for name, shown in (
        ("subject", words.subject),
        ("subject_alone", letter.subject_alone),
        ("beginning of the letter", text[:PREVIEW]),
    ):
        for word in revealing(library, shown):
            ours = any(word.lower() in (own or "").lower() for own in (site.hospital, site.team))
            yield Problem(site.place if ours else letter.place, "mail-privacy", _tells(name, word))
    if len(words.subject) > MAX_SUBJECT:
        message = f"the subject has {len(words.subject)} characters, {MAX_SUBJECT} allowed"
        yield Problem(letter.place, "mail-length", message)
    number = len(text.split())
    if not WORDS_AT_LEAST <= number <= WORDS_AT_MOST:
        message = f"{number} words, {WORDS_AT_LEAST} to {WORDS_AT_MOST} are easy to read"
        yield Problem(letter.place, "mail-length", message, Severity.WARNING)


def _tells(name: str, word: str) -> str:
    return f'the {name} says "{word}", which tells a stranger about an illness; write it without'


def revealing(library: Library, text: str) -> list[str]:
    """The words of a text that name an illness, a sign of one, a test, a treatment or a clinic."""
    names = [
        name
        for syndrome in library.syndromes.values()
        for name in (syndrome.title, syndrome.name, *syndrome.also, syndrome.short)
        if name
    ]
    names += [test.name for test in library.tests.values()]
    names += [treatment.name for treatment in library.treatments.values()]
    bare = f" {_bare(text)} "
    found = [name for name in names if f" {_bare(name)} " in bare]
    found += [term.term for term in used_terms(text, library.glossary.values())]
    if library.series:
        found += [told for word in library.series.private for told in _told(text, word)]
    return list(dict.fromkeys(found))


def _told(text: str, word: str) -> list[str]:
    """Where a word, or with a star at its end the beginning of one, stands in a text."""
    stem = re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
    return re.findall(rf"\b{stem}\b", text, re.IGNORECASE)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()
