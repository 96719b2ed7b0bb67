"""The records an editor writes, a module for each file that an editor opens.

Each class is one kind of record in `data/`; its fields are the keys that the YAML may have.
Adding a field is all it takes: validation, "did you mean" and the link check follow.
"""

from handouts.content.model.base import (
    ClaimId,
    ContactId,
    Id,
    Link,
    NumberId,
    Phone,
    Record,
    ReferenceId,
    ShortText,
    SourceId,
    SyndromeId,
    TermId,
    TestId,
    Text,
    TreatmentId,
    WebAddress,
)
from handouts.content.model.booklet import Booklet
from handouts.content.model.claims import Claim, Claims, Guard, NoClaims, Source, Verdict
from handouts.content.model.contacts import Contact
from handouts.content.model.glossary import Term
from handouts.content.model.imprint import Imprint
from handouts.content.model.letters import (
    PLACEHOLDER,
    PLACEHOLDERS,
    Letter,
    LetterLine,
    Letters,
    LetterText,
)
from handouts.content.model.numbers import Number
from handouts.content.model.references import Name, Reference
from handouts.content.model.revisions import Revision, RevisionKind, SignOff, version_number
from handouts.content.model.sites import Emergency, Mail, Security, Server, Site
from handouts.content.model.statements import Passage, Passages, Statement, Statements
from handouts.content.model.syndromes import (
    Action,
    Card,
    Caution,
    Diagram,
    EmergencyCard,
    Family,
    Figure,
    Glance,
    Help,
    MedicineCaution,
    MedicineCautions,
    Part,
    Summary,
    Syndrome,
    TestUse,
    TreatmentUse,
    Uncertainty,
)
from handouts.content.model.tests import Test
from handouts.content.model.treatments import Treatment, TreatmentGroup
from handouts.content.model.wording import Wording

__all__ = [
    "PLACEHOLDER",
    "PLACEHOLDERS",
    "Action",
    "Booklet",
    "Card",
    "Caution",
    "Claim",
    "ClaimId",
    "Claims",
    "Contact",
    "ContactId",
    "Diagram",
    "Emergency",
    "EmergencyCard",
    "Family",
    "Figure",
    "Glance",
    "Guard",
    "Help",
    "Id",
    "Imprint",
    "Letter",
    "LetterLine",
    "LetterText",
    "Letters",
    "Link",
    "Mail",
    "MedicineCaution",
    "MedicineCautions",
    "Name",
    "NoClaims",
    "Number",
    "NumberId",
    "Part",
    "Passage",
    "Passages",
    "Phone",
    "Record",
    "Reference",
    "ReferenceId",
    "Revision",
    "RevisionKind",
    "Security",
    "Server",
    "ShortText",
    "SignOff",
    "Site",
    "Source",
    "SourceId",
    "Statement",
    "Statements",
    "Summary",
    "Syndrome",
    "SyndromeId",
    "Term",
    "TermId",
    "Test",
    "TestId",
    "TestUse",
    "Text",
    "Treatment",
    "TreatmentGroup",
    "TreatmentId",
    "TreatmentUse",
    "Uncertainty",
    "Verdict",
    "WebAddress",
    "Wording",
    "version_number",
]
