"""A leaflet's name is health information: the lint that keeps it from the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import ROOT, Run

from handouts.content import library
from handouts.content.library import Library
from handouts.content.model import Mail
from handouts.mail.privacy import check, revealing


def test_the_shipped_letters_tell_nothing() -> None:
    """The default letters are fit for every shipped site."""
    shipped = library.load(ROOT / "data")
    assert shipped.sites
    for site in shipped.sites.values():
        assert [str(problem) for problem in check(shipped, site)] == []


def test_everything_that_names_a_leaflet_is_known(golden: Library) -> None:
    """Titles, names, short forms, synonyms, tests, treatments and terms are all found."""
    for syndrome in golden.syndromes.values():
        for name in filter(None, (syndrome.title, syndrome.name, syndrome.short, *syndrome.also)):
            assert revealing(golden, f"A leaflet about {name.upper()}, for you")
    for term in golden.glossary.values():
        for form in (term.term, *term.forms):
            assert revealing(golden, f"Your {form}.")
    names = [test.name for test in golden.tests.values()]
    names += [treatment.name for treatment in golden.treatments.values()]
    for name in names:
        assert revealing(golden, f"Your {name}.")
    assert revealing(golden, "From the Cancer Clinic") == ["Cancer", "Clinic"]
    assert revealing(golden, "Information leaflet from My Hospital") == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("subject: Information leaflet from", "subject: Elbow syndrome, from", "the subject says"),
        ("subject_alone: Information", "subject_alone: Elbowitis", "the subject_alone says"),
        ("Here is the leaflet that", "Here is the biopsy leaflet that", "the beginning of the"),
        ("greeting_alone: Hello", "greeting_alone: Dear patient", "the beginning of the letter"),
    ],
)
def test_check_finds_what_a_letter_tells(
    data: Path, run: Run, old: str, new: str, told: str
) -> None:
    """An editor hears of it with file and line, before anything is mailed."""
    path = data / "letters.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    site = data / "sites" / "us.yaml"
    site.write_text(site.read_text("utf-8") + "hospital: My Hospital\n", "utf-8")
    done = run("check")
    assert done.returncode == 1
    line = next(line for line in done.stderr.splitlines() if told in line)
    assert line.startswith("data/letters.yaml:5:")
    assert line.endswith("[mail-privacy]")
    mailed = run("mail", "elbow", "--to", "ann@mail.example")
    assert mailed.returncode == 1
    assert told in mailed.stderr
    assert not list(data.parent.glob("output/mail/*.eml"))


@pytest.mark.parametrize("name", ["Elbow Clinic", "The Neuro-Oncology Team", "Elbowitis Centre"])
def test_a_site_s_own_names_cannot_leak(golden: Library, name: str) -> None:
    """Neither the sender nor the hospital's name may tell what a letter is about."""
    mail = Mail(sender=name, address="leaflets@hospital.example")
    site = golden.sites["us"].model_copy(update={"mail": mail})
    assert any("the sender says" in problem.message for problem in check(golden, site))
    mail = Mail(sender="My Hospital", address=f"{name.replace(' ', '.')}@hospital.example")
    site = golden.sites["us"].model_copy(update={"mail": mail})
    assert any("the sender says" in problem.message for problem in check(golden, site))
    site = golden.sites["us"].model_copy(update={"hospital": name})
    (problem, *_) = check(golden, site)
    assert "the subject says" in problem.message
    assert problem.place.file.endswith("us.yaml")


def test_a_long_subject_is_refused(golden: Library) -> None:
    """A telephone shows sixty characters."""
    mail = Mail(sender="Hospital of the Four Winds " * 3, address="a@hospital.example")
    site = golden.sites["us"].model_copy(update={"mail": mail})
    assert "mail-length" in {problem.rule for problem in check(golden, site)}


def test_a_sender_that_is_no_address(golden: Library) -> None:
    """A fault of the site's file is found before the server finds it."""
    mail = Mail(sender="My Hospital", address="leaf..lets@hospital.example")
    site = golden.sites["us"].model_copy(update={"mail": mail})
    assert [problem.rule for problem in check(golden, site)] == ["mail-address"]
