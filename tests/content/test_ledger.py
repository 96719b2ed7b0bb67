"""Claims, verdicts and corrections."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handouts.content import decode, ledger, library
from handouts.content.library import Library
from handouts.content.model import Claims, Verdict
from handouts.lint import report
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format

SOURCES = Path(__file__).parents[1] / "golden" / "sources"

HEAD = "source: s\nclaims:\n  - id: s-p1-a\n    paragraph: 1\n    states: X.\n    topics: [t]\n"
BACKED = "    correction: [Y.]\n    matters: Z.\n    evidence: [e]\n"


def faults(body: str) -> list[str]:
    found = decode.decode_one(Claims, (HEAD + body).encode(), "c.yaml")
    return [problem.message for problem in found.problems]


def printed(library_: Library) -> set[str]:
    editions = [Edition("us", name, Format.LEAFLET) for name in library_.syndromes]
    return report.printed_claims(compose(library_, edition) for edition in editions)


@pytest.mark.parametrize("verdict", ["imprecise", "outdated", "misleading", "wrong", "garbled"])
@pytest.mark.parametrize("missing", ["correction", "matters", "evidence"])
def test_a_faulty_claim_needs_a_correction_its_harm_and_evidence(
    verdict: str, missing: str
) -> None:
    """Nobody can call a claim wrong without saying what is right, and why."""
    body = "\n".join(line for line in BACKED.splitlines() if missing not in line)
    messages = faults(f"    verdict: {verdict}\n{body}\n")
    assert len(messages) == 1
    assert missing in messages[0]
    assert faults(f"    verdict: {verdict}\n{BACKED}") == []


def test_an_accurate_claim_has_nothing_to_correct() -> None:
    """A correction of what is right would print a fault."""
    assert "accurate claim has no correction" in faults(f"    verdict: accurate\n{BACKED}")[0]


def test_an_unverifiable_claim_says_why_it_is_never_printed() -> None:
    """What nobody can check reaches no page, and the ledger says why."""
    assert "unprinted" in faults("    verdict: unverifiable\n")[0]
    assert faults("    verdict: unverifiable\n    unprinted: No source found.\n") == []


COLD = "Cold cures it., Ice cures it., Cold may cure it., The cold cures., Cures by ice., Ice cures"
WARM = "Warmth helps., Rest helps., Cold does not cure., Ice hurts., Cold stiffens it."


@pytest.mark.parametrize(
    ("pattern", "fires_on", "passes", "told"),
    [
        ("(?:cold|ice) .. cures?|cures? .. ice", COLD, WARM, []),
        ("(?:cold|ice) .. cures?|cures? .. ice", f"{COLD}, Ice heals.", WARM, ["does not catch"]),
        ("(?:cold|ice) .. cures?|cures? .. ice", COLD, f"{WARM}, Ice may cure.", ["which is true"]),
        ("(?:cold|ice) .. cures?|cures? .. ice", "Cold cures it.", WARM, ["at least 6"]),
        ("(?:cold|ice) .. cures?|cures? .. ice", COLD, "Rest helps.", ["at least 5"]),
        ("(?:cold|ice|bend)", COLD + ", Ice bends", WARM, ["catches"] * 2),
        ("(?:cold", COLD, WARM, ["not a regular expression"]),
        ("{ice} & cures?", COLD, WARM, ["no group of words"]),
        ("cold &  & cures?", COLD, WARM, ["empty"]),
    ],
)
def test_a_guard_is_proved_by_its_sentences(
    pattern: str, fires_on: str, passes: str, told: list[str]
) -> None:
    """It must catch the claim in six forms and let five true sentences pass, each told apart."""
    body = (
        f"    verdict: wrong\n{BACKED}    guard:\n      patterns: ['{pattern}']\n"
        f"      fires_on: [{fires_on}]\n      passes: [{passes}]\n"
    )
    messages = faults(body)
    assert len(messages) == len(told)
    assert all(told_ in message for told_, message in zip(told, messages, strict=True))


def test_a_guard_spares_the_correction() -> None:
    """A guard that stops what shall be printed instead would stop the leaflet."""
    bends = BACKED.replace("Y.", "It bends.")
    body = (
        f"    verdict: wrong\n{bends}    guard:\n      patterns: [it .. bends, cold .. cures]\n"
        "      fires_on: [Cold cures., It bends., It soon bends., It is cold and it cures.,"
        " It then bends., The cold cures.]\n"
        f"      passes: [{WARM}]\n"
    )
    assert "correction" in faults(body)[0]


def test_what_may_be_printed_follows_from_the_verdict(golden: Library) -> None:
    """Accurate claims print as they are, others only as their correction."""
    claims = golden.claims
    assert ledger.printable(claims["example-p1-a"]) == ("Antibodies make the elbow stiff.",)
    assert ledger.printable(claims["example-p2-b"]) == (
        "Cold can make the elbow stiffer than it was.",
    )


def test_an_unverifiable_claim_cannot_reach_a_page(data: Path) -> None:
    """A page that names one prints nothing of it."""
    path = data / "claims" / "example.yaml"
    head, _, tail = path.read_text().partition("    verdict: wrong\n")
    rest = tail[tail.index("no_claims") :]
    path.write_text(f"{head}    verdict: unverifiable\n    unprinted: No source.\n{rest}")
    handout = compose(library.load(data), Edition("us", "elbow", Format.LEAFLET))
    assert "example-p2-b" not in {
        c for b in handout.blocks() if b.key != "read" for s in b.sentences() for c in s.claims
    }


def test_the_sources_can_be_compared_with_copies(golden: Library, tmp_path: Path) -> None:
    """A colleague can see whether a copy is the text that we examined."""
    assert ledger.verify(golden, SOURCES) == []
    (tmp_path / "example.txt").write_text("Something else.\n")
    messages = [problem.message for problem in ledger.verify(golden, tmp_path)]
    assert messages == [
        "not the text that was examined (sha256 differs)",
        "1 paragraphs, 3 registered",
    ]
    assert "cannot be read" in ledger.verify(golden, tmp_path / "no")[0].message


def test_every_paragraph_is_covered_or_said_to_claim_nothing(data: Path) -> None:
    """No passage of a source is overlooked."""
    path = data / "claims" / "example.yaml"
    text = path.read_text()
    path.write_text(text[: text.index("no_claims")])
    found = library.load(data)
    messages = [p.message for p in ledger.check(found, printed(found)) if p.rule == "uncovered"]
    assert messages == [
        "no claim for paragraphs 3 of example; add some, or say in no_claims why there are none"
    ]


def test_a_claim_that_nothing_settles_is_a_fault(data: Path) -> None:
    """Every claim is printed, answered, or has a reason for neither."""
    found = library.load(data)
    rules = {p.rule for p in ledger.check(found, set())}
    assert rules == {"unanswered"}
    path = data / "claims" / "example.yaml"
    path.write_text(path.read_text().replace("verdict: wrong", "verdict: wrong\n    unprinted: x"))
    found = library.load(data)
    assert "unprinted" in {p.rule for p in ledger.check(found, printed(found))}


def test_the_tally_names_every_verdict(golden: Library) -> None:
    """A verdict that nobody has got shows as 0."""
    found = ledger.tally(golden.claims.values())
    assert found[Verdict.WRONG] == 1
    assert found[Verdict.GARBLED] == 0


def test_a_claim_can_be_followed_to_every_sentence(golden: Library) -> None:
    """From the ledger to the page, and back."""
    handouts = [compose(golden, Edition("us", name, Format.LEAFLET)) for name in golden.syndromes]
    entry = report.trace(golden, golden.claims["example-p2-b"], handouts)
    how = {(s["how"], tuple(s["in"])) for s in entry["sentences"]}
    assert how == {
        ("shown as often said", ("us/elbow-leaflet#read",)),
        ("prints", ("us/elbow-leaflet#cancer_link", "us/elbow-leaflet#read")),
    }
    assert entry["evidence"][0]["id"] == "alpha-2020"
    assert "Cold heals the elbow." in report.tell(entry)


def test_claim_reviews_are_schema_org(golden: Library) -> None:
    """Search engines and fact checkers can read our verdicts."""
    graph = report.claim_reviews(golden)
    assert graph["@context"] == "https://schema.org"
    review = next(r for r in graph["@graph"] if r["@id"] == "#example-p2-b")
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "wrong",
    }
    assert review["itemReviewed"]["appearance"]["name"] == "All about elbows"
    json.dumps(graph)
