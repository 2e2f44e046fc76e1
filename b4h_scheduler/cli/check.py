"""``b4h check``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from b4h_scheduler.cli import console, options
from b4h_scheduler.cli.failures import ExitStatus, exit_with
from b4h_scheduler.cli.sizes import sizes

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.files.faults import Fault
    from b4h_scheduler.files.hints import Hint
    from b4h_scheduler.files.load import Loaded


@click.command()
@click.argument("event", type=options.EVENT)
@options.skip_faulty
@options.as_json
def command(*, event: Path, skip_faulty: bool, as_json: bool) -> None:
    """Read the files of EVENT: every fault, and what to know before closing.

    Exit status 1 if there are errors; warnings and hints are no errors. What a
    warning tells already is not repeated as a hint.

    \b
    Example:
      b4h check examples/stuttgart
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.cli.fault_table import show_faults  # noqa: PLC0415
    from b4h_scheduler.files.hints import hints  # noqa: PLC0415
    from b4h_scheduler.files.load import load_event  # noqa: PLC0415

    loaded = load_event(event, skip_faulty=skip_faulty)
    told = {fault.code.value for fault in loaded.warnings}
    found = tuple(hint for hint in hints(loaded.event) if hint.code.value not in told)
    if as_json:
        click.echo(json.dumps(_content(loaded, found), ensure_ascii=False, indent=2))
    else:
        show_faults(_faults(loaded))
        _show(loaded, found)
    exit_with(_status(loaded))


def _status(loaded: Loaded) -> ExitStatus:
    return ExitStatus.ERROR if loaded.errors else ExitStatus.DONE


def _faults(loaded: Loaded) -> tuple[Fault, ...]:
    return (*loaded.errors, *loaded.skipped, *loaded.warnings)


def _content(loaded: Loaded, found: tuple[Hint, ...]) -> dict[str, object]:
    from b4h_scheduler.files.faults import faults_json  # noqa: PLC0415

    return {
        "status": _status(loaded).name.lower(),
        "faults": json.loads(faults_json(_faults(loaded))),
        "hints": [
            {"code": str(hint.code), "subject": hint.subject, "text": hint.text}
            for hint in found
        ],
        "input_hash": loaded.input_hash,
    }


def _show(loaded: Loaded, found: tuple[Hint, ...]) -> None:
    console.tell(f"{loaded.event.name}: {sizes(loaded.event)}")
    if found:
        click.echo("\nTo know before closing:")
    for hint in found:
        console.tell(f"  - {hint.text}")
    left = len({(each.file, each.row) for each in loaded.skipped})
    if left:
        console.say(f"{console.counted(left, 'row')} left out.")
    if loaded.warnings:
        num = console.counted(len(loaded.warnings), "warning")
        console.say(f"{num}, none forbids planning.")
    if loaded.errors:
        num = console.counted(len(loaded.errors), "error")
        console.error(f"{num}: nothing can be planned as the event is.")
    elif not left and not loaded.warnings:
        console.say("No faults.")
