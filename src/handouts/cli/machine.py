"""Commands about this machine."""

from __future__ import annotations

import json
from pathlib import Path

import click

from handouts import __version__
from handouts.cli.common import AS_JSON, INVALID, OK, Settings, report


@click.command()
@AS_JSON
@click.pass_obj
def doctor(settings: Settings, as_json: bool) -> int:
    """Check Python, the engine, its libraries and the fonts, and typeset a page.

    \b
    Example:
      handouts doctor
    """
    import platform
    import tempfile

    from handouts.page.faces import FAMILY
    from handouts.paper import pdf

    told = {"handouts": __version__, "Python": platform.python_version(), **pdf.versions()}
    try:
        told["fonts"] = f"{len(pdf.our_faces())} faces of {FAMILY}"
        with tempfile.TemporaryDirectory(prefix="handouts-") as scratch:
            pdf.lay_out_fonts(Path(scratch))
            pdf.settle(Path(scratch))
            told |= pdf.native_versions()
            outcome = pdf.typeset(pdf.Job("self-test", pdf.SELF_TEST))
    except pdf.NoEngine as error:
        raise click.ClickException(str(error)) from error
    if outcome.pdf is None:
        report(outcome.problems)
        return INVALID
    told["self-test"] = f"1 page, {len(outcome.pdf):,} bytes, {outcome.seconds:.1f} s"
    has_project = (settings.data / "series.yaml").is_file()
    told["project"] = str(settings.data) if has_project else "none here"
    if as_json:
        click.echo(json.dumps({"schema": 1, **told}))
    else:
        for name, version in told.items():
            click.echo(f"{name:<12} {version}")
    if has_project:
        settings.say("all is well")
    else:
        settings.say(
            "the program is well, but there is no project here: go to its folder, name it with "
            "--data, or start one: handouts new series FOLDER"
        )
    return OK


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print the completion script of a shell.

    \b
    Example:
      handouts completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(context.find_root().command, {}, "handouts", "_HANDOUTS_COMPLETE").source())
    return OK
