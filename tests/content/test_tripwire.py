"""What a pattern hears: statements, questions with answers, denials, hedges."""

from __future__ import annotations

import re
import time

import pytest

from handouts.content.tripwire.groups import GROUPS, expanded
from handouts.content.tripwire.pattern import wire

CLAIM = ("ice & {cure} unless skin", "no & warmth & {cure}")
FIRES_ON = ("Ice cures the elbow.",)


def trips(text: str, *fires_on: str) -> bool:
    return wire(CLAIM, (*FIRES_ON, *fires_on)).trips(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ice cures the elbow.",
        "The elbow is healed by ice.",
        "No doubt ice cures it.",
        "What cures the elbow? Ice.",
        "Does ice cure it? Yes.",
        "Is it true that ice cures? Yes.",
        "It's ice, not warmth, that was tried; ice cures.",
        "Rest helps, and ice cures.",
        "Nothing but ice cures the elbow.",
        "Warmth never cures an elbow.",
        "Does warmth cure it? No.",
        "Is the elbow cured by warmth? None was.",
        "Warmth fails to heal it.",
        "ICE\u00a0cures",
    ],
)
def test_a_statement_is_heard_however_it_is_built(text: str) -> None:
    """Active or passive, as an answer, after another statement."""
    assert trips(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ice does not cure the elbow.",
        "Ice hurts rather than cures.",
        "Ice is cold, but rest cures.",
        "Does ice cure it?",
        "Does ice cure it? No, warmth does.",
        "Does ice cure it? Not at all.",
        "Is it true that ice cures? It is not.",
        "It is a myth that ice cures.",
        "People used to think that ice cures.",
        "In some people, ice cures the elbow.",
        "Ice may cure it.",
        "Ice cures it, but not always.",
        "Ice cures the skin.",
        "Warmth cures the elbow.",
        "Warmth does not cure the elbow in everyone.",
        "Nobody says that warmth does not cure.",
        "Icing was cured.",
    ],
)
def test_a_denial_a_hedge_and_a_bare_question_pass(text: str) -> None:
    """What is true of the matter can be said."""
    assert not trips(text)


def test_a_hedge_of_the_claim_itself_does_not_take_it_back() -> None:
    """When a sentence of the guard hedges, hedges of that kind are part of the claim."""
    assert trips("Perhaps ice cures it.", "Ice may cure it.")
    assert not trips("In some people ice cures.", "Ice may cure it.")


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_finds_whole_words(name: str) -> None:
    """A star stands for any ending; without it a longer word is another word."""
    group = re.compile(expanded(f"{{{name}}}"))
    for word in GROUPS[name].split("|"):
        said = word.replace(" * ", " much ").replace("*", "en")
        assert group.search(f"so {said} it is"), word
        assert not group.search(f"so un{said.replace(' ', '_')}ings it is"), word


def test_the_longest_text_is_looked_at_in_no_time() -> None:
    """Whatever an editor writes, a build does not hang on it."""
    begun = time.perf_counter()
    wire(("ice .. ice .. ice .. {cure}", "(?:{damage}) .. {cause}"), ("x",)).trips(
        "ice harm " * 999
    )
    assert time.perf_counter() - begun < 1
