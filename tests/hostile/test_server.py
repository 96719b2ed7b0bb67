"""A mail server may say what it likes: it cannot make us wait for ever, nor print an address."""

from __future__ import annotations

import contextlib
import itertools
import smtplib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.content.model import Server
from handouts.mail import wire
from handouts.mail.letter import Parcel
from handouts.mail.server import NoServer, _token, words
from handouts.mail.wire import Answer
from tests.hostile.harm import EXAMPLES, SECONDS

READER, SENDER = "ann.reader@mail.example", "leaflets@hospital.example"
Say = Callable[[], Iterator[bytes]]


@contextlib.contextmanager
def speaking(says: Iterator[bytes], *, slowly: float = 0.0) -> Iterator[int]:
    """A server that says things one after another, whatever it is asked; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        done = threading.Event()

        def serve() -> None:
            with contextlib.suppress(OSError):
                line, _ = listening.accept()
                with line:
                    line.settimeout(5)
                    for said in says:
                        if said == ASK:
                            line.recv(65536)
                            continue
                        line.sendall(said)
                        if slowly and done.wait(slowly):
                            break
                    done.wait(0 if not slowly else 1)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            done.set()
            thread.join(10)


ASK = b"(wait until something is asked)"
GREET = b"220 mail.example ready\r\n"


def hello(says: Iterator[bytes], *, timeout: float = 1.0, slowly: float = 0.0) -> tuple[int, bytes]:
    """What we make of a server's first words."""
    with speaking(says, slowly=slowly) as port:
        line = wire._Line(timeout=timeout)
        try:
            return line.connect("127.0.0.1", port)
        finally:
            line.close()


ENDLESS: dict[str, Iterator[bytes]] = {
    "lines": (b"220-more\r\n" for _ in range(10**6)),
    "blank-lines": (b"220-\r\n" * 1000 for _ in range(10**4)),
    "one-line": (b"a" * 4096 for _ in range(10**5)),
    "zeros": (b"\0" * 4096 for _ in range(10**5)),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_answer_without_end(name: str) -> None:
    """It is given up after as much as an honest server says."""
    start = time.monotonic()
    with pytest.raises(smtplib.SMTPServerDisconnected, match="without end"):
        hello(ENDLESS[name])
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize("said", [b"2", b"220-x\r\n", b"\r\n"])
def test_an_answer_that_drips(said: bytes) -> None:
    """A byte now and then does not keep us: the time is for the whole answer."""
    start = time.monotonic()
    with contextlib.suppress(smtplib.SMTPException, OSError):
        hello(itertools.repeat(said, 30), timeout=0.6, slowly=0.1)
    assert time.monotonic() - start < SECONDS


ODD = {
    "empty": b"\r\n",
    "word": b"hello\r\n",
    "two-figures": b"22\r\n",
    "four-figures": b"2200 x\r\n",
    "arabic": "٢٢٠ x\r\n".encode(),
    "minus": b"-20 x\r\n",
    "nine": b"999 x\r\n",
    "zero": b"000 x\r\n",
    "nul": b"2\x0020 x\r\n",
    "bare-feed": b"\n",
    "latin": b"\xff\xfe\xff\r\n",
}


@pytest.mark.parametrize("name", ODD)
def test_an_answer_that_is_none(name: str) -> None:
    """What has no code counts as no code, and never as a yes."""
    code, said = hello(iter([ODD[name]]))
    assert code == -1 or name in ("four-figures",)
    assert words(said).isprintable()


def test_a_server_that_hangs_up() -> None:
    """At once, or in the middle of an answer."""
    for said in ([], [b"220-x\r\n"], [b"22"]):
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            hello(iter(said))


TELLING = {
    "address": f"550 5.1.1 <{READER}> no such user",
    "upper-case": f"550 5.1.1 {READER.upper()} unknown",
    "percent": "550 5.1.1 ann.reader%40mail.example unknown",
    "name-only": "550 5.1.1 user ann.reader unknown here",
    "domain-only": "550 5.1.1 mail.example is closed",
    "spaced": "550 5.1.1 ann.reader at mail.example",
    "other-address": "550 5.1.1 ask postmaster@elsewhere.example",
    "sender": f"550 5.7.1 {SENDER} may not send",
    "no-code": f"550 {READER}",
    "escape": f"550 5.1.1 \x1b[2J{READER}\x1b]0;{READER}\x07",
    "many-lines": f"550-5.1.1 first\r\n550-5.1.1 {READER}\r\n550 5.1.1 last",
    "override": f"550 5.1.1 \u202e{READER}",
    "long": f"550 5.1.1 {'a' * 3000} {READER}",
}


@pytest.mark.parametrize("name", TELLING)
def test_a_refusal_that_tells_who(name: str) -> None:
    """The words of a server that quotes an address are not repeated; its code is enough."""
    says = iter(
        [GREET, ASK, b"250 ok\r\n", ASK, f"{TELLING[name]}\r\n".encode(), ASK, b"250 ok\r\n"]
    )
    with speaking(says) as port:
        line = wire._Line(timeout=2)
        line.connect("127.0.0.1", port)
        result = wire.deliver(line, SENDER, READER, b"x\r\n", lambda: None)
        line.close()
    assert result.answer is Answer.NEVER
    assert result.words.startswith("550")
    for told in ("ann", "reader", "@", "mail.example", "hospital", "leaflets", "elsewhere"):
        assert told not in result.words.lower()
    assert result.words.isprintable()


def test_a_refusal_that_tells_nothing() -> None:
    """What says why and not who is shown."""
    assert wire.unaddressed("5.7.1 message too large", READER, SENDER) == "5.7.1 message too large"


@EXAMPLES
@given(st.lists(st.binary(max_size=40), max_size=8), st.binary(max_size=30))
def test_any_answers(answers: list[bytes], last: bytes) -> None:
    """Whatever it says in whatever phase: an outcome, and "taken" only after a clear yes."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"\r\n".join([*answers, last]) + b"\r\n")
        theirs.shutdown(socket.SHUT_WR)
        line = wire._Line(timeout=1)
        line.sock = ours
        result = wire.deliver(line, SENDER, READER, b"x\r\n", lambda: None)
    assert result.words.isprintable()
    if result.answer is Answer.TAKEN:
        assert b"354" in b" ".join([*answers, last]) or b"3" in b" ".join([*answers, last])


CERTIFICATES = {
    "empty": b"",
    "text": b"hello",
    "binary": b"\xff\xfe\0",
    "cut": b"-----BEGIN CERTIFICATE-----\nMIIB\n",
    "large": b"x" * 2_000_000,
}


@pytest.mark.parametrize("name", CERTIFICATES)
def test_certificates_that_are_none(name: str, tmp_path: Path) -> None:
    """The message says it, and no line is opened."""
    path = tmp_path / "own.pem"
    path.write_bytes(CERTIFICATES[name])
    with pytest.raises(NoServer) as caught:
        wire._open(Server(host="localhost", port=1, certificates=str(path)))
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "command",
    [
        "printf '\\377\\376'",
        "printf '\\033[2J'",
        "false",
        "'",
        "nope-no-such",
        "/",
        "head -c 99 /dev/zero",
    ],
)
def test_token_commands(command: str) -> None:
    """The user's own command may print anything; what it prints is not obeyed."""
    told = ""
    try:
        told = words(_token(command))
    except NoServer as error:
        told = str(error)
    assert told.isprintable()


HEADERS = ["a\nBcc: x@y.example", "a\rb", "a\0b", "\u202eevil", "a\u2028b", "x" * 5000]


@pytest.mark.parametrize("text", HEADERS, ids=lambda text: ascii(text)[:20])
def test_file_names_of_parcels(text: str) -> None:
    """No value of content becomes a header of its own."""
    part = Parcel(text, "1.0", "en-US", b"%PDF").part
    assert "Bcc" not in part
    assert b"\nBcc" not in bytes(part)
