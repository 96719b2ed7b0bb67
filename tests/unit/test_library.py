"""The data folder is one checked value."""

from __future__ import annotations

from pathlib import Path

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
    text = (data / "treatments.yaml").read_text()
    (data / "treatments.yaml").write_text(text.replace("group: immune", "group: magic"))
    knee = data / "syndromes" / "knee.yaml"
    knee.write_text(knee.read_text().replace("  - treatment: cold-pack\n", ""))
    found = library.load(data)
    assert "knee" in found.syndromes
    assert "elbow" not in found.syndromes
    assert {p.rule for p in found.problems} == {"value", "dangling"}


def test_what_leads_to_a_broken_file_is_not_blamed(data: Path) -> None:
    """One slip in a leaflet is one message, not one for each page that names it."""
    elbow = data / "syndromes" / "elbow.yaml"
    elbow.write_text(elbow.read_text().replace("cancer_link:", "cancer_lnk:"))
    found = library.load(data)
    assert {p.place.file for p in found.problems} == {str(elbow)}
    assert {p.rule for p in found.problems} == {"missing", "unknown-key"}
    assert not [p for p in ledger.check(found, set()) if p.rule == "unanswered"]


def test_a_claim_id_names_its_source_and_paragraph(data: Path) -> None:
    """A reader of the ledger finds the passage from the id alone."""
    path = data / "claims" / "example.yaml"
    path.write_text(path.read_text().replace("paragraph: 1\n", "paragraph: 2\n", 1))
    assert ("claims/example.yaml:3:5", "claim-id") in rules(data)
