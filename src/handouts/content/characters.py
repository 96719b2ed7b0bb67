"""Which characters a text may hold: those that a reader sees as what they are.

One policy for everything that comes from outside: content, recipients, templates, pictures, mail.
Standard library only, since it is also asked before anything heavy is imported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

MARKS = 3
"""Combining marks that one letter may carry, when composed; more are a storm."""

_ORDINARY = re.compile(
    r"[\n\t\x20-\x7e\xa0\xa1-\xac\xae-\u024f\u2013\u2014\u2018\u2019\u201c\u201d]*"
)
"""Latin letters, figures and the marks of ordinary text: what nothing has to be asked about."""

_SEEN = frozenset("\n\t \u00a0\u2009\u202f\u3000")
"""White space that is allowed; white space of other widths is not."""
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufffc\ufffd"
)
"""Invisible, or standing for nothing, though Unicode counts them among letters and marks."""
_ENCLOSED = ("<circle", "<square")
_JOINERS = frozenset("\u200c\u200d")
_JOINING = re.compile(
    "ARABIC|SYRIAC|MONGOLIAN|NKO|DEVANAGARI|BENGALI|GURMUKHI|GUJARATI|ORIYA|TAMIL|TELUGU|KANNADA"
    "|MALAYALAM|SINHALA|KHMER|TIBETAN|MYANMAR"
)
"""Scripts that are spelled with joiners."""
_ALPHABETS = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "COPTIC", "CHEROKEE", "LISU"})
"""Scripts whose letters are taken for each other; a word has letters of one of them."""
_SYMBOLS = frozenset("αβγδεθκλμπστφψωΓΔΘΛΠΣΦΨΩ")
"""Greek letters that stand for something in a word of other letters: TNFα, NFκB, β2."""
_WORD = re.compile(r"[^\W_]+")


def faults(text: str) -> Iterator[tuple[int, str]]:
    """Where a text holds what it must not, and what to do about it."""
    if _ORDINARY.fullmatch(text):
        return
    yield from _strange(text)
    for word in _WORD.finditer(text):
        if not word.group().isascii() and (why := _mixed(word.group())):
            yield word.start(), why


def fault(text: str) -> str:
    """The first thing that a text must not hold; empty when there is none."""
    return next((why for _, why in faults(text)), "")


def normal(text: str) -> str:
    """The text composed (Unicode NFC), so that what looks the same is the same."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def shown(text: str) -> str:
    """The text with all that a terminal would obey, hide or turn round written as U+001B."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(c if c == "\n" or (c.isprintable() and not _why(c)) else name(c) for c in text)


def name(character: str) -> str:
    """A character by its number: U+00AD."""
    return f"U+{ord(character):04X}"


def _strange(text: str) -> Iterator[tuple[int, str]]:
    cluster = 0  # where the last letter stands, with the marks behind it
    for at, character in enumerate(text):
        if " " <= character <= "~":
            cluster = at
        elif why := _why(character):
            if not (character in _JOINERS and _joins(text, at)):
                yield at, why
            cluster = at
        elif not _is_mark(character):
            cluster = at
        elif at == cluster or text[cluster].isspace():
            yield at, f"the mark {name(character)} stands alone; put it behind its letter"
        elif at - cluster > MARKS and not _is_mark(text[at + 1 : at + 2]):
            composed = unicodedata.normalize("NFC", text[cluster : at + 1])
            if len(composed) > MARKS + 1:
                yield at, f"more than {MARKS} marks on one letter ({name(character)}); delete them"


@cache
def _why(character: str) -> str:
    """Why a character is not allowed, wherever it stands; empty when it is."""
    if character in _SEEN:
        return ""
    kind = unicodedata.category(character)
    point = name(character)
    if kind == "Zs":
        return f"white space {point}; type an ordinary blank"
    code = ord(character)
    is_selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    if kind in ("Cc", "Cf", "Cs", "Zl", "Zp") or character in _UNSEEN or is_selector:
        return f"invisible character {point}; delete it"
    if kind in ("Co", "Cn"):
        return f"{point} is not assigned to any character; delete it"
    if kind == "So" and code >= 0x1F000:
        return f"picture character {point}; write it in words"
    made = unicodedata.decomposition(character)
    if ((kind[0] == "L" or kind == "Nd") and made[:1] == "<") or made[:7] in _ENCLOSED:
        plain = unicodedata.normalize("NFKC", character).strip("()")
        if plain.isascii() and plain.isalnum() and character not in "ªº":
            return f'{point} only looks like "{plain}"; type "{plain}"'
    return ""


def _is_mark(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] == "M"


def _joins(text: str, at: int) -> bool:
    """Whether a joiner stands behind a letter of a script that is spelled with joiners."""
    return at > 0 and _JOINING.fullmatch(_script(text[at - 1])) is not None


@cache
def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0].partition("-")[0]


def _mixed(word: str) -> str:
    """Whether a word has letters of two alphabets, or figures of two systems."""
    scripts: dict[str, str] = {}
    for at, letter in enumerate(word):
        if not letter.isalpha() or letter in "µªº" or _is_symbol(word, at):
            continue
        if (script := _script(letter)) in _ALPHABETS:
            scripts.setdefault(script, letter)
    if len(scripts) > 1:
        (one, first), (other, second) = list(scripts.items())[:2]
        told = f"{one.capitalize()} {name(first)} and {other.capitalize()} {name(second)}"
        return f'"{word[:40]}" mixes letters that look alike ({told}); type the word again'
    zeros = {ord(c) - unicodedata.decimal(c) for c in word if c.isdecimal()}
    if len(zeros) > 1:
        return f'"{word[:40]}" mixes figures of two systems; type it again'
    return ""


def _is_symbol(word: str, at: int) -> bool:
    """Whether a Greek letter stands for something, and not in the place of a letter beside it."""
    letter = word[at]
    if letter not in _SYMBOLS or all(_script(c) == "GREEK" for c in word if c.isalpha()):
        return False
    beside = (word[at - 1] if at else "") + word[at + 1 : at + 2]
    return letter == "μ" or not any("a" <= c <= "z" for c in beside)
