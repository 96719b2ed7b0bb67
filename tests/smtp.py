"""Mail servers on this machine for tests: honest ones, and ones that misbehave in each phase."""

# ruff: noqa: N802 - aiosmtpd finds its hooks by these names

from __future__ import annotations

import asyncio
import base64
import datetime
import ipaddress
import shutil
import socket
import ssl
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from handouts.mail import post
from tests.conftest import ROOT, in_this_process

USER, PASSWORD, TOKEN = "leaflets", "open sesame", "ya29.token"


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """A self-made certificate for a name, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    if name == "localhost":
        names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / f"{name}.pem", folder / f"{name}.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    files[1].chmod(0o600)
    return files


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def hang_up(server: SMTP) -> None:
    """Drop the line, as when somebody pulls the plug."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


def wait_for_line(port: int) -> None:
    """Wait until somebody answers at a port, for half a minute at most."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"nobody answers at port {port}")


Script = Callable[[str, int], str]
"""From a phase and how often it was reached: an answer in the place of the honest one, "drop" or
nothing."""


@dataclass
class Received:
    """A message that the server took."""

    sender: str
    readers: list[str]
    data: bytes


@dataclass
class Post:
    """What the server does: take everything, or what the script says."""

    script: Script = lambda _phase, _time: ""
    pause: float = 0.0
    taken: list[Received] = field(default_factory=list)
    phases: Counter[str] = field(default_factory=Counter)
    mechanisms: list[str] = field(default_factory=list)

    def counts(self) -> Counter[str]:
        """How often each reader got a message."""
        return Counter(reader for received in self.taken for reader in received.readers)

    def wait_for(self, number: int) -> None:
        """Wait until so many messages have come, for half a minute at most."""
        for _ in range(300):
            if len(self.taken) >= number:
                return
            time.sleep(0.1)
        pytest.fail(f"{len(self.taken)} of {number} messages came")

    def play(self, server: SMTP, phase: str) -> str:
        self.phases[phase] += 1
        said = self.script(phase, self.phases[phase])
        if said == "drop":
            hang_up(server)
        return said

    async def handle_EHLO(
        self, server: SMTP, session: Session, _: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.play(server, "EHLO")
        return answers

    def handle_STARTTLS(self, server: SMTP, *_: Any) -> bool:
        return not self.play(server, "STARTTLS")

    async def handle_MAIL(
        self, server: SMTP, _: Session, envelope: Envelope, address: str, *_more: Any
    ) -> str:
        if said := self.play(server, "MAIL"):
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, _: Session, envelope: Envelope, address: str, *_more: Any
    ) -> str:
        if said := self.play(server, "RCPT"):
            return said.format(address=address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:
        said = self.play(server, "end")
        if said and said != "drop after taking":
            return said
        assert isinstance(envelope.content, bytes)
        self.taken.append(Received(envelope.mail_from or "", envelope.rcpt_tos, envelope.content))
        if said:
            hang_up(server)
        await asyncio.sleep(self.pause)
        return "250 taken"

    async def auth_XOAUTH2(self, server: SMTP, arguments: list[str]) -> AuthResult:
        self.mechanisms.append("XOAUTH2")
        said = base64.b64decode(arguments[1]).decode()
        if said == f"user={USER}\1auth=Bearer {TOKEN}\1\1":
            return AuthResult(success=True, handled=True)
        await server.push("334 " + base64.b64encode(b'{"status":"401"}').decode())
        assert server._reader is not None
        await server._reader.readline()
        return AuthResult(success=False, handled=False)


class _Smtp(SMTP):
    """Drops the line in the middle of a message too."""

    async def smtp_DATA(self, arg: str) -> None:
        post: Post = self.event_handler
        if said := post.play(self, "DATA"):
            await self.push(said)
            return
        if post.script("content", post.phases["DATA"]) == "drop":
            await self.push("354 go on")
            assert self._reader is not None
            await self._reader.readline()
            hang_up(self)
            return
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        with warnings.catch_warnings():  # it takes TLS from the start for none
            warnings.simplefilter("ignore")
            return _Smtp(self.handler, **self.SMTP_kwargs)


@dataclass(frozen=True)
class Running:
    """A server that runs: where, and what it does."""

    port: int
    post: Post
    certificate: Path


@contextmanager
def serve(
    folder: Path,
    post: Post | None = None,
    *,
    security: str = "starttls",
    login: bool = True,
    name: str = "localhost",
) -> Iterator[Running]:
    """A server on 127.0.0.1 with TLS and, unless told otherwise, AUTH PLAIN and XOAUTH2."""
    post = post or Post()
    cert, key = certificate(folder, name)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)

    def check(*arguments: Any) -> AuthResult:
        post.mechanisms.append(arguments[3])
        given = arguments[4]
        good = isinstance(given, LoginPassword) and (given.login, given.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        return AuthResult(success=good, handled=False)

    options: dict[str, Any] = {}
    if login:
        options |= {"authenticator": check, "auth_required": True}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if security == "tls":
        options |= {"ssl_context": context, "auth_require_tls": False}
    controller = _Controller(post, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield Running(controller.port, post, cert)
    finally:
        controller.stop()


def site(data: Path, text: str = "", *, running: Running | None = None, more: str = "") -> None:
    """Give the small data set's site a sender, and the user's settings a server."""
    path = data / "sites" / "us.yaml"
    lines = path.read_text("utf-8").partition("mail:")[0]
    lines += "mail:\n  sender: Häger Hospital\n  address: leaflets@hospital.example\n"
    path.write_text(lines + text, "utf-8")
    if running:
        known = f"host: localhost\nport: {running.port}\ncertificates: {running.certificate}\n"
        settings(data.parent, known + more)


def settings(folder: Path, text: str) -> Path:
    """Write the user's own settings."""
    path = folder / "config" / "handouts" / "mail.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def password_file(folder: Path, password: str = PASSWORD) -> str:
    """The YAML that names a private file with the password."""
    path = folder / "password"
    path.write_text(f"{password}\n", "utf-8")
    path.chmod(0o600)
    return f"user: {USER}\npassword_file: {path}\n"


def settle(folder: Path, everything: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with the templates and built PDFs, without pauses or a user's settings."""
    if not (folder / "templates").exists():
        (folder / "templates").symlink_to(ROOT / "templates")
    shutil.copytree(everything / "output", folder / "output")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setattr(post, "PAUSES", (0.0, 0.0, 0.0))
    site(folder / "data")


@dataclass(frozen=True)
class Done:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


def mail(*arguments: str, typed: str = "") -> Done:
    """Run `handouts mail` in this process and folder; nothing that it prints holds an address."""
    ran = in_this_process("mail", *arguments, typed=typed)
    done = Done(ran.returncode, ran.stdout, ran.stderr)
    assert "@mail.example" not in done.out + done.err
    return done


def list_of(folder: Path, *names: str, edition: str = "elbow") -> str:
    """A file of recipients, and the words that name it on the command line."""
    path = folder / "list.csv"
    rows = [f"{name}@mail.example,{edition},{name.title()}" for name in names]
    path.write_text("\n".join(["address,edition,name", *rows, ""]), "utf-8")
    return "--recipients=list.csv"
