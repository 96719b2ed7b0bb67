"""Whether a sentence affirms or denies something, and how it hedges it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

AFFIRMING = re.compile(
    r"\b(?:no matter|no doubt|without (?:a |any )?doubt|not (?:only|just|until|merely)"
    r"|whether or not"
    r"|nothing (?:more|other|else)? ?(?:but|than)|no more than|not (?:much )?more than)\b"
)
"""Words that look like a denial and are none."""
NO = re.compile(
    r"\b(?:not|no|nor|never|nobody|none|nothing|neither|nowhere|cannot|without|hardly|rarely|seldom"
    r"|unlikely|unable|impossible|fail(?:s|ed|ing)? to|powerless|instead of|rather than|far from"
    r"|unrelated|unknown|\w+n't)\b"
)
DENIED = re.compile(
    r"\b(?:(?:not|isn't|n't) (?:\w+ ){0,2}(?:true|right to|correct|so|mean|means|prove|show)"
    r"|untrue|incorrect|(?:is|are|was|were|be|quite|that's|it's) (?:wrong|false)|wrong(?:ly)? to"
    r"|myths?|mistaken\w*|a mistake|misunderst\w+|misconception|rumors?|in error"
    r"|too (?:early|soon) to (?:say|tell|know)"
    r"|(?:page|text|article|leaflet)s? (?:says?|tells?|claims?)"
    r"|(?:nobody|no one|nothing) (?:\w+ ){0,2}(?:says?|thinks?|believes?|shows?|proves?) that"
    r"|no (?:sign|proof|evidence) that|old(?:er)? (?:name|word|term|rule|idea|view|text|belief)s?"
    r"|(?:was|were) once|once (?:thought|said|called|believed)"
    r"|used to (?:think|believe|say|call|be)|(?:people|readers|you|who|some|many) "
    r"(?:(?:may|might|often|sometimes|still|wrongly) )?(?:say|think|believe|fear|assume)"
    r"|often said)\b"
)
"""Words that set a statement apart as what others say, or deny it."""
HEDGES = (
    re.compile(
        r"\b(?:some|sometimes|in part|partly|partial\w*|several|occasionally|at times|in certain"
        r"|in other|others|many)\b"
    ),
    re.compile(
        r"\b(?:few|rare|only a|small (?:share|number|part)|handful|occasional\w*|uncommon|minority"
        r"|not (?:\w+ )?(?:many|common))\b"
    ),
    re.compile(r"\b(?:may|might|perhaps|possibly|could|possible)\b"),
    re.compile(
        r"\b(?:(?:not|nor|cannot|\w+n't) (?:\w+ )?(?:all|each|every\w*|always|only|just|alone|sure"
        r"|certain|necessarily)|half|fewer|(?:not|cannot|\w+n't)(?: [\w,-]+){0,6} "
        r"(?:everyone|everybody|all (?:people|of)|every person))\b"
    ),
    re.compile(r"\b(?:depends|if|unless|whether)\b"),
    re.compile(r"\b(?:often|usually|mostly|most)\b"),
    re.compile(r"\b\d+ (?:(?:out )?of|in)(?: every)? \d+\b|\b\d+ ?%|\bpercent\b|\bone in\b"),
    re.compile(
        r"\b(?:sure|certain|guarantee\w*|promise\w*|either"
        r"|one (?:of|part|thing|person|man|woman|child))\b"
    ),
    re.compile(r"\bmore than\b"),
    re.compile(r"\b(?:look\w* like|similar|so-called|resembl\w+|mistake\w* for)\b"),
)
"""Groups of words that say less than the whole."""
CLAUSE = re.compile(
    r"[;:,.!]| (?:but|and|because|so|while|although|though|which|when|that|once|as soon as|after) "
)
SEGMENT = re.compile(
    r"[.!;]+ |;|,? (?:but|whereas|although|though) |, (?:while|yet|because) | - "
    r"|, and (?!(?:this|these|those|they|it|that) )"
)
"""Where one statement of a sentence ends and the next begins."""
ASKED = re.compile(r"is it (?:true|right|correct|so) that ")
SENTENCE = re.compile(r"(?<=[.!?]) +")
LEADING = re.compile(r"(?:in|with|for|among|at|by|if|when|of) ")
TRAILING = re.compile(r"[, ]*(?:but|though|although|at least|if|unless|in|only) ")
SHORT = 4
"""Blanks in a clause that cannot stand alone: "In some people, ..."."""


SHORTENED = (
    (re.compile(r"\b(it|that|there|what|who|he|she|here|where|how)'s\b"), r"\1 is"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'ve\b"), " have"),
)
"""Short forms; those with "not" are read as they are."""


def whole(text: str) -> str:
    """A folded text with its short forms written out."""
    if "'" in text:
        for short, long in SHORTENED:
            text = short.sub(long, text)
    return text


@dataclass(frozen=True)
class Tone:
    """Whether a clause affirms or denies, and how it hedges."""

    denies: bool
    hedges: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Segment:
    """One statement of a folded text; a question and its answer are one."""

    text: str
    answer: int = 0
    """Where the answer to the question begins; 0 in a plain statement."""
    after: str = ""
    """How the sentence goes on."""

    def tone(self, start: int, end: int) -> Tone:
        """The tone of the clauses that the letters `start` to `end` stand in."""
        asked = self.text[: self.answer - 1] if self.answer else self.text
        end = min(end, len(asked))
        clause = asked[_begin(asked, min(start, end)) : _end(asked, end)]
        denials = _denials(clause) % 2
        answer = self.text[self.answer :] if self.answer else ""
        if _denials(answer):
            denials = 1 - denials
        rest = asked[_end(asked, end) :] + self.after
        heard = clause + " " + answer
        if found := TRAILING.match(rest):
            heard += rest[: _end(rest, found.end())]
        return Tone(denials == 1, hedged(heard))


def hedged(text: str) -> frozenset[int]:
    """Which groups of hedges a folded text holds."""
    return frozenset(n for n, hedge in enumerate(HEDGES) if hedge.search(text))


def tone(text: str) -> Tone:
    """The tone of a folded text as a whole."""
    return Tone(_denials(text) % 2 == 1, hedged(text))


def _denials(text: str) -> int:
    return len(NO.findall(AFFIRMING.sub(" ", text)))


def _begin(text: str, start: int) -> int:
    before = [0, *(found.end() for found in CLAUSE.finditer(text, 0, start))]
    begin = before[-1]
    if len(before) > 1:
        clause = text[before[-2] : begin].strip()
        if clause.count(" ") <= SHORT or LEADING.match(clause):
            return before[-2]  # "In some people," belongs to what follows
    return begin


def _end(text: str, end: int) -> int:
    after = CLAUSE.search(text, end)
    return after.start() if after else len(text)


@lru_cache(maxsize=2_000)
def segments(text: str) -> tuple[Segment, ...]:
    """The statements of a folded text; a question without an answer states nothing."""
    return tuple(_segments(text))


def _segments(text: str) -> Iterator[Segment]:
    question = ""
    for sentence in SENTENCE.split(text):
        if sentence.endswith("?"):
            question = sentence
            continue
        if question:
            first = SEGMENT.split(sentence, maxsplit=1)[0]
            if first.startswith("no, "):
                first = "no"  # what follows is said of something else: "No, warmth does."
            asked = ASKED.match(question)
            if not asked:
                yield Segment(f"{question} {first}", len(question) + 1)
            elif not _denials(first):
                yield Segment(question[asked.end() : -1])
            question = ""
        # "No, it is not": the first word denies nothing that the rest does not deny.
        told = sentence.removeprefix("no, ").removeprefix("yes, ")
        start = 0
        for found in SEGMENT.finditer(told):
            yield Segment(told[start : found.start()], after=told[found.start() :])
            start = found.end()
        yield Segment(told[start:])
