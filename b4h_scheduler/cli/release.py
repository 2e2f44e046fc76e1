"""``b4h release``: make a draft the event's plan, or go back to an earlier one."""

from __future__ import annotations

from pathlib import Path

import click

from b4h_scheduler.cli.databases import place_of


@click.command()
@click.argument("event")
@click.option("--draft", "draft_id", type=int, help="Its number; default: the newest.")
@click.option("--back-to", type=int, help="Release an earlier revision again instead.")
@click.option("--note", default="", help="Kept with the revision.")
@click.option("--dry-run", is_flag=True, help="Show what would happen, change nothing.")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The web application's settings (TOML); variables B4H_... count too.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of b4h serve.  [default: b4h-data]",
)
@click.option("--database", help="sqlite:///FILE or postgresql://USER@HOST/NAME.")
@click.option("--json", "as_json", is_flag=True, help="The result as one JSON object.")
def command(  # noqa: PLR0913  (its options)
    *,
    event: str,
    draft_id: int | None,
    back_to: int | None,
    note: str,
    dry_run: bool,
    config: Path | None,
    folder: Path | None,
    database: str | None,
    as_json: bool,
) -> None:
    """Release a draft of EVENT (number or name): revision, calendars and mail.

    Shows what differs from the latest revision and who is told. Refused while a
    meeting has become impossible. The web application need not run.

    \b
    Example:
      b4h release 1 --dry-run --folder b4h-data
      b4h release 1 --note "After the withdrawal of Bora" --folder b4h-data
      b4h release 1 --back-to 2 --folder b4h-data
    """  # noqa: D301  (click keeps the lines)
    if draft_id is not None and back_to is not None:
        raise click.UsageError("give --draft or --back-to, not both")
    from b4h_scheduler.cli.releasing import Request, run  # noqa: PLC0415  (heavy)

    settings = place_of(config, folder, database)
    request = Request(event, draft_id, back_to, note, dry_run=dry_run, as_json=as_json)
    run(settings, request)
