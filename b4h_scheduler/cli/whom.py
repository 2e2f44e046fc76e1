"""Who is meant by a name, number, address or id on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from b4h_scheduler.domain.wishes import Side
from b4h_scheduler.files.directory import Directory

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event


def whom(event: Event, *texts: str) -> list[Side]:
    """Return the side that each text means.

    Raises
    ------
    click.BadParameter
        It means nobody (with the nearest name) or several.
    """
    directory = Directory(event.organizations, event.delegates)
    sides = []
    for text in texts:
        found = directory.look_up(text)
        if not isinstance(found, Side):
            message = f"{found.message} {found.cure}".strip()
            raise click.BadParameter(message)
        sides.append(found)
    return sides


def belongs(side: Side, wanted: Side) -> bool:
    """Whether a side of a meeting or wish is the wanted one, or speaks for it."""
    return (
        side.organization == wanted.organization
        and (wanted.unit is None or side.unit in {None, wanted.unit})
        and (wanted.delegate is None or side.delegate in {None, wanted.delegate})
    )
