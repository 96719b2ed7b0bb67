"""Faults put into the Spanish that we ship: nearly all of each kind are found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.conftest import ROOT

from handouts.content import library
from handouts.content.languages.catalogue import Catalogue, Message
from handouts.content.languages.spoken import known
from handouts.content.library import Library
from handouts.lint.translation import message_faults

MEDICINES = "prednisona|azatioprina|rituximab|baclofeno|diazepam|piridostigmina|amifampridina"
ANTIBODIES = "GABA-B|AMPA|NMDA|LGI1|CASPR2|GAD65|CRMP5|Hu|Yo|Ri|Ma2|KLHL11"
SEEDS: dict[str, tuple[str, str, float]] = {
    # What is sought in a text, what is put in its place, and how many of a hundred are found.
    "a lost no": (r"(?<!\w)no\s+", "", 97),
    "a lost never": (r"(?<!\w)nunca\s+", "", 100),
    "without told as with": (r"(?<!\w)sin(?!\w)", "con", 80),
    "never told as always": (r"(?<!\w)nunca(?!\w)", "siempre", 100),
    "no said twice": (r"(?<!\w)no (?=\w)", "no deje de no ", 92),
    "another number": (r"(?<![\w-])\d+", "77", 100),
    "a decimal comma": (r"(?<=\d)\.(?=\d)", ",", 100),
    "a figure ten times as large": (r"(?<![\w.,-])(\d+)(?![\d.,])", r"\g<1>0", 100),
    "another unit": (r"°C", "°F", 100),
    "hours for minutes": ("minutos?", "horas", 100),
    "weeks for days": ("días", "semanas", 100),
    "years for months": ("meses", "años", 100),
    "a lost placeholder": (r" ?\{\w+\}", "", 92),
    "another level: today": (r"\bhoy\b", "en la próxima consulta", 100),
    "another level: next visit": ("en la próxima consulta", "hoy", 100),
    "another level: emergency": (r"\bemergencia\b", "consulta", 100),
    "another medicine": (MEDICINES, "aspirina", 100),
    "another antibody": (rf"(?<![\w-])(?:{ANTIBODIES})(?!\w)", "Zic4", 100),
    "a lost item": (", [^,.:;]+(?=,)", "", 98),
    "a lost last item": (" [yo] [^,.:;]+(?=[.])", "", 97),
    "a lost remark in brackets": (r" ?\([^)]*\)", "", 100),
    "a lost sentence": (r"(?<=[.?!]) [^.?!]+[.?!]$", "", 100),
    "a lost second half": (r"(?<=^.{30}).{40,}$", "", 80),
    "after for before": (r"\bantes\b", "después", 95),
    "before for after": (r"\bdespués\b", "antes", 90),
    "less for more": (r"\bmás\b", "menos", 85),
    "better for worse": ("empeora", "mejora", 100),
    "worse for better": (r"\bmejor\b", "peor", 100),
    "few for many": (r"\bmuch([ao]s)\b", r"poc\1", 90),
    "some for all": (r"\btod[ao]s\b", "algunos", 90),
    "must for can": (r"\bpuede\b", "debe", 90),
    "adults for children": (r"\bniños\b", "adultos", 50),
    "a leg for an arm": (r"\bbrazo", "pierna", 100),
    "markup": (r"^(\w+)", r"<b>\1</b>", 100),
}


@pytest.fixture(scope="module")
def spanish() -> tuple[Library, Catalogue, list[Message]]:
    """What we ship in Spanish: the texts that can be printed."""
    shipped = library.load(ROOT / "data")
    words = known(shipped, "es-US")
    shapeless = (" say_it", " forms")  # syllables, and what is only looked for
    told = [m for m in words.messages.values() if m.is_current]
    return shipped, words, [m for m in told if not m.context.endswith(shapeless)]


def seeded(messages: list[Message], pattern: str, other: str) -> Iterator[Message]:
    """Each message in which something is found, with one fault."""
    for message in messages:
        text = re.sub(pattern, other, message.text, count=1, flags=re.IGNORECASE)
        if text != message.text:
            yield replace(message, text=" ".join(text.split()))


@pytest.mark.parametrize("kind", SEEDS)
def test_seeded_faults_are_found(
    spanish: tuple[Library, Catalogue, list[Message]], kind: str
) -> None:
    """Of each kind of fault so many of a hundred, put wherever they can stand, are errors."""
    shipped, words, messages = spanish
    pattern, other, share = SEEDS[kind]
    wrong = list(seeded(messages, pattern, other))
    missed = [m.text for m in wrong if not any(message_faults(shipped, words, m))]
    assert wrong
    assert 100 * len(missed) <= (100 - share) * len(wrong), missed
