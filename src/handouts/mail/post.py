"""The line to an SMTP server, and deliveries that know what became of them.

The message and its end are handed over in two steps. Until the end is sent the server cannot have
taken the message; once it is, only the server's answer tells.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import smtplib
import ssl
import stat
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import overload

from handouts.model import Security, Server

TIMEOUT = 60.0
"""Seconds that the server may take to answer."""
PAUSES = (5.0, 30.0, 120.0)
"""Seconds between rounds for what was refused for now (RFC 5321, 4.5.4.1, asks for patience)."""


class Answer(StrEnum):
    """What became of a message."""

    TAKEN = "taken"
    LATER = "later"
    """Not taken; it may be tried again."""
    NEVER = "never"
    """Not taken; trying again is no use."""
    UNKNOWN = "unknown"
    """The line broke after the end of the message: nobody knows."""


@dataclass(frozen=True)
class Result:
    """What became of a message, and in what words."""

    answer: Answer
    words: str = ""


@dataclass(frozen=True)
class Letter:
    """A message that is ready: sender, reader, bytes, and what to do at the point of no return."""

    row: int
    sender: str
    address: str
    data: bytes
    before_end: Callable[[], None]


Make = Callable[[], Letter]
"""Makes a letter when its turn comes, with the date of that moment."""


class NoServer(Exception):
    """The server cannot be used; the message says why."""


Ask = Callable[[str], str]
"""Asks the person at the terminal for a secret."""


@dataclass
class Secret:
    """The password or token for a server, fetched when first needed."""

    server: Server
    ask: Ask
    _password: str | None = None

    def log_in(self, line: smtplib.SMTP) -> None:
        """Log in as the server's user, if it has one. Raises NoServer."""
        user = self.server.user
        if not user:
            return
        try:
            if self.server.token_command:
                token = f"user={user}\1auth=Bearer {self._token()}\1\1"
                line.auth("XOAUTH2", _Once(token), initial_response_ok=True)
            else:
                line.login(user, self._secret())
        except smtplib.SMTPNotSupportedError as error:
            raise NoServer(f"{self.server.host} offers no login that we know") from error
        except smtplib.SMTPAuthenticationError as error:
            self._password = None
            answer = _words(error.smtp_error)
            raise NoServer(f"{self.server.host} refuses the login of {user}: {answer}") from error

    def _token(self) -> str:
        command = shlex.split(self.server.token_command or "")
        try:
            done = subprocess.run(  # noqa: S603 - the user's own command
                command, capture_output=True, text=True, check=True, timeout=TIMEOUT
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise NoServer(f"token_command failed: {error}") from error
        if not done.stdout.strip():
            raise NoServer("token_command printed nothing; it must print the token")
        return done.stdout.strip()

    def _secret(self) -> str:
        if self._password is None:
            if self.server.password_file:
                self._password = _from_file(Path(self.server.password_file).expanduser())
            elif self.server.keyring:
                self._password = _from_keyring(self.server.keyring, self.server.user or "")
            else:
                self._password = self.ask(f"Password of {self.server.user}")
        return self._password


class _Once:
    """Gives the token first; a challenge after that is an error message, answered by nothing."""

    def __init__(self, token: str) -> None:
        self._token = token

    @overload
    def __call__(self, challenge: None = None, /) -> str | None: ...
    @overload
    def __call__(self, challenge: bytes, /) -> str: ...
    def __call__(self, challenge: bytes | None = None, /) -> str | None:
        return self._token if challenge is None else ""


def _from_file(path: Path) -> str:
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise NoServer(f"{path} can be read by others; run: chmod 600 {shlex.quote(str(path))}")
        return path.read_text("utf-8").rstrip("\r\n")
    except OSError as error:
        raise NoServer(f"{path}: {error.strerror}") from error


def _from_keyring(service: str, user: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as error:
        raise NoServer("keyring is not installed; run: pip install 'handouts[keyring]'") from error
    try:
        password = keyring.get_password(service, user)
    except KeyringError as error:
        raise NoServer(f"the keyring cannot be opened: {error}") from error
    if password is None:
        raise NoServer(f"the keyring has no password of {user}; run: keyring set {service} {user}")
    return password


@contextlib.contextmanager
def line_to(server: Server, secret: Secret) -> Iterator[smtplib.SMTP]:
    """An encrypted line to the server, its certificate verified, logged in. Raises NoServer."""
    context = ssl.create_default_context()
    port = server.port or (465 if server.security is Security.TLS else 587)
    name = f"{server.host}:{port}"
    line: smtplib.SMTP | None = None
    try:
        if server.certificates:
            context.load_verify_locations(Path(server.certificates).expanduser())
        if server.security is Security.TLS:
            line = smtplib.SMTP_SSL(server.host, port, timeout=TIMEOUT, context=context)
        else:
            line = smtplib.SMTP(server.host, port, timeout=TIMEOUT)
            line.starttls(context=context)
        line.ehlo_or_helo_if_needed()
        secret.log_in(line)
    except BaseException as error:
        if line is not None:
            line.close()
        if isinstance(error, smtplib.SMTPNotSupportedError):
            raise NoServer(f"{name} offers no encryption (STARTTLS); nothing is sent") from error
        if isinstance(error, ssl.SSLCertVerificationError):
            raise NoServer(f"{name}: {error.verify_message}; nothing is sent") from error
        if isinstance(error, (OSError, smtplib.SMTPException)):
            raise NoServer(f"{name}: {error}") from error
        raise
    try:
        yield line
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            line.quit()
        line.close()


def deliver(line: smtplib.SMTP, letter: Letter) -> Result:
    """Hand a message over, and say what became of it.

    `before_end` is called when the server has all but the end: what it raises is not caught, and
    the message is not taken.
    """
    try:
        for code, answer in (
            line.mail(letter.sender),
            line.rcpt(letter.address),
        ):
            if code >= 400:
                _forget(line)
                return _refused(line, code, answer, letter)
        code, answer = line.docmd("DATA")
        if code != 354:
            _forget(line)
            return _refused(line, code, answer, letter)
        line.send(_stuffed(letter.data))
    except (OSError, smtplib.SMTPException) as error:
        line.close()
        return Result(Answer.LATER, f"the line broke: {_words(error)}")
    try:
        letter.before_end()
    except BaseException:
        line.close()
        raise
    try:
        line.send(b".\r\n")
        code, answer = line.getreply()
    except (OSError, smtplib.SMTPException) as error:
        line.close()
        return Result(Answer.UNKNOWN, f"the line broke at the end: {_words(error)}")
    if code >= 400:
        return _refused(line, code, answer, letter)
    return Result(Answer.TAKEN)


def _stuffed(data: bytes) -> bytes:
    """A message for DATA: a dot that begins a line is doubled (RFC 5321, 4.5.2)."""
    data = re.sub(rb"(?m)^\.", b"..", data)
    return data if data.endswith(b"\r\n") else data + b"\r\n"


def _forget(line: smtplib.SMTP) -> None:
    with contextlib.suppress(OSError, smtplib.SMTPException):
        line.rset()


def _refused(line: smtplib.SMTP, code: int, answer: bytes, letter: Letter) -> Result:
    if code == 421:  # it is about to hang up
        line.close()
    # A server repeats the address; we never print one.
    words = re.sub(re.escape(letter.address), "the address", _words(answer), flags=re.IGNORECASE)
    return Result(Answer.NEVER if code >= 500 else Answer.LATER, f"{code} {words}")


def _words(answer: object) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


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
    letters: Iterable[Make],
    connect: Callable[[], contextlib.AbstractContextManager[smtplib.SMTP]],
    rate: Rate,
    pauses: tuple[float, ...] = PAUSES,
) -> Iterator[tuple[Letter, Result]]:
    """Deliver letters one after another, in rounds: what is refused for now comes again.

    Each letter is made when its turn comes. Yields the last result of each. Raises NoServer when
    no line can be had at all; when one that was there is lost, it is tried as long as the pauses
    last, and what is left comes out as LATER.
    """
    waiting, later, left = deque(letters), deque[Make](), deque(pauses)
    was_there = False
    while waiting:
        try:
            with connect() as line:
                was_there = True
                while waiting and line.sock is not None:
                    rate.wait()
                    make = waiting.popleft()
                    letter = make()
                    result = deliver(line, letter)
                    if result.answer is Answer.LATER and left:
                        later.append(make)
                    else:
                        yield letter, result
        except NoServer as error:
            if not was_there:
                raise
            if not left:
                for make in waiting:
                    yield make(), Result(Answer.LATER, str(error))
                return
            rate.sleep(left.popleft())
            continue
        if not waiting and later:
            rate.sleep(left.popleft())
            waiting, later = later, waiting
