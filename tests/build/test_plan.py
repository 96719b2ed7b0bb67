"""What has to be typeset, and why."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import ROOT, edit, own_templates, review

from handouts.build import manifest
from handouts.build.manifest import Manifest
from handouts.build.plan import Plan, Task, fingerprint
from handouts.content import library
from handouts.content.library import Library
from handouts.page.edition import Edition, editions
from handouts.page.formats import Format
from handouts.paper.pdf import Job

ELBOW = Edition("us", "elbow", Format.LEAFLET)
KNEE = Edition("us", "knee", Format.LEAFLET)


def test_a_fingerprint_changes_exactly_when_an_input_does() -> None:
    """Equal means nothing to do; anything that shapes the bytes makes another one."""
    job = Job("us/elbow-leaflet", "<p>x", {"a.png": b"1"}, 4)
    others = [
        replace(job, html="<p>y"),
        replace(job, pictures={"a.png": b"2"}),
        replace(job, pictures={"b.png": b"1"}),
        replace(job, pictures={}),
        replace(job, max_pages=5),
        replace(job, tagged=False),
    ]
    assert len({fingerprint(one) for one in (job, *others)}) == 7
    assert fingerprint(replace(job, name="uk/elbow-leaflet")) == fingerprint(job)


def test_what_was_never_built_says_so(golden: Library, tmp_path: Path) -> None:
    """A new leaflet has one reason, and a job."""
    (task,) = Plan(golden, ROOT / "templates", tmp_path, Manifest()).tasks([ELBOW])
    assert task.reasons == ("never built",)
    assert [*task.jobs] == [""]
    assert task.jobs[""].max_pages == Format.LEAFLET.shape.max_pages


def test_a_booklet_has_a_job_for_each_chapter(golden: Library, tmp_path: Path) -> None:
    """One edited leaflet costs one chapter, not the booklet."""
    booklet = Edition("us", "booklet", Format.BOOKLET)
    (task,) = Plan(golden, ROOT / "templates", tmp_path, Manifest()).tasks([booklet])
    assert [*task.jobs] == [chapter.key for chapter in task.handout.chapters]
    assert task.binding is not None


@pytest.fixture
def built(everything: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the content that was built, beside the untouched output."""
    shutil.copytree(everything / "data", tmp_path / "data")
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    monkeypatch.chdir(tmp_path)
    return everything / "output"


def tasks(output: Path, *wanted: Edition) -> dict[str, Task]:
    plan = Plan(library.load(Path("data")), Path("templates"), output, manifest.read(output))
    return {str(task.edition): task for task in plan.tasks(wanted)}


def test_what_is_built_is_fresh(built: Path) -> None:
    """Nothing changed, no reason; asked for by force, that is the reason."""
    found = library.load(Path("data"))
    every = [edition for site in found.sites for edition in editions(found, site)]
    assert all(task.reasons == () for task in tasks(built, *every).values())
    before = manifest.read(built)
    (task,) = Plan(found, Path("templates"), built, before, force=True).tasks([ELBOW])
    assert task.reasons == ("asked for with --force",)


@pytest.mark.parametrize(
    ("file", "old", "new", "elbow", "knee"),
    [
        ("syndromes/elbow.yaml", "helps the elbow", "is good", "elbow.yaml changed", ""),
        ("claims/example.yaml", "than it was", "than ever", "correction example-p2-b changed", ""),
        ("treatments.yaml", "Cold pack", "Ice pack", "treatments.yaml changed", "same"),
        ("glossary.yaml", "that sticks", "which sticks", "glossary.yaml changed", ""),
        ("sites/us.yaml", "911 or go", "911 and go", "changed", "same"),
    ],
)
def test_an_edit_is_the_reason_of_what_shows_it(
    built: Path, file: str, old: str, new: str, elbow: str, knee: str
) -> None:
    """The reason names the file or the correction, in an editor's words."""
    edit(Path("data") / file, old, new)
    review(Path("data"))
    found = tasks(built, ELBOW, KNEE)
    assert elbow in "; ".join(found["us/elbow-leaflet"].reasons)
    assert bool(found["us/knee-leaflet"].reasons) == bool(knee)


def test_a_fault_of_a_template_is_a_problem_of_its_editions(built: Path, tmp_path: Path) -> None:
    """The others can be made; the designer is told file and line."""
    templates = own_templates(tmp_path)
    edit(templates / "leaflet.html", "{% block body %}", "{% block body %}\n{{ handout.titel }}")
    line = (templates / "leaflet.html").read_text().splitlines().index("{{ handout.titel }}") + 1
    trifold = Edition("us", "elbow", Format.TRIFOLD)
    found = tasks(built, ELBOW, trifold)
    fault = found["us/elbow-leaflet"].fault
    assert fault is not None
    assert (str(fault.place), fault.rule) == (f"templates/leaflet.html:{line}:1", "template")
    assert not found["us/elbow-leaflet"].jobs
    assert found["us/elbow-trifold"].fault is None
