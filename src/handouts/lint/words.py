"""Sentences, words and terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handouts.content.library import Library
from handouts.content.problems import Problem, Severity
from handouts.page.handout import Handout, Kind, Role, Sentence
from handouts.page.terms import used_terms

MAX_WORDS = 25
WARN_WORDS = 21
COUNTED = 6
"""Words more that a proportion may have, for who was counted, and when."""

REPLACE: Mapping[str, str] = {
    r"suffer(?:s|ing)? from": "have",
    r"victims? of": "people with",
    r"patients?": "you, or people",
    r"medications?": "medicine",
    r"drugs?": "medicine",
    r"chronic": "long-term",
    r"acute": "sudden, or short",
    r"clinicians?": "doctor, or team",
    r"administer(?:s|ed|ing)?": "give",
    r"subsequent(?:ly)?": "later",
    r"utili[sz]e[sd]?": "use",
    r"approximately": "about",
    r"prior to": "before",
    r"commence[sd]?": "start",
    r"tumours?": "tumor (American spelling)",
    r"anaesth\w+": "anesth… (American spelling)",
    r"oe?soph\w+": "food pipe",
    r"diarrhoea": "diarrhea (American spelling)",
    r"haem\w+": "blood, or American spelling",
    r"paediatric\w*": "children's",
    r"behaviours?": "behavior (American spelling)",
    r"carers?": "caregiver (American word)",
    r"fights?|battles?|journey|brave|losing": "plain words without a fight or a journey",
}
"""Words that NHS and plain-language guides replace, and British spellings, with what to write."""

ANY = re.compile(rf"\b(?:{'|'.join(REPLACE)})\b", re.IGNORECASE)
CONTRACTION = re.compile(
    r"\b\w+n['’]t\b|\b(?:I|you|we|they|it|that|there|what)['’](?:m|re|ve|ll|d|s)\b", re.IGNORECASE
)
MARKS = re.compile(r"&|\b(?:e\.g|i\.e|etc)\b|\(s\)|\b(?:and|or)/or\b")
TWO = re.compile(r"(?<!\b(?:Dr|St|No|Mr|Ms|vs))(?<!\b(?:Mrs|Sts|Nos))(?<!\bProf)[.!?]\s+[A-Z]")
"""A sentence that ends inside a text; the stop of an abbreviation ends none."""
CAPITALS = re.compile(r"\b[A-Z]{2,}s?\b")

ALLOWED = frozenset({"MRI", "CT", "PET", "ID", "US", "UK", "DVLA", "COVID", "NHS", "II"})
"""Abbreviations that need no explanation here: they are said as written, or explained by a test."""
UNCHECKED = frozenset({Kind.LOCAL, Kind.SAID})


def length(_: Library, sentence: Sentence) -> Iterator[Problem]:
    """A statement is one sentence, of at most 25 words."""
    if sentence.kind in (*UNCHECKED, Kind.LABEL) or sentence.role is not Role.TEXT:
        return
    number = len(sentence.text.split())
    longest = MAX_WORDS + (COUNTED if sentence.kind is Kind.NUMBER else 0)
    if number > longest - (MAX_WORDS - WARN_WORDS):
        severity = Severity.ERROR if number > longest else Severity.WARNING
        message = f'{number} words: "{sentence.text[:50]}…"; split it'
        yield Problem(sentence.place, "sentence-length", message, severity)
    if TWO.search(sentence.text):
        message = f'two sentences: "{sentence.text[:50]}…"; make each a statement of its own'
        yield Problem(sentence.place, "one-sentence", message)


def style(_: Library, sentence: Sentence) -> Iterator[Problem]:
    """Plain words, no contractions, no abbreviating marks."""
    if sentence.kind in UNCHECKED:
        return
    for found in ANY.finditer(sentence.text):
        better = next(b for p, b in REPLACE.items() if re.fullmatch(p, found.group(), re.I))
        yield Problem(sentence.place, "plain-words", f'"{found.group()}"; write: {better}')
    if contracted := CONTRACTION.search(sentence.text):
        message = f'"{contracted.group()}"; write it in full'
        yield Problem(sentence.place, "contraction", message)
    if mark := MARKS.search(sentence.text):
        yield Problem(sentence.place, "plain-words", f'"{mark.group()}"; write it in words')


def terms(library: Library, handout: Handout) -> Iterator[Problem]:
    """All registered terms together at most 6 in 100 words: more, and they are no exception."""
    words = used = 0
    own = [s for s in handout.sentences() if s.kind not in UNCHECKED]
    counted = used_terms(
        " ".join(s.text for s in own), (t for t in library.glossary.values() if t.exempt)
    )
    for sentence in own:
        words += len(sentence.text.split())
        used += len(used_terms(sentence.text, counted))
    if words and used * 100 / words > 6:
        yield Problem(
            own[0].place,
            "term-density",
            f"{used * 100 / words:.1f} registered terms in 100 words; say more of it plainly",
            Severity.WARNING,
        )


def abbreviations(library: Library, sentence: Sentence) -> Iterator[Problem]:
    """Every abbreviation is in the glossary; how a word is said, and a leaflet's code, are none."""
    if sentence.kind in UNCHECKED or sentence.role is Role.LABEL:
        return
    codes = CAPITALS.findall(library.series.code) if library.series else []
    for found in CAPITALS.findall(sentence.text):
        if found.rstrip("s") not in (*ALLOWED, *codes) and found not in library.explained:
            message = f'"{found}" is not explained; spell it out, or add it to glossary.yaml'
            yield Problem(sentence.place, "abbreviation", message)
