"""What `build` and `clean` say and do about what is stale, failed, or no longer made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.conftest import Run


@pytest.fixture
def leaflets(run: Run, tmp_path: Path) -> Path:
    """A folder in which the leaflets of one site are built."""
    done = run("build", "--format", "leaflet")
    assert done.returncode == 0, done.stderr
    return tmp_path


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in (folder / "output").glob("[!.]*/*.pdf")}


def remove_knee(folder: Path) -> None:
    """Take a syndrome out of the content, and all that names it."""
    (folder / "data/syndromes/knee.yaml").unlink()
    revisions = folder / "data/revisions.yaml"
    records = revisions.read_text().split("- handout: ")
    revisions.write_text("- handout: ".join(r for r in records if not r.startswith("knee")))
    booklet = folder / "data/booklet.yaml"
    booklet.write_text(booklet.read_text().replace("[elbow, knee]", "[elbow]"))


def test_a_site_is_named_by_a_pattern_of_paths(run: Run, tmp_path: Path) -> None:
    """The command line of the documents works, before and after `build`."""
    pattern = ("--site", "data/sites/*.yaml")
    after = run("build", *pattern, "elbow", "--format", "trifold", "--dry-run")
    before = run(*pattern, "build", "elbow", "--format", "trifold", "--dry-run")
    assert after.stdout == before.stdout
    assert set(after.stdout.splitlines()) == {
        "uk/elbow-trifold: never built",
        "us/elbow-trifold: never built",
    }
    assert run("build", "--site", "mars").returncode == 2


def test_a_dry_run_and_a_check_write_nothing(run: Run, tmp_path: Path) -> None:
    """Who only looks leaves no trace, and a program can tell from the exit code."""
    assert run("build", "--dry-run").returncode == 0
    done = run("build", "--check")
    assert done.returncode == 3
    assert "us/elbow-leaflet: never built" in done.stdout
    assert not (tmp_path / "output").exists()


def test_a_check_sees_a_file_that_was_changed_by_hand(run: Run, leaflets: Path) -> None:
    """What stands in the output folder is checked, not only what it was made from."""
    wanted = ("build", "--format", "leaflet", "--check")
    assert run(*wanted).returncode == 0
    with (leaflets / "output/us/elbow-leaflet.pdf").open("ab") as file:
        file.write(b"\n")
    done = run(*wanted)
    assert done.returncode == 3
    assert "us/elbow-leaflet: us/elbow-leaflet.pdf was changed by hand" in done.stdout
    assert "us/knee-leaflet: up to date" in done.stdout


def test_another_engine_is_one_reason(run: Run, leaflets: Path) -> None:
    """After an upgrade the reason is the upgrade, with both versions."""
    path = leaflets / "output/manifest.json"
    known = json.loads(path.read_text())
    for entry in known["editions"].values():
        entry["uses"]["weasyprint"] = "69.9"
        entry["fingerprint"] = "another"
    path.write_text(json.dumps(known))
    done = run("build", "--format", "leaflet", "--dry-run")
    assert set(done.stdout.splitlines()) == {
        "us/elbow-leaflet: WeasyPrint 69.9 → 70.0",
        "us/knee-leaflet: WeasyPrint 69.9 → 70.0",
    }


def test_a_changed_sheet_is_the_reason(run: Run, leaflets: Path) -> None:
    """A designer is told which file of the look made everything stale."""
    templates = leaflets / "templates"
    shipped = templates.resolve()
    templates.unlink()
    shutil.copytree(shipped, templates)
    sheet = templates / "css/tokens.css"
    sheet.write_text(sheet.read_text() + "/* another day */\n")
    done = run("build", "--format", "leaflet", "--dry-run")
    assert "us/elbow-leaflet: css/tokens.css changed" in done.stdout.splitlines()


def test_force_makes_fresh_files_anew(run: Run, leaflets: Path) -> None:
    """The way out when somebody doubts."""
    done = run("build", "elbow", "--format", "leaflet", "--force", "--explain")
    assert "us/elbow-leaflet: asked for with --force" in done.stdout
    assert "output/us/elbow-leaflet.pdf" in done.stdout


def test_a_failure_stops_the_rest_only_when_asked_to(run: Run, tmp_path: Path) -> None:
    """The others are finished by default; with --fail-fast nobody waits for them."""
    path = tmp_path / "data/syndromes/elbow.yaml"
    path.write_text(path.read_text().replace("Warmth helps.", "Warmth helps \u2603."))
    wanted = ("build", "--format", "leaflet", "--jobs", "1")
    done = run(*wanted, "--fail-fast")
    assert done.returncode == 1
    assert "failed or not tried" in done.stderr
    done = run(*wanted)
    assert done.returncode == 1
    assert "U+2603" in done.stderr
    assert "1 failed" in done.stderr
    assert files(tmp_path) == {"output/us/knee-leaflet.pdf"}


def test_what_is_no_longer_made_is_listed_and_cleaned(run: Run, leaflets: Path) -> None:
    """A withdrawn leaflet does not lie about; a colleague's file does."""
    mine = leaflets / "output/us/mine.pdf"
    mine.write_text("mine")
    remove_knee(leaflets)
    done = run("build", "elbow", "--format", "leaflet")
    assert done.returncode == 0, done.stderr
    assert "output/us/knee-leaflet.pdf  no longer made" in done.stderr
    shown = run("clean", "--orphans", "--dry-run")
    assert shown.stdout.splitlines() == ["output/us/knee-leaflet.pdf"]
    assert "output/us/knee-leaflet.pdf" in files(leaflets)
    run("clean", "--orphans")
    assert files(leaflets) == {"output/us/elbow-leaflet.pdf", "output/us/mine.pdf"}
    assert "us/knee-leaflet" not in (leaflets / "output/manifest.json").read_text()
    assert "no longer made" not in run("build", "elbow", "--format", "leaflet").stderr


def test_a_broken_file_makes_no_orphans(run: Run, leaflets: Path) -> None:
    """While a file cannot be read, nobody may think that its leaflet was withdrawn."""
    (leaflets / "data/syndromes/knee.yaml").write_text("id: [")
    assert "no longer made" not in run("build", "elbow", "--format", "leaflet").stderr
    done = run("clean", "--orphans")
    assert done.returncode == 1
    assert "output/us/knee-leaflet.pdf" in files(leaflets)
