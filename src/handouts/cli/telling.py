"""What was built, for programs that read JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handouts.build import manifest
from handouts.build.manifest import Entry
from handouts.cli.common import Settings


def built(
    settings: Settings, covers: Callable[[Entry], bool], known: Mapping[str, Entry]
) -> dict[str, Any]:
    """What stands in the output folder of what was asked for, and what of it was not `known`."""
    rows = [
        {
            "edition": name,
            "written": entry != known.get(name),
            "version": entry.version,
            "signed": entry.signed,
            "files": [{"path": f.path, "bytes": f.bytes, "pages": f.pages} for f in entry.files],
        }
        for name, entry in sorted(manifest.read(settings.output).entries.items())
        if covers(entry) and entry.site in settings.sites
    ]
    return {"schema": 1, "editions": rows}
