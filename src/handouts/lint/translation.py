"""A translation says what the source says: message by message, and edition by edition."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from handouts.content.languages.catalogue import Catalogue, Message, tags
from handouts.content.languages.spoken import MISSING, differing, known, variant
from handouts.content.library import Library
from handouts.content.model.base import BRACES, MARKUP
from handouts.content.model.languages import Language
from handouts.content.problems import Problem, capped
from handouts.page.handout import Sentence

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
UNIT = re.compile(r"°[CF]|%|\b(?:mg|mcg|g|kg|ml|mm|cm|mmHg)\b")
NAME = re.compile(
    r"(?<![\w-])(?=[\w-]*[A-Z0-9])(?:[A-Za-z]*\d[\w-]*|\w*[a-z][A-Z][\w-]*|[A-Z]{2,}[\w-]*|"
    r"\w+-[A-Z]\w*)"
)
"""Names of antibodies, genes and medicines that are the same in every language: anti-Hu, GABA-B."""
SHORT = re.compile(
    r"(?<![\w.-])(?<!^)(?<![.:?!] )[A-Z][a-z](?!\w)|^[A-Z][a-z](?= (?:mostly|and|antibod))"
)
"""Names of antibodies of two letters, which begin no sentence: Hu, Yo, Ri, Tr."""
NEGATION = re.compile(
    r"(?<!\w)(?:not|no|never|cannot|without|neither|nor|none|nobody|nothing"
    r"|hardly|unable)(?!\w)",
    re.IGNORECASE,
)
JOIN = re.compile(r"[,;](?:\s(?:and|or|nor))?(?=\s)|(?<!now)\s(?:and|or|nor)(?=\s)", re.IGNORECASE)
SHORTEST = 0.45
"""How long a translation is at least, in letters of the source; below, words are missing."""

Told = Iterator[str]


def untranslated(_: Library, sentence: Sentence) -> Iterator[Problem]:
    """Every word of an edition is there in its language."""
    if MISSING in sentence.text:
        text = sentence.text.replace(MISSING, "")
        message = f'not translated: "{text[:60]}"; see handouts translate status'
        yield Problem(sentence.place, "untranslated", message)


def translations(library: Library) -> Iterator[Problem]:
    """Every fault of every catalogue."""
    for tag in tags(library.folder):
        words = known(library, tag)
        yield from words.problems
        by_file: dict[str, list[Problem]] = {}
        for message in words.messages.values():
            by_file.setdefault(message.place.file, []).extend(
                message_faults(library, words, message)
            )
        for file, found in by_file.items():
            yield from capped(found, file)


def message_faults(library: Library, words: Catalogue, message: Message) -> Iterator[Problem]:
    """What is wrong with a translated message; nothing of one that is empty or stale."""
    if not message.is_current or words.language is None or library.series is None:
        return
    rules = VARIANT if variant(words.tag, library.series.language) else FOREIGN
    if message.context.endswith(" say_it"):  # syllables, no words
        rules = {}
    for name, rule in (*COMMON.items(), *rules.items()):
        for fault in rule(message, words.language, words):
            told = f'{fault}: "{message.text[:60]}" for "{message.source[:60]}"'
            yield Problem(message.place, name, told)


def _placeholders(message: Message, _: Language, __: Catalogue) -> Told:
    """What is in braces is the same, as often."""
    braces = re.compile(r"\{[^}]*\}")
    lost = Counter(braces.findall(message.source)) - Counter(braces.findall(message.text))
    more = Counter(braces.findall(message.text)) - Counter(braces.findall(message.source))
    yield from (f"{name} is missing" for name in lost)
    yield from (f"{name} is not in the source" for name in more)
    if "{" in BRACES.sub("", braces.sub("", message.text)):
        yield "a brace that is not closed"


def _numbers(message: Message, _: Language, __: Catalogue) -> Told:
    """Every number, phone number and unit is the same, as often."""
    for form in (NUMBER, UNIT):
        here, there = Counter(form.findall(message.text)), Counter(form.findall(message.source))
        yield from (f"{one} is missing" for one in there - here)
        yield from (f"{one} is not in the source" for one in here - there)


def _names(message: Message, _: Language, words: Catalogue) -> Told:
    """Names of antibodies and abbreviations stand as they are, unless the language has its own."""
    own = {p.source.lower() for p in words.language.words} if words.language else set()
    names = (*NAME.findall(message.source), *SHORT.findall(message.source))
    for name in dict.fromkeys(names):
        if name.lower() not in own and not re.search(
            rf"(?<!\w){re.escape(name)}(?!\w)", message.text
        ):
            yield f"{name} is missing"


def _negations(message: Message, language: Language, _: Catalogue) -> Told:
    """What says no in the source says no here, and nothing else does.

    A language may say it twice where the source says it once, but never less often.
    """
    said = [found.group() for found in NEGATION.finditer(message.source)]
    here = sum(len(_form(word).findall(message.text)) for word in language.negations)
    if here < len(said):
        yield f'"{said[here]}" is lost'
    if here and not said:
        yield "says no where the source does not"


def _fixed(message: Message, language: Language, _: Catalogue) -> Told:
    """Medicines, levels of urgency and other words with one translation have it."""
    left = message.source
    for pair in sorted(language.words, key=lambda pair: -len(pair.source)):
        if _holds(pair.source, left):
            left = _form(pair.source).sub(" ", left)  # "day" is not told where it is "day care"
            if not any(_holds(word, message.text) for word in pair.here):
                yield f'"{pair.source}" is not told as "{" or ".join(pair.here)}"'
    for pair in language.words:
        found = next((word for word in pair.here if _holds(word, message.text)), None)
        if found and not any(
            _holds(other.source, message.source) for other in language.words if found in other.here
        ):
            yield f'"{found}" stands for "{pair.source}", which the source does not say'


def _items(message: Message, language: Language, _: Catalogue) -> Told:
    """No item of a list is dropped."""
    either = "|".join(map(re.escape, language.joins))
    form = rf"[,;](?:\s(?:{either}))?(?=\s)|\s(?:{either})(?=\s)"
    here = len(re.findall(form, message.text, re.IGNORECASE))
    there = len(JOIN.findall(message.source))
    if here < there:
        yield f"{there - here} items of the list are missing"


def _length(message: Message, _: Language, __: Catalogue) -> Told:
    """A translation is not a piece of one."""
    if len(message.text) < len(message.source) * SHORTEST and len(message.source) > 20:
        yield "half of it is missing"
    for mark in (".", "?", ":"):
        if message.source.endswith(mark) and not message.text.endswith(mark):
            yield f'it does not end with "{mark}"'
    if message.text.endswith((".", "?")) and not message.source.endswith(message.text[-1]):
        yield "it ends like a sentence, the source does not"


def _printable(message: Message, _: Language, __: Catalogue) -> Told:
    """No markup, and no character that a page cannot show."""
    if found := MARKUP.search(message.text):
        yield f'"{found.group()[:20]}" would be printed as it is'
    covered = _covered()
    for character in dict.fromkeys(message.text):
        if not character.isprintable():
            yield f"U+{ord(character):04X} cannot be printed"
        elif covered and ord(character) not in covered:
            yield f"no font has {character} (U+{ord(character):04X})"


@cache
def _covered() -> frozenset[int]:
    """The characters of the face that we print with; none known where it is not installed."""
    from fontTools.ttLib import TTFont  # not needed where nothing is translated

    spec = importlib.util.find_spec("font_source_sans_pro")
    if spec is None or spec.origin is None:
        return frozenset()
    with TTFont(Path(spec.origin).parent / "files" / "SourceSansPro-Regular.ttf") as face:
        return frozenset(face.getBestCmap())


def _spelled(message: Message, _: Language, words: Catalogue) -> Told:
    """No word of the source is left that this country writes in another way."""
    # A proper name is the same: who enters it as it is has looked at it.
    found = differing(words).search(message.text)
    if found and message.text != message.source:
        yield f'"{found.group()}" is written in another way here'


def _same_words(message: Message, _: Language, __: Catalogue) -> Told:
    """A variant says no exactly as often as the source."""
    here, there = (len(NEGATION.findall(text)) for text in (message.text, message.source))
    if here != there:
        yield "says no more or less often than the source"


Rule = Callable[[Message, Language, Catalogue], Told]

COMMON: dict[str, Rule] = {
    "translated-placeholder": _placeholders,
    "translated-number": _numbers,
    "translated-items": _items,
    "translated-length": _length,
    "translated-character": _printable,
}
FOREIGN: dict[str, Rule] = {
    "translated-negation": _negations,
    "translated-name": _names,
    "translated-word": _fixed,
}
VARIANT: dict[str, Rule] = {
    "translated-negation": _same_words,
    "translated-spelling": _spelled,
}


def _holds(word: str, text: str) -> bool:
    return _form(word).search(text) is not None


@cache
def _form(word: str) -> re.Pattern[str]:
    form = re.escape(word).replace(r"\*", r"\w*")
    return re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE)
