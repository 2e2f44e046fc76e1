"""What pages read: events and plans as the domain knows them, kept between requests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from b4h_scheduler.files.hints import hints_of, meetings_by_wishes
from b4h_scheduler.outputs.errors import MismatchError
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.planning.alike import Versions
from b4h_scheduler.planning.basis import Bases
from b4h_scheduler.planning.compile import Compiler
from b4h_scheduler.planning.edited import fitted
from b4h_scheduler.planning.editing import Editor
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.planning.tally import tally
from b4h_scheduler.releases.release import Readers
from b4h_scheduler.releases.standing import standing_lookup
from b4h_scheduler.sentence import said_by
from b4h_scheduler.store.drafts import data_version, plan_of, shown_plan
from b4h_scheduler.store.edits import Seen
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.events import event_row, load_event
from b4h_scheduler.store.locks import locks_of
from b4h_scheduler.store.parts import PartMemory
from b4h_scheduler.store.people import num_erased
from b4h_scheduler.store.schema_plans import DraftRow, RevisionRow
from b4h_scheduler.store.settings import settings_of
from web.draft_plans import draft_plan, plan_mark
from web.site import site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.files.hints import Hint
    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.planning.editing import Laid
    from b4h_scheduler.planning.figures import Figures
    from b4h_scheduler.planning.locks import Lock
    from b4h_scheduler.plans import Meeting, Plan
    from b4h_scheduler.store.schema_event import DelegateRow


@dataclass(frozen=True)
class DraftView:
    """A draft with what pages show of it.

    Attributes
    ----------
    row : DraftRow
        Its plan is not read.
    data : int
        The version of the event that was read.
    mark : str
        Of its plan (`draft_plans.plan_mark`).
    """

    row: DraftRow
    event: Event
    lookup: Lookup
    data: int
    mark: str

    @cached_property
    def figures(self) -> Figures:
        """All figures of the plan, counted when they are asked for."""
        event_id = self.row.event_id
        basis = _basis(event_id, self.event, self.data)
        planned = _planned(event_id, self.event, self.data)
        key = ("figures", event_id, self.mark, planned)
        return site().cache.get(key, lambda: tally(basis, self.plan))

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.lookup.plan


@dataclass(frozen=True, slots=True)
class ShownAgenda:
    """A delegate's agenda of the plan that delegates see."""

    lookup: Lookup
    delegate: Delegate
    is_provisional: bool

    @property
    def plan(self) -> Plan:
        """The plan it is of."""
        return self.lookup.plan


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
    return _basis(event_id, event, data_version(reading, event_id))


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


def read_draft(reading: Session, event_id: int, draft_id: int) -> DraftView:
    """Return a draft of an event.

    Raises
    ------
    NotFoundError
        There is none of this id at this event.
    """
    row = _without_plan(reading, event_id, draft_id)
    event = read_event(reading, event_id)
    lookup = _draft_lookup(reading, row, event)
    data, mark = data_version(reading, event_id), plan_mark(reading, row)
    return DraftView(row, event, lookup, data, mark)


@dataclass(frozen=True)
class FittedDraft:
    """A draft laid out on the event as it is now.

    Attributes
    ----------
    row : DraftRow
        Its plan is not read.
    seen : Seen
        The versions of the draft and of the event that were read.
    planned : int
        The version from which on the event was as it is, to planning.
    mark : str
        Of the plan as it is stored.
    """

    row: DraftRow
    event: Event
    editor: Editor
    laid: Laid
    locks: tuple[Lock, ...]
    seen: Seen
    planned: int
    mark: str

    @cached_property
    def lookup(self) -> Lookup:
        """Of the draft without the meetings that are not possible any more."""
        key = ("fitted", self.row.event_id, self.mark, self.seen.data)
        return site().cache.get((*key, self.is_same_data), self._look)

    def _look(self) -> Lookup:
        plan = self.laid.plan
        if not self.is_same_data:
            key = ("fits", self.row.event_id, self.mark, self.planned)
            plan = site().cache.get(key, self._fit)
        return Lookup(self.event, plan)

    def _fit(self) -> Plan:
        return fitted(self.editor.compiled, self.laid)

    @property
    def is_same_data(self) -> bool:
        """Whether nothing changed since the draft was planned."""
        return self.row.data_version == self.seen.data

    def meeting(self, candidate: str) -> Meeting | None:
        """Return the meeting of a candidate that is held."""
        return next((m for m in self.lookup.meetings if m.candidate == candidate), None)


def fitted_draft(reading: Session, event_id: int, draft_id: int) -> FittedDraft:
    """Return a draft of an event, with what became impossible told apart.

    Raises
    ------
    NotFoundError
        There is none of this id at this event.
    RefusedError
        The event cannot be planned as it is.
    """
    row = _without_plan(reading, event_id, draft_id)
    basis = read_basis(reading, event_id)
    data = data_version(reading, event_id)
    mark, plan = plan_mark(reading, row), draft_plan(reading, row)
    locks = locks_of(reading, event_id)
    planned = _planned(event_id, basis.event, data)
    editor = Editor(_compiled(event_id, basis, planned), locks)
    state = event_id, mark, planned
    laid = site().cache.get(("laid", *state), lambda: editor.lay_out(plan))
    seen = Seen(row.version, data)
    return FittedDraft(row, basis.event, editor, laid, locks, seen, planned, mark)


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


def _basis(event_id: int, event: Event, data: int) -> Basis:
    bases = site().cache.get(("bases", event_id), Bases)
    return site().cache.get(("basis", event_id, data), lambda: bases.of(event))


def _planned(event_id: int, event: Event, data: int) -> int:
    """Return the version from which on the event was as it is, to planning."""
    versions = site().cache.get(("versions", event_id), Versions)
    key = ("planned", event_id, data)
    return site().cache.get(key, lambda: versions.number(event, data))


def _compiled(event_id: int, basis: Basis, planned: int) -> Compiled:
    compiler = _compiler(event_id)
    key = ("compiled", event_id, planned)
    try:
        return site().cache.get(key, lambda: compiler.compiled(basis))
    except PlanningError as error:
        raise RefusedError(said_by(error)) from error


def _compiler(event_id: int) -> Compiler:
    return site().cache.get(("compiler", event_id), Compiler)


def _draft_lookup(reading: Session, row: DraftRow, event: Event) -> Lookup:
    """Return the draft; without what names who is gone, if anything does."""

    def make() -> Lookup:
        try:
            return Lookup(event, draft_plan(reading, row))
        except MismatchError:
            return fitted_draft(reading, row.event_id, row.id).lookup

    event_id, mark = row.event_id, plan_mark(reading, row)
    key = ("lookup", event_id, mark, data_version(reading, event_id))
    return site().cache.get(key, make)


def _without_plan(reading: Session, event_id: int, draft_id: int) -> DraftRow:
    """Return a draft's row; the plan in it, some megabytes, is read when asked for."""
    query = select(DraftRow).where(
        DraftRow.id == draft_id, DraftRow.event_id == event_id
    )
    row = reading.scalar(query.options(defer(DraftRow.plan)))
    if row is None:
        raise NotFoundError("there is no such draft at this event")
    return row


def agenda_of(reading: Session, delegate: DelegateRow) -> ShownAgenda | None:
    """Return a delegate's agenda of the released or previewed plan, if there is one."""
    row = shown_plan(reading, delegate.event_id)
    if row is None:
        return None
    event = read_event(reading, delegate.event_id)
    if isinstance(row, DraftRow):
        lookup: Lookup | None = _draft_lookup(reading, row, event)
    else:
        version = data_version(reading, delegate.event_id)
        key = ("shown", row.id, row.number, version)
        plan = released_plan(reading, row)
        lookup = site().cache.get(key, lambda: standing_lookup(event, plan))
    own = next((d for d in event.delegates if d.id == delegate.key), None)
    if lookup is None or own is None:
        return None
    return ShownAgenda(lookup, own, is_provisional=not isinstance(row, RevisionRow))
