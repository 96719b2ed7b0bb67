"""What stands behind every sentence of an edition, for a program to read (JSON-LD)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from handouts.content.languages.spoken import spoken
from handouts.content.library import Library
from handouts.content.model import Reference
from handouts.page.handout import Handout
from handouts.page.words import Word, digest, own_words, shown

CONTEXT = {
    "@vocab": "https://schema.org/",
    "at": "https://schema.org/position",
    "claims": {"@id": "https://schema.org/about", "@type": "@id"},
    "references": {"@id": "https://schema.org/citation", "@type": "@id"},
    "reviewed": "https://schema.org/reviewedBy",
}


def words_digest(handout: Handout) -> str:
    """The sha256 of all that an edition shows, in order: the same words, the same digest."""
    lines = "".join(f"{word.line}\n" for word in shown(handout))
    return hashlib.sha256(lines.encode()).hexdigest()


def trail(library: Library, handout: Handout) -> bytes:
    """The trail of an edition as JSON-LD, each sentence with its claims, references and review."""
    edition = handout.edition
    parts: list[dict[str, Any]] = []
    for side in handout.sides:
        spoken_ = spoken(library, side.language)
        read = {word.sentence: word.key for word in own_words(spoken_, edition.subject)}
        parts += [_sentence(spoken_, word, read.get(word.sentence)) for word in shown(side)]
    languages = [side.language for side in handout.sides]
    library = spoken(library, handout.language)
    cited = {citation.reference.id for citation in handout.citations}
    told = {
        "@context": CONTEXT,
        "@type": "CreativeWork",
        "@id": str(edition),
        "identifier": handout.code,
        "name": handout.title.text,
        "inLanguage": languages if handout.verso else handout.language,
        "version": handout.version,
        "datePublished": str(handout.published),
        "creativeWorkStatus": "draft" if handout.is_draft else "signed",
        "sha256": words_digest(handout),
        "signedDigest": digest(library, edition.subject),
        "hasPart": parts,
        "citation": [
            {"@id": f"#{id_}", **creative_work(library.references[id_])} for id_ in sorted(cited)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _sentence(library: Library, word: Word, key: str | None) -> dict[str, Any]:
    sentence = word.sentence
    told: dict[str, Any] = {"at": word.address, "text": sentence.text}
    if word.label:
        told["headline"] = word.label
    if sentence.claims:
        told["claims"] = [f"#{claim}" for claim in sentence.claims]
    if sentence.references:
        told["references"] = [f"#{reference}" for reference in sentence.references]
    if key and (review := library.reviews.get(key)):
        told["reviewed"] = {
            "@type": "Review",
            "identifier": key,
            "author": review.by,
            "datePublished": str(review.date),
            "reviewAspect": review.relation.value,
            **({"claims": [f"#{claim}" for claim in review.claims]} if review.claims else {}),
        }
    return told


def creative_work(reference: Reference) -> dict[str, str]:
    """A reference as JSON-LD: its title, and where it can be opened."""
    told = {"@type": "CreativeWork", "name": reference.title}
    if reference.address:
        is_identified = reference.DOI or reference.PMID or reference.PMCID
        told["sameAs" if is_identified else "url"] = reference.address
    return told
