"""What pages read of released plans, kept between requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.planning.figures import figures
from b4h_scheduler.planning.tally import tally
from b4h_scheduler.releases.standing import standing_lookup
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.revisions import latest_number, revision_row
from web.readings import read_basis, read_event, released_plan
from web.site import site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.planning.figures import Figures
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
    key = ("shown", row.id, row.number, data_version(reading, event_id))
    plan = released_plan(reading, row)
    return site().cache.get(key, lambda: standing_lookup(event, plan))


def released_figures(reading: Session, row: RevisionRow, lookup: Lookup) -> Figures:
    """Return the figures of a revision, given with what `released_lookup` found."""
    basis = read_basis(reading, row.event_id)

    def make() -> Figures:
        if lookup.event is basis.event:
            return tally(basis, lookup.plan)
        return figures(lookup.event, lookup.plan)  # it names who is gone

    key = ("revision figures", row.id, data_version(reading, row.event_id))
    return site().cache.get(key, make)
