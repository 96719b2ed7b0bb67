"""The languages that we ship are whole where we say so."""

from __future__ import annotations

import pytest
from tests.conftest import ROOT

from handouts.content import library
from handouts.content.languages.spoken import known
from handouts.content.library import Library
from handouts.lint.translation import translations
from handouts.page.edition import editions
from handouts.page.translation import Uses, is_whole, lacking, uses

SPANISH = ("trifold", "help", "card", "letters", "sites")


@pytest.fixture(scope="module")
def shipped() -> Library:
    """The content that we ship."""
    return library.load(ROOT / "data")


@pytest.fixture(scope="module")
def spanish(shipped: Library) -> Uses:
    """What can be translated into Spanish, and what shows it."""
    return uses(shipped, "es-US")


def test_no_translation_says_another_thing(shipped: Library) -> None:
    """Figures, names, levels and every "not" of all catalogues are those of the source."""
    assert [str(problem) for problem in translations(shipped)] == []


def test_the_british_set_is_whole(shipped: Library) -> None:
    """Every edition of the United Kingdom is in British English, to the last word."""
    assert shipped.sites["uk"].language == "en-GB"
    assert [str(e) for e in editions(shipped, "uk") if not is_whole(shipped, e)] == []


@pytest.mark.parametrize("part", SPANISH)
def test_what_is_urgent_is_there_in_spanish(shipped: Library, spanish: Uses, part: str) -> None:
    """Key facts, care cards, emergency cards and letters of all leaflets."""
    wanted = {key for user, keys in spanish.shown.items() if user.endswith(part) for key in keys}
    assert wanted
    short = lacking(shipped, known(shipped, "es-US"), spanish.messages)
    assert [message.source for message in short if message.key in wanted] == []
