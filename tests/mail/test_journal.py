"""The journal: what it knows, what it does not hold, and what it makes of damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.mail.journal import Delivery, Journal, State, Unusable
from handouts.page.edition import Edition
from handouts.page.formats import Format

ELBOW = Edition("us", "elbow", Format.LEAFLET)


def enter(journal: Journal, *states: State, address: str = "ann@mail.example") -> str:
    key = journal.key(address, ELBOW, "1.0")
    for state in states:
        journal.enter(Delivery(key, str(ELBOW), "1.0", state, "2026-11-21T09:30:00+00:00"))
    return key


def state(folder: Path, key: str) -> State:
    return Journal.read(folder).latest[key].state


def test_it_holds_no_address_and_nobody_can_guess_one(tmp_path: Path) -> None:
    """A copy of the journal tells nobody who got what; another salt gives other names."""
    with Journal.write(tmp_path / "a") as one, Journal.write(tmp_path / "b") as two:
        assert enter(one, State.SENT) != enter(two, State.SENT)
        assert one.key("ANN@mail.example", ELBOW, "1.0") == enter(one, State.SENT)
        assert one.key("ann@mail.example", ELBOW, "1.1") != enter(one, State.SENT)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"ann" not in path.read_bytes().lower()
            assert path.name == "journal.lock" or path.stat().st_mode & 0o077 == 0


T, S, D, R = State.TRYING, State.SENT, State.DEFERRED, State.REFUSED


@pytest.mark.parametrize(
    ("lines", "stands"),
    [
        ((T,), T),
        ((T, S), S),
        ((T, D), D),
        ((R,), R),
        ((T, D, T, S), S),
        ((S, T, R), S),
        ((S, T), S),
        ((T, T, D), T),
        ((T, T, R, T, D), T),
        ((T, T, D, T, S), S),
        ((T, S, T, T, D), S),
    ],
)
def test_how_a_delivery_stands(tmp_path: Path, lines: tuple[State, ...], stands: State) -> None:
    """What was sent stays sent; what nobody knows stays unknown until it is known to be sent."""
    with Journal.write(tmp_path) as journal:
        key = enter(journal, *lines)
        assert journal.latest[key].state is stands
    assert state(tmp_path, key) is stands


def test_a_line_cut_off_by_a_crash_is_dropped(tmp_path: Path) -> None:
    """The step that it announces was not taken; the next line does not run into it."""
    with Journal.write(tmp_path) as journal:
        key = enter(journal, State.TRYING)
        other = enter(journal, State.SENT, address="bob@mail.example")
    path = tmp_path / "journal.jsonl"
    whole = path.read_bytes()
    for cut in range(whole.rstrip().rfind(b"\n") + 1, len(whole)):
        path.write_bytes(whole[:cut])
        with Journal.write(tmp_path) as journal:
            assert other not in journal.latest
            enter(journal, State.SENT)
        assert state(tmp_path, key) is State.SENT


@pytest.mark.parametrize("bad", [b"{}", b"[]", b"null", b"\xff", b'{"key": 1}', b"nonsense"])
def test_damage_is_named_with_its_line(tmp_path: Path, bad: bytes) -> None:
    """Nothing is sent on the word of a journal that cannot be read."""
    with Journal.write(tmp_path) as journal:
        enter(journal, State.SENT)
    with (tmp_path / "journal.jsonl").open("ab") as file:
        file.write(bad + b"\n")
    with pytest.raises(Unusable, match=r"journal\.jsonl:2: not a delivery"):
        Journal.read(tmp_path)


def test_a_journal_without_its_salt_is_not_trusted(tmp_path: Path) -> None:
    """Without the salt everybody would look new, and get everything again."""
    with Journal.write(tmp_path) as journal:
        enter(journal, State.SENT)
    (tmp_path / "journal.salt").unlink()
    with pytest.raises(Unusable, match="is missing"):
        Journal.read(tmp_path)
    with pytest.raises(Unusable, match="is missing"), Journal.write(tmp_path):
        pass


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """Two runs over one list would send everything twice."""
    with (
        Journal.write(tmp_path),
        pytest.raises(Unusable, match="another run"),
        Journal.write(tmp_path),
    ):
        pass
