"""Claims beside the words of the sources that say them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.conftest import Run

from handouts.content import ledger, library
from handouts.content.library import Library

SOURCES = Path(__file__).parents[1] / "golden" / "sources"


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """A copy of the sources that a test may change."""
    return Path(shutil.copytree(SOURCES, tmp_path / "copies"))


def changed(data: Path, old: str, new: str) -> Library:
    """The small data set with a slip in its claims."""
    path = data / "claims" / "example.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return library.load(data)


def faults(of: Library, folder: Path) -> list[str]:
    return [f"{p.message} [{p.rule}]" for p in ledger.verify(of, folder)]


def test_each_claim_stands_beside_the_words_that_say_it(golden: Library) -> None:
    """A reviewer judges what the source says, not what we made of it."""
    says = {quote.claim.id: quote.says for quote in ledger.quotes(golden, SOURCES)}
    assert says == {
        "example-p1-a": "Antibodies make elbows stiff.",
        "example-p1-b": "With a fever you can wait.",
        "example-p2-a": "Half of all elbows are stiff.",
        "example-p2-b": "Cold heals.",
    }
    row = "  Cold heals the elbow.".ljust(48) + "  | Cold heals."
    assert row in ledger.side_by_side(ledger.quotes(golden, SOURCES)).splitlines()


@pytest.mark.parametrize("field", ["words: 7-8", "sha256: "])
def test_a_claim_without_its_place_is_reported(data: Path, field: str) -> None:
    """Nobody can compare a claim whose words are not named."""
    path = data / "claims" / "example.yaml"
    head, start, claim = path.read_text().partition("  - id: example-p2-b\n")
    lines = [line for line in claim.splitlines() if not line.strip().startswith(field)]
    path.write_text(head + start + "\n".join(lines) + "\n")
    fault = "no words with their sha256; name those that say it"
    assert faults(library.load(data), SOURCES) == [f'"example-p2-b": {fault} [claim-words]']


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("6-8", "words 6-8 are not those that were examined (sha256 differs)"),
        ("7-9", "words 7-9 of paragraph 2, which has 8"),
        ("8-7", "words 8-7: count from 1, the first before the last"),
        ("0-8", "words 0-8: count from 1, the first before the last"),
    ],
)
def test_a_wrong_place_is_reported_and_its_words_are_not_shown(
    data: Path, words: str, fault: str
) -> None:
    """Words that were never examined do not pass for the source of a claim."""
    found = changed(data, "words: 7-8", f"words: {words}")
    assert faults(found, SOURCES) == [f'"example-p2-b": {fault} [claim-words]']
    says = {quote.claim.id: quote.says for quote in ledger.quotes(found, SOURCES)}
    assert says["example-p2-b"] == ""
    assert says["example-p2-a"] != ""


def test_a_changed_copy_shows_only_the_words_that_stayed(golden: Library, copies: Path) -> None:
    """One changed copy is one fault, not one for each of its claims."""
    text = copies / "example.txt"
    text.write_text(text.read_text().replace("Cold heals", "Cold harms"))
    fault = "not the text that was examined (sha256 differs)"
    assert faults(golden, copies) == [f"{fault} [source-copy]"]
    says = {quote.claim.id: quote.says for quote in ledger.quotes(golden, copies)}
    assert says["example-p2-a"] == "Half of all elbows are stiff."
    assert says["example-p2-b"] == ""
    assert "(not in this copy)" in ledger.side_by_side(ledger.quotes(golden, copies))


def test_a_file_that_no_source_registers_is_named(golden: Library, copies: Path) -> None:
    """A sixth article does not go unread because nobody entered it."""
    (copies / "sixth.txt").write_text("Heat heals.\n")
    (copies / "notes").mkdir()
    (problem,) = ledger.verify(golden, copies)
    assert (problem.rule, problem.place.file) == ("unregistered", str(copies / "sixth.txt"))


def test_verify_shows_the_words_and_fails_on_what_differs(run: Run, copies: Path) -> None:
    """The comparison goes to standard output, the faults to standard error."""
    done = run("ledger", "--verify", str(copies))
    assert done.returncode == 0
    assert "| Cold heals." in done.stdout
    (copies / "sixth.txt").touch()
    done = run("ledger", "--verify", str(copies), "--json")
    assert done.returncode == 1
    assert "sixth.txt: error: not registered" in done.stderr
    assert json.loads(done.stdout)["claims"][3]["says"] == "Cold heals."


def test_one_claim_can_be_shown_beside_its_words(run: Run) -> None:
    """A reviewer can ask for a single claim; a name that is none is a wrong command line."""
    done = run("ledger", "example-p2-b", "--verify", str(SOURCES))
    assert [line for line in done.stdout.splitlines() if line.startswith("example-")] == [
        "example-p2-b  paragraph 2, words 7-8  wrong"
    ]
    assert run("ledger", "example-p2-z", "--verify", str(SOURCES)).returncode == 2


def test_a_folder_that_does_not_exist_is_a_wrong_command_line(run: Run, tmp_path: Path) -> None:
    """A slip in the name of the folder is not taken for missing sources."""
    done = run("ledger", "--verify", str(tmp_path / "nowhere"))
    assert done.returncode == 2
    assert "does not exist" in done.stderr
