"""What a sign-off names and a review has read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import edit

from handouts.content import library
from handouts.content.library import Library
from handouts.page.words import digest, own_words, unread


def test_a_sign_off_does_not_depend_on_the_site(data: Path) -> None:
    """What one clinician signed holds in every hospital."""
    before = digest(library.load(data), "elbow")
    edit(data / "sites" / "us.yaml", "crisis:", "hospital: St. Elbow\ncrisis:")
    assert digest(library.load(data), "elbow") == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("syndromes/elbow.yaml", "Warmth helps the elbow", "Warmth heals the elbow"),
        ("syndromes/elbow.yaml", "medicine: Ice cream", "medicine: Ice cubes"),
        ("syndromes/elbow.yaml", "level: avoid", "level: care"),
        ("syndromes/elbow.yaml", "title: Driving", "title: Flying"),
        ("syndromes/elbow.yaml", "understands: true", "understands: false"),
        ("syndromes/elbow.yaml", "that do not bend are painted", "that bend are painted"),
        ("syndromes/elbow.yaml", "affects: [nerves, muscle]", "affects: [nerves]"),
        ("treatments.yaml", "name: Warm pack", "name: Hot pack"),
        ("triage.yaml", "level: urgent", "level: nonurgent"),
        ("wording.yaml", "keep: Do not stop suddenly", "keep: Stop suddenly"),
        ("wording.yaml", "avoid: Avoid", "avoid: Allowed"),
        ("series.yaml", "heading: Medicines to check first", "heading: Medicines to take"),
        ("markers.yaml", "value: surface", "value: inside"),
        ("claims/example.yaml", "stiffer than it was", "stiffer than ever"),
        ("numbers.yaml", "numerator: 44", "numerator: 54"),
    ],
)
def test_whatever_a_reader_sees_belongs_to_the_signature(
    data: Path, file: str, old: str, new: str
) -> None:
    """A changed medicine, level, label or picture makes a signed leaflet a draft again."""
    before = digest(library.load(data), "elbow")
    edit(data / file, old, new)
    found = library.load(data)
    assert found.problems == ()
    assert digest(found, "elbow") != before


def test_words_of_every_country_are_signed_at_once(golden: Library) -> None:
    """One signature holds for all sites, so it has seen the words of all."""
    words = [word.sentence.text for word in own_words(golden, "elbow")]
    assert "a rash that only people in Britain get" in words
    assert "see a rash that only people in Britain get" in words


def test_words_are_read_until_they_change(data: Path) -> None:
    """A review is of these very words, below these labels; a changed word or label is unread."""
    assert unread(library.load(data), "elbow") == []
    edit(data / "syndromes" / "elbow.yaml", "Warmth helps the elbow", "Warmth may help the elbow")
    found = library.load(data)
    assert [word.sentence.text for word in unread(found, "elbow")] == [
        "Warmth may help the elbow of most people."
    ]
    assert unread(found, "knee") == []
    edit(data / "wording.yaml", "not_known: What we do not know", "not_known: What is unknown")
    assert [(word.label, word.sentence.text) for word in unread(library.load(data), "knee")] == [
        ("", "What is unknown"),
        ("What is unknown", "The cause of the stiff knee is not known."),
    ]
