"""What the commands say to people and to programs; nothing is typeset."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from tests.conftest import ROOT, Run, edit, review

from handouts.cli import cli


def test_help_shows_examples_and_exit_codes(run: Run) -> None:
    """A newcomer learns from --help what to type and what comes back."""
    done = run("--help")
    assert done.returncode == 0
    assert "handouts build lambert-eaton" in done.stdout
    for code in ("0 ", "1 ", "2 ", "3 ", "4 ", "130"):
        assert f"  {code}" in done.stdout


def _commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from _commands(command, *path, name)


@pytest.mark.parametrize("command", [*_commands(cli)], ids=" ".join)
def test_every_command_has_examples(run: Run, command: tuple[str, ...]) -> None:
    """Nobody has to guess how a command is used: its help shows it below "Examples"."""
    done = run(*command, "--help")
    assert done.returncode == 0
    _, _, examples = done.stdout.partition("Example")
    line = (*examples.split("\n"), "")[1]
    assert re.match(rf"\s+handouts (?:-\S+ \S+ )*{' '.join(command)}\b", line), done.stdout


def test_version_names_the_engine(run: Run) -> None:
    """A report of a fault says which engine made the page."""
    assert re.match(
        r"handouts \d+\.\d+\.\d+, WeasyPrint 70\.0, Python 3\.", run("--version").stdout
    )


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("build", "elbo"), 'did you mean "elbow"?'),
        (("show", "elbow-leaflte"), 'did you mean "elbow-leaflet"?'),
        (("ledger", "example-p2-c"), 'did you mean "example-p2-'),
        (("--site", "mars", "build"), "there is uk, us"),
        (("bild",), "build"),
        (("build", "--jobs", "0"), "1"),
    ],
)
def test_a_wrong_command_line_gets_a_hint(run: Run, arguments: tuple[str, ...], hint: str) -> None:
    """Exit 2 and what was probably meant; never a traceback."""
    done = run(*arguments)
    assert done.returncode == 2
    assert hint in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_not_there_is_said(run: Run) -> None:
    """The commonest beginner's fault has a plain answer."""
    done = run("--data", "nowhere", "check")
    assert done.returncode == 1
    assert "no such folder; name it with --data" in done.stderr


def test_check_reports_every_fault_for_people_and_programs(run: Run, tmp_path: Path) -> None:
    """file:line:column on standard error, or one JSON object on standard output."""
    assert run("check").returncode == 0
    edit(tmp_path / "data/syndromes/elbow.yaml", "before you drive a car again", "for 20 mg of it")
    review(tmp_path / "data")
    done = run("check")
    assert done.returncode == 1
    assert re.search(r"^data/syndromes/elbow\.yaml:\d+:\d+: error: .* \[dose\]$", done.stderr, re.M)
    found = json.loads(run("check", "--json").stdout)
    assert [p["rule"] for p in found["problems"]] == ["dose"]


def test_list_shows_code_version_and_standing(run: Run) -> None:
    """One line for each edition, and the digest to sign for programs."""
    done = run("list")
    assert re.search(r"^us/elbow-leaflet +PN-71 +1\.1 +draft", done.stdout, re.M)
    rows = json.loads(run("list", "--json").stdout)["editions"]
    assert all(re.fullmatch("[0-9a-f]{64}", row["digest"]) for row in rows)


def test_show_prints_complete_html(run: Run) -> None:
    """The HTML copy of a leaflet opens in a browser without any other file."""
    done = run("show", "elbow-leaflet")
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert "<style>" in done.stdout
    assert 'href="http' not in done.stdout.split("<body")[0]
    assert "999" in run("show", "uk/elbow-leaflet").stdout


def test_ledger_verify_compares_copies(run: Run, tmp_path: Path) -> None:
    """A copy that differs from the registered source is named."""
    assert run("ledger", "--verify", str(ROOT / "tests/golden/sources")).returncode == 0
    done = run("ledger", "--verify", str(tmp_path))
    assert done.returncode == 1
    assert "example.txt: error: cannot be read" in done.stderr


def test_a_site_with_a_web_address_gets_a_square_code(run: Run, tmp_path: Path) -> None:
    """The code is drawn with a text alternative, and the address stands beside it."""
    with (tmp_path / "data" / "sites" / "us.yaml").open("a") as site:
        site.write("web: https://hospital.example/leaflets\n")
    shown = run("show", "us/elbow-leaflet").stdout
    assert "<title>A square code for a phone camera" in shown
    assert "https://hospital.example/leaflets" in shown


def test_a_reviewer_sees_which_sentences_are_hard(run: Run) -> None:
    """The reading level by block, and the costliest sentences, for the leaflet that was named."""
    (found,) = json.loads(run("readability", "elbow", "--json").stdout)["leaflets"]
    assert found["handout"] == "elbow"
    assert "treatments" in found["blocks"]
    assert len(found["costly"]) == 5
    assert 5 < found["sentence"] < 20
    shown = run("readability", "elbow").stdout
    assert found["costly"][0] in shown
    assert "short in 100" in shown


def test_the_ledger_follows_a_claim_to_its_pages(run: Run) -> None:
    """From a claim to every sentence that prints or answers it, and to its file and line."""
    told = run("ledger", "example-p2-b").stdout
    assert "verdict     wrong" in told
    assert re.search(r"prints +Cold can make .* \[data/claims/example\.yaml:\d+:\d+\]", told)
    assert "us/elbow-leaflet#cancer_link" in told


def test_quiet_says_errors_only(run: Run) -> None:
    """A job that runs at night writes mail only when something is wrong."""
    done = run("-q", "check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "words", [("-v", "check"), ("check", "-v"), ("check", "knee", "--verbose")]
)
def test_verbose_says_what_was_read(run: Run, words: tuple[str, ...]) -> None:
    """Who looks for a mistake of their own sees which folders were meant, and what was in them."""
    done = run(*words)
    assert done.returncode == 0
    assert "data: 2 leaflets" in done.stderr
    assert "output output" in done.stderr


def test_mail_tells_programs_how_much_was_sent(run: Run) -> None:
    """Counts by state, as one object; with what sends it is refused."""
    told = json.loads(run("mail", "--status", "--json").stdout)
    assert told["schema"] == 1
    assert set(told["deliveries"]) == {"sent", "drafted", "unknown", "deferred", "refused"}
    done = run("mail", "knee", "--to", "a@mail.example", "--send", "--json")
    assert (done.returncode, "--json goes with" in done.stderr) == (2, True)


@pytest.mark.parametrize("picture", ["elm.jpg", "elm.PNG"])
def test_a_picture_that_cannot_be_printed(run: Run, tmp_path: Path, picture: str) -> None:
    """Its own message says what to save it as, not that it is some file to move elsewhere."""
    (tmp_path / "data" / "sites" / picture).write_bytes(b"x")
    assert "save it as .png or .svg" in run("check").stderr


def test_a_logo_is_not_read_out_twice(run: Run, tmp_path: Path) -> None:
    """Words that repeat the name beside the logo are told in the site's file, before any page."""
    (tmp_path / "data/sites/elm.png").write_bytes(b"x")
    name = "hospital: Elm Hospital\nlogo: elm.png\nlogo_alt: Elm Hospital\ncrisis:"
    edit(tmp_path / "data/sites/us.yaml", "crisis:", name)
    done = run("check")
    assert "us.yaml:11:11: error:" in done.stderr
    assert "would be read out twice" in done.stderr
