"""Who gets which leaflet: from the command line, or from a file of recipients."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from handouts.content.library import Library
from handouts.content.problems import Place, Problem, did_you_mean
from handouts.page.edition import Edition, Format, editions

COLUMNS = ("address", "syndrome", "edition", "format", "language", "name")
FORMULA = ("=", "+", "-", "@")
"""How a cell begins that a spreadsheet would run."""
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
JOINERS = "\u200c\u200d"
"""Invisible too, but part of how some names are spelled."""
MAX_BYTES, MAX_NAME = 10_000_000, 80


@dataclass(frozen=True)
class Recipient:
    """One message to be written. `row` counts as a spreadsheet does: the heading is row 1."""

    row: int
    address: str
    edition: Edition
    name: str = ""


class Unfit(Exception):
    """A value that cannot be used; the message says why, and what to do."""


def mailbox(text: str) -> str:
    """An e-mail address in the form that every server takes, its domain in ASCII.

    Raises Unfit. The address is only looked at: nobody is asked whether it exists.
    """
    text = text.strip(" ")
    _fit("address", text)
    try:
        found = validate_email(text, check_deliverability=False, allow_quoted_local=True)
    except EmailNotValidError as error:
        raise Unfit(f"not an e-mail address: {error}") from error
    if found.ascii_email is None:
        raise Unfit("letters beyond a-z before the @, which most servers refuse; ask for another")
    return found.ascii_email


def read(
    data: bytes, file: str, library: Library, site: str
) -> tuple[list[Recipient], list[Problem]]:
    """The recipients of a CSV file (UTF-8, with or without BOM), and every fault of it.

    Columns: `address`; `edition`, or `syndrome` and if need be `format`; `language` and `name`
    may follow. The separator is a comma, a semicolon or a tab, as in the heading.
    """
    try:
        if len(data) > MAX_BYTES:
            raise Unfit(f"larger than {MAX_BYTES:,} bytes; split it")
        heading, rows = _table(data)
        names = _columns(heading)
    except Unfit as error:
        return [], [Problem(Place(file, 1), "recipients", str(error))]
    known = editions_by_name(library, site)
    language = library.sites[site].language
    found: list[Recipient] = []
    problems: list[Problem] = []
    first: dict[tuple[str, Edition], int] = {}
    for row, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        faults: list[str] = []
        recipient = _recipient(row, dict(zip(names, cells, strict=False)), known, language, faults)
        if len(cells) > len(names):
            faults.append(f"{len(cells)} cells under {len(names)} headings")
        if recipient and not faults:
            before = first.setdefault((recipient.address.lower(), recipient.edition), row)
            if before != row:
                faults.append(f"repeats row {before}; delete one of them")
            else:
                found.append(recipient)
        problems += [Problem(Place(file, row), "recipients", fault) for fault in faults]
    if not found and not problems:
        problems.append(Problem(Place(file, 1), "recipients", "no recipients"))
    return found, problems


def _table(data: bytes) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise Unfit(f"not UTF-8 in row {row}; save it as CSV UTF-8") from error
    heading = text.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise Unfit(f"not a table: {error} (line {reader.line_num}); save it as CSV") from error
    if not rows:
        raise Unfit("empty; the first row names the columns")
    return rows[0], iter(list(enumerate(rows, 1))[1:])


def _columns(heading: list[str]) -> list[str]:
    names = [name.strip().lower() for name in heading]
    for name in names:
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or f"; known are {', '.join(COLUMNS)}"
            raise Unfit(f'no column "{name}" is known{hint}')
        if names.count(name) > 1:
            raise Unfit(f'two columns "{name}"')
    if "address" not in names:
        raise Unfit('column "address" is missing')
    if ("syndrome" in names) == ("edition" in names):
        raise Unfit('one column "syndrome" or "edition" is needed')
    if "format" in names and "edition" in names:
        raise Unfit('the column "edition" names the format; delete the column "format"')
    return names


def _recipient(
    row: int,
    cells: Mapping[str, str],
    known: Mapping[str, Edition],
    language: str,
    faults: list[str],
) -> Recipient | None:
    address, edition = "", None
    cells = {column: cell.strip(" ") for column, cell in cells.items()}
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
    spoken = cells.get("language", "")
    if spoken and spoken.lower() not in (language.lower(), language.partition("-")[0]):
        faults.append(f'no leaflets in language "{spoken}"; there is {language}')
    name = cells.get("name", "")
    if len(name) > MAX_NAME:
        faults.append(f"the name is longer than {MAX_NAME} letters")
    return Recipient(row, address, edition, name) if edition else None


def _edition(cells: Mapping[str, str], known: Mapping[str, Edition]) -> Edition:
    if "edition" in cells:
        name = cells["edition"]
    else:
        subject = cells.get("syndrome", "")
        shape = cells.get("format", "") or Format.LEAFLET
        if shape not in list(Format):
            raise Unfit(f'no format "{shape}"{did_you_mean(shape, list(Format))}')
        name = subject if subject == Format.BOOKLET else f"{subject}-{shape}"
    return named(name, known)


def editions_by_name(library: Library, site: str) -> dict[str, Edition]:
    """The editions of a site by the names that people write: with or without the site."""
    found = editions(library, site)
    return {edition.name: edition for edition in found} | {str(e): e for e in found}


def named(name: str, known: Mapping[str, Edition]) -> Edition:
    """The edition of a name; a bare syndrome means its leaflet. Raises Unfit."""
    found = known.get(name) or known.get(f"{name}-{Format.LEAFLET}")
    if found is None:
        subjects = list(dict.fromkeys(edition.subject for edition in known.values()))
        hint = did_you_mean(name, (*subjects, *known)) or f"; there is {', '.join(subjects)}"
        raise Unfit(f'no edition "{name}"{hint}')
    return found


def _fit(what: str, text: str) -> None:
    """Raise Unfit when a text holds what nobody can see, or what a spreadsheet would run."""
    for character in text:
        if unicodedata.category(character) in INVISIBLE and character not in JOINERS:
            code = f"U+{ord(character):04X}"
            raise Unfit(f"the {what} holds a line break or an invisible character ({code})")
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
