"""Notes: words without a source, which therefore state no fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from handouts.content.library import Library
from handouts.content.problems import Problem
from handouts.content.tripwire.fold import fold
from handouts.page.handout import Kind, Sentence

SHARE = re.compile(
    r"\d|\b(?:half|most|majority|percent|(?:one|two|three|four|five|nine|ten) (?:in|out)) "
    r"(?:of|people|patients|cases|adults|children|women|men|two|three|four|five|ten)\b|\btwice as\b"
)
EVIDENCE = re.compile(
    r"\b(?:no|few|many|some|several|small|large|good|any) (?:\w+ )?"
    r"(?:trials?|stud(?:y|ies)|proof|evidence|research)\b"
    r"|\b(?:stud(?:y|ies)|trials?|research|evidence) "
    r"(?:shows?|showed|found|finds?|suggests?|proves?|says?)\b"
    r"|\b(?:we|nobody|researchers?|doctors) (?:have |has )?"
    r"(?:found|looked for|tested|proved|shown)\b"
)
ASKS = re.compile(
    r"\b(?:ask|asks|tell|call|talk|say|show|write|learn|plan|read|compare|choose|choice|leaflet|booklet"
    r"|overview|page|card|tables|fault|blame|left out)\b"
    r"|\byou (?:(?:may|can) (?!have|get|feel|lose|stop|take)|need not|did|do not|could not)"
    r"|^(?:it (?:covers|does not (?:cover|describe|explain)|explains|tells))\b"
    r"|^(?:so |also |then |please |first )?(?:do(?: not)?|take|bring|carry|give|wear|watch|try|keep"
    r"|let|face|hand|start|look|mark|use|come|choose|check|drive|put|rest|speak|go|get)\b"
)
"""Words of a note that tells what to do, or what the leaflet is: it may name things."""


def facts(library: Library, sentence: Sentence) -> Iterator[Problem]:
    """A note states no fact: no figure, no evidence, nothing about a medicine, organ or illness."""
    if sentence.kind is not Kind.NOTE or sentence.text.endswith("?") or sentence.claims:
        return
    text = fold(sentence.text)
    if found := SHARE.search(text):
        what = f'"{found.group()}" is a figure; make it a say with its reference, or a number'
    elif found := EVIDENCE.search(text):
        what = f'"{found.group()}" speaks of evidence; make it a say whose reference tells what '
        what += "was searched, where and when"
    elif not ASKS.search(text) and (name := _named(library, text)):
        what = f'it says something about "{name}"; make it a say with its reference'
    else:
        return
    yield Problem(sentence.place, "note", f'note "{sentence.text[:60]}": {what}')


def _named(library: Library, text: str) -> str:
    found = _names(library).search(text)
    return found.group() if found else ""


GENERIC = (
    *("illness", "disease", "syndrome", "cancer", "tumor", "damage", "symptoms", "immune system"),
    *("treatment", "therapy", "medicine", "antibody", "antibodies", "trial", "steroid"),
    *("nerve", "nerve cell", "muscle", "brain", "blood", "immune reaction", "immune response"),
)
"""What every leaflet is about."""


@lru_cache(maxsize=8)
def _names(library: Library) -> re.Pattern[str]:
    """What the content is about: illnesses, treatments, tests, markers, organs, medical terms."""
    names = [form for t in library.glossary.values() if t.exempt for form in (t.term, *t.forms)]
    names += [t.name for t in library.treatments.values()]
    names += [t.name for t in library.tests.values()]
    for syndrome in library.syndromes.values():
        names += [syndrome.name, *syndrome.also, syndrome.short or syndrome.name]
    if series := library.series:
        for syndrome in library.syndromes.values():
            for row in series.blocks:
                found = getattr(syndrome.block(row.key), "medicines", ())
                names += [caution.medicine for caution in found]
        for part in series.parts:
            names += [n.strip(" ()") for n in re.split(r"[(),]", part.name)]
    names += GENERIC
    folded = {re.sub(r"^(?:the|an?) ", "", fold(name)) for name in names}
    either = "|".join(re.escape(name) for name in sorted(folded, key=len, reverse=True) if name)
    return re.compile(rf"\b(?:{either or '(?!)'})s?\b")
