"""Which claims lie nearest to some words: plain, offline, the same everywhere.

Words and pieces of words are weighed by how rare they are among the claims (TF-IDF), and texts
compared by the angle between them (cosine). It finds the matter that words speak of; whether they
say the claim or deny it, a person has to read.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from handouts.content.library import Library
from handouts.content.model import Claim, Verdict
from handouts.content.tripwire.fold import fold
from handouts.lint.guards import EMPTY, stem
from handouts.lint.senses import SENSES

PIECES = (4, 5)
"""How many letters the pieces of words have."""
SHARE = 0.3
"""How much the pieces weigh beside the words."""
RESTATED, CORRECTED = 1.0, 0.8
"""How much a text counts that says the claim, and one that corrects it."""

Vector = dict[str, float]


@dataclass(frozen=True)
class Near:
    """A claim, and how near it is: 1 for the same words, 0 for none in common."""

    claim: Claim
    nearness: float


class Claims:
    """The claims of a ledger, made ready to be compared."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._claims = tuple(claims)
        texts = [(n, *told) for n, claim in enumerate(self._claims) for told in _texts(claim)]
        counted = [(number, weight, Counter(_features(text))) for number, weight, text in texts]
        held: Counter[str] = Counter()
        for *_, counts in counted:
            held.update(counts.keys())
        self._rarity = {f: math.log((1 + len(texts)) / (1 + n)) + 1 for f, n in held.items()}
        self._texts: list[tuple[int, float]] = []
        self._index: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, weight, counts in counted:
            place = len(self._texts)
            self._texts.append((number, weight))
            for feature, value in self._vector(counts).items():
                self._index[feature].append((place, value))

    def _vector(self, counts: Mapping[str, int]) -> Vector:
        unknown = math.log(1 + len(self._claims)) + 1
        raw = {
            feature: (1 + math.log(number)) * self._rarity.get(feature, unknown) * _weight(feature)
            for feature, number in counts.items()
        }
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {feature: value / length for feature, value in raw.items()}

    def nearest(self, text: str, number: int = 5) -> list[Near]:
        """The claims whose words are nearest to a text, the nearest first."""
        found = [0.0] * len(self._texts)
        for feature, value in self._vector(Counter(_features(text))).items():
            for place, other in self._index.get(feature, ()):
                found[place] += value * other
        best: dict[int, float] = {}
        for (claim, weight), angle in zip(self._texts, found, strict=True):
            best[claim] = max(best.get(claim, 0.0), angle * weight)
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], self._claims[pair[0]].id))
        return [Near(self._claims[n], round(angle, 4)) for n, angle in ranked[:number] if angle]


def _texts(claim: Claim) -> Iterator[tuple[float, str]]:
    """What a claim is put in, and what corrects it."""
    yield RESTATED, claim.states
    for text in claim.paraphrases:
        yield RESTATED, text
    for text in claim.guard.fires_on if claim.guard else ():
        yield RESTATED, text
    for text in claim.correction:
        yield CORRECTED, text
    if claim.correction:
        yield CORRECTED, " ".join((claim.states, *claim.correction))


WORD = re.compile(r"[a-z0-9]+")


def _features(text: str) -> Iterator[str]:
    """Stems, senses and pieces of the words of a text; pieces and senses are marked as such."""
    for word in WORD.findall(fold(text)):
        if sense := SENSES.get(word):
            yield f"={sense}"
        if word in EMPTY:
            continue
        yield stem(word)
        padded = f" {word} "
        for length in PIECES:
            for start in range(len(padded) - length + 1):
                yield f"~{padded[start : start + length]}"


def _weight(feature: str) -> float:
    return SHARE if feature[0] == "~" else 1.0


@lru_cache(maxsize=4)
def faulty(library: Library) -> Claims:
    """The claims of a ledger that are not accurate; what nobody could confirm is among them."""
    return Claims(
        claim for claim in library.claims.values() if claim.verdict is not Verdict.ACCURATE
    )
