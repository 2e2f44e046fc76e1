"""From "I will be late" to the release that mends the plan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import time_machine
from sqlalchemy import select

from b4h_scheduler.domain.base import utc
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.late import open_changes, open_proposal
from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.revisions import latest_number
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_late import ProposalRow
from b4h_scheduler.store.schema_mail import OutboxRow
from b4h_scheduler.store.schema_plans import DraftRow
from tests.web.late.late_days import run_all
from tests.web.late.saying import FORM, press, refusal, released, say, starts, typed
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup
    from tests.web.world import World

HALF = timedelta(minutes=30)


def _told(lookup: Lookup) -> dict[str, list[tuple[object, ...]]]:
    return {
        str(who): [
            (utc(each.meeting.start), each.meeting.table, each.partner)
            for each in agenda
        ]
        for who, agenda in lookup.agendas.items()
    }


def test_late_arrival_is_proposed_and_released_with_one_click(
    world: World, coming: int
) -> None:
    """Shown, planned anew, released; only those concerned get mail."""
    before = released(world, coming)
    planned = starts(before, "d-alba")
    arrival = planned[0] + HALF
    shown = say(
        world.delegate("d-alba", coming), what="arrives", when_arrives=typed(arrival)
    )
    assert shown.count("<time ") == sum(start < arrival for start in planned)
    editor = world.staff("editor")
    waiting = editor.text(f"/events/{coming}/late")
    assert 'data-told="The meetings are being planned anew."' in waiting
    assert "aria-live" not in waiting
    assert "1 late change" in editor.text(f"/events/{coming}/overview")
    assert run_all(world) == 1
    page = editor.text(f"/events/{coming}/late")
    assert "Ada Ahl" in page
    assert f"arrives {arrival:%a %d %b %H:%M}" in page
    known = {row.id for row in rows(world, select(OutboxRow))}
    assert "Revision 2 is released." in press(editor, coming, "release")
    after = released(world, coming)
    assert len(starts(after, "d-alba")) == len(planned)
    assert min(starts(after, "d-alba")) >= arrival
    old, new = _told(before), _told(after)
    written = rows(world, select(OutboxRow).where(OutboxRow.id.not_in(known)))
    assert {row.delegate_key for row in written} == {w for w in new if old[w] != new[w]}
    assert {row.kind for row in written} == {"changes"}
    assert "Nothing that is not settled" in editor.text(f"/events/{coming}/late")


def test_change_stands_in_the_log_under_the_delegate(world: World, coming: int) -> None:
    """The person is changed through the store; the log says who did it."""
    say(world.delegate("d-bora", coming), what="absent")
    query = select(AuditRow).where(
        AuditRow.event_id == coming, AuditRow.subject == "delegate d-bora"
    )
    last = rows(world, query.order_by(AuditRow.id))[-1]
    assert last.actor == "delegate d-bora"
    assert last.after["content"]["sessions"] == []


def test_nothing_changes_before_the_second_button(world: World, coming: int) -> None:
    """Looking at what is in danger changes no row and asks for no run."""
    visitor = world.delegate("d-bora", coming)
    count = len(rows(world, select(AuditRow)))
    visitor.post(FORM, {"what": "absent"}, page=FORM)
    assert len(rows(world, select(AuditRow))) == count
    assert run_all(world) == 0


def test_changes_close_together_are_one_proposal(world: World, coming: int) -> None:
    """A run that waits takes the second in; after it, the proposal is made anew."""
    say(world.delegate("d-bora", coming), what="absent")
    say(world.delegate("d-echo", coming), what="absent")
    assert run_all(world) == 1
    say(world.delegate("d-delta", coming), what="absent")
    assert run_all(world) == 1
    with world.read() as reading:
        assert len(open_changes(reading, coming)) == 3
    assert len(rows(world, select(ProposalRow))) == 1
    drafts = rows(world, select(DraftRow).where(DraftRow.event_id == coming))
    assert sum(row.name.startswith("Late changes") for row in drafts) == 1
    editor = world.staff("editor")
    page = editor.text(f"/events/{coming}/late")
    for name in ("Bo Berg", "Edo Eriks", "Dora Dahl"):
        assert f"<strong>{name}</strong>" in page
    press(editor, coming, "release")
    held = _told(released(world, coming))
    assert held["d-bora"] == held["d-echo"] == held["d-delta"] == []
    assert len(held["d-alba"]) == len(held["d-cirrus"]) == 1


def test_who_comes_after_all_has_the_sessions_of_before(
    world: World, coming: int
) -> None:
    """Saying "I cannot come" is taken back, and everything is as it was."""
    visitor = world.delegate("d-bora", coming)
    with world.read() as reading:
        before = delegate_row(reading, coming, "d-bora").content
    say(visitor, what="absent")
    assert "I can come after all" in visitor.text(FORM)
    say(visitor, what="back")
    with world.read() as reading:
        assert delegate_row(reading, coming, "d-bora").content == before
    run_all(world)
    editor = world.staff("editor")
    told = 'data-told="What is proposed: No meeting has to change."'
    assert told in editor.text(f"/events/{coming}/late")
    press(editor, coming, "dismiss")
    with world.read() as reading:
        assert open_proposal(reading, coming) is None
        assert not open_changes(reading, coming)
        assert latest_number(reading, coming) == 1


def test_what_begins_within_the_notice_period_stays(world: World, coming: int) -> None:
    """Ten minutes before the first meeting others' meetings of that slot stay."""
    before = released(world, coming)
    first = min(utc(m.start) for m in before.plan.meetings)
    late = before.agendas["d-echo"][0].meeting  # type: ignore[index]
    with time_machine.travel(first - timedelta(minutes=10), tick=True):
        say(world.delegate("d-echo", coming), what="absent")
        run_all(world)
        assert "Revision 2" in press(world.staff("editor"), coming, "release")
    after = {m.id: m for m in released(world, coming).plan.meetings}
    soon = [
        m
        for m in before.plan.meetings
        if utc(m.start) <= first + timedelta(minutes=20) and m.id != late.id
    ]
    assert soon
    assert [after[m.id].start for m in soon] == [m.start for m in soon]
    assert late.id not in after


def test_on_the_day_changes_wait_but_not_within_the_hour(
    world: World, coming: int
) -> None:
    """Messages about a meeting within the hour go at once, others in five minutes."""
    before = released(world, coming)
    meetings = before.agendas["d-alba"]  # type: ignore[index]
    far = meetings[-1].meeting
    at = utc(far.start) - timedelta(hours=3)
    with time_machine.travel(at, tick=False):
        say(
            world.delegate("d-alba", coming),
            what="leaves",
            when_leaves=typed(before.local(far.start) - timedelta(minutes=30)),
        )
    with time_machine.travel(at, tick=True):
        run_all(world)
    with time_machine.travel(at, tick=False):
        known = {row.id for row in rows(world, select(OutboxRow))}
        press(world.staff("editor"), coming, "release")
    written = rows(world, select(OutboxRow).where(OutboxRow.id.not_in(known)))
    assert written
    for row in written:
        waits = utc(row.due) - at
        assert waits == (timedelta(0) if row.is_urgent else timedelta(minutes=5))


def test_released_otherwise_meanwhile_is_planned_anew(
    world: World, coming: int
) -> None:
    """A proposal from an older revision has no button; anew, it has one."""
    from tests.web.release.releasing import release_plan

    editor = world.staff("editor")
    say(world.delegate("d-bora", coming), what="absent")
    run_all(world)
    plan = released(world, coming).plan
    kept = tuple(
        m for m in plan.meetings if "bora" not in {s.organization for s in m.sides}
    )
    release_plan(
        world.site.database,
        plan.model_copy(update={"meetings": kept[1:]}),
        event_id=coming,
    )
    with world.read() as reading:
        assert not open_changes(reading, coming)
        assert open_proposal(reading, coming) is None
    assert "Nothing that is not settled" in editor.text(f"/events/{coming}/late")


def test_only_what_can_be_is_taken(world: World, coming: int) -> None:
    """Each refusal says what is wrong and what to do."""
    visitor = world.delegate("d-alba", coming)
    lookup = released(world, coming)
    last = lookup.event.slots[-1]
    late = typed(lookup.local(last.end))
    assert "say that you cannot come" in refusal(
        visitor, what="arrives", when_arrives=late
    )
    first = typed(lookup.local(lookup.event.slots[0].start))
    assert "say that you cannot come" in refusal(
        visitor, what="leaves", when_leaves=first
    )
    assert "Give the day and the time" in refusal(
        visitor, what="leaves", when_leaves=""
    )
    assert "is no date and time" in refusal(visitor, what="leaves", when_leaves="soon")
    assert "choose one of the four" in refusal(visitor, what="dance")
    assert "planned as coming already" in refusal(visitor, what="back")
    say(visitor, what="absent")
    assert "known already" in refusal(visitor, what="absent")


def test_stale_form_is_refused(world: World, coming: int) -> None:
    """What somebody changed since the page was shown is shown again first."""
    visitor = world.delegate("d-alba", coming)
    answer = visitor.post(
        FORM,
        {"what": "absent", "sure": "yes", "seen": "77"},
        page=FORM,
        follow_redirects=True,
    )
    assert "changed by somebody else meanwhile" in answer.text
    assert run_all(world) == 0


def test_after_the_event_nothing_can_be_said(world: World, coming: int) -> None:
    """The phase "after" refuses it."""
    visitor = world.delegate("d-alba", coming)

    def end(session: Session) -> None:
        event_row(session, coming).phase = "after"

    world.site.database.write(end)
    answer = visitor.post(
        FORM, {"what": "absent", "sure": "yes", "seen": "1"}, page=FORM,
        follow_redirects=True,
    )  # fmt: skip
    assert "the event is over" in answer.text.casefold()


def test_before_a_release_no_run_is_needed(world: World) -> None:
    """The change is made; whatever plan comes will know it."""
    say(world.delegate("d-bora"), what="absent")
    with world.read() as reading:
        assert delegate_row(reading, 1, "d-bora").content["sessions"] == []
        assert not open_changes(reading, 1)
    assert rows(world, select(ProposalRow)) == []


def test_desk_says_it_for_somebody(world: World, coming: int) -> None:
    """Found by name; done and logged under the name of the desk."""
    desk = world.staff("desk")
    home = desk.get(f"/events/{coming}/", follow_redirects=True)
    assert "who is late" in home.text
    found = desk.text(f"/events/{coming}/desk?q=bo+ber")
    assert f"/events/{coming}/desk/d-bora" in found
    assert "d-alba" not in found
    say(desk, f"/events/{coming}/desk/d-bora", what="absent")
    page = world.staff("viewer").text(f"/events/{coming}/late")
    assert "by desk@example.org" in page
    assert "Release</button>" not in page


def test_link_of_mails_leads_to_the_form(world: World, coming: int) -> None:
    """The "I will be late" of a mail opens the form behind the link's button."""
    token = world.link("d-alba", coming)
    visitor = world.nobody()
    answer = visitor.post(f"/d/{token}", {"to": "late"}, page=f"/d/{token}?to=late")
    assert answer.headers["Location"] == FORM
