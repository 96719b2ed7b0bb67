"""A real browser for the tests: Chromium without a window, led by its own protocol."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

PATIENCE = 30.0
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--force-device-scale-factor=1",
)


@dataclass
class Tab:
    """A page in the browser, what it asked for and what it complained of."""

    line: ClientConnection
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _number: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._number)
        self.line.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            told = json.loads(self.line.recv(PATIENCE))
            if told.get("id") == number:
                assert "error" not in told, told
                return dict(told["result"])
            self._hear(told)

    def _hear(self, told: dict[str, Any]) -> None:
        method, about = told.get("method"), told.get("params", {})
        if method == "Network.requestWillBeSent":
            self.asked.append(about["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(about["exceptionDetails"])[:500])
        elif method == "Runtime.consoleAPICalled" and about["type"] in ("error", "warning"):
            self.complaints.append(json.dumps(about["args"])[:500])
        elif method == "Log.entryAdded" and about["entry"]["level"] in ("error", "warning"):
            self.complaints.append(about["entry"]["text"] + " " + about["entry"].get("url", ""))

    def run(self, script: str) -> Any:
        """The value of an expression; a promise is awaited."""
        told = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def until(self, condition: str) -> None:
        """Wait for a condition, as long as a patient reader would."""
        end = time.monotonic() + PATIENCE
        while not self.run(condition):
            assert time.monotonic() < end, f"never: {condition}"
            time.sleep(0.01)

    def press(self, key: str, code: int, text: str = "") -> None:
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                text=text if kind == "keyDown" else "",
            )

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def resize(self, width: int, height: int, is_phone: bool = False) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=is_phone,
        )


@contextmanager
def chromium(folder: Path) -> Iterator[Tab]:
    """A tab of a fresh browser; the test is skipped where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no chromium here; on Debian: apt-get install chromium")
    profile = folder / "profile"
    process = subprocess.Popen(
        [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with connect(_address(profile), max_size=None, compression=None) as line:
            tab = Tab(line)
            target = tab.call("Target.createTarget", url="about:blank")["targetId"]
            port = line.remote_address[1]
            with connect(
                f"ws://127.0.0.1:{port}/devtools/page/{target}", max_size=None, compression=None
            ) as own:
                found = Tab(own)
                for domain in ("Page", "Runtime", "Network", "Log"):
                    found.call(f"{domain}.enable")
                yield found
            tab.line.send(json.dumps({"id": 0, "method": "Browser.close"}))
        process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()


def _address(profile: Path) -> str:
    port = profile / "DevToolsActivePort"
    end = time.monotonic() + PATIENCE
    while not port.exists() or port.read_text().count("\n") < 1:
        assert time.monotonic() < end, "the browser does not start"
        time.sleep(0.05)
    number, path = port.read_text().split("\n")[:2]
    return f"ws://127.0.0.1:{number}{path}"
