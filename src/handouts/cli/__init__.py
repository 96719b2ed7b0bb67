"""Words → values → one call → printed values. It decides nothing about content.

Only Click and the standard library are imported at the top of these modules: a build with nothing
to do must not pay for the engine, the templates or the records.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import NoReturn

import click

from handouts import __version__
from handouts.cli import (
    cleaning,
    copying,
    finding,
    looking,
    machine,
    mailing,
    making,
    reviewing,
    showing,
    standing,
    starting,
    translating,
)
from handouts.cli.common import (
    EXIT_CODES,
    FOLDER,
    INTERRUPTED,
    INVALID,
    OK,
    USAGE,
    Settings,
    site_ids,
)
from handouts.cli.everywhere import Everywhere, placed
from handouts.content import files
from handouts.content.characters import shown
from handouts.content.problems import Fault


def main() -> NoReturn:
    """Run the command line and leave with one of our exit codes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names of files may be in no encoding
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli(standalone_mode=False, prog_name="handouts", auto_envvar_prefix="HANDOUTS")
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = USAGE
    except click.ClickException as error:
        click.echo(shown(_told(error)), err=True)
        code = error.exit_code
    except Fault as fault:
        click.echo(str(fault), err=True)
        code = INVALID
    except OSError as error:
        where = files.named(error.filename) if error.filename else "the system"
        click.echo(shown(f"Error: {where}: {error.strerror or error}"), err=True)
        code = INVALID
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        code = INTERRUPTED
    sys.exit(code if isinstance(code, int) else OK)


def _told(error: click.ClickException) -> str:
    """What Click would print of an error."""
    with io.StringIO() as heard:
        error.show(heard)
        return heard.getvalue().rstrip("\n")


@click.group(
    cls=Everywhere,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXIT_CODES,
)
@click.option("--data", type=FOLDER, default="data", show_default=True, help="The content.")
@click.option("--templates", type=FOLDER, default="templates", show_default=True, help="The look.")
@click.option("--output", type=FOLDER, default="output", show_default=True, help="Where PDFs go.")
@click.option(
    "--site",
    "sites",
    multiple=True,
    default=("us",),
    show_default=True,
    help="Whose names, phones and paper: an id of data/sites, or a pattern such as '*'.",
)
@click.option(
    "--cache",
    metavar="DIRECTORY",
    help="Where typeset parts are kept between builds; none keeps nothing.  [default: yours]",
)
@click.option("-q", "--quiet", is_flag=True, help="Errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Say more.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, _, wanted: _print_version(context) if wanted else None,
    help="Print the versions of this program, its engine and Python.",
)
@click.pass_context
def cli(
    context: click.Context,
    data: Path,
    templates: Path,
    output: Path,
    sites: tuple[str, ...],
    cache: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make printable leaflets from curated, checked content.

    The options above may also stand after the command, or in the environment: HANDOUTS_SITE=uk.
    The project is found from its subfolders too. Documents: README.md, data/README.md.

    \b
    Examples:
      handouts build                     every leaflet and the booklet, into output/
      handouts build lambert-eaton       one leaflet
      handouts --site uk build           A4 paper and 999
      handouts check                     every fault of the content, with file and line
      handouts list                      what can be built, and what is a draft
      handouts mail --help               leaflets by e-mail, as drafts or sent
    """
    data, templates, output = (
        placed(context, name, value)
        for name, value in (("data", data), ("templates", templates), ("output", output))
    )
    if context.get_parameter_source("sites") is click.core.ParameterSource.DEFAULT:
        known = sorted(path.stem for path in (data / "sites").glob("*.yaml"))
        if known and sites[0] not in known:
            sites = (known[0],)  # a project whose only hospital has another name
    context.obj = Settings(data, templates, output, site_ids(data, sites), quiet, verbose, cache)


def _print_version(context: click.Context) -> None:
    import platform

    from handouts.paper import pdf

    engine = pdf.versions()["weasyprint"]
    click.echo(f"handouts {__version__}, WeasyPrint {engine}, Python {platform.python_version()}")
    context.exit()


for command in (
    making.build,
    showing.preview,
    showing.print_,
    looking.check,
    looking.list_,
    looking.show,
    looking.ledger,
    looking.readability,
    reviewing.review,
    standing.sign,
    standing.revise,
    standing.status,
    copying.review_copy,
    copying.remarks,
    finding.where,
    finding.impact,
    finding.why,
    finding.verify,
    mailing.mail,
    translating.translate,
    starting.new,
    starting.schema,
    machine.doctor,
    cleaning.clean,
    machine.completion,
):
    cli.add_command(command)
