"""A built PDF → what a reader of it would trip over.

The checks that a machine can make of PDF/UA-1, PDF/A-2a and of our own standard: the tag tree, the
text in the order in which it is heard, sizes and contrast as painted, what page breaks and scissors
do. What none of them sees is for a person with a screen reader and a printed page.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping

import pikepdf
import pypdfium2

from handouts.content.problems import Place, Problem
from handouts.page.handout import Handout
from handouts.paper import tags
from handouts.paper.audit import card, ink, page, text, tree
from handouts.paper.audit.file import Fault, File
from handouts.paper.audit.outline import Outline, outline

__all__ = ["RULES", "audit", "outline"]

Check = Callable[[File, Outline], Iterator[Fault]]


def _alone(check: Callable[[File], Iterator[Fault]]) -> Check:
    """A check that needs nothing but the file."""
    return lambda file, _: check(file)


def _read(check: Check) -> Check:
    """A check of pages as they are read: the print room's sheets hold the same pages."""
    return lambda file, told: iter(()) if file.is_imposed else check(file, told)


def _found(check: Check) -> Check:
    """A check that finds places by their words; from right to left these are painted as they are
    seen, and cannot be found."""
    return lambda file, told: (
        iter(())
        if any(side.direction == "rtl" for side in file.handout.sides)
        else check(file, told)
    )


CHECKS: Mapping[tuple[str, ...], Check] = {
    ("marked", "language", "title", "conformance"): _alone(tree.catalog),
    (
        "children",
        "headings",
        "alt-text",
        "links",
        "table-rows",
        "table-heads",
        "dots",
    ): _alone(tree.structure),
    ("counts",): tree.counts,
    ("loose-content",): _alone(tree.loose),
    ("fonts",): _alone(ink.fonts),
    ("sentences", "text-order", "pieces"): _alone(text.sentences),
    ("broken-words",): _found(_read(_alone(text.broken))),
    ("text-size", "contrast"): _alone(ink.paint),
    ("lonely-heading",): _found(_read(_alone(page.headings))),
    ("left-behind",): _found(_read(_alone(page.left_behind))),
    ("cut",): _read(_alone(page.cuts)),
    ("empty-page",): _found(_read(page.empty)),
    ("card",): _found(_alone(card.behind)),
}
"""Every rule, and where it is told."""
RULES = ("lengths", *(rule for rules in CHECKS for rule in rules))


def audit(data: bytes, name: str, handout: Handout, told: Outline) -> list[Problem]:
    """Every fault of a built file of a handout; `name` is its path, for the messages.

    `told` is what the HTML of the handout has.
    """
    if not tags.all_lengths_fit(data):
        return [Problem(Place(name), "lengths", "a stream is not as long as it says")]
    with pikepdf.open(io.BytesIO(data)) as pdf, pypdfium2.PdfDocument(data) as pages:
        file = File(pdf, pages, handout)
        return [
            Problem(Place(name), rule, message)
            for check in CHECKS.values()
            for rule, message in dict.fromkeys(check(file, told))
        ]
