"""``b4h check``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from b4h_scheduler.cli import console, options

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.files.hints import Hint
    from b4h_scheduler.files.load import Loaded


@click.command()
@click.argument("event", type=options.EVENT)
@options.skip_faulty
@options.as_json
def command(*, event: Path, skip_faulty: bool, as_json: bool) -> None:
    """Read the files of EVENT: every fault, and what to know before closing.

    Exit status 1 if there are errors; warnings and hints are no errors.

    \b
    Example:
      b4h check examples/stuttgart
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.cli.fault_table import show_faults  # noqa: PLC0415
    from b4h_scheduler.files.hints import hints  # noqa: PLC0415
    from b4h_scheduler.files.load import load_event  # noqa: PLC0415

    loaded = load_event(event, skip_faulty=skip_faulty)
    found = hints(loaded.event)
    if as_json:
        click.echo(json.dumps(_content(loaded, found), ensure_ascii=False, indent=2))
        return
    show_faults((*loaded.skipped, *loaded.warnings))
    _show(loaded, found)


def _content(loaded: Loaded, found: tuple[Hint, ...]) -> dict[str, object]:
    from b4h_scheduler.files.faults import faults_json  # noqa: PLC0415

    return {
        "status": "done",
        "faults": json.loads(faults_json((*loaded.skipped, *loaded.warnings))),
        "hints": [
            {"code": str(hint.code), "subject": hint.subject, "text": hint.text}
            for hint in found
        ],
        "input_hash": loaded.input_hash,
    }


def _show(loaded: Loaded, found: tuple[Hint, ...]) -> None:
    event = loaded.event
    click.echo(
        f"{event.name}: {len(event.organizations)} organizations, "
        f"{len(event.delegates)} delegates, {len(event.wishes)} wishes, "
        f"{len(event.slots)} slots, {len(event.tables)} tables, "
        f"{len(event.home_places)} home places"
    )
    if found:
        click.echo("\nTo know before closing:")
    for hint in found:
        console.tell(f"  - {hint.text}")
    num = len(loaded.warnings)
    if num or loaded.skipped:
        console.say(f"{num} warning{'s' if num != 1 else ''}, none forbids planning.")
    else:
        console.say("No faults.")
