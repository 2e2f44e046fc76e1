"""Which meetings of plans a new or changed interpreter would make impossible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from b4h_scheduler.domain.event import Event
from b4h_scheduler.releases.uprooting import made_impossible

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.people import Companion
    from b4h_scheduler.store.uprooted import Uprooted

NOBODY: frozenset[str] = frozenset()


def lost_by_companion(
    session: Session, event_id: int, event: Event, companion: Companion
) -> list[Uprooted]:
    """Return the meetings that would be lost if a companion were as given.

    Those that the companion joins, where times or languages no longer fit; and those of
    people without a common language who meet without an interpreter, as nobody could
    help before: now somebody must join.
    """
    fields = {name: getattr(event, name) for name in Event.model_fields}
    others = [each for each in event.companions if each.id != companion.id]
    place = next(
        (n for n, each in enumerate(event.companions) if each.id == companion.id),
        len(others),
    )
    others.insert(place, companion)
    after = Event(**fields | {"companions": tuple(others)})
    speaks = {str(each.id): each.speaks for each in event.delegates}

    def is_concerned(meeting: dict[str, Any]) -> bool:
        if meeting["companions"]:
            return companion.id in meeting["companions"]
        one, other = (
            NOBODY.union(*(speaks.get(who, NOBODY) for who in team))
            for team in meeting["delegates"]
        )
        return bool(one and other) and not one & other

    return made_impossible(session, event_id, (event, after), is_concerned)
