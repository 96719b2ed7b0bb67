"""Proportions, temperatures and dates in words."""

from __future__ import annotations

from datetime import date

import pytest

from handouts.content.library import Library
from handouts.content.model import Number
from handouts.page.numbers import drawn, long_date, month, with_temperatures, write_number

FIELDS = {
    "id": "n",
    "numerator": 44,
    "denominator": 87,
    "people": "people",
    "have": "improve",
    "year": "2020",
    "references": ("r",),
}


def number(**changes: object) -> Number:
    return Number.model_validate({**FIELDS, **changes})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "About 51 out of 100 people improve."),
        ({"numerator": 1, "denominator": 4}, "25 out of 100 people improve."),
        ({"counts": True}, "In one study, 44 out of 87 people improve."),
        ({"qualifier": "Up to"}, "Up to 51 out of 100 people improve."),
        ({"numerator": 3, "denominator": 1000, "per": 1000}, "3 out of 1,000 people improve."),
        ({"numerator": 0.6, "denominator": 1000}, "Fewer than 1 out of 100 people improve."),
        ({"numerator": 0, "denominator": 65}, "None of 65 people improve."),
        ({"when": "within a year"}, "About 51 out of 100 people improve within a year."),
        ({"spread": "from 6 to 54"}, "About 51 out of 100 people improve (from 6 to 54)."),
    ],
)
def test_a_proportion_is_written_in_whole_people(
    changes: dict[str, object], sentence: str, golden: Library
) -> None:
    """Readers get "51 out of 100 people", never a percentage or a rounded-off zero."""
    assert golden.wording is not None
    assert write_number(number(**changes), golden.wording.numbers, "en-US") == sentence


def test_a_drawn_proportion_shows_what_is_written() -> None:
    """So many of a hundred, or the counts of a small study."""
    assert drawn(number()) == (51, 100)
    assert drawn(number(counts=True)) == (44, 87)


@pytest.mark.parametrize(
    ("language", "country", "written"),
    [
        ("en-US", "us", "100.4 °F (38 °C)"),
        ("en-US", "uk", "38 °C"),
        ("de-DE", "de", "38 °C"),
        ("en-US", None, "100.4 °F (38 °C)"),
    ],
)
def test_a_temperature_is_written_as_the_country_measures_it(
    language: str, country: str | None, written: str, golden: Library
) -> None:
    """Written once in Celsius; without a country both ways."""
    assert golden.wording is not None
    told = with_temperatures("{38.0 °C}", golden.wording.numbers, language, country)
    assert told == written


def test_dates_follow_the_language() -> None:
    """6 August is not June 8."""
    day = date(2026, 8, 6)
    assert long_date(day, "en-US") == "August 6, 2026"
    assert long_date(day, "en-GB") == "6 August 2026"
    assert month(day, "de-DE") == "August 2026"
