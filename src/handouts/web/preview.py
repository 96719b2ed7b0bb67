"""The bench on a page of this machine: pages, words and problems side by side."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
from collections.abc import AsyncIterator, Callable
from importlib import resources
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from handouts.build.cache import Cache
from handouts.build.refresh import warm_workers
from handouts.paper import raster
from handouts.web.bench import MOST, Bench, Sheet
from handouts.web.watch import saves

HOST = "127.0.0.1"
WIDEST = 2000
"""Pixels of a page's picture."""
QUIET = 15.0
"""Seconds after which a silent line is used, so that a reader who has gone is noticed."""
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
FIXED = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
KEPT = {"Cache-Control": "private, max-age=3600"}
TYPES = {"preview.css": "text/css", "preview.js": "text/javascript"}


def serve(
    data: Path,
    templates: Path,
    kept: Cache,
    first: str,
    port: int,
    ready: Callable[[str], None],
) -> None:
    """Show editions on this machine until interrupted; `ready` hears the address. Raises OSError.

    Nothing is written but parts that are kept.
    """
    with (
        contextlib.closing(socket.create_server((HOST, port))) as line,
        warm_workers(1) as pool,
    ):
        news = _News()
        bench = Bench(data, templates, kept, news.tell)
        stop = threading.Event()
        working = threading.Thread(target=bench.work, args=(pool,))
        watching = threading.Thread(target=_watch, args=(bench, (data, templates), stop))
        app = _app(bench, news, first)
        config = uvicorn.Config(
            app, log_level="warning", timeout_graceful_shutdown=1, lifespan="off"
        )
        server = _Server(config, news)
        working.start()
        watching.start()
        try:
            ready(f"http://{HOST}:{line.getsockname()[1]}/")
            server.run(sockets=[line])
        finally:
            stop.set()
            bench.stop()
            watching.join()
            working.join()


class _Server(uvicorn.Server):
    """Ends the lines of all who listen when it is told to stop."""

    def __init__(self, config: uvicorn.Config, news: _News) -> None:
        super().__init__(config)
        self._news = news

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._news.is_over = True
        self._news.tell()


def _watch(bench: Bench, folders: tuple[Path, ...], stop: threading.Event) -> None:
    for files in saves(folders, stop):
        if files:
            bench.saved()


class _News:
    """Wakes all who wait when a sheet has changed, from whichever thread."""

    def __init__(self) -> None:
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self.is_over = False

    def tell(self) -> None:
        for loop, event in tuple(self._waiting):
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(event.set)

    @contextlib.contextmanager
    def listening(self) -> Any:
        one = asyncio.get_running_loop(), asyncio.Event()
        self._waiting.add(one)
        try:
            yield one[1]
        finally:
            self._waiting.discard(one)


def _app(bench: Bench, news: _News, first: str) -> Starlette:
    async def page(_: Request) -> Response:
        return HTMLResponse(_file("preview.html"), headers=FIXED)

    async def file(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in TYPES:
            return Response(status_code=404)
        return Response(_file(name), media_type=TYPES[name], headers=FIXED)

    async def events(request: Request) -> Response:
        name = request.query_params.get("edition") or first
        return StreamingResponse(_events(bench, news, name), media_type="text/event-stream")

    async def picture(request: Request) -> Response:
        sheet = _sheet(bench, request)
        number, width = int(request.path_params["number"]), int(request.query_params["width"])
        if sheet is None or not 1 <= number <= sheet.pages or not 50 <= width <= WIDEST:
            return Response(status_code=404)
        data = await asyncio.to_thread(_drawn, sheet.pdf, number - 1, width)
        return Response(data, media_type="image/png", headers=KEPT)

    async def pdf(request: Request) -> Response:
        sheet = _sheet(bench, request)
        if sheet is None or not sheet.pdf:
            return Response(status_code=404)
        return Response(sheet.pdf, media_type="application/pdf", headers={**FIXED, **KEPT})

    async def twin(request: Request) -> Response:
        sheet = _sheet(bench, request)
        if sheet is None:
            return Response(status_code=404)
        return HTMLResponse(sheet.twin, headers={"Cache-Control": "no-store"})

    async def fault(_: Request, error: Exception) -> Response:
        return JSONResponse({"error": str(error)}, status_code=400)

    return Starlette(
        routes=[
            Route("/", page),
            Route("/events", events),
            Route("/files/{name}", file),
            Route("/picture/{number:int}/{edition:path}", picture),
            Route("/pdf/{edition:path}.pdf", pdf),
            Route("/twin/{edition:path}", twin),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
        exception_handlers={ValueError: fault, KeyError: fault},
    )


def _sheet(bench: Bench, request: Request) -> Sheet | None:
    return bench.sheets.get(request.path_params["edition"])


_DRAWING = threading.Lock()
"""The library that draws is not safe for threads."""


def _drawn(pdf: bytes, page: int, width: int) -> bytes:
    with _DRAWING:
        return raster.sharp(pdf, page, width)


def _file(name: str) -> str:
    return resources.files("handouts.web").joinpath(name).read_text("utf-8")


async def _events(bench: Bench, news: _News, name: str) -> AsyncIterator[str]:
    """Each state of an edition, as it comes about; a line of nothing when it is quiet."""
    bench.look(name, begins=True)
    try:
        with news.listening() as event:
            told = -1
            while not news.is_over:
                sheet = bench.sheets.get(name, Sheet(name))
                event.clear()
                if sheet.number != told:
                    told = sheet.number
                    yield f"data: {json.dumps(_told(bench, sheet))}\n\n"
                else:
                    yield ": quiet\n\n"
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), 1.0 if told < 1 else QUIET)
    finally:
        bench.look(name, begins=False)


def _told(bench: Bench, sheet: Sheet) -> dict[str, Any]:
    choices = bench.choices()
    found = sorted(set(sheet.problems))
    return {
        "edition": sheet.name,
        "digest": sheet.digest,
        "pages": sheet.pages,
        "twin": sheet.twin_number if sheet.twin else 0,
        "old": sheet.is_old,
        "busy": sheet.is_busy,
        "seconds": round(sheet.seconds, 2),
        "problems": [
            {
                "place": str(problem.place),
                "level": problem.severity.value,
                "message": problem.message,
                "rule": problem.rule,
            }
            for problem in found[:MOST]
        ],
        "more": max(0, len(found) - MOST),
        "choices": [
            {
                "name": str(edition),
                "site": edition.site,
                "subject": edition.subject,
                "format": edition.format.value,
                "language": edition.language,
            }
            for edition in choices
        ],
    }
