"""The daily digest of new wishes, and the last call before closing."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from b4h_scheduler.mail.compose import Composer, Draft
from b4h_scheduler.mail.history import Told, told_on
from b4h_scheduler.mail.kinds import Kind, Topic
from b4h_scheduler.mail.letter import Button
from b4h_scheduler.mail.readers import wanting
from b4h_scheduler.mail.texts import filled
from b4h_scheduler.mail.words import words_of
from b4h_scheduler.outputs.plain_text import one_line, printable, shortened
from b4h_scheduler.store.outbox import State, supersede
from b4h_scheduler.store.phases import Phase, phase_at
from b4h_scheduler.store.schema_event import OrganizationRow, WishRow
from b4h_scheduler.store.schema_mail import OutboxRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.readers import Reader

LAST_CALL = timedelta(hours=48)
"""So long before wishes close."""
MORNING = 8
"""Digests are written from this hour on, on the event's clocks."""
_MOST_POINTS = 40
_MOST_MESSAGE = 300


def put_wishes_mail(session: Session, event_id: int) -> list[OutboxRow]:
    """Write the digests and last calls that are due now."""
    composer = Composer(session, event_id)
    if phase_at(composer.event, composer.moment) is not Phase.WISHES:
        return []
    closing = _closing(composer)
    is_last = (
        closing is not None
        and composer.wanted.has_last_call
        and closing - LAST_CALL <= composer.moment < closing
    )
    if is_last and closing is not None:
        written = _last_calls(composer, closing)
        if written:
            return written
    local = composer.moment.astimezone(composer.settings.zone_info)
    if composer.wanted.has_digest and local.hour >= MORNING:
        return _digests(composer)
    return []


def _digests(composer: Composer) -> list[OutboxRow]:
    """Write what is new since the last digest, to those who had none today."""
    told = told_on(composer.session, composer.event.id, [Topic.WISHES])
    waiting = _open_wishes(composer)
    names = _names(composer)
    written = []
    for reader in wanting(composer, Kind.DIGEST).values():
        before = told.get((reader.to.key, Topic.WISHES), Told())
        known = set()
        if before.last is not None and before.last.content is not None:
            known = set(before.last.content["wishes"])
        wishes = _for(reader, waiting)
        new = [wish for wish in wishes if wish.id not in known]
        if not new or _had_one_today(composer, before):
            continue
        supersede(before.waiting)
        content: dict[str, Any] = {
            "wishes": sorted(known | {wish.id for wish in wishes})
        }
        draft = _draft(Kind.DIGEST, reader, new, names, content, {"n": len(new)})
        written.append(composer.put(reader.to, draft))
    return written


def _last_calls(composer: Composer, closing: datetime) -> list[OutboxRow]:
    """Write all open wishes to those who were not called before this closing."""
    called = _called(composer, closing)
    told = told_on(composer.session, composer.event.id, [Topic.WISHES])
    waiting = _open_wishes(composer)
    names = _names(composer)
    written = []
    for reader in wanting(composer, Kind.LAST_CALL).values():
        wishes = _for(reader, waiting)
        if not wishes or reader.to.key in called:
            continue
        supersede(told.get((reader.to.key, Topic.WISHES), Told()).waiting)
        content: dict[str, Any] = {
            "wishes": sorted(wish.id for wish in wishes),
            "closing": closing.isoformat(),
        }
        words = words_of(reader.to.language)
        when = words.when(closing, composer.settings.time_zone)
        values = {"n": len(wishes), "closing_time": when}
        draft = _draft(Kind.LAST_CALL, reader, wishes, names, content, values)
        written.append(composer.put(reader.to, draft))
    return written


def _draft(
    kind: Kind,
    reader: Reader,
    wishes: Sequence[WishRow],
    names: dict[str, str],
    content: dict[str, Any],
    values: dict[str, object],
) -> Draft:
    words = words_of(reader.to.language)
    points = [
        (
            filled(words["wish_from"], {"organization": _name(names, wish)}),
            shortened(printable(wish.message).strip(), _MOST_MESSAGE),
        )
        for wish in wishes[:_MOST_POINTS]
    ]
    if len(wishes) > _MOST_POINTS:
        points.append((f"+ {len(wishes) - _MOST_POINTS}", ""))
    button = Button(words["open_page"], reader.links["incoming"])
    more = {"points": tuple(points), "buttons": (button,)}
    stop = reader.stop(kind)
    return Draft(kind, Topic.WISHES, values, more, content=content, stop=stop)


def _closing(composer: Composer) -> datetime | None:
    text = composer.event.phase_dates.get(Phase.CLOSED.value)
    if text is None or composer.event.is_held:
        return None
    return datetime.fromisoformat(text)


def _open_wishes(composer: Composer) -> dict[str, list[WishRow]]:
    """Return wishes without an answer by the organization wished for."""
    query = select(WishRow).where(
        WishRow.event_id == composer.event.id,
        WishRow.answer == "open",
        WishRow.is_promised.is_(False),
    )
    found = defaultdict(list)
    for wish in composer.session.scalars(query.order_by(WishRow.id)):
        found[wish.wished_organization].append(wish)
    return found


def _for(reader: Reader, waiting: dict[str, list[WishRow]]) -> list[WishRow]:
    """Return the wishes that concern a delegate; some name a colleague."""
    return [
        wish
        for wish in waiting.get(reader.organization, ())
        if wish.wished_delegate in {None, reader.to.key}
    ]


def _had_one_today(composer: Composer, before: Told) -> bool:
    zone = composer.settings.zone_info
    rows = [*before.waiting, *([before.last] if before.last is not None else [])]
    days = {row.created.astimezone(zone).date() for row in rows}
    return composer.moment.astimezone(zone).date() in days


def _called(composer: Composer, closing: datetime) -> set[str]:
    query = select(OutboxRow.delegate_key, OutboxRow.content).where(
        OutboxRow.event_id == composer.event.id,
        OutboxRow.kind == Kind.LAST_CALL,
        OutboxRow.state.not_in((State.SUPERSEDED, State.WITHDRAWN)),
    )
    return {
        key
        for key, content in composer.session.execute(query)
        if content is not None and content.get("closing") == closing.isoformat()
    }


def _names(composer: Composer) -> dict[str, str]:
    query = select(OrganizationRow.key, OrganizationRow.name).where(
        OrganizationRow.event_id == composer.event.id
    )
    return {key: name for key, name in composer.session.execute(query)}  # noqa: C416


def _name(names: dict[str, str], wish: WishRow) -> str:
    return one_line(names.get(wish.wisher_organization, wish.wisher_organization))
