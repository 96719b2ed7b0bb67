"""One file per fault: each is found, alone, at its line and column.

Each file of this folder is put into the small data set in place of, or beside, the file named
here; the library must then report exactly the one fault.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handouts.content import library
from handouts.lint.triage import triage

HERE = Path(__file__).parent

CASES = {
    "alias.yaml": ("glossary.yaml", 6, 9, "alias"),
    "bad-date.yaml": ("contacts.yaml", 6, 12, "type"),
    "bad-number.yaml": ("numbers.yaml", 2, 14, "type"),
    "bad-phone.yaml": ("sites/extra.yaml", 8, 13, "value"),
    "bad-verdict.yaml": ("claims/example.yaml", 7, 14, "value"),
    "claim-without-correction.yaml": ("claims/example.yaml", 3, 5, "value"),
    "control-character.yaml": ("glossary.yaml", 4, 10, "character"),
    "dangling-reference.yaml": ("numbers.yaml", 7, 16, "dangling"),
    "duplicate-id.yaml": ("glossary.yaml", 5, 3, "duplicate-id"),
    "duplicate-key.yaml": ("glossary.yaml", 5, 3, "duplicate-key"),
    "empty.yaml": ("glossary.yaml", 1, 1, "empty-file"),
    "empty-value.yaml": ("glossary.yaml", 4, 9, "empty-value"),
    "fact-without-reference.yaml": ("tests.yaml", 4, 5, "value"),
    "guard-too-wide.yaml": ("claims/example.yaml", 23, 11, "value"),
    "guard-without-bite.yaml": ("claims/example.yaml", 17, 11, "value"),
    "loop.yaml": ("glossary.yaml", 1, 1, "alias"),
    "missing-block.yaml": ("syndromes/knee.yaml", 1, 1, "missing"),
    "unknown-block.yaml": ("syndromes/knee.yaml", 34, 1, "unknown-key"),
    "block-order.yaml": ("syndromes/knee.yaml", 23, 1, "block-order"),
    "code-form.yaml": ("syndromes/knee.yaml", 1, 1, "code"),
    "duplicate-code.yaml": ("syndromes/knee.yaml", 1, 1, "duplicate-code"),
    "unknown-marker.yaml": ("syndromes/knee.yaml", 21, 14, "dangling"),
    "unknown-family.yaml": ("syndromes/knee.yaml", 6, 9, "dangling"),
    "two-questions.yaml": ("syndromes/knee.yaml", 34, 5, "value"),
    "series-kind.yaml": ("series.yaml", 5, 31, "value"),
    "series-code.yaml": ("series.yaml", 2, 7, "value"),
    "series-key.yaml": ("series.yaml", 5, 11, "value"),
    "series-two-blocks.yaml": ("series.yaml", 1, 1, "value"),
    "series-choices.yaml": ("series.yaml", 5, 5, "value"),
    "series-made-block.yaml": ("series.yaml", 5, 5, "value"),
    "series-panel.yaml": ("series.yaml", 5, 70, "value"),
    "series-no-blocks.yaml": ("series.yaml", 1, 1, "missing"),
    "series-two-families.yaml": ("series.yaml", 5, 5, "duplicate-id"),
    "reference-without-tier.yaml": ("references.yaml", 1, 3, "missing"),
    "triage-level.yaml": ("triage.yaml", 3, 10, "value"),
    "triage-conflict.yaml": ("triage.yaml", 6, 3, "triage"),
    "marker-share.yaml": ("markers.yaml", 3, 33, "value"),
    "marker-column.yaml": ("markers.yaml", 3, 19, "dangling"),
    "treatment-group.yaml": ("treatments.yaml", 3, 10, "dangling"),
    "chapter-without-rows.yaml": ("booklet.yaml", 8, 5, "value"),
    "chapter-kind.yaml": ("booklet.yaml", 8, 25, "value"),
    "chapter-contact.yaml": ("booklet.yaml", 8, 66, "dangling"),
    "wrong-language.yaml": ("sites/extra.yaml", 1, 1, "language"),
    "first-aid-one-step.yaml": ("first-aid.yaml", 3, 10, "length"),
    "schedule-without-steps.yaml": ("schedules.yaml", 4, 10, "length"),
    "picture-of-no-number.yaml": ("tests.yaml", 4, 5, "value"),
    "review-id.yaml": ("reviews.yaml", 1, 8, "value"),
    "asked-without-answer.yaml": ("asked.yaml", 1, 3, "missing"),
    "not-a-list.yaml": ("glossary.yaml", 1, 1, "type"),
    "not-kebab.yaml": ("glossary.yaml", 1, 7, "id"),
    "not-utf-8.yaml": ("glossary.yaml", 4, 16, "encoding"),
    "other-file-name.yaml": ("sites/extra.yaml", 1, 1, "file-name"),
    "tab.yaml": ("glossary.yaml", 2, 1, "yaml"),
    "tag.yaml": ("glossary.yaml", 2, 9, "tag"),
    "too-deep.yaml": ("glossary.yaml", 1, 22, "too-deep"),
    "two-documents.yaml": ("glossary.yaml", 5, 1, "yaml"),
    "two-kinds.yaml": ("tests.yaml", 4, 5, "value"),
    "unknown-key.yaml": ("glossary.yaml", 3, 3, "unknown-key"),
    "unsorted.yaml": ("glossary.yaml", 5, 3, "unsorted"),
    "wrong-order.yaml": ("imprint.yaml", 2, 1, "block-order"),
    "wrong-type.yaml": ("glossary.yaml", 3, 11, "type"),
}


def test_every_file_of_this_folder_is_tried() -> None:
    """No example lies about unused."""
    assert {path.name for path in HERE.glob("*.yaml")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_one_fault_is_found_at_its_place(name: str, data: Path) -> None:
    """An editor is led to the very word."""
    target, line, column, rule = CASES[name]
    shutil.copy(HERE / name, data / target)
    loaded = library.load(data)
    told = [*loaded.problems, *triage(loaded)]
    own = [p for p in told if p.place.file == str(data / target)]
    found = [(p.place.line, p.place.column, p.rule) for p in own]
    assert found == [(line, column, rule)]
    assert all(len(p.message) > 10 for p in own)
