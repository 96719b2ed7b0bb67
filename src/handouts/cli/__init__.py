"""Words → values → one call → printed values. It decides nothing about content.

Only Click and the standard library are imported at the top of these modules: a build with nothing
to do must not pay for the engine, the templates or the records.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from handouts import __version__
from handouts.cli import looking, machine, mailing, making
from handouts.cli.common import EXIT_CODES, FOLDER, INTERRUPTED, OK, USAGE, Settings, site_ids


def main() -> NoReturn:
    """Run the command line and leave with one of our exit codes."""
    try:
        code = cli(standalone_mode=False, prog_name="handouts")
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = USAGE
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        code = INTERRUPTED
    sys.exit(code if isinstance(code, int) else OK)


@click.group(
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
    quiet: bool,
    verbose: bool,
) -> None:
    """Make printable leaflets on paraneoplastic syndromes from curated, checked content.

    \b
    Examples:
      handouts build                     every leaflet and the booklet, into output/
      handouts build lambert-eaton       one leaflet
      handouts --site uk build           A4 paper and 999
      handouts check                     every fault of the content, with file and line
      handouts list                      what can be built, and what is a draft
      handouts mail --help               leaflets by e-mail, as drafts or sent
    """
    context.obj = Settings(data, templates, output, site_ids(data, sites), quiet, verbose)


def _print_version(context: click.Context) -> None:
    import platform

    from handouts.paper import pdf

    engine = pdf.versions()["weasyprint"]
    click.echo(f"handouts {__version__}, WeasyPrint {engine}, Python {platform.python_version()}")
    context.exit()


for command in (
    making.build,
    looking.check,
    looking.list_,
    looking.show,
    looking.ledger,
    looking.readability,
    mailing.mail,
    machine.doctor,
    making.clean,
    machine.completion,
):
    cli.add_command(command)
