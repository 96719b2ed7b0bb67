"""A leaflet as a web page: the same composed words, with all of their sources."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from handouts.content.languages.spoken import MISSING
from handouts.content.model import BlockKind, WebWords
from handouts.page.handout import Block, Handout
from handouts.page.pictures import BASE, TYPES
from handouts.page.render import render_twin


def twin(handout: Handout, web: WebWords, templates: Path) -> str:
    """The web page of a handout: no script, nothing to fetch but its pictures.

    Raises TemplateFault.
    """
    return render_twin(sourced(handout, web), web, templates)


def lacks(web: WebWords) -> bool:
    """Whether some words around the leaflets are not translated yet."""
    return any(str(text).startswith(MISSING) for _, text in web)


def embedded(page: str, pictures: Mapping[str, bytes]) -> str:
    """The page with its pictures inside, so that it is whole in one file."""
    for name, data in pictures.items():
        inside = f"data:{TYPES[PurePath(name).suffix]};base64,{base64.b64encode(data).decode()}"
        page = page.replace(f"{BASE}{name}", inside)
    return page


def sourced(handout: Handout, web: WebWords) -> Handout:
    """The handout with every source at each of its blocks, not only the main ones."""
    numbers = {citation.reference.id: citation.number for citation in handout.citations}

    def of(block: Block) -> Block:
        cited = {numbers[id_] for w in block.words() for id_ in w.references if id_ in numbers}
        heading = block.heading
        if heading and block.kind == BlockKind.SOURCES:
            heading = replace(heading, text=web.sources)
        return replace(block, heading=heading, cites=tuple(sorted(cited)))

    chapters = tuple(replace(c, blocks=tuple(map(of, c.blocks))) for c in handout.chapters)
    return replace(handout, chapters=chapters)
