"""Postings on their way: one after another, each entered in the journal before and after."""

from __future__ import annotations

import signal
import smtplib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handouts.mail import wire
from handouts.mail.journal import Delivery, Journal, State, Unusable
from handouts.mail.server import NoServer
from handouts.mail.wire import Answer, Result

PAUSES = (5.0, 30.0, 120.0)
"""Seconds between rounds for what was refused for now (RFC 5321, 4.5.4.1, asks for patience)."""

_STATES = {
    Answer.TAKEN: State.SENT,
    Answer.LATER: State.DEFERRED,
    Answer.NEVER: State.REFUSED,
    Answer.UNKNOWN: State.TRYING,
}


@dataclass(frozen=True)
class Posting:
    """One message to one reader; it is made when its turn comes, with the date of that moment."""

    row: int
    sender: str
    address: str
    key: str
    edition: str
    version: str
    make: Callable[[datetime], bytes]
    now: Callable[[], datetime]

    def deliver(self, line: smtplib.SMTP, journal: Journal) -> Result:
        """Hand it over. Raises Unusable, OSError when the journal cannot be kept: then stop."""
        data = self.make(self.now())
        result = wire.deliver(
            line, self.sender, self.address, data, lambda: self._enter(journal, State.TRYING)
        )
        if result.answer is not Answer.UNKNOWN:
            try:
                self._enter(journal, _STATES[result.answer])
            except OSError as error:
                words = f"row {self.row} is {_STATES[result.answer]}, which the journal cannot note"
                raise Unusable(f"{words}: {error.strerror}") from error
        return result

    def note_sent(self, journal: Journal) -> None:
        """Enter that it has arrived, as somebody found out. OSError when it cannot be."""
        self._enter(journal, State.SENT)

    def _enter(self, journal: Journal, state: State) -> None:
        at = self.now().isoformat(timespec="seconds")
        journal.enter(Delivery(self.key, self.edition, self.version, state, at))


@dataclass
class Rate:
    """At most so many messages a minute."""

    a_minute: float
    sleep: Callable[[float], None] = time.sleep
    _next: float = 0.0

    def wait(self) -> None:
        """Sleep until the next message may go."""
        now = time.monotonic()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + 60 / self.a_minute


def send(
    postings: Iterable[Posting],
    journal: Journal,
    connect: Callable[[], AbstractContextManager[smtplib.SMTP]],
    rate: Rate,
    pauses: Iterable[float],
) -> Iterator[tuple[Posting, Result]]:
    """Deliver postings one after another, in rounds: what is refused for now comes again.

    Yields the last result of each. Raises NoServer when no line can be had at all; when one that
    was there is lost, the next round tries it again.
    """
    waiting, left = deque(postings), deque(pauses)
    later: list[tuple[Posting, Result]] = []
    reached = False
    while waiting:
        try:
            with connect() as line:
                reached = True
                while waiting and line.sock is not None:
                    rate.wait()
                    posting = waiting.popleft()
                    with _unhurried() as asked:
                        result = posting.deliver(line, journal)
                    if result.answer is Answer.LATER:
                        later.append((posting, result))
                    else:
                        yield posting, result
                    if asked:
                        raise KeyboardInterrupt
        except NoServer as error:
            if not reached:
                raise
            later += ((posting, Result(Answer.LATER, str(error))) for posting in waiting)
            waiting.clear()
        if not waiting and later:
            if not left:
                yield from later
                return
            rate.sleep(left.popleft())
            waiting.extend(posting for posting, _ in later)
            later.clear()


@contextmanager
def _unhurried() -> Iterator[list[int]]:
    """Ctrl-C only notes its signal, so that the posting under way is answered for; a second stops.

    The list that this gives is not empty when somebody asked to stop.
    """
    asked: list[int] = []

    def note(number: int, _: Any) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)
