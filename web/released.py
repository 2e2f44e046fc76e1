"""What pages read of released plans, kept between requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.planning.figures import figures
from b4h_scheduler.planning.tally import tally
from b4h_scheduler.releases.standing import standing_lookup
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.people import num_erased
from b4h_scheduler.store.revisions import latest_number, revision_row
from web.readings import (
    read_basis,
    read_event,
    released_plan,
    revision_key,
    wording_key,
)
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.planning.figures import Figures
    from b4h_scheduler.releases.ready import Ready
    from b4h_scheduler.store.schema_plans import RevisionRow


def released_lookup(
    reading: Session, event_id: int, number: int | None = None
) -> Lookup | None:
    """Return a revision, the latest unless told; None: nothing is released.

    Raises
    ------
    NotFoundError
        There is no revision of this number.
    """
    if number is None:
        number = latest_number(reading, event_id)
        if not number:
            return None
    row = revision_row(reading, event_id, number)
    event = read_event(reading, event_id)
    key = shown_key(row, data_version(reading, event_id))
    plan = released_plan(reading, row)
    return site().cache.get(key, lambda: standing_lookup(event, plan))


def shown_key(row: RevisionRow, data: int) -> tuple[str, int, int, int]:
    """Return under what a revision is kept, with names of the event as it was then."""
    return "shown", row.id, row.number, data


def kept_once_it_stands(writing: Session, ready: Ready) -> Callable[[], None]:
    """Return what keeps a plan for the pages after it, which would read it anew.

    To be called in the transaction that releases the plan, as the last of it; what it
    returns, once that is committed.
    """
    event_id, cache = ready.event_id, site().cache
    row = revision_row(writing, event_id, ready.plan.revision)
    plan_key = revision_key(row, num_erased(writing, event_id))
    lookup_key = shown_key(row, ready.data)
    is_of_event = data_version(writing, event_id) == ready.data

    def keep() -> None:
        cache.put(plan_key, ready.plan)
        cache.put(wording_key(event_id), ready.wording)
        if is_of_event:
            cache.put(lookup_key, ready.lookup)

    return keep


def released_figures(reading: Session, row: RevisionRow, lookup: Lookup) -> Figures:
    """Return the figures of a revision, given with what `released_lookup` found."""
    basis = read_basis(reading, row.event_id)

    def make() -> Figures:
        if lookup.event is basis.event:
            return tally(basis, lookup.plan)
        return figures(lookup.event, lookup.plan)  # it names who is gone

    key = ("revision figures", row.id, data_version(reading, row.event_id))
    return site().cache.get(key, make)
