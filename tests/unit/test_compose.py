"""What a page shows: corrections applied, citations numbered, numbers written out."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.content import library
from handouts.content.library import Library
from handouts.content.model import Number
from handouts.page.compose import compose, digest
from handouts.page.edition import Edition, Format
from handouts.page.handout import Handout, Kind
from handouts.page.numbers import write_number


def leaflet(library_: Library, subject: str = "elbow", site: str = "us") -> Handout:
    return compose(library_, Edition(site, subject, Format.LEAFLET))


def texts(handout: Handout) -> list[str]:
    return [sentence.text for sentence in handout.sentences()]


def edit(data: Path, file: str, old: str, new: str) -> Library:
    path = data / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return library.load(data)


def test_a_wrong_claim_prints_only_as_its_correction(golden: Library) -> None:
    """Whoever names a claim gets what the ledger lets us print of it."""
    block = next(b for b in leaflet(golden).blocks() if b.key == "cancer_link")
    assert [s.text for s in block.sentences()] == [
        "About 51 out of 100 people with elbow syndrome have a stiff elbow.",
        "Cold can make the elbow stiffer.",
    ]


def test_what_is_often_said_stands_beside_what_is_true(golden: Library) -> None:
    """The reader sees a wrong claim only with its correction."""
    block = next(b for b in leaflet(golden).blocks() if b.key == "read")
    rows = [(row.label, [s.text for s in row.text]) for row in block.parts[0].rows]
    assert rows == [
        ("Often said", ["Cold heals the elbow."]),
        ("What is true", ["Cold can make the elbow stiffer."]),
    ]


def test_a_new_correction_changes_exactly_the_pages_that_print_it(data: Path) -> None:
    """Corrections are applied by the program, not by hand."""
    claims = "claims/example.yaml"
    edit(data, "syndromes/knee.yaml", "read: [example-p2-b]", "read: [example-p1-a]")
    edit(data, "syndromes/knee.yaml", "      - claim: example-p2-b\n", "")
    before = library.load(data)
    after = edit(data, claims, "Cold can make the elbow stiffer.", "Cold harms the elbow.")
    assert texts(leaflet(before, "knee")) == texts(leaflet(after, "knee"))
    changed = set(texts(leaflet(after))) - set(texts(leaflet(before)))
    assert changed == {"Cold harms the elbow."}


def test_an_accurate_claim_prints_as_it_is(data: Path) -> None:
    """Nothing is corrected that was right."""
    found = edit(data, "syndromes/elbow.yaml", "claim: example-p2-b", "claim: example-p1-a")
    assert "Antibodies make the elbow stiff." in texts(leaflet(found))


def test_citations_count_in_the_order_of_first_use(golden: Library) -> None:
    """Number 1 is the first source that a reader meets."""
    handout = leaflet(golden)
    assert [(c.number, c.reference.id) for c in handout.citations] == [
        (1, "alpha-2020"),
        (2, "beta-page"),
    ]
    blocks = {block.key: block.cites for block in handout.blocks()}
    assert blocks["main_message"] == (1,)
    assert blocks["what_is"] == (1, 2)


def test_a_statement_for_one_country_prints_only_there(golden: Library) -> None:
    """Rules of the road and phone numbers differ; readers get their own."""
    british = "a rash that only people in Britain get"
    assert british in texts(leaflet(golden, site="uk"))
    assert british not in texts(leaflet(golden, site="us"))


def test_contacts_are_those_of_the_country_and_of_the_world(golden: Library) -> None:
    """Nobody is sent to a helpline that does not serve them."""

    def names(site: str) -> list[str]:
        block = next(b for b in leaflet(golden, site=site).blocks() if b.key == "support")
        return [row.label for row in block.parts[0].rows]

    assert names("us") == ["Elbow Line", "Elbow World"]
    assert names("uk") == ["Elbow Friends", "Elbow World"]


def test_what_a_site_leaves_empty_is_a_line_to_fill_in(golden: Library) -> None:
    """An unknown phone number is a blank, never an example."""
    card = next(b for b in leaflet(golden).blocks() if b.key == "card")
    rows = {row.label: row.text for part in card.parts for row in part.rows}
    assert rows["Care team phone"] == ()


def test_a_site_can_not_change_a_clinical_sentence(data: Path) -> None:
    """A hospital's names and phones change nothing but names and phones."""
    before = leaflet(library.load(data))
    after = leaflet(
        edit(data, "sites/us.yaml", "crisis:", "hospital: St. Elbow\nteam_phone: 555-0199\ncrisis:")
    )

    def clinical(handout: Handout) -> list[str]:
        return [s.text for s in handout.sentences() if s.kind is not Kind.LOCAL]

    assert clinical(before) == clinical(after)
    assert "555-0199" in texts(after)


def test_words_used_are_explained(golden: Library) -> None:
    """The glossary of a leaflet has the registered words that it uses, and no others."""
    block = next(b for b in leaflet(golden).blocks() if b.key == "glossary")
    assert [row.label for row in block.parts[0].rows] == ["antibody (AN-ti-bod-ee)"]


def test_every_handout_is_a_draft_until_its_very_words_are_signed(data: Path) -> None:
    """A sign-off is for one text; a changed word makes it a draft again."""
    words = digest(library.load(data), "elbow")
    (data / "signoffs.yaml").write_text(
        f"- {{handout: elbow, version: '1.1', digest: {words}, name: A. Reader, role: Doctor, "
        "organization: Hospital, date: 2026-11-02}\n"
    )
    assert not leaflet(library.load(data)).is_draft
    assert leaflet(library.load(data), "knee").is_draft
    changed = edit(data, "syndromes/elbow.yaml", "Warmth helps.", "Warmth may help.")
    assert leaflet(changed).is_draft


def test_a_sign_off_does_not_depend_on_the_site(data: Path) -> None:
    """What one clinician signed holds in every hospital."""
    before = digest(library.load(data), "elbow")
    after = edit(data, "sites/us.yaml", "crisis:", "hospital: St. Elbow\ncrisis:")
    assert digest(after, "elbow") == before


def test_the_newest_revision_gives_version_and_date(golden: Library) -> None:
    """A page says which edition it is."""
    handout = leaflet(golden)
    assert (handout.version, str(handout.published)) == ("1.1", "2026-11-01")


def number(**changes: object) -> str:
    fields = {
        "id": "n",
        "numerator": 44,
        "denominator": 87,
        "people": "people",
        "have": "improve",
        "year": "2020",
        "references": ("r",),
    }
    return write_number(Number.model_validate({**fields, **changes}))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "About 51 out of 100 people improve."),
        ({"numerator": 1, "denominator": 4}, "25 out of 100 people improve."),
        ({"counts": True}, "In one study, 44 out of 87 people improve."),
        ({"qualifier": "Up to"}, "Up to 51 out of 100 people improve."),
        ({"numerator": 3, "denominator": 1000, "per": 1000}, "3 out of 1,000 people improve."),
        ({"numerator": 0.6, "denominator": 1000}, "Fewer than 1 out of 100 people improve."),
        ({"numerator": 0, "denominator": 65}, "None of 65 people improve."),
    ],
)
def test_a_proportion_is_written_in_whole_people(changes: dict[str, object], sentence: str) -> None:
    """Readers get "51 out of 100 people", never a percentage or a rounded-off zero."""
    assert number(**changes) == sentence


def test_the_short_form_has_the_key_blocks_only(golden: Library) -> None:
    """The trifold is the leaflet's own words, fewer of them."""
    handout = compose(golden, Edition("us", "elbow", Format.TRIFOLD))
    keys = [block.key for block in handout.blocks()]
    assert keys == [
        "main_message",
        "help",
        "what_is",
        "cancer_link",
        "symptoms",
        "questions",
        "actions",
        "medicine_cautions",
        "governance",
    ]


def test_the_booklet_has_a_chapter_for_each_syndrome(golden: Library) -> None:
    """Families and staff find every syndrome in one place, with its leaflet's code."""
    handout = compose(golden, Edition("us", "booklet", Format.BOOKLET))
    assert [(c.key, c.code) for c in handout.chapters if c.code] == [
        ("elbow", "PN-71"),
        ("knee", "PN-72"),
    ]
