"""The command line ``b4h``: every command is imported when it is called."""

from __future__ import annotations

import click

from b4h_scheduler.cli.commands import Commands

__all__ = ["main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="b4h-scheduler", prog_name="b4h")
def main() -> None:
    """Plan the one-to-one meetings of a matchmaking event.

    From spreadsheets of delegates and wishes to the best meeting plan there is, with
    a proof of how good it is, a workbook, a report and calendar files.

    \b
    Start with:  b4h demo
                 b4h init my-event
                 b4h plan my-event --out out/my-event
    """  # noqa: D301  (click keeps the lines)
