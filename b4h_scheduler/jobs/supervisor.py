"""The threads of a process that take runs and have them solved in a child."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from b4h_scheduler.files.canonical import input_hash
from b4h_scheduler.jobs.failure_words import defect_words, failure_words
from b4h_scheduler.jobs.runs import (
    Claim,
    claim,
    fail,
    finish,
    finish_without,
    give_back,
)
from b4h_scheduler.jobs.taker import Taker
from b4h_scheduler.planning.around import is_better, plan_around
from b4h_scheduler.planning.errors import InfeasibleEventError, PlanningError
from b4h_scheduler.planning.latecomers import adding_freely, plan_latecomers
from b4h_scheduler.planning.onward import replan_around
from b4h_scheduler.planning.run import Search
from b4h_scheduler.planning.sparing import improve_sparingly
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import data_version, plan_of
from b4h_scheduler.store.errors import StoreError
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.locks import locks_of
from b4h_scheduler.store.revisions import latest_revision
from b4h_scheduler.store.schema_plans import DraftRow
from b4h_scheduler.store.wishes import late_organizations
from solver.errors import SolverError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.jobs.heartbeat import Heartbeat
    from b4h_scheduler.planning.latecomers import Planner
    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database

LOG = logging.getLogger(__name__)


class Supervisor(Taker[Claim]):
    """Has plans made.

    Parameters
    ----------
    lease_s, beat_s, poll_s
        As those of `b4h_scheduler.jobs.taker.Taker`.
    is_urgent
        Takes only runs that change a released plan, so that somebody who is late does
        not wait behind a long solve.
    """

    def __init__(
        self,
        database: Database,
        *,
        lease_s: float = 15.0,
        beat_s: float = 0.5,
        poll_s: float = 1.0,
        is_urgent: bool = False,
    ) -> None:
        name = "urgent runs" if is_urgent else "runs"
        super().__init__(name, database, lease_s=lease_s, beat_s=beat_s, poll_s=poll_s)
        self.is_urgent = is_urgent

    def _claim(self, session: Session) -> Claim | None:
        return claim(session, self.owner, self.lease_s, is_urgent=self.is_urgent)

    def _run(self, held: Claim, beat: Heartbeat) -> None:
        LOG.info("run %s begins under token %s", held.run_id, held.token)
        try:
            with beat:
                made_from, plan = self._solve(held, beat)
                is_worth_it = self._is_worth_it(held, plan)
        except (PlanningError, SolverError, StoreError) as error:
            demands = error.demands if isinstance(error, InfeasibleEventError) else ()
            LOG.info("run %s gives no plan: %s", held.run_id, error)
            self._give_up(held, failure_words(error), demands)
            return
        except Exception as error:
            LOG.exception("run %s: a defect of b4h", held.run_id)
            self._give_up(held, defect_words(error))
            return
        if self._is_stopping.is_set():
            self.database.write(lambda session: give_back(session, held))
            return
        if not is_worth_it:
            self.database.write(lambda session: finish_without(session, held, plan))
            return
        self.database.write(
            lambda session: finish(session, held, plan, made_from=made_from)
        )

    def _solve(self, held: Claim, beat: Heartbeat) -> tuple[int, Plan]:
        with self.database.read() as session:
            made_from = data_version(session, held.event_id)
            event = load_event(session, held.event_id)
            locks = locks_of(session, held.event_id)
            late = late_organizations(session, held.event_id)
            revision = latest_revision(session, held.event_id)
            released = None
            if revision is not None and held.options.is_onward:
                released = plan_of(revision.plan)
            standing = None
            if held.options.draft_id is not None and held.options.is_sparing:
                row = session.get(DraftRow, held.options.draft_id)
                standing = None if row is None else plan_of(row.plan)
        options = held.options
        search = Search(
            time_limit_s=options.time_limit_s,
            work_limit=options.work_limit,
            seed=options.seed,
            workers=options.workers,
            on_progress=beat.tell,
            should_stop=lambda: beat.stop.is_set() or self._is_stopping.is_set(),
            input_hash=input_hash(event),
        )
        if released is not None:
            event = adding_freely(event) if late else event
            plan = replan_around(
                event,
                released,
                locks,
                now(),
                search,
                price_per_change=options.price_per_change,
                most_changes=options.most_changes,
                demanded=options.demanded,
            )
        elif options.demanded is not None:
            plan = plan_around(event, locks, search, demanded=options.demanded)
        else:
            planner: Planner = plan_around
            if standing is not None:
                planner = partial(improve_sparingly, draft=standing)
            if late:
                plan = plan_latecomers(event, late, locks, search, planner=planner)
            else:
                plan = planner(event, locks, search)
        return made_from, plan

    def _is_worth_it(self, held: Claim, plan: Plan) -> bool:
        """Whether a plan is to be kept: one that improves a draft has to be better."""
        if held.options.draft_id is None:
            return True
        with self.database.read() as session:
            row = session.get(DraftRow, held.options.draft_id)
            if row is None:
                return True
            event = load_event(session, held.event_id)
            locks = locks_of(session, held.event_id)
            return is_better(event, locks, plan, plan_of(row.plan))

    def _give_up(
        self, held: Claim, message: str, demands: tuple[str, ...] = ()
    ) -> None:
        end = give_back if self._is_stopping.is_set() else None
        self.database.write(
            lambda session: (
                end(session, held)
                if end is not None
                else fail(session, held, message, demands)
            )
        )
