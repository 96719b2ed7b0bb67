"""`syndromes/<id>.yaml`: one leaflet each."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from handouts.content.model.base import (
    ClaimId,
    ContactId,
    Id,
    Record,
    ReferenceId,
    ShortText,
    TestId,
    Text,
    TreatmentId,
    _one_line,
)
from handouts.content.model.statements import Passages, Statement, Statements


class Family(StrEnum):
    """The part of the nervous system that a leaflet is about; sets its masthead."""

    OVERVIEW = "overview"
    BRAIN = "brain"
    BALANCE = "balance"
    MUSCLE = "muscle"
    NERVE = "nerve"


class Part(StrEnum):
    """A part of the nervous system that the figure can highlight."""

    BRAIN = "brain"
    LIMBIC_SYSTEM = "limbic-system"
    BRAINSTEM = "brainstem"
    CEREBELLUM = "cerebellum"
    SPINAL_CORD = "spinal-cord"
    SENSORY_GANGLIA = "sensory-ganglia"
    NERVES = "nerves"
    NERVE_MUSCLE_JUNCTION = "nerve-muscle-junction"
    MUSCLE = "muscle"
    AUTONOMIC_NERVES = "autonomic-nerves"


class Card(Record):
    """A care card: signs that each stand alone."""

    items: Annotated[tuple[Statement, ...], Field(min_length=2, max_length=6)]


class Help(Record):
    """Get help fast: what to do now, today, and at the next visit."""

    ordered = True

    emergency: Card
    urgent: Card
    nonurgent: Card


class Figure(StrEnum):
    """A drawing of the templates."""

    NERVOUS_SYSTEM = "nervous-system"
    IMMUNE_REACTION = "immune-reaction"
    JUNCTION = "junction"
    EYE_MOVEMENTS = "eye-movements"
    PATH = "path"


class Diagram(Record):
    """The picture of a leaflet: which drawing, its title, caption and text alternative."""

    figure: Figure
    title: ShortText
    caption: Statement
    alt: Annotated[str, AfterValidator(_one_line), StringConstraints(min_length=40, max_length=250)]


class TestUse(Record):
    """A test in a leaflet, with what is special about it here."""

    __test__ = False

    test: TestId
    here: tuple[Statement, ...] = ()


class TreatmentUse(Record):
    """A treatment in a leaflet, with what is known about it here."""

    treatment: TreatmentId
    here: tuple[Statement, ...] = ()


class Uncertainty(Record):
    """What is known, and what is not."""

    ordered = True

    known: Statements
    not_known: Statements


class Action(Record):
    """Something the reader can do: the step, when or how often, and why."""

    do: Text
    how: Text
    why: Text
    references: Annotated[tuple[ReferenceId, ...], Field(min_length=1)]
    answers: tuple[ClaimId, ...] = ()


class Caution(StrEnum):
    """How careful to be with a medicine."""

    AVOID = "avoid"
    IF_NEEDED = "if-needed"
    CARE = "care"


class MedicineCaution(Record):
    """A medicine, or a kind of medicine, to ask about before taking it."""

    medicine: ShortText
    level: Caution
    why: Text
    references: Annotated[tuple[ReferenceId, ...], Field(min_length=1)]
    answers: tuple[ClaimId, ...] = ()


class MedicineCautions(Record):
    """Medicines to check first."""

    ordered = True

    text: Statements
    medicines: Annotated[tuple[MedicineCaution, ...], Field(min_length=1)]


class Summary(Record):
    """The leaflet in short; also the syndrome's page in the booklet."""

    ordered = True

    what: Statements
    signs: Statements
    cancer: Statements
    tests: Statements
    treatment: Statements
    outlook: Statements
    emergency: Statements


class Glance(Record):
    """One row of the booklet's comparison table."""

    part: ShortText
    sign: ShortText
    cancer: ShortText
    references: Annotated[tuple[ReferenceId, ...], Field(min_length=1)]


class EmergencyCard(Record):
    """The tear-off card: what a stranger must know when the reader cannot speak."""

    understands: bool
    """Whether "I can understand you" is true for this syndrome."""
    signs: Annotated[tuple[Statement, ...], Field(min_length=1, max_length=5)]
    keep: tuple[Statement, ...] = ()
    check: tuple[Statement, ...] = ()


class Syndrome(Record):
    """One leaflet's content; the blocks stand in the order in which they are printed."""

    ordered = True

    id: Id
    code: Annotated[str, StringConstraints(pattern=r"^PN-\d\d$")]
    title: Annotated[str, AfterValidator(_one_line), StringConstraints(min_length=1, max_length=65)]
    name: ShortText
    say_it: ShortText | None = None
    short: ShortText | None = None
    also: tuple[ShortText, ...] = ()
    """Other names, old ones included; used for search and for privacy checks."""
    family: Family
    affects: Annotated[tuple[Part, ...], Field(min_length=1)]
    searched: date
    """When the evidence was last looked up."""
    review_due: date

    main_message: Annotated[tuple[Statement, ...], Field(min_length=1, max_length=3)]
    help: Help
    about: Passages
    what_is: Passages
    diagram: Diagram
    cancer_link: Passages
    symptoms: Passages
    tests: Annotated[tuple[TestUse, ...], Field(min_length=1)]
    tests_note: tuple[Statement, ...] = ()
    treatments: Annotated[tuple[TreatmentUse, ...], Field(min_length=1)]
    treatments_note: tuple[Statement, ...] = ()
    uncertainty: Uncertainty
    outlook: Passages
    actions: Annotated[tuple[Action, ...], Field(min_length=5)]
    do_not: tuple[Statement, ...] = ()
    medicine_cautions: MedicineCautions | None = None
    daily_life: Passages
    wellbeing: Passages
    carers: Passages
    summary: Summary
    questions: Annotated[tuple[Text, ...], Field(min_length=6, max_length=10)]
    read: Annotated[tuple[ClaimId, ...], Field(min_length=1)]
    """The claims of the "You may have read" block."""
    support: Annotated[tuple[ContactId, ...], Field(min_length=2)]
    card: EmergencyCard
    glance: Glance
