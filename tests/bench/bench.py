"""`make bench`: every target of speed and memory, measured on this machine, met or not.

Each figure is a median of rounds in which what is compared takes turns. Nothing here is a test:
a slow or busy machine must not fail a build.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from handouts.page.formats import Format
from handouts.paper import pdf
from tests.bench import chromium
from tests.bench.measure import (
    HANDOUTS,
    PYTHON,
    Failed,
    Sample,
    growth,
    interleaved,
    ratio,
    run,
    seconds,
    watch,
)
from tests.bench.workload import Content, editable, engine, pages

ROOT = Path(__file__).parents[2]
BOTH = ("--format", "leaflet", "--format", "booklet")


@dataclass(frozen=True)
class Row:
    """A line of the table. `limit` is the largest allowed, or with `least` the smallest."""

    what: str
    measured: float | None
    limit: float | None = None
    unit: str = ""
    least: bool = False
    note: str = ""

    def cells(self) -> tuple[str, str, str, str]:
        """What, target, measured, verdict."""
        bound = "at least" if self.least else "at most"
        target = "for the record" if self.limit is None else f"{bound} {self.limit:g}{self.unit}"
        if self.measured is None:
            return self.what, target, f"not measured: {self.note}", ""
        verdict = "" if self.limit is None else "met" if self._is_met() else "not met"
        shown = f"{self.measured:.3g}{self.unit}"
        return self.what, target, shown + (f" ({self.note})" if self.note else ""), verdict

    def _is_met(self) -> bool:
        assert self.measured is not None
        assert self.limit is not None
        return self.measured >= self.limit if self.least else self.measured <= self.limit


@dataclass(frozen=True)
class Bench:
    """The scratch content, and how often things are measured."""

    content: Content
    rounds: int
    """Of steps that take seconds; quicker ones get three times as many, long ones one."""
    editions: int
    """How many a large build has."""

    @property
    def folder(self) -> Path:
        """Where builds run."""
        return self.content.folder

    def build(self, *arguments: str, site: str = "us") -> float:
        """The seconds of `handouts build`."""
        return seconds([HANDOUTS, "-q", "--site", site, "build", *arguments], self.folder)

    def written(self) -> dict[str, int]:
        """When the file of each edition was written."""
        files = (self.folder / "output" / "us").glob("*.pdf")
        return {
            path.stem: path.stat().st_mtime_ns for path in files if not path.stem.endswith("-print")
        }

    def cold(self, *arguments: str, site: str = "us") -> float:
        """The same, with nothing there."""
        run([HANDOUTS, "clean"], self.folder)
        return self.build(*arguments, site=site)

    def child(self, name: str, *arguments: str) -> Any:
        """What a part of `workload` says from a process of its own."""
        command = [PYTHON, "-m", "tests.bench.workload", name, str(self.folder), *arguments]
        return json.loads(run(command, ROOT))

    def python(self, statement: str) -> float:
        """The seconds of a Python process that does one thing."""
        return seconds([PYTHON, "-c", statement], self.folder)


def nothing_changed(bench: Bench) -> Iterator[Row]:
    """The wait of an editor who has nothing to wait for."""
    bench.build()
    found = interleaved(
        5 * bench.rounds,
        ours=bench.build,
        click=lambda: bench.python("import click"),
    )
    yield Row(
        "nothing changed / python -c 'import click'",
        ratio(found["ours"], found["click"]),
        1.2,
        note=_ms(found["ours"]),
    )


def one_sentence(bench: Bench) -> Iterator[Row]:
    """The wait of an editor after an edit."""
    bench.build()
    subject, sentence = editable(bench.folder)
    others: list[float] = []

    def edited(*arguments: str) -> float:
        before = bench.written()
        bench.content.edit(subject, sentence)
        took = bench.build(*arguments)
        made = {name for name, at in bench.written().items() if before.get(name) != at}
        if arguments == BOTH and made != {f"{subject}-leaflet", "booklet"}:
            raise Failed(f"an edit made {', '.join(sorted(made)) or 'nothing'}")
        return took

    def layout() -> float:
        formats = bench.child("layout", subject)
        others.append(sum(formats.values()) - formats["leaflet"])
        return float(formats["leaflet"])

    found = interleaved(
        2 * bench.rounds,
        two=lambda: edited(*BOTH),
        engine=lambda: bench.python("import weasyprint"),
        all=edited,
        layout=layout,
    )
    yield Row(
        "one sentence, leaflet and booklet / import weasyprint",
        ratio(found["two"], found["engine"]),
        2.5,
        note=_s(found["two"]),
    )
    allowed = [2.5 * a + b for a, b in zip(found["engine"], others, strict=True)]
    yield Row(
        "one sentence, every format / (2.5 import weasyprint + layout of the other formats)",
        ratio(found["all"], allowed),
        1.0,
        note=_s(found["all"]),
    )
    yield Row(
        "layout of that leaflet alone, warm / import weasyprint",
        ratio(found["layout"], found["engine"]),
        note=_s(found["layout"]),
    )


def cold_set(bench: Bench) -> Iterator[Row]:
    """A new theme: leaflets and booklet from nothing, against a browser."""
    program = chromium.find()
    what = "leaflets and booklet cold, 2 workers / Chromium, 2 tabs"
    if program is None:
        yield Row(what, None, 1.0, note="no Chromium")
    else:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            html = pages(bench.folder, Path(name), {Format.LEAFLET, Format.BOOKLET})
            with engine() as scratch:
                os.environ["FONTCONFIG_FILE"] = str(scratch / "fonts.conf")
                found = interleaved(
                    bench.rounds,
                    ours=lambda: bench.cold(*BOTH, "--jobs", "2"),
                    theirs=lambda: chromium.seconds(program, html, 2, Path(name)),
                )
                del os.environ["FONTCONFIG_FILE"]
        yield Row(
            what,
            ratio(found["ours"], found["theirs"]),
            1.0,
            note=f"{_s(found['ours'])} and {_s(found['theirs'])}, {chromium.version(program)}",
        )


def memory(bench: Bench) -> Iterator[Row]:
    """The largest process of a full build."""
    if not Path("/proc/self/status").exists():
        yield Row("peak memory of any one process, full build", None, 120, " MB", note="no /proc")
        return
    run([HANDOUTS, "clean"], bench.folder)
    seen = watch([HANDOUTS, "build", "--jobs", "2"], bench.folder)
    yield Row("peak memory of any one process, full build", seen.peak, 120, " MB")


def post_processing(bench: Bench) -> Iterator[Row]:
    """Tags, metadata, linearizing, joining, imposing."""
    shares = []
    for _ in range(bench.rounds):
        typesetting, after = bench.child("share")
        shares.append(100 * after / typesetting)
    yield Row("post-processing in typesetting time", statistics.median(shares), 10, "%")


def many(bench: Bench) -> Iterator[Row]:
    """A hundred leaflets: ten syndromes for ten sites."""
    subjects = bench.content.subjects(10)
    sites = "copy-00?"
    wanted = (*subjects, "--format", "leaflet")
    found = interleaved(
        max(1, bench.rounds // 3),
        two=lambda: bench.cold(*wanted, "--jobs", "2", site=sites),
        one=lambda: bench.cold(*wanted, "--jobs", "1", site=sites),
        naive=lambda: float(bench.child("naive", *subjects)),
    )
    yield Row(
        "100 leaflets, 2 workers / one process, everything new each time",
        ratio(found["two"], found["naive"]),
        0.25,
        note=f"{_s(found['two'])} and {_s(found['naive'])}",
    )
    yield Row(
        "pool efficiency, 2 workers, 100 leaflets",
        ratio(found["one"], found["two"]),
        1.9,
        " ×",
        least=True,
        note=f"{_s(found['one'])} and {_s(found['two'])}",
    )


def endless(bench: Bench) -> Iterator[Row]:
    """Every site's trifolds, the format that takes the least time."""
    number = bench.editions
    if not number:
        yield Row("2,000 editions: time per edition / that at 100", None, 1.05, note="quick run")
        return
    subjects = bench.content.subjects(10)
    bench.content.add_sites(number // len(subjects))
    build = [HANDOUTS, "--site", "copy-*", "build", *subjects, "--format", "trifold"]
    few = [HANDOUTS, "--site", "copy-00?", *build[3:]]
    run([HANDOUTS, "clean"], bench.folder)
    before = watch(few, bench.folder)
    run([HANDOUTS, "clean"], bench.folder)
    seen = watch(build, bench.folder)
    run([HANDOUTS, "clean"], bench.folder)
    after = watch(few, bench.folder)
    at_hundred = statistics.mean(map(_pace, (before.times, after.times)))
    yield Row(
        f"{len(seen.times) // 2:,} editions: time per edition / that at 100",
        _pace(seen.times) / at_hundred,
        1.05,
        note=f"{2000 * _pace(seen.times):.0f} ms each",
    )
    # An edition prints two lines: the folded leaflet and its sheet.
    yield _growth("parent", [seen.parent], 0.5)
    workers = sorted(seen.children.values(), key=len)[-2:]
    yield _growth("a worker", workers, 0.5 / 2)


def _pace(times: list[float]) -> float:
    """Seconds from line to line, without the start."""
    return (times[-1] - times[0]) / (len(times) - 1)


def _growth(who: str, samples: list[list[Sample]], editions_per_line: float) -> Row:
    grown = [growth(one) for one in samples]
    each = statistics.mean(mb / max(1, lines * editions_per_line) for mb, lines in grown)
    return Row(f"growth per edition, {who}", each, 0.05, " MB")


def others(bench: Bench) -> Iterator[Row]:
    """What others do with the same words."""
    (subject,) = bench.content.subjects(1)
    with tempfile.TemporaryDirectory(prefix="bench-") as name, engine() as scratch:
        html = pages(bench.folder, Path(name), {Format.LEAFLET})
        env = {"FONTCONFIG_FILE": str(scratch / "fonts.conf")}
        program = str(Path(PYTHON).parent / "weasyprint")

        def one_by_one() -> float:
            return sum(
                seconds([program, str(page), str(page.with_suffix(".pdf"))], bench.folder, env)
                for page in html
            )

        found = interleaved(
            max(1, bench.rounds // 3),
            ours=lambda: bench.cold("--format", "leaflet", "--jobs", "2"),
            theirs=one_by_one,
        )
    yield Row(
        f"weasyprint once for each of {len(html)} leaflets / ours, 2 workers",
        ratio(found["theirs"], found["ours"]),
        note=f"{_s(found['theirs'])} and {_s(found['ours'])}",
    )
    what = "Typst, an equivalent leaflet / ours, warm"
    if importlib.util.find_spec("typst") is None:
        yield Row(what, None, note="no Typst; pip install typst")
        return
    found = interleaved(
        bench.rounds,
        typst=lambda: float(bench.child("typst", subject)),
        ours=lambda: float(bench.child("layout", subject)["leaflet"]),
    )
    yield Row(what, ratio(found["typst"], found["ours"]), note=_s(found["typst"]))


def _s(times: list[float]) -> str:
    return f"{statistics.median(times):.2f} s"


def _ms(times: list[float]) -> str:
    return f"{1000 * statistics.median(times):.0f} ms"


PARTS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "nothing": nothing_changed,
    "sentence": one_sentence,
    "cold": cold_set,
    "memory": memory,
    "post": post_processing,
    "many": many,
    "endless": endless,
    "others": others,
}
QUICK = ("nothing", "sentence", "cold", "memory", "post")


def main() -> None:
    """Measure, and print a line of the table as soon as it is known."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"only {', '.join(QUICK)}, one round")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=None, help="these parts")
    parser.add_argument("--rounds", type=int, default=None, help="[default: 5; 1 when quick]")
    parser.add_argument("--editions", type=int, default=2000, help="of the large build")
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    wish = parser.parse_args()
    rounds = wish.rounds or (1 if wish.quick else 5)
    machine = f"{len(os.sched_getaffinity(0))} cores" if hasattr(os, "sched_getaffinity") else ""
    _say(
        f"Python {platform.python_version()}, WeasyPrint {pdf.versions()['weasyprint']}, {machine}"
    )
    _say(f"medians of {rounds} interleaved rounds, more for quick steps; one run, one machine\n")
    _say("| what | target | measured | |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        content = Content(Path(name), wish.data, ROOT / "templates")
        bench = Bench(content, rounds, 0 if wish.quick else wish.editions)
        try:
            run([HANDOUTS, "check"], bench.folder)
            content.add_sites(10)
            for part in wish.only or (QUICK if wish.quick else PARTS):
                for row in PARTS[part](replace(bench)):
                    _say(f"| {' | '.join(row.cells())} |")
        except Failed as error:
            sys.exit(f"cannot measure: {error}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
