"""Reading scores, against published worked examples."""

from __future__ import annotations

import pytest

from handouts.content.model import Term
from handouts.lint.readability import Reader, count_syllables, flesch_kincaid, said, smog

PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."


def reader(*terms: Term) -> Reader:
    return Reader.of(terms)


def term(name: str, say_it: str, exempt: bool = True) -> Term:
    return Term.model_validate(
        {"id": "x", "term": name, "say_it": say_it, "plain": "X.", "exempt": exempt}
    )


@pytest.mark.parametrize(
    ("polysyllables", "grade"), [(7.6, 6), (13.8, 7), (21.8, 8), (31.7, 9), (43.4, 10)]
)
def test_smog_of_thirty_sentences(polysyllables: float, grade: int) -> None:
    """The regression of McLaughlin 1969, turned round: so many long words, that grade."""
    assert smog(round(polysyllables * 10), 300) == pytest.approx(grade, abs=0.02)


@pytest.mark.parametrize("square", [4, 9, 16, 25, 36, 49, 64, 100, 144])
def test_smog_agrees_with_the_short_rule(square: int) -> None:
    """McLaughlin's rule for the head, 3 plus the square root, is the same to half a grade."""
    assert smog(square, 30) == pytest.approx(3 + square**0.5, abs=0.7)


def test_flesch_kincaid_of_the_platypus() -> None:
    """A sentence of 13 words and 24 syllables scores 11.3 (the usual published example)."""
    assert flesch_kincaid(13, 1, 24) == pytest.approx(11.3, abs=0.05)
    counts = reader().count(PLATYPUS)
    assert (counts.sentences, counts.words) == (1, 13)


def test_flesch_kincaid_of_one_syllable_words() -> None:
    """Single words of one syllable give the lowest score of the formula, -3.40."""
    assert flesch_kincaid(1, 1, 1) == pytest.approx(-3.40)


def test_no_sentence_no_score() -> None:
    """A list of fragments has no SMOG grade."""
    assert smog(3, 0) == 0.0
    assert flesch_kincaid(0, 0, 0) == 0.0


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("nerve", 1),
        ("muscle", 2),
        ("swallowing", 3),
        ("different", 2),
        ("doctor's", 2),
        ("caregiver", 3),
        ("immune", 2),
        ("weakness", 2),
        ("therapist", 3),
        ("every", 2),
    ],
)
def test_syllables_of_everyday_words(word: str, syllables: int) -> None:
    """The table is right where our texts need it."""
    assert count_syllables(word) == syllables


def test_a_pronunciation_gives_the_syllables() -> None:
    """How a term is said is written once, and counts."""
    assert said("LAM-bert EE-tun") == [2, 2]
    counts = reader(term("opsoclonus", "op-so-KLO-nus")).count("This is opsoclonus.")
    assert counts.syllables == 6


def test_fragments_count_as_hard_words_only() -> None:
    """A list item without a period is no sentence, but its words still have to be read."""
    counts = reader().count("terrible swallowing")
    assert (counts.sentences, counts.words, counts.hard_words) == (0, 0, 2)


def test_registered_terms_are_left_out_of_the_adjusted_score() -> None:
    """A name that is explained and sounded out counts as an easy word."""
    names = reader(term("neuromyotonia", "NEW-ro-my-oh-TOH-nee-uh"))
    text = "This is neuromyotonia."
    assert names.count(text).polysyllables == 1
    assert names.count(text, adjusted=True).polysyllables == 0
    assert names.count(text).hard_words == 0


def test_everyday_words_never_become_exempt() -> None:
    """ "Registered" does not mean "easy" for words that have a plainer one."""
    words = reader(term("immunity", "im-YOO-ni-tee", exempt=False))
    assert words.count("This is immunity.").hard_words == 1


def test_abbreviations_are_read_letter_by_letter() -> None:
    """MRI is said in three syllables, and a registered one is exempt all the same."""
    names = reader(term("MRI", "em-ar-EYE"))
    assert names.count("An MRI helps.").polysyllables == 1
    assert names.count("An MRI helps.", adjusted=True).polysyllables == 0
