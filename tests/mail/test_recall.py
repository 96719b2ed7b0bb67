"""Recall: who got a version that has since been put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handouts.content.library import Library
from handouts.content.model import Revision, RevisionKind
from handouts.mail.journal import Delivery, Journal, State
from handouts.mail.recall import Unnamed, matching, recall
from handouts.mail.recipients import Recipient
from handouts.page.edition import Edition
from handouts.page.formats import Format

ELBOW = Edition("us", "elbow", Format.LEAFLET)
LARGE = Edition("us", "elbow", Format.LARGE_PRINT)
KNEE = Edition("us", "knee", Format.LEAFLET)


def revision(handout: str, version: str, kind: RevisionKind, *corrects: str) -> Revision:
    return Revision(
        handout=handout,
        version=version,
        date=date(2026, 11, int(version.split(".")[1]) + 1),
        kind=kind,
        changes=("Changed.",),
        corrects=corrects,
    )


@pytest.fixture
def library(golden: Library) -> Library:
    new, correction = RevisionKind.NEW, RevisionKind.CORRECTION
    return replace(
        golden,
        revisions=(
            revision("elbow", "1.0", new),
            revision("elbow", "1.2", correction, "example-p1-a"),
            revision("elbow", "1.9", new),
            revision("elbow", "1.10", correction, "example-p2-b"),
            revision("knee", "1.0", new),
        ),
    )


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    with Journal.write(tmp_path) as journal:
        for address, edition, version, state in (
            ("ann@mail.example", ELBOW, "1.0", State.SENT),
            ("ann@mail.example", ELBOW, "1.2", State.SENT),
            ("bob@mail.example", ELBOW, "1.9", State.TRYING),
            ("cy@mail.example", ELBOW, "1.10", State.SENT),
            ("di@mail.example", LARGE, "1.0", State.SENT),
            ("ed@mail.example", ELBOW, "1.0", State.REFUSED),
            ("flo@mail.example", KNEE, "1.0", State.SENT),
        ):
            key = journal.key(address, edition, version)
            at = "2026-11-20T09:30:00+00:00"
            journal.enter(Delivery(key, str(edition), version, state, at))
    return journal


def found(library: Library, journal: Journal, what: str) -> list[str]:
    return [f"{r.edition} {r.delivery.version}" for r in recall(library, journal, "us", what)]


def test_a_claim_concerns_what_was_sent_before_its_correction(
    library: Library, journal: Journal
) -> None:
    """Every format of the handout, and versions as numbers: 1.10 comes after 1.9."""
    assert found(library, journal, "example-p1-a") == [
        "us/elbow-leaflet 1.0",
        "us/elbow-large-print 1.0",
    ]
    assert found(library, journal, "example-p2-b") == [
        "us/elbow-leaflet 1.0",
        "us/elbow-leaflet 1.2",
        "us/elbow-leaflet 1.9",
        "us/elbow-large-print 1.0",
    ]


def test_an_edition_concerns_all_its_corrections(library: Library, journal: Journal) -> None:
    """With a format that edition only, without one all of the handout's."""
    assert len(found(library, journal, "elbow")) == 4
    assert found(library, journal, "us/elbow-large-print") == ["us/elbow-large-print 1.0"]
    assert found(library, journal, "knee") == []


def test_what_is_unknown_is_listed_as_such(library: Library, journal: Journal) -> None:
    """Somebody who may have got it has to be told too; who did not get it has not."""
    told = [str(recalled) for recalled in recall(library, journal, "us", "elbow")]
    assert "2026-11-20  us/elbow-leaflet  1.0, corrected in 1.10 on 2026-11-11" in told[0]
    assert [line.endswith("(unknown whether it arrived)") for line in told] == [
        False,
        False,
        True,
        False,
    ]


def test_a_withdrawn_version_is_recalled_itself(library: Library, journal: Journal) -> None:
    """A withdrawal has no newer version, and yet concerns the one that was sent."""
    withdrawn = revision("knee", "1.0", RevisionKind.WITHDRAWAL)
    withdrawn = withdrawn.model_copy(update={"date": date(2026, 12, 1)})
    library = replace(library, revisions=(*library.revisions, withdrawn))
    (one,) = recall(library, journal, "us", "knee")
    assert "withdrawn on 2026-12-01" in str(one)


def test_what_is_neither_claim_nor_edition(library: Library, journal: Journal) -> None:
    """A slip of the pen is not "nothing to recall"."""
    with pytest.raises(Unnamed, match='no claim or edition "elbw"; did you mean "elbow"'):
        recall(library, journal, "us", "elbw")


def test_only_rows_that_got_it_match(library: Library, journal: Journal) -> None:
    """One letter for each reader, about the newest version that the reader has."""
    recalled = recall(library, journal, "us", "elbow")
    rows = [
        Recipient(2, "zoe@mail.example", ELBOW),
        Recipient(3, "ANN@mail.example", ELBOW),
        Recipient(4, "ann@mail.example", LARGE),
        Recipient(5, "cy@mail.example", ELBOW),
        Recipient(6, "bob@mail.example", ELBOW),
    ]
    pairs = [(r.row, one.delivery.version) for r, one in matching(recalled, rows, journal)]
    assert pairs == [(3, "1.2"), (6, "1.9")]
