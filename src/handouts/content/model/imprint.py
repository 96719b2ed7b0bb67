"""`imprint.yaml`: who makes the handouts."""

from __future__ import annotations

from handouts.content.model.base import Record, ShortText, Text


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
