"""What the program writes into a list, YAML reads back; what an editor wrote stays as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handouts.content.nodes import Mapping, Scalar, Sequence, read
from handouts.content.write import appended, listed

TEXT = (
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=["Cc", "Cf", "Zs"])
        | st.just(" "),
        min_size=1,
    )
    .map(str.strip)
    .filter(bool)
)


@given(st.dictionaries(st.sampled_from(["name", "role", "changes"]), TEXT, min_size=1))
def test_any_text_comes_back(record: dict[str, str]) -> None:
    """A name such as "no", "2026-11-28" or "a: b" is the same text when it is read."""
    node, problems = read(listed(record).encode(), "list.yaml")
    assert problems == []
    assert isinstance(node, Sequence)
    (item,) = node.items
    assert isinstance(item, Mapping)
    assert {k.text: v.text for k, v in item.items if isinstance(v, Scalar)} == record


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_a_list_of_texts_comes_back(changes: list[str]) -> None:
    """Each change stands on a line of its own."""
    node, _ = read(listed({"changes": changes}).encode(), "list.yaml")
    assert isinstance(node, Sequence)
    (item,) = node.items
    assert isinstance(item, Mapping)
    ((_, found),) = item.items
    assert isinstance(found, Sequence)
    assert [one.text for one in found.items if isinstance(one, Scalar)] == changes


def test_comments_and_records_stay() -> None:
    """Only lines at the end are new; the mark of an empty list goes."""
    before = "# Who.\n- a: 1  # first\n\n# then\n- a: 2"
    assert appended(before, [{"a": "b c"}]) == f"{before}\n- a: b c\n"
    assert appended("# Who.\n[]\n", [{"a": "bc"}]) == "# Who.\n- a: bc\n"
    assert appended("", [{"a": "bc", "claims": ["x-1", "y-2"], "c": ""}]) == (
        "- a: bc\n  claims: [x-1, y-2]\n"
    )
