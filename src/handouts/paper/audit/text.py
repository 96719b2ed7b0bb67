"""Rules on the words: all are heard, in their order, in one piece, and what belongs together is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from handouts.page.handout import Sentence
from handouts.page.unbroken import unbroken
from handouts.paper.audit.file import Fault, File, Passage, gap, squeeze


def sentences(file: File) -> Iterator[Fault]:
    """`sentences`, `text-order`: each sentence is heard as often as it is composed, in its order.

    `pieces`: and none of them runs from one paragraph into another. Lines from right to left are
    painted as they are seen, and readers put them in order again; of those only the letters are
    looked for.
    """
    by_direction: dict[str, list[Sentence]] = {"ltr": [], "rtl": []}
    for side in file.handout.sides:
        by_direction[side.direction] += side.sentences()
    wanted = Counter(c for s in by_direction["rtl"] for c in s.text if c.isalnum())
    if lost := wanted - Counter(file.heard):
        letters = " ".join(sorted(lost))
        yield "sentences", f"cannot be read out: {letters}; take fonts with whole letters"
    told = by_direction["ltr"]
    position, borders = 0, _borders(file)
    for text, times in Counter(squeeze(s.text) for s in told).items():
        found = file.heard.count(text)
        if found < times:
            yield "sentences", f'{found} of {times} times in the file: "{_first(told, text)}"'
    for sentence in told:
        text = squeeze(sentence.text)
        at = file.heard.find(text, position)
        if at < 0:
            if text in file.heard:
                yield "text-order", f'out of order: "{sentence.text[:60]}"'
            continue
        position = at + len(text)
        if any(border in borders for border in range(at + 1, position)):
            yield "pieces", f'in several paragraphs: "{sentence.text[:60]}"'


def _borders(file: File) -> set[int]:
    """Where in what is heard a paragraph ends."""
    lengths = (sum(len(squeeze(line.text)) for line in passage.lines) for passage in file.passages)
    return set(accumulate(lengths))


def _first(told: list[Sentence], squeezed: str) -> str:
    return next(s.text for s in told if squeeze(s.text) == squeezed)[:60]


def broken(file: File) -> Iterator[Fault]:
    """`broken-words`: a phone number, a quantity, a name or an address on two lines."""
    for passage in file.passages:
        if passage.node.kind == "Figure" or len(passage.lines) < 2:
            continue
        ends = _ends(passage)
        for kind, first, last in unbroken(passage.text, file.handout.names):
            for end in ends:
                if first < end < last:
                    told = f"{passage.text[first:end].rstrip()} / {passage.text[end:last]}"
                    yield "broken-words", f'{_where(passage)}: {kind} on two lines: "{told}"'


def _ends(passage: Passage) -> list[int]:
    """Where in the text of a passage its lines end."""
    lengths = (len(line.text) + len(gap(line.text)) for line in passage.lines)
    return list(accumulate(lengths))


def _where(passage: Passage) -> str:
    return f"page {passage.lines[0].page + 1}"
