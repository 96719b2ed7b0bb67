"""The line to an SMTP server, and deliveries that know what became of them.

The message and its end are handed over in two steps. Until the end is sent the server cannot have
taken the message; once it is, only the server's answer tells.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from handouts.content.model import Security, Server
from handouts.mail.server import TIMEOUT, NoServer, Secret, words

PATIENCE = 600.0
"""Seconds that a server may take over a whole message (RFC 5321, 4.5.3.2.6)."""


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
            context.load_verify_locations(Path(server.certificates).expanduser())
        if server.security is Security.TLS:
            line = smtplib.SMTP_SSL(server.host, port, timeout=TIMEOUT, context=context)
        else:
            line = smtplib.SMTP(server.host, port, timeout=TIMEOUT)
            line.starttls(context=context)
        line.ehlo_or_helo_if_needed()
    except BaseException as error:
        if line is not None:
            line.close()
        if isinstance(error, smtplib.SMTPNotSupportedError):
            raise NoServer(f"{name} offers no encryption (STARTTLS); nothing is sent") from error
        if isinstance(error, ssl.SSLCertVerificationError):
            raise NoServer(f"{name}: {error.verify_message}; nothing is sent") from error
        if isinstance(error, (OSError, smtplib.SMTPException)):
            raise NoServer(f"{name}: {words(error)}") from error
        raise
    return line


def deliver(
    line: smtplib.SMTP, sender: str, address: str, data: bytes, before_end: Callable[[], None]
) -> Result:
    """Hand a message over, and say what became of it.

    `before_end` is called when the server has all but the end: what it raises is not caught, and
    the message is not taken.
    """

    def refused(code: int, answer: bytes) -> Result:
        # A server repeats the address; we never print one.
        said = re.sub(re.escape(address), "the address", words(answer), flags=re.IGNORECASE)
        if code == 421:  # it is about to hang up
            line.close()
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
            return Result(Answer.UNKNOWN, f"an answer that means nothing: {words(answer)}")


def _stuffed(data: bytes) -> bytes:
    """A message for DATA: a dot that begins a line is doubled (RFC 5321, 4.5.2)."""
    data = re.sub(rb"(?m)^\.", b"..", data)
    return data if data.endswith(b"\r\n") else data + b"\r\n"
