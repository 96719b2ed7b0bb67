"""Commands that give clinicians a copy to mark up, and read it back."""

from __future__ import annotations

import json
from pathlib import Path

import click

from handouts.build import manifest
from handouts.cli.common import (
    AS_JSON,
    EXIT_CODES,
    INVALID,
    OK,
    Settings,
    complete_subjects,
    open_library,
)
from handouts.content import files
from handouts.content.characters import shown

FOLDER = "review"
"""Where review copies are, below the output folder."""
NO_DOCX = "python-docx is not installed; run: pip install 'handouts[docx]'"


@click.command("review-copy", epilog=EXIT_CODES)
@click.argument(
    "subjects", nargs=-1, required=True, metavar="SYNDROME...", shell_complete=complete_subjects
)
@click.pass_obj
def review_copy(settings: Settings, subjects: tuple[str, ...]) -> int:
    """Make a Word file of a handout for clinicians: every sentence numbered, room for remarks.

    Each sentence has its sources with what they show, and the faulty claims that lie nearest.
    Comments and tracked changes come back with handouts remarks.

    \b
    Example:
      handouts review-copy lambert-eaton
    """
    from handouts.content.problems import nearest
    from handouts.page.words import subjects as all_subjects

    try:
        from handouts.lint.review_copy import review_copy as make
    except ImportError as error:
        raise click.ClickException(NO_DOCX) from error
    library = open_library(settings)
    known = all_subjects(library)
    for subject in subjects:
        if subject not in known:
            hint = nearest(subject, known)
            raise click.UsageError(f'no handout "{subject}"{hint}')
        newest = library.newest.get(subject)
        name = f"{subject}-{newest.version}" if newest else subject
        made = make(library, subject)
        click.echo(str(manifest.put(settings.output, f"{FOLDER}/{name}.docx", made)))
    return OK


@click.command(epilog=EXIT_CODES)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@AS_JSON
@click.pass_obj
def remarks(settings: Settings, file: Path, as_json: bool) -> int:
    """List what clinicians wrote into a review copy, as file:line: sentence: remark.

    Comments, tracked changes, lines for remarks, and words that were changed without tracking.

    \b
    Example:
      handouts remarks lambert-eaton-1.0.docx
    """
    try:
        from handouts.lint.remarks import MAX_BYTES, NoCopy
        from handouts.lint.remarks import remarks as read
    except ImportError as error:
        raise click.ClickException(NO_DOCX) from error
    library = open_library(settings)
    try:
        found = read(files.read_plain(file, MAX_BYTES), library)
    except NoCopy as error:
        click.echo(shown(f"{files.named(file)}: {error}"), err=True)
        return INVALID
    except OSError as error:
        raise click.ClickException(f"{files.named(file)}: {error.strerror}") from error
    if as_json:
        told = [
            {"file": r.place.file, "line": r.place.line, "text": r.text, "said": r.said, "by": r.by}
            for r in found
        ]
        click.echo(json.dumps({"schema": 1, "remarks": told}, indent=1, ensure_ascii=False))
        return OK
    for remark in found:
        click.echo(shown(str(remark)))
    settings.say(f"{len(found)} remarks")
    return OK
