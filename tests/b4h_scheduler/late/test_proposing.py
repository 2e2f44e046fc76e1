"""One open proposal at most, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.jobs.runs import RunState, claim, fail, finish, run_row
from b4h_scheduler.late.asking import Asked
from b4h_scheduler.late.changing import change_late
from b4h_scheduler.late.proposing import (
    Stage,
    dismiss,
    propose,
    require_ready,
    stage_of,
)
from b4h_scheduler.mail.mailing import Mailing, attach
from b4h_scheduler.mail.settings import MailSettings
from b4h_scheduler.planning.run import plan
from b4h_scheduler.releases.examining import examine_draft
from b4h_scheduler.releases.release import publish
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.errors import NotFoundError, RefusedError, StaleError
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.late import (
    LateKind,
    open_changes,
    open_proposal,
    require_proposal,
)
from b4h_scheduler.store.people import delegate_row, erase_delegate
from tests.web.late.late_days import coming_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database

ABSENT = Asked(LateKind.ABSENT, {"sessions": frozenset()}, {"sessions": None})


@pytest.fixture(scope="module")
def first() -> Plan:
    """The plan that is released."""
    return plan(coming_event(), work_limit=2000)


@pytest.fixture
def event_id(database: Database, first: Plan) -> int:
    """An event with a released plan."""
    attach(database, Mailing(b"s" * 32, MailSettings()))
    number = database.write(lambda s: save_event(s, coming_event()))
    _release(database, number, first)
    return number


def _release(database: Database, event_id: int, given: Plan) -> None:
    draft = database.write(
        lambda s: add_draft(
            s, event_id, "P", given, made_from=data_version(s, event_id)
        )
    )
    with database.read() as reading:
        ready = examine_draft(reading, event_id, draft)
    database.write(lambda s: publish(s, ready, note="", author="ann"))


def _say(database: Database, event_id: int, who: str) -> None:
    def work(session: Session) -> None:
        row = delegate_row(session, event_id, who)
        change_late(session, row, ABSENT, seen=row.version, workers=1)

    database.write(work, actor=f"delegate {who}")


def _run(database: Database, given: Plan | None, revision: int = 2) -> None:
    """Take the next run, and give it this plan, or let it fail."""
    held = database.write(lambda s: claim(s, "w", 60.0))
    assert held is not None
    if given is None:
        database.write(lambda s: fail(s, held, "the locks contradict"))
        return
    plan_ = given.model_copy(update={"revision": revision})
    database.write(
        lambda s: finish(s, held, plan_, made_from=data_version(s, held.event_id))
    )


def _stage(database: Database, event_id: int) -> Stage | None:
    with database.read() as reading:
        row = open_proposal(reading, event_id)
        return None if row is None else stage_of(reading, row).stage


def test_stages_of_a_proposal(database: Database, event_id: int, first: Plan) -> None:
    """Planned, failed, planned anew, ready; outdated by another release."""
    assert _stage(database, event_id) is None
    _say(database, event_id, "d-echo")
    assert _stage(database, event_id) is Stage.PLANNING
    _run(database, None)
    assert _stage(database, event_id) is Stage.FAILED
    with database.read() as reading:
        row = open_proposal(reading, event_id)
        with pytest.raises(RefusedError, match="the locks contradict"):
            require_ready(reading, row)
    database.write(lambda s: propose(s, event_id, workers=1).id)
    _run(database, first)
    assert _stage(database, event_id) is Stage.READY
    _say(database, event_id, "d-delta")
    assert _stage(database, event_id) is Stage.PLANNING
    _run(database, first, revision=1)
    assert _stage(database, event_id) is Stage.OUTDATED


def test_run_under_way_is_canceled_by_the_next_change(
    database: Database, event_id: int
) -> None:
    """It read older data; the one that takes its place waits."""
    _say(database, event_id, "d-echo")
    held = database.write(lambda s: claim(s, "w", 60.0))
    _say(database, event_id, "d-delta")
    with database.read() as reading:
        assert run_row(reading, held.run_id).is_cancel_asked
        row = open_proposal(reading, event_id)
        assert row.run_id != held.run_id
        assert run_row(reading, row.run_id).state == RunState.QUEUED


def test_release_settles_only_what_its_plan_knew(
    database: Database, event_id: int, first: Plan
) -> None:
    """Whichever draft it is: changes said after it was made stay open."""
    _say(database, event_id, "d-echo")
    without = [m for m in first.meetings if ("d-echo",) not in m.delegates]
    known = first.model_copy(update={"meetings": tuple(without)})
    draft = database.write(
        lambda s: add_draft(
            s, event_id, "P", known, made_from=data_version(s, event_id)
        )
    )
    _say(database, event_id, "d-delta")
    left = [m for m in without if ("d-delta",) not in m.delegates]

    def shorten(session: Session) -> None:
        from b4h_scheduler.store.drafts import draft_row

        row = draft_row(session, draft)
        plan_ = known.model_copy(update={"meetings": tuple(left)})
        row.plan = plan_.model_dump(mode="json")

    database.write(shorten)
    with database.read() as reading:
        ready = examine_draft(reading, event_id, draft)
    database.write(lambda s: publish(s, ready, note="", author="ann"))
    with database.read() as reading:
        assert [c.delegate_key for c in open_changes(reading, event_id)] == ["d-delta"]
        assert open_proposal(reading, event_id) is not None


def test_dismissed_proposal_is_closed_for_everybody(
    database: Database, event_id: int
) -> None:
    """Changes are settled, the person stays changed, and nobody can release it."""
    _say(database, event_id, "d-echo")
    with database.read() as reading:
        number = open_proposal(reading, event_id).id
    database.write(lambda s: dismiss(s, require_proposal(s, event_id, number)))
    with database.read() as reading:
        assert not open_changes(reading, event_id)
        assert delegate_row(reading, event_id, "d-echo").content["sessions"] == []
        with pytest.raises(NotFoundError, match="released or dismissed"):
            require_proposal(reading, event_id, number)


def test_stale_change_changes_nothing(database: Database, event_id: int) -> None:
    """Somebody else saved the person meanwhile."""

    def work(session: Session) -> None:
        row = delegate_row(session, event_id, "d-echo")
        change_late(session, row, ABSENT, seen=row.version + 1, workers=1)

    with pytest.raises(StaleError):
        database.write(work)
    assert _stage(database, event_id) is None


def test_erased_person_leaves_what_was_said(database: Database, event_id: int) -> None:
    """That something was said stays, not what."""
    _say(database, event_id, "d-echo")
    database.write(lambda s: erase_delegate(s, delegate_row(s, event_id, "d-echo")))
    with database.read() as reading:
        assert [each.told for each in open_changes(reading, event_id)] == [{}]
