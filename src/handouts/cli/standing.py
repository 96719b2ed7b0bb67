"""Commands that sign and revise handouts, and say where each stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.build import manifest
from handouts.cli.common import (
    AS_JSON,
    EXIT_CODES,
    INVALID,
    OK,
    STALE,
    TODAY,
    Settings,
    complete_subjects,
    open_library,
    report,
    this_day,
)

if TYPE_CHECKING:
    from handouts.content.library import Library
    from handouts.content.problems import Problem
    from handouts.lint.standing import Standing

SIGNOFFS = "# Who approved exactly which words, and when.\n"
REVISIONS = "# Dated changes of our own handouts.\n"


def _known(library: Library, handout: str) -> str:
    from handouts.content.problems import nearest
    from handouts.page.words import handouts_of

    known = handouts_of(library)
    if handout not in known:
        hint = nearest(handout, known)
        raise click.UsageError(f'no handout "{handout}"{hint}')
    return handout


def _sound(settings: Settings, what: str) -> Library:
    """The content, if it has no fault."""
    from handouts.content.problems import errors

    library = open_library(settings)
    if errors(library.problems):
        report(library.problems)
        raise click.ClickException(f"nothing is {what} until these are mended")
    return library


def _append(path: Path, head: str, records: Sequence[Mapping[str, str | Sequence[str]]]) -> None:
    """Add records to a file that lists them, which is there whole before and after."""
    from handouts.content.files import read_plain
    from handouts.content.write import appended

    text = read_plain(path, 10_000_000).decode() if path.exists() else head
    manifest.replace(path, appended(text, records).encode())


@click.command(epilog=EXIT_CODES)
@click.argument("handout", metavar="SYNDROME", shell_complete=complete_subjects)
@click.option("--name", required=True, help="Who has read and approved every word.")
@click.option("--role", required=True, help="As what: Consultant neurologist.")
@click.option("--organization", required=True, help="Where.")
@click.option("--language", metavar="TAG", help="The translation that was read: es-US.")
@TODAY
@click.pass_obj
def sign(
    settings: Settings,
    handout: str,
    name: str,
    role: str,
    organization: str,
    language: str | None,
    today: datetime | None,
) -> int:
    """Write down that a named clinician has approved exactly these words.

    The words are kept beside the sign-off, in data/signed. One changed word, label or source later,
    and the handout is a draft again. Nothing of a site is signed: its phones may change.

    \b
    Example:
      handouts sign lambert-eaton --name "A. Reader" --role Neurologist --organization "A Clinic"
    """
    from handouts.lint.standing import signed_file, standings
    from handouts.page.words import digest, signed_text

    library = _sound(settings, "signed")
    _known(library, handout)
    if language:
        library = _told(library, handout, language)
    day = this_day(today)
    now = next(one for one in standings(library, day) if one.handout == handout)
    _may_be_signed(now)
    record = {
        "handout": handout,
        "version": now.version,
        "digest": digest(library, handout),
        "name": name,
        "role": role,
        "organization": organization,
        "date": str(day),
        **({"language": language} if language else {}),
    }
    if report(_wrong(library, record)):
        return INVALID
    words = signed_text(library, handout).encode()
    signed = signed_file(library, handout, now.version, language).relative_to(library.folder)
    manifest.put(library.folder, signed.as_posix(), words)
    _append(settings.data / "signoffs.yaml", SIGNOFFS, [record])
    settings.say(f"{handout} {now.version} is signed by {name}")
    return OK


def _told(library: Library, handout: str, language: str) -> Library:
    """The library in a language in which a handout has an edition."""
    from handouts.content.languages.catalogue import tags
    from handouts.content.languages.spoken import spoken
    from handouts.page.edition import editions
    from handouts.page.translation import is_whole

    if language not in tags(library.folder):
        raise click.UsageError(f'no language "{language}" in {library.folder}')
    there = (
        edition
        for site in library.sites.values()
        if language in site.tongues
        for edition in editions(library, site.id, language)
        if edition.subject == handout
    )
    if not any(is_whole(library, edition) for edition in there):
        raise click.ClickException(
            f"{handout} has no edition in {language} whose words are all translated; "
            f"run: handouts translate status {language}"
        )
    return spoken(library, language)


def _wrong(library: Library, record: Mapping[str, str]) -> list[Problem]:
    """What is wrong with a sign-off that is not yet written down."""
    from handouts.content.decode import decode_list
    from handouts.content.model import SignOff
    from handouts.content.write import listed
    from handouts.lint.standing import faults

    found = decode_list(SignOff, listed(record).encode(), "the sign-off")
    more = replace(library, signoffs=(*library.signoffs, *found.records))
    said = [p for p in faults(more) if p.place.file == "the sign-off"]
    return [*found.problems, *said]


def _unreadable(records: Sequence[Mapping[str, str | Sequence[str]]]) -> list[Problem]:
    """What is wrong with revisions that are not yet written down."""
    from handouts.content.decode import decode_list
    from handouts.content.model import Revision
    from handouts.content.write import listed

    text = "".join(map(listed, records))
    return decode_list(Revision, text.encode(), "the revision").problems


def _may_be_signed(now: Standing) -> None:
    if now.withdrawn:
        raise click.ClickException(f"{now.handout} is withdrawn; publish it again first")
    if now.unread:
        raise click.ClickException(
            f"{now.handout} has {now.unread} words or sentences that nobody has reviewed; "
            f"run: handouts review {now.handout}"
        )
    if now.needs_revision:
        raise click.ClickException(
            f"{now.handout} has changed since version {now.version}; "
            f"run: handouts revise {now.handout}"
        )
    if now.holds and now.signoff:
        raise click.ClickException(
            f"{now.signoff.name} signed exactly these words on {now.signoff.date}"
        )


@click.command(epilog=EXIT_CODES)
@AS_JSON
@click.option(
    "--check", is_flag=True, help="Exit 3 if something is unreviewed, changed or overdue."
)
@TODAY
@click.pass_obj
def status(settings: Settings, as_json: bool, check: bool, today: datetime | None) -> int:
    """Say of each handout whether it is reviewed, signed, changed since, due or withdrawn.

    \b
    Examples:
      handouts status
      handouts status --today 2027-11-21     what will be due then
      handouts status --check                for a script
    """
    from handouts.lint.standing import standings
    from handouts.page.words import LETTERS, SITES, unread

    library = open_library(settings)
    found = standings(library, this_day(today))
    house = {subject: len(unread(library, subject)) for subject in (LETTERS, SITES)}
    if as_json:
        told = {"schema": 1, "handouts": [_json(one) for one in found], "unread": house}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        for one in found:
            for line in _lines(one):
                click.echo(line)
        for subject, number in house.items():
            if number:
                click.echo(f"{subject}: {number} unreviewed; run: handouts review {subject}")
    open_ = any(o.unread or o.needs_revision or o.is_overdue or o.name == "changed" for o in found)
    return STALE if check and (open_ or any(house.values())) else OK


def _json(one: Standing) -> dict[str, object]:
    signed = one.signoff
    return {
        "handout": one.handout,
        "version": one.version,
        "standing": one.name,
        "unread": one.unread,
        "needs_revision": one.needs_revision,
        "signed_by": signed.name if signed else None,
        "signed_on": str(signed.date) if signed else None,
        "withdrawn_on": str(one.withdrawn) if one.withdrawn else None,
        "review_due": str(one.review_due),
        "due": "overdue" if one.is_overdue else "soon" if one.is_due else "later",
        "difference": list(one.difference),
    }


def _lines(one: Standing) -> list[str]:
    told = [one.name if not one.withdrawn else f"withdrawn on {one.withdrawn}"]
    if one.signoff and not one.withdrawn:
        since = "by" if one.holds else "since the sign-off by"
        told[0] += f" {since} {one.signoff.name}, {one.signoff.date}"
    if one.unread:
        told.append(f"{one.unread} words or sentences that nobody has read")
    if one.needs_revision and not one.withdrawn:
        told.append("needs handouts revise")
    if one.is_overdue:
        told.append(f"REVIEW OVERDUE since {one.review_due}")
    elif one.is_due:
        told.append(f"review due {one.review_due}")
    lines = [f"{one.handout:<26} {one.version:<6} {'; '.join(told)}"]
    return [*lines, *(f"    {line}" for line in one.difference)]


@click.command(epilog=EXIT_CODES)
@click.argument("handouts", nargs=-1, required=True, metavar="SYNDROME...")
@click.option(
    "--kind",
    type=click.Choice(["new-edition", "correction", "withdrawal"]),
    required=True,
    help="What happens to it.",
)
@click.option("--change", "changes", multiple=True, required=True, help="What changed; repeatable.")
@click.option(
    "--concerns",
    type=click.Choice(["safety", "facts", "wording"]),
    help="What it means for the reader.  [default: safety for a correction, else facts]",
)
@click.option("--corrects", multiple=True, metavar="CLAIM", help="A claim that was still wrong.")
@TODAY
@click.pass_obj
def revise(
    settings: Settings,
    handouts: tuple[str, ...],
    kind: str,
    changes: tuple[str, ...],
    concerns: str | None,
    corrects: tuple[str, ...],
    today: datetime | None,
) -> int:
    """Note a dated change of a handout, and give it its next version.

    A change of safety raises the first number of the version, one of facts the second, one of
    wording the third. A correction prints a box on page 1. A withdrawn handout is no longer made;
    a newer revision publishes it again.

    \b
    Examples:
      handouts revise lambert-eaton --kind new-edition --change "A new medicine."
      handouts revise lambert-eaton --kind correction --corrects ninds-p30-a --change "..."
      handouts revise booklet --kind new-edition --concerns wording --change "A typing error."
      handouts revise lambert-eaton --kind withdrawal --change "The advice is out of date."
    """
    from handouts.content.model import Concerns, RevisionKind
    from handouts.lint.standing import concerns_of, next_version
    from handouts.page.words import wording_digest

    library = _sound(settings, "revised")
    day, of_kind = this_day(today), RevisionKind(kind)
    weight = Concerns(concerns) if concerns else concerns_of(of_kind)
    for claim in corrects:
        if claim not in library.claims:
            from handouts.content.problems import did_you_mean

            raise click.UsageError(f'no claim "{claim}"{did_you_mean(claim, library.claims)}')
    records: list[Mapping[str, str | Sequence[str]]] = []
    for handout in dict.fromkeys(handouts):
        newest = library.newest[_known(library, handout)]
        now = wording_digest(library, handout)
        is_withdrawn = handout in library.withdrawn
        if of_kind is RevisionKind.WITHDRAWAL and is_withdrawn:
            raise click.ClickException(f"{handout} was withdrawn on {newest.date}")
        if newest.digest == now and of_kind is not RevisionKind.WITHDRAWAL and not is_withdrawn:
            raise click.ClickException(
                f"the words of {handout} are those of version {newest.version}; change them first"
            )
        if day < newest.date:
            raise click.ClickException(f"{day} is before {newest.date}, the date of {handout}")
        version = next_version(newest.version, weight)
        records.append(
            {
                "handout": handout,
                "version": version,
                "date": str(day),
                "kind": kind,
                "concerns": weight.value,
                "changes": changes,
                "corrects": corrects,
                "digest": now,
            }
        )
    if report(_unreadable(records)):
        return INVALID
    _append(settings.data / "revisions.yaml", REVISIONS, records)
    for record in records:
        settings.say(f"{record['handout']} is {record['version']}: {kind}")
    return OK
