"""Where words stand, and what would change with a claim, a reference, a term or a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handouts.content.library import Library
from handouts.content.tripwire.fold import fold
from handouts.page.compose import compose
from handouts.page.desk import Desk
from handouts.page.edition import Edition
from handouts.page.numbers import write_number
from handouts.page.terms import used_terms
from handouts.page.translation import offered
from handouts.page.words import Word, language_of, shown, subjects, words_of


@dataclass(frozen=True)
class Use:
    """Words, and the editions that show them."""

    word: Word
    editions: tuple[Edition, ...]


def uses(library: Library, is_wanted: Callable[[Word], bool]) -> list[Use]:
    """The wanted words of everything, each once, with the editions of every site."""
    found: dict[tuple[str, str], Word] = {}
    for subject in subjects(library):
        for word in words_of(library, subject):
            if is_wanted(word):
                found.setdefault(_key(word), word)
    where: dict[tuple[str, str], list[Edition]] = {}
    if found:
        for site in library.sites:
            for edition in offered(library, site):
                for key in {_key(word) for word in shown(compose(library, edition))} & found.keys():
                    where.setdefault(key, []).append(edition)
    return [Use(word, tuple(where.get(key, ()))) for key, word in found.items()]


def _key(word: Word) -> tuple[str, str]:
    return (str(word.sentence.place), word.sentence.text)


def saying(text: str) -> Callable[[Word], bool]:
    """Whether words hold a text, however it is spelled, alone or with what stands over them."""
    wanted = fold(text)
    return lambda word: wanted in fold(f"{word.label} {word.sentence.text}")


def touched(library: Library, id_: str) -> tuple[list[str], Callable[[Word], bool]]:
    """What an id names (claim, reference, term, number), and whether words depend on it.

    The list is empty when it names nothing.
    """
    tests = dict(_tests(library, id_))
    return list(tests), lambda word: any(test(word) for test in tests.values())


def _tests(library: Library, id_: str) -> Iterator[tuple[str, Callable[[Word], bool]]]:
    if id_ in library.claims:
        evidence = set(library.claims[id_].evidence)
        yield "claim", lambda word: id_ in word.sentence.claims
        if evidence:
            yield (
                "its evidence",
                lambda word: bool(evidence & {*word.sentence.references[:1]}),
            )
    if id_ in library.references:
        yield "reference", lambda word: id_ in word.sentence.references
    if term := library.glossary.get(id_):
        yield "term", lambda word: bool(used_terms(word.sentence.text, [term]))
    if number := library.numbers.get(id_):
        desk = Desk(library, language_of(library), None)
        told = {write_number(number, desk.wording.numbers, desk.language)}
        picture = desk.proportion(number)
        told |= {sentence.text for sentence in (picture.alt, *picture.caption)}
        yield "number", lambda word: word.sentence.text in told


def known(library: Library) -> list[str]:
    """Every id that `touched` knows."""
    return [*library.claims, *library.references, *library.glossary, *library.numbers]
