"""From statements to sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from handouts.content import ledger
from handouts.content.library import Library
from handouts.content.model import Flag, Number, Passage, Series, Site, Statement, Wording, filled
from handouts.content.problems import Place
from handouts.page.handout import Kind, Part, Picture, Role, Sentence, Sentences
from handouts.page.numbers import drawn, with_temperatures, write_number


@dataclass(frozen=True)
class Desk:
    """What is at hand while a handout is composed: the library, the language and the country.

    Without a site, the words of every country are there, and no local ones.
    """

    library: Library
    language: str
    site: Site | None

    @property
    def country(self) -> str | None:
        """Where the reader lives."""
        return self.site.country if self.site else None

    @property
    def wording(self) -> Wording:
        """The words of the house."""
        assert self.library.wording is not None
        return self.library.wording

    @property
    def series(self) -> Series:
        """What the handouts are about."""
        assert self.library.series is not None
        return self.library.series

    def label(self, text: str, place: Place | None = None, role: Role = Role.LABEL) -> Sentence:
        """A label, heading or lead, from the house unless it has a place of its own."""
        return Sentence(text, Kind.LABEL, place or self.wording.place, role=role)

    def holds(self, country: str | None) -> bool:
        """Whether words for a country (or for all) are printed here."""
        return not self.country or country in (None, self.country)

    def text(self, text: str) -> str:
        """A text as printed here: temperatures as this country measures them."""
        return with_temperatures(text, self.wording.numbers, self.language, self.country)

    def fact(
        self, text: str, place: Place, references: Iterable[str], claims: Iterable[str] = ()
    ) -> Sentence:
        """A sentence that states a fact."""
        return Sentence(self.text(text), Kind.FACT, place, tuple(references), tuple(claims))

    def sentence(self, statement: Statement) -> Iterator[Sentence]:
        """The sentences of a statement; none when it is for another country."""
        if self.holds(statement.country):
            told = self._sentence(statement)
            yield from (self.meant(sentence, statement.country) for sentence in told)

    def meant(self, sentence: Sentence, country: str | None) -> Sentence:
        """A sentence with the country that it is for, where those of all are told at once."""
        return replace(sentence, country=country) if country and not self.site else sentence

    def _sentence(self, statement: Statement) -> Iterator[Sentence]:
        if statement.number is not None:
            number = self.library.numbers[statement.number]
            text = write_number(number, self.wording.numbers, self.language)
            answered = statement.answers + number.answers
            yield Sentence(text, Kind.NUMBER, statement.place, number.references, answered)
        elif statement.flag is not None:
            flag = self.library.triage[statement.flag]
            answered = statement.answers + flag.answers
            yield self.fact(flag.order or flag.say, flag.place, flag.references, answered)
        elif statement.claim is not None:
            claim = self.library.claims[statement.claim]
            for text in ledger.printable(claim):
                answered = (claim.id, *statement.answers)
                yield Sentence(text, Kind.CORRECTION, claim.place, claim.evidence, answered)
        elif statement.say is not None:
            yield self.fact(statement.say, statement.place, statement.references, statement.answers)
        else:
            yield Sentence(
                self.text(statement.note or ""), Kind.NOTE, statement.place, (), statement.answers
            )

    def sentences(self, statements: Iterable[Statement]) -> Sentences:
        """The sentences of statements, those for another country left out."""
        return tuple(s for statement in statements for s in self.sentence(statement))

    def items(self, statements: Iterable[Statement]) -> tuple[Sentences, ...]:
        """The items of a list, each with its sentences."""
        found = (tuple(self.sentence(statement)) for statement in statements)
        return tuple(item for item in found if item)

    def flags(self, ids: Iterable[str]) -> list[Flag]:
        """The red flags that hold in this country."""
        found = (self.library.triage[id_] for id_ in ids)
        return [flag for flag in found if self.holds(flag.country)]

    def passages(self, passages: Iterable[Passage]) -> Iterator[Part]:
        """A part for each passage that says something here."""
        for passage in passages:
            drawn_ = next((s for s in (*passage.text, *passage.items) if s.picture), None)
            part = Part(
                title=self.label(passage.title, passage.place, Role.HEADING)
                if passage.title
                else None,
                text=self.sentences(passage.text),
                lead=self.label(passage.lead, passage.place, Role.LEAD) if passage.lead else None,
                items=self.items(passage.items),
                picture=self.proportion(self.library.numbers[drawn_.number])
                if drawn_ and drawn_.number
                else None,
            )
            if part.text or part.items:
                yield part

    def proportion(self, number: Number) -> Picture:
        """A number as so many people out of a hundred, with both sides told."""
        words, (count, total) = self.wording.numbers, drawn(number)
        told = {
            "count": count,
            "total": total,
            "rest": total - count,
            "people": number.people,
            "have": number.have,
            "otherwise": number.otherwise or "",
        }
        alt = Sentence(filled(words.picture, **told), Kind.LABEL, number.place, role=Role.ALT)
        caption = (
            Sentence(
                filled(words.both, **told),
                Kind.NUMBER,
                number.place,
                number.references,
                role=Role.CAPTION,
            ),
        )
        return Picture(
            "proportion", alt, count=(count, total), caption=caption if number.otherwise else ()
        )

    def local(self, field: str) -> Sentences:
        """What the site has in a field; nothing when it leaves it empty."""
        text = getattr(self.site, field, None)
        return (Sentence(text, Kind.LOCAL, self.site.place),) if text and self.site else ()
