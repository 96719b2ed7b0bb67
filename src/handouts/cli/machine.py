"""Commands about this machine."""

from __future__ import annotations

from pathlib import Path

import click

from handouts import __version__
from handouts.cli.common import INVALID, OK, Settings, report


@click.command()
@click.pass_obj
def doctor(settings: Settings) -> int:
    """Check Python, the engine, its libraries and the fonts, and typeset a page.

    \b
    Example:
      handouts doctor
    """
    import platform
    import tempfile

    from handouts.paper import pdf

    click.echo(f"handouts     {__version__}")
    click.echo(f"Python       {platform.python_version()}")
    for name, version in pdf.versions().items():
        click.echo(f"{name:<12} {version}")
    try:
        click.echo(f"fonts        {len(pdf.faces())} faces of {pdf.FAMILY}")
        with tempfile.TemporaryDirectory(prefix="handouts-") as scratch:
            pdf.lay_out_fonts(Path(scratch))
            pdf.settle(Path(scratch))
            for name, version in pdf.native_versions().items():
                click.echo(f"{name:<12} {version}")
            outcome = pdf.typeset(pdf.Job("self-test", pdf.SELF_TEST))
    except pdf.NoEngine as error:
        raise click.ClickException(str(error)) from error
    if outcome.pdf is None:
        report(outcome.problems)
        return INVALID
    click.echo(f"self-test    1 page, {len(outcome.pdf):,} bytes, {outcome.seconds:.1f} s")
    settings.say("all is well")
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
