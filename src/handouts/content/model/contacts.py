"""`contacts.yaml`: services and helplines."""

from __future__ import annotations

from datetime import date

from handouts.content.model.base import Id, Phone, Record, ShortText, Text


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
