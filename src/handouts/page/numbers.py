"""Proportions and dates in words."""

from __future__ import annotations

from datetime import date

from handouts.content.model import Number


def write_number(number: Number) -> str:
    """The sentence of a proportion, in whole people: "About 51 out of 100 people have ...".

    A share that would round to nothing is "Fewer than 1 out of ...".
    """
    who = f"{number.people} {number.have}."
    if number.numerator == 0:
        return f"None of {number.denominator:,.0f} {who}"
    if number.counts:
        return f"In one study, {number.numerator:,.0f} out of {number.denominator:,.0f} {who}"
    share = number.numerator * number.per / number.denominator
    if round(share) == 0:
        return f"Fewer than 1 out of {number.per:,} {who}"
    about = number.qualifier or ("" if share == round(share) else "About")
    return f"{about} {round(share):,} out of {number.per:,} {who}".lstrip()


def long_date(day: date) -> str:
    """A date as printed: 6 August 2026."""
    return f"{day.day} {day:%B %Y}"
