"""Drafts as pages show them: laid out on the event as it is, kept between requests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from b4h_scheduler.outputs.errors import MismatchError
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.planning.edited import fitted, standing
from b4h_scheduler.planning.editing import Editor
from b4h_scheduler.planning.reasons import possible_left_out, unmet_of
from b4h_scheduler.planning.tally import tally
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.edits import Seen
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.locks import locks_of
from b4h_scheduler.store.schema_plans import DraftRow
from web.draft_plans import draft_plan, plan_mark
from web.readings import basis_at, planned_at, read_basis, read_compiled, read_event
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import CandidateId
    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.planning.edited import Standing
    from b4h_scheduler.planning.edits import Laid
    from b4h_scheduler.planning.figures import Figures
    from b4h_scheduler.planning.locks import Lock
    from b4h_scheduler.plans import Meeting, Plan, Unmet


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
        basis = basis_at(event_id, self.event, self.data)
        planned = planned_at(event_id, self.event, self.data)
        key = ("figures", event_id, self.mark, planned)
        return site().cache.get(key, lambda: tally(basis, self.plan))

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.lookup.plan


def read_draft(reading: Session, event_id: int, draft_id: int) -> DraftView:
    """Return a draft of an event.

    Raises
    ------
    NotFoundError
        There is none of this id at this event.
    """
    row = _without_plan(reading, event_id, draft_id)
    event = read_event(reading, event_id)
    lookup = draft_lookup(reading, row, event)
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
        """The meetings that are still possible, and nothing else of the plan.

        What is left out, proven and warned of is told by `left_out` and the draft.
        """
        key = ("fitted", self.row.event_id, self.mark, self.seen.data)
        return site().cache.get((*key, self.is_same_data), self._look)

    def _look(self) -> Lookup:
        meetings = self.laid.plan.meetings
        if not self.is_same_data:
            meetings = self.standing.meetings
        shown = {"meetings": meetings, "unmet": (), "certificate": (), "warnings": ()}
        return Lookup(self.event, self.laid.plan.model_copy(update=shown))

    @property
    def standing(self) -> Standing:
        """The meetings as the event holds them now; only what changed is made anew."""
        cache, last = site().cache, ("standing before", self.row.event_id, self.row.id)
        key = ("standing", self.row.event_id, self.mark, self.planned)
        before: Standing | None = cache.last(last, None)
        found = cache.get(key, lambda: standing(self.laid, before))
        cache.put(last, found)
        return found

    @cached_property
    def whole(self) -> Lookup:
        """Of the draft as a plan of the event as it is now."""
        return Lookup(self.event, fitted(self.editor.compiled, self.laid))

    @cached_property
    def left_out(self) -> list[tuple[CandidateId, tuple[Side, Side]]]:
        """Candidates that could be held and are not, the strongest first."""
        if self.is_same_data:
            unmet = self.laid.plan.unmet
            told = [each.candidate for each in unmet if not each.candidate.ineligible]
            return [(each.id, each.sides) for each in told]
        compiled = self.editor.compiled
        left = possible_left_out(compiled, self.laid.assignment)
        return [(each.id, each.sides) for each in map(compiled.candidate, left)]

    def unmet(self, candidates: Sequence[CandidateId]) -> list[Unmet]:
        """Return some of what is left out with all reasons, in this order."""
        if self.is_same_data:
            wanted = frozenset(candidates)
            found = {
                each.candidate.id: each
                for each in self.laid.plan.unmet
                if each.candidate.id in wanted
            }
            return [found[each] for each in candidates]
        number = self.editor.encoder.number
        numbers = [number[each] for each in candidates]
        return unmet_of(self.editor.compiled, self.laid.assignment, numbers)

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
    planned = planned_at(event_id, basis.event, data)
    compiled = read_compiled(event_id, basis, planned)
    cache, last = site().cache, ("laid before", event_id, draft_id)
    editor = cache.get(("editor", event_id, planned), lambda: Editor(compiled))
    before: Laid | None = cache.last(last, None)
    state = event_id, mark, planned
    laid = cache.get(("laid", *state), lambda: editor.lay_out(plan, before))
    cache.put(last, laid)
    seen = Seen(row.version, data)
    held = editor.with_locks(locks)
    return FittedDraft(row, basis.event, held, laid, locks, seen, planned, mark)


def draft_lookup(reading: Session, row: DraftRow, event: Event) -> Lookup:
    """Return the draft; without what names who is gone, if anything does."""

    def make() -> Lookup:
        try:
            return Lookup(event, draft_plan(reading, row))
        except MismatchError:
            return fitted_draft(reading, row.event_id, row.id).whole

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
