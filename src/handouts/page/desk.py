"""From statements to sentences, with citations numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from handouts.content import ledger
from handouts.content.library import Library
from handouts.content.model import Passage, Site, Statement, Wording
from handouts.page.handout import Block, Figure, Kind, Part, Sentence
from handouts.page.numbers import write_number


@dataclass
class Desk:
    """What is at hand while a handout is composed: the library, the country, the citations.

    A leaflet is short: it cites the first reference of each sentence, its main one, and explains
    the words of its own sentences. The booklet is complete.
    """

    library: Library
    country: str | None
    complete: bool = False
    cited: dict[str, int] = field(default_factory=dict)

    @property
    def wording(self) -> Wording:
        """The words of the house."""
        assert self.library.wording is not None
        return self.library.wording

    def sentence(self, statement: Statement) -> Iterator[Sentence]:
        """The sentences of a statement; none when it is for another country."""
        if self.country and statement.country not in (None, self.country):
            return
        if statement.number is not None:
            number = self.library.numbers[statement.number]
            answered = statement.answers + number.answers
            yield Sentence(
                write_number(number), Kind.NUMBER, statement.place, number.references, answered
            )
        elif statement.claim is not None:
            claim = self.library.claims[statement.claim]
            for text in ledger.printable(claim):
                yield Sentence(
                    text,
                    Kind.CORRECTION,
                    claim.place,
                    claim.evidence,
                    (claim.id, *statement.answers),
                )
        else:
            kind = Kind.FACT if statement.say is not None else Kind.NOTE
            text = statement.say or statement.note or ""
            yield Sentence(text, kind, statement.place, statement.references, statement.answers)

    def sentences(self, statements: Iterable[Statement]) -> tuple[Sentence, ...]:
        """The sentences of statements, those for another country left out."""
        return tuple(s for statement in statements for s in self.sentence(statement))

    def items(self, statements: Iterable[Statement]) -> tuple[tuple[Sentence, ...], ...]:
        """The items of a list, each with its sentences."""
        found = (tuple(self.sentence(statement)) for statement in statements)
        return tuple(item for item in found if item)

    def passages(self, passages: Iterable[Passage]) -> Iterator[Part]:
        """A part for each passage that says something here."""
        for passage in passages:
            part = Part(
                title=passage.title or "",
                text=self.sentences(passage.text),
                lead=passage.lead or "",
                items=self.items(passage.items),
            )
            if part.text or part.items:
                yield part

    def block(
        self, key: str, parts: Iterable[Part], heading: str = "", figure: Figure | None = None
    ) -> Block:
        """A block with its heading, its sources numbered in order of first use."""
        parts = tuple(parts)
        cites = {
            self.cited.setdefault(reference, len(self.cited) + 1)
            for part in parts
            for sentence in part.sentences()
            for reference in sentence.references[: None if self.complete else 1]
        }
        return Block(
            key, heading or getattr(self.wording, key), parts, tuple(sorted(cites)), figure
        )


def local_text(text: str | None, site: Site) -> tuple[Sentence, ...]:
    """A site's own words; nothing when the site leaves them empty."""
    return (Sentence(text, Kind.LOCAL, site.place),) if text else ()
