"""What ``b4h release`` does: examine, show, release."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import click

from b4h_scheduler.cli import console
from b4h_scheduler.cli.databases import opened
from b4h_scheduler.mail.mailing import attach_from
from b4h_scheduler.releases.examining import examine_draft, examine_rollback
from b4h_scheduler.releases.release import publish, refusal
from b4h_scheduler.releases.telling import Telling, kinds_told, telling
from b4h_scheduler.releases.words import people, place_and_time
from b4h_scheduler.store.schema_event import EventRow
from b4h_scheduler.store.schema_plans import DraftRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.settings import MailSettings
    from b4h_scheduler.releases.ready import Ready


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for."""

    event: str
    draft_id: int | None
    back_to: int | None
    note: str
    dry_run: bool
    as_json: bool


def run(settings: MailSettings, request: Request) -> None:
    """Do it.

    Raises
    ------
    click.ClickException
        It is refused, or what was named is not there.
    """
    with opened(settings.database_url, "run b4h db upgrade?") as database:
        attach_from(database, settings)
        with database.read() as reading:
            ready = _examined(reading, request)
            told = telling(reading, ready)
        _show(ready, told, request)
        if not request.dry_run:
            database.write(
                lambda s: publish(s, ready, note=request.note, author="b4h release"),
                actor="b4h release",
            )
            console.say(f"Revision {ready.plan.revision} is released.")


def _examined(reading: Session, request: Request) -> Ready:
    event_id = _event_id(reading, request.event)
    if request.back_to is not None:
        return examine_rollback(reading, event_id, request.back_to)
    draft_id = request.draft_id or _newest_draft(reading, event_id)
    return examine_draft(reading, event_id, draft_id)


def _event_id(reading: Session, named: str) -> int:
    from sqlalchemy import select  # noqa: PLC0415

    known = {row.id: row.name for row in reading.scalars(select(EventRow))}
    found = [key for key, name in known.items() if named in {str(key), name}]
    if len(found) == 1:
        return found[0]
    listed = "; ".join(f"{key} {name}" for key, name in known.items()) or "none"
    problem = "no event" if not found else f"{len(found)} events"
    message = f"{problem} with the number or name {named!r}; there are: {listed}"
    raise click.ClickException(message)


def _newest_draft(reading: Session, event_id: int) -> int:
    from sqlalchemy import func, select  # noqa: PLC0415

    query = select(func.max(DraftRow.id)).where(DraftRow.event_id == event_id)
    found = reading.scalar(query)
    if found is None:
        raise click.ClickException("the event has no draft: plan it first")
    return found


def _show(ready: Ready, told: Telling, request: Request) -> None:
    if request.as_json:
        click.echo(json.dumps(_content(ready, told), ensure_ascii=False, indent=2))
    else:
        for line in _lines(ready, told):
            console.tell(line)
    if ready.is_refused and request.dry_run:
        raise click.ClickException(refusal(ready))


def _lines(ready: Ready, told: Telling) -> list[str]:
    lookup = ready.lookup
    number, size = len(ready.difference), len(ready.plan.meetings)
    head = f"Revision {ready.plan.revision} from {ready.source}: {size} meetings"
    lines = [f"{head}, differs for {number} delegates."]
    for person in people(lookup, ready.difference):
        lines.append(f"  {person.name} ({person.organization})")
        for line in person.lines:
            places = " → ".join(filter(None, (line.before, line.after)))
            lines.append(f"    {line.kind:12} {line.partner}: {places}")
    for each in ready.in_the_way:
        pair = " – ".join(lookup.side_name(side) for side in each.meeting.sides)
        where = place_and_time(lookup, each.meeting)
        lines.append(f"  impossible   {pair}, {where}: {each.reason}")
    kinds = ", ".join(f"{n} with the {kind}" for kind, n in kinds_told(told) if n)
    lines.append(f"Messages: {len(told.messages)}" + (f" ({kinds})" if kinds else ""))
    lines += [
        f"  no mail address: {message.delegate.name}"
        for message in told.messages
        if not message.has_address
    ]
    if told.withdrawn:
        names = ", ".join(delegate.name for delegate in told.withdrawn)
        lines.append(f"Withdrawn before they were sent: {names}")
    return lines


def _content(ready: Ready, told: Telling) -> dict[str, object]:
    return {
        "revision": ready.plan.revision,
        "source": ready.source,
        "meetings": len(ready.plan.meetings),
        "difference": [asdict(p) for p in people(ready.lookup, ready.difference)],
        "impossible": [
            {"meeting": each.meeting.id, "reason": each.reason}
            for each in ready.in_the_way
        ],
        "messages": [
            {
                "delegate": each.delegate.id,
                "email": each.delegate.email,
                "whole_agenda": each.is_first,
                "replaces": each.num_replaced,
            }
            for each in told.messages
        ],
        "withdrawn": [delegate.id for delegate in told.withdrawn],
        "is_refused": ready.is_refused,
    }
