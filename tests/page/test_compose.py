"""What a page shows: corrections applied, numbers written out, words of the country."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import edit

from handouts.content import library
from handouts.content.library import Library
from handouts.page.compose import compose
from handouts.page.edition import Edition, editions
from handouts.page.formats import Format
from handouts.page.handout import Block, Handout, Kind, Role
from handouts.page.words import digest


def leaflet(library_: Library, subject: str = "elbow", site: str = "us") -> Handout:
    return compose(library_, Edition(site, subject, Format.LEAFLET))


def block(handout: Handout, key: str) -> Block:
    return next(b for b in handout.blocks() if b.key == key)


def texts(handout: Handout) -> list[str]:
    return [sentence.text for sentence in handout.sentences()]


def edited(data: Path, file: str, old: str, new: str) -> Library:
    edit(data / file, old, new)
    return library.load(data)


def test_a_wrong_claim_prints_only_as_its_correction(golden: Library) -> None:
    """Whoever names a claim gets what the ledger lets us print of it."""
    link = block(leaflet(golden), "cancer_link")
    assert [s.text for s in link.sentences() if s.role is Role.TEXT] == [
        "About 51 out of 100 people with elbow syndrome have a stiff elbow.",
        "Cold can make the elbow stiffer than it was.",
    ]


def test_what_is_often_said_stands_beside_what_is_true(golden: Library) -> None:
    """The reader sees a wrong claim only with its correction."""
    (part,) = block(leaflet(golden), "read").parts
    rows = [(str(row.label), [s.text for s in row.text]) for row in part.rows]
    assert rows == [
        ("Often said", ["Cold heals the elbow."]),
        ("What is true", ["Cold can make the elbow stiffer than it was."]),
    ]


def test_a_new_correction_changes_exactly_the_pages_that_print_it(data: Path) -> None:
    """Corrections are applied by the program, not by hand."""
    before = library.load(data)
    after = edited(data, "claims/example.yaml", "stiffer than it was", "stiffer than ever")
    assert texts(leaflet(before, "knee")) == texts(leaflet(after, "knee"))
    changed = set(texts(leaflet(after))) - set(texts(leaflet(before)))
    assert changed == {"Cold can make the elbow stiffer than ever."}


def test_an_accurate_claim_prints_as_it_is(data: Path) -> None:
    """Nothing is corrected that was right."""
    found = edited(data, "syndromes/elbow.yaml", "claim: example-p2-b", "claim: example-p1-a")
    assert "Antibodies make the elbow stiff." in texts(leaflet(found))


def test_a_red_flag_is_said_the_same_everywhere(golden: Library) -> None:
    """The order of a flag in a text is the one that the triage table holds."""
    order = "If you cannot move the joint at all, call emergency services."
    said = [s.text for s in block(leaflet(golden), "main_message").sentences()]
    assert order in said
    cards = {p.style: [i[0].text for i in p.items] for p in block(leaflet(golden), "help").parts}
    assert cards["emergency"] == [
        "cannot move the joint at all",
        "have a fever of 100.4 °F (38 °C) or more while you use a warm pack",
    ]
    assert cards["urgent"] == ["have a fever of 100.4 °F (38 °C) or more"]
    assert cards["nonurgent"] == ["hear a click when you bend the joint"]


def test_temperatures_are_those_of_the_country(golden: Library) -> None:
    """Nobody converts degrees while feverish."""
    urgent = [p for p in block(leaflet(golden, site="uk"), "help").parts if p.style == "urgent"]
    assert [str(item[0]) for item in urgent[0].items] == ["have a fever of 38 °C or more"]


def test_a_statement_for_one_country_prints_only_there(golden: Library) -> None:
    """Rules of the road and phone numbers differ; readers get their own."""
    for british in (
        "a rash that only people in Britain get",
        "see a rash that only people in Britain get",
    ):
        assert british in texts(leaflet(golden, site="uk"))
        assert british not in texts(leaflet(golden, site="us"))


def test_contacts_are_those_of_the_country_and_of_the_world(golden: Library) -> None:
    """Nobody is sent to a helpline that does not serve them."""

    def names(site: str) -> list[str]:
        (part,) = block(leaflet(golden, site=site), "support").parts
        return [str(row.label) for row in part.rows]

    assert names("us") == ["Elbow Line", "Elbow World"]
    assert names("uk") == ["Elbow Friends", "Elbow World"]


def test_what_a_site_leaves_empty_is_a_line_to_fill_in(golden: Library) -> None:
    """An unknown phone number is a blank, never an example."""
    card = block(leaflet(golden), "card")
    rows = {str(row.label): row.text for part in card.parts for row in part.rows}
    assert rows["Care team phone"] == ()


def test_a_site_can_not_change_a_clinical_sentence(data: Path) -> None:
    """A hospital's names and phones change nothing but names and phones."""
    before = leaflet(library.load(data))
    site = "hospital: St. Elbow\nteam_phone: 555-0199\ncrisis:"
    after = leaflet(edited(data, "sites/us.yaml", "crisis:", site))

    def clinical(handout: Handout) -> list[str]:
        return [s.text for s in handout.words() if s.kind is not Kind.LOCAL]

    assert clinical(before) == clinical(after)
    assert "555-0199" in texts(after)


def test_words_used_are_explained(golden: Library) -> None:
    """The glossary of a leaflet has the registered words that it uses, and no others."""
    (part,) = block(leaflet(golden), "glossary").parts
    assert [str(row.label) for row in part.rows] == ["antibody (AN-ti-bod-ee)"]
    assert not [b for b in leaflet(golden, "knee").blocks() if b.key == "glossary"]


def test_what_a_leaflet_says_itself_stands_for_the_shared_words(golden: Library) -> None:
    """A treatment, test or question is told as it is here, where the leaflet says more."""
    parts = {str(p.title): p for p in block(leaflet(golden), "treatments").parts if p.title}
    rows = {str(row.label): [str(s) for s in row.text] for row in parts["Warm pack"].rows}
    assert rows["Risks"] == ["On the elbow the warm pack seldom harms the skin."]
    assert rows["How it can help"] == [
        "In one study, 4 out of 9 people with a stiff elbow got better.",
        "A warm joint can bend further than a cold one.",
    ]
    shared = {str(p.title): p for p in block(leaflet(golden, "knee"), "treatments").parts}
    rows = {str(row.label): [str(s) for s in row.text] for row in shared["Warm pack"].rows}
    assert rows["Risks"] == ["The warm pack can redden the skin for a day."]
    asked = {str(p.title): [str(s) for s in p.text] for p in block(leaflet(golden), "asked").parts}
    assert asked == {
        "Is it my fault?": ["Nothing that you did made your joint stiff."],
        "Can I swim?": ["Warm water is good for a stiff elbow."],
    }


def test_treatments_stand_in_the_groups_of_the_series(golden: Library) -> None:
    """A reader sees what each treatment is aimed at, in the same order everywhere."""
    titles = [str(p.title) for p in block(leaflet(golden), "treatments").parts if p.title]
    assert titles == [
        "Treating the cause",
        "Treating the tumor",
        "Calming the joint",
        "Cold pack",
        "Easing the ache",
        "Warm pack",
    ]


def test_every_handout_is_a_draft_until_its_very_words_are_signed(data: Path) -> None:
    """A sign-off is for one text; a changed word makes it a draft again."""
    words = digest(library.load(data), "elbow")
    (data / "signoffs.yaml").write_text(
        f"- {{handout: elbow, version: '1.1', digest: {words}, name: A. Reader, role: Doctor, "
        "organization: Hospital, date: 2026-11-02}\n"
    )
    assert not leaflet(library.load(data)).is_draft
    assert leaflet(library.load(data), "knee").is_draft
    changed = edited(data, "syndromes/elbow.yaml", "Warmth helps", "Warmth may help")
    assert leaflet(changed).is_draft


def test_the_newest_revision_gives_version_and_date(golden: Library) -> None:
    """A page says which edition it is, and a corrected one says what was wrong."""
    handout = leaflet(golden)
    assert (handout.version, str(handout.published)) == ("1.1", "2026-11-01")
    assert handout.corrected is not None
    assert str(handout.corrected.title) == (
        "Corrected on November 1, 2026: throw away every version before 1.1"
    )
    assert [str(i[0]) for i in handout.corrected.items] == [
        "The number of stiff elbows was corrected."
    ]
    assert leaflet(golden, "knee").corrected is None


def test_a_withdrawn_handout_has_no_editions(data: Path) -> None:
    """What was withdrawn is not printed again, until a new edition is published."""

    def subjects(*, again: bool) -> set[str]:
        with (data / "revisions.yaml").open("a") as file:
            kind, day = ("new-edition", 21) if again else ("withdrawal", 20)
            file.write(
                f"- {{handout: knee, version: '1.{day}', date: 2026-11-{day}, kind: {kind}, "
                "changes: [Changed.]}\n"
            )
        return {edition.subject for edition in editions(library.load(data), "us")}

    assert subjects(again=False) == {"elbow", "booklet"}
    assert subjects(again=True) == {"elbow", "knee", "booklet"}


def test_the_short_form_has_the_key_blocks_only(golden: Library) -> None:
    """The trifold is the leaflet's own words, fewer of them, each on its panel."""
    handout = compose(golden, Edition("us", "elbow", Format.TRIFOLD))
    assert [(block.key, block.panel) for block in handout.blocks()] == [
        ("main_message", 1),
        ("help", 2),
        ("what_is", 3),
        ("questions", 4),
        ("actions", 5),
        ("medicine_cautions", 6),
        ("governance", 6),
    ]


def test_the_contents_name_what_starts_a_page(golden: Library) -> None:
    """A reader finds the part that matters today."""
    (part,) = block(leaflet(golden), "in_it").parts
    assert [str(item[0]) for item in part.items] == [
        "What it is",
        "Treatments",
        "What you can do",
        "Support and more information",
    ]


@pytest.mark.parametrize("format_", Format)
def test_whatever_is_shown_is_among_the_words(format_: Format, golden: Library) -> None:
    """The rules, the signature and the audit see headings, labels and alternatives too."""
    subject = "booklet" if format_ is Format.BOOKLET else "elbow"
    handout = compose(golden, Edition("us", subject, format_))
    words = {(word.role, word.text) for word in handout.words()}
    for one in handout.blocks():
        assert one.heading is None or (Role.HEADING, one.heading.text) in words
        for part in one.parts:
            shown = [part.title, part.lead, *part.heads, *(row.label for row in part.rows)]
            shown += [cell for cells in part.cells for told in cells for cell in told]
            for sentence in filter(None, shown):
                assert (sentence.role, sentence.text) in words
            if part.picture:
                assert (Role.ALT, part.picture.alt.text) in words
