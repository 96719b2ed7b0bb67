"""Options that hold everywhere: before or after the command, from the environment, by place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

MARK = Path("data") / "series.yaml"
"""What the folder of a project holds."""


LOOKS = (Path(__file__).parents[1] / "templates", Path(__file__).parents[3] / "templates")
"""The look that comes with the program, installed or in its checkout, for projects without one."""


class Everywhere(click.Group):
    """A group whose own options may also stand after the name of the command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As in Click, with our options moved before the command."""
        return super().parse_args(ctx, list(self._sorted(ctx, args)))

    def _sorted(self, ctx: click.Context, args: list[str]) -> Iterator[str]:
        ours = {name: param for param in self.get_params(ctx) for name in param.opts}
        command, rest = self._command(ctx, args, ours)
        if command is None:
            yield from args
            return
        own = {name for p in command.params for name in (*p.opts, *p.secondary_opts)}
        moved, kept = [], []
        waiting = iter(rest)
        for word in waiting:
            if word == "--":
                kept += [word, *waiting]
                break
            name = word.partition("=")[0]
            param = ours.get(name)
            if name in own or not isinstance(param, click.Option) or param.is_eager:
                kept.append(word)
                continue
            moved.append(word)
            if not param.is_flag and "=" not in word:
                value = next(waiting, None)
                if value is None:
                    raise click.BadOptionUsage(name, f"Option '{name}' requires an argument.", ctx)
                moved.append(value)
        yield from moved
        yield from args[: len(args) - len(rest)]
        yield from kept

    def _command(
        self, ctx: click.Context, args: list[str], ours: dict[str, click.Parameter]
    ) -> tuple[click.Command | None, list[str]]:
        """The command that is named, and the words after its name."""
        at = 0
        while at < len(args):
            word = args[at]
            if not word.startswith("-"):
                return self.get_command(ctx, word), args[at + 1 :]
            param = ours.get(word.partition("=")[0])
            takes = isinstance(param, click.Option) and not param.is_flag and "=" not in word
            at += 2 if takes else 1
        return None, []


def project(here: Path) -> Path | None:
    """The nearest folder, this one or one above it, that holds a project."""
    for folder in (here, *here.parents):
        if (folder / MARK).is_file():
            return folder
    return None


def placed(context: click.Context, name: str, value: Path) -> Path:
    """A folder of the project, for an option that nobody gave, when it is asked for from below."""
    if context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT:
        return value
    here = Path.cwd()
    root = project(here)
    if root is not None and root != here:
        value = Path(os.path.relpath(root / value, here))
    if name == "templates" and not value.is_dir():
        return next((look for look in LOOKS if look.is_dir()), value)
    return value
