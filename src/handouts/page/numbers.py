"""Proportions, temperatures and dates in words, by the rules of a language and a country."""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from handouts.content.languages.pseudo import PSEUDO
from handouts.content.model import Number, filled
from handouts.content.model.wording import NumberWords

FAHRENHEIT = frozenset({"us", "bs", "bz", "ky", "pw", "fm", "mh"})
"""Countries that measure fever in degrees Fahrenheit (Unicode CLDR, temperature preference)."""

TEMPERATURE = re.compile(r"\{([0-9]+(?:\.[0-9]+)?) °C\}")


def locale_of(language: str) -> str:
    """A BCP 47 tag as Babel writes it: en-US → en_US. A language nobody speaks has our numbers."""
    return "en" if language in PSEUDO else language.replace("-", "_")


def write_number(number: Number, words: NumberWords, language: str) -> str:
    """The sentence of a proportion, in whole people: "About 51 out of 100 people have ...".

    A share that would round to nothing is "Fewer than 1 out of ...". The time and the spread of
    the studies follow where the record has them.
    """

    def count(value: float) -> str:
        return format_decimal(round(value), locale=locale_of(language))

    share = number.numerator * number.per / number.denominator
    if number.numerator == 0:
        form = words.none
    elif number.counts:
        form = words.counts
    elif round(share) == 0:
        form = words.fewer
    elif number.qualifier:
        form = words.qualified
    else:
        form = words.exact if share == round(share) else words.about
    text = filled(
        form,
        share=count(share),
        per=count(number.per),
        count=count(number.numerator),
        total=count(number.denominator),
        people=number.people,
        have=number.have,
        qualifier=number.qualifier or "",
    )
    if number.when:
        text += f" {number.when}"
    if number.spread:
        text += f" ({number.spread})"
    return f"{text}."


def drawn(number: Number) -> tuple[int, int]:
    """How many of how many a picture of a number shows: out of a hundred, or its own counts."""
    if number.counts:
        return round(number.numerator), round(number.denominator)
    return round(number.numerator * 100 / number.denominator), 100


def with_temperatures(text: str, words: NumberWords, language: str, country: str | None) -> str:
    """A text with each {38.0 °C} written as the country measures it; without one, both ways."""

    def write(found: re.Match[str]) -> str:
        celsius = float(found.group(1))
        form = words.celsius if country and country not in FAHRENHEIT else words.fahrenheit
        locale = locale_of(language)
        return filled(
            form,
            celsius=format_decimal(celsius, locale=locale),
            fahrenheit=format_decimal(round(celsius * 9 / 5 + 32, 1), locale=locale),
        )

    return TEMPERATURE.sub(write, text)


def long_date(day: date, language: str) -> str:
    """A date as printed: 6 August 2026, August 6, 2026, by the language."""
    return format_date(day, "long", locale=locale_of(language))


def month(day: date, language: str) -> str:
    """A month as printed: August 2026."""
    return format_skeleton("yMMMM", day, locale=locale_of(language))
