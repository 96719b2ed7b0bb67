"""Leaflets by e-mail as people send them: the command line, real servers, real messages."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import fast_mail_parser
import keyring
import pytest
from tests.conftest import Run, edit, own_templates, review
from tests.smtp import (
    PASSWORD,
    TOKEN,
    USER,
    Post,
    Running,
    certificate,
    free_port,
    list_of,
    mail,
    password_file,
    serve,
    settings,
    settle,
    site,
    wait_for_line,
)

from handouts.content import library
from handouts.mail import parcels
from handouts.page.words import digest


@pytest.fixture
def here(tmp_path: Path, data: Path, everything: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which everything is built, and the site has a sender."""
    settle(tmp_path, everything, monkeypatch)
    return tmp_path


@pytest.fixture
def server(here: Path) -> Iterator[Running]:
    """A server that the site's file names, with a password from a file."""
    with serve(here) as running:
        site(here / "data", running=running, more=password_file(here))
        yield running


def drafts(folder: Path, kind: str = "draft") -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob(f"output/mail/{kind}-*.eml"))]


def status() -> dict[str, str]:
    """How many deliveries stand how."""
    words = mail("--status").out.split()
    return dict(zip(words[::2], words[1::2], strict=False))


FAST = ("--rate", "9000")


# --- drafts -----------------------------------------------------------------------------------


def test_a_draft_with_today_s_leaflet(here: Path, run: Run) -> None:
    """One command from nothing to a draft: the leaflet is built on the spot and attached."""
    done = run("mail", "elbow", "--to", "ann@mail.example")
    assert done.returncode == 0, done.stderr
    (path,) = done.stdout.split()
    assert re.fullmatch(r"output/mail/draft-[0-9a-f]{12}\.eml", path)
    assert "nothing was sent" in done.stderr
    read = fast_mail_parser.parse_email((here / path).read_bytes())
    assert read.attachments[0].content == (here / "output/us/elbow-leaflet.pdf").read_bytes()
    assert (here / "output/mail").stat().st_mode & 0o077 == 0
    edit(here / "data/syndromes/elbow.yaml", "Which pack is right", "Which sleeve is right")
    review(here / "data")
    again = run("mail", "us/elbow-leaflet", "--to", "ann@mail.example")
    assert again.stdout.split() == [path]
    read = fast_mail_parser.parse_email((here / path).read_bytes())
    assert read.attachments[0].content == (here / "output/us/elbow-leaflet.pdf").read_bytes()
    assert len(drafts(here)) == 1


def test_one_draft_for_each_row(here: Path) -> None:
    """Each row becomes one message to one reader; a second run changes nothing."""
    (here / "list.csv").write_text(
        "address;syndrome;format;name\n"
        "ann@mail.example;elbow;;Ann\n"
        "bob@mail.example;knee;large-print;\n"
        "ann@mail.example;booklet;;Ann\n",
        "utf-8-sig",
    )
    done = mail("--recipients", "list.csv")
    assert done.code == 0, done.err
    assert [line.split("  ")[1] for line in done.out.splitlines()] == ["row 2", "row 3", "row 4"]
    made = drafts(here)
    read = [fast_mail_parser.parse_email(data) for data in made]
    assert sorted((r.to[0].address, r.attachments[0].filename) for r in read) == [
        ("ann@mail.example", "leaflet-PN70-v1-0-en.pdf"),
        ("ann@mail.example", "leaflet-PN71-v1-1-en.pdf"),
        ("bob@mail.example", "leaflet-PN72-v1-0-en.pdf"),
    ]
    assert mail("--recipients", "list.csv").out == done.out
    assert drafts(here) == made
    assert mail("--recipients", "list.csv", "--limit", "1").out == done.out.splitlines()[0] + "\n"


def test_nothing_but_the_leaflet_tells_what_it_is_about(here: Path) -> None:
    """File names, headers and the words of the letter never name a syndrome."""
    assert mail("elbow", "knee", "booklet", "--to", "ann@mail.example").code == 0
    for path in here.glob("output/mail/*"):
        assert not re.search("elbow|knee|joint|ann", path.name)
    for data in drafts(here):
        read = fast_mail_parser.parse_email(data)
        shown = [*read.text_plain, *read.text_html, read.attachments[0].filename]
        shown += [f"{name}: {value}" for name, values in read.headers.items() for value in values]
        assert not re.search("elbow|knee|joint|stiff", "\n".join(shown), re.IGNORECASE)


def test_a_faulty_list_drafts_nothing(here: Path) -> None:
    """All faults come at once, with file and row; half a list is not mailed."""
    (here / "list.csv").write_text("address,edition\nann@mail.example,elbow\nbob,elbow\n,kne\n")
    done = mail("--recipients", "list.csv")
    assert done.code == 4
    assert [line.partition(": ")[0] for line in done.err.splitlines()[:3]] == [
        "list.csv:3",
        "list.csv:4",
        "list.csv:4",
    ]
    assert not (here / "output/mail").exists()


def test_a_site_that_asks_for_signed_leaflets(here: Path) -> None:
    """What no clinician signed is refused, with its rows; the signed one goes out."""
    site(here / "data", "needs_signoff: true\n")
    signed = digest(library.load(here / "data"), "knee")
    (here / "data/signoffs.yaml").write_text(
        f"- {{handout: knee, version: '1.0', digest: {signed}, name: A. Reader, role: Doctor, "
        "organization: My Hospital, date: 2026-11-02}\n"
    )
    (here / "list.csv").write_text(
        "address,edition\na@mail.example,elbow\nb@mail.example,elbow\nc@mail.example,knee\n"
    )
    done = mail("--recipients", "list.csv")
    assert done.code == 4
    assert "row 2-3: us/elbow-leaflet version 1.1 is not signed, as data/sites/us.yaml" in done.err
    assert "1 of 3 drafts written" in done.err
    assert len(drafts(here)) == 1


def test_a_withdrawn_leaflet_is_not_mailed(here: Path) -> None:
    """Nobody gets by e-mail what was withdrawn."""
    with (here / "data/revisions.yaml").open("a") as file:
        file.write(
            "- {handout: knee, version: '1.1', date: 2026-11-20, kind: withdrawal, "
            "changes: [Withdrawn.]}\n"
        )
    done = mail("knee", "--to", "ann@mail.example")
    assert done.code == 2
    assert "knee was withdrawn on 2026-11-20; it is not mailed" in done.err
    assert not drafts(here)


def test_a_leaflet_too_large_to_be_mailed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how large it is and what to do."""
    monkeypatch.setattr(parcels, "MAX_BYTES", 20_000)
    done = mail("elbow", "--to", "ann@mail.example")
    assert done.code == 4
    assert "us/elbow-leaflet has 0.1 MB, 0 MB can be mailed; use smaller pictures" in done.err
    assert not drafts(here)


def test_content_with_a_fault_is_not_mailed(here: Path) -> None:
    """A leaflet that cannot be built is no reason for a traceback, nor for an old copy."""
    assert mail("elbow", "--to", "ann@mail.example").code == 0
    before = drafts(here)
    edit(here / "data/syndromes/elbow.yaml", "Which pack is right for me?", "Call 911?")
    review(here / "data")
    done = mail("elbow", "--to", "bob@mail.example")
    assert done.code == 1
    assert "[local]" in done.err
    assert drafts(here) == before


def test_a_letter_that_is_wrong_in_the_theme(here: Path, server: Running) -> None:
    """The fault of a hospital's own letter is named with its line; nothing is sent."""
    templates = own_templates(here)
    (templates / "mail/letter.html").write_text("<p>\n{{ words.greting }}</p>\n")
    for words in ((), ("--send", "--yes")):
        done = mail("elbow", "--to", "ann@mail.example", *words)
        assert done.code == 1
        assert "templates/mail/letter.html:2" in done.err
    assert not drafts(here)
    assert not server.post.taken


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "name an edition and --to"),
        ("elbow", "name an edition and --to"),
        ("--to ann@mail.example", "name an edition and --to"),
        ("elbwo --to ann@mail.example", 'no edition "elbwo"; did you mean "elbow"?'),
        ("elbow --to ann", "not an e-mail address"),
        ("elbow --recipients templates/mail/letter.html", "not both"),
        ("elbow --to ann@mail.example --resend 1", "--resend sends; give --send too"),
        ("elbow --to ann@mail.example --status", "stands alone"),
        ("--recall elbow --send", "give one of them"),
        ("elbow --to ann@mail.example --send --rate fast", "write a rate such as 20/min"),
        ("elbow --to ann@mail.example --send --limit 0", "not in the range"),
        ("--recipients nowhere.csv", "does not exist"),
    ],
)
def test_a_wrong_command_line(here: Path, words: str, message: str) -> None:
    """The hint says what is missing; nothing is written."""
    done = mail(*words.split())
    assert done.code == 2
    assert message in done.err
    assert not (here / "output/mail").exists()


def test_one_site_at_a_time(here: Path, run: Run) -> None:
    """Nobody writes in the name of two hospitals."""
    done = run("--site", "*", "mail", "elbow", "--to", "ann@mail.example")
    assert done.returncode == 2
    assert "mail comes from one site" in done.stderr


# --- sending ----------------------------------------------------------------------------------


def test_sent_once_whatever_happens_to_the_list(here: Path, server: Running) -> None:
    """The first run sends one; later ones the others, though the list was shuffled and edited."""
    names = ["ann", "bob", "cy", "di", "ed"]
    words = (list_of(here, *names), "--send", "--yes")
    done = mail(*words)
    assert (done.code, done.out) == (4, "row 2: sent\n")
    assert "1 sent, 4 left" in done.err
    mail(*words, "--limit", "2", *FAST)
    done = mail(list_of(here, "ed", "new", "cy", "ann"), "--send", "--yes", "--limit", "9", *FAST)
    assert (done.code, done.out) == (0, "row 2: sent\nrow 3: sent\n")
    assert "2 sent, 2 sent before" in done.err
    done = mail(list_of(here, *reversed(names)), "--send", "--yes", "--limit", "9", *FAST)
    assert (done.code, done.out) == (0, "row 3: sent\n")
    done = mail(list_of(here, *reversed(names)), "--send", "--yes", "--limit", "9", *FAST)
    assert (done.code, done.out) == (0, "")
    assert server.post.counts() == {f"{n}@mail.example": 1 for n in [*names, "new"]}
    assert status() | {"sent": "6", "unknown": "0"} == status()
    journal = (here / "output/mail/journal.jsonl").read_text()
    assert "@" not in journal
    assert "row 2-6: sent before" in mail(words[0]).err


def test_what_is_sent(here: Path, server: Running) -> None:
    """The server gets the same message as the draft has, with a date, for one reader."""
    assert mail("elbow", "--to", "ann@bücher.example", "--send", "--yes").code == 0
    (received,) = server.post.taken
    assert received.sender == "leaflets@hospital.example"
    assert received.readers == ["ann@xn--bcher-kva.example"]
    read = fast_mail_parser.parse_email(received.data)
    assert read.subject == "Information leaflet from Häger Hospital"
    assert read.date_parsed
    assert read.attachments[0].content == (here / "output/us/elbow-leaflet.pdf").read_bytes()
    assert server.post.mechanisms == ["PLAIN"]


def test_a_new_version_is_another_delivery(here: Path, server: Running) -> None:
    """Who has the old version may get the new one."""
    words = ("elbow", "--to", "ann@mail.example", "--send", "--yes")
    assert mail(*words).code == 0
    with (here / "data/revisions.yaml").open("a") as file:
        file.write(
            "- {handout: elbow, version: '1.2', date: 2026-11-20, kind: correction, "
            "changes: [Better.], corrects: [example-p1-a]}\n"
        )
    review(here / "data")
    assert mail(*words).out == "row 1: sent\n"
    names = [fast_mail_parser.parse_email(r.data).attachments[0] for r in server.post.taken]
    assert [n.filename for n in names] == ["leaflet-PN71-v1-1-en.pdf", "leaflet-PN71-v1-2-en.pdf"]


def test_it_asks_before_it_sends(here: Path, server: Running) -> None:
    """The question names the number; no is no, and no answer is no."""
    words = (list_of(here, "ann", "bob"), "--send", "--limit", "5")
    done = mail(*words, typed="n\n")
    assert done.code == 4
    assert "Send 2 e-mails through localhost?" in done.err
    assert mail(*words).code == 130
    assert not server.post.taken
    assert mail(*words, typed="y\n").code == 0
    assert len(server.post.taken) == 2


def test_sent_again_on_purpose(here: Path, server: Running) -> None:
    """--resend sends the rows that it names, under a name that no server drops."""
    words = (list_of(here, "ann", "bob", "cy"), "--send", "--yes", *FAST)
    mail(*words, "--limit", "2")
    done = mail(*words, "--resend", "3", "--resend", "2")
    assert done.out == "row 2: sent\nrow 3: sent\n"
    assert mail(*words, "--resend", "5").code == 2
    assert server.post.counts() == {"ann@mail.example": 2, "bob@mail.example": 2}
    names = [
        fast_mail_parser.parse_email(r.data).headers["Message-ID"][0] for r in server.post.taken
    ]
    assert len({*names}) == 4


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("way", ["file", "keyring", "prompt", "token"])
def test_ways_to_log_in(
    here: Path, monkeypatch: pytest.MonkeyPatch, security: str, way: str
) -> None:
    """A password from a file, the keyring or the prompt; a token from a command."""
    known = {("hospital-mail", USER): PASSWORD}
    monkeypatch.setattr(keyring, "get_password", lambda *pair: known.get(pair))
    more = {
        "file": f"password_file: {here}/password\n",
        "keyring": "keyring: hospital-mail\n",
        "prompt": "",
        "token": f"token_command: echo {TOKEN}\n",
    }
    password_file(here)
    with serve(here, security=security) as running:
        settings(
            here,
            f"host: localhost\nport: {running.port}\nsecurity: {security}\nuser: {USER}\n"
            f"certificates: {running.certificate}\n{more[way]}",
        )
        words = ("elbow", "--to", "ann@mail.example", "--send", "--yes")
        done = mail(*words, typed=f"{PASSWORD}\n" if way == "prompt" else "")
    assert (done.code, done.out) == (0, "row 1: sent\n"), done.err
    assert PASSWORD not in done.err
    assert running.post.mechanisms == ["XOAUTH2" if way == "token" else "PLAIN"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("user: leaflets\npassword_file: wrong", "refuses the login of leaflets"),
        ("user: leaflets\npassword_file: open", "open can be read by others; run: chmod 600 open"),
        ("user: leaflets\npassword_file: nowhere", "nowhere: No such file"),
        ("user: leaflets\ntoken_command: echo stale", "refuses the login of leaflets"),
        ("user: leaflets\ntoken_command: sh -c 'echo no net >&2; exit 3'", "(exit 3): no net"),
        ("user: leaflets\ntoken_command: 'true'", "printed nothing"),
        ("user: leaflets\ntoken_command: no-such-program", "cannot be run"),
        ("user: leaflets\nkeyring: nobody", "the keyring"),
        ("user: leaflets\nkeyring: a\npassword_file: b", "mail.yaml:1:1: error: one way to log in"),
        ("pasword_file: x", 'mail.yaml:4:1: error: unknown key "pasword_file"; did you mean'),
        ("security: none", 'mail.yaml:4:11: error: "security": "none" is none of starttls, tls'),
    ],
)
def test_a_login_that_fails_sends_nothing(here: Path, more: str, message: str) -> None:
    """The message says what is wrong with the settings, in which line."""
    (here / "wrong").write_text("sesame, close")
    (here / "wrong").chmod(0o600)
    (here / "open").write_text(PASSWORD)
    (here / "open").chmod(0o644)
    with serve(here) as running:
        lines = f"host: localhost\nport: {running.port}\ncertificates: {running.certificate}\n"
        settings(here, f"{lines}{more}\n")
        done = mail("elbow", "--to", "ann@mail.example", "--send", "--yes")
    assert done.code in (1, 4)
    assert message in done.err
    assert not running.post.taken
    assert mail("--status").out.startswith("sent      0\n")


def test_an_untrusted_server_gets_nothing(here: Path) -> None:
    """Neither a stranger's certificate, nor another name's, nor a line without encryption."""
    words = ("elbow", "--to", "ann@mail.example", "--send", "--yes")
    password = password_file(here)
    for security in ("starttls", "tls"):
        with serve(here, security=security) as running:
            site(here / "data", running=running, more=f"security: {security}\n{password}")
            stranger, _ = certificate(here, "stranger.example")
            edit(here / "config/handouts/mail.yaml", str(running.certificate), str(stranger))
            done = mail(*words)
            assert done.code == 4
            assert "self-signed certificate; nothing is sent" in done.err
            assert not running.post.phases["MAIL"]
            assert not running.post.mechanisms
    with serve(here, name="other.example") as running:
        site(here / "data", running=running, more=password)
        assert "nothing is sent" in mail(*words).err
        assert not running.post.mechanisms
    with serve(here, security="none", login=False) as running:
        site(here / "data", running=running, more=password)
        done = mail(*words)
        assert done.code == 4
        assert "offers no encryption (STARTTLS); nothing is sent" in done.err
        assert not running.post.phases["MAIL"]


def test_no_server_and_no_sender(here: Path) -> None:
    """The message says which file to write into."""
    words = ("elbow", "--to", "ann@mail.example", "--send", "--yes")
    done = mail(*words)
    assert done.code == 4
    assert "config/handouts/mail.yaml or below mail: in data/sites/us.yaml" in done.err
    path = here / "data/sites/us.yaml"
    path.write_text(path.read_text("utf-8").partition("mail:")[0], "utf-8")
    assert "data/sites/us.yaml does not say who sends" in mail(*words).err
    site(here / "data")
    settings(here, f"host: localhost\nport: {free_port()}\n")
    done = mail(*words)
    assert done.code == 4
    assert "Connection refused" in done.err


@pytest.mark.parametrize(
    "line",
    [
        "token_command: touch was-run",
        "password_file: /etc/hostname",
        "keyring: bank",
        "certificates: stranger.pem",
    ],
)
def test_content_names_no_secret_and_no_command(here: Path, line: str) -> None:
    """A site's file may come from anywhere; only the user's own settings can be trusted."""
    with serve(here) as running:
        server = f"  server:\n    host: localhost\n    port: {running.port}\n    user: {USER}\n"
        site(here / "data", f"{server}    {line}\n")
        done = mail("elbow", "--to", "ann@mail.example", "--send", "--yes")
        assert not running.post.phases["EHLO"]
    assert done.code == 1
    assert re.search(r"data/sites/us\.yaml:\d+:5: error: .* in your own settings", done.err)
    assert not (here / "was-run").exists()


def test_clean_keeps_the_journal(here: Path, server: Running, run: Run) -> None:
    """Deleting what was built does not make the program forget whom it wrote to."""
    words = ("elbow", "--to", "ann@mail.example", "--send", "--yes")
    mail(*words)
    assert run("clean").returncode == 0
    assert not (here / "output/us").exists()
    assert mail(*words).out == ""
    assert len(server.post.taken) == 1


# --- recall -----------------------------------------------------------------------------------


def test_a_recall_writes_to_those_who_got_it(here: Path, server: Running) -> None:
    """Who got a version that has since been corrected is told, and nobody else."""
    mail(list_of(here, "ann", "bob"), "--send", "--yes", "--limit", "2", *FAST)
    assert mail("--recall", "example-p1-a").out == ""
    with (here / "data/revisions.yaml").open("a") as file:
        file.write(
            "- {handout: elbow, version: '1.2', date: 2026-11-20, kind: correction, "
            "changes: [Better.], corrects: [example-p1-a]}\n"
        )
    review(here / "data")
    mail(list_of(here, "cy"), "--send", "--yes")
    for what in ("example-p1-a", "elbow", "us/elbow-leaflet"):
        done = mail("--recall", what)
        assert done.code == 0
        assert len(done.out.splitlines()) == 2
        for line in done.out.splitlines():
            assert re.fullmatch(
                r"[0-9a-f]{12}  \d{4}-\d\d-\d\d  us/elbow-leaflet  1\.1, corrected in 1\.2 on "
                r"2026-11-20",
                line,
            )
    assert mail("--recall", "example-p2-b").out == ""
    assert mail("--recall", "elbwo").code == 2
    done = mail("--recall", "example-p1-a", list_of(here, "zoe", "cy", "bob"))
    assert done.code == 0
    (data,) = drafts(here, "correction")
    assert done.out.splitlines()[-1].endswith("row 4")
    assert "1 of 1 letters written" in done.err
    read = fast_mail_parser.parse_email(data)
    assert [to.address for to in read.to] == ["bob@mail.example"]
    assert read.subject == "A corrected leaflet from Häger Hospital"
    text = " ".join(read.text_plain[0].split())
    assert re.search(r"On \w+ \d+, \d{4} we sent you a leaflet that has since been corrected", text)
    assert "You have version 1.1. The corrected one is version 1.2." in text
    assert read.attachments[0].filename == "leaflet-PN71-v1-2-en.pdf"


# --- a server by other hands ------------------------------------------------------------------


EXIM = """\
primary_hostname = localhost
spool_directory = {folder}/spool
log_file_path = {folder}/spool/%slog
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_advertise_hosts = *
tls_certificate = {cert}
tls_privatekey = {key}
deliver_drop_privilege = true
smtp_accept_max = 0
acl_smtp_rcpt = readers
acl_smtp_data = accept
begin acl
readers:
  accept authenticated = *
  deny message = log in
begin routers
on:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = on
begin transports
on:
  driver = smtp
  port = {behind}
  hosts_avoid_tls = *
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_advertise_condition = ${{if def:tls_in_cipher}}
  server_condition = ${{if and {{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
"""


@pytest.fixture
def exim(tmp_path: Path) -> Iterator[tuple[int, Path, Post]]:
    """Exim with TLS and a login, which hands everything on to a server of ours."""
    program = shutil.which("exim4", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        pytest.skip("Exim is not installed (apt-get install exim4-daemon-light)")
    if os.geteuid() != 0:
        pytest.skip("Exim reads settings of ours for root only")
    with (
        tempfile.TemporaryDirectory(prefix="exim-") as name,
        serve(tmp_path, security="none", login=False) as behind,
    ):
        folder = Path(name)
        port = free_port()
        cert, key = certificate(folder)
        owner = pwd.getpwnam("Debian-exim")
        (folder / "spool").mkdir()
        for path in (folder, folder / "spool", key):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        settings = EXIM.format(
            folder=folder,
            port=port,
            cert=cert,
            key=key,
            behind=behind.port,
            user=USER,
            password=PASSWORD,
        )
        (folder / "exim.conf").write_text(settings)
        running = subprocess.Popen([program, "-C", str(folder / "exim.conf"), "-bdf", "-q1m"])
        try:
            wait_for_line(port)
            yield port, cert, behind.post
        finally:
            running.terminate()
            running.wait(30)


def test_a_server_by_other_hands(here: Path, exim: tuple[int, Path, Post]) -> None:
    """Exim takes the messages and delivers them whole, to unusual addresses too."""
    port, cert, sink = exim
    password_file(here)
    settings(
        here,
        f"host: localhost\nport: {port}\ncertificates: {cert}\nuser: {USER}\n"
        f"password_file: {here}/password\n",
    )
    (here / "list.csv").write_text(
        "address,edition,name\n"
        "ann@mail.example,elbow,.\n"
        '"""ann at home""@mail.example",knee,Zoë\n'
        "bob@bücher.example,booklet,\n"
    )
    done = mail("--recipients", "list.csv", "--send", "--yes", "--limit", "3", "--rate", "600")
    assert (done.code, done.out) == (0, "row 2: sent\nrow 3: sent\nrow 4: sent\n"), done.err
    sink.wait_for(3)
    assert sorted(sink.counts()) == [
        '"ann at home"@mail.example',
        "ann@mail.example",
        "bob@xn--bcher-kva.example",
    ]
    for received in sink.taken:
        read = fast_mail_parser.parse_email(received.data)
        assert read.subject == "Information leaflet from Häger Hospital"
        assert read.attachments[0].content.startswith(b"%PDF-")
        assert read.attachments[0].content.rstrip().endswith(b"%%EOF")
    settings(here, f"host: localhost\nport: {port}\ncertificates: {cert}\n")
    done = mail("--recipients", "list.csv", "--send", "--yes", "--resend", "2")
    assert done.code == 4
    assert "row 2: refused: 5" in done.out
