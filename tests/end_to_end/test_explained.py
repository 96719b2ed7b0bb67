"""What `build` and `clean` say and do about what is stale, failed, or no longer made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.conftest import Run, edit, own_templates

from handouts.build import manifest
from handouts.build.manifest import Manifest


@pytest.fixture
def leaflets(everything: Path, run: Run, tmp_path: Path) -> Path:
    """A folder in which the leaflets of one site are built."""
    whole = manifest.read(everything / "output").entries
    entries = {name: whole[name] for name in ("us/elbow-leaflet", "us/knee-leaflet")}
    for entry in entries.values():
        for file in entry.files:
            path = tmp_path / "output" / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(everything / "output" / file.path, path)
    manifest.write(tmp_path / "output", Manifest("", entries))
    return tmp_path


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in (folder / "output").glob("[!.]*/*.pdf")}


def remove_knee(folder: Path) -> None:
    """Take a syndrome out of the content, and all that names it."""
    (folder / "data/syndromes/knee.yaml").unlink()
    revisions = folder / "data/revisions.yaml"
    records = revisions.read_text().split("- handout: ")
    revisions.write_text("- handout: ".join(r for r in records if not r.startswith("knee")))
    edit(folder / "data/booklet.yaml", "[elbow, knee]", "[elbow]")


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
    templates = own_templates(leaflets)
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
    edit(tmp_path / "data/syndromes/elbow.yaml", "Warmth helps", "Warmth \u2603 helps")
    wanted = ("build", "--format", "leaflet", "--jobs", "1")
    done = run(*wanted, "--fail-fast")
    assert done.returncode == 1
    assert "failed or not tried" in done.stderr
    done = run(*wanted)
    assert done.returncode == 1
    assert "U+2603" in done.stderr
    assert "1 failed" in done.stderr
    assert files(tmp_path) == {"output/us/knee-leaflet.pdf", "output/us/knee-leaflet-print.pdf"}


def test_what_is_no_longer_made_is_listed_and_cleaned(run: Run, leaflets: Path) -> None:
    """A withdrawn leaflet does not lie about; a colleague's file does."""
    mine = leaflets / "output/us/mine.pdf"
    mine.write_text("mine")
    remove_knee(leaflets)
    done = run("build", "elbow", "--format", "leaflet")
    assert done.returncode == 0, done.stderr
    assert "files are no longer made; handouts clean --orphans deletes them" in done.stderr
    shown = run("clean", "--orphans", "--dry-run")
    lost = {"output/us/knee-leaflet.pdf", "output/us/knee-leaflet-print.pdf"}
    assert lost <= {*shown.stdout.splitlines()}
    assert all("/us/knee" in line for line in shown.stdout.splitlines())
    assert lost < files(leaflets)
    run("clean", "--orphans")
    assert files(leaflets) == {
        "output/us/elbow-leaflet.pdf",
        "output/us/elbow-leaflet-print.pdf",
        "output/us/mine.pdf",
    }
    assert "us/knee-leaflet" not in (leaflets / "output/manifest.json").read_text()
    assert "no longer made" not in run("build", "elbow", "--format", "leaflet").stderr


def test_a_broken_file_makes_no_orphans(run: Run, leaflets: Path) -> None:
    """While a file cannot be read, nobody may think that its leaflet was withdrawn."""
    (leaflets / "data/syndromes/knee.yaml").write_text("id: [")
    assert "no longer made" not in run("build", "elbow", "--format", "leaflet").stderr
    done = run("clean", "--orphans")
    assert done.returncode == 1
    assert "output/us/knee-leaflet.pdf" in files(leaflets)
