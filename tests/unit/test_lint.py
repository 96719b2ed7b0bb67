"""Editorial rules: each fires on its fault, and is quiet on good text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handouts import lint
from handouts.content import library
from handouts.content.library import Library
from handouts.page.compose import compose
from handouts.page.edition import Edition, Format

TODAY = date(2026, 11, 21)


def faults(found: Library, site: str = "us") -> set[str]:
    assert found.problems == ()
    handout = compose(found, Edition(site, "elbow", Format.LEAFLET))
    return {problem.rule for problem in lint.Linter(found).check(handout)}


def say(data: Path, sentence: str, kind: str = "say") -> Library:
    """The small data set with one sentence of the elbow leaflet replaced."""
    path = data / "syndromes" / "elbow.yaml"
    old = '{say: "Ask before you drive.", references: [alpha-2020]}'
    text = path.read_text()
    assert old in text
    new = f'{{say: "{sentence}", references: [alpha-2020]}}'
    path.write_text(text.replace(old, new if kind == "say" else f'{{note: "{sentence}"}}'))
    return library.load(data)


def test_the_small_data_set_breaks_no_rule(golden: Library) -> None:
    """The faults below come from the sentence that each test puts in."""
    assert faults(golden) == set()


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Cold heals the elbow in the end.", "guard"),
        ("COLD  CURES it.", "guard"),
        ("About 51% of people improve.", "number-record"),
        ("About 3 out of 10 people improve.", "number-record"),
        ("It helps 1 in 4 people.", "number-record"),
        ("It is twice as likely.", "absolute-risk"),
        ("Take 20 mg of it.", "dose"),
        ("Call 911 at once.", "local"),
        ("Call 555-123-4567 now.", "local"),
        ("Go to the emergency room now.", "local"),
        ("You don't need it.", "contraction"),
        ("It’s a joint.", "contraction"),
        ("Many people suffer from it.", "plain-words"),
        ("Take your medication.", "plain-words"),
        ("The tumour grows.", "plain-words"),
        ("Bend it, e.g. at noon.", "plain-words"),
        ("Salt & water help.", "plain-words"),
        ("You lose this battle alone.", "plain-words"),
        ("You need a BRCA test.", "abbreviation"),
        ("Bend it. Rest it.", "one-sentence"),
        ("One " * 26 + "word.", "sentence-length"),
    ],
)
def test_a_rule_fires_on_its_fault(data: Path, sentence: str, rule: str) -> None:
    """Each editorial rule catches what it is for."""
    assert rule in faults(say(data, sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Warmth heals the elbow.",
        "A trial of 9 people tested it.",
        "It took 17 months.",
        "You have an MRI and a CT scan.",
        "Ask the people of the team.",
        "Do not stop it without advice.",
        "The team’s leaflet says more.",
    ],
)
def test_good_sentences_pass(data: Path, sentence: str) -> None:
    """A rule that cries at good text would be switched off."""
    assert faults(say(data, sentence)) == set()


def test_a_guard_lets_the_claim_stand_beside_its_correction(golden: Library) -> None:
    """What is often said may be shown where it is corrected, and only there."""
    texts = [s.text for s in compose(golden, Edition("us", "elbow", Format.LEAFLET)).sentences()]
    assert "Cold heals the elbow." in texts
    assert "guard" not in faults(golden)


def test_a_guard_reads_the_words_of_a_site_too(data: Path) -> None:
    """A hospital's own text cannot bring a wrong claim back."""
    path = data / "sites" / "us.yaml"
    path.write_text(path.read_text() + "feedback: Remember that cold cures elbows\n")
    assert "guard" in faults(library.load(data))


def test_each_item_of_a_do_not_list_says_do_not(data: Path) -> None:
    """A reader who skips the heading must not read the opposite."""
    path = data / "syndromes" / "elbow.yaml"
    path.write_text(path.read_text().replace("do not stop the warm", "stop the warm"))
    assert "do-not" in faults(library.load(data))


def test_hard_text_fails_the_reading_level(data: Path) -> None:
    """A leaflet that few can read is not built."""
    path = data / "treatments.yaml"
    hard = "Immunological abnormalities necessitate immediate multidisciplinary evaluation."
    text = path.read_text()
    for plain in ("It warms the joint.", "It can redden the skin.", "Rest is the other choice."):
        text = text.replace(plain, hard)
    path.write_text(text)
    assert "reading-level" in faults(library.load(data))


def test_a_picture_needs_other_words_than_its_caption(data: Path) -> None:
    """Who cannot see the picture learns what it shows, not what stands below it anyway."""
    path = data / "syndromes" / "elbow.yaml"
    text = path.read_text()
    alt = "A drawing of a body on which the parts that do not bend are painted dark."
    path.write_text(text.replace("The dark part does not bend.", alt))
    assert "alt-text" in faults(library.load(data))


def test_overdue_reviews_references_and_contacts_are_told(golden: Library) -> None:
    """Old content makes itself known; today is an argument, so this test does not age."""
    printed = set(golden.claims)
    assert lint.check_library(golden, TODAY, printed) == []

    def rules(today: date) -> set[str]:
        return {p.rule for p in lint.check_library(golden, today, printed)}

    assert rules(date(2027, 6, 1)) == {"stale-contact"}
    assert rules(date(2027, 9, 1)) == {"stale-contact", "review-due"}
    assert rules(date(2028, 12, 1)) == {"stale-contact", "review-due", "stale-reference"}


def test_a_review_later_than_two_years_is_refused(data: Path) -> None:
    """Nobody can put off the next look for longer than 24 months."""
    path = data / "syndromes" / "elbow.yaml"
    path.write_text(path.read_text().replace("review_due: 2027-11-01", "review_due: 2029-01-01"))
    found = library.load(data)
    assert "review-due" in {p.rule for p in lint.check_library(found, TODAY, set(found.claims))}


def test_a_handout_without_a_revision_is_a_fault(data: Path) -> None:
    """Every printed page can say which edition it is."""
    path = data / "revisions.yaml"
    path.write_text(path.read_text().replace("handout: knee", "handout: elbow"))
    found = library.load(data)
    assert "revision" in {p.rule for p in lint.check_library(found, TODAY, set(found.claims))}
