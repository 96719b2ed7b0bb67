"""What veraPDF, the reference validator of PDF/A and PDF/UA, says of built files."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from handouts.content.problems import Place, Problem

PROFILES = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}


def program() -> str | None:
    """Where veraPDF is on the PATH; None when it is not there."""
    return shutil.which("verapdf")


def validate(command: str, files: Sequence[Path]) -> list[Problem]:
    """The clauses that each file breaks, for both standards. RuntimeError when it cannot say."""
    found: list[Problem] = []
    for profile, standard in PROFILES.items() if files else ():
        done = subprocess.run(  # noqa: S603 - the user's own program
            [command, "-f", profile, "--format", "text", "-v", *map(str, files)],
            capture_output=True,
            text=True,
            check=False,
        )
        passed, failed = 0, ""
        for line in done.stdout.splitlines():
            verdict, _, rest = line.strip().partition(" ")
            if line.startswith("PASS "):
                passed, failed = passed + 1, ""
            elif line.startswith("FAIL "):
                failed = rest.rpartition(" ")[0]
                found.append(Problem(Place(failed), "verapdf", f"is not {standard}"))
            elif verdict == "FAIL" and failed:
                found.append(Problem(Place(failed), "verapdf", f"breaks {standard}, clause {rest}"))
        failures = {p.place.file for p in found if p.message == f"is not {standard}"}
        if passed + len(failures) != len(files):
            raise RuntimeError((done.stdout + done.stderr).strip()[-500:])
    return found
