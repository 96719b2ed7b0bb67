"""The command with which words are read beside the claims."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.build import manifest
from handouts.cli.common import (
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
from handouts.content import characters

if TYPE_CHECKING:
    from handouts.content.library import Library
    from handouts.content.model import Answer, Review
    from handouts.lint.review import Beside, Item


HOW = "1-5: agrees with that correction   o: other matter   s: skip   q: leave, go on later"


@click.command(epilog=EXIT_CODES)
@click.argument("subjects", nargs=-1, metavar="[SYNDROME]...", shell_complete=complete_subjects)
@click.option("--by", metavar="NAME", help="Who reads: a name, or a group such as The editors.")
@click.option("--json", "as_json", is_flag=True, help="What is to be read, as one JSON object.")
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of answers (YAML or JSON): a list of id, and relation and claims.",
)
@TODAY
@click.pass_obj
def review(
    settings: Settings,
    subjects: tuple[str, ...],
    by: str | None,
    as_json: bool,
    answers: Path | None,
    today: datetime | None,
) -> int:
    """Read what is new or changed beside the faulty claims that lie nearest, and note it.

    It shows the old wording, the new, its references with what they show, and five claims with
    verdict and correction. One key answers; what is wrong is skipped, and mended in its file. Each
    answer is kept at once, so you can leave at any time.

    \b
    Examples:
      handouts review                                  everything that nobody has read
      handouts review lambert-eaton --by "A. Reader"   one leaflet
      handouts review letters                          the words of e-mails
      handouts review --json > to-read.json            to be read elsewhere ...
      handouts review --answers read.yaml --by "A. Reader"   ... and its answers
    """
    from handouts.content.problems import nearest
    from handouts.lint.review import Beside, items
    from handouts.page.words import subjects as all_subjects

    library = open_library(settings)
    known = all_subjects(library)
    for subject in subjects:
        if subject not in known:
            hint = nearest(subject, known)
            raise click.UsageError(f'no words of "{subject}"{hint}')
    waiting = items(library, subjects)
    if as_json:
        beside = Beside(library)
        told = {"schema": 1, "unread": [beside.told(item) for item in waiting]}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return OK
    if not waiting and not answers:
        settings.say("every word has been reviewed")
        return OK
    by = by or _asked_name()
    if why := characters.fault(by):
        raise click.UsageError(f"the name: {why}")
    books = Books(library, settings.data, by, this_day(today))
    if answers:
        return _take(settings, books, waiting, answers)
    _walk(Beside(library), books, waiting)
    left = len(waiting) - books.noted
    settings.say(f"{books.noted} noted, {left} left")
    return STALE if left else OK


def _asked_name() -> str:
    if not sys.stdin.isatty():
        raise click.UsageError("say who reads, with --by; without a terminal, see --answers")
    return str(click.prompt("Your name", err=True))


@dataclass
class Books:
    """The files of reviews, written anew with each answer."""

    library: Library
    data: Path
    by: str
    day: date
    noted: int = 0
    _files: dict[Path, dict[str, Review]] = field(default_factory=dict)

    def note(self, item: Item, answer: Answer, *, keep: bool = True) -> None:
        """Note an answer; kept at once unless told otherwise."""
        from handouts.lint.review import answered

        path = self.data / "reviews" / f"{item.subjects[0]}.yaml"
        if path not in self._files:
            reviews = self.library.reviews.values()
            self._files[path] = {r.id: r for r in reviews if Path(r.place.file) == path}
        self._files[path][answer.id] = answered(item, answer, self.by, self.day)
        self.noted += 1
        if keep:
            self.close(path)

    def close(self, *paths: Path) -> None:
        """Write files (all of them unless named), whole or not at all."""
        from handouts.lint.review import written

        for path in paths or tuple(self._files):
            text = written(self._files[path].values())
            manifest.put(self.data, f"reviews/{path.name}", text.encode())


def _walk(beside: Beside, books: Books, waiting: list[Item]) -> None:
    from handouts.content.model import Answer, Relation
    from handouts.lint.review import tell

    click.echo(HOW, err=True)
    for number, item in enumerate(waiting):
        told = beside.told(item)
        click.echo(tell(told, len(waiting) - number) + "\n")
        while True:
            key = click.getchar()
            near = told["nearest"]
            if key == "o":
                books.note(item, Answer(id=item.word.key))
            elif key in "12345" and int(key) <= len(near):
                claims = (near[int(key) - 1]["claim"],)
                books.note(item, Answer(id=item.word.key, relation=Relation.AGREES, claims=claims))
            elif key in ("q", "\x04", "\x1b"):
                return
            elif key != "s":
                click.echo(HOW, err=True)
                continue
            break


def _take(settings: Settings, books: Books, waiting: list[Item], file: Path) -> int:
    """Note the answers of a file, if all of them are sound; else none."""
    from handouts.content import files, nodes
    from handouts.content.decode import decode_list
    from handouts.content.model import Answer
    from handouts.content.problems import Problem

    found = decode_list(Answer, files.read_plain(file, nodes.MAX_BYTES), files.named(file))
    by_key = {item.word.key: item for item in waiting}
    faults = list(found.problems)
    for answer in found.records:
        for claim in answer.claims:
            if claim not in books.library.claims:
                message = f'no claim "{claim}"'
                faults.append(Problem(answer.place, "dangling", message))
        if answer.id not in by_key and answer.id not in books.library.reviews:
            message = f'no words of the key "{answer.id}" wait to be read; were they changed?'
            faults.append(Problem(answer.place, "dangling", message))
    if report(faults):
        return INVALID
    for answer in found.records:
        if answer.id in by_key:
            books.note(by_key[answer.id], answer, keep=False)
    books.close()
    left = len(waiting) - books.noted
    settings.say(f"{books.noted} noted, {left} left")
    return STALE if left else OK
