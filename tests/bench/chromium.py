"""Headless Chromium: one browser that prints pages in several tabs, spoken to through a pipe."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome-headless-shell",
)
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--no-first-run",
    "--remote-debugging-pipe",
)
PRINT = {"preferCSSPageSize": True, "printBackground": True, "generateTaggedPDF": True}


def find() -> str | None:
    """Where Chromium is: what CHROMIUM names, or the first of the usual names on the PATH."""
    names = (os.environ.get("CHROMIUM", ""), *NAMES)
    return next((path for name in names if name and (path := shutil.which(name))), None)


def version(program: str) -> str:
    """Its name and version."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or program


def seconds(program: str, pages: Sequence[Path], tabs: int, folder: Path) -> float:
    """How long it takes to start, print each HTML file to a PDF in the folder, and stop."""
    start = time.perf_counter()
    # A descriptor of ours must not already be 3 or 4, on which the browser listens and answers.
    hear, tell = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as profile:
        command = [program, *OPTIONS, f"--user-data-dir={profile}"]
        ears, mouth = os.dup2(tell[0], 100), os.dup2(hear[1], 101)
        redirect = f'exec "$@" 3<&{ears} 4>&{mouth}'
        with subprocess.Popen(
            ["/bin/bash", "-c", redirect, "bash", *command],
            pass_fds=(ears, mouth),
            stderr=subprocess.DEVNULL,
        ) as process:
            for handle in (ears, mouth, tell[0], hear[1]):
                os.close(handle)
            try:
                browser = _Browser(hear[0], tell[1])
                browser.print(pages, tabs, folder)
            finally:
                process.kill()
                os.close(hear[0])
                os.close(tell[1])
    return time.perf_counter() - start


class _Browser:
    """The DevTools protocol: JSON messages that end with a zero byte."""

    def __init__(self, hear: int, tell: int) -> None:
        self._hear, self._tell = hear, tell
        self._last = 0
        self._rest = b""

    def _send(self, method: str, session: str = "", **params: Any) -> int:
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._tell, json.dumps(message).encode() + b"\0")
        return self._last

    def _messages(self) -> Iterator[dict[str, Any]]:
        while True:
            while b"\0" not in self._rest:
                chunk = os.read(self._hear, 1 << 20)
                if not chunk:
                    raise RuntimeError("Chromium has gone")
                self._rest += chunk
            text, _, self._rest = self._rest.partition(b"\0")
            yield json.loads(text)

    def _ask(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        wanted = self._send(method, session, **params)
        for message in self._messages():
            if message.get("id") == wanted:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return dict(message["result"])
        raise AssertionError

    def _open(self) -> str:
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self._ask("Target.attachToTarget", targetId=target, flatten=True)
        session = str(attached["sessionId"])
        self._ask("Page.enable", session)
        return session

    def print(self, pages: Sequence[Path], tabs: int, folder: Path) -> None:
        """Each tab takes the next page as soon as it has printed one."""
        waiting = list(pages)
        shown: dict[str, Path] = {}
        printing: dict[int, Path] = {}

        def next_page(session: str) -> None:
            if waiting:
                shown[session] = waiting.pop(0)
                self._send("Page.navigate", session, url=shown[session].as_uri())
            else:
                del shown[session]

        sessions = [self._open() for _ in range(tabs)]
        for session in sessions:
            shown[session] = Path()
            next_page(session)
        for message in self._messages():
            session = message.get("sessionId", "")
            if message.get("method") == "Page.loadEventFired" and session in shown:
                printing[self._send("Page.printToPDF", session, **PRINT)] = shown[session]
            elif message.get("id") in printing:
                if "error" in message:
                    raise RuntimeError(f"printing: {message['error']}")
                page = printing.pop(message["id"])
                (folder / f"{page.stem}.pdf").write_bytes(
                    base64.b64decode(message["result"]["data"])
                )
                next_page(session)
            if not shown:
                return
