"""Whatever happens while mail goes out: nothing is sent twice, and nothing is lost in silence."""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.smtp import Post, Running, list_of, mail, password_file, serve, settle, site

from handouts.mail.journal import Journal, State
from handouts.page.edition import Edition
from handouts.page.formats import Format

pytestmark = pytest.mark.xdist_group("clock")  # one at a time: they wait for each other's seconds

SEND = ("--send", "--yes", "--limit", "9", "--rate", "9000")
NAMES = ("ann", "bob", "cy")


@pytest.fixture
def here(tmp_path: Path, data: Path, everything: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which everything is built, and the site has a sender."""
    settle(tmp_path, everything, monkeypatch)
    return tmp_path


@pytest.fixture
def server(here: Path) -> Iterator[Running]:
    """A server that the site's file names; a test writes its script."""
    with serve(here) as running:
        site(here / "data", running=running, more=password_file(here))
        yield running


def status() -> dict[str, str]:
    """How many deliveries stand how."""
    words = mail("--status").out.split()
    return dict(zip(words[::2], words[1::2], strict=False))


def each_once(running: Running, *names: str) -> bool:
    return running.post.counts() == {f"{name}@mail.example": 1 for name in names}


# --- a server that misbehaves -----------------------------------------------------------------


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("turn", [1, 2])
def test_a_line_dropped_before_the_end(here: Path, server: Running, phase: str, turn: int) -> None:
    """The server cannot have taken it: it is sent again, on a new line, once."""
    server.post.script = lambda at, time: "drop" if (at, time) == (phase, turn) else ""
    done = mail(list_of(here, *NAMES), *SEND)
    assert done.code == 0, done.err
    assert each_once(server, *NAMES)


def test_a_line_dropped_amid_the_message(here: Path, server: Running) -> None:
    """It is sent again, or reported when our side had already sent the end."""
    server.post.script = lambda at, time: "drop" if (at, time) == ("content", 2) else ""
    done = mail(list_of(here, *NAMES), *SEND)
    if done.code == 0:
        assert each_once(server, *NAMES)
    else:
        assert "row 3: unknown whether it was sent" in done.out
        assert each_once(server, "ann", "cy")


@pytest.mark.parametrize("phase", ["EHLO", "STARTTLS"])
def test_a_line_dropped_at_the_beginning(here: Path, server: Running, phase: str) -> None:
    """Nothing is sent and nothing is unknown; the next run sends all."""
    server.post.script = lambda at, time: "drop" if (at, time) == (phase, 1) else ""
    done = mail(list_of(here, *NAMES), *SEND)
    assert done.code == 4
    assert f"localhost:{server.port}" in done.err
    assert mail(list_of(here, *NAMES), *SEND).code == 0
    assert each_once(server, *NAMES)


@pytest.mark.parametrize(("said", "taken"), [("drop", 0), ("drop after taking", 1)])
@pytest.mark.parametrize("answer", ["later", "again", "arrived"])
def test_a_line_dropped_after_the_end(
    here: Path, server: Running, said: str, taken: int, answer: str
) -> None:
    """Nobody can know: it is said, never sent again in silence, and asked about."""
    server.post.script = lambda at, time: said if (at, time) == ("end", 2) else ""
    words = (list_of(here, *NAMES), *SEND)
    done = mail(*words)
    assert done.code == 4
    assert "row 3: unknown whether it was sent: the line broke at the end" in done.out
    assert "2 sent, 1 unknown" in done.err
    counts = Counter({"ann@mail.example": 1, "cy@mail.example": 1, "bob@mail.example": taken})
    assert server.post.counts() == +counts
    for _ in range(2):
        done = mail(*words)
        assert (done.code, done.out) == (4, "")
        assert "row 3: unknown whether it was sent" in done.err
        assert server.post.counts() == +counts
    assert status() | {"sent": "2", "unknown": "1"} == status()
    done = mail(list_of(here, *reversed(NAMES)), "--send", typed=f"{answer}\ny\n")
    assert "Row 3 was begun at 20" in done.err
    counts["bob@mail.example"] += answer == "again"
    assert server.post.counts() == +counts
    assert done.code == (4 if answer == "later" else 0)
    assert mail(*words).code == done.code


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA", "end"])
@pytest.mark.parametrize("said", ["450 4.2.0 greylisted", "421 4.3.2 too busy"])
def test_a_refusal_for_now(here: Path, server: Running, phase: str, said: str) -> None:
    """It is tried again after a pause, and arrives once."""
    server.post.script = lambda at, time: said if (at, time) == (phase, 2) else ""
    done = mail(list_of(here, *NAMES), *SEND)
    assert done.code == 0, done.err
    assert each_once(server, *NAMES)


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA", "end"])
def test_a_refusal_that_does_not_end(here: Path, server: Running, phase: str) -> None:
    """After some rounds the row is reported; a later run tries again."""
    server.post.script = lambda at, _: "450 4.2.0 busy" if at == phase else ""
    done = mail(list_of(here, "ann"), *SEND)
    assert (done.code, done.out) == (4, "row 2: not sent, run again later: 450 4.2.0 busy\n")
    assert server.post.phases[phase] == 4
    server.post.script = lambda *_: ""
    assert mail(list_of(here, "ann"), *SEND).code == 0
    assert each_once(server, "ann")


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA", "end"])
def test_a_refusal_for_good(here: Path, server: Running, phase: str) -> None:
    """It is reported by row, without the address that the server repeats; the others go out."""
    said = "550 5.1.1 <bob@mail.example> BOB@mail.example unknown"
    server.post.script = lambda at, time: said if (at, time) == (phase, 2) else ""
    done = mail(list_of(here, *NAMES), *SEND)
    assert done.code == 4
    assert "row 3: refused: 550 5.1.1 " in done.out
    assert each_once(server, "ann", "cy")
    expected = {"sent": "2", "unknown": "0", "deferred": "0", "refused": "1"}
    assert status() | expected == status()


def test_a_server_that_goes_down_half_way(here: Path, server: Running) -> None:
    """What is left is reported by row; the next run sends it."""
    server.post.script = lambda at, time: (
        "drop"
        if at == "EHLO" and time > 2
        else ("421 closing" if (at, time) == ("MAIL", 2) else "")
    )
    done = mail(list_of(here, *NAMES), *SEND)
    assert done.code == 4
    assert done.out.startswith("row 2: sent\n")
    assert "row 3: not sent, run again later" in done.out
    assert "row 4: not sent, run again later" in done.out
    server.post.script = lambda *_: ""
    assert mail(list_of(here, *NAMES), *SEND).code == 0
    assert each_once(server, *NAMES)


# --- a machine that misbehaves ----------------------------------------------------------------


def start(
    folder: Path, *arguments: str, limit: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "handouts", "mail", *arguments]
    return subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: _as_from_a_terminal(limit),
    )


def _as_from_a_terminal(limit: Callable[[], None] | None) -> None:
    """Ctrl-C stops it, also where the tests themselves run in the background of a script."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if limit:
        limit()


def small_files(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_while_drafting(here: Path) -> None:
    """The message names the file; no half draft is left, and the old ones stay."""
    words = list_of(here, *NAMES)
    mail(list_of(here, "ann"))
    before = {path: path.read_bytes() for path in here.glob("output/mail/*.eml")}
    with start(here, list_of(here, *NAMES), limit=small_files(30_000)) as drafting:
        _, errors = drafting.communicate(timeout=120)
    assert drafting.returncode == 4
    assert "File too large; mend it and run again" in errors
    assert "Traceback" not in errors
    assert {path: path.read_bytes() for path in here.glob("output/mail/*.eml")} == before
    assert not list(here.glob("output/mail/.*"))
    assert mail(words).code == 0


@pytest.mark.parametrize("size", [*range(300, 1200, 145), 500])
def test_a_full_disk_while_sending(here: Path, server: Running, size: int) -> None:
    """What the journal cannot hold is not sent, or is reported; the next run sends the rest."""
    names = [f"reader{number}" for number in range(6)]
    words = (list_of(here, *names), *SEND)
    mail(words[0])
    with start(here, *words, limit=small_files(size)) as sending:
        _, errors = sending.communicate(timeout=120)
    assert sending.returncode == 4, errors
    assert "File too large" in errors
    assert "Traceback" not in errors
    done = mail(*words)
    unknown = "unknown" in done.err
    assert done.code == (4 if unknown else 0), done.err
    counts = server.post.counts()
    assert set(counts.values()) == {1}
    assert len(counts) == 6
    assert unknown == ("which the journal cannot note" in errors)


def test_a_folder_that_cannot_be_written(here: Path) -> None:
    """The message names the folder."""
    mail(list_of(here, "ann"))
    for path in here.glob("output/mail/*.eml"):
        path.unlink()
    if os.geteuid() != 0:
        pytest.skip("a folder of one's own can always be opened again")
    os.chown(here / "output/mail", 65534, 65534)
    (here / "output/mail").chmod(0o555)
    kept = "--bounding-set=-dac_override,-dac_read_search,-fowner,-chown"
    command = [sys.executable, "-m", "handouts", "mail", "--recipients=list.csv"]
    command = ["setpriv", kept, *command]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
    (here / "output/mail").chmod(0o755)
    assert done.returncode == 4
    assert re.search(
        r"output/mail\S*: (Operation not permitted|Permission denied); mend", done.stderr
    )
    assert "Traceback" not in done.stderr
    assert not list(here.glob("output/mail/*.eml"))


def test_interrupted_by_the_keyboard(here: Path, server: Running) -> None:
    """The message under way is answered for, then it stops; the next run sends the others."""
    server.post.pause = 0.5
    words = (list_of(here, *NAMES), *SEND)
    sending = start(here, *words)
    while not server.post.phases["end"]:
        time.sleep(0.01)
    sending.send_signal(signal.SIGINT)
    printed, errors = sending.communicate(timeout=60)
    assert sending.returncode == 130
    assert printed == "row 2: sent\n"
    assert "stopped; 1 of 3 sent; run again to go on" in errors
    assert mail(*words).code == 0
    assert each_once(server, *NAMES)


def test_two_runs_at_once(here: Path, server: Running) -> None:
    """The second says so and sends nothing."""
    server.post.pause = 1.0
    words = (list_of(here, *NAMES), *SEND)
    sending = start(here, *words)
    while not server.post.phases["end"]:
        time.sleep(0.01)
    done = mail(*words)
    assert done.code == 4
    assert "another run is mailing from output/mail" in done.err
    sending.communicate(timeout=60)
    assert sending.returncode == 0
    assert each_once(server, *NAMES)


def test_killed_at_twenty_instants(here: Path) -> None:
    """Each of 500 readers gets exactly one message, or at most one and is reported as unknown."""
    names = [f"reader{number:03}" for number in range(500)]
    words = (list_of(here, *names), "--send", "--yes", "--limit", "500", "--rate", "9000")
    mail(words[0], "--limit", "1")
    chance = random.Random(500)  # noqa: S311 - any instants will do
    with serve(here, Post(pause=0.005)) as running:
        site(here / "data", running=running, more=password_file(here))
        for _ in range(20):
            sending = start(here, *words)
            assert sending.stdout
            for _ in range(chance.randrange(1, 25)):
                sending.stdout.readline()
            time.sleep(chance.uniform(0, 0.03))
            os.killpg(sending.pid, signal.SIGKILL)
            sending.communicate()
        done = mail(*words)
        counts = running.post.counts()
        assert mail(*words).out == ""
        assert running.post.counts() == counts
    journal = Journal.read(here / "output/mail")
    elbow = Edition("us", "elbow", Format.LEAFLET)
    unknown = set()
    for name in names:
        state = journal.latest[journal.key(f"{name}@mail.example", elbow, "1.1")].state
        if state is State.TRYING:
            unknown.add(name)
            assert counts[f"{name}@mail.example"] <= 1
        else:
            assert (state, counts[f"{name}@mail.example"]) == (State.SENT, 1)
    assert len(unknown) <= 20
    assert done.code == (4 if unknown else 0)
    assert (f"{len(unknown)} unknown" in done.err) == bool(unknown)
