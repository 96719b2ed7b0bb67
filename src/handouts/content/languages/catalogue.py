"""A language's catalogue: gettext files, read into messages and written from them."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, denormalize, read_po, write_po

from handouts.content import bounds, characters, decode, files
from handouts.content.model.languages import Language
from handouts.content.problems import MOST, Place, Problem

FOLDER = "languages"
"""The folder of the content with a folder for each language."""
MAX_BYTES, MAX_MESSAGES = 4_000_000, 20_000
LINE = re.compile(
    r'(?:#.*|(?:msgctxt|msgid|msgid_plural|msgstr(?:\[[0-9]\])?)?\s*"(?:[^"\\]|\\.)*")?'
)
ALIKE = 0.6
"""How alike two texts of the same context are, of which one is the other, edited."""


@dataclass(frozen=True)
class Message:
    """A text of the source and what stands for it."""

    context: str
    source: str
    text: str = ""
    place: Place = Place()
    """Where the translation stands."""
    is_stale: bool = False
    """Whether the source has changed since it was translated."""
    before: str = ""
    """What the source said then."""
    comments: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    """What shows it."""

    @property
    def key(self) -> tuple[str, str]:
        """What it is found by."""
        return self.context, self.source

    @property
    def is_current(self) -> bool:
        """Whether it can be printed."""
        return bool(self.text) and not self.is_stale


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All messages of a language, and every fault of its files."""

    tag: str
    language: Language | None = None
    messages: Mapping[tuple[str, str], Message] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def find(self, context: str, source: str) -> Message | None:
        """The message for a text; one without a context holds wherever the text stands."""
        return self.messages.get((context, source)) or self.messages.get(("", source))


def tags(folder: Path) -> list[str]:
    """The languages that a folder of content has."""
    found = (folder / FOLDER).iterdir() if (folder / FOLDER).is_dir() else ()
    return sorted(path.name for path in found if path.is_dir())


def catalogue(folder: Path, tag: str) -> Catalogue:
    """The catalogue of a language; empty, with its faults, where there is none."""
    home = folder / FOLDER / tag
    problems: list[Problem] = []
    language: Language | None = None
    messages: dict[tuple[str, str], Message] = {}
    for path in (home / "language.yaml", *sorted(home.glob("*.po"))):
        name = files.named(path)
        try:
            data = files.read_plain(path, MAX_BYTES)
        except OSError as error:
            message = f"cannot be read: {error.strerror}"
            problems.append(Problem(Place(name), "unreadable", message))
            continue
        if path.suffix == ".po":
            found, faults = read(data, name)
            problems += faults
            messages |= {message.key: message for message in found}
            continue
        decoded = decode.decode_one(Language, data, name)
        problems += decoded.problems
        for record in decoded.records:
            language = record
            if record.id != tag:
                message = f'the id is "{record.id}" but the folder is {tag}; make them the same'
                problems.append(Problem(record.place, "file-name", message))
    return Catalogue(tag, language, messages, tuple(problems))


def read(data: bytes, file: str) -> tuple[list[Message], list[Problem]]:
    """The messages of a gettext file in its order, and its faults."""
    try:
        with bounds.bounded():
            return _read(data, file)
    except bounds.TooMuch as error:
        return [], [Problem(Place(file, 1), "too-large", f"{error}; split it")]


def _read(data: bytes, file: str) -> tuple[list[Message], list[Problem]]:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        at = data[: error.start].count(b"\n") + 1
        return [], [Problem(Place(file, at), "encoding", "not UTF-8; save it as UTF-8")]
    unfit = [
        Problem(Place(file, text.count("\n", 0, at) + 1), "character", why)
        for at, why in itertools.islice(characters.faults(text), MOST)
    ]
    if unfit:
        return [], unfit
    for number, line in enumerate(text.split("\n"), 1):
        if not LINE.fullmatch(line.strip()):  # the reader of gettext takes nearly anything
            message = f'not a line of a gettext catalogue: "{line[:60]}"'
            return [], [Problem(Place(file, number), "catalogue", message)]
    try:
        found = read_po(io.StringIO(text), abort_invalid=True)
    except PoFileError as error:
        place = Place(file, error.lineno + 1 if error.lineno is not None else 0)
        return [], [Problem(place, "catalogue", f"not a gettext catalogue: {error}")]
    except (ValueError, LookupError, TypeError) as error:
        return [], [Problem(Place(file), "catalogue", f"not a gettext catalogue: {error}")]
    if len(found) > MAX_MESSAGES:
        message = f"more than {MAX_MESSAGES:,} texts; split it"
        return [], [Problem(Place(file, 1), "too-large", message)]
    told, faults = [], []
    before = _before(text)
    for entry in found:
        if not entry.id:
            continue
        place = Place(file, entry.lineno or 0)
        if not isinstance(entry.id, str) or not isinstance(entry.string, str):
            faults.append(Problem(place, "catalogue", "a plural form; a message has one text"))
            continue
        told.append(
            Message(
                entry.context or "",
                entry.id,
                characters.normal(" ".join(entry.string.split())),
                place,
                entry.fuzzy,
                before.get(entry.lineno or 0, ""),
                tuple(entry.auto_comments),
                tuple(name for name, _ in entry.locations),
            )
        )
    return told, faults


QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def _before(text: str) -> dict[int, str]:
    """What a stale text was translated from, by the line of its msgid; Babel writes it, and does
    not read it."""
    found, told = dict[int, str](), ""
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#|"):  # folded where it liked, also within quotes
            told += f" {line[2:].strip()}"
        elif line.startswith("msgid "):
            if told:
                found[number] = "".join(denormalize(f'"{one}"') for one in QUOTED.findall(told))
            told = ""
    return found


HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: {name}\\n"
"Language: {tag}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Source-Language: {source}\\n"

"""
"""Without the dates and names of gettext, so that the same messages are the same bytes."""
MANY = 6
"""Users of a message, of which more are told by their format only."""
SHOWN = re.compile(r"^.*-(?=(?:leaflet|large-print|trifold|bilingual|help|card)$)")


def write(messages: Iterable[Message], tag: str, source: str, name: str) -> bytes:
    """A gettext file of messages, the same bytes for the same messages."""
    made = Catalog()
    for message in messages:
        users = message.users
        if len(users) > MANY:
            users = tuple(dict.fromkeys(SHOWN.sub("", user) for user in users))
        made.add(
            message.source,
            message.text,
            locations=[(user, 0) for user in users],
            flags=["fuzzy"] if message.is_stale and message.text else [],
            auto_comments=list(message.comments),
            previous_id=message.before or (),
            context=message.context or None,
        )
    told = io.BytesIO()
    options = {"omit_header": True, "include_previous": True, "include_lineno": False}
    write_po(told, made, width=100, ignore_obsolete=True, **options)
    head = HEADER.format(name=name, tag=tag.replace("-", "_"), source=source.replace("-", "_"))
    return head.encode() + told.getvalue()


def merged(wanted: Iterable[Message], known: Catalogue) -> list[Message]:
    """The wanted messages with the translations that we have; of an edited text the old one, stale.

    A text without a translation of its own has the one without a context.
    """
    wanted = list(wanted)
    taken = {message.key for message in wanted}
    spare: dict[str, list[Message]] = {}
    for old in known.messages.values():
        if old.text and old.key not in taken:
            spare.setdefault(old.context, []).append(old)
    found = []
    for message in wanted:
        if own := known.find(*message.key):
            told = replace(message, text=own.text, is_stale=own.is_stale, before=own.before)
        elif near := _nearest(message, spare.get(message.context, ())):
            told = replace(message, text=near.text, is_stale=True, before=near.source)
        else:
            told = message
        found.append(told)
    return found


def _nearest(message: Message, others: Iterable[Message]) -> Message | None:
    """The message whose source was edited into this one, if it is alike enough."""
    alike = [(_alike(other.source, message.source), other.source, other) for other in others]
    likeness, _, near = max(alike, key=lambda told: told[:2], default=(0.0, "", None))
    return near if likeness >= ALIKE else None


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
