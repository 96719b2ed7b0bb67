"""The command that mails: drafts first, and sending where it is asked for."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.common import (
    AS_JSON,
    EXIT_CODES,
    INVALID,
    OK,
    UNSENT,
    Settings,
    complete_subjects,
    open_library,
    report,
)
from handouts.cli.desk import FOLDER, Desk, Undone, Wish
from handouts.cli.sending import send

if TYPE_CHECKING:
    from handouts.mail.journal import Journal
    from handouts.mail.letter import Parcel
    from handouts.mail.recipients import Recipient


class _Rate(click.ParamType[float]):
    name = "N/min"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        found = re.fullmatch(r"([1-9]\d{0,3})(?:/min)?", str(value))
        return float(found[1]) if found else self.fail("write a rate such as 20/min", param, ctx)


@click.command(epilog=EXIT_CODES)
@click.argument("editions", nargs=-1, metavar="[EDITION]...", shell_complete=complete_subjects)
@click.option("--to", multiple=True, metavar="ADDRESS", help="Who gets it; may be repeated.")
@click.option(
    "--recipients",
    "file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="A table (CSV, Excel; - reads it from standard input) with columns address, syndrome (or "
    "edition), format, language, name.",
)
@click.option("--send", "sending", is_flag=True, help="Send, in place of writing drafts.")
@click.option(
    "--limit", type=click.IntRange(1), help="At most so many.  [default: 1 with --send, else all]"
)
@click.option("--rate", type=_Rate(), default="20/min", show_default=True, help="How fast to send.")
@click.option("--yes", is_flag=True, help="Do not ask before sending.")
@click.option("--status", is_flag=True, help="Count what was sent so far.")
@AS_JSON
@click.option(
    "--resend",
    multiple=True,
    type=int,
    metavar="ROW",
    help="With --send: this row only, though it was sent before or may have been.",
)
@click.option(
    "--recall",
    metavar="CLAIM|EDITION",
    help="List what was sent and has since been corrected; with --recipients, write to them.",
)
@click.pass_obj
def mail(
    settings: Settings,
    editions: tuple[str, ...],
    to: tuple[str, ...],
    file: Path | None,
    sending: bool,
    limit: int | None,
    rate: float,
    yes: bool,
    status: bool,
    as_json: bool,
    resend: tuple[int, ...],
    recall: str | None,
) -> int:
    """Write e-mails with a leaflet attached, as drafts; with --send, send them.

    One e-mail per reader. Neither subject, sender nor file name tells what the leaflet is about.
    An edition without a format is its leaflet. Nothing is sent twice.

    \b
    Examples:
      handouts mail lambert-eaton --to a.reader@mail.example     a draft in output/mail
      handouts mail booklet overview-large-print --to a.reader@mail.example
      handouts mail --recipients list.csv                        a draft for each row
      handouts mail --recipients list.csv --send                 send the first one
      handouts mail --recipients list.csv --send --limit 500     send the others
      handouts mail --status                                     what was sent so far
      handouts mail --recipients list.csv --send --resend 7      send row 7 once more
      handouts mail --recall ninds-p30-a                         who got what was wrong
      handouts mail --recall lambert-eaton --recipients list.csv   drafts that tell them
    """
    from handouts.content.problems import Fault
    from handouts.mail.journal import Unusable
    from handouts.paper.pdf import NoEngine

    wish = Wish(editions, to, file)
    _make_sense(wish, sending, status, recall, resend)
    if as_json and (sending or recall):
        raise click.UsageError("--json goes with --status, and with drafts")
    try:
        if status:
            return _count(settings, as_json)
        desk = Desk(settings, open_library(settings), wish, [] if as_json else None)
        if recall:
            return _recall(desk, recall)
        if sending:
            return send(desk, limit, rate, frozenset(resend), ask=not yes)
        code = _draft(desk, limit)
        if as_json:
            click.echo(json.dumps({"schema": 1, "drafts": desk.drafts}))
        return code
    except Fault as fault:
        report([fault.problem])
        return INVALID
    except Unusable as error:
        raise Undone(str(error)) from error
    except NoEngine as error:
        raise click.ClickException(f"{error}\nThen run: handouts doctor") from error
    except OSError as error:
        place = error.filename or settings.output / FOLDER
        raise Undone(f"{place}: {error.strerror}; mend it and run again") from error


def _make_sense(
    wish: Wish, sending: bool, status: bool, recall: str | None, resend: tuple[int, ...]
) -> None:
    """Refuse words that make no sense together."""
    named = bool(wish.editions or wish.to)
    if status + bool(recall) + sending > 1:
        raise click.UsageError("--status, --recall and --send are three commands; give one of them")
    if (status and (named or wish.file)) or (recall and named):
        raise click.UsageError("--status stands alone, --recall alone or with --recipients")
    if resend and not sending:
        raise click.UsageError("--resend sends; give --send too")
    if not (status or recall):
        if named and wish.file:
            raise click.UsageError("name editions and --to, or --recipients; not both")
        if not wish.file and not (wish.editions and wish.to):
            raise click.UsageError("name an edition and --to, or --recipients; see --help")


def _count(settings: Settings, as_json: bool) -> int:
    from collections import Counter

    from handouts.mail.journal import Journal, State

    journal = Journal.read(settings.output / FOLDER)
    counts = Counter(delivery.state for delivery in journal.latest.values())
    told = {"unknown" if s is State.TRYING else s.value: counts[s] for s in State}
    if as_json:
        click.echo(json.dumps({"schema": 1, "deliveries": told}))
        return OK
    for state, number in told.items():
        click.echo(f"{state:<9} {number}")
    return OK


def _draft(desk: Desk, limit: int | None) -> int:
    from handouts.mail.journal import Journal
    from handouts.mail.letter import draft

    recipients = desk.recipients()[:limit]
    parcels = desk.parcels(recipients)
    stationery = desk.stationery()
    written, before = 0, []
    with Journal.write(desk.folder) as journal:
        for recipient in recipients:
            if parcel := parcels.get(recipient.edition):
                key = journal.key(recipient.address, recipient.edition, parcel.version)
                if journal.has_sent(key):
                    before.append(recipient.row)
                desk.put("draft", recipient, draft(stationery.message(recipient, parcel)), journal)
                _enter(journal, key, recipient, parcel)
                written += 1
    desk.say_rows(before, "sent before")
    desk.settings.say(
        f"{written} of {len(recipients)} drafts written; nothing was sent, --send would send "
        f"{written - len(before)}"
    )
    return OK if written == len(recipients) else UNSENT


def _enter(journal: Journal, key: str, recipient: Recipient, parcel: Parcel) -> None:
    """Note a draft, so that it can be recalled; nobody here knows whether it will be sent."""
    from handouts.mail.journal import Delivery, State

    at = datetime.now().astimezone().isoformat(timespec="seconds")
    edition = str(recipient.edition)
    journal.enter(Delivery(key, edition, parcel.version, State.DRAFTED, at))


def _recall(desk: Desk, what: str) -> int:
    from handouts.mail import recall
    from handouts.mail.journal import Journal, State
    from handouts.mail.letter import draft
    from handouts.page.numbers import long_date

    journal = Journal.read(desk.folder)
    try:
        found = recall.recall(desk.library, journal, desk.site.id, what)
    except recall.Unnamed as error:
        raise click.UsageError(str(error)) from error
    for recalled in found:
        click.echo(str(recalled))
    drafts = sum(one.delivery.state is State.DRAFTED for one in found)
    desk.settings.say(f"{len(found)} deliveries to recall")
    if drafts:
        desk.settings.say(
            f"{drafts} of them were written as drafts: only whoever had them knows which were "
            "really sent; ask, and delete the letters of those that were not"
        )
    if not desk.wish.file or not found:
        return OK
    # Who got a leaflet that is now withdrawn still has to be found.
    everybody = replace(desk, library=recall.as_before(desk.library)).recipients()
    pairs = list(recall.matching(found, everybody, journal))
    lost = [r for r, _ in pairs if r.edition.subject in desk.library.withdrawn]
    desk.say_rows(
        (recipient.row for recipient in lost),
        "got a leaflet that is withdrawn, so there is none to send; write to them yourself, with "
        "the page that handouts build --notice makes",
    )
    parcels = desk.parcels([recipient for recipient, _ in pairs if recipient not in lost])
    stationery = desk.stationery(correction=True)
    corrections: list[tuple[Recipient, Parcel]] = []
    for recipient, recalled in pairs:
        if parcel := parcels.get(recipient.edition):
            values = {
                "old_version": recalled.delivery.version,
                "sent": long_date(
                    datetime.fromisoformat(recalled.delivery.at).date(), desk.language
                ),
            }
            made = stationery.message(recipient, parcel, **values)
            desk.put("correction", recipient, draft(made), journal)
            corrections.append((recipient, parcel))
    with Journal.write(desk.folder) as writing:
        for recipient, parcel in corrections:
            key = writing.key(recipient.address, recipient.edition, parcel.version)
            _enter(writing, key, recipient, parcel)
    written = len(corrections)
    desk.settings.say(f"{written} of {len(pairs)} letters written to rows that got one of these")
    return OK if written == len(pairs) else UNSENT
