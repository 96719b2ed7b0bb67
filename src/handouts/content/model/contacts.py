"""`contacts.yaml`: services and helplines."""

from __future__ import annotations

from handouts.content.model.base import Day, Id, Phone, Record, ShortText, Text, WebName, Written


class Contact(Record):
    """A service or helpline, with the page and the day on which its details were seen."""

    id: Id
    name: ShortText
    offers: Text
    phone: Phone | None = None
    hours: ShortText | None = None
    web: WebName
    country: Id
    """`us`, `uk`, or `world` for those that serve everybody."""
    checked: Day
    confirmed: Written | None = None
    """When the newest page that shows these details was written, if not when they were checked."""
    seen: Text
