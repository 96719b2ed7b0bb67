"""What nobody has read, and what a reader needs beside it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handouts.content.library import Library
from handouts.content.model import Answer, Reference, Relation, Review
from handouts.content.problems import Place, Problem
from handouts.lint.nearness import Near, faulty
from handouts.page.words import Word, subjects, unread, words_of

SAME = 0.45
"""How like two texts are (0 to 1) before one counts as the other's old wording."""
NUMBER = 5
"""How many claims are shown beside some words."""


@dataclass(frozen=True)
class Item:
    """Words to be read: where they stand, and in which handouts."""

    word: Word
    subjects: tuple[str, ...]


def items(library: Library, wanted: Iterable[str] = ()) -> list[Item]:
    """The words that nobody has read, each once, in the order of the handouts."""
    named = tuple(wanted) or tuple(subjects(library))
    found: dict[str, tuple[Word, list[str]]] = {}
    for subject in named:
        for word in unread(library, subject):
            where = found.setdefault(word.key, (word, []))[1]
            if subject not in where:
                where.append(subject)
    return [Item(word, tuple(where)) for word, where in found.values()]


def problems(library: Library) -> Iterator[Problem]:
    """A fault for each place with words that nobody has read, however many editions print them."""
    places: dict[Place, list[Item]] = {}
    for item in items(library):
        places.setdefault(item.word.sentence.place, []).append(item)
    for place, here in places.items():
        first = here[0]
        more = f" and {len(here) - 1} more" if len(here) > 1 else ""
        message = (
            f'nobody has reviewed "{_short(first.word.sentence.text)}"{more}; '
            f"run: handouts review {first.subjects[0]}"
        )
        yield Problem(place, "unread", message)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


class Beside:
    """What lies beside the words that are read: claims, references, the old wording."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._claims = faulty(library)
        in_use = {word.key for subject in subjects(library) for word in words_of(library, subject)}
        self._gone: dict[str, list[Review]] = {}
        for key, review in library.reviews.items():
            if key not in in_use and review.at and review.text:
                self._gone.setdefault(review.at, []).append(review)

    def nearest(self, word: Word) -> list[Near]:
        """The faulty claims that lie nearest to words under their label."""
        text = word.sentence.text
        return self._claims.nearest(f"{word.label} {text}" if word.label else text, NUMBER)

    def references(self, word: Word) -> list[Reference]:
        """The references of the words."""
        return [self._library.references[id_] for id_ in word.sentence.references]

    def before(self, word: Word) -> str:
        """The old wording that these words have replaced; empty when there is none like it."""
        best, found = SAME, ""
        for review in self._gone.get(word.address, ()):
            text = review.text or ""
            like = difflib.SequenceMatcher(None, text, word.sentence.text).ratio()
            if like > best:
                best, found = like, text
        return found

    def told(self, item: Item) -> dict[str, Any]:
        """All that a reader needs, as plain data."""
        word = item.word
        return {
            "id": word.key,
            "place": str(word.sentence.place),
            "in": list(item.subjects),
            "at": word.address,
            "role": word.sentence.role.value,
            "label": word.label,
            "text": word.sentence.text,
            "before": self.before(word),
            "references": [
                {"id": r.id, "title": r.title, "shows": list(r.shows)}
                for r in self.references(word)
            ],
            "nearest": [
                {
                    "claim": near.claim.id,
                    "nearness": round(near.nearness, 2),
                    "states": near.claim.states,
                    "verdict": near.claim.verdict.value,
                    "correction": list(near.claim.correction),
                }
                for near in self.nearest(word)
            ],
        }


def tell(told: Mapping[str, Any], left: int) -> str:
    """What a reader sees of some words."""
    lines = [f"{told['place']}  {told['at']}, {told['role']}  ({left} left)"]
    if told["before"]:
        lines.append(f"  before     {told['before']}")
    if told["label"]:
        lines.append(f"  under      {told['label']}")
    lines.append(f"  NOW        {told['text']}")
    for reference in told["references"]:
        lines.append(f"  source     {reference['id']}: {reference['title']}")
        lines += [f"             - {shows}" for shows in reference["shows"]]
    for number, near in enumerate(told["nearest"], 1):
        lines.append(f"  {number} {near['verdict']:<10} {near['states']}")
        lines.append(f"    but        {' '.join(near['correction'])}")
    return "\n".join(lines)


# --- writing it down --------------------------------------------------------------------------


def answered(item: Item, answer: Answer, by: str, day: date) -> Review:
    """What is written down of words that were read."""
    return Review(
        id=answer.id,
        relation=answer.relation,
        claims=answer.claims,
        by=by,
        date=day,
        at=item.word.address,
        text=item.word.sentence.text,
    )


HEAD = "# Words that were read beside the claims: a line each, in the order of their keys.\n"


def written(reviews: Iterable[Review]) -> str:
    """The file of some reviews: a line each, sorted, so that two people's merge."""
    lines = {review.id: _line(review) for review in reviews}
    return HEAD + "".join(f"- {lines[key]}\n" for key in sorted(lines))


def _line(review: Review) -> str:
    told = [f"id: {_quoted(review.id)}", f"by: {_quoted(review.by)}", f"date: {review.date}"]
    if review.relation is not Relation.OTHER:
        told += [f"relation: {review.relation}", f"claims: [{', '.join(review.claims)}]"]
    if review.at:
        told.append(f"at: {_quoted(review.at)}")
    if review.text:
        told.append(f"text: {_quoted(review.text)}")
    return f"{{{', '.join(told)}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
