"""What an event gives away beside personal agendas: rooms, feeds, the wall."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import require_version
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.schema_calendars import CalendarSettingRow
from b4h_scheduler.store.schema_event import EventRow, TableRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_KEY_BYTES = 16
_MAC_BYTES = 16
_MOST_DIGITS = 15
_ROOM_ADDRESS = re.compile(r"https://[!-~]{1,200}")


class Floor(StrEnum):
    """What an address that names nobody opens."""

    WALL = "wall"
    TABLE = "table"
    EVENT = "event"


def calendar_setting(session: Session, event_id: int) -> CalendarSettingRow | None:
    """Return the settings; None: nothing was set or released yet."""
    query = select(CalendarSettingRow).where(CalendarSettingRow.event_id == event_id)
    return session.scalar(query)


def require_setting(session: Session, event_id: int) -> CalendarSettingRow:
    """Return the settings, made with defaults if there are none."""
    row = calendar_setting(session, event_id)
    if row is None:
        row = CalendarSettingRow(
            event_id=event_id,
            uid_key=secrets.token_hex(_KEY_BYTES),
            room_address="",
            is_table_feed_on=False,
            is_event_feed_on=False,
            shows_pairs=False,
            generation=1,
        )
        session.add(row)
        session.flush()
    return row


def save_setting(
    session: Session,
    event_id: int,
    *,
    room_address: str,
    is_table_feed_on: bool,
    is_event_feed_on: bool,
    shows_pairs: bool,
    seen: int | None,
) -> None:
    """Change the settings.

    Parameters
    ----------
    seen
        The version that was shown; None: there were none.

    Raises
    ------
    RefusedError
        The rooms' address is no https address.
    StaleError
        Somebody changed them meanwhile.
    """
    address = room_address.strip()
    if address and not _ROOM_ADDRESS.fullmatch(address):
        message = Sentence(
            "the address of rooms must begin with https:// and hold no spaces or "
            "special letters (found {address!r}): https://meet.example.org/day-",
            address=address[:60],
        )
        raise RefusedError(message)
    row = require_setting(session, event_id)
    if seen is not None:
        require_version(row, seen)
    row.room_address = address
    row.is_table_feed_on, row.is_event_feed_on = is_table_feed_on, is_event_feed_on
    row.shows_pairs = shows_pairs


def revoke_floor(session: Session, event_id: int) -> None:
    """Make the addresses of table feeds, event feed and wall invalid."""
    require_setting(session, event_id).generation += 1


def uid_of(key: str, meeting: str, who: str) -> str:
    """Return the identifier of an entry: of one meeting and person, for ever."""
    told = f"{key}\n{meeting}\n{who}"
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@b4h-scheduler"


def room_of(secret: bytes, setting: CalendarSettingRow | None, meeting: str) -> str:
    """Return the address of a meeting's room, which nobody can guess; or nothing."""
    if setting is None or not setting.room_address:
        return ""
    signed = f"room:{setting.event_id}:{setting.uid_key}:{meeting}"
    return setting.room_address + _mac(secret, signed)


def floor_token(
    secret: bytes, what: Floor, event: EventRow, generation: int, table: int = 0
) -> str:
    """Return the token of an address for the floor; ``table``: the row's id."""
    signed = f"{what}:{event.id}:{event.link_generation}:{generation}:{table}"
    return f"{event.id}.{table}.{_mac(secret, signed)}"


def floor_of_token(
    session: Session, secret: bytes, what: Floor, token: str
) -> tuple[EventRow, TableRow | None] | None:
    """Return event and table of a token; None: of nothing, or revoked."""
    parts = token.split(".")
    numbers = parts[:2]
    if len(parts) != 3 or not all(_is_id(number) for number in numbers):  # noqa: PLR2004
        return None
    event_id, table_id = map(int, numbers)
    event = session.get(EventRow, event_id)
    setting = calendar_setting(session, event_id)
    if event is None or setting is None:
        return None
    expected = floor_token(secret, what, event, setting.generation, table_id)
    if not hmac.compare_digest(expected.encode(), token.encode()):
        return None
    table = session.get(TableRow, table_id) if table_id else None
    if table_id and (table is None or table.event_id != event_id):
        return None
    return event, table


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def _mac(secret: bytes, signed: str) -> str:
    mac = hmac.digest(secret, signed.encode(), hashlib.sha256)[:_MAC_BYTES]
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")
