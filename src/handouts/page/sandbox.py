"""Templates → text, whoever wrote them.

Templates are code, and a theme may come from elsewhere: they run in Jinja2's sandbox, with less
than it gives, for a bounded time and in bounded memory. They reach no file but the templates, and
whatever goes wrong in one is told with its file and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePath
from typing import Any

import jinja2
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from handouts.content import bounds, characters, files
from handouts.content.problems import Fault, Place, Problem

MAX_BYTES = 400_000
"""Of a template or style sheet."""
MAX_MADE = 4_000_000
"""Characters of a page's HTML; our whole booklet has a tenth."""


class TemplateFault(Fault):
    """A template that cannot be rendered: a fault of the theme, with its place."""


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox without the ways out that our own values would open."""

    intercepted_binops = frozenset({"*", "**"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, (PurePath, partial)):
            return False
        # pydantic's own methods read files and unpickle; our fields are not among them.
        if isinstance(obj, BaseModel) and hasattr(BaseModel, attr):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        sizes = [v if isinstance(v, int) else len(v) for v in (left, right) if _sized(v)]
        if len(sizes) == 2 and (
            abs(sizes[0] * sizes[1]) > MAX_MADE or (operator == "**" and abs(sizes[1]) > 100)
        ):
            raise OverflowError("a number or a text that is too large")
        return super().call_binop(context, operator, left, right)


def _sized(value: Any) -> bool:
    return isinstance(value, (int, str, list, tuple))


class _Loader(jinja2.BaseLoader):
    def __init__(self, templates: Path) -> None:
        self._templates = templates

    def get_source(
        self, _: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        path = self._templates.joinpath(*split_template_path(template))
        if not path.exists() and not path.is_symlink():
            raise jinja2.TemplateNotFound(template)
        text, read = read_text(path, self._templates), path.stat().st_mtime_ns
        return text, str(path), lambda: path.stat().st_mtime_ns == read


def environment(templates: Path, filters: Mapping[str, Any], **values: Any) -> jinja2.Environment:
    """The environment of a folder of templates, with the filters and values that all may use."""
    made = _Environment(
        loader=_Loader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(filters)
    made.globals.update(values)
    return made


def read_text(path: Path, templates: Path) -> str:
    """The text of a file of the templates. Raises TemplateFault."""

    def wrong(why: str, line: int = 0, column: int = 0) -> TemplateFault:
        return TemplateFault(Problem(Place(files.named(path), line, column), "template", why))

    if not files.inside(path, templates):
        raise wrong("a link that leads out of the folder; put the file itself here")
    try:
        data = files.read_plain(path, MAX_BYTES)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise wrong(f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise wrong("not UTF-8; save the file as UTF-8", line, 1) from None
    for at, why in characters.faults(text):
        raise wrong(why, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    return text


@contextmanager
def filling(templates: Path) -> Iterator[None]:
    """Whatever goes wrong with a template inside is a TemplateFault, with its place."""
    with bounds.bounded():
        try:
            yield
        except Fault:
            raise
        except jinja2.TemplateNotFound as error:
            place = _raised_in(error, templates) or Place(str(templates / (error.name or "")))
            message = f'no such template "{(error.name or "")[:200]}"'
            raise TemplateFault(Problem(place, "template", message)) from error
        except jinja2.TemplateSyntaxError as error:
            place = Place(error.filename or str(templates), error.lineno, 1)
            raise TemplateFault(Problem(place, "template", error.message or "wrong")) from error
        except Exception as error:  # a template can fail in any way that a program can
            place = _raised_in(error, templates) or Place(str(templates))
            raise TemplateFault(Problem(place, "template", _words(error))) from error


def made(template: jinja2.Template, **values: Any) -> str:
    """What a template makes of its values. Call it inside `filling`."""
    parts, length = [], 0
    for part in template.generate(**values):
        parts.append(part)
        length += len(part)
        if length > MAX_MADE:
            raise bounds.TooMuch(f"makes more than {MAX_MADE:,} characters")
    return "".join(parts)


def _words(error: Exception) -> str:
    match error:
        case MemoryError():
            return f"needs more than {bounds.MEGABYTES} megabytes of memory"
        case RecursionError():
            return "includes or calls itself without end"
        case bounds.TooMuch() | jinja2.UndefinedError():
            return str(error)[:300]
        case _:
            kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower()
            return f"{kind}: {error}"[:300]


def _raised_in(error: Exception, templates: Path) -> Place | None:
    """The innermost template line of a traceback."""
    place, trace = None, error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(f"{templates}/"):
            place = Place(name, trace.tb_lineno, 1)
        trace = trace.tb_next
    return place
