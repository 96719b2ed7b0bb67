"""How fast messages go, and how patiently they are tried again."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from handouts.mail.journal import Journal
from handouts.mail.post import PAUSES, Posting, Rate, send
from handouts.mail.server import NoServer
from handouts.mail.wire import Answer


def posting(row: int) -> Posting:
    return Posting(
        row=row,
        sender="leaflets@hospital.example",
        address=f"reader{row}@mail.example",
        key=f"{row:032}",
        edition="us/elbow-leaflet",
        version="1.0",
        make=lambda _: b"Subject: x\r\n\r\n",
        now=lambda: datetime(2026, 11, 21, tzinfo=UTC),
    )


def test_messages_go_no_faster_than_asked() -> None:
    """Twenty a minute are one every three seconds."""
    slept: list[float] = []
    rate = Rate(20, slept.append)
    for _ in range(3):
        rate.wait()
    assert [round(seconds) for seconds in slept] == [3, 6]


def test_pauses_grow_and_end(tmp_path: Path) -> None:
    """A server that is gone is tried again after growing pauses; then every row is told."""
    slept: list[float] = []
    reached: list[int] = []

    @contextmanager
    def connect() -> Iterator[smtplib.SMTP]:
        reached.append(1)
        if len(reached) > 1:
            raise NoServer("it is gone")
        yield smtplib.SMTP()  # not connected

    with Journal.write(tmp_path) as journal:
        postings = [posting(2), posting(3)]
        rate = Rate(9000, slept.append)
        results = list(send(postings, journal, connect, rate, PAUSES))
    assert [pause for pause in slept if pause >= 1] == [*PAUSES]
    assert sorted(PAUSES) == [*PAUSES]
    assert [(one.row, result.answer) for one, result in results] == [
        (2, Answer.LATER),
        (3, Answer.LATER),
    ]


def test_no_server_at_all(tmp_path: Path) -> None:
    """A server that never answered is a fault of the settings: nobody waits for it."""

    @contextmanager
    def connect() -> Iterator[smtplib.SMTP]:
        raise NoServer("nobody there")
        yield smtplib.SMTP()

    with Journal.write(tmp_path) as journal, pytest.raises(NoServer):
        list(send([posting(2)], journal, connect, Rate(9000, print), PAUSES))
