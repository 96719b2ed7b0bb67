"""The program as people run it: real processes, real files, real exit codes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT, Run

SHIFT = {"PYTHONPATH": str(ROOT / "src")}


@pytest.fixture
def built(run: Run, tmp_path: Path) -> Path:
    """A folder in which everything is built."""
    done = run("build")
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_help_shows_examples_and_exit_codes(run: Run) -> None:
    """A newcomer learns from --help what to type and what comes back."""
    done = run("--help")
    assert done.returncode == 0
    assert "handouts build lambert-eaton" in done.stdout
    for code in ("0 ", "1 ", "2 ", "3 ", "4 ", "130"):
        assert f"  {code}" in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        "build",
        "check",
        "clean",
        "completion",
        "doctor",
        "ledger",
        "list",
        "mail",
        "readability",
        "show",
    ],
)
def test_every_command_has_examples(run: Run, command: str) -> None:
    """Nobody has to guess how a command is used."""
    assert f"handouts {command}" in run(command, "--help").stdout


def test_version_names_the_engine(run: Run) -> None:
    """A report of a fault says which engine made the page."""
    assert re.match(
        r"handouts \d+\.\d+\.\d+, WeasyPrint 70\.0, Python 3\.", run("--version").stdout
    )


def test_a_build_says_what_it_wrote(run: Run, tmp_path: Path) -> None:
    """Path, pages and size of each file, on standard output."""
    done = run("build", "elbow")
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        match = re.fullmatch(r"(\S+\.pdf)  (\d+) pages?, (\d+) kB", line)
        assert match, line
        size = (tmp_path / match[1]).stat().st_size
        assert int(match[3]) == round(size / 1000)
    assert "output/us/elbow-leaflet.pdf" in done.stdout
    assert not (tmp_path / "output/us/knee-leaflet.pdf").exists()


def test_a_second_build_does_nothing(run: Run, built: Path) -> None:
    """Nothing changed, nothing is written, and the files are untouched."""
    before = {path: path.stat().st_mtime_ns for path in built.rglob("output/**/*")}
    done = run("build")
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing to do" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in built.rglob("output/**/*")} == before


def test_an_edit_rebuilds_what_shows_it_and_nothing_else(run: Run, built: Path) -> None:
    """After an edit the editor waits for one leaflet, not for the set."""
    path = built / "data/syndromes/knee.yaml"
    path.write_text(path.read_text().replace("Warmth helps.", "Warmth may help."))
    done = run("build", "--dry-run")
    told = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert "data/syndromes/knee.yaml changed" in told["us/knee-leaflet"]
    assert told["us/elbow-leaflet"] == "up to date"
    assert told["us/knee-trifold"] == "up to date"
    assert run("build", "--check").returncode == 3
    done = run("build")
    assert {line.split()[0] for line in done.stdout.splitlines()} == {
        "output/us/knee-leaflet.pdf",
        "output/us/knee-large-print.pdf",
    }
    assert run("build", "--check").returncode == 0


def test_a_corrected_claim_is_named_as_the_reason(run: Run, built: Path) -> None:
    """--explain speaks the editor's language."""
    path = built / "data/claims/example.yaml"
    path.write_text(path.read_text().replace("Cold can make", "Cold will make"))
    done = run("build", "--dry-run")
    assert "us/elbow-leaflet: correction example-p2-b changed" in done.stdout


def test_a_file_deleted_by_hand_comes_back(run: Run, built: Path) -> None:
    """The output folder is never wrong for long."""
    (built / "output/us/elbow-leaflet.pdf").unlink()
    done = run("build")
    assert done.stdout.startswith("output/us/elbow-leaflet.pdf")
    assert len(done.stdout.splitlines()) == 1


def test_one_broken_syndrome_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    """The fault is told with its place, the rest is built, and the exit code is 1."""
    path = tmp_path / "data/syndromes/knee.yaml"
    path.write_text(path.read_text().replace("family: brain", "family: brian"))
    done = run("build")
    assert done.returncode == 1
    assert "data/syndromes/knee.yaml:7:9: error:" in done.stderr
    assert 'did you mean "brain"?' in done.stderr
    assert (tmp_path / "output/us/elbow-leaflet.pdf").exists()
    assert not (tmp_path / "output/us/knee-leaflet.pdf").exists()


def test_a_wrong_claim_stops_the_leaflet_that_repeats_it(run: Run, tmp_path: Path) -> None:
    """What the ledger corrects cannot come back by another road."""
    path = tmp_path / "data/syndromes/knee.yaml"
    path.write_text(path.read_text().replace("Warmth helps.", "Cold cures the knee."))
    done = run("build")
    assert done.returncode == 1
    assert "says what example-p2-b corrects" in done.stderr
    assert not (tmp_path / "output/us/knee-leaflet.pdf").exists()
    assert (tmp_path / "output/us/elbow-leaflet.pdf").exists()


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
    path = tmp_path / "data/syndromes/elbow.yaml"
    path.write_text(path.read_text().replace("Ask before you drive.", "Take 20 mg before you go."))
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


def test_commands_that_make_no_pdf_work_without_pango(tmp_path: Path) -> None:
    """An editor's laptop without Pango can check, list and show; building says what to install."""
    blocker = tmp_path / "sitecustomize.py"
    blocker.write_text(
        "import sys\n"
        "class Block:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'weasyprint':\n"
        "            raise OSError('cannot load library pango')\n"
        "sys.meta_path.insert(0, Block())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        base = [sys.executable, "-m", "handouts", "--data", "tests/golden/data"]
        return subprocess.run(
            [*base, "--output", str(tmp_path / "out"), *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    for command in (["check"], ["list"], ["show", "elbow-leaflet"], ["ledger"], ["readability"]):
        assert run(*command).returncode == 0, command
    for command in (["build", "elbow"], ["doctor"]):
        done = run(*command)
        assert done.returncode == 1
        assert "Pango's libraries are missing; run: " in done.stderr
        assert "Traceback" not in done.stderr


def test_doctor_typesets_a_page(run: Run) -> None:
    """All that a build needs is seen to work."""
    done = run("doctor")
    assert done.returncode == 0, done.stderr
    for name in ("Python", "weasyprint", "pango", "harfbuzz", "hb-subset", "fonts", "self-test"):
        assert re.search(rf"^{name} +\S", done.stdout, re.M), name


def test_clean_takes_only_what_the_program_made(run: Run, built: Path) -> None:
    """A colleague's notes in the output folder are safe."""
    (built / "output/notes.txt").write_text("mine")
    assert "elbow-leaflet.pdf" in run("clean", "--dry-run").stdout
    assert (built / "output/us/elbow-leaflet.pdf").exists()
    run("clean")
    assert [p.name for p in (built / "output").rglob("*") if p.is_file()] == ["notes.txt"]


def test_completion_knows_the_syndromes(run: Run, tmp_path: Path) -> None:
    """Tab completes the names of leaflets."""
    assert "_HANDOUTS_COMPLETE" in run("completion", "bash").stdout
    environment = {
        **os.environ,
        "_HANDOUTS_COMPLETE": "bash_complete",
        "COMP_WORDS": "handouts build el",
        "COMP_CWORD": "2",
    }
    done = subprocess.run(
        [sys.executable, "-m", "handouts"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "plain,elbow"


def test_a_picture_that_is_not_there_fails_the_edition(run: Run, tmp_path: Path) -> None:
    """No page is printed with a hole in it, and nothing half-made is left."""
    path = tmp_path / "data/sites/us.yaml"
    path.write_text(path.read_text() + "logo: gone.png\nlogo_alt: The logo\n")
    done = run("build", "elbow")
    assert done.returncode == 1
    assert "gone.png" in done.stderr
    assert not (tmp_path / "output/us/elbow-leaflet.pdf").exists()


def test_a_character_that_no_font_has_fails_the_edition(run: Run, tmp_path: Path) -> None:
    """Readers never see an empty box in place of a letter."""
    path = tmp_path / "data/syndromes/elbow.yaml"
    path.write_text(path.read_text().replace("Warmth helps.", "Warmth helps \u2603."))
    done = run("build", "elbow")
    assert done.returncode == 1
    assert "U+2603" in done.stderr
    assert re.search(r"data/syndromes/elbow\.yaml:\d+:\d+: error:", done.stderr)


def test_a_rule_that_the_engine_ignores_fails_the_edition(run: Run, tmp_path: Path) -> None:
    """A misspelt line of a style sheet is named with its file and line."""
    templates = tmp_path / "templates"
    templates.unlink()
    import shutil

    shutil.copytree(ROOT / "templates", templates)
    sheet = templates / "css" / "text.css"
    sheet.write_text(sheet.read_text() + "p { colour: red }\n")
    line = sheet.read_text().count("\n")
    done = run("build", "elbow")
    assert done.returncode == 1
    assert f"templates/css/text.css:{line}:5: error:" in done.stderr


def test_built_files_are_checked(run: Run, tmp_path: Path) -> None:
    """`check --pdf` passes what was built, and names a file that was not or is damaged."""
    assert run("build", "elbow", "booklet").returncode == 0
    done = run("check", "--pdf")
    assert done.returncode == 1
    assert "output/us/knee-leaflet.pdf: error: not built; run: handouts build [missing]" in (
        done.stderr
    )
    assert "elbow-leaflet.pdf: error" not in done.stderr
    (tmp_path / "output/us/elbow-leaflet.pdf").write_bytes(b"%PDF-1.7 torn")
    done = run("check", "--pdf")
    assert re.search(r"elbow-leaflet.pdf: error: cannot be read: .* \[missing\]", done.stderr)
    assert "Traceback" not in done.stderr


def own_templates(folder: Path, sheet: str, rule: str) -> None:
    """A copy of the templates with one more rule in a style sheet."""
    (folder / "templates").unlink()
    shutil.copytree(ROOT / "templates", folder / "templates")
    with (folder / "templates" / "css" / f"{sheet}.css").open("a") as style:
        style.write(f"{rule}\n")


def test_a_word_that_runs_over_fails_its_edition(run: Run, tmp_path: Path) -> None:
    """Whatever does not fit is named, with its block; the edition is not written."""
    own_templates(tmp_path, "leaflet", ".main-message p { white-space: nowrap; font-size: 60pt }")
    done = run("build", "elbow", "--format", "leaflet")
    assert done.returncode == 1
    assert re.search(r"elbow-leaflet: error: page 1, main_message: .*\[overflow\]", done.stderr)
    assert not (tmp_path / "output/us/elbow-leaflet.pdf").exists()


def test_too_much_for_the_pages_names_the_block(run: Run, tmp_path: Path) -> None:
    """A panel that is too full is named with its number and its last block."""
    own_templates(tmp_path, "trifold", ".card li { margin-bottom: 40mm }")
    done = run("build", "elbow", "--format", "trifold")
    assert done.returncode == 1
    assert "panel 2 overflows with help; shorten it [page-budget]" in done.stderr


def test_a_site_with_a_web_address_gets_a_square_code(run: Run, tmp_path: Path) -> None:
    """The code is drawn with a text alternative, and the address stands beside it."""
    with (tmp_path / "data" / "sites" / "us.yaml").open("a") as site:
        site.write("web: https://hospital.example/leaflets\n")
    shown = run("show", "us/elbow-leaflet").stdout
    assert "<title>A square code for a phone camera" in shown
    assert "https://hospital.example/leaflets" in shown
