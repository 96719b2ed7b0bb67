"""Who gets what: every fault of a file at once, and nothing dangerous let through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.content.library import Library
from handouts.mail.recipients import Unfit, mailbox, read, spans


def faults(library: Library, text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    found, problems = read(data, "list.csv", library, "us")
    assert found or problems
    return [str(problem).removesuffix(" [recipients]") for problem in problems]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_as_spreadsheets_write_it(golden: Library, mark: bytes, separator: str) -> None:
    """With and without BOM, with each separator and line end, in any order of columns."""
    rows = ["Name,ADDRESS,Syndrome,format,language", ",ann@mail.example,elbow,,", "", ",,,,"]
    rows += ["Zoë,bob@mail.example,us/knee,large-print,en", ",cy@mail.example,booklet,,en-US"]
    text = "\r\n".join(rows).replace(",", separator)
    found, problems = read(mark + text.encode(), "list.csv", golden, "us")
    assert problems == []
    assert [(r.row, r.address, str(r.edition), r.name) for r in found] == [
        (2, "ann@mail.example", "us/elbow-leaflet", ""),
        (5, "bob@mail.example", "us/knee-large-print", "Zoë"),
        (6, "cy@mail.example", "us/booklet", ""),
    ]


def test_every_fault_comes_at_once(golden: Library) -> None:
    """Nobody mends a list of 500 one fault at a time."""
    text = (
        "address,edition,name,language\n"
        "ann@mail.example,elbow,,\n"
        "no address,elbow-leaflet,,\n"
        "ann@mail.example,elbwo,,\n"
        "Ann@mail.example,elbow-leaflet,,\n"
        "cy@mail.example,elbow,,fr\n"
        "di@mail.example,elbow,,,more\n"
    )
    assert faults(golden, text) == [
        "list.csv:3: error: not an e-mail address: An email address must have an @-sign.",
        'list.csv:4: error: no edition "elbwo"; did you mean "elbow"?',
        "list.csv:5: error: repeats row 2; delete one of them",
        'list.csv:6: error: it is not there in language "fr"; there is en-US',
        "list.csv:7: error: 5 cells under 4 headings",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1: error: empty; the first row names the columns"),
        ("address,syndrome\n", "1: error: no recipients"),
        ("syndrome\nelbow\n", '1: error: column "address" is missing'),
        ("address\na@mail.example\n", '1: error: one column "syndrome" or "edition" is needed'),
        ("address,syndrom\n", '1: error: no column "syndrom" is known; did you mean "syndrome"?'),
        ("address,address,syndrome\n", '1: error: two columns "address"'),
        (b"address,syndrome\nb\xfccher@mail.example,elbow\n", "1: error: not UTF-8 in row 2; save"),
        ('address,syndrome\na@mail.example,"elbow\n', "1: error: not a table: unexpected end"),
        ("address,syndrome,format\na@mail.example,elbow,poster\n", '2: error: no format "poster"'),
    ],
)
def test_a_file_that_is_no_list(golden: Library, text: str | bytes, message: str) -> None:
    """The message says what is wrong with the file and what to do."""
    assert [f.startswith(f"list.csv:{message}") for f in faults(golden, text)] == [True], text


@pytest.mark.parametrize("start", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"])
@pytest.mark.parametrize("column", ["address", "syndrome", "name", "language"])
def test_formulas_are_refused(golden: Library, column: str, start: str) -> None:
    """What a spreadsheet would run goes into no letter, and is not repeated in a message."""
    cells = {"address": "a@mail.example", "syndrome": "elbow", "name": "", "language": ""}
    cells[column] = start
    row = ",".join(f'"{cell}"' for cell in cells.values())
    (fault,) = faults(golden, f"{','.join(cells)}\n{row}\n")
    assert fault.startswith(f"list.csv:2: error: the {column} begins like a formula of a")


@pytest.mark.parametrize("bad", ["\r\n", "\n", "\r", "\0", "\x1b[2J", "\u202e", "\u2028", "\x85"])
@pytest.mark.parametrize("column", ["address", "syndrome", "name", "format"])
def test_line_breaks_and_invisible_characters_are_refused(
    golden: Library, column: str, bad: str
) -> None:
    """Nothing of a cell can become a header line, or play with the terminal."""
    cells = {"address": "a@mail.example", "syndrome": "elbow", "name": "Ann", "format": "leaflet"}
    cells[column] += f"{bad}Bcc: all@mail.example"
    row = ",".join(f'"{cell}"' for cell in cells.values())
    (fault,) = faults(golden, f"{','.join(cells)}\n{row}\n")
    assert f"the {column} holds a line break or an invisible character (U+" in fault
    assert fault.isprintable()


@pytest.mark.parametrize(
    ("written", "used"),
    [
        (" ann@Mail.example ", "ann@mail.example"),
        ('"ann at home"@mail.example', '"ann at home"@mail.example'),
        ("o'neil+x@mail.example", "o'neil+x@mail.example"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@例え.example", "ann@xn--r8jz45g.example"),
    ],
)
def test_quoted_and_international_addresses(written: str, used: str) -> None:
    """An unusual address arrives too."""
    assert mailbox(written) == used


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "ann",
        "ann@",
        "@b.example",
        "a@b@c.example",
        "ann@mail.example, bob@mail.example",
        "Ann <ann@mail.example>",
        "ann@mail.example>",
        "jürgen@mail.example",
        "a b@mail.example",
        "ann@mail.example\r\nBcc: x@y.example",
        "ann@mail.example\nRCPT TO:<x@y.example>",
    ],
)
def test_what_is_no_address(bad: str) -> None:
    """One message has one reader, named in full."""
    with pytest.raises(Unfit):
        mailbox(bad)


@given(st.binary(max_size=300))
def test_any_bytes_give_recipients_or_faults_with_a_row(golden: Library, data: bytes) -> None:
    """Whatever the file holds, the answer is a list or a fault in a row."""
    found, problems = read(b"address,syndrome,name\n" + data, "list.csv", golden, "us")
    assert found or problems
    assert all(problem.place.line >= 1 for problem in problems)


@given(st.text(max_size=60))
def test_no_address_breaks_a_line(text: str) -> None:
    """What is taken for an address is ASCII and one line."""
    try:
        address = mailbox(text)
    except Unfit:
        return
    assert address.isascii()
    assert address.isprintable()


def test_rows_are_said_in_spans() -> None:
    """Four hundred rows fit on one line."""
    assert spans([9, 2, 3, 4, 5]) == "2-5, 9"
