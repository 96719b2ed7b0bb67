"""`treatments.yaml`: one record a treatment."""

from __future__ import annotations

from enum import StrEnum

from handouts.content.model.base import Id, Record, ShortText
from handouts.content.model.statements import Statements


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
