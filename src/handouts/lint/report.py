"""What the ledger and the reading scores say, as values and as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from handouts.content import ledger
from handouts.content.library import Library
from handouts.content.model import Claim, Verdict
from handouts.lint.readability import Reader, chop
from handouts.page.handout import Block, Handout, Kind
from handouts.page.trail import creative_work

RATING: Mapping[Verdict, int] = {
    Verdict.ACCURATE: 5,
    Verdict.IMPRECISE: 4,
    Verdict.OUTDATED: 3,
    Verdict.MISLEADING: 2,
    Verdict.WRONG: 1,
    Verdict.GARBLED: 1,
}
"""Verdicts on the scale of schema.org Rating; one that cannot be verified has none."""


def printed_claims(handouts: Iterable[Handout]) -> set[str]:
    """The claims that the handouts print or answer."""
    return {
        claim
        for handout in handouts
        for sentence in handout.sentences()
        for claim in sentence.claims
    }


def summary(library: Library, handouts: Sequence[Handout]) -> dict[str, Any]:
    """The ledger as a whole: tallies, uncovered paragraphs, unanswered claims, contradictions."""
    printed = printed_claims(handouts)
    claims = library.claims.values()
    return {
        "sources": {
            source.id: {
                "title": source.title,
                "paragraphs": source.paragraphs,
                "uncovered": ledger.uncovered(library, source),
                "verdicts": {
                    verdict.value: number
                    for verdict, number in ledger.tally(_claims_of(library, source.id)).items()
                },
            }
            for source in library.sources.values()
        },
        "claims": len(library.claims),
        "verdicts": {verdict.value: number for verdict, number in ledger.tally(claims).items()},
        "guards": sum(claim.guard is not None for claim in claims),
        "unanswered": [c.id for c in claims if c.id not in printed and not c.unprinted],
        "contradictions": sorted(
            {tuple(sorted((claim.id, other))) for claim in claims for other in claim.contradicts}
        ),
    }


def _claims_of(library: Library, source: str) -> tuple[Claim, ...]:
    file = library.claim_files.get(source)
    return tuple(c for c in file.claims if c.id in library.claims) if file else ()


def tell_summary(found: Mapping[str, Any]) -> str:
    """The summary as a table and three lists."""
    verdicts = [verdict.value for verdict in Verdict]
    head = ["source", "claims", *verdicts, "uncovered"]
    table = [head]
    for id_, source in found["sources"].items():
        numbers = [source["verdicts"][verdict] for verdict in verdicts]
        table.append([id_, str(sum(numbers)), *map(str, numbers), str(len(source["uncovered"]))])
    totals = [found["verdicts"][verdict] for verdict in verdicts]
    open_ = sum(len(source["uncovered"]) for source in found["sources"].values())
    table.append(["all", str(found["claims"]), *map(str, totals), str(open_)])
    widths = [max(len(row[n]) for row in table) for n in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
    for id_, source in found["sources"].items():
        if source["uncovered"]:
            lines.append(f"{id_}, uncovered paragraphs: {_join(source['uncovered'])}")
    lines.append(f"guards: {found['guards']}")
    lines.append(f"unanswered: {_join(found['unanswered'])}")
    lines.append(f"contradictions: {len(found['contradictions']) or 'none'}")
    for claim, pairs in groupby(found["contradictions"], key=itemgetter(0)):
        lines.append(f"  {claim} / {_join(other for _, other in pairs)}")
    return "\n".join(lines)


def _join(items: Iterable[Any]) -> str:
    return ", ".join(map(str, items)) or "none"


def trace(library: Library, claim: Claim, handouts: Iterable[Handout]) -> dict[str, Any]:
    """A claim, its evidence, and every sentence and edition that prints or answers it."""
    uses: dict[tuple[str, str, str], list[str]] = {}
    for handout in handouts:
        for block in handout.blocks():
            for sentence in block.sentences():
                if claim.id in sentence.claims:
                    how = _how(sentence.kind)
                    key = (how, sentence.text, str(sentence.place))
                    uses.setdefault(key, []).append(f"{handout.edition}#{block.key}")
    return {
        "id": claim.id,
        "paragraph": claim.paragraph,
        "states": claim.states,
        "topics": list(claim.topics),
        "verdict": claim.verdict.value,
        "correction": list(claim.correction),
        "matters": claim.matters,
        "unprinted": claim.unprinted,
        "contradicts": list(claim.contradicts),
        "guards": list(claim.guard.patterns) if claim.guard else [],
        "evidence": [
            {"id": id_, "title": library.references[id_].title, "shows": _shows(library, id_)}
            for id_ in claim.evidence
        ],
        "sentences": [
            {"how": how, "text": text, "place": place, "in": editions}
            for (how, text, place), editions in uses.items()
        ],
    }


def _how(kind: Kind) -> str:
    if kind is Kind.SAID:
        return "shown as often said"
    return "prints" if kind is Kind.CORRECTION else "answers"


def _shows(library: Library, reference: str) -> list[str]:
    return list(library.references[reference].shows)


def tell(entry: Mapping[str, Any]) -> str:
    """One claim as text."""
    lines = [
        f"{entry['id']}  (paragraph {entry['paragraph']}, {', '.join(entry['topics'])})",
        f"states      {entry['states']}",
        f"verdict     {entry['verdict']}",
    ]
    if entry["correction"]:
        lines.append(f"correction  {' '.join(entry['correction'])}")
    for key in ("matters", "unprinted"):
        if entry[key]:
            lines.append(f"{key:<11} {entry[key]}")
    for key in ("contradicts", "guards"):
        if entry[key]:
            lines.append(f"{key:<11} {_join(entry[key])}")
    for reference in entry["evidence"]:
        lines.append(f"evidence    {reference['id']}: {reference['title']}")
        lines += [f"            - {shows}" for shows in reference["shows"]]
    for sentence in entry["sentences"]:
        lines.append(f"{sentence['how']:<11} {sentence['text']}  [{sentence['place']}]")
        lines.append(f"            {_join(sentence['in'])}")
    return "\n".join(lines)


def claim_reviews(library: Library) -> dict[str, Any]:
    """Every claim with a verdict as schema.org ClaimReview, in one JSON-LD graph."""
    imprint = library.imprint
    reviews = []
    for file in library.claim_files.values():
        source = library.sources[file.source]
        for claim in _claims_of(library, file.source):
            if claim.verdict not in RATING:
                continue
            reviews.append(
                {
                    "@type": "ClaimReview",
                    "@id": f"#{claim.id}",
                    "claimReviewed": claim.states,
                    "author": {
                        "@type": "Organization",
                        "name": imprint.publisher if imprint else "",
                    },
                    "itemReviewed": {
                        "@type": "Claim",
                        "appearance": {
                            "@type": "CreativeWork",
                            "name": source.title,
                            "publisher": {"@type": "Organization", "name": source.publisher},
                            "pagination": f"paragraph {claim.paragraph}",
                        },
                    },
                    "reviewBody": " ".join(ledger.printable(claim)),
                    "reviewRating": {
                        "@type": "Rating",
                        "ratingValue": RATING[claim.verdict],
                        "bestRating": 5,
                        "worstRating": 1,
                        "alternateName": claim.verdict.value,
                    },
                    "citation": [creative_work(library.references[id_]) for id_ in claim.evidence],
                }
            )
    return {"@context": "https://schema.org", "@graph": reviews}


# --- reading ----------------------------------------------------------------------------------

READ = frozenset(Kind) - {Kind.LOCAL}
"""The sentences that count for the reading level; names and addresses do not."""


def texts(blocks: Iterable[Block]) -> list[str]:
    """What a reader reads of some blocks, sentence by sentence."""
    return [s.text for block in blocks for s in block.sentences() if s.kind in READ]


HEADS = {
    "smog": "SMOG",
    "smog_raw": "raw",
    "flesch_kincaid": "FK",
    "flesch_kincaid_raw": "raw",
    "hard_words": "hard words in 100",
    "sentence": "words a sentence",
    "short": "short in 100",
    "pointing": "It, They, This in 100",
}
"""The scores, and what they are called in the table."""


def reading(library: Library, handout: Handout, detailed: bool = False) -> dict[str, Any]:
    """The scores of a handout, raw and adjusted; detailed, by block and the costliest sentences."""
    reader = Reader.of(library.glossary.values())
    read = texts(handout.blocks())
    found: dict[str, Any] = {
        "handout": handout.edition.subject,
        "words": sum(reader.count(text).all_words for text in read),
        **_scores(reader, read, handout.language),
    }
    if detailed:
        found["blocks"] = {
            block.key: {
                "words": sum(reader.count(t).all_words for t in own),
                **_scores(reader, own, handout.language),
            }
            for block in handout.blocks()
            if (own := texts([block]))
        }
        found["costly"] = sorted(dict.fromkeys(read), key=reader.cost, reverse=True)[:5]
    return found


def _scores(reader: Reader, read: Sequence[str], language: str) -> dict[str, float | str]:
    if not language.startswith("en"):  # the formulas, and their table of syllables, are English
        return dict.fromkeys(HEADS, "–")
    adjusted, raw = reader.scores(read, adjusted=True), reader.scores(read, adjusted=False)
    running = chop(read)
    return {
        "smog": round(adjusted.smog, 1),
        "smog_raw": round(raw.smog, 1),
        "flesch_kincaid": round(adjusted.flesch_kincaid, 1),
        "flesch_kincaid_raw": round(raw.flesch_kincaid, 1),
        "hard_words": round(adjusted.hard_words, 1),
        "sentence": round(running.mean, 1),
        "short": round(running.short, 1),
        "pointing": round(running.pointing, 1),
    }


def tell_reading(found: Sequence[Mapping[str, Any]]) -> str:
    """Reading reports as a table, with blocks and costly sentences where they were asked for."""
    head = ("", "words", *HEADS.values())
    keys = ("words", *HEADS)
    rows: list[tuple[str, ...]] = [head]
    for one in found:
        rows.append((one["handout"], *(str(one[key]) for key in keys)))
        for name, block in one.get("blocks", {}).items():
            rows.append((f"  {name}", *(str(block[key]) for key in keys)))
    widths = [max(len(row[n]) for row in rows) for n in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    for one in found:
        for text in one.get("costly", ()):
            lines.append(f"  costly: {text}")
    return "\n".join(lines)
