"""Every text that can reach a page or a letter is a door; the gate stands in front of each.

The small data set has a record of every kind with every field; each of its texts is changed,
swapped, deleted and moved, one at a time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from handouts.content.library import Library
from handouts.content.model import Caution, Record, SignOff
from handouts.page.compose import compose, standing
from handouts.page.edition import Edition, editions
from handouts.page.words import digest, handouts_of, subjects, unread, words_of
from tests.gate.strings import Path, changed, texts

OUTSIDE = frozenset({"place", "unread", "draft", "signoff"})
"""Fields of a composed handout that say how it stands, and not what it says."""


def shown(library: Library) -> dict[Edition, Any]:
    """Everything that the editions of all sites show."""
    return {
        e: _bare(compose(library, e)) for site in library.sites for e in editions(library, site)
    }


def _bare(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return tuple(_bare(getattr(value, name)) for name in names if name not in OUTSIDE)
    if isinstance(value, tuple | list):
        return tuple(map(_bare, value))
    if isinstance(value, Record):
        told = value.model_dump(exclude={"place", "accessed", "seen", "shows", "tier"})
        return tuple(told[name] for name in told if name not in UNPRINTED)
    return tuple(_bare(v) for v in value.values()) if hasattr(value, "values") else value


UNPRINTED = frozenset({"type", "volume", "issue", "page", "ISBN", "mail", "letters"})
"""Fields of references and sites that no page prints."""


@lru_cache(maxsize=1)
def before(library: Library) -> tuple[dict[Edition, Any], dict[str, str], frozenset[str]]:
    """What the untouched library shows, its digests, and the keys of its words."""
    return shown(library), digests(library), keys(library)


def digests(library: Library) -> dict[str, str]:
    """The digest of every handout."""
    return {handout: digest(library, handout) for handout in handouts_of(library)}


def keys(library: Library) -> frozenset[str]:
    """The keys of all words that are to be read."""
    return frozenset(w.key for subject in subjects(library) for w in words_of(library, subject))


PROOFS = frozenset({"patterns", "fires_on", "passes"})
NO_WORDS = frozenset({"figure", "language", "handout", "version", "blocks", "web"}) | PROOFS
"""Texts that name a drawing, a language or a record, and are no words."""


def words(library: Library) -> Iterator[tuple[Path, str]]:
    """The texts that are words."""
    return ((path, text) for path, text in texts(library) if not NO_WORDS & {*path})


def is_local(path: Path) -> bool:
    """Whether a text is a site's own fact, or a phone that only a site names."""
    return path[0] == "sites"


def lines(library: Library) -> frozenset[str]:
    """The ids of contacts that are a crisis line of a site."""
    return frozenset(site.crisis for site in library.sites.values() if site.crisis)


def test_no_text_can_change_unread_or_under_a_signature(golden: Library) -> None:
    """Change any one visible text: every handout that shows it is a draft again, and somebody has
    to read it, letters and crisis lines too."""
    was, old, read = before(golden)
    crisis, doors = lines(golden), set()
    held, unseen = [], []
    for path, text in words(golden):
        after = changed(golden, path, f"{text} zebra")
        fell = {h for h, now in digests(after).items() if now != old[h]}
        is_unread = bool(keys(after) - read)
        if is_unread:
            doors.add((path[0], *(part for part in path[2:] if isinstance(part, str))))
        if is_unread and fell == {*old}:
            continue
        now = shown(after)
        seen = {edition.subject for edition in was if was[edition] != now[edition]}
        is_crisis = path[0] == "contacts" and path[1] in crisis
        if not seen <= fell and not is_local(path) and not is_crisis:
            held.append((path, text))
        if seen and not is_unread and path[0] not in ("references", "sites"):
            unseen.append((path, text))
    assert held == []
    assert unseen == []
    assert len(doors) > 150


@pytest.mark.parametrize("do", ["swapped", "deleted"])
def test_no_text_can_be_swapped_or_deleted_under_a_signature(golden: Library, do: str) -> None:
    """Put a dash or another text in the place of one (of every fourth): the signature falls."""
    was, old, _ = before(golden)
    found = [(path, text) for path, text in words(golden) if not is_local(path)][::4]
    crisis, held = lines(golden), []
    for (path, text), (_, other) in zip(found, [*found[1:], found[0]], strict=True):
        new = other if do == "swapped" else "-"
        if text == new or (path[0] == "contacts" and path[1] in crisis):
            continue
        after = changed(golden, path, new)
        fell = {h for h, now in digests(after).items() if now != old[h]}
        if fell == {*old}:
            continue
        now = shown(after)
        if not {edition.subject for edition in was if was[edition] != now[edition]} <= fell:
            held.append((path, text))
    assert held == []


def _moved(library: Library) -> Iterator[tuple[str, Library]]:
    """The library with two neighbors of a list in another order, for every list of a leaflet."""
    for id_, syndrome in library.syndromes.items():
        for name in type(syndrome).model_fields:
            content = getattr(syndrome, name)
            for other in _turned(content):
                moved = syndrome.model_copy(update={name: other})
                yield f"{id_} {name}", replace(library, syndromes={**library.syndromes, id_: moved})


def _turned(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        if len(value) > 1 and value[0] != value[1]:
            yield (value[1], value[0], *value[2:])
        for at, item in enumerate(value):
            for turned in _turned(item):
                yield (*value[:at], turned, *value[at + 1 :])
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            if name not in ("references", "answers", "place"):
                for turned in _turned(getattr(value, name)):
                    yield value.model_copy(update={name: turned})


def test_no_text_can_be_moved_under_a_signature(golden: Library) -> None:
    """Two sentences in another order, where the page shows it, are other words."""
    was, old, _ = before(golden)
    held, tried = [], 0
    for name, after in _moved(golden):
        now = shown(after)
        seen = {edition.subject for edition in was if was[edition] != now[edition]}
        fell = {h for h, new in digests(after).items() if new != old[h]}
        tried += bool(seen)
        if not seen <= fell:
            held.append(name)
    assert held == []
    assert tried > 10


def test_another_level_is_another_text(golden: Library) -> None:
    """A medicine under another level of caution is a draft again, though no word has changed."""
    syndrome = next(s for s in golden.syndromes.values() if s.block("medicine_cautions"))
    cautions = syndrome.block("medicine_cautions")
    first, *rest = cautions.medicines
    other = next(level for level in Caution if level is not first.level)
    moved = cautions.model_copy(
        update={"medicines": (first.model_copy(update={"level": other}), *rest)}
    )
    after = replace(
        golden,
        syndromes={
            **golden.syndromes,
            syndrome.id: syndrome.model_copy(update={"medicine_cautions": moved}),
        },
    )
    assert digest(after, syndrome.id) != digest(golden, syndrome.id)
    assert unread(after, syndrome.id)


def test_another_country_is_another_text(golden: Library) -> None:
    """A sentence that is shown to readers of another country has to be read and signed again."""
    countries = [(path, text) for path, text in texts(golden) if path[-1] == "country"]
    countries = [(path, text) for path, text in countries if path[0] in ("syndromes", "triage")]
    assert countries
    for path, text in countries:
        after = changed(golden, path, "uk" if text == "us" else "us")
        assert digests(after) != digests(golden), path


def test_facts_of_a_site_do_not_touch_a_signature(golden: Library) -> None:
    """Phones, names, paper, logo and emergency order of a hospital are its own."""
    old = digests(golden)
    for path, text in texts(golden):
        if is_local(path):
            assert digests(changed(golden, path, f"{text}9")) == old, path


def test_a_picture_and_a_color_do_not_touch_a_signature(golden: Library) -> None:
    """A figure may be drawn anew or be kept in another file; its alternative text is signed."""
    old = digests(golden)
    figures = [(path, text) for path, text in texts(golden) if path[-1] == "figure"]
    assert figures
    for path, _ in figures:
        assert digests(changed(golden, path, "another-drawing")) == old


def test_a_signature_is_of_exactly_these_words(golden: Library) -> None:
    """A sign-off holds for the digest that it names, and for no other."""
    handout = next(iter(golden.syndromes))
    revision, _ = standing(golden, handout)
    good = SignOff(
        handout=handout,
        version=revision.version,
        digest=digest(golden, handout),
        name="A",
        role="B",
        organization="C",
        date=revision.date,
    )
    assert standing(replace(golden, signoffs=(good,)), handout)[1] == good
    bad = good.model_copy(update={"digest": "0" * 64})
    assert standing(replace(golden, signoffs=(bad,)), handout)[1] is None
