"""Wrong claims in other words: what the tripwire stops, and what a reader is shown beside them.

The words in rewordings.yaml were put as an editor would put them. The guards were widened on all of
them, so the share that they stop is a floor to keep, and more than can be expected of words that
nobody has seen. The gate itself is elsewhere: nothing unread passes (test_doors.py).
"""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
import yaml

from handouts.content import ledger, library
from handouts.content.library import Library
from handouts.content.problems import Place
from handouts.content.tripwire.groups import GROUPS, NAMED
from handouts.content.tripwire.pattern import read
from handouts.lint.guards import FALSE, guards, tripped
from handouts.lint.nearness import faulty
from handouts.lint.notes import facts
from handouts.page.handout import Kind, Role, Sentence
from handouts.page.words import Word, subjects, words_of
from tests.conftest import ROOT

SET: dict[str, Any] = yaml.safe_load(
    (pathlib.Path(__file__).parent / "rewordings.yaml").read_text("utf-8")
)
WRONG = [*SET["wrong"], *SET["later"]]


@pytest.fixture(scope="session")
def shipped() -> Library:
    """The content that is shipped."""
    return library.load(ROOT / "data")


def test_the_right_claim_is_among_five_for_nine_in_ten(shipped: Library) -> None:
    """Whoever reads a wrong sentence sees beside it what it says again, for at least 90 in 100."""
    claims = faulty(shipped)
    missed = [
        wrong["says"]
        for wrong in WRONG
        if not {near.claim.id for near in claims.nearest(wrong["says"])} & {*wrong["claims"]}
    ]
    assert len(missed) <= len(WRONG) / 10, missed


def test_every_rewording_names_claims_that_exist(shipped: Library) -> None:
    """A claim of the set that is gone would make the measurement look worse, or better."""
    named = {claim for wrong in WRONG for claim in wrong["claims"]}
    assert named <= set(shipped.claims)


def test_the_tripwire_stops_no_true_sentence(shipped: Library) -> None:
    """Denials, hedged sentences and true neighbors pass; so do the corrections themselves."""
    stopped = {text: [c.id for c in tripped(shipped, text)] for text in SET["neighbors"]}
    stopped |= {
        text: [c.id for c in tripped(shipped, text)]
        for claim in shipped.claims.values()
        for text in ledger.printable(claim)
    }
    assert {text: found for text, found in stopped.items() if found} == {}


def test_the_tripwire_stops_most_of_the_wrong_ones(shipped: Library) -> None:
    """It is no gate, but it stops 95 of 100 rewordings at once, with the correction of the claim
    that they say again."""
    missed = [
        wrong["says"]
        for wrong in WRONG
        if not {claim.id for claim in tripped(shipped, wrong["says"])} & {*wrong["claims"]}
    ]
    assert len(missed) <= 0.05 * len(WRONG), missed


def test_every_guard_trips_on_the_claim_and_on_five_rewordings(shipped: Library) -> None:
    """By the guard alone, whatever the likeness of words says; hedges that stand in the sentences
    belong to the claim and do not switch its guard off."""
    silent = [
        (claim.id, text)
        for claim, guard in shipped.guards
        for text in (claim.states, *guard.fires_on)
        if not guard.trips(text)
    ]
    assert silent == []


def test_no_guard_trips_on_five_true_neighbors_and_its_correction(shipped: Library) -> None:
    """What stands in the ledger as true is not stopped by the guard that stands beside it."""
    stopped = [
        (claim.id, text)
        for claim, guard in shipped.guards
        for text in (*guard.passes, *claim.correction)
        if guard.trips(text)
    ]
    assert stopped == []


def test_every_group_of_words_is_in_use(shipped: Library) -> None:
    """A group that no pattern names is a word list that nobody keeps."""
    named = {
        name
        for _, guard in shipped.guards
        for pattern in guard.patterns
        for name in NAMED.findall(pattern)
    }
    assert {*GROUPS} == named


DENIALS = (
    "It is not true that {}.",
    "It is a myth that {}.",
    "It would be wrong to say that {}.",
    "Nobody says that {}.",
    "People used to think that {}.",
    "Is it true that {}? No.",
    "Is it right that {}? No, it is not.",
)


@pytest.mark.parametrize("denial", DENIALS)
def test_no_guard_trips_on_a_denial_of_its_claim(shipped: Library, denial: str) -> None:
    """A leaflet may say that a claim does not hold, in so many words."""
    stopped = [
        (claim.id, text)
        for claim, guard in shipped.guards
        for said in (claim.states, *guard.fires_on)
        if "?" not in said and guard.trips(text := denial.format(said.rstrip(" .:-…")))
    ]
    assert stopped == []


def test_what_a_false_claim_states_trips(shipped: Library) -> None:
    """The statement of a claim found false cannot be printed as a fact; definitions may be too
    short to tell."""
    false = [claim for claim in shipped.claims.values() if claim.verdict in FALSE]
    silent = [claim.id for claim in false if not tripped(shipped, claim.states)]
    assert len(silent) <= 0.05 * len(false), silent


def test_shipped_words_trip_nothing(shipped: Library) -> None:
    """What is printed today, in every country and in letters, says nothing that was found false."""
    found = {
        str(problem)
        for subject in subjects(shipped)
        for word in words_of(shipped, subject)
        for problem in guards(shipped, word)
    }
    assert found == set()


DISGUISES = {
    "a soft hyphen": "Plasma ex\u00adchange treats the cancer.",
    "no width": "Plasma exchange tre\u200bats the cancer.",
    "full width": "Plasma exchange ｔｒｅａｔｓ the cancer.",
    "Cyrillic letters": "Plasma exchange tr\u0435\u0430ts the c\u0430ncer.",
    "Greek letters": "Plasma exchange treats the c\u03b1ncer.",
    "accents": "Plasma exchangé treàts the cancer.",
    "capitals": "PLASMA EXCHANGE TREATS THE CANCER.",
    "hard blanks": "Plasma\u00a0exchange\u2009treats the  cancer.",
    "bold letters": "Plasma exchange \U0001d42d\U0001d42b\U0001d41e\U0001d41a\U0001d42d"
    "\U0001d42c the cancer.",
}


@pytest.mark.parametrize("text", DISGUISES.values(), ids=list(DISGUISES))
def test_a_disguise_does_not_help(shipped: Library, text: str) -> None:
    """A guard reads letters as a person does, whatever their code is."""
    assert "epainassist-cure-p16-b" in {claim.id for claim in tripped(shipped, text)}


def test_a_lead_and_its_item_are_read_together(shipped: Library) -> None:
    """A claim that is cut in two, lead and item, is the claim all the same."""
    item = Sentence("the cancer", Kind.FACT, Place("a.yaml", 1, 1))
    word = Word("treatments", "Plasma exchange treats:", item)
    assert [p.rule for p in guards(shipped, word)] == ["guard"]
    assert not list(guards(shipped, Word("treatments", "Scans show:", item)))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SAID])
def test_every_kind_of_words_is_looked_at(shipped: Library, kind: Kind) -> None:
    """A fact, a label, a letter, a site's own words; only what is shown as often said may."""
    text = "Plasma exchange treats the cancer."
    for role in Role:
        word = Word("x", "", Sentence(text, kind, role=role))
        assert list(guards(shipped, word)), (kind, role)
    assert not list(guards(shipped, Word("x", "", Sentence(text, Kind.SAID))))


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)*(b*)*c", ".*.*.*.*x", "([a-z]*)*!"])
def test_a_pattern_that_could_run_for_ever_is_refused(pattern: str) -> None:
    """A guard is looked for in every sentence of every build, so it must end."""
    with pytest.raises(ValueError, match=r"repetition|limit"):
        read(pattern)


def test_a_note_that_states_a_fact_is_found(shipped: Library) -> None:
    """Most wrong sentences would be noticed if they were written as notes, without a source."""
    noticed = [w for w in WRONG if list(facts(shipped, Sentence(w["says"], Kind.NOTE)))]
    assert len(noticed) >= 0.75 * len(WRONG)


@pytest.mark.parametrize(
    "text",
    [
        "We found no trial of this medicine.",
        "Studies show that it helps.",
        "38 people had it.",
        "Half of people get better.",
        "Prednisone heals muscles.",
    ],
)
def test_a_note_holds_no_figure_and_no_evidence(shipped: Library, text: str) -> None:
    """A figure, a trial or a medicine needs a reference, so it cannot be a note."""
    assert [p.rule for p in facts(shipped, Sentence(text, Kind.NOTE))] == ["note"]


@pytest.mark.parametrize(
    "text",
    [
        "This leaflet is for people with LEMS.",
        "Ask your team before any new medicine.",
        "You did nothing to bring this on.",
        "Which medicines should I avoid?",
        "Read it in small bits.",
    ],
)
def test_a_note_may_ask_and_guide(shipped: Library, text: str) -> None:
    """What the leaflet is, what to ask, and comfort need no source."""
    assert not list(facts(shipped, Sentence(text, Kind.NOTE)))
