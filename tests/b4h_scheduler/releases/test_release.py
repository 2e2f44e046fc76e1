from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.releases.examining import examine_draft, examine_rollback
from b4h_scheduler.releases.release import publish
from b4h_scheduler.releases.telling import telling
from b4h_scheduler.store.drafts import add_draft, data_version, draft_row, plan_of
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.revisions import latest_number, revisions_of
from b4h_scheduler.store.schema_calendars import CalendarEntryRow
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.b4h_scheduler.releases.meetings import between, other, without
from tests.web.release.releasing import go_back, release_draft, release_plan

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database


def _draft(database: Database, plan: Plan) -> int:
    return database.write(
        lambda s: add_draft(s, 1, "A plan", plan, made_from=data_version(s, 1))
    )


def _publish(database: Database, ready: object) -> None:
    database.write(lambda s: publish(s, ready, note="", author="ann"))


def test_release_is_numbered_and_keeps_who_when_why_and_what(
    stored: Database, whole: Plan
) -> None:
    """The revision is the draft, with number, author, note and certificate."""
    draft = _draft(stored, whole)
    with stored.read() as reading:
        ready = examine_draft(reading, 1, draft)
    number = stored.write(lambda s: publish(s, ready, note=" first ", author="ann"))
    assert number == 1
    with stored.read() as reading:
        (row,) = revisions_of(reading, 1)
        assert (row.number, row.released_by, row.note) == (1, "ann", "first")
        assert row.source == f"draft {draft} (A plan)"
        plan = plan_of(row.plan)
    assert plan.meetings == whole.meetings
    assert plan.certificate == whole.certificate
    assert plan.revision == 1


def test_a_revision_reads_back_as_it_was_released(
    stored: Database, whole: Plan
) -> None:
    """A server shows the plan that it released, without reading it again."""
    fewer = without(whole, between(whole, "alba", "delta"))
    for plan in (whole, fewer):
        draft = _draft(stored, plan)
        with stored.read() as reading:
            ready = examine_draft(reading, 1, draft)
        _publish(stored, ready)
        _reads_back(stored, ready.plan)
    with stored.read() as reading:
        ready = examine_rollback(reading, 1, 1)
    _publish(stored, ready)
    _reads_back(stored, ready.plan)


def _reads_back(database: Database, plan: Plan) -> None:
    with database.read() as reading:
        row = revisions_of(reading, 1)[0]
        assert row.number == plan.revision
        found = plan_of(row.plan)
    assert found == plan
    times = {m.id: (m.start, m.end) for m in plan.meetings}
    for meeting in found.meetings:
        assert [str(t) for t in (meeting.start, meeting.end)] == [
            str(t) for t in times[meeting.id]
        ]
        assert meeting.start.tzinfo is times[meeting.id][0].tzinfo


def test_release_writes_revision_entries_and_messages_together(
    stored: Database, whole: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If one of the three fails, none is there."""
    draft = _draft(stored, whole)
    with stored.read() as reading:
        ready = examine_draft(reading, 1, draft)

    def work(session: object) -> None:
        publish(session, ready, note="", author="ann")
        raise OSError("the power fails")

    with pytest.raises(OSError, match="power"):
        stored.write(work)
    with stored.read() as reading:
        assert latest_number(reading, 1) == 0
        assert reading.scalars(select(CalendarEntryRow)).all() == []
        assert reading.scalars(select(OutboxRow)).all() == []
    release_draft(stored, draft)
    with stored.read() as reading:
        assert latest_number(reading, 1) == 1
        assert len(reading.scalars(select(CalendarEntryRow)).all()) == 5 + 10
        assert len(reading.scalars(select(OutboxRow)).all()) == 5


def test_release_is_refused_while_a_meeting_is_impossible(
    stored: Database, whole: Plan
) -> None:
    """The message names the meeting; nothing is written."""
    draft = _draft(stored, whole)
    stored.write(lambda s: s.delete(delegate_row(s, 1, "d-bora")))
    with stored.read() as reading:
        ready = examine_draft(reading, 1, draft)
    assert ready.is_refused
    with pytest.raises(RefusedError, match=r"become impossible: .*Bora Implants"):
        stored.write(lambda s: publish(s, ready, note="", author="ann"))
    with stored.read() as reading:
        assert latest_number(reading, 1) == 0


def test_what_changed_since_the_preview_is_refused(
    stored: Database, whole: Plan
) -> None:
    """Data, draft or latest revision: what is released is what was shown."""
    draft = _draft(stored, whole)

    def examined() -> object:
        with stored.read() as reading:
            return examine_draft(reading, 1, draft)

    def rename(session: object) -> None:
        draft_row(session, draft).name = "Other"

    def busy(session: object) -> None:
        delegate_row(session, 1, "d-echo").name = "Edo E."

    for change, told in ((rename, "the draft was changed"), (busy, "data changed")):
        ready = examined()
        stored.write(change)
        with pytest.raises(RefusedError, match=told):
            _publish(stored, ready)
    ready = examined()
    release_draft(stored, draft)
    with pytest.raises(RefusedError, match="revision 1 was released meanwhile"):
        stored.write(lambda s: publish(s, ready, note="", author="ann"))


def test_preview_tells_exactly_who_gets_a_message(
    stored: Database, whole: Plan
) -> None:
    """Before each release `telling` names those for whom a message appears."""
    fewer = without(whole, between(whole, "alba", "delta"))
    for plan in (whole, fewer, fewer, whole):
        draft = _draft(stored, plan)
        with stored.read() as reading:
            ready = examine_draft(reading, 1, draft)
            told = telling(reading, ready)
            known = set(reading.scalars(select(OutboxRow.id)))
        _publish(stored, ready)
        with stored.read() as reading:
            new = [
                row.delegate_key
                for row in reading.scalars(select(OutboxRow))
                if row.id not in known
            ]
        assert sorted(new) == sorted(m.delegate.id for m in told.messages)


def test_what_was_examined_holds_until_a_meeting_is_at_hand(
    stored: Database, event: Event, whole: Plan
) -> None:
    """From then on time alone may make a meeting a fact, or too near to change."""
    draft = _draft(stored, whole)
    with stored.read() as reading:
        ready = examine_draft(reading, 1, draft)
    notice = timedelta(minutes=event.policy.limits.notice_min)
    assert ready.holds_until == event.slots[0].start - notice


def test_going_back_makes_a_new_revision_of_what_is_possible(
    stored: Database, whole: Plan
) -> None:
    """The rest is listed; what is proven is not claimed any more."""
    release_plan(stored, whole)
    fewer = without(whole, between(whole, "alba", "bora"))
    release_plan(stored, fewer)
    stored.write(lambda s: s.delete(delegate_row(s, 1, "d-delta")))
    with stored.read() as reading:
        ready = examine_rollback(reading, 1, 1)
    pairs = [{s.organization for s in each.meeting.sides} for each in ready.in_the_way]
    assert pairs == [{"alba", "delta"}]
    assert not ready.is_refused
    assert ready.plan.certificate == ()
    assert go_back(stored, 1) == 3
    with stored.read() as reading:
        row = revisions_of(reading, 1)[0]
        plan = plan_of(row.plan)
        assert row.source == "revision 1"
    expected = without(whole, between(whole, "alba", "delta"))
    assert [m.id for m in plan.meetings] == [m.id for m in expected.meetings]


def test_going_back_keeps_what_was_proven_where_all_is_as_it_was(
    stored: Database, whole: Plan
) -> None:
    """Same meetings, same words about them."""
    release_plan(stored, whole)
    release_plan(stored, without(whole, whole.meetings[-1]))
    with stored.read() as reading:
        ready = examine_rollback(reading, 1, 1)
    assert ready.plan.meetings == whole.meetings
    assert ready.plan.certificate == whole.certificate


def test_going_back_on_the_day_changes_nothing_that_has_begun(
    stored: Database, whole: Plan
) -> None:
    """A canceled meeting of the past does not come back."""
    release_plan(stored, whole)
    first = whole.meetings[0]
    release_plan(stored, without(whole, first))
    moment = first.start + timedelta(minutes=1)
    with stored.read() as reading:
        ready = examine_rollback(reading, 1, 1, moment)
    assert first.id not in {m.id for m in ready.plan.meetings}
    assert len(ready.plan.meetings) == len(whole.meetings) - 1


def test_draft_that_rewrites_what_has_begun_is_refused(
    stored: Database, whole: Plan
) -> None:
    """Moved, dropped or new in the past: the meetings are named."""
    first, last = whole.meetings[0], whole.meetings[-1]
    release_plan(stored, without(whole, last))
    moment = last.end
    for plan, told in (
        (other(without(whole, last), first, table="T3"), "has begun as revision 1"),
        (without(without(whole, last), first), "has begun as revision 1"),
        (whole, "would begin in the past"),
    ):
        draft = _draft(stored, plan)
        with stored.read() as reading:
            ready = examine_draft(reading, 1, draft, moment)
        assert ready.is_refused
        assert [told in each.reason for each in ready.in_the_way] == [True]
    same = _draft(stored, without(whole, last))
    with stored.read() as reading:
        assert not examine_draft(reading, 1, same, moment).is_refused


def test_there_is_nothing_to_go_back_to(stored: Database, whole: Plan) -> None:
    """The latest itself, or one that never was."""
    release_plan(stored, whole)
    with stored.read() as reading:
        with pytest.raises(RefusedError, match="revision 1 is the latest"):
            examine_rollback(reading, 1, 1)
        with pytest.raises(NotFoundError, match="there is no revision 7"):
            examine_rollback(reading, 1, 7)


def test_draft_of_another_event_is_not_found(stored: Database, whole: Plan) -> None:
    """A number from elsewhere opens nothing."""
    draft = _draft(stored, whole)
    with stored.read() as reading, pytest.raises(NotFoundError, match="at this event"):
        examine_draft(reading, 2, draft)


def test_release_begins_the_phase_unless_one_is_held(
    stored: Database, whole: Plan
) -> None:
    """Held by the organizer, it stays."""

    def hold(session: object) -> None:
        row = event_row(session, 1)
        row.phase, row.is_held = "wishes", True

    stored.write(hold)
    release_plan(stored, whole)
    with stored.read() as reading:
        assert event_row(reading, 1).phase == "wishes"

    def let_go(session: object) -> None:
        event_row(session, 1).is_held = False

    stored.write(let_go)
    release_plan(stored, whole)
    with stored.read() as reading:
        assert event_row(reading, 1).phase == "released"
