"""The command that gives texts to translators, reads them back, and says what is missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    Settings,
    open_library,
    report,
)

if TYPE_CHECKING:
    from handouts.content.languages.catalogue import Catalogue, Message
    from handouts.content.library import Library


@click.group(epilog=EXIT_CODES)
def translate() -> None:
    """Give the texts to translators, read them back, and say what is missing.

    A language is a folder data/languages/TAG with language.yaml and gettext catalogues, which
    Poedit, Weblate and translation agencies can work on. An edition exists in a language when all
    of its texts are translated and none has changed since.

    \b
    Examples:
      handouts translate export es-US --part trifold --part letters
      handouts translate import es-US delivered.po
      handouts translate status
    """


@translate.command(epilog=EXIT_CODES)
@click.argument("tag")
@click.option(
    "--part",
    "parts",
    multiple=True,
    metavar="NAME",
    help="Only what these show: a format, a leaflet, help, card, letters or sites.",
)
@click.pass_obj
def export(settings: Settings, tag: str, parts: tuple[str, ...]) -> int:
    """Write the texts of a language's catalogues, what is translated with its translation.

    A text that changed keeps its old translation, marked as fuzzy, with what the source said then.

    \b
    Examples:
      handouts translate export es-US                       all that is shown
      handouts translate export es-US --part help           only the help pages
      handouts translate export es-US --part lambert-eaton  only one illness
    """
    from handouts.content.languages.catalogue import merged, write
    from handouts.page.translation import handout_of, lacking, uses
    from handouts.page.words import language_of

    library = _sound(settings)
    words = _words(settings, library, tag)
    told = uses(library, tag)
    wanted = _keys(told.shown, parts)
    wanted &= {message.key for message in lacking(library, words, told.messages)}
    by_name: dict[str, list[Message]] = {}
    for message in merged(told.messages, words):
        if message.text or message.key in wanted:
            by_name.setdefault(handout_of(message), []).append(message)
    for name, messages in sorted(by_name.items()):
        data = write(messages, tag, language_of(library), name)
        path = manifest.put(settings.data, f"languages/{tag}/{name}.po", data)
        empty = sum(not message.is_current for message in messages)
        click.echo(f"{path}  {len(messages)} texts, {empty} to translate")
    return OK


@translate.command("import", epilog=EXIT_CODES)
@click.argument("tag")
@click.argument(
    "catalogues", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path)
)
@click.pass_obj
def import_(settings: Settings, tag: str, catalogues: tuple[Path, ...]) -> int:
    """Take translations from catalogues that came back; what is faulty is told and left out.

    \b
    Examples:
      handouts translate import es-US delivered.po
      handouts translate import es-US delivered/*.po
    """
    import dataclasses

    from handouts.content import files
    from handouts.content.languages import catalogue
    from handouts.content.problems import Problem
    from handouts.lint.glyphs import unprintable
    from handouts.lint.translation import message_faults
    from handouts.page.translation import handout_of, uses
    from handouts.page.words import language_of

    library = _sound(settings)
    words = _words(settings, library, tag)
    told = {message.key: message for message in uses(library, tag).messages}
    problems: list[Problem] = []
    taken: dict[tuple[str, str], Message] = {}
    for path in catalogues:
        try:
            data = files.read_plain(path, catalogue.MAX_BYTES)
        except OSError as error:
            raise click.ClickException(f"{files.named(path)}: {error.strerror}") from error
        found, faults = catalogue.read(data, files.named(path))
        problems += faults
        delivered = {message.key: message for message in found}
        problems += unprintable(dataclasses.replace(words, messages=delivered))
        for message in found:
            wrong = list(message_faults(library, words, message))
            if message.key not in told:
                text = f'no page shows "{message.source[:60]}"; its source has changed'
                wrong.append(Problem(message.place, "stale", text))
            problems += wrong
            if message.is_current and not wrong:
                taken[message.key] = message
    both = dataclasses.replace(words, messages={**words.messages, **taken})
    chosen = [message for key, message in told.items() if both.find(*key)]
    by_name: dict[str, list[Message]] = {}
    for message in catalogue.merged(chosen, both):
        by_name.setdefault(handout_of(message), []).append(message)
    for name in sorted({handout_of(message) for message in taken.values()}):
        data = catalogue.write(by_name[name], tag, language_of(library), name)
        manifest.put(settings.data, f"languages/{tag}/{name}.po", data)
    settings.say(f"{len(taken)} translations taken")
    return INVALID if report(problems) else OK


@translate.command(epilog=EXIT_CODES)
@click.argument("languages", nargs=-1, metavar="[TAG]...")
@AS_JSON
@click.pass_obj
def status(settings: Settings, languages: tuple[str, ...], as_json: bool) -> int:
    """Say which editions a language has, and how many texts each of the others lacks.

    With exit code 3 when a text was translated and has changed since.

    \b
    Examples:
      handouts translate status              every language
      handouts translate status es-US
      handouts translate status --json
    """
    from handouts.content.languages.catalogue import merged, tags
    from handouts.page.translation import lacking, uses

    library = open_library(settings)
    stale = 0
    told: dict[str, object] = {}
    for tag in languages or tags(settings.data):
        words = _words(settings, library, tag)
        used = uses(library, tag)
        short = lacking(library, words, used.messages)
        missing = {message.key for message in short}
        lacks = {user: len(keys & missing) for user, keys in used.shown.items()}
        both = merged(used.messages, words)
        changed = [m for m in both if m.is_stale and m.key in missing]
        stale += len(changed)
        told[tag] = {
            "texts": len(used.messages),
            "missing": len(missing) - len(changed),
            "stale": [{"context": m.context, "source": m.source, "was": m.before} for m in changed],
            "lacks": lacks,
        }
        if not as_json:
            _print_status(tag, len(used.messages), len(missing), lacks, changed)
    if as_json:
        click.echo(json.dumps({"schema": 1, "languages": told}, ensure_ascii=False, indent=1))
    return STALE if stale else OK


def _print_status(
    tag: str, texts: int, missing: int, lacks: dict[str, int], changed: list[Message]
) -> None:
    click.echo(f"{tag}: {texts - missing:,} of {texts:,} texts")
    kinds = ("trifold", "large-print", "leaflet", "help", "card")
    for kind in kinds:
        own = {user: n for user, n in lacks.items() if user.endswith(f"-{kind}")}
        whole = sum(not number for number in own.values())
        click.echo(f"  {kind:12} {whole} of {len(own)}")
        if 0 < whole < len(own):
            for user, number in own.items():
                if number:
                    click.echo(f"    {user} lacks {number}")
    for user in sorted(u for u in lacks if not u.endswith(tuple(f"-{kind}" for kind in kinds))):
        click.echo(f"  {user:12} {f'lacks {lacks[user]}' if lacks[user] else 'whole'}")
    for message in changed:
        click.echo(f'  changed: {message.place}: "{message.before}" is now "{message.source}"')


def _sound(settings: Settings) -> Library:
    """The content, whole: of a broken one the translations would be lost."""
    library = open_library(settings)
    if report(library.problems):
        raise click.ClickException("nothing is written until these are mended")
    return library


def _words(settings: Settings, library: Library, tag: str) -> Catalogue:
    """The catalogue of a language that has a folder."""
    from handouts.content.languages.catalogue import tags
    from handouts.content.languages.spoken import known
    from handouts.content.problems import nearest

    there = tags(settings.data)
    if tag not in there:
        hint = nearest(tag, there)
        where = settings.data / "languages" / tag / "language.yaml"
        raise click.UsageError(f'no language "{tag}"{hint}; a new one begins with {where}')
    words = known(library, tag)
    if report(words.problems):
        raise click.ClickException("nothing is done until these are mended")
    return words


def _keys(
    shown: Mapping[str, frozenset[tuple[str, str]]], parts: tuple[str, ...]
) -> frozenset[tuple[str, str]]:
    """The texts that the named parts show; nothing named means all."""
    found: set[tuple[str, str]] = set()
    for part in parts:
        keys = [
            k
            for user, k in shown.items()
            if part in (user, user.rpartition("-")[2])
            or user.endswith(f"-{part}")
            or user.startswith(f"{part}-")
        ]
        if not keys:
            raise click.UsageError(f'nothing shows texts under the name "{part}"')
        found.update(*keys)
    return frozenset(found if parts else set().union(*shown.values()))
