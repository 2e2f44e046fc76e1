"""``b4h version``."""

from __future__ import annotations

import json

import click

from b4h_scheduler.cli import options


@click.command()
@options.as_json
def command(*, as_json: bool) -> None:
    """Show the versions of b4h and of what its plans depend on.

    \b
    Example:
      b4h version --json
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.planning.run import versions  # noqa: PLC0415  (heavy)

    found = versions()
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for name, value in found.items():
        click.echo(f"{name} {value}")
