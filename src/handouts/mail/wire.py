"""The line to an SMTP server, and deliveries that know what became of them.

The message and its end are handed over in two steps. Until the end is sent the server cannot have
taken the message; once it is, only the server's answer tells.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote

from handouts.content import files
from handouts.content.model import Security, Server
from handouts.mail.server import TIMEOUT, NoServer, Secret, words

PATIENCE = 600.0
"""Seconds that a server may take over a whole message (RFC 5321, 4.5.3.2.6)."""
MOST_LINES, LONGEST_LINE = 100, 8192
"""Of one answer: RFC 5321 allows 512 bytes a line, and servers have been seen to say more."""


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


@contextlib.contextmanager
def line_to(server: Server, secret: Secret) -> Iterator[smtplib.SMTP]:
    """An encrypted line to the server, its certificate verified, logged in. Raises NoServer."""
    line = _open(server)
    try:
        try:
            secret.log_in(line)
        except (OSError, smtplib.SMTPException) as error:
            raise NoServer(f"{server.host}: {words(error)}") from error
        yield line
        with contextlib.suppress(OSError, smtplib.SMTPException):
            line.quit()
    finally:
        line.close()


def _open(server: Server) -> smtplib.SMTP:
    port = server.port or (465 if server.security is Security.TLS else 587)
    name = f"{server.host}:{port}"
    line: smtplib.SMTP | None = None
    try:
        context = ssl.create_default_context()
        if server.certificates:
            own = files.read_plain(Path(server.certificates).expanduser(), 1_000_000)
            context.load_verify_locations(cadata=own.decode("ascii", "ignore"))
        if server.security is Security.TLS:
            line = _TlsLine(server.host, port, timeout=TIMEOUT, context=context)
        else:
            line = _Line(server.host, port, timeout=TIMEOUT)
            line.starttls(context=context)
        line.ehlo_or_helo_if_needed()
    except BaseException as error:
        if line is not None:
            line.close()
        if isinstance(error, smtplib.SMTPNotSupportedError):
            raise NoServer(f"{name} offers no encryption (STARTTLS); nothing is sent") from error
        if isinstance(error, ssl.SSLCertVerificationError):
            raise NoServer(f"{name}: {error.verify_message}; nothing is sent") from error
        if isinstance(error, (OSError, ValueError, smtplib.SMTPException)):
            raise NoServer(f"{name}: {words(error)}") from error
        raise
    return line


class _Ear:
    """What a server says, line by line: it may be slow, but not for ever, and not endless.

    `smtplib` waits anew for every byte and collects every line.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._heard = b""

    def answer(self) -> list[bytes]:
        """The lines of one answer. OSError when the line breaks or takes too long."""
        self._until = time.monotonic() + (self._sock.gettimeout() or TIMEOUT)
        lines = [self._line()]
        while lines[-1][3:4] == b"-":
            if len(lines) == MOST_LINES:
                raise smtplib.SMTPServerDisconnected("an answer without end")
            lines.append(self._line())
        return lines

    def _line(self) -> bytes:
        while b"\n" not in self._heard:
            if len(self._heard) > LONGEST_LINE:
                raise smtplib.SMTPServerDisconnected("a line without end")
            patience = self._sock.gettimeout()
            self._sock.settimeout(max(0.01, self._until - time.monotonic()))
            try:
                more = self._sock.recv(4096)
            finally:
                self._sock.settimeout(patience)
            if not more:
                raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
            self._heard += more
        line, _, self._heard = self._heard.partition(b"\n")
        return line.rstrip(b"\r")

    def close(self) -> None:
        """Nothing of its own is open."""


class _Line(smtplib.SMTP):
    """A line to a server that may not talk without end."""

    def getreply(self) -> tuple[int, bytes]:
        """Code and words of an answer, as in the class above."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        if not isinstance(self.file, _Ear):  # a new line, or the same one now encrypted
            self.file = _Ear(self.sock)
        try:
            lines = self.file.answer()
        except (OSError, smtplib.SMTPServerDisconnected):
            self.close()
            raise
        code = lines[-1][:3]
        return int(code) if re.fullmatch(rb"[2-5][0-9][0-9]", code) else -1, b"\n".join(
            line[4:].strip() for line in lines
        )


class _TlsLine(_Line, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte on."""


def deliver(
    line: smtplib.SMTP, sender: str, address: str, data: bytes, before_end: Callable[[], None]
) -> Result:
    """Hand a message over, and say what became of it.

    `before_end` is called when the server has all but the end: what it raises is not caught, and
    the message is not taken.
    """

    def refused(code: int, answer: bytes) -> Result:
        if code == 421:  # it is about to hang up
            line.close()
        said = unaddressed(words(answer), address, sender)
        return Result(Answer.NEVER if code >= 500 else Answer.LATER, f"{code} {said}")

    try:
        size = [f"size={len(data)}"] if line.has_extn("size") else []
        steps: tuple[tuple[int, Callable[[], tuple[int, bytes]]], ...] = (
            (2, lambda: line.mail(sender, size)),
            (2, lambda: line.rcpt(address)),
            (3, lambda: line.docmd("DATA")),
        )
        for good, step in steps:
            code, answer = step()
            if code // 100 != good:
                result = refused(code, answer)
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    line.rset()
                return result
        line.send(_stuffed(data))
    except (OSError, smtplib.SMTPException) as error:
        line.close()
        return Result(Answer.LATER, f"the line broke: {words(error)}")
    try:
        before_end()
    except BaseException:
        line.close()
        raise
    try:
        assert line.sock is not None
        line.sock.settimeout(PATIENCE)
        line.sock.sendall(b".\r\n")
    except ConnectionError as error:  # gone before the end could be sent
        line.close()
        return Result(Answer.LATER, f"the line broke: {words(error)}")
    except OSError as error:
        line.close()
        return Result(Answer.UNKNOWN, f"the line broke at the end: {words(error)}")
    try:
        code, answer = line.getreply()
        line.sock.settimeout(TIMEOUT)
    except (OSError, smtplib.SMTPException) as error:
        line.close()
        return Result(Answer.UNKNOWN, f"the line broke at the end: {words(error)}")
    match code // 100:
        case 2:
            return Result(Answer.TAKEN)
        case 4 | 5:
            return refused(code, answer)
        case _:
            line.close()
            return Result(Answer.UNKNOWN, "an answer that means nothing")


def unaddressed(said: str, *addresses: str) -> str:
    """What a server said, unless it quotes an address: then only its code (RFC 3463)."""
    parts = {part.lower() for a in addresses for part in (a, *a.partition("@")) if len(part) > 2}
    folded = unquote(said).lower()
    if "@" not in folded and not any(part in folded for part in parts):
        return said
    code = re.match(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}\b", said)
    return (
        f"{code.group()} (its words quote an address)" if code else "(its words quote an address)"
    )


def _stuffed(data: bytes) -> bytes:
    """A message for DATA: a dot that begins a line is doubled (RFC 5321, 4.5.2)."""
    data = re.sub(rb"(?m)^\.", b"..", data)
    return data if data.endswith(b"\r\n") else data + b"\r\n"
