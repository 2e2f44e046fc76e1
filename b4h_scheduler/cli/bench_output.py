"""What subcommands of ``b4h bench`` have found: a table, a file, or JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from b4h_scheduler.cli import console

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def write_rows(
    table: str, rows: Sequence[dict[str, Any]], out: Path | None, *, as_json: bool
) -> None:
    """Write the table to a file or standard output, and the rows as JSON if asked."""
    from b4h_scheduler.bench.machine import machine  # noqa: PLC0415  (heavy)

    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(table + "\n", encoding="utf-8")
        console.say(f"wrote {out}")
    if as_json:
        click.echo(json.dumps({"machine": machine(), "rows": rows}, indent=2))
    elif out is None:
        click.echo(table)
