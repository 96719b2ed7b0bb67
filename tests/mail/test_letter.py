"""The message: what a mail program, and a stranger who looks at the screen, gets to see."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import fast_mail_parser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import ROOT

from handouts.content.library import Library
from handouts.content.model import Mail, Site
from handouts.mail.letter import Parcel, Stationery, draft, fill, outgoing, plain
from handouts.mail.recipients import Recipient
from handouts.page.edition import Edition
from handouts.page.formats import Format

ELBOW = Edition("us", "elbow", Format.LEAFLET)
PARCEL = Parcel("PN-71", "2.1", "en-US", b"%PDF-1.7 \x00\xff" * 3000)
READER = Recipient(2, "ann@mail.example", ELBOW, "Zoë")


def stationery(library: Library, **site: object) -> Stationery:
    assert library.letters
    mail = Mail(sender="Häger Hospital, Göteborg", address="leaflets@hospital.example")
    known: Site = library.sites["us"].model_copy(update={"mail": mail, **site})
    return Stationery(library.letters.leaflet, known, ROOT / "templates")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "body"
        assert tag not in {"img", "link", "script", "style", "iframe", "a", "base"}
        for name, value in attrs:
            assert name not in {"src", "href", "background"}
            assert "url(" not in (value or "")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words += data.split()


def test_a_draft_as_two_other_programs_read_it(golden: Library) -> None:
    """Sender, reader, subject and file arrive as meant; nobody gets a copy; it is unsent."""
    data = draft(stationery(golden).message(READER, PARCEL))
    read = fast_mail_parser.parse_email(data)
    assert read.warnings == []
    assert read.subject == "Information leaflet from Häger Hospital, Göteborg"
    assert read.from_
    assert read.from_.display_name == "Häger Hospital, Göteborg"
    assert read.from_.address == "leaflets@hospital.example"
    assert [(to.display_name, to.address) for to in read.to] == [(None, "ann@mail.example")]
    assert (read.cc, read.bcc) == ([], [])
    assert read.headers["X-Unsent"] == ["1"]
    assert not {"Date", "Message-ID"} & {*read.headers}
    (attached,) = read.attachments
    assert (attached.filename, attached.mimetype, attached.disposition) == (
        "leaflet-PN71-v2-1-en.pdf",
        "application/pdf",
        "attachment",
    )
    assert attached.content == PARCEL.pdf
    other = email.message_from_bytes(data, policy=email.policy.default)
    assert [part.get_content_type() for part in other.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    assert all(not part.defects for part in other.walk())


def test_without_a_sender_the_mail_program_fills_it_in(golden: Library) -> None:
    """A site that names nobody can have drafts all the same."""
    data = draft(stationery(golden, mail=None).message(READER, PARCEL))
    read = fast_mail_parser.parse_email(data)
    assert read.from_ is None
    assert read.subject == "Information leaflet"


def test_text_and_html_say_the_same(golden: Library) -> None:
    """Whichever part a program shows, the words are the same; nothing is fetched."""
    read = fast_mail_parser.parse_email(bytes(stationery(golden).message(READER, PARCEL)))
    html = _Text()
    html.feed(read.text_html[0])
    assert html.words == read.text_plain[0].split()
    assert "Hello Zoë," in read.text_plain[0]
    assert "code of the leaflet is PN-71, version 2.1" in " ".join(html.words)


def test_lines_are_within_limits(golden: Library) -> None:
    """Old gateways cut or break what is longer."""
    reader = replace(READER, address=f"{'a' * 60}@{'b' * 60}.example", name="ö" * 80)
    data = draft(stationery(golden).message(reader, PARCEL))
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n") == len(data.split(b"\r\n")) - 1
    assert b"\r" not in data.replace(b"\r\n", b"")
    header, _, body = data.partition(b"\r\n\r\n")
    assert max(map(len, header.split(b"\r\n"))) <= 140  # an address cannot be folded
    assert max(map(len, body.split(b"\r\n"))) <= 78
    text = fast_mail_parser.parse_email(data).text_plain[0]
    assert max(map(len, text.splitlines())) <= 90  # nor can a name


def test_the_same_reader_gets_the_same_bytes(golden: Library) -> None:
    """A run that is repeated replaces drafts by themselves."""
    one, two = (draft(stationery(golden).message(READER, PARCEL)) for _ in range(2))
    assert one == two
    other = draft(stationery(golden).message(replace(READER, address="bob@mail.example"), PARCEL))
    assert other != one


def test_what_is_sent_has_a_date_and_a_name_that_tell_nothing(golden: Library) -> None:
    """Servers know a repetition by its name, which no stranger can read anything from."""
    now = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    data = outgoing(stationery(golden).message(READER, PARCEL), "0123abcd", now)
    read = fast_mail_parser.parse_email(data)
    assert read.date == "Sat, 21 Nov 2026 09:30:00 +0000"
    assert read.headers["Message-ID"] == ["<0123abcd@hospital.example>"]
    assert "X-Unsent" not in read.headers


def test_sentences_without_a_phone_are_left_out(golden: Library) -> None:
    """No letter says "call" with nothing behind it."""
    assert golden.letters
    words = fill(golden.letters.leaflet, golden.sites["us"], {"code": "PN-71", "version": "2.1"})
    assert words.subject == "Information leaflet"
    assert words.greeting == "Hello,"
    assert not re.search(r"[{}]|None|call \.", plain(words))
    site = golden.sites["us"].model_copy(update={"team_phone": "555-0100"})
    words = fill(golden.letters.leaflet, site, {"code": "PN-71", "version": "2.1"})
    assert "call 555-0100" in plain(words)


@pytest.mark.parametrize(
    "name", ["{team_phone}", "<b>Ann</b>", "&amp;", "O'Neil", "\N{GRINNING FACE}"]
)
def test_a_name_is_only_a_name(golden: Library, name: str) -> None:
    """What a list of recipients holds is neither filled in nor marked up."""
    read = fast_mail_parser.parse_email(
        bytes(stationery(golden).message(replace(READER, name=name), PARCEL))
    )
    assert f"Hello {name}," in read.text_plain[0]
    html = _Text()
    html.feed(read.text_html[0])
    assert html.words == read.text_plain[0].split()


@given(sender=st.text(min_size=1, max_size=120), name=st.text(max_size=80))
def test_no_text_becomes_a_header(golden: Library, sender: str, name: str) -> None:
    """Whatever stands in a name, the message keeps its headers and its one reader."""
    try:
        mail = Mail(sender=sender, address="leaflets@hospital.example")
        made = stationery(golden, mail=mail).message(replace(READER, name=name), PARCEL)
        data = bytes(made)
    except (ValueError, UnicodeError):  # refused is fine
        return
    header = data.partition(b"\r\n\r\n")[0]
    names = re.findall(rb"(?m)^([^\s:]+):", header)
    wanted = [b"Subject", b"From", b"To", b"MIME-Version", b"Content-Type", b"Content-Language"]
    assert names == wanted
    assert [to.address for to in fast_mail_parser.parse_email(data).to] == ["ann@mail.example"]
