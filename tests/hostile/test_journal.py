"""The journal of what was sent: what others wrote into it, or put in its place, is not believed."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

from handouts.mail.journal import Delivery, Journal, State, Unusable
from handouts.page.edition import Edition
from handouts.page.formats import Format

LINE = {
    "key": "a" * 32,
    "edition": "b" * 24,
    "version": "1.0",
    "state": "sent",
    "at": "2026-01-31T09:30:00+00:00",
}
BAD_LINES = {
    "empty": "",
    "null": "null",
    "list": "[]",
    "deep": "[" * 100_000,
    "nul": "\0",
    "no-key": json.dumps({**LINE, "key": None}),
    "state": json.dumps({**LINE, "state": "lost"}),
    "version": json.dumps({**LINE, "version": "1.x"}),
    "version-arabic": json.dumps({**LINE, "version": "١.٠"}),
    "version-long": json.dumps({**LINE, "version": "1." + "9" * 5000}),
    "at": json.dumps({**LINE, "at": "yesterday"}),
    "long": json.dumps({**LINE, "edition": "x" * 5000}),
    "escape": json.dumps({**LINE, "key": "\x1b[2J"}),
    "number": json.dumps({**LINE, "at": 5}),
    "latin": "\xff",
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_lines_of_the_journal(name: str, tmp_path: Path) -> None:
    """A line that we did not write stops the mail, with the number of the line."""
    with Journal.write(tmp_path / "mail"):
        pass
    text = f"{json.dumps(LINE)}\n{BAD_LINES[name]}\n"
    (tmp_path / "mail" / "journal.jsonl").write_bytes(text.encode("latin-1", "replace"))
    with pytest.raises(Unusable, match=re.escape("journal.jsonl:2: not a delivery")):
        Journal.read(tmp_path / "mail")


def test_the_journal_tells_nobody_what_it_was_about(tmp_path: Path) -> None:
    """No line has the edition's name, and yet the edition is found again; files are private."""
    edition = Edition("us", "elbow", Format.LEAFLET)
    folder = tmp_path / "mail"
    folder.mkdir(mode=0o755)
    with Journal.write(folder) as journal:
        key = journal.key("ann@mail.example", edition, "1.0")
        journal.enter(Delivery(key, str(edition), "1.0", State.SENT, LINE["at"]))
    text = (folder / "journal.jsonl").read_text()
    assert "elbow" not in text
    assert "us/" not in text
    assert "ann" not in text
    again = Journal.read(folder)
    assert again.latest[key].edition == again.mark("us/elbow-leaflet") != again.mark("us/elbow")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("journal.jsonl", "journal.salt"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_an_older_journal_is_still_understood(tmp_path: Path) -> None:
    """A line that names its edition counts as one that does not."""
    with Journal.write(tmp_path / "mail"):
        pass
    line = json.dumps({**LINE, "edition": "us/elbow-leaflet"})
    (tmp_path / "mail" / "journal.jsonl").write_text(f"{line}\n")
    journal = Journal.read(tmp_path / "mail")
    assert journal.latest[LINE["key"]].edition == journal.mark("us/elbow-leaflet")


@pytest.mark.parametrize("name", ["journal.jsonl", "journal.salt", "journal.lock"])
def test_a_journal_that_is_a_link(name: str, tmp_path: Path) -> None:
    """A link in its place leads to a file of somebody else, which is not touched."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / name).symlink_to(victim)
    with pytest.raises(Unusable, match=name), Journal.write(folder):
        pass
    assert victim.read_text() == "mine"


def test_a_mail_folder_that_is_a_link(tmp_path: Path) -> None:
    """Nor is anything written where a folder leads."""
    victim = tmp_path / "victim"
    victim.mkdir()
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "mail").symlink_to(victim)
    with pytest.raises(Unusable, match="leads out"), Journal.write(tmp_path / "output" / "mail"):
        pass
    assert list(victim.iterdir()) == []
