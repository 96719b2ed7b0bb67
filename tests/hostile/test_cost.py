"""What a hostile file costs is bounded: two seconds, 300 megabytes, a message with its place."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handouts.content import bounds
from handouts.content.library import Library, load
from handouts.content.problems import did_you_mean
from handouts.mail.recipients import read as read_recipients
from tests.hostile.harm import SECONDS, assert_placed, limited, tree, written

MANY = 50_000


def _contacts(data: Path) -> Any:
    return tree(data / "contacts.yaml")


def _claims(number: int) -> bytes:
    """Claims that contradict each other in a chain, of which the last is nowhere."""
    claims = [
        {
            "id": f"example-p1-a{n}",
            "paragraph": "1",
            "states": "x",
            "topics": ["a"],
            "verdict": "accurate",
            "contradicts": [f"example-p1-a{n + 1}"],
        }
        for n in range(number)
    ]
    return written({"source": "example", "claims": claims})


FILES: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "unknown-keys": (
        "imprint.yaml",
        lambda _: b"".join(b"key%d: x\n" % n for n in range(MANY)),
    ),
    "likely-keys": ("imprint.yaml", lambda _: b"".join(b"publishe%d: x\n" % n for n in range(480))),
    "duplicate-keys": ("imprint.yaml", lambda _: b"publisher: x\n" * 60_000),
    "empty-items": ("contacts.yaml", lambda _: b"-\n" * 200_000),
    "fewer-empty-items": ("contacts.yaml", lambda _: b"-\n" * 19_000),
    "contacts": ("contacts.yaml", lambda _: b"".join(b"- {id: a%d}\n" % n for n in range(60_000))),
    "same-contacts": (
        "contacts.yaml",
        lambda data: written([_contacts(data)[0]] * 1500),
    ),
    "brackets": ("contacts.yaml", lambda _: b"[" * 900_000),
    "braces": ("contacts.yaml", lambda _: b"{a: " * 220_000),
    "dashes": ("contacts.yaml", lambda _: b"- " * 450_000),
    "questions": ("contacts.yaml", lambda _: b"? " * 450_000),
    "colons": ("contacts.yaml", lambda _: b":" * 900_000),
    "anchors": ("contacts.yaml", lambda _: b"- &a x\n" * 100_000),
    "laughs": (
        "contacts.yaml",
        lambda _: b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a,*a]\n" % (n, n) for n in range(30)),
    ),
    "lists-in-a-list": ("contacts.yaml", lambda _: b"[" + b"[]," * 300_000 + b"[]]"),
    "one-long-key": ("contacts.yaml", lambda _: b'"' + b"a" * 900_000 + b'": x'),
    "one-long-text": ("imprint.yaml", lambda _: b"publisher: " + b"a " * 450_000),
    "one-long-id": ("contacts.yaml", lambda _: b"- id: " + b"a-" * 450_000),
    "escapes": ("imprint.yaml", lambda _: b'publisher: "' + b"\\u0301" * 150_000 + b'"'),
    "marks": ("imprint.yaml", lambda _: b"publisher: a" + "\u0335".encode() * 450_000),
    "hidden": ("imprint.yaml", lambda _: b"publisher: " + "\u200b".encode() * 300_000),
    "look-alikes": ("imprint.yaml", lambda _: b"publisher: " + "аb ".encode() * 200_000),
    "blank-lines": ("imprint.yaml", lambda _: b"\n" * 999_000),
    "comments": ("imprint.yaml", lambda _: b"# x\n" * 240_000),
    "tabs": ("imprint.yaml", lambda _: b"a:\n" + b"\t" * 900_000),
    "percent": ("imprint.yaml", lambda _: b"%" * 900_000),
    "too-large": ("imprint.yaml", lambda _: b"# " + b"x" * 30_000_000),
    "chain-of-claims": ("claims/example.yaml", lambda _: _claims(1_800)),
    "dangling": (
        "claims/example.yaml",
        lambda _: _claims(1).replace(
            b'"contradicts": [', b'"contradicts": [' + b'"example-p9-zzz",\n' * 15_000
        ),
    ),
    "letter-braces": ("imprint.yaml", lambda _: b"publisher: '" + b"{a" * 400_000 + b"'"),
    "words-of-braces": ("imprint.yaml", lambda _: b"publisher: '" + b"{a}" * 300_000 + b"'"),
}


@pytest.mark.parametrize("name", FILES)
def test_content(name: str, data: Path) -> None:
    """Whatever is repeated, nested or long: refused in time, at a line of the file."""
    file, made = FILES[name]
    (data / file).write_bytes(made(data))
    found, _ = limited(lambda: load(data).problems)
    assert_placed([p for p in found if p.place.file == str(data / file)], data)
    assert any(p.place.file == str(data / file) for p in found)
    assert len(found) < 1_000


def test_many_files(data: Path) -> None:
    """Thousands of files that do not belong here."""
    for number in range(3_000):
        (data / f"file{number}.txt").touch()
    found, _ = limited(lambda: load(data).problems)
    assert len(found) >= 3_000


def test_a_word_that_is_nothing_known() -> None:
    """Likely words are looked for among words of a sensible length only."""
    limited(lambda: did_you_mean("a" * 100_000, ["a" * 90_000] * 100))
    limited(lambda: did_you_mean("address", (f"addres{n}" for n in range(10**6))))


def _wide(cell: str) -> bytes:
    return f"address,syndrome\n{','.join([cell] * 3_000_000)}\n".encode()


def _bomb() -> bytes:
    """A workbook of 10 kilobytes that unpacks to a gigabyte."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            with packed.open(name, "w", force_zip64=True) as file:
                for _ in range(80):
                    file.write(b"<a>" + b" " * 2_000_000)
    return made.getvalue()


TABLES: dict[str, Callable[[], bytes]] = {
    "broken-rows": lambda: b"address,syndrome\n" + b"x,elbwo\n" * 500_000,
    "no-editions": lambda: (
        b"address,syndrome\n" + b"".join(b"a%d@mail.example,elbwo\n" % n for n in range(19_000))
    ),
    "empty-rows": lambda: b"address,syndrome\n" + b"\n" * 9_000_000,
    "same-rows": lambda: b"address,syndrome\n" + b"ann@mail.example,elbow\n" * 400_000,
    "columns": lambda: b"address,syndrome," + b"a," * 4_000_000,
    "cells": lambda: _wide(""),
    "long-cell": lambda: b"address,syndrome\n" + b"a" * 9_000_000 + b"@mail.example,elbow\n",
    "quotes": lambda: b'address,syndrome\n"' + b'""' * 4_000_000,
    "open-quote": lambda: b'address,syndrome\n"' + b"a\n" * 4_000_000,
    "separators": lambda: b"," * 9_000_000,
    "nul": lambda: b"\0" * 9_000_000,
    "too-large": lambda: b"address\n" * 3_000_000,
    "at-signs": lambda: b"address,syndrome\n" + b"@" * 100_000 + b",elbow\n",
    "dots": lambda: b"address,syndrome\na@" + b"a." * 60_000 + b",elbow\n",
    "not-a-workbook": lambda: b"PK\x03\x04" + b"\0" * 9_000_000,
    "workbook": _bomb,
}


@pytest.mark.parametrize("name", TABLES)
def test_recipients(name: str, golden: Library) -> None:
    """A file of recipients: refused in time, at a row."""
    data = TABLES[name]()
    (found, problems), _ = limited(lambda: read_recipients(data, "list.csv", golden, "us"))
    assert problems
    assert len(found) < 2 or name == "empty-rows"
    assert len(problems) <= 300
    assert all(p.place.file == "list.csv" and p.place.line for p in problems)
    assert all(len(p.message) < 2_000 for p in problems)


# --- the limits themselves ---------------------------------------------------------------------


def _endless() -> None:
    while True:
        json.dumps([1] * 100)


WORK: dict[str, Callable[[], object]] = {
    "time": _endless,
    "memory": lambda: b"x" * 10**10,
    "growing": lambda: [b"x" * 10**6 for _ in range(10**6)],
    "depth": lambda: _deep(0),
}


def _deep(number: int) -> int:
    return _deep(number + 1) + 1


@pytest.mark.parametrize("name", WORK)
def test_what_nobody_counted(name: str) -> None:
    """Work that takes more than it may is stopped, and the limits are lifted again."""

    def look() -> str:
        with pytest.raises(bounds.TooMuch) as caught, bounds.bounded(0.5):
            WORK[name]()
        assert len(b"x" * 400_000_000)
        return str(caught.value)

    told = _within(look)
    assert told


def _within(look: Callable[[], str]) -> str:
    from tests.hostile import harm

    before, harm.MEGABYTES = harm.MEGABYTES, 800
    try:
        return str(limited(look, SECONDS)[0])
    finally:
        harm.MEGABYTES = before


def test_work_in_a_thread() -> None:
    """Beside the first thread, as in the preview, endless work is stopped too."""
    told: list[str] = []

    def look() -> None:
        try:
            with bounds.bounded(0.05):
                _endless()
        except bounds.TooMuch as error:
            told.append(str(error))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join(10)
    assert told == ["takes too long"]
