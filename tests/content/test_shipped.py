"""The shipped content: sound, complete, and guarded."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest
from tests.conftest import ROOT

from handouts import lint
from handouts.content import library
from handouts.content.library import Library
from handouts.lint import guards, report
from handouts.page.compose import compose
from handouts.page.edition import Edition, editions
from handouts.page.formats import Format
from handouts.page.handout import Handout, Kind, Sentence
from handouts.page.words import Word

SITES = ("us", "uk")


@pytest.fixture(scope="module")
def shipped() -> Library:
    """The content that this project ships."""
    return library.load(ROOT / "data")


@pytest.fixture(scope="module")
def handouts(shipped: Library) -> list[Handout]:
    """Every handout of every site."""
    return [compose(shipped, e) for site in SITES for e in editions(shipped, site)]


def test_no_fault_in_any_file(shipped: Library) -> None:
    """Every record is sound and every link leads somewhere."""
    assert [str(problem) for problem in shipped.problems] == []


def test_no_editorial_fault(shipped: Library, handouts: list[Handout]) -> None:
    """Every rule holds for every page, on the day the content was last touched."""
    today = max(revision.date for revision in shipped.revisions)
    linter = lint.Linter(shipped)
    found = [p for handout in handouts for p in linter.check(handout)]
    found += lint.check_library(shipped, today, report.printed_claims(handouts))
    assert [str(problem) for problem in sorted(set(found)) if problem.is_error] == []


def test_every_paragraph_of_every_source_is_judged(
    shipped: Library, handouts: list[Handout]
) -> None:
    """Nothing that the articles say is left unanswered without a reason."""
    found = report.summary(shipped, handouts)
    assert all(not source["uncovered"] for source in found["sources"].values())
    assert found["unanswered"] == []


def test_every_fact_is_backed_by_a_reference_that_was_seen(
    shipped: Library, handouts: list[Handout]
) -> None:
    """A printed fact without a source would be an opinion."""
    bare = [
        sentence.text
        for handout in handouts
        for sentence in handout.sentences()
        if sentence.kind in (Kind.FACT, Kind.NUMBER, Kind.CORRECTION) and not sentence.references
    ]
    assert bare == []
    late = [r.id for r in shipped.references.values() if r.accessed > date.today()]  # noqa: DTZ011
    assert late == []


def test_every_guard_stops_its_example_wherever_it_stands(shipped: Library) -> None:
    """The rule itself, and not only the record, catches the sentences in capitals, and after
    another sentence."""
    loose = []
    for claim, guard in shipped.guards:
        for fires_on in guard.fires_on:
            text = f"Here it stands. {fires_on.upper()}"
            word = Word("what_is", "", Sentence(text, Kind.NOTE))
            if not any(claim.id in p.message for p in guards.guards(shipped, word)):
                loose.append((claim.id, fires_on))
    assert loose == []


def test_every_faulty_claim_is_guarded(shipped: Library) -> None:
    """What was found wrong, misleading, outdated or garbled has a guard or paraphrases."""
    loose = [
        claim.id
        for claim in shipped.claims.values()
        if claim.verdict in ("wrong", "misleading", "outdated", "garbled")
        and not (claim.guard or claim.paraphrases)
    ]
    assert loose == []


@pytest.mark.parametrize("site", SITES)
def test_readers_get_help_of_their_own_country(site: str, shipped: Library) -> None:
    """Each leaflet names at least two services that the reader can use."""
    for syndrome in shipped.syndromes:
        handout = compose(shipped, Edition(site, syndrome, Format.LEAFLET))
        block = next(b for b in handout.blocks() if b.kind == "contacts")
        assert len(block.parts[0].rows) >= 2, syndrome


def test_leaflets_name_their_emergency_first(handouts: list[Handout]) -> None:
    """Help comes before everything but the main message."""
    for handout in handouts:
        if handout.edition.format is Format.LEAFLET:
            kinds = [block.kind for block in handout.blocks()]
            assert kinds[:2] == ["lines", "care"], handout.edition


def test_no_page_claims_a_review_that_nobody_made(handouts: list[Handout]) -> None:
    """Only what a named person signed, and somebody read word by word, goes without a mark."""
    for handout in handouts:
        reviewed = handout.signoff is not None and not handout.unread
        assert (handout.draft is None) == reviewed, handout.edition


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Runs `handouts` for a hospital that fills in everything; gives what it says."""
    folder = tmp_path_factory.mktemp("hospital")
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / "data" / "sites" / "full.yaml").write_text(
        "id: full\ncountry: us\npaper: letter\nlanguage: en-US\n"
        'emergency: {number: "911", order: Call 911 or go to the emergency room now}\n'
        "hospital: Example General Hospital\nteam: Neurology team\nteam_phone: 555-0100\n"
        "out_of_hours_phone: 555-0101\ncrisis: lifeline-988\nformats_phone: 555-0102\n"
        "interpreter_phone: 555-0103\nfeedback: leaflets@hospital.example\n"
        "web: https://hospital.example/leaflets\n"
    )
    (folder / "templates").symlink_to(ROOT / "templates")

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "handouts", "--site", "full", *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_every_file_of_a_full_hospital_fits_and_has_all_its_words(
    hospital: Callable[..., str], shipped: Library
) -> None:
    """Names, phones and a web address take room; nobody there can shorten the clinical words."""
    built = hospital("build").splitlines()
    assert sum("-leaflet.pdf" in line for line in built) == len(shipped.syndromes)
    hospital("check", "--pdf")
