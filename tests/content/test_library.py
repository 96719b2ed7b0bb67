"""The data folder is one checked value."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import edit

from handouts.content import folder as data_folder
from handouts.content import ledger, library


def rules(data: Path) -> list[tuple[str, str]]:
    found = library.load(data).problems
    return [(str(p.place).removeprefix(f"{data}/"), p.rule) for p in found]


def test_the_small_data_set_is_sound() -> None:
    """The other tests of this folder start from a data set without faults."""
    golden = Path(__file__).parents[1] / "golden" / "data"
    assert library.load(golden).problems == ()


def test_a_missing_folder_says_which_option_names_it(tmp_path: Path) -> None:
    """A newcomer in the wrong folder learns what to do."""
    problems = library.load(tmp_path / "nowhere").problems
    assert [p.rule for p in problems] == ["no-data"]
    assert "--data" in problems[0].message


def test_a_file_that_nobody_reads_is_a_fault(data: Path) -> None:
    """A misnamed file is never silently ignored."""
    (data / "refrences.yaml").write_text("[]\n")
    problems = library.load(data).problems
    assert [p.rule for p in problems] == ["unknown-file"]
    assert 'did you mean "references.yaml"?' in problems[0].message


def test_a_link_out_of_the_folder_is_refused(data: Path, tmp_path: Path) -> None:
    """Content cannot pull in files from elsewhere on the machine."""
    (tmp_path / "secret.yaml").write_text("id: secret\n")
    (data / "syndromes" / "secret.yaml").symlink_to(tmp_path / "secret.yaml")
    assert ("syndromes/secret.yaml", "outside") in rules(data)


def test_an_id_that_differs_from_its_file_is_a_fault(data: Path) -> None:
    """An editor finds a leaflet by its file name."""
    (data / "syndromes" / "elbow.yaml").rename(data / "syndromes" / "elbows.yaml")
    assert ("syndromes/elbows.yaml:1:1", "file-name") in rules(data)


def test_two_records_cannot_share_an_id(data: Path) -> None:
    """An id names one thing."""
    path = data / "numbers.yaml"
    path.write_text(path.read_text().replace("elbow-stiff", "elbow-small"))
    assert ("numbers.yaml:9:3", "duplicate-id") in rules(data)


def test_records_are_sorted_by_id(data: Path) -> None:
    """A diff shows what changed, not where somebody felt like adding it."""
    path = data / "numbers.yaml"
    path.write_text(path.read_text().replace("elbow-stiff", "a-first"))
    assert ("numbers.yaml:9:3", "unsorted") in rules(data)


def test_a_broken_record_takes_along_only_what_needs_it(data: Path) -> None:
    """One broken treatment does not stop the leaflets that do without it."""
    edit(data / "treatments.yaml", "group: cancer", "group: magic")
    found = library.load(data)
    assert "knee" in found.syndromes
    assert "elbow" not in found.syndromes
    assert [(p.rule, Path(p.place.file).name) for p in found.problems] == [
        ("dangling", "treatments.yaml")
    ]


def test_what_leads_to_a_broken_file_is_not_blamed(data: Path) -> None:
    """One slip in a leaflet is one message, not one for each page that names it."""
    elbow = data / "syndromes" / "elbow.yaml"
    edit(elbow, "diagram:", "diagrm:")
    found = library.load(data)
    assert {p.place.file for p in found.problems} == {str(elbow)}
    assert {p.rule for p in found.problems} == {"missing", "unknown-key"}
    assert not [p for p in ledger.check(found, set()) if p.rule == "unanswered"]


@pytest.mark.parametrize("name", data_folder.NEEDED)
def test_a_file_that_every_data_folder_has_is_missed(data: Path, name: str) -> None:
    """A newcomer learns which file to add."""
    (data / f"{name}.yaml").unlink()
    assert (f"{name}.yaml", "missing") in rules(data)


def test_without_a_sound_series_its_faults_alone_are_told(data: Path) -> None:
    """Which blocks a leaflet may have is not known then, so no leaflet is at fault."""
    edit(data / "series.yaml", "kind: lines", "kind: line")
    found = library.load(data)
    assert found.syndromes == {}
    assert {Path(p.place.file).name for p in found.problems} == {"series.yaml"}
    assert "; did you mean" in found.problems[0].message


def test_a_series_decides_which_blocks_a_leaflet_has(data: Path) -> None:
    """A field of medicine is data: a block more is a line more, and no line of the program."""
    line = "  - {key: hobbies, kind: lines, heading: Hobbies, required: yes}\n"
    edit(data / "series.yaml", "  - {key: record,", f"{line}  - {{key: record,")
    faults = [(p.rule, p.message) for p in library.load(data).problems]
    assert faults == [("missing", '"hobbies" is missing; add it')] * 2
    for name, after in (("elbow", "card:\n"), ("knee", "summary:\n")):
        path = data / "syndromes" / f"{name}.yaml"
        edit(path, after, f"hobbies: [{{note: Paint with the other hand.}}]\n{after}")
    found = library.load(data)
    assert found.problems == ()
    assert found.syndromes["knee"].block("hobbies")[0].note == "Paint with the other hand."


def test_the_order_of_the_series_is_the_order_of_every_leaflet(data: Path) -> None:
    """Staff and patients find their place because the order never changes."""
    path = data / "syndromes" / "knee.yaml"
    text = path.read_text()
    block = text[text.index("tests:\n") : text.index("treatments:\n")]
    path.write_text(text.replace(block, "").replace("diagram:\n", f"{block}diagram:\n"))
    assert [rule for _, rule in rules(data)] == ["block-order"]


def test_a_long_list_may_be_a_folder_of_files(data: Path) -> None:
    """An editor looks for a reference by its name; a file holds a list, or one record."""
    text = (data / "references.yaml").read_text()
    (data / "references.yaml").unlink()
    folder = data / "references"
    folder.mkdir()
    first, second = (f"- id{part}" for part in text.split("- id")[1:])
    (folder / "articles.yaml").write_text(first)
    lines = second.splitlines()
    alone = "\n".join(["id: beta-page", *(line[2:] for line in lines[1:])])
    (folder / "beta-page.yaml").write_text(f"# One page.\n{alone}\n")
    assert rules(data) == []
    (folder / "beta-page.yaml").rename(folder / "page.yaml")
    assert [rule for _, rule in rules(data)] == ["file-name"]


def test_a_claim_id_names_its_source_and_paragraph(data: Path) -> None:
    """A reader of the ledger finds the passage from the id alone."""
    path = data / "claims" / "example.yaml"
    path.write_text(path.read_text().replace("paragraph: 1\n", "paragraph: 2\n", 1))
    assert ("claims/example.yaml:3:5", "claim-id") in rules(data)
