"""What the bench works on, and the parts of it that need a process of their own.

`python -m tests.bench.workload NAME FOLDER ...` does one of `CHILDREN` and prints a JSON value.
"""

from __future__ import annotations

import importlib
import itertools
import json
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from handouts.build import manifest
from handouts.build import run as builder
from handouts.build.plan import Plan, Task
from handouts.content import library
from handouts.page import compose
from handouts.page.edition import Edition, editions
from handouts.page.formats import Format
from handouts.page.handout import Handout
from handouts.page.pictures import BASE
from handouts.page.render import render
from handouts.paper import join, pdf, tags
from handouts.paper.pdf import Job, Outcome

WORDS = ("today", "now", "here", "soon", "again", "first", "then", "later", "often", "always")
"""Two are added to a sentence, others in each round, so that nothing comes from a cache."""


class Content:
    """A scratch copy of content and templates, in which the bench edits and builds."""

    def __init__(self, folder: Path, data: Path, templates: Path) -> None:
        self.folder = folder
        shutil.copytree(data, folder / "data")
        shutil.copytree(templates, folder / "templates")
        # An edit is to cost what a build costs, and not to be a fault that wants a revision.
        revisions = folder / "data" / "revisions.yaml"
        kept = re.sub(r"^  digest: .*\n", "", revisions.read_text("utf-8"), flags=re.M)
        revisions.write_text(kept, "utf-8")
        self._edits = itertools.permutations(WORDS, 2)
        self._originals: dict[str, str] = {}

    def add_sites(self, number: int) -> None:
        """Copies of the first site, so that there are many editions."""
        site = (self.folder / "data" / "sites" / "us.yaml").read_text("utf-8")
        for n in range(number):
            text = re.sub(r"^id: .*$", f"id: copy-{n:03}", site, flags=re.M)
            (self.folder / "data" / "sites" / f"copy-{n:03}.yaml").write_text(text, "utf-8")

    def subjects(self, number: int) -> list[str]:
        """The first syndromes."""
        return sorted(path.stem for path in (self.folder / "data/syndromes").glob("*"))[:number]

    def edit(self, subject: str, sentence: str) -> None:
        """Add two words to a sentence of a syndrome."""
        path = self.folder / "data" / "syndromes" / f"{subject}.yaml"
        original = self._originals.setdefault(subject, path.read_text("utf-8"))
        edited = original.replace(f"{sentence}.", f"{sentence} {' '.join(next(self._edits))}.", 1)
        path.write_text(edited, "utf-8")


def editable(content: Path) -> tuple[str, str]:
    """A syndrome and a sentence of it, less its full stop, that leaflet and booklet print."""
    found = library.load(content / "data")
    booklet = compose.compose(found, Edition("us", "booklet", Format.BOOKLET))
    summaries = {sentence.text for sentence in booklet.sentences()}
    for edition in editions(found, "us"):
        source = content / "data" / "syndromes" / f"{edition.subject}.yaml"
        for sentence in compose.compose(found, edition).sentences():
            text = sentence.text
            written = f"say: {text}\n" in source.read_text("utf-8") if source.exists() else False
            if written and text in summaries and text.endswith(".") and len(text.split()) <= 12:
                return edition.subject, text.removesuffix(".")
    raise LookupError("no sentence stands in a leaflet and in the booklet")


def pages(content: Path, folder: Path, formats: set[Format]) -> list[Path]:
    """The HTML files of the editions, with their pictures beside them."""
    found = library.load(content / "data")
    for path in (content / "templates" / "pictures").glob("*"):
        shutil.copy(path, folder)
    written = []
    for edition in editions(found, "us"):
        if edition.format in formats:
            html = render(compose.compose(found, edition), content / "templates")
            written.append(folder / f"{edition.name}.html")
            written[-1].write_text(html.replace(BASE, ""), "utf-8")
    return written


@contextmanager
def engine() -> Iterator[Path]:
    """An engine in this process, with its fonts in a scratch folder."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        pdf.lay_out_fonts(Path(name))
        pdf.settle(Path(name))
        pdf.engine()
        yield Path(name)


def _tasks(content: Path, sites: list[str], wanted: Callable[[Edition], bool]) -> Iterator[Task]:
    found = library.load(content / "data")
    plan = Plan(found, content / "templates", content / "nowhere", manifest.Manifest())
    chosen = (e for site in sites for e in editions(found, site) if wanted(e))
    return plan.tasks(chosen)


def naive(content: Path, *subjects: str) -> float:
    """Every site's leaflets one after another, everything new for each; all seconds together."""
    start = time.perf_counter()
    sites = sorted(path.stem for path in (content / "data/sites").glob("copy-*.yaml"))
    tasks = _tasks(content, sites, lambda e: e.format == "leaflet" and e.subject in subjects)
    with engine() as scratch:
        weasyprint = pdf.engine()
        from weasyprint.text.fonts import FontConfiguration

        for n, task in enumerate(tasks):
            job = task.jobs[""]
            for name, data in job.pictures.items():
                (scratch / name).write_bytes(data)
            page = weasyprint.HTML(string=job.html.replace(BASE, ""), base_url=f"{scratch}/")
            made = page.write_pdf(pdf_variant=pdf.VARIANT, font_config=FontConfiguration())
            (scratch / f"{n}.pdf").write_bytes(made)
    return time.perf_counter() - start


def layout(content: Path, subject: str) -> dict[str, float]:
    """Seconds in which a warm engine typesets each format of a subject."""
    with engine():
        tasks = [*_tasks(content, ["us"], lambda edition: edition.subject == subject)]
        for task in tasks[:1]:
            pdf.typeset(task.jobs[""])
        return {str(t.edition.format): pdf.typeset(t.jobs[""]).seconds for t in tasks}


def share(content: Path) -> tuple[float, float]:
    """Seconds of typesetting, and of all that comes after it, for a full set in one process."""
    clock = _Clock()
    clock.time(tags, "repair")
    clock.time(join, "join")
    clock.time(builder, "impose")
    runner = _Alone()
    with engine(), tempfile.TemporaryDirectory(prefix="bench-") as output:
        tasks = _tasks(content, ["us"], lambda _: True)
        for done in builder.build(tasks, Path(output), manifest.Manifest(), runner):
            assert done.entry, done.problems
    # The repair is a part of an outcome's seconds; joining and imposing are not.
    return runner.seconds - clock.of["repair"], sum(clock.of.values())


class _Alone:
    """A runner that does each job at once, in this process."""

    is_hungry = True

    def __init__(self) -> None:
        self.seconds = 0.0
        self._done: list[Outcome] = []

    @property
    def is_idle(self) -> bool:
        return not self._done

    def submit(self, job: Job) -> None:
        self._done.append(pdf.typeset(job))
        self.seconds += self._done[-1].seconds

    def collect(self, wait: bool) -> list[Outcome]:  # noqa: ARG002 - what a runner takes
        done, self._done = self._done, []
        return done


class _Clock:
    """Adds up the time that functions take."""

    def __init__(self) -> None:
        self.of: dict[str, float] = {}

    def time(self, module: Any, name: str) -> None:
        function = getattr(module, name)
        self.of[name] = 0.0

        def timed(*args: Any, **more: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*args, **more)
            finally:
                self.of[name] += time.perf_counter() - start

        setattr(module, name, timed)


def typst(content: Path, subject: str) -> float:
    """Seconds in which Typst makes a leaflet of the same words, its import included."""
    found = library.load(content / "data")
    handout = compose.compose(found, Edition("us", subject, Format.LEAFLET))
    start = time.perf_counter()
    other: Any = importlib.import_module("typst")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        source = Path(name, "leaflet.typ")
        source.write_text(_typst_source(handout), "utf-8")
        other.compile(source, output=Path(name, "leaflet.pdf"), pdf_standards=["ua-1"])
        return time.perf_counter() - start


def _typst_source(handout: Handout) -> str:
    def words(sentences: Any) -> str:
        return " ".join(_escaped(sentence.text) for sentence in sentences)

    lines = [
        '#set page(paper: "us-letter", margin: 15mm, columns: 2)',
        '#set text(size: 12pt, lang: "en")',
        f'#set document(title: "{handout.title}")',
        f"= {_escaped(handout.title)}",
    ]
    for block in handout.blocks():
        lines += ["", f"== {_escaped(block.heading or block.key)}"]
        for part in block.parts:
            lines += ["", f"=== {_escaped(part.title)}"] if part.title else [""]
            lines += [words(part.text), "", _escaped(part.lead)]
            lines += [f"- {words(item)}" for item in part.items]
            if part.rows:
                cells = ", ".join(f"[{_escaped(r.label)}], [{words(r.text)}]" for r in part.rows)
                lines += ["", f"#table(columns: 2, {cells})"]
    return "\n".join(lines)


def _escaped(text: object) -> str:
    told = "" if text is None else str(text)
    return re.sub(r"([\\#*_`$<>@\[\]~=+/\-])", r"\\\1", told)


CHILDREN: dict[str, Callable[..., Any]] = {
    "naive": naive,
    "layout": layout,
    "share": share,
    "typst": typst,
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(CHILDREN[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])))
