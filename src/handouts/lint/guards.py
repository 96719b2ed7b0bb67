"""Claims that were found wrong and must not come back: a tripwire, not the gate.

It catches what a guard of the ledger describes, and sentences that are nearly the claim itself.
Some rewordings get past it; that is what the review of every word is for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from handouts.content import ledger
from handouts.content.library import Library
from handouts.content.model import Claim, Verdict
from handouts.content.problems import Problem
from handouts.content.tripwire.fold import fold
from handouts.content.tripwire.pattern import LONGEST, heard
from handouts.content.tripwire.tone import DENIED, Tone, tone
from handouts.lint.senses import SENSES
from handouts.page.handout import Kind, Role
from handouts.page.words import Word

FALSE = frozenset({Verdict.WRONG, Verdict.GARBLED, Verdict.MISLEADING, Verdict.OUTDATED})
"""Verdicts on claims that nobody may repeat; an imprecise one holds in part."""

# --- sentences that are nearly the claim ------------------------------------------------------

WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a an the of to in on at by for with from as and or is are was be been being it its this "
        "these that they them their there you your will has have had do does which who so "
        "such",
    )
)


@lru_cache(maxsize=20_000)
def bones(text: str) -> frozenset[str]:
    """The words of a folded text that carry it, by their sense, else cut down to their stems."""
    words = (word for word in WORD.findall(text) if word not in EMPTY)
    return frozenset(SENSES.get(word) or stem(word) for word in words)


def stem(word: str) -> str:
    """A word without its ending."""
    for ending in ("ing", "ies", "es", "ed", "ly", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


ALIKE = 0.8
FEWEST, FEWEST_OF_NAMES = 3, 5
"""Of so few words a likeness says nothing."""


@dataclass(frozen=True)
class Likeness:
    """What a claim that was found false says, as the words that carry it, and its tone."""

    claim: Claim
    words: frozenset[str]
    tone: Tone
    share: float = ALIKE

    def trips(self, text: str, fewest: int = FEWEST) -> bool:
        """Whether a folded text is nearly the claim: the same words, the same tone."""
        own = bones(text)
        shared = len(own & self.words)
        if shared < fewest or shared < self.share * max(len(own), len(self.words)):
            return False
        heard = tone(text)
        same = heard.denies is self.tone.denies and heard.hedges <= self.tone.hedges
        return same and not DENIED.search(text)


@lru_cache(maxsize=8)
def likenesses(library: Library) -> tuple[Likeness, ...]:
    """The false claims of the ledger and what else they were found to be put in."""
    claims = library.claims.values()
    true = [fold(text) for claim in claims for text in ledger.printable(claim)]
    true += [fold(text) for _, guard in library.guards for text in guard.passes]
    by_bone = _index(map(bones, true))
    found = []
    for claim in claims:
        if claim.verdict not in FALSE:
            continue
        for text in map(fold, (claim.states, *claim.paraphrases)):
            words = bones(text)
            near = [true[number] for number in _sharing(by_bone, words, FEWEST)]
            like = Likeness(claim, words, tone(text))
            if any(map(like.trips, near)):
                # It can hardly be told from what is true: the same words, or nothing.
                like = replace(like, share=1.0)
                if any(map(like.trips, near)):
                    continue
            found.append(like)
    return tuple(found)


Index = Mapping[str, list[int]]
"""By each word, the numbers of the texts that have it."""


def _index(texts: Iterable[frozenset[str]]) -> Index:
    found: dict[str, list[int]] = {}
    for number, words in enumerate(texts):
        for word in words:
            found.setdefault(word, []).append(number)
    return found


def _sharing(index: Index, words: frozenset[str], fewest: int) -> list[int]:
    """The texts that have so many of the words."""
    shared = Counter(number for word in words for number in index.get(word, ()))
    return [number for number, times in shared.items() if times >= fewest]


@lru_cache(maxsize=8)
def _by_bone(library: Library) -> Index:
    return _index(one.words for one in likenesses(library))


# --- what the guards catch --------------------------------------------------------------------


@lru_cache(maxsize=8)
def _by_needle(library: Library) -> Mapping[str, frozenset[int]]:
    """Letters, with the guards (counted from 0) that look only at texts in which some stand."""
    found: dict[str, set[int]] = {}
    for number, (_, guard) in enumerate(library.guards):
        for needle in guard.needles:
            found.setdefault(needle, set()).add(number)
    return {needle: frozenset(numbers) for needle, numbers in found.items()}


def _guarding(library: Library, text: str) -> Iterator[Claim]:
    """The claims whose guards a text trips."""
    letters, near = heard(text), set[int]()
    for needle, numbers in _by_needle(library).items():  # plain: it is done a million times
        if needle in letters:
            near |= numbers
    for number in sorted(near):
        claim, guard = library.guards[number]
        if guard.trips(text):
            yield claim


# --- the rules --------------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
def tripped(library: Library, text: str, fewest: int = FEWEST) -> tuple[Claim, ...]:
    """The claims that a text says again; without `fewest` words in common, by guards alone."""
    found = {claim.id: claim for claim in _guarding(library, text)}
    if fewest:
        folded, known = fold(text), likenesses(library)
        near = (known[number] for number in _sharing(_by_bone(library), bones(folded), fewest))
        found |= {one.claim.id: one.claim for one in near if one.trips(folded, fewest)}
    return tuple(found.values())


def texts(word: Word) -> Iterator[tuple[str, int]]:
    """What a reader reads, alone and joined to the label or lead over it, and how many words in
    common with a claim count: names are made of the same few words."""
    sentence = word.sentence
    is_name = sentence.kind is Kind.LABEL and sentence.role is not Role.LEAD
    yield sentence.text, FEWEST_OF_NAMES if is_name else FEWEST
    if word.label:
        joined = f"{word.label.rstrip(' :')} {sentence.text}"
        yield joined[: 2 * LONGEST], 0 if is_name else FEWEST


def guards(library: Library, word: Word) -> Iterator[Problem]:
    """No printed words say what was found false; only what is shown as "often said" may."""
    sentence = word.sentence
    if sentence.kind is Kind.SAID:
        return
    told: dict[str, Claim] = {}
    for text, fewest in texts(word):
        told |= {claim.id: claim for claim in tripped(library, text, fewest)}
    for claim in told.values():
        said = sentence.text if len(sentence.text) <= 60 else f"{sentence.text[:60]}…"
        message = f'"{said}" says what {claim.id} corrects: {" ".join(claim.correction)}'
        yield Problem(sentence.place, "guard", message)
