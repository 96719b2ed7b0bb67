"""New records as text: complete, commented, and saying what is still to be filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from handouts.content.files import read_plain
from handouts.content.library import Library
from handouts.content.model import MADE, BlockKind, BlockRow

FILL = "TO FILL IN"
"""What a text begins with that nobody has written yet; a rule finds each."""
NOTE = f'note: "{FILL}: a sentence; with a fact, write say: and references: [id]"'
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Unfit(Exception):
    """What cannot be started; the message says why, and what to do."""


@dataclass(frozen=True)
class Started:
    """Files below the data folder with their new text; `grown` are those that were there."""

    files: Mapping[str, str]
    grown: frozenset[str] = field(default=frozenset())


def record(library: Library, kind: str, id_: str, today: date) -> Started:
    """The files of a new record. Raises Unfit when its id is taken or is none."""
    if not ID.fullmatch(id_) or len(id_) > 60:
        raise Unfit(f'"{id_}" is not an id: small letters, digits and single hyphens')
    return KINDS[kind](library, id_, today)


def _free(path: str, library: Library) -> str:
    if (library.folder / path).exists():
        raise Unfit(f"{library.folder / path} is there already; edit that")
    return path


def _syndrome(library: Library, id_: str, today: date) -> Started:
    path = _free(f"syndromes/{id_}.yaml", library)
    series = library.series
    assert series is not None
    code = _next_code(library, series.code)
    lines = [
        "# yaml-language-server: $schema=../.schema/syndromes.json",
        f"id: {id_}",
        f"code: {code}",
        f'title: "{FILL}: what it does, and its name"   # at most 65 letters',
        f'name: "{FILL}: the name"',
        "# say_it: HOW it is SAID, the stressed syllable in capitals",
        "# short: ABC",
        "# also: [other names]",
        f"family: {series.families[0].id}   # one of {', '.join(f.id for f in series.families)}",
    ]
    if series.parts:
        lines.append(f"affects: [{series.parts[0].id}]   # what the figure lights")
    lines += [f"searched: {today}", f"review_due: {today + timedelta(days=365)}", ""]
    for row in series.blocks:
        if row.kind not in MADE:
            lines += _block(library, row)
    for key, rows in (("summary", series.summary), ("glance", series.glance)):
        if rows:
            lines.append(f"{key}:")
            for label in rows:
                text = f"\n    - {NOTE}" if key == "summary" else f' "{FILL}: {label.label}"'
                lines.append(f"  {label.key}:{text}")
            if key == "glance":
                lines.append(f"  references: [{_first(library.references)}]")
    revisions = _text(library, "revisions.yaml")
    revision = (
        f'- handout: {id_}\n  version: "1.0"\n  date: {today}\n  kind: new-edition\n'
        "  changes: [First edition.]\n"
    )
    files = {path: "\n".join(lines) + "\n", "revisions.yaml": revisions + revision}
    return Started(files, frozenset({"revisions.yaml"}))


def _next_code(library: Library, form: str) -> str:
    digits = form.count("#")
    taken = {record.code for record in library.syndromes.values()}
    if library.booklet:
        taken.add(library.booklet.code)
    for number in range(10**digits):
        written = iter(str(number).rjust(digits, "0"))
        code = "".join(next(written) if letter == "#" else letter for letter in form)
        if code not in taken:
            return code
    raise Unfit(f"every code of the form {form} is taken; widen it in series.yaml")


def _first(records: Mapping[str, object]) -> str:
    return next(iter(records), "to-fill-in")


def _block(library: Library, row: BlockRow) -> list[str]:
    """A block with one piece of everything, as a comment when it is not required."""
    flags = list(library.triage)[:2]
    contacts, claims = _first(library.contacts), _first(library.claims)
    inner = {
        BlockKind.LINES: [f"  - {NOTE}"],
        BlockKind.CARE: [f"  - {flag}" for flag in flags],
        BlockKind.PASSAGES: ["  - text:", f"      - {NOTE}"],
        BlockKind.PICTURE: [
            "  figure: nervous-system   # a drawing of templates/figures",
            f'  title: "{FILL}: what the picture shows"',
            "  caption:",
            f"    {NOTE}",
            f'  alt: "{FILL}: what is to be seen, for those who do not see the picture"',
        ],
        BlockKind.MARKERS: [f"  - marker: {_first(library.markers)}"],
        BlockKind.SCHEDULE: [f"  schedule: {_first(library.schedules)}"],
        BlockKind.TESTS: ["  items:", f"    - test: {_first(library.tests)}"],
        BlockKind.TREATMENTS: ["  items:", f"    - treatment: {_first(library.treatments)}"],
        BlockKind.KNOWN: ["  known:", f"    - {NOTE}", "  not_known:", f"    - {NOTE}"],
        BlockKind.CORRECTED: [f"  - {claims}"],
        BlockKind.ACTIONS: ["  steps:", *_steps(library), *_steps(library)],
        BlockKind.CAUTIONS: [
            "  medicines:",
            f'    - medicine: "{FILL}: a medicine"',
            "      level: care   # avoid, if-needed or care",
            f'      why: "{FILL}: the reason"',
            f"      references: [{_first(library.references)}]",
        ],
        BlockKind.FIRST_AID: [f"  - {_first(library.first_aid)}"],
        BlockKind.ASKED: [f'  - question: "{FILL}: a question?"', "    answer:", f"      - {NOTE}"],
        BlockKind.QUESTIONS: [f'  - "{FILL}: a question to ask?"' for _ in range(3)],
        BlockKind.CONTACTS: [f"  - {contacts}"],
        BlockKind.CARD: ["  understands: no", "  signs:", f"    - {NOTE}"],
    }[row.kind]
    lines = [f"{row.key}:   # {row.heading}", *inner]
    return lines if row.required else [f"# {line}" for line in lines]


def _steps(library: Library) -> list[str]:
    return [
        f'    - do: "{FILL}: what to do."',
        f'      why: "{FILL}: the reason."',
        f"      references: [{_first(library.references)}]",
    ]


def _site(library: Library, id_: str, _: date) -> Started:
    path = _free(f"sites/{id_}.yaml", library)
    model = next(iter(library.sites.values()))
    crisis = f"crisis: {model.crisis}" if model.crisis else "# crisis: the id of a contact"
    text = f"""\
# yaml-language-server: $schema=../.schema/sites.json
# A hospital. What stays a comment prints as a line to fill in by hand.
id: {id_}
country: {model.country}
paper: {model.paper}   # letter or a4
language: {model.language}
emergency:
  number: "{model.emergency.number}"
  order: {model.emergency.order}
{crisis}
# hospital: The name as it is printed
# logo: logo.png   # PNG or SVG beside this file
# logo_alt: What the logo shows, such as A tree in a ring
# accent: "#1b4480"   # the hospital's own color
# team: Neurology clinic
# team_phone: (555) 010-0199
# out_of_hours_phone: (555) 010-0123 ext. 45
# formats_phone: (555) 010-0100
# interpreter_phone: (555) 010-0101
# feedback: leaflets@hospital.example
# web: https://hospital.example/leaflets
"""
    return Started({path: text})


def _treatment(library: Library, id_: str, _: date) -> Started:
    group = library.series.groups[0].id if library.series and library.series.groups else FILL
    text = f"""\
- id: {id_}
  name: "{FILL}: the name, with how it is given"
  group: {group}
  how_works:
    - {NOTE}
  # benefit, risks, uncertain, daily_life, alternatives: lists like how_works; leave out what has
  # nothing true and useful to say. Each fact: say, references. True wherever it is used.
"""
    return _listed(library, "treatments", id_, text)


def _reference(library: Library, id_: str, today: date) -> Started:
    path = _free(f"references/{id_}.yaml", library)
    if id_ in library.references:
        raise Unfit(f'the reference "{id_}" is there already')
    text = f"""\
# yaml-language-server: $schema=../.schema/references.json
id: {id_}
type: article-journal   # or chapter, book, webpage, report
tier: study   # guideline, study, official, society, other (other carries no printed sentence)
title: "{FILL}: the title"
author: [{{family: "{FILL}", given: ""}}]   # or [{{literal: A Body}}]
# container-title: The Journal
issued: "{today.year}"
DOI: 10.0000/to-fill-in   # or PMID, PMCID, ISBN, URL
accessed: {today}
seen: "{FILL}: what you read of it, and where (abstract, full text, page)"
shows:
  - "{FILL}: what it supports, in your own words"
"""
    return Started({path: text.replace(', given: ""', "")})


def _claim(library: Library, id_: str, _: date) -> Started:
    if id_ not in library.claim_files:
        known = ", ".join(library.claim_files) or "none yet"
        raise Unfit(f'no source "{id_}"; there is {known}')
    path = f"claims/{id_}.yaml"
    claims = library.claim_files[id_].claims
    last = claims[-1].paragraph if claims else 1
    used = {claim.id for claim in claims}
    letters = (c for c in "abcdefghijklmnopqrstuvwxyz" if f"{id_}-p{last}-{c}" not in used)
    letter = next(letters, "")
    if not letter:
        raise Unfit(f"paragraph {last} of {id_} has a claim for each letter; join some of them")
    text = f"""\
  - id: {id_}-p{last}-{letter}
    paragraph: {last}
    # words: 1-9   # which words of the paragraph say it
    states: "{FILL}: what it says, in your own words"
    topics: [to-fill-in]
    verdict: unverifiable   # accurate, imprecise, outdated, misleading, wrong, garbled
    unprinted: "{FILL}: why no page prints it"
"""
    old = _text(library, path)
    head, mark, rest = old.partition("\nno_claims:")
    return Started({path: head.rstrip("\n") + "\n" + text + mark + rest}, frozenset({path}))


def _listed(library: Library, name: str, id_: str, text: str) -> Started:
    """A list file with one more record, in the order of ids."""
    if id_ in getattr(library, name):
        raise Unfit(f'"{id_}" is there already in {name}')
    path = f"{name}.yaml"
    head, *records = re.split(r"(?m)^(?=- id: )", _text(library, path))
    after = [r for r in records if r.partition("\n")[0].removeprefix("- id: ").strip() > id_]
    before = records[: len(records) - len(after)]
    told = "".join(before).rstrip("\n") + "\n\n" if before else ""
    files = {path: head + told + text + ("\n" if after else "") + "".join(after)}
    return Started(files, frozenset({path}))


def _text(library: Library, path: str) -> str:
    file = library.folder / path
    return read_plain(file, 10_000_000).decode() if file.exists() else ""


KINDS: Mapping[str, Callable[[Library, str, date], Started]] = {
    "syndrome": _syndrome,
    "site": _site,
    "treatment": _treatment,
    "reference": _reference,
    "claim": _claim,
}


def starter() -> Path | None:
    """The folder of the starter project that comes with the program."""
    folder = Path(__file__).parents[1] / "starter"
    return folder if folder.is_dir() else None
