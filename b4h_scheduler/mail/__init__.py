"""Mail: what is written to whom and when, and how it leaves.

Everything is written into the outbox first, in the transaction of what it tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.agenda import Agenda

__all__ = ["on_release"]


def on_release(session: Session, event_id: int, agendas: dict[str, Agenda]) -> int:
    """Write to those whose agenda differs (see `mail.release.on_release`)."""
    from b4h_scheduler.mail.release import on_release as work  # noqa: PLC0415  (heavy)

    return work(session, event_id, agendas)
