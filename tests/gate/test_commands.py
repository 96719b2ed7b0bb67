"""The gate as people use it: reading, signing, revising, withdrawing, recalling, proving."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run, edit, review

BY = ("--by", "The editors")


def said(run: Run, *words: str) -> Any:
    """What a command says as JSON."""
    return json.loads(run(*words).stdout)


def leaflet(data: Path) -> Path:
    """The file of the leaflet that these tests edit."""
    return data / "syndromes" / "elbow.yaml"


def sentence(data: Path) -> str:
    """A sentence of that leaflet."""
    from handouts.content import library

    syndrome = library.load(data).syndromes["elbow"]
    return str(syndrome.block("main_message")[0].say)


def test_a_changed_sentence_waits_to_be_read(run: Run, data: Path) -> None:
    """check names the place of new words once, and handouts review reads them."""
    old = sentence(data)
    edit(leaflet(data), old, "Bend your arm twice each day.")
    checked = run("--site", "*", "check")
    lines = [line for line in checked.stderr.splitlines() if "[unread]" in line]
    assert checked.returncode == 1
    assert len(lines) == 1
    assert lines[0].startswith("data/syndromes/elbow.yaml:")
    (item,) = said(run, "review", "--json")["unread"]
    assert item["text"] == "Bend your arm twice each day."
    assert item["references"][0]["shows"]
    read = run("review", *BY, typed="o")
    assert (read.returncode, read.stderr.splitlines()[-1]) == (0, "1 noted, 0 left")
    assert "[unread]" not in run("check").stderr


def test_the_old_wording_stands_beside_the_new(run: Run, data: Path) -> None:
    """Whoever reads a change sees what it replaced."""
    (data / "reviews.yaml").unlink()
    waiting = said(run, "review", "--json")["unread"]
    answers = [{"id": item["id"]} for item in waiting]
    (data.parent / "read.json").write_text(json.dumps(answers))
    assert run("review", *BY, "--answers", "read.json").returncode == 0
    old = sentence(data)
    edit(leaflet(data), old, f"{old[:-1]} and night.")
    (item,) = said(run, "review", "--json")["unread"]
    assert (item["before"], item["text"]) == (old, f"{old[:-1]} and night.")


def test_reading_can_be_left_and_taken_up(run: Run, data: Path) -> None:
    """Each answer is kept at once; what was skipped is shown again."""
    (data / "reviews.yaml").unlink()
    number = len(said(run, "review", "elbow", "--json")["unread"])
    left = run("review", "elbow", *BY, typed="osoq")
    assert left.returncode == 3
    assert left.stderr.splitlines()[-1] == f"2 noted, {number - 2} left"
    assert len(said(run, "review", "elbow", "--json")["unread"]) == number - 2


def test_wrong_answers_are_faults_and_none_is_noted(run: Run, data: Path) -> None:
    """A claim that is nowhere, a key of no words: every fault with its line, nothing written."""
    edit(leaflet(data), sentence(data), "Bend your arm twice each day.")
    answers = data.parent / "answers.yaml"
    answers.write_text(
        '- {id: "00000000000000000000"}\n'
        '- {id: "11111111111111111111", relation: agrees, claims: [nobody]}\n'
        "- {id: short}\n"
    )
    told = run("review", *BY, "--answers", "answers.yaml")
    assert told.returncode == 1
    assert [line.split(": ")[0] for line in told.stderr.splitlines()[:4]] == [
        "answers.yaml:1:3",
        "answers.yaml:2:3",
        "answers.yaml:2:3",
        "answers.yaml:3:8",
    ]
    assert not (data / "reviews").exists()


def test_unread_words_are_marked_and_not_mailed(run: Run, data: Path) -> None:
    """Every page of a build says so; mail refuses the leaflet, and letters nobody has read."""
    edit(leaflet(data), sentence(data), "Bend your arm twice each day.")
    assert "Has words that nobody has reviewed" in run("show", "elbow-leaflet").stdout
    told = run("mail", "elbow", "--to", "a.reader@mail.example")
    assert told.returncode == 4
    assert "nobody has reviewed" in told.stderr
    review(data)
    edit(data / "letters.yaml", "Hello", "Good day")
    told = run("mail", "elbow", "--to", "a.reader@mail.example")
    assert told.returncode == 4
    assert "sentences of the letters that nobody has reviewed" in told.stderr


SIGN = ("--name", "A. Reader", "--role", "Neurologist", "--organization", "A: Clinic")


def standing(run: Run, handout: str = "elbow", *more: str) -> dict[str, Any]:
    """Where a handout stands."""
    rows: list[dict[str, Any]] = said(run, "status", "--json", *more)["handouts"]
    return next(row for row in rows if row["handout"] == handout)


def test_one_swapped_label_ends_a_signature(run: Run, data: Path) -> None:
    """Signed, one label swapped, un-signed: with the difference in words, and a fault of check."""
    assert run("sign", "elbow", *SIGN).returncode == 0
    assert standing(run)["standing"] == "signed"
    assert "Clinically reviewed" in run("show", "elbow-leaflet").stdout
    edit(data / "wording.yaml", "avoid: Avoid", "avoid: Safe to take")
    changed = standing(run)
    assert changed["standing"] == "changed"
    told = "\n".join(changed["difference"])
    assert "- medicine_cautions caution-avoid: Avoid" in told
    assert "+ medicine_cautions caution-avoid: Safe to take" in told
    assert "[sign-off]" in run("check").stderr
    assert "Clinically reviewed" not in run("show", "elbow-leaflet").stdout


def test_the_shipped_empty_file_takes_a_signature(run: Run, data: Path) -> None:
    """Comments stay; a list that is empty makes room, whether it was written as [] or not."""
    for text in ("# Who approved.\n[]\n", "# Who approved.\n"):
        (data / "signoffs.yaml").write_text(text)
        assert run("sign", "elbow", *SIGN).returncode == 0
        assert (
            (data / "signoffs.yaml").read_text().startswith("# Who approved.\n- handout: elbow\n")
        )
        assert "signoffs" not in run("check").stderr


def test_a_record_behind_the_mark_of_an_empty_list_is_read(run: Run, data: Path) -> None:
    """Who appends a record below [] is understood, and a wrong digest is a fault with its line."""
    digest = "0" * 64
    with (data / "signoffs.yaml").open("w") as file:
        file.write(
            f'# Who approved.\n[]\n- {{handout: elbow, version: "1.1", digest: "{digest}", name: A,'
            " role: B, organization: C, date: 2026-11-28}\n"
        )
    told = run("check").stderr
    assert "data/signoffs.yaml:3:3: error: these are not the words that A signed" in told


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("handout", "elbw", 'no handout "elbw"; did you mean "elbow"?'),
        ("version", '"7.0"', "elbow has no version 7.0"),
        ("date", "2026-01-01", "before version 1.1 was made"),
        ("date", "2099-01-01", "2099-01-01"),
    ],
)
def test_a_sign_off_of_what_is_not_there_is_a_fault(
    run: Run, data: Path, field: str, value: str, words: str
) -> None:
    """An unknown handout, another version, a day before the words or to come."""
    run("sign", "elbow", *SIGN)
    file = data / "signoffs.yaml"
    lines = [
        f"  {field}: {value}" if line.strip(" -").startswith(f"{field}:") else line
        for line in file.read_text().splitlines()
    ]
    file.write_text("\n".join(lines).replace("  handout", "- handout") + "\n")
    told = run("check")
    assert told.returncode == 1
    assert words in told.stderr


def test_nobody_signs_what_nobody_has_read(run: Run, data: Path) -> None:
    """A leaflet with unread words, a withdrawn one, and the same words twice are refused."""
    assert run("sign", "elbow", *SIGN).returncode == 0
    again = run("sign", "elbow", *SIGN)
    assert again.returncode == 1
    assert "signed exactly these words" in again.stderr
    edit(leaflet(data), sentence(data), "Bend your arm twice each day.")
    unread = run("sign", "elbow", *SIGN)
    assert unread.returncode == 1
    assert "handouts review elbow" in unread.stderr


def test_status_knows_what_is_due(run: Run) -> None:
    """Review due, overdue: on the day that is rehearsed."""
    due = str(standing(run)["review_due"])
    year = int(due[:4])
    assert standing(run, "elbow", "--today", f"{year - 1}{due[4:]}")["due"] == "later"
    assert standing(run, "elbow", "--today", due)["due"] == "soon"
    assert standing(run, "elbow", "--today", f"{year + 1}{due[4:]}")["due"] == "overdue"
    assert run("status", "--check").returncode == 0
    assert run("status", "--check", "--today", f"{year + 1}{due[4:]}").returncode == 3


def test_versions_follow_what_a_change_means(run: Run, data: Path) -> None:
    """Safety raises the first number, facts the second, wording the third; unchanged is refused."""
    for number, (concerns, version) in enumerate(
        (("facts", "1.2"), ("wording", "1.2.1"), ("safety", "2.0"), ("facts", "2.1"))
    ):
        edit(leaflet(data), sentence(data), f"Bend your arm {number + 2} times.")
        told = run(
            "revise",
            "elbow",
            "--kind",
            "new-edition",
            "--concerns",
            concerns,
            "--change",
            "More bending: it helps.",
        )
        assert (told.returncode, told.stderr) == (0, f"elbow is {version}: new-edition\n")
        review(data)
        assert "[revise]" not in run("check").stderr
    again = run("revise", "elbow", "--kind", "new-edition", "--change", "Nothing.")
    assert again.returncode == 1
    assert "are those of version 2.1" in again.stderr


def test_a_changed_text_without_a_revision_is_a_fault(run: Run, data: Path) -> None:
    """Once a revision has named its words, other words need another."""
    run("revise", "elbow", "--kind", "new-edition", "--change", "A new start.")
    edit(leaflet(data), sentence(data), "Bend your arm twice each day.")
    told = run("check").stderr
    assert "the words of elbow have changed since version" in told
    assert "handouts revise elbow" in told


def test_a_correction_stands_in_a_box_on_page_1(run: Run, data: Path) -> None:
    """The change is printed before anything else; so that it too is read and signed."""
    told = run("revise", "elbow", "--kind", "correction", "--change", "Copies before said no.")
    assert told.stderr.endswith(": correction\n")
    page = run("show", "elbow-leaflet").stdout
    assert page.index("Copies before said no.") < page.index("<h2")
    assert "Copies before said no." in run("review", "--json").stdout


WRONG = {
    "follows 1.1 and must be higher": ("elbow", "1.0", "2026-11-27", ""),
    'no handout "elbw"; did you mean "elbow"?': ("elbw", "1.2", "2026-11-27", ""),
    "2026-01-01 is before": ("elbow", "1.2", "2026-01-01", ""),
    "2098-01-01": ("elbow", "1.2", "2098-01-01", ""),
    "a change of safety after 1.1 is 2.0, not 1.3": ("elbow", "1.3", "2026-11-27", "safety"),
}


@pytest.mark.parametrize(("words", "fields"), WRONG.items())
def test_a_wrong_revision_is_a_fault_with_its_place(
    run: Run, data: Path, words: str, fields: tuple[str, str, str, str]
) -> None:
    """Versions that do not rise or break the rule, unknown handouts, days to come or gone by."""
    file = data / "revisions.yaml"
    line = len(file.read_text().splitlines()) + 1
    handout, version, day, concerns = fields
    with file.open("a") as more:
        more.write(f'- {{handout: {handout}, version: "{version}", date: {day}, ')
        more.write(f"concerns: {concerns}, " if concerns else "")
        more.write("kind: correction, changes: [A]}\n")
    told = run("check")
    assert told.returncode == 1
    found = [one for one in told.stderr.splitlines() if words in one]
    assert found, told.stderr
    assert found[0].startswith(f"data/revisions.yaml:{line}:")


def test_a_withdrawal_from_edit_to_notice(built: Path, run: Run) -> None:
    """Not made, not mailed, not in the booklet; old files are named for deletion; a notice says so;
    a newer revision publishes it again."""
    told = run("revise", "elbow", "--kind", "withdrawal", "--change", "The advice is out of date.")
    assert told.returncode == 0
    made = run("build", "elbow", "--format", "leaflet")
    assert (made.returncode, made.stdout) == (0, "")
    assert "elbow was withdrawn on " in made.stderr
    assert "output/us/elbow-leaflet.pdf is withdrawn; delete it" in made.stderr
    assert "withdrawn" in next(
        line for line in run("list").stdout.splitlines() if line.startswith("us/elbow")
    )
    assert standing(run)["standing"] == "withdrawn"
    mailed = run("mail", "elbow", "--to", "a.reader@mail.example")
    assert (mailed.returncode, "it is not mailed" in mailed.stderr) == (2, True)
    assert "This leaflet was withdrawn" in run("show", "booklet").stdout
    notice = run("build", "elbow", "--notice")
    assert notice.stdout.startswith("output/us/elbow-notice.pdf  1 page, ")
    assert run("clean", "--orphans").returncode == 0
    assert [path.name for path in (built / "output" / "us").glob("elbow-*")] == ["elbow-notice.pdf"]
    again = run("revise", "elbow", "--kind", "new-edition", "--change", "Written anew.")
    assert again.returncode == 0
    review(built / "data")
    assert run("build", "elbow", "--format", "leaflet").returncode == 0


def test_drafts_can_be_recalled(built: Path, run: Run) -> None:
    """Who was written a draft is found again, without an address kept; only a person knows whether
    it was sent."""
    (built / "list.csv").write_text("address,syndrome\na.reader@mail.example,elbow\n")
    assert run("mail", "--recipients", "list.csv").returncode == 0
    kept = (built / "output" / "mail" / "journal.jsonl").read_text()
    assert "mail.example" not in kept
    assert json.loads(kept)["state"] == "drafted"
    run("revise", "elbow", "--kind", "correction", "--change", "It was wrong.")
    review(built / "data")
    told = run("mail", "--recall", "elbow", "--recipients", "list.csv")
    assert told.returncode == 0, told.stderr
    assert "(a draft; was it sent?)" in told.stdout
    assert "1 deliveries to recall" in told.stderr
    assert "only whoever had them knows" in told.stderr
    assert list((built / "output" / "mail").glob("correction-*.eml"))


def test_who_got_a_withdrawn_leaflet_is_found(built: Path, run: Run) -> None:
    """There is nothing to send in its place, so the rows are named."""
    (built / "list.csv").write_text("address,syndrome\na.reader@mail.example,elbow\n")
    assert run("mail", "--recipients", "list.csv").returncode == 0
    run("revise", "elbow", "--kind", "withdrawal", "--change", "Out of date.")
    review(built / "data")
    told = run("mail", "--recall", "elbow", "--recipients", "list.csv")
    assert told.returncode == 4, told.stderr
    assert "withdrawn on " in told.stdout
    assert "row 2: got a leaflet that is withdrawn" in told.stderr


def test_words_are_found_with_edition_and_page(built: Path, run: Run) -> None:
    """where names every sentence with its place, sources, editions and printed pages."""
    text = sentence(built / "data")
    told = said(run, "where", text, "--json")["words"]
    first = told[0]
    assert first["place"].startswith("data/syndromes/elbow.yaml:")
    assert first["references"]
    assert first["editions"]["us/elbow-leaflet"] == [1]
    assert set(first["editions"]) >= {"us/elbow-trifold", "uk/elbow-leaflet"}
    assert run("where", "no such words anywhere").returncode == 1


def test_impact_names_what_depends_on_a_record(run: Run, data: Path) -> None:
    """A reference, a term, a number and a claim each lead to the sentences that need them."""
    from handouts.content import library

    found = library.load(data)
    for collection in (found.references, found.numbers, found.claims):
        ids = [id_ for id_ in collection if "0 sentences" not in run("impact", id_).stderr]
        assert ids, collection
    told = run("impact", "nothing")
    assert (told.returncode, 'no claim, reference, term or number "nothing"' in told.stderr) == (
        2,
        True,
    )


def test_why_tells_the_words_before_and_after(built: Path, run: Run) -> None:
    """Down to the sentence and its place, from the trail beside the file."""
    old = sentence(built / "data")
    edit(leaflet(built / "data"), old, "Bend your arm twice each day.")
    review(built / "data")
    told = run("why", "us/elbow-leaflet")
    assert told.returncode == 3
    assert "us/elbow-leaflet: data/syndromes/elbow.yaml changed" in told.stdout
    assert f"- main_message: {old}" in told.stdout
    assert (
        "+ main_message: Bend your arm twice each day.  [data/syndromes/elbow.yaml:" in told.stdout
    )
    assert run("why", "us/knee-leaflet").stdout == "us/knee-leaflet: up to date\n"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("syndromes/elbow.yaml", "a guide", "the guide"),
        ("wording.yaml", "avoid: Avoid", "avoid: Keep away from"),
        ("sites/us.yaml", "paper: ", "hospital: A Clinic\npaper: "),
        ("imprint.yaml", "disclaimer: ", "disclaimer: Please note. "),
    ],
)
def test_a_dry_run_names_the_file_that_was_edited(
    built: Path, run: Run, file: str, old: str, new: str
) -> None:
    """Titles, house words, sites, the imprint: the reason is the very file; stale ones first."""
    edit(built / "data" / file, old, new)
    lines = run("build", "--dry-run").stdout.splitlines()
    assert f"data/{file} changed" in lines[0]
    stale = [not line.endswith(": up to date") for line in lines]
    assert stale == sorted(stale, reverse=True)


def test_a_dry_run_names_revisions_and_sign_offs(built: Path, run: Run) -> None:
    """A new version and a new signature are reasons of their own."""
    run("sign", "elbow", *SIGN)
    lines = run("build", "--dry-run").stdout.splitlines()
    assert any("data/signoffs.yaml is new" in line for line in lines)
    run("revise", "knee", "--kind", "new-edition", "--change", "A new start.")
    lines = run("build", "--dry-run").stdout.splitlines()
    assert any("knee" in line and "data/revisions.yaml changed" in line for line in lines)


def test_a_file_in_somebodys_hand_tells_what_it_is(built: Path, run: Run) -> None:
    """Ours and unchanged; edited; superseded with what was corrected since; not ours."""
    import pikepdf

    path = "output/us/elbow-leaflet.pdf"
    told = run("verify", path)
    assert told.returncode == 0
    assert "byte for byte us/elbow-leaflet.pdf" in told.stdout
    (built / "output" / "manifest.json").unlink()
    assert "its pages are as they were made" in run("verify", path).stdout
    with pikepdf.open(built / path) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(b"")
        pdf.save(built / "edited.pdf")
        pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary())
        pdf.save(built / "other.pdf")
    edited = run("verify", "edited.pdf")
    assert (edited.returncode, "CHANGED" in edited.stdout) == (1, True)
    other = run("verify", "other.pdf")
    assert (other.returncode, "not ours" in other.stdout) == (1, True)
    run("revise", "elbow", "--kind", "correction", "--change", "It was wrong.")
    old = run("verify", path)
    assert old.returncode == 3
    assert "SUPERSEDED by version 2.0" in old.stdout
    assert "It was wrong." in old.stdout


def test_a_trail_stands_beside_each_file(built: Path) -> None:
    """What stands behind each sentence, for a program: claims, references, review, digest."""
    output = built / "output" / "us"
    for path in output.glob("*.pdf"):
        if not path.stem.endswith("-print"):
            assert path.with_suffix(".trail.json").exists(), path
    told = json.loads((output / "elbow-leaflet.trail.json").read_text())
    parts = told["hasPart"]
    assert told["@context"]["@vocab"] == "https://schema.org/"
    assert any(part.get("references") for part in parts)
    assert any(part.get("claims") for part in parts)
    assert any(part.get("reviewed") for part in parts)
    assert len(told["sha256"]) == len(told["signedDigest"]) == 64
    entries = json.loads((built / "output" / "manifest.json").read_text())["editions"]
    files = [file["path"] for file in entries["us/elbow-leaflet"]["files"]]
    assert "us/elbow-leaflet.trail.json" in files
