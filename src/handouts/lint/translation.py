"""A translation says what the source says: message by message, and edition by edition."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from babel import UnknownLocaleError
from babel.numbers import NumberFormatError, parse_decimal

from handouts.content.languages.catalogue import Catalogue, Message, tags
from handouts.content.languages.spoken import MISSING, differing, known, variant
from handouts.content.library import Library
from handouts.content.model.base import BRACES, MARKUP
from handouts.content.model.languages import Language
from handouts.content.problems import Problem, capped, did_you_mean
from handouts.lint.glyphs import unprintable
from handouts.page.faces import font_faults
from handouts.page.handout import Sentence

SOURCE = "en"
"""The language whose figures, negations and lists the rules know in the source."""
NUMBER = re.compile(r"\d+(?:[.,’'\u00a0\u202f\u066b\u066c]\d+)*")
ARABIC = str.maketrans("٫٬", ".,")
BRACE = re.compile(r"\{[^}]*\}")
UNIT = re.compile(r"°[CF]|%|\b(?:mg|mcg|g|kg|ml|mm|cm|mmHg)\b")
NAME = re.compile(
    r"(?<![\w-])(?=[\w-]*[A-Za-z])(?=[\w-]*[A-Z0-9])"
    r"(?:[A-Za-z]*\d[\w-]*|\w*[a-z][A-Z][\w-]*|[A-Z]{2,}[\w-]*|\w+-[A-Z]\w*)"
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
ENDS = {".": ".。।۔", "?": "?？؟", ":": ":："}
"""The marks at the end of a sentence or lead, and what stands for them in other scripts."""
SHORTEST = 0.55
"""How long a translation is at least, in bytes of the source; below, words are missing. (A letter
of a script that needs fewer of them has more bytes.)"""

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
        yield from (*words.problems, *font_faults(words.language), *unprintable(words))
        if words.language:
            yield from _guard_faults(library, words.language)
        by_file: dict[str, list[Problem]] = {}
        for message in words.messages.values():
            by_file.setdefault(message.place.file, []).extend(
                message_faults(library, words, message)
            )
        for file, found in by_file.items():
            yield from capped(found, file)


def _guard_faults(library: Library, language: Language) -> Iterator[Problem]:
    """Guards of claims that the ledger does not have."""
    for guard in language.guards:
        if guard.claim not in library.claims:
            message = f'no claim "{guard.claim}"{did_you_mean(guard.claim, library.claims)}'
            yield Problem(guard.place, "guard", message)


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
    yield from _differences(BRACE.findall(message.text), BRACE.findall(message.source))
    if "{" in BRACES.sub("", BRACE.sub("", message.text)):
        yield "a brace that is not closed"


def _numbers(message: Message, _: Language, words: Catalogue) -> Told:
    """Every number, phone number and unit is the same, as often.

    Numbers may be written as the language writes them: 1.5 is 1,5 in some, and not in others.
    """
    text, source = (BRACE.sub("{}", told) for told in (message.text, message.source))
    here = [_value(number, words.tag) for number in NUMBER.findall(text)]
    there = [_value(number, SOURCE) for number in NUMBER.findall(source)]
    yield from _differences(here, there)
    yield from _differences(UNIT.findall(text), UNIT.findall(source))


def _differences(here: Iterable[str], there: Iterable[str]) -> Told:
    """What the source has and the translation has not, and the other way round."""
    found, wanted = Counter(here), Counter(there)
    yield from (f"{one} is missing" for one in wanted - found)
    yield from (f"{one} is not in the source" for one in found - wanted)


def _value(number: str, tag: str) -> str:
    """A number in plain figures, where it is written as its language writes it."""
    plain = "".join(str(unicodedata.decimal(c, c)) for c in number)
    if plain.isdecimal():
        return plain
    if any(ord(c) in ARABIC for c in plain):
        tag, plain = SOURCE, plain.translate(ARABIC)
    told, ours = _parsed(plain, tag), _parsed(plain, SOURCE)
    return told or (f"{plain} (which {tag} does not write so)" if ours else plain)


def _parsed(number: str, tag: str) -> str:
    """A number with a point; nothing, where a language does not write it so."""
    try:
        return str(parse_decimal(number, locale=tag.replace("-", "_"), strict=True))
    except (NumberFormatError, UnknownLocaleError):
        return ""


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
    for word in language.negations if said else ():
        if len(_form(word).findall(message.text)) > len(said):
            yield f'"{word}" is said more often than the source says no'


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


def _opposites(message: Message, language: Language, _: Catalogue) -> Told:
    """Before is not after, more is not less, left is not right."""
    for pair in language.opposites:
        for own, other in ((pair.one, pair.other), (pair.other, pair.one)):
            said, told, exchanged = (
                next((word for word in words if _holds(word, text)), "")
                for words, text in (
                    (own.source, message.source),
                    (own.here, message.text),
                    (other.here, message.text),
                )
            )
            if said and exchanged and not told:
                yield f'"{exchanged}" stands for "{said}"'


def _terms(message: Message, _: Language, words: Catalogue) -> Told:
    """A word of the glossary is told as the glossary tells it, once that is translated."""
    for entry, (source, here) in _glossary(words).items():
        if message.context.startswith(f"{entry} "):
            continue
        found = next((form for form in source if _holds(form, message.source)), "")
        if found and not any(_holds(form, message.text) for form in here):
            yield f'"{found}" is not told as "{here[0]}", as in the glossary'


@lru_cache(maxsize=8)
def _glossary(words: Catalogue) -> Mapping[str, tuple[list[str], list[str]]]:
    """The forms of each translated term, in the source and in the language, the term first."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for message in sorted(words.messages.values(), key=lambda m: m.context.endswith(" forms")):
        entry, _, field = message.context.rpartition(" ")
        is_form = field == "forms" and entry in found
        if entry.startswith("glossary/") and message.is_current and (field == "term" or is_form):
            source, here = found.setdefault(entry, ([], []))
            source.append(message.source)
            here.append(message.text)
    return found


def _items(message: Message, language: Language, _: Catalogue) -> Told:
    """No item of a list is dropped, and no sentence or remark in brackets."""
    either = "|".join(map(_stem, language.joins))
    form = rf"[,;،؛](?:\s(?:{either}))?(?=\s)|[、，；]|\s(?:{either})(?=\s)"
    here = len(re.findall(form, message.text, re.IGNORECASE))
    there = len(JOIN.findall(message.source))
    if here < there:
        yield f"{there - here} items of the list are missing"
    if message.text.count("(") + message.text.count("（") < message.source.count("("):
        yield "a remark in brackets is missing"
    if len(_sentences().findall(message.text)) < len(_sentences().findall(message.source)):
        yield "a sentence is missing"


@cache
def _sentences() -> re.Pattern[str]:
    """Finds the end of each sentence."""
    return re.compile(rf"[{ENDS['.']}{ENDS['?']}!！](?=\s|$)|[。？！]")


def _length(message: Message, _: Language, __: Catalogue) -> Told:
    """A translation is not a piece of one."""
    here, there = len(message.text.encode()), len(message.source.encode())
    if here < there * SHORTEST and len(message.source) > 20:
        yield "half of it is missing"
    for mark, forms in ENDS.items():
        ours, own = message.source.endswith(mark), message.text.endswith(tuple(forms))
        if ours and not own:
            yield f'it does not end with "{mark}"'
        if own and not ours and mark != ":":
            yield "it ends like a sentence, the source does not"


def _printable(message: Message, _: Language, __: Catalogue) -> Told:
    """No markup, and nothing that cannot be seen."""
    if found := MARKUP.search(message.text):
        yield f'"{found.group()[:20]}" would be printed as it is'
    for character in dict.fromkeys(message.text):
        if not character.isprintable():
            yield f"U+{ord(character):04X} cannot be printed"


def _spelled(message: Message, _: Language, words: Catalogue) -> Told:
    """No word of the source is left that this country writes in another way."""
    # A proper name is the same: who enters it as it is has looked at it.
    found = differing(words).search(message.text)
    if found and message.text != message.source:
        yield f'"{found.group()}" is written in another way here'


def _guarded(message: Message, language: Language, _: Catalogue) -> Told:
    """Nothing says again what a claim was corrected for, but the claim itself."""
    if message.context.endswith((" states", " paraphrases")):
        return
    for guard in language.guards:
        if guard.trips(message.text):
            yield f"says what {guard.claim} corrects"


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
    "translated-opposite": _opposites,
    "translated-term": _terms,
    "guard": _guarded,
}
VARIANT: dict[str, Rule] = {
    "translated-negation": _same_words,
    "translated-spelling": _spelled,
}


def _holds(word: str, text: str) -> bool:
    return _form(word).search(text) is not None


@cache
def _form(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_stem(word)}(?!\w)", re.IGNORECASE)


def _stem(word: str) -> str:
    """A word as an expression; * stands for any ending."""
    return re.escape(word).replace(r"\*", r"\w*")
