"""The program as people run it: real processes, real files, real exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pypdf
from tests.conftest import ROOT, Run, edit, own_templates, review


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


def test_a_build_tells_programs_what_it_wrote(run: Run, tmp_path: Path) -> None:
    """One object on standard output: each edition, whether it is new, and its files."""
    words = ("build", "knee", "--format", "leaflet", "--json")
    (first,) = json.loads(run(*words).stdout)["editions"]
    (again,) = json.loads(run(*words).stdout)["editions"]
    assert (first["edition"], first["written"]) == ("us/knee-leaflet", True)
    assert again == {**first, "written": False}
    for file in first["files"]:
        assert (tmp_path / "output" / file["path"]).stat().st_size == file["bytes"]
    assert run("build", "--dry-run", "--json").returncode == 2
    quiet = run("-q", "build", "knee", "--format", "leaflet", "--force")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_a_second_build_does_nothing(run: Run, built: Path) -> None:
    """Nothing changed, nothing is written, and the files are untouched."""
    before = {path: path.stat().st_mtime_ns for path in built.rglob("output/**/*")}
    done = run("build")
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing to do" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in built.rglob("output/**/*")} == before


def test_an_edit_rebuilds_what_shows_it_and_nothing_else(run: Run, built: Path) -> None:
    """After an edit, once it is reviewed, the editor waits for one leaflet, not for the set."""
    edit(built / "data/syndromes/knee.yaml", "Warmth helps", "Warmth may help")
    review(built / "data")
    done = run("build", "--dry-run")
    told = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert "data/syndromes/knee.yaml changed" in told["us/knee-leaflet"]
    assert told["us/elbow-leaflet"] == "up to date"
    assert told["us/knee-trifold"] == "up to date"
    assert run("build", "--check").returncode == 3
    done = run("build")
    assert {line.split()[0] for line in done.stdout.splitlines()} == {
        "output/us/knee-leaflet.pdf",
        "output/us/knee-leaflet-print.pdf",
        "output/us/knee-large-print.pdf",
    }
    assert run("build", "--check").returncode == 0


def test_words_that_nobody_has_read_are_marked_on_every_page(run: Run, built: Path) -> None:
    """A reader of a changed leaflet is told that nobody has reviewed all of its words."""
    edit(built / "data/syndromes/knee.yaml", "Warmth helps", "Warmth may help")
    assert run("build", "knee").returncode == 0
    for name in ("knee-leaflet", "knee-large-print"):
        for page in pypdf.PdfReader(built / f"output/us/{name}.pdf").pages:
            assert "Has words that nobody has reviewed" in page.extract_text()
    reader = pypdf.PdfReader(built / "output/us/elbow-leaflet.pdf")
    assert not any("nobody has reviewed" in page.extract_text() for page in reader.pages)


def test_a_corrected_claim_is_named_as_the_reason(run: Run, built: Path) -> None:
    """--explain speaks the editor's language."""
    edit(built / "data/claims/example.yaml", "Cold can make", "Cold will make")
    done = run("build", "--dry-run")
    told = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert "correction example-p2-b changed" in told["us/elbow-leaflet"]
    assert told["us/knee-leaflet"] == "up to date"


def test_a_file_deleted_by_hand_comes_back(run: Run, built: Path) -> None:
    """The output folder is never wrong for long."""
    (built / "output/us/elbow-leaflet.pdf").unlink()
    done = run("build")
    assert {line.split()[0] for line in done.stdout.splitlines()} == {
        "output/us/elbow-leaflet.pdf",
        "output/us/elbow-leaflet-print.pdf",
    }


def test_one_broken_syndrome_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    """The fault is told with its place, the rest is built, and the exit code is 1."""
    edit(tmp_path / "data/syndromes/knee.yaml", "family: brain", "family: brian")
    done = run("build")
    assert done.returncode == 1
    assert "data/syndromes/knee.yaml:7:9: error:" in done.stderr
    assert 'did you mean "brain"?' in done.stderr
    assert (tmp_path / "output/us/elbow-leaflet.pdf").exists()
    assert not (tmp_path / "output/us/knee-leaflet.pdf").exists()


def test_a_wrong_claim_stops_the_leaflet_that_repeats_it(run: Run, tmp_path: Path) -> None:
    """What the ledger corrects cannot come back by another road."""
    edit(
        tmp_path / "data/syndromes/knee.yaml",
        "Warmth helps the knee of most people",
        "Cold cures it",
    )
    done = run("build")
    assert done.returncode == 1
    assert "says what example-p2-b corrects" in done.stderr
    assert not (tmp_path / "output/us/knee-leaflet.pdf").exists()
    assert (tmp_path / "output/us/elbow-leaflet.pdf").exists()


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


def test_doctor_typesets_a_page(process: Run) -> None:
    """All that a build needs is seen to work."""
    done = process("doctor")
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


def test_completion_knows_the_syndromes(process: Run) -> None:
    """Tab completes the names of leaflets."""
    assert "_HANDOUTS_COMPLETE" in process("completion", "bash").stdout
    done = process(
        _HANDOUTS_COMPLETE="bash_complete", COMP_WORDS="handouts build el", COMP_CWORD="2"
    )
    assert done.stdout.strip() == "plain,elbow"


def test_a_picture_that_is_not_there_fails_the_edition(run: Run, tmp_path: Path) -> None:
    """No page is printed with a hole in it, and nothing half-made is left."""
    edit(tmp_path / "data/sites/us.yaml", "crisis:", "logo: gone.png\nlogo_alt: A logo\ncrisis:")
    done = run("build", "elbow")
    assert done.returncode == 1
    assert "gone.png" in done.stderr
    assert not (tmp_path / "output/us/elbow-leaflet.pdf").exists()


def test_a_character_that_no_font_has_fails_the_edition(run: Run, tmp_path: Path) -> None:
    """Readers never see an empty box in place of a letter."""
    edit(tmp_path / "data/syndromes/elbow.yaml", "Warmth helps", "Warmth \u2603 helps")
    done = run("build", "elbow")
    assert done.returncode == 1
    assert "U+2603" in done.stderr
    assert re.search(r"data/syndromes/elbow\.yaml:\d+:\d+: error:", done.stderr)


def test_a_rule_that_the_engine_ignores_fails_the_edition(run: Run, tmp_path: Path) -> None:
    """A misspelt line of a style sheet is named with its file and line."""
    sheet = own_templates(tmp_path, "text", "p { colour: red }") / "css" / "text.css"
    line = sheet.read_text().count("\n")
    done = run("build", "elbow")
    assert done.returncode == 1
    assert f"templates/css/text.css:{line}:5: error:" in done.stderr


def test_built_files_are_checked(run: Run, tmp_path: Path) -> None:
    """`check --pdf` passes what was built, and says what is damaged, or that nothing was built."""
    done = run("check", "--pdf")
    assert done.returncode == 1
    assert "nothing of this was built; run: handouts build [missing]" in done.stderr
    assert run("build", "elbow").returncode == 0
    done = run("check", "--pdf")
    assert done.returncode == 0, done.stderr
    assert "elbow-leaflet.pdf  no faults" in done.stderr
    (tmp_path / "output/us/elbow-leaflet.pdf").write_bytes(b"%PDF-1.7 torn")
    done = run("check", "--pdf")
    assert done.returncode == 1
    assert re.search(r"elbow-leaflet.pdf: error: cannot be read: .* \[missing\]", done.stderr)
    assert "Traceback" not in done.stderr


def test_a_word_that_runs_over_fails_its_edition(run: Run, tmp_path: Path) -> None:
    """Whatever does not fit is named, with its block; the edition is not written."""
    own_templates(tmp_path, "leaflet", "h1 { white-space: nowrap; font-size: 90pt }")
    done = run("build", "elbow", "--format", "leaflet")
    assert done.returncode == 1
    assert re.search(r"elbow-leaflet: error: page 1.*\[overflow\]", done.stderr)
    assert not (tmp_path / "output/us/elbow-leaflet.pdf").exists()


def test_too_much_for_the_pages_names_the_block(run: Run, tmp_path: Path) -> None:
    """A panel that is too full is named with its number and its last block."""
    own_templates(tmp_path, "trifold", ".panel-2 li { padding-bottom: 60mm }")
    done = run("build", "elbow", "--format", "trifold")
    assert done.returncode == 1
    assert "panel 2 overflows with help; shorten it [page-budget]" in done.stderr
