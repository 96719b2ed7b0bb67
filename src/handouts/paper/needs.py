"""What a system lacks → the one line that installs it, as the engine's own documents have it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable

WINDOWS = (
    "pacman -S mingw-w64-x86_64-pango (in the shell of MSYS2, https://www.msys2.org), then: "
    "set WEASYPRINT_DLL_DIRECTORIES=C:\\msys64\\mingw64\\bin. Or work in WSL, as on Debian"
)
MACOS = (
    "brew install pango. If they are still not found: "
    "export DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib"
)
LINUX = {
    "apt-get": "sudo apt-get install libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "sudo dnf install pango",
    "pacman": "sudo pacman -S pango",
    "zypper": "sudo zypper install libpango-1_0-0",
    "apk": "sudo apk add pango harfbuzz-subset",
}
"""By the program that installs packages."""


def how_to_install(
    system: str = sys.platform, finds: Callable[[str], str | None] = shutil.which
) -> str:
    """The one line that installs Pango on a system; `finds` looks for a program by its name."""
    if system == "darwin":
        line = MACOS
    elif system == "win32":
        line = WINDOWS
    else:
        known = (line for program, line in LINUX.items() if finds(program))
        line = next(known, "install Pango and HarfBuzz with your package manager")
    return f"Pango's libraries are missing; run: {line}"
