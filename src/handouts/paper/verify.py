"""A PDF in somebody's hand → whether it is ours, unchanged, and still what we say today.

Nothing but the file, the content and the output folder is looked at: no network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from handouts.content.library import Library
from handouts.content.model import Revision, RevisionKind, version_number
from handouts.page.compose import compose
from handouts.page.edition import Edition
from handouts.page.formats import Format
from handouts.page.trail import words_digest
from handouts.paper import seal
from handouts.paper.seal import NotOurs, Origin


@dataclass(frozen=True)
class Verified:
    """What is known of a file."""

    ours: bool
    why: str = ""
    """Why it is not ours."""
    origin: Origin | None = None
    built: str = ""
    """The file of the output folder that it is, byte for byte; empty when it is none."""
    unchanged: bool = False
    newest: str = ""
    """The newest version; empty when the handout is not known here."""
    superseded: bool = False
    withdrawn: str = ""
    """When its handout was withdrawn, if it is."""
    corrected: tuple[Revision, ...] = ()
    """The corrections since."""
    same_words: bool | None = None
    """Whether today's edition shows the same words; None when there is none."""

    @property
    def is_current(self) -> bool:
        """Whether it may go on being handed out."""
        return self.ours and self.unchanged and not (self.superseded or self.withdrawn)


def verify(data: bytes, library: Library, built: Mapping[str, str]) -> Verified:
    """What is known of a file; `built` has the files of the output folder by their sha256."""
    try:
        origin, unchanged = seal.read(data)
    except NotOurs as error:
        return Verified(ours=False, why=str(error))
    same = built.get(hashlib.sha256(data).hexdigest(), "")
    site, _, name = origin.edition.partition("/")
    subject = _subject(library, name)
    if not subject:
        return Verified(ours=True, origin=origin, built=same, unchanged=bool(same) or unchanged)
    newest = library.newest[subject]
    version = version_number(origin.version)
    later = [r for r in library.revisions if r.handout == subject and r.number > version]
    withdrawn = str(newest.date) if subject in library.withdrawn else ""
    return Verified(
        ours=True,
        origin=origin,
        built=same,
        unchanged=bool(same) or unchanged,
        newest=newest.version,
        superseded=version < newest.number,
        withdrawn=withdrawn,
        corrected=tuple(r for r in later if r.kind is RevisionKind.CORRECTION),
        same_words=None if withdrawn else _same_words(library, site, subject, name, origin),
    )


def _subject(library: Library, name: str) -> str:
    known = [*library.syndromes, *([library.booklet.id] if library.booklet else [])]
    return max((id_ for id_ in known if name == id_ or name.startswith(f"{id_}-")), default="")


def _same_words(
    library: Library, site: str, subject: str, name: str, origin: Origin
) -> bool | None:
    for format_ in Format:
        edition = Edition(site, subject, format_, name.partition(".")[2])
        if edition.name == name and site in library.sites:
            return words_digest(compose(library, edition)) == origin.words
    return None


def tell(found: Verified) -> list[str]:
    """What is known of a file, in lines."""
    if not found.ours or found.origin is None:
        return [f"not ours: {found.why}"]
    origin = found.origin
    lines = [f"ours: {origin.edition}, version {origin.version}, {origin.state}"]
    if found.built:
        lines.append(f"unchanged: byte for byte {found.built}")
    elif found.unchanged:
        lines.append("unchanged: its pages are as they were made")
    else:
        lines.append("CHANGED: its pages are not as they were made")
    if not found.newest:
        return [*lines, "unknown: this content has no such handout"]
    if found.withdrawn:
        lines.append(f"WITHDRAWN on {found.withdrawn}; do not hand it out")
    elif found.superseded:
        lines.append(f"SUPERSEDED by version {found.newest}; do not hand it out")
    else:
        lines.append("current: no newer version")
    for revision in found.corrected:
        lines.append(f"corrected in {revision.version} on {revision.date}:")
        lines += [f"  {change}" for change in revision.changes]
    if found.same_words is False and not found.superseded:
        lines.append("the content of this folder has other words now; handouts build makes them")
    return lines
