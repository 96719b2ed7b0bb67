"""Who gets which leaflet: from the command line, or from a file of recipients."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from handouts.content import bounds, characters
from handouts.content.library import Library
from handouts.content.problems import MOST, Place, Problem, Severity, did_you_mean, errors
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.page.translation import has_letters, offered

COLUMNS = ("address", "syndrome", "edition", "format", "language", "name")
BLANK = " \u00a0\u2007\u202f"
"""Blanks that a spreadsheet leaves around a cell; some of them do not break a line."""
FORMULA = ("=", "+", "-", "@")
"""How a cell begins that a spreadsheet would run."""
ZIP = b"PK\x03\x04"
"""How a workbook of Excel begins."""
MAX_BYTES, MAX_ROWS, MAX_COLUMNS, MAX_NAME = 10_000_000, 20_000, 200, 80


@dataclass(frozen=True)
class Recipient:
    """One message to be written. `row` counts as a spreadsheet does: the heading is row 1."""

    row: int
    address: str
    edition: Edition
    name: str = ""
    also: str = ""
    """Another language in which the letter says the same once more."""


class Unfit(Exception):
    """A value that cannot be used; the message says why, and what to do."""


def mailbox(text: str) -> str:
    """An e-mail address in the form that every server takes, its domain in ASCII.

    Raises Unfit. The address is only looked at: nobody is asked whether it exists.
    """
    text = text.strip(BLANK)
    _fit("address", text)
    if len(re.findall(r"[^\s@,;]+@[^\s@,;]+", text)) > 1:
        raise Unfit("two addresses in one cell; give each a row of its own")
    try:
        found = validate_email(
            text, check_deliverability=False, allow_quoted_local=True, strict=True
        )
    except EmailNotValidError as error:
        raise Unfit(f"not an e-mail address: {error}") from error
    if found.ascii_email is None:
        raise Unfit("letters beyond a-z before the @, which most servers refuse; ask for another")
    return found.ascii_email


def read(
    data: bytes, file: str, library: Library, site: str
) -> tuple[list[Recipient], list[Problem]]:
    """The recipients of a CSV file (UTF-8, with or without BOM), and every fault of it.

    Columns: `address`; `edition`, or `syndrome` and if need be `format`; `language` (two joined by
    + for a letter in both) and `name` may follow. Other columns are left out, which a warning says
    once. The separator is a comma, a semicolon or a tab: that of a line `sep=;` before the heading,
    else that of the heading. A workbook of Excel is read as its first sheet.
    """
    try:
        if len(data) > MAX_BYTES:
            raise Unfit(f"larger than {MAX_BYTES:,} bytes; split it")
        heading, rows = _workbook(data) if data.startswith(ZIP) else _table(data)
        names = _columns(heading)
    except Unfit as error:
        return [], [Problem(Place(file, 1), "recipients", str(error))]
    known = editions_by_name(library, site)
    tongues = [t for t in library.sites[site].tongues if has_letters(library, site, t)]
    found: list[Recipient] = []
    problems: list[Problem] = []
    if unused := [name.strip() for name in heading if name.strip().lower() not in (*COLUMNS, "")]:
        message = f"not used: {', '.join(unused)}"
        problems.append(Problem(Place(file, 1), "recipients", message, Severity.WARNING))
    first: dict[tuple[str, Edition], int] = {}
    for row, cells in rows:
        if not any(cell.strip(BLANK) for cell in cells):
            continue
        faults: list[str] = []
        told = {n: cell for n, cell in zip(names, cells, strict=False) if n in COLUMNS}
        recipient = _recipient(row, told, known, tongues, faults)
        if any(cell.strip(BLANK) for cell in cells[len(names) :]):
            faults.append(f"{len(cells)} cells under {len(names)} headings")
        if recipient and not faults:
            before = first.setdefault((recipient.address.lower(), recipient.edition), row)
            if before != row:
                faults.append(f"repeats row {before}; delete one of them")
            else:
                found.append(recipient)
        problems += [Problem(Place(file, row), "recipients", fault) for fault in faults]
        if len(problems) >= MOST:
            message = "and perhaps more; the rows below were not looked at"
            problems.append(Problem(Place(file, row), "recipients", message))
            break
    if not found and not errors(problems):
        problems.append(Problem(Place(file, 1), "recipients", "no recipients"))
    return found, problems


def _table(data: bytes) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise Unfit(f"not UTF-8 in row {row}; save it as CSV UTF-8") from error
    before, heading = 0, text.partition("\n")[0]
    if named := re.match(r"\ufeff?sep=(.)\r?\n", text):
        separator, before = named[1], 1
        text = text[named.end() :]
    else:
        separator = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = list(itertools.islice(reader, MAX_ROWS + 2))
    except csv.Error as error:
        raise Unfit(f"not a table: {error} (line {reader.line_num}); save it as CSV") from error
    if len(rows) > MAX_ROWS + 1:
        raise Unfit(f"more than {MAX_ROWS:,} rows; split it")
    if not rows:
        raise Unfit("empty; the first row names the columns")
    return rows[0], iter(list(enumerate(rows, 1 + before))[1:])


def _workbook(data: bytes) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The first sheet of a workbook, as text."""
    try:
        import openpyxl
    except ImportError as error:
        raise Unfit(
            "a workbook; save it as CSV UTF-8, or run: pip install 'handouts[xlsx]'"
        ) from error
    try:
        with bounds.bounded():  # a workbook is packed, and may unpack to anything
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            rows = [
                ["" if value is None else str(value) for value in row]
                for row in itertools.islice(sheet.iter_rows(values_only=True), MAX_ROWS + 2)
            ]
    except Exception as error:
        raise Unfit("a workbook that cannot be read; save it as CSV UTF-8") from error
    if len(rows) > MAX_ROWS + 1:
        raise Unfit(f"more than {MAX_ROWS:,} rows; split it")
    if not rows:
        raise Unfit("empty; the first row names the columns")
    return rows[0], iter(list(enumerate(rows, 1))[1:])


def _columns(heading: list[str]) -> list[str]:
    if len(heading) > MAX_COLUMNS:
        raise Unfit(f"more than {MAX_COLUMNS} columns; is the first row the heading?")
    names = [name.strip(BLANK).lower() for name in heading]
    for name in COLUMNS:
        if names.count(name) > 1:
            raise Unfit(f'two columns "{name}"')
    if "address" not in names:
        hint = did_you_mean("address", [name for name in names if name])
        raise Unfit(f'column "address" is missing{hint}; known are {", ".join(COLUMNS)}')
    if "syndrome" in names and "edition" in names:
        raise Unfit('two columns, "syndrome" and "edition", name the leaflet; delete one')
    if "syndrome" not in names and "edition" not in names:
        for name in names:
            if name not in COLUMNS and (hint := did_you_mean(name, ("syndrome", "edition"))):
                raise Unfit(f'no column "{name}" is known{hint}')
        raise Unfit('one column "syndrome" or "edition" is needed')
    if "format" in names and "edition" in names:
        raise Unfit('the column "edition" names the format; delete the column "format"')
    return names


def _recipient(
    row: int,
    cells: Mapping[str, str],
    known: Mapping[str, Edition],
    tongues: Sequence[str],
    faults: list[str],
) -> Recipient | None:
    address, edition = "", None
    cells = {column: cell.strip(BLANK) for column, cell in cells.items()}
    try:
        for column, cell in cells.items():
            _fit(column, cell)
    except Unfit as error:
        faults.append(str(error))
        return None
    try:
        address = mailbox(cells.get("address", ""))
    except Unfit as error:
        faults.append(str(error))
    try:
        edition = _edition(cells, known)
    except Unfit as error:
        faults.append(str(error))
    spoken, both, second = (part.strip() for part in cells.get("language", "").partition("+"))
    language = tongues[0]
    if edition and spoken and not _is(spoken, language):
        other = (e for e in known.values() if e.language and _names(edition, e, spoken))
        there = dict.fromkeys([language, *(e.language for e in known.values() if e.language)])
        edition = next(other, None)
        if edition is None:
            faults.append(f'it is not there in language "{spoken}"; there is {", ".join(there)}')
    also = next((tongue for tongue in tongues if _is(second, tongue)), "")
    if both and not also:
        faults.append(f'no letter in language "{second}"; there is {", ".join(tongues)}')
    if edition and edition.format.shape.is_bilingual and edition.language in tongues:
        also = edition.language
    name = cells.get("name", "")
    if len(name) > MAX_NAME:
        faults.append(f"the name is longer than {MAX_NAME} letters")
    return Recipient(row, address, edition, name, also) if edition else None


def _is(spoken: str, tag: str) -> bool:
    """Whether a language is meant, named by its tag or the first part of it."""
    return spoken.lower() in (tag.lower(), tag.lower().partition("-")[0])


def _names(edition: Edition, other: Edition, spoken: str) -> bool:
    """Whether another edition is the same in a language."""
    same = (edition.subject, edition.format) == (other.subject, other.format)
    return same and _is(spoken, other.language)


def _edition(cells: Mapping[str, str], known: Mapping[str, Edition]) -> Edition:
    if "edition" in cells:
        name = cells["edition"]
    else:
        subject = cells.get("syndrome", "")
        shape = cells.get("format", "").lower().replace(" ", "-") or Format.LEAFLET
        if shape not in list(Format):
            raise Unfit(f'no format "{shape}"{did_you_mean(shape, list(Format))}')
        edition = named(subject, known)
        if edition.format.shape.is_series or edition.format == shape:
            return edition
        name = f"{edition.subject}-{shape}"
    return named(name, known)


def editions_by_name(library: Library, site: str) -> dict[str, Edition]:
    """The editions of a site by the names that people write, in small letters.

    With or without the site; a leaflet also by its code, its short name and its other names.
    """
    found = offered(library, site)
    known: dict[str, Edition] = {}
    for edition in found:
        if edition.format is Format.LEAFLET:
            record = library.syndromes[edition.subject]
            for name in (record.code, record.short, record.name, *record.also):
                if name:
                    known.setdefault(name.lower(), edition)
        elif edition.format.shape.is_series and library.booklet:
            known.setdefault(library.booklet.code.lower(), edition)
        elif edition.format.shape.is_bilingual:  # needs no other language where there is one
            known.setdefault(f"{edition.subject}-{edition.format}", edition)
    return known | {edition.name: edition for edition in found} | {str(e): e for e in found}


def named(name: str, known: Mapping[str, Edition]) -> Edition:
    """The edition of a name; a bare syndrome means its leaflet. Raises Unfit."""
    name = " ".join(name.lower().split())
    found = known.get(name) or known.get(f"{name}-{Format.LEAFLET}")
    if found is None:
        subjects = list(dict.fromkeys(edition.subject for edition in known.values()))
        hint = did_you_mean(name, (*subjects, *known)) or f"; there is {', '.join(subjects)}"
        raise Unfit(f'no edition "{name}"{hint}')
    return found


def _fit(what: str, text: str) -> None:
    """Raise Unfit when a text holds what nobody can see, or what a spreadsheet would run."""
    if broken := next((c for c in text if c in "\n\t"), ""):
        why = f"invisible character {characters.name(broken)}"
    else:
        why = characters.fault(text)
    if why.startswith("invisible"):
        code = why.split()[2].rstrip(";")
        raise Unfit(f"the {what} holds a line break or an invisible character ({code})")
    if why:
        raise Unfit(f"the {what}: {why}")
    if text.startswith(FORMULA):
        raise Unfit(f"the {what} begins like a formula of a spreadsheet; write it in letters")


def spans(rows: Iterable[int]) -> str:
    """Rows as people say them: "2-5, 9"."""
    found: list[list[int]] = []
    for row in sorted(rows):
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in found)
