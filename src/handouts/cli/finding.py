"""Commands that find words, and what depends on what."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.build import manifest
from handouts.cli.common import (
    AS_JSON,
    EXIT_CODES,
    INVALID,
    OK,
    STALE,
    Settings,
    complete_subjects,
    open_library,
    wanted_editions,
)
from handouts.content.characters import shown

if TYPE_CHECKING:
    from handouts.content.library import Library
    from handouts.lint.uses import Use
    from handouts.page.edition import Edition


@click.command(epilog=EXIT_CODES)
@click.argument("words")
@AS_JSON
@click.pass_obj
def where(settings: Settings, words: str, as_json: bool) -> int:
    """Find every sentence, label or letter with some words, and the editions and pages.

    Pages are those of the files in the output folder. It exits 1 when the words stand nowhere.

    \b
    Examples:
      handouts where "blood clot"
      handouts where 38 --json
    """
    from handouts.lint.uses import saying, uses

    library = open_library(settings)
    found = uses(library, saying(words))
    _print(settings, library, found, as_json)
    return OK if found else INVALID


@click.command(epilog=EXIT_CODES)
@click.argument("id_", metavar="CLAIM|REFERENCE|TERM|NUMBER")
@AS_JSON
@click.pass_obj
def impact(settings: Settings, id_: str, as_json: bool) -> int:
    """Show what has to be looked at when a claim, reference, term or number changes.

    \b
    Examples:
      handouts impact ninds-p30-a         what prints or answers a claim
      handouts impact graus-2021          what rests on a reference
    """
    from handouts.content.problems import did_you_mean
    from handouts.lint.uses import known, touched, uses

    library = open_library(settings)
    kinds, is_touched = touched(library, id_)
    if not kinds:
        hint = did_you_mean(id_, known(library))
        raise click.UsageError(f'no claim, reference, term or number "{id_}"{hint}')
    found = uses(library, is_touched)
    _print(settings, library, found, as_json)
    settings.say(f"{len(found)} sentences and labels depend on the {', '.join(kinds)}")
    return OK


def _print(settings: Settings, library: Library, found: Iterable[Use], as_json: bool) -> None:
    told = [_told(settings, library, use) for use in found]
    if as_json:
        click.echo(json.dumps({"schema": 1, "words": told}, indent=1, ensure_ascii=False))
        return
    for one in told:
        click.echo(f"{one['place']}: {one['label'] + ': ' if one['label'] else ''}{one['text']}")
        for name in ("claims", "references"):
            if one[name]:
                click.echo(f"    {name}: {', '.join(one[name])}")
        for edition, pages in one["editions"].items():
            click.echo(f"    {edition}{f', page {_spans(pages)}' if pages else ''}")


def _told(settings: Settings, library: Library, use: Use) -> dict[str, Any]:
    sentence = use.word.sentence
    evidence = [e for id_ in sentence.claims for e in library.claims[id_].evidence]
    return {
        "place": str(sentence.place),
        "at": use.word.address,
        "label": use.word.label,
        "text": sentence.text,
        "claims": list(sentence.claims),
        "references": list(dict.fromkeys([*sentence.references, *evidence])),
        "editions": {str(e): _pages(settings.output, e, sentence.text) for e in use.editions},
    }


MAX_PDF = 32_000_000
"""Bytes of a file that we look into."""


def _pages(output: Path, edition: Edition, text: str) -> list[int]:
    from handouts.content.files import read_plain
    from handouts.paper.pages import pages_with

    try:
        return pages_with(read_plain(output / edition.path, MAX_PDF), text)
    except OSError:
        return []


def _spans(pages: list[int]) -> str:
    return ", ".join(map(str, pages))


@click.command(epilog=EXIT_CODES)
@click.argument("names", nargs=-1, metavar="[EDITION]...", shell_complete=complete_subjects)
@click.pass_obj
def why(settings: Settings, names: tuple[str, ...]) -> int:
    """Say why an edition would be made anew: what was edited, and the words before and after.

    \b
    Examples:
      handouts why                            every stale edition
      handouts why lambert-eaton              all formats of a leaflet
      handouts why us/lambert-eaton-trifold   one edition
    """
    from handouts.build.changes import changes
    from handouts.build.refresh import Order, tasks

    library = open_library(settings)
    editions = wanted_editions(settings, library)
    if names:
        found = [e for e in editions if {e.subject, e.name, str(e)} & {*names}]
        for name in names:
            if not any(name in (e.subject, e.name, str(e)) for e in editions):
                raise click.UsageError(f'no edition "{name}"; see handouts list')
        editions = found
    stale = 0
    for task in tasks(Order(library, settings.templates, settings.output, editions)):
        if task.fault:
            click.echo(f"{task.edition}: {task.fault}")
            continue
        if not task.reasons:
            if names:
                click.echo(f"{task.edition}: up to date")
            continue
        stale += 1
        click.echo(f"{task.edition}: {'; '.join(task.reasons)}")
        for line in changes(settings.output / task.edition.trail_path, task.handout):
            click.echo(f"    {shown(line)}")
    return STALE if stale else OK


@click.command(epilog=EXIT_CODES)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE.pdf...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@AS_JSON
@click.pass_obj
def verify(settings: Settings, files: tuple[Path, ...], as_json: bool) -> int:
    """Say of a PDF whether we made it, whether it was changed, and whether it still holds.

    Version, standing, superseded or withdrawn, and what was corrected since. It works offline, from
    the file, the content and the output folder. It exits 1 for a file that is not ours or was
    changed, 3 for one that must no longer be handed out.

    \b
    Examples:
      handouts verify ~/Downloads/leaflet.pdf
      handouts verify *.pdf --json
    """
    from handouts.content.files import read_plain
    from handouts.paper.verify import tell
    from handouts.paper.verify import verify as look

    library = open_library(settings)
    known = manifest.read(settings.output).entries.values()
    built = {file.sha256: file.path for entry in known for file in entry.files}
    code, told = OK, []
    for path in files:
        found = look(read_plain(path, manifest.MAX_BYTES), library, built)
        told.append({"file": str(path), "current": found.is_current, "told": tell(found)})
        if not as_json:
            click.echo(f"{path}")
            for line in tell(found):
                click.echo(f"  {line}")
        if not (found.ours and found.unchanged):
            code = INVALID
        elif not found.is_current and code == OK:
            code = STALE
    if as_json:
        click.echo(json.dumps({"schema": 1, "files": told}, indent=1, ensure_ascii=False))
    return code
