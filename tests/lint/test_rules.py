"""Editorial rules: each fires on its fault, and is quiet on good text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import edit

from handouts import lint
from handouts.content import library
from handouts.content.library import Library
from handouts.page.compose import compose
from handouts.page.edition import Edition, editions
from handouts.page.formats import Format

TODAY = date(2026, 11, 21)
ELBOW = "syndromes/elbow.yaml"


def faults(found: Library, site: str = "us") -> set[str]:
    assert found.problems == ()
    handout = compose(found, Edition(site, "elbow", Format.LEAFLET))
    return {problem.rule for problem in lint.Linter(found).check(handout)}


def replaced(data: Path, file: str, old: str, new: str) -> Library:
    edit(data / file, old, new)
    return library.load(data)


def say(data: Path, sentence: str) -> Library:
    """The small data set with one sentence of the elbow leaflet replaced."""
    old = '{say: "Ask your team before you drive a car again.", references: [alpha-2020]}'
    return replaced(data, ELBOW, old, f'{{say: "{sentence}", references: [alpha-2020]}}')


def test_the_small_data_set_breaks_no_rule(golden: Library) -> None:
    """The faults below come from what each test puts in."""
    linter = lint.Linter(golden)
    handouts = [compose(golden, e) for site in golden.sites for e in editions(golden, site)]
    assert [str(p) for handout in handouts for p in linter.check(handout)] == []
    printed = {c for handout in handouts for word in handout.words() for c in word.claims}
    assert lint.check_library(golden, TODAY, printed) == []


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
    site = "feedback: Remember that cold cures elbows\ncrisis:"
    assert "guard" in faults(replaced(data, "sites/us.yaml", "crisis:", site))


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        (ELBOW, "medicine: Ice cream", "medicine: Chronic ice cream", "plain-words"),
        (ELBOW, "title: Driving", "title: Cold cures elbows", "guard"),
        (ELBOW, "that do not bend are painted", "that don't bend are painted", "contraction"),
        ("treatments.yaml", "name: Warm pack", "name: Warm drug", "plain-words"),
        ("wording.yaml", "understands: I may not", "understands: I can't, so I may not", "contr"),
        ("series.yaml", "heading: Daily life", "heading: Your journey", "plain-words"),
        ("first-aid.yaml", "title: If the arm", "title: If a BRCA arm", "abbreviation"),
    ],
)
def test_names_labels_and_alternatives_keep_the_rules_too(
    data: Path, file: str, old: str, new: str, rule: str
) -> None:
    """A reader cannot tell a heading from a sentence, and neither do the rules."""
    assert rule in " ".join(faults(replaced(data, file, old, new)))


def test_each_item_of_a_do_not_list_says_do_not(data: Path) -> None:
    """A reader who skips the heading must not read the opposite."""
    assert "do-not" in faults(replaced(data, ELBOW, "do not stop the warm", "stop the warm"))


@pytest.mark.parametrize(("number", "found"), [(7, False), (8, True)])
def test_a_list_is_not_too_long(data: Path, number: int, found: bool) -> None:
    """Nobody keeps more than seven things in mind."""
    item = '{say: "warm your arm in the sun of the day", references: [alpha-2020]}'
    items = ", ".join([item] * number)
    new = f'lead: "You can:"\n    items: [{items}]\n    text:'
    assert ("list-length" in faults(replaced(data, ELBOW, DRIVE, f"{new} [{DRIVEN}]"))) == found


DRIVEN = '{say: "Ask your team before you drive a car again.", references: [alpha-2020]}'
DRIVE = f"text: [{DRIVEN}]"


@pytest.mark.parametrize(("number", "found"), [(7, False), (8, True)])
def test_a_paragraph_is_not_too_long(data: Path, number: int, found: bool) -> None:
    """A gray block of text is not read."""
    new = f"text: [{', '.join([DRIVEN] * number)}]"
    assert ("paragraph-length" in faults(replaced(data, ELBOW, DRIVE, new))) == found


def test_running_text_is_not_chopped_up(data: Path) -> None:
    """Short sentences without a because read like orders, and nobody learns from them."""
    short = ", ".join(['{say: "It aches.", references: [alpha-2020]}'] * 7)
    assert "choppiness" in faults(replaced(data, ELBOW, DRIVE, f"text: [{short}]"))


@pytest.mark.parametrize(
    ("block", "tier", "found"),
    [
        ("daily_life", "society", False),
        ("daily_life", "other", True),
        ("treatments", "society", True),
        ("treatments", "official", False),
    ],
)
def test_what_carries_a_sentence_is_strong_enough(
    data: Path, block: str, tier: str, found: bool
) -> None:
    """A shop's page carries nothing; danger and treatment rest on more than a charity's page."""
    edit(data / "references.yaml", "tier: society", f"tier: {tier}")
    new = {
        "daily_life": (DRIVEN, DRIVEN.replace("alpha-2020", "beta-page")),
        "treatments": (
            'may stay stiff.", references: [alpha-2020]',
            'may stay stiff.", references: [beta-page]',
        ),
    }[block]
    assert ("tier" in faults(replaced(data, ELBOW, *new))) == found


def test_one_sign_has_one_level(data: Path) -> None:
    """Two leaflets never send the same person on two different ways."""
    two = "  level: emergency\n  say: have a fever of {38.0 °C} or more while"
    found = replaced(data, "triage.yaml", two, two.replace("emergency", "nonurgent"))
    assert "triage" not in {p.rule for p in lint.check_library(found, TODAY, set(found.claims))}
    found = replaced(data, "triage.yaml", "  people: people who use a warm pack\n", "")
    (problem,) = (
        p for p in lint.check_library(found, TODAY, set(found.claims)) if p.rule == "triage"
    )
    assert "fever-warm-pack is nonurgent, but fever" in problem.message


def test_the_same_words_have_one_level(data: Path) -> None:
    """A sign under another id is the same sign to a reader."""
    new = "say: cannot move the joint at all"
    found = replaced(data, "triage.yaml", "say: hear a click when you bend the joint", new)
    assert "triage" in {p.rule for p in lint.check_library(found, TODAY, set(found.claims))}


def test_hard_text_fails_the_reading_level(data: Path) -> None:
    """A leaflet that few can read is not built."""
    hard = "Immunological abnormalities necessitate immediate multidisciplinary evaluation."
    new = ", ".join([f'{{say: "{hard}", references: [alpha-2020]}}'] * 7)
    assert "reading-level" in faults(replaced(data, ELBOW, DRIVE, f"text: [{new}]"))


def test_a_picture_needs_other_words_than_its_caption(data: Path) -> None:
    """Who cannot see the picture learns what it shows, not what stands below it anyway."""
    alt = "A drawing of a body on which the parts that do not bend are painted dark."
    found = replaced(data, ELBOW, "The dark part of the drawing does not bend.", alt)
    assert "alt-text" in faults(found)


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
    found = replaced(data, ELBOW, "review_due: 2027-11-01", "review_due: 2029-01-01")
    assert "review-due" in {p.rule for p in lint.check_library(found, TODAY, set(found.claims))}
