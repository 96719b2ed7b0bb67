"""What has to be translated for which edition, and which editions a language has."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from handouts.content.languages.catalogue import Catalogue, Message
from handouts.content.languages.spoken import MISSING, differing, known, spoken, variant
from handouts.content.languages.texts import retold
from handouts.content.library import Library
from handouts.content.model import BlockKind, Site
from handouts.content.problems import Place
from handouts.page.compose import compose
from handouts.page.desk import Desk
from handouts.page.edition import Edition, editions
from handouts.page.formats import Format
from handouts.page.handout import Handout, Sentence
from handouts.page.leaflet import leaflet_block
from handouts.page.terms import used_terms
from handouts.page.words import LETTERS, SITES, language_of, letter_words, shown, site_words

HELP, CARD = "help", "card"
"""Pages of a leaflet that are of use alone."""

MARK = re.compile("\ue002([0-9]+)\ue003")


def offered(library: Library, site: str, formats: Collection[str] = ()) -> list[Edition]:
    """Every edition of a site; in other languages than its readers' only those that are whole.

    To know that takes time, so these are only of some formats, where some are named.
    """
    told = editions(library, site)
    for language in library.sites[site].tongues[1:]:
        told += [
            edition
            for edition in editions(library, site, language)
            if (not formats or edition.format in formats) and is_whole(library, edition)
        ]
    return told


@lru_cache(maxsize=256)
def is_whole(library: Library, edition: Edition) -> bool:
    """Whether every word of an edition is there in its language, and current."""
    if _lacks_a_block(library, edition):
        return False
    return not any(MISSING in text for text in _texts(compose(library, edition)))


def has_letters(library: Library, site: str, language: str) -> bool:
    """Whether every word of the e-mails of a site is there in a language, and current."""
    told = spoken(library, language)
    words = letter_words(told, told.sites[site])
    return not any(MISSING in word.sentence.text for word in words)


def _lacks_a_block(library: Library, edition: Edition) -> bool:
    """Whether a block of a whole leaflet has an untranslated word; the first tells, which is fast.

    False says nothing: a block may be told shorter, and there is more than blocks.
    """
    site = library.sites[edition.site]
    told = spoken(library, edition.language or site.language)
    subject = told.syndromes.get(edition.subject)
    if edition.format.shape.is_short or subject is None or told.series is None:
        return False
    desk = Desk(told, language_of(told), told.sites[site.id])
    blocks = (leaflet_block(desk, subject, row) for row in told.series.blocks)
    return any(MISSING in word.text for block in blocks if block for word in block.words())


def _texts(handout: Handout) -> Iterator[str]:
    yield from (word.sentence.text for word in shown(handout))
    yield from (sentence.text for sentence in handout.words())
    yield from (chapter.running for side in handout.sides for chapter in side.chapters)


@dataclass(frozen=True)
class Uses:
    """Every text that a page or a letter shows, and which of them each of these shows."""

    messages: tuple[Message, ...]
    """In the order in which they are first read."""
    shown: Mapping[str, frozenset[tuple[str, str]]]
    """The keys of the messages by what shows them: `lambert-eaton-trifold`, `letters`."""


def uses(library: Library, tag: str) -> Uses:
    """What has to be translated into a language: all that the pages of its sites show."""
    found: list[tuple[str, str, Place]] = []
    searched: dict[str, list[int]] = {}

    def say(context: str, text: str, place: Place) -> str:
        found.append((context, text, place))
        entry, _, field = context.rpartition(" ")
        if field in ("term", "forms"):  # a glossary looks for these in the texts
            searched.setdefault(entry, []).append(len(found) - 1)
            return text
        return f"\ue002{len(found) - 1}\ue003{text}"

    traced = retold(library, say)
    users: dict[int, dict[str, Sentence | None]] = {}
    for user, sentence, text in _read(traced, _sites(traced, tag)):
        for number in map(int, MARK.findall(text)):
            entry = found[number][0].rpartition(" ")[0]
            for own in (*searched.get(entry, ()), number):
                users.setdefault(own, {}).setdefault(user, sentence)
    terms = [t for t in library.glossary.values() if t.exempt]
    pairs = words.words if (words := known(library, tag).language) else ()
    messages: dict[tuple[str, str], Message] = {}
    by_user: dict[str, set[tuple[str, str]]] = {}
    for number, shown_by in users.items():
        context, text, place = found[number]
        sentence = next((s for s in shown_by.values() if s), None)
        comments = []
        if sentence:
            comments.append(f"{sentence.role}, {sentence.kind}")
            if sentence.references:
                comments.append(f"References: {', '.join(sentence.references)}")
        if used := used_terms(text, terms):
            comments.append(f"Terms: {', '.join(term.term for term in used)}")
        fixed = [p for p in pairs if _holds(text, p.source)]
        comments += [f"{p.source} = {' or '.join(p.here)}" for p in fixed]
        told = messages.get((context, text)) or Message(context, text, place=place)
        both = tuple(dict.fromkeys((*told.users, *shown_by)))
        messages[told.key] = dataclasses.replace(told, comments=tuple(comments), users=both)
        for user in shown_by:
            by_user.setdefault(user, set()).add(told.key)
    shown_ = {user: frozenset(keys) for user, keys in sorted(by_user.items())}
    return Uses(tuple(messages.values()), shown_)


def _holds(text: str, word: str) -> bool:
    form = re.escape(word).replace(r"\*", r"\w*")
    return re.search(rf"(?<!\w){form}(?!\w)", text, re.IGNORECASE) is not None


def _sites(library: Library, tag: str) -> list[Site]:
    """The sites that give out handouts in a language; of all sites, where none does."""
    sites = list(library.sites.values())
    return [site for site in sites if tag in site.tongues] or sites


def _read(library: Library, sites: Iterable[Site]) -> Iterator[tuple[str, Sentence | None, str]]:
    """Everything that is read: what shows it, the sentence, and its text."""
    sites = list(sites)
    rows = library.series.blocks if library.series else ()
    told = {row.key for row in rows if row.kind is BlockKind.CARE}
    firsts = {site.country: site for site in reversed(sites)}.values()
    for site in firsts:
        source = dataclasses.replace(
            library, sites={site.id: site.model_copy(update={"language": language_of(library)})}
        )
        for edition in editions(source, site.id):
            handout = compose(source, edition)
            for word in shown(handout):
                yield edition.name, word.sentence, word.sentence.text
                part = word.address.partition(" ")[0]
                if edition.format is Format.LEAFLET and part in (*told, CARD):
                    name = HELP if part in told else CARD
                    yield f"{edition.subject}-{name}", word.sentence, word.sentence.text
            for sentence in handout.words():
                yield edition.name, sentence, sentence.text
            for chapter in handout.chapters:
                yield edition.name, None, chapter.running
            if not edition.format.shape.is_short:  # which of its words a glossary lists may differ
                text = " ".join(sentence.text for sentence in handout.words())
                for term in used_terms(text, (t for t in library.glossary.values() if t.exempt)):
                    yield edition.name, None, f"{term.say_it} {term.plain}"
    for site in sites:
        for word in (*site_words(library, site), *letter_words(library, site)):
            user = word.address.partition(" ")[0]
            yield user if user in (LETTERS, SITES) else SITES, word.sentence, word.sentence.text
    wording = library.wording
    assert wording is not None
    assert library.imprint is not None
    states = wording.governance
    for text in (states.status_translation, states.status_signed, library.imprint.draft):
        yield SITES, None, text


def lacking(library: Library, words: Catalogue, wanted: Iterable[Message]) -> list[Message]:
    """The messages that have no current translation, stale ones among them."""
    is_variant = variant(words.tag, language_of(library))
    differs = differing(words)
    found = []
    for message in wanted:
        entry = words.find(*message.key)
        if entry is None and is_variant and not differs.search(message.source):
            continue
        if entry is None or not entry.is_current:
            found.append(message)
    return found


def handout_of(message: Message) -> str:
    """The catalogue to which a message belongs: its leaflet's, or the one for all."""
    collection, _, rest = message.context.partition("/")
    if collection in ("syndromes", "numbers"):
        return rest.partition("/")[0].partition(" ")[0]
    first = message.context.partition(" ")[0]
    return first if first in ("booklet", "letters") else "shared"
