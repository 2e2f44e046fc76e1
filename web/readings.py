"""What pages read: events and plans as the domain knows them, kept between requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.files.hints import hints_of, meetings_by_wishes
from b4h_scheduler.planning.alike import Versions
from b4h_scheduler.planning.basis import Bases
from b4h_scheduler.planning.compile import Compiler
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.releases.examining import Readers
from b4h_scheduler.sentence import said_by
from b4h_scheduler.store.drafts import data_version, plan_of
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row, load_event
from b4h_scheduler.store.parts import PartMemory
from b4h_scheduler.store.people import num_erased
from b4h_scheduler.store.settings import settings_of
from web.draft_plans import draft_plan
from web.site import site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.files.hints import Hint
    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.schema_plans import RevisionRow


def read_event(reading: Session, event_id: int) -> Event:
    """Return an event with everybody."""
    event_row(reading, event_id)
    key = ("event", event_id, data_version(reading, event_id))
    memory = site().cache.get(("parts", event_id), PartMemory)
    return site().cache.get(key, lambda: load_event(reading, event_id, memory))


def read_settings(reading: Session, event_id: int) -> Event:
    """Return an event with nobody: sessions, arrival points, policy."""
    row = event_row(reading, event_id)
    key = ("settings", event_id, row.version)
    return site().cache.get(key, lambda: settings_of(row))


def read_basis(reading: Session, event_id: int) -> Basis:
    """Return what every reckoning about an event begins with."""
    event = read_event(reading, event_id)
    return basis_at(event_id, event, data_version(reading, event_id))


def read_hints(reading: Session, event_id: int) -> tuple[Hint, ...]:
    """Return the to-do list of `b4h check`."""
    basis = read_basis(reading, event_id)
    key = ("hints", event_id, data_version(reading, event_id))
    return site().cache.get(key, lambda: hints_of(basis))


def read_expected(reading: Session, event_id: int) -> int | None:
    """Return the meetings to expect by the wishes so far; None: there are none."""
    event = read_event(reading, event_id)
    if not event.wishes and not event.promised:
        return None
    basis = read_basis(reading, event_id)
    key = ("expected", event_id, data_version(reading, event_id))
    return site().cache.get(key, lambda: meetings_by_wishes(basis))


def released_plan(reading: Session, row: RevisionRow) -> Plan:
    """Return the plan of a revision, which only loses the names of erased people."""
    key = revision_key(row, num_erased(reading, row.event_id))
    return site().cache.get(key, lambda: plan_of(row.plan))


def revision_key(row: RevisionRow, num_erased_then: int) -> tuple[str, int, int]:
    """Return under what a revision's plan is kept."""
    return "revision", row.id, num_erased_then


def wording_key(event_id: int) -> tuple[str, int]:
    """Return under what the words of the plan released last are kept."""
    return "wording", event_id


def release_readers() -> Readers:
    """Return how a release reads: what is known is not read again."""
    return Readers(
        read_basis,
        draft_plan,
        released_plan,
        lambda event_id: site().cache.last(wording_key(event_id), None),
        _compiler,
    )


def basis_at(event_id: int, event: Event, data: int) -> Basis:
    """Return the basis of a version of an event."""
    bases = site().cache.get(("bases", event_id), Bases)
    return site().cache.get(("basis", event_id, data), lambda: bases.of(event))


def planned_at(event_id: int, event: Event, data: int) -> int:
    """Return the version from which on the event was as it is, to planning."""
    versions = site().cache.get(("versions", event_id), Versions)
    key = ("planned", event_id, data)
    return site().cache.get(key, lambda: versions.number(event, data))


def read_compiled(event_id: int, basis: Basis, planned: int) -> Compiled:
    """Return the problem of a version of an event.

    Raises
    ------
    RefusedError
        The event cannot be planned as it is.
    """
    compiler = _compiler(event_id)
    key = ("compiled", event_id, planned)
    try:
        return site().cache.get(key, lambda: compiler.compiled(basis))
    except PlanningError as error:
        raise RefusedError(said_by(error)) from error


def _compiler(event_id: int) -> Compiler:
    return site().cache.get(("compiler", event_id), Compiler)
