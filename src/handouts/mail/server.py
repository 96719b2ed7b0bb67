"""Which server sends, and how to log in: the user's own settings, then the site's."""

from __future__ import annotations

import shlex
import smtplib
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from handouts.content import characters, decode, files, nodes
from handouts.content.model import Server, Site
from handouts.content.problems import Place, Problem

TIMEOUT = 60.0
"""Seconds that a token command may take, and the server to answer."""

Ask = Callable[[str], str]
"""Asks the person at the terminal for a secret."""


class NoServer(Exception):
    """The server cannot be used; the message says why."""


def find(settings: Path, site: Site) -> tuple[Server | None, list[Problem]]:
    """The server of the user's settings if there are any, else the site's; and every fault."""
    if settings.exists() or settings.is_symlink():
        try:
            data = files.read_plain(settings, nodes.MAX_BYTES)
        except OSError as error:
            words = f"cannot be read: {error.strerror}"
            return None, [Problem(Place(files.named(settings)), "unreadable", words)]
        found = decode.decode_one(Server, data, files.named(settings))
        return next(iter(found.records), None), found.problems
    server = site.mail.server if site.mail else None
    return Server(**dict(server)) if server else None, []


@dataclass
class Secret:
    """The password or token for a server, fetched when first needed."""

    server: Server
    ask: Ask
    _password: str | None = None

    def log_in(self, line: smtplib.SMTP) -> None:
        """Log in as the server's user, if it has one. Raises NoServer."""
        user, host = self.server.user, self.server.host
        if not user:
            return
        try:
            if self.server.token_command:
                token = f"user={user}\1auth=Bearer {_token(self.server.token_command)}\1\1"
                line.auth("XOAUTH2", _Once(token), initial_response_ok=True)
            else:
                line.login(user, self._fetch())
        except smtplib.SMTPNotSupportedError as error:
            raise NoServer(f"{host} offers no login that we know") from error
        except UnicodeEncodeError as error:
            raise NoServer("user and password must be ASCII, which is all that SMTP has") from error
        except smtplib.SMTPAuthenticationError as error:
            self._password = None
            raise NoServer(f"{host} refuses the login of {user}: {words(error.smtp_error)}") from (
                error
            )

    def _fetch(self) -> str:
        if self._password is None:
            if self.server.password_file:
                self._password = _from_file(Path(self.server.password_file).expanduser())
            elif self.server.keyring:
                self._password = _from_keyring(self.server.keyring, self.server.user or "")
            else:
                self._password = self.ask(f"Password of {self.server.user} at {self.server.host}")
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


def _token(command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command
            shlex.split(command),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=TIMEOUT,
        )
    except (OSError, ValueError) as error:
        raise NoServer(f"token_command cannot be run: {error}") from error
    except subprocess.TimeoutExpired as error:
        raise NoServer(f"token_command gave no answer in {TIMEOUT:.0f} seconds") from error
    if done.returncode:
        raise NoServer(f"token_command failed (exit {done.returncode}): {words(done.stderr)}")
    if not done.stdout.strip():
        raise NoServer("token_command printed nothing; it must print the token")
    return done.stdout.strip()


def _from_file(path: Path) -> str:
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise NoServer(f"{path} can be read by others; run: chmod 600 {shlex.quote(str(path))}")
        return files.read_plain(path, 10_000).decode("utf-8").rstrip("\r\n")
    except OSError as error:
        raise NoServer(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise NoServer(f"{path}: not UTF-8") from error


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


def words(answer: object) -> str:
    """What a server or a program said, on one line that is safe to print."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return characters.shown(" ".join(text[:2000].split())[:200])
