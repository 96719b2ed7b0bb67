"""The records an editor writes.

Each class is one kind of record in `data/`; its fields are the keys that the YAML may have.
Adding a field here is all it takes: validation, "did you mean" and the link check follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, ClassVar, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from handouts.problems import Place, did_you_mean


@dataclass(frozen=True)
class Link:
    """Marks a field whose text must be the id of a record in that collection."""

    collection: str


def _one_line(text: str) -> str:
    return " ".join(text.split())


Text = Annotated[str, AfterValidator(_one_line), StringConstraints(min_length=1, max_length=600)]
ShortText = Annotated[
    str, AfterValidator(_one_line), StringConstraints(min_length=1, max_length=120)
]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=300)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ()-]{1,24}$")]

ReferenceId = Annotated[Id, Link("references")]
ClaimId = Annotated[Id, Link("claims")]
NumberId = Annotated[Id, Link("numbers")]
TestId = Annotated[Id, Link("tests")]
TreatmentId = Annotated[Id, Link("treatments")]
TermId = Annotated[Id, Link("glossary")]
ContactId = Annotated[Id, Link("contacts")]
SyndromeId = Annotated[Id, Link("syndromes")]
SourceId = Annotated[Id, Link("sources")]


class Record(BaseModel):
    """A mapping in a YAML file. Frozen; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ordered: ClassVar[bool] = False
    """Whether the keys must stand in the order of the fields."""

    place: SkipJsonSchema[Place] = Place()


# --- sentences -------------------------------------------------------------------------------


class Statement(Record):
    """One sentence that we print, or one item of a list.

    Exactly one of: `say`, a fact in our words with its references; `note`, words that state no
    fact (how to use the leaflet); `number`, the sentence of a number record; `claim`, what the
    ledger lets us print of a claim.
    """

    say: Text | None = None
    note: Text | None = None
    number: NumberId | None = None
    claim: ClaimId | None = None
    references: tuple[ReferenceId, ...] = ()
    answers: tuple[ClaimId, ...] = ()
    country: Id | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [k for k in ("say", "note", "number", "claim") if getattr(self, k) is not None]
        if len(kinds) != 1:
            raise ValueError("a statement has exactly one of say, note, number, claim")
        if self.say is not None and not self.references:
            raise ValueError("a fact (say) needs at least one reference")
        if self.say is None and self.references:
            raise ValueError(f"references belong to say; a {kinds[0]} has none of its own")
        return self


Statements = Annotated[tuple[Statement, ...], Field(min_length=1)]


class Passage(Record):
    """A piece of a block: an optional title, a paragraph, and a list with its lead-in."""

    title: ShortText | None = None
    text: tuple[Statement, ...] = ()
    lead: ShortText | None = None
    items: tuple[Statement, ...] = ()

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.text and not self.items:
            raise ValueError("a passage needs text or items")
        if self.items and not (self.lead or self.title or self.text):
            raise ValueError("a list needs a lead, a title or a text before it")
        return self


Passages = Annotated[tuple[Passage, ...], Field(min_length=1)]


# --- shared records --------------------------------------------------------------------------


class Name(Record):
    """A name as in CSL: family and given, or literal for an organization."""

    family: ShortText | None = None
    given: ShortText | None = None
    literal: ShortText | None = None

    @model_validator(mode="after")
    def _person_or_body(self) -> Self:
        if (self.family is None) == (self.literal is None):
            raise ValueError("a name has either family (and given) or literal")
        return self

    def __str__(self) -> str:
        return self.literal or " ".join(filter(None, (self.family, self.given)))


class Reference(Record):
    """A bibliography entry, with the field names of CSL.

    `seen` says what was read (abstract, full text, page), `accessed` when, and `shows` what it
    supports, restated, so that a reviewer can judge a sentence without opening the source.
    """

    id: Id
    type: Annotated[
        str, StringConstraints(pattern="^(article-journal|chapter|book|webpage|report)$")
    ]
    title: Text
    author: Annotated[tuple[Name, ...], Field(min_length=1)]
    container_title: ShortText | None = Field(None, alias="container-title")
    publisher: ShortText | None = None
    issued: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d\d){0,2}$")] | None = None
    volume: ShortText | None = None
    issue: ShortText | None = None
    page: ShortText | None = None
    DOI: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    PMID: Annotated[str, StringConstraints(pattern=r"^\d{1,9}$")] | None = None
    PMCID: Annotated[str, StringConstraints(pattern=r"^PMC\d{1,9}$")] | None = None
    ISBN: Annotated[str, StringConstraints(pattern=r"^[0-9Xx-]{10,17}$")] | None = None
    URL: WebAddress | None = None
    accessed: date
    seen: Text
    shows: Annotated[tuple[Text, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _findable(self) -> Self:
        if not (self.DOI or self.PMID or self.PMCID or self.ISBN or self.URL):
            raise ValueError("a reference needs a DOI, PMID, PMCID, ISBN or URL")
        return self


class Number(Record):
    """A proportion with its numerator, denominator, population and references.

    Printed as "About 51 out of 100 people …", or with its own counts when `counts` is yes
    (small studies, where "out of 100" would promise more than was seen).
    """

    id: Id
    numerator: Annotated[float, Field(ge=0)]
    denominator: Annotated[float, Field(gt=0)]
    sample: Annotated[int, Field(gt=0)] | None = None
    """People studied, where the source gives a share and not the counts."""
    people: ShortText
    """Who was counted: "people with Lambert-Eaton syndrome"."""
    have: Text
    """What is true of the numerator: "have small-cell lung cancer"."""
    qualifier: ShortText | None = None
    """"Up to", "Fewer than"; without one it is "About", or nothing when the share is exact."""
    per: Annotated[int, Field(gt=0)] = 100
    counts: bool = False
    year: Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
    references: Annotated[tuple[ReferenceId, ...], Field(min_length=1)]
    answers: tuple[ClaimId, ...] = ()

    @model_validator(mode="after")
    def _proportion(self) -> Self:
        if self.numerator > self.denominator:
            raise ValueError("the numerator is larger than the denominator")
        return self


class Term(Record):
    """A registered word: how it is said, what it means, and the forms it takes in print."""

    id: Id
    term: ShortText
    forms: tuple[ShortText, ...] = ()
    say_it: ShortText
    plain: Text
    references: tuple[ReferenceId, ...] = ()
    exempt: bool = True
    """Left out of the adjusted reading score (a name that cannot be said more simply)."""


class Contact(Record):
    """A service or helpline, with the page and the day on which its details were seen."""

    id: Id
    name: ShortText
    offers: Text
    phone: Phone | None = None
    web: ShortText
    country: Id
    """`us`, `uk`, or `world` for those that serve everybody."""
    checked: date
    seen: Text


class Test(Record):
    """An examination: why, what happens, how it feels, its risks, when results come."""

    __test__ = False  # not a test of ours, whatever pytest thinks

    id: Id
    name: ShortText
    why: Statements
    happens: Statements
    risk: Statements
    results: tuple[Statement, ...] = ()


class TreatmentGroup(StrEnum):
    """What a treatment is aimed at."""

    CANCER = "cancer"
    IMMUNE = "immune"
    SYMPTOMS = "symptoms"


class Treatment(Record):
    """One treatment, told in the same seven parts in every leaflet (DISCERN 8 to 15)."""

    id: Id
    name: ShortText
    group: TreatmentGroup
    how_works: Statements
    benefit: Statements
    risks: Statements
    uncertain: Statements
    without: Statements
    daily_life: Statements
    alternatives: Statements


# --- a syndrome ------------------------------------------------------------------------------


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


# --- ledger ----------------------------------------------------------------------------------


class Source(Record):
    """A text that we examined: enough to recognize a copy, never its words."""

    id: Id
    title: Text
    publisher: ShortText
    dated: ShortText | None = None
    file: Annotated[str, StringConstraints(pattern=r"^[\w.-]+$")]
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    paragraphs: Annotated[int, Field(gt=0)]
    """How many non-empty lines it has."""


class Verdict(StrEnum):
    """What the evidence says of a claim."""

    ACCURATE = "accurate"
    IMPRECISE = "imprecise"
    OUTDATED = "outdated"
    MISLEADING = "misleading"
    WRONG = "wrong"
    GARBLED = "garbled"
    UNVERIFIABLE = "unverifiable"


@cache
def _insensitive(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


class Guard(Record):
    """Words that must never be printed again: a phrase, or a regular expression."""

    phrase: Text | None = None
    pattern: Text | None = None
    fires_on: Text
    """A sentence that the guard must catch: its own test."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.phrase is None) == (self.pattern is None):
            raise ValueError("a guard has either phrase or pattern")
        if self.pattern is not None:
            try:
                _insensitive(self.pattern)
            except re.error as error:
                raise ValueError(f"not a regular expression: {error}") from None
        if not self.finds(self.fires_on):
            raise ValueError("the guard does not catch its own fires_on sentence")
        return self

    @property
    def expression(self) -> str:
        """The regular expression that it looks for, without regard to case."""
        return self.pattern or rf"\b{re.escape(self.phrase or '')}\b"

    def finds(self, text: str) -> bool:
        """Whether the words stand in a text of single spaces; case does not matter."""
        return _insensitive(self.expression).search(text) is not None


class Claim(Record):
    """Something that a source says, restated, and what we found about it."""

    id: Id
    paragraph: Annotated[int, Field(gt=0)]
    states: Text
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    verdict: Verdict
    correction: tuple[Text, ...] = ()
    matters: Text | None = None
    evidence: tuple[ReferenceId, ...] = ()
    guards: tuple[Guard, ...] = ()
    contradicts: tuple[ClaimId, ...] = ()
    unprinted: Text | None = None
    """Why no page prints or answers it."""

    @model_validator(mode="after")
    def _verdict_is_backed(self) -> Self:
        if self.verdict is Verdict.ACCURATE:
            if self.correction or self.guards:
                raise ValueError("an accurate claim has no correction and no guards")
            return self
        if self.verdict is Verdict.UNVERIFIABLE:
            if self.correction or self.guards:
                raise ValueError("an unverifiable claim has no correction; say why in unprinted")
            if not self.unprinted:
                raise ValueError("an unverifiable claim is never printed: say why in unprinted")
            return self
        if not self.correction:
            raise ValueError(f"a claim found {self.verdict} needs a correction")
        if not self.matters:
            raise ValueError(f"a claim found {self.verdict} needs matters: the harm it can do")
        if not self.evidence:
            raise ValueError(f"a claim found {self.verdict} needs evidence")
        return self


class NoClaims(Record):
    """Paragraphs of a source that claim nothing, and why."""

    paragraphs: Annotated[tuple[Annotated[int, Field(gt=0)], ...], Field(min_length=1)]
    reason: Text


class Claims(Record):
    """All claims of one source, in paragraph order."""

    source: SourceId
    claims: tuple[Claim, ...]
    no_claims: tuple[NoClaims, ...] = ()


# --- the house -------------------------------------------------------------------------------


class Emergency(Record):
    """Whom to call, in this place."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
    order: ShortText
    """The order on the emergency card: "Call 911 or go to the emergency room now"."""


# --- mail ------------------------------------------------------------------------------------

PLACEHOLDER = re.compile(r"\{(\w*)\}")
PLACEHOLDERS = (
    "hospital",
    "team",
    "team_phone",
    "out_of_hours_phone",
    "formats_phone",
    "interpreter_phone",
    "emergency",
    "code",
    "version",
    "name",
    "old_version",
    "sent",
)
"""What a letter may put in braces: a field of the site, or something of the message."""


def _known_placeholders(text: str) -> str:
    for name in PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            raise ValueError(
                f"{{{name}}} is not known{did_you_mean(name, PLACEHOLDERS)} "
                f"known are {', '.join(PLACEHOLDERS)}"
            )
    return text


LetterText = Annotated[Text, AfterValidator(_known_placeholders)]
LetterLine = Annotated[ShortText, AfterValidator(_known_placeholders)]


class Letter(Record):
    """The words around a leaflet that is sent by e-mail.

    A text whose placeholder the site leaves empty is left out. `subject` and `greeting` then have
    a form that stands alone.
    """

    ordered = True

    subject: LetterLine
    subject_alone: ShortText
    greeting: LetterLine
    greeting_alone: ShortText
    paragraphs: Annotated[tuple[LetterText, ...], Field(min_length=1)]
    closing: tuple[LetterLine, ...] = ()


class Letters(Record):
    """The letters that we write: with a leaflet, and with its correction."""

    leaflet: Letter
    correction: Letter


class Security(StrEnum):
    """How the line to a mail server is encrypted; there is no other way."""

    STARTTLS = "starttls"
    TLS = "tls"


class Server(Record):
    """An SMTP server and how to log in.

    The password comes from a private file, the keyring, or the prompt; a token, as Microsoft 365
    and Google ask for, from a command.
    """

    host: ShortText
    port: Annotated[int, Field(gt=0, lt=65536)] | None = None
    security: Security = Security.STARTTLS
    certificates: ShortText | None = None
    """A file with the certificates to trust, when the hospital has its own."""
    user: ShortText | None = None
    password_file: ShortText | None = None
    keyring: ShortText | None = None
    """The service name under which the keyring has the password."""
    token_command: Text | None = None

    @model_validator(mode="after")
    def _one_secret(self) -> Self:
        given = [k for k in ("password_file", "keyring", "token_command") if getattr(self, k)]
        if len(given) > 1:
            raise ValueError(f"one way to log in, please; {' and '.join(given)} are two")
        if given and not self.user:
            raise ValueError(f"{given[0]} needs user")
        return self


class Mail(Record):
    """Who sends, and through which server."""

    sender: ShortText
    """The name that the reader sees: the hospital, never a clinic."""
    address: Annotated[str, StringConstraints(pattern=r"^[^@\s<>\"]+@[A-Za-z0-9.-]+$")]
    server: Server | None = None


class Site(Record):
    """A hospital or a country: names, phones, paper. It holds no clinical words.

    A field left empty prints as a line to fill in by hand.
    """

    id: Id
    country: Id
    paper: Annotated[str, StringConstraints(pattern="^(letter|a4)$")]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    emergency: Emergency
    hospital: ShortText | None = None
    logo: Annotated[str, StringConstraints(pattern=r"^[\w-]+\.(png|svg)$")] | None = None
    logo_alt: ShortText | None = None
    team: ShortText | None = None
    team_phone: Phone | None = None
    out_of_hours_phone: Phone | None = None
    crisis: ContactId | None = None
    formats_phone: Phone | None = None
    interpreter_phone: Phone | None = None
    feedback: ShortText | None = None
    web: WebAddress | None = None
    crop_marks: bool = False
    """Whether print-room files have 3 mm bleed and crop marks, as a print shop wants them."""
    needs_signoff: bool = False
    """Whether only signed leaflets may be mailed."""
    mail: Mail | None = None
    letters: Letters | None = None
    """Its own words, in the place of letters.yaml."""

    @model_validator(mode="after")
    def _logo_has_words(self) -> Self:
        if self.logo and not self.logo_alt:
            raise ValueError("a logo needs logo_alt: the words that it shows")
        return self


class SignOff(Record):
    """Who approved exactly which words, and when."""

    handout: Id
    version: ShortText
    digest: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    name: ShortText
    role: ShortText
    organization: ShortText
    date: date


class RevisionKind(StrEnum):
    """What happened to a handout."""

    NEW = "new-edition"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


class Revision(Record):
    """A dated change of one of our own handouts."""

    handout: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    date: date
    kind: RevisionKind
    changes: Annotated[tuple[Text, ...], Field(min_length=1)]
    corrects: tuple[ClaimId, ...] = ()
    """The claims that the version before still had wrong; what a recall looks for."""

    @property
    def number(self) -> tuple[int, ...]:
        """The version as numbers, so that 1.10 comes after 1.9."""
        return version_number(self.version)


def version_number(version: str) -> tuple[int, ...]:
    """A version as numbers: (1, 10)."""
    return tuple(int(part) for part in version.split("."))


class Imprint(Record):
    """Who makes the handouts, and what every page says about that."""

    ordered = True

    publisher: ShortText
    audience: ShortText
    draft: ShortText
    """The mark on every page while no sign-off exists."""
    written_by: Text
    patient_review: Text
    funding: Text
    conflicts: Text
    disclaimer: Text
    licence: ShortText


class Wording(Record):
    """The words of the house: headings and labels, the same in every handout."""

    ordered = True

    # Blocks, in the order of a leaflet.
    main_message: ShortText
    help: ShortText
    about: ShortText
    what_is: ShortText
    diagram: ShortText
    cancer_link: ShortText
    symptoms: ShortText
    tests: ShortText
    treatments: ShortText
    uncertainty: ShortText
    outlook: ShortText
    actions: ShortText
    medicine_cautions: ShortText
    daily_life: ShortText
    wellbeing: ShortText
    carers: ShortText
    summary: ShortText
    questions: ShortText
    read: ShortText
    record: ShortText
    glossary: ShortText
    support: ShortText
    formats: ShortText
    references: ShortText
    governance: ShortText
    card: ShortText

    # Care cards.
    emergency: ShortText
    if_you: ShortText
    urgent: ShortText
    urgent_order: ShortText
    nonurgent: ShortText
    nonurgent_order: ShortText

    # Treatments.
    treating_cancer: ShortText
    calming_immune: ShortText
    easing_symptoms: ShortText
    how_works: ShortText
    benefit: ShortText
    risks: ShortText
    uncertain: ShortText
    without: ShortText
    daily_life_with: ShortText
    alternatives: ShortText

    # Lists.
    known: ShortText
    not_known: ShortText
    do_not: ShortText
    avoid: ShortText
    if_needed: ShortText
    care: ShortText
    often_said: ShortText
    true: ShortText

    # The leaflet in short.
    in_short_what: ShortText
    in_short_signs: ShortText
    in_short_cancer: ShortText
    in_short_tests: ShortText
    in_short_treatment: ShortText
    in_short_outlook: ShortText
    in_short_emergency: ShortText

    # To fill in by hand.
    team_phone: ShortText
    out_of_hours_phone: ShortText
    crisis: ShortText
    notes: ShortText
    my_medicines: ShortText
    medicine: ShortText
    dose: ShortText
    when: ShortText
    my_appointments: ShortText
    date: ShortText
    with_whom: ShortText

    # Other formats.
    formats_text: ShortText
    formats_phone: ShortText
    interpreter: ShortText
    feedback: ShortText
    web: ShortText
    web_code: ShortText

    # Governance.
    code: ShortText
    version: ShortText
    published: ShortText
    review_due: ShortText
    status: ShortText
    status_draft: ShortText
    status_signed: ShortText
    written_by: ShortText
    clinical_review: ShortText
    not_yet: ShortText
    patient_review: ShortText
    searched: ShortText
    sources_count: ShortText
    funding: ShortText
    conflicts: ShortText
    changes: ShortText
    longer: ShortText

    # The emergency card.
    card_cut: ShortText
    card_title: ShortText
    card_condition: ShortText
    card_understands: ShortText
    card_signs: ShortText
    card_keep: ShortText
    card_check: ShortText
    card_name: ShortText
    card_born: ShortText
    card_family: ShortText
    card_allergies: ShortText

    # The booklet.
    contents: ShortText
    about_booklet: ShortText
    how_to_use: ShortText
    introduction: ShortText
    compare: ShortText
    compare_syndrome: ShortText
    compare_part: ShortText
    compare_sign: ShortText
    compare_cancer: ShortText
    corrected: ShortText
    all_treatments: ShortText
    matters: ShortText
    page: ShortText
    of: ShortText


class Booklet(Record):
    """The summary booklet: what stands around the pages that come from the leaflets."""

    ordered = True

    id: Id
    code: Annotated[str, StringConstraints(pattern=r"^PN-\d\d$")]
    title: Annotated[str, AfterValidator(_one_line), StringConstraints(min_length=1, max_length=65)]
    subtitle: ShortText
    searched: date
    review_due: date
    how_to_use: Passages
    help: Help
    introduction: SyndromeId
    """The leaflet whose plain words open the booklet."""
    diagram: Diagram
    """The drawing of the introduction."""
    syndromes: tuple[SyndromeId, ...]
    corrected: Annotated[tuple[ClaimId, ...], Field(min_length=1)]
    support: Annotated[tuple[ContactId, ...], Field(min_length=2)]
