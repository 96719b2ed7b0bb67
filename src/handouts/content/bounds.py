"""A limit to what a piece of work may cost: seconds of the processor, megabytes of memory.

For work whose cost is decided by somebody else's files: reading them, filling in templates. Most
is bounded by counting; this catches what nobody counted. In a thread beside the first one only
time is limited, and in real seconds, since signals and memory belong to the whole process; where
the system has no such limits (Windows) it is the same.
"""

from __future__ import annotations

import contextlib
import ctypes
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

SECONDS = 2.0
MEGABYTES = 256
PATIENCE = 5
"""How many times as long the clock may run, where only it can be asked."""


class TooMuch(Exception):
    """The work took more than it may; the message says of what."""

    def __init__(self, why: str = "takes too long") -> None:
        super().__init__(why)


@contextlib.contextmanager
def bounded(seconds: float | None = None, megabytes: int = MEGABYTES) -> Iterator[None]:
    """Stop what runs inside when it takes more than it may. Raises TooMuch."""
    seconds = seconds or SECONDS
    is_first = threading.current_thread() is threading.main_thread()
    try:
        with contextlib.ExitStack() as limits:
            if is_first and hasattr(signal, "SIGPROF"):
                limits.enter_context(_processor(seconds))
                limits.enter_context(_memory(megabytes))
            else:
                limits.enter_context(_clock(PATIENCE * seconds))
            yield
    except MemoryError as error:
        raise TooMuch(f"needs more than {megabytes} megabytes of memory") from error
    except RecursionError as error:
        raise TooMuch("goes round in circles, or is nested too deep") from error


@contextlib.contextmanager
def _processor(seconds: float) -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        raise TooMuch(f"takes more than {seconds:g} seconds")

    before = signal.getsignal(signal.SIGPROF)
    if before not in (signal.SIG_DFL, signal.SIG_IGN, None):
        yield  # one limit at a time: the outer one holds
        return
    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before or signal.SIG_DFL)


@contextlib.contextmanager
def _clock(seconds: float) -> Iterator[None]:
    raises = ctypes.pythonapi.PyThreadState_SetAsyncExc
    me = ctypes.c_ulong(threading.get_ident())
    timer = threading.Timer(seconds, lambda: raises(me, ctypes.py_object(TooMuch)))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextlib.contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    if sys.platform != "linux":  # elsewhere the limit is not kept, or there is none
        yield
        return
    import resource

    used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used + megabytes * 1_000_000
    if soft != resource.RLIM_INFINITY and soft <= wanted:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
