"""A draft edited by hand, as the forms of the page do it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.jobs.supervisor import Supervisor
from b4h_scheduler.sentence import put_together
from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.locks import locks_of
from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_edits import EditRow, ObjectionRow
from b4h_scheduler.store.schema_event import TableRow
from b4h_scheduler.store.schema_plans import DraftRow, RunRow
from tests.web.plan.editing import (
    DRAFT,
    EDIT,
    first_meeting,
    free_place,
    plan_now,
    press,
    said_on,
)
from tests.web.release.releasing import release_draft
from tests.web.world import rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Meeting
    from tests.web.world import World


def test_meeting_is_moved_undone_and_moved_again(world: World) -> None:
    """By forms alone; the draft and the log say so."""
    staff, before = world.staff("editor"), plan_now(world)
    meeting = before.meetings[0]
    to = free_place(staff, meeting.candidate)
    said = press(staff, EDIT, {"candidate": meeting.candidate, "to": to})
    assert said.startswith("Moved ")
    # A long list of edits scrolls: by keys, too.
    assert '<ol class="edits" tabindex="0"' in staff.text(EDIT)
    moved = next(
        m for m in plan_now(world).meetings if m.candidate == meeting.candidate
    )
    slot, _, table = to.partition("|")
    with world.read() as reading:
        expected = load_event(reading, 1).slots[int(slot)]
    assert (moved.start, moved.table) == (expected.start, table)
    assert press(staff, f"{EDIT}/undo", {}).startswith("Undone: moved ")
    assert plan_now(world) == before
    assert press(staff, f"{EDIT}/redo", {}).startswith("Made again: moved ")
    assert moved in plan_now(world).meetings
    told = rows(world, select(AuditRow).where(AuditRow.subject == "draft 1"))
    assert [put_together(row.after["edit"]).split()[0] for row in told[-3:]] == [
        "moved", "undone:", "made"
    ]  # fmt: skip
    assert {row.actor for row in told[-3:]} == {"editor@example.org"}


def test_dropped_meeting_is_a_wish_that_can_be_put_back(world: World) -> None:
    """It appears beside the board, and goes where it was."""
    staff, before = world.staff("editor"), plan_now(world)
    meeting = before.meetings[0]
    given = {"candidate": meeting.candidate, "drop": "yes"}
    assert press(staff, EDIT, given).startswith("Dropped ")
    assert meeting.candidate not in {m.candidate for m in plan_now(world).meetings}
    page = f"{EDIT}?pick={meeting.candidate}"
    assert "Not in this draft" in staff.text(page)
    index = next(n for n in range(6) if meeting.slot.endswith(f"{n + 1}"))
    to = f"{index}|{meeting.table}"
    assert press(staff, EDIT, {"candidate": meeting.candidate, "to": to}, page)
    assert meeting in plan_now(world).meetings


def test_illegal_place_is_refused_with_the_reason(world: World) -> None:
    """Also when the form asks for what the page does not offer."""
    staff, before = world.staff("editor"), plan_now(world)
    first, second = before.meetings[:2]
    both = {s.organization for s in first.sides} & {
        s.organization for s in second.sides
    }
    assert both
    slot = int(re.sub(r"\D", "", second.slot)) - 1
    given = {"candidate": first.candidate, "to": f"{slot}|T3"}
    assert "has another meeting" in press(staff, EDIT, given)
    assert plan_now(world) == before


def test_board_says_where_and_why_not_before_anything_is_done(world: World) -> None:
    """For people by the slot, for tables in the cell; the script gets the same."""
    staff, meeting = world.staff("editor"), first_meeting(world)
    page = staff.text(f"{EDIT}?pick={meeting.candidate}")
    assert "Could it be then?" in page
    assert "has another meeting" in page
    assert "It is here now" in page
    given = staff.get(f"{EDIT}/targets?pick={meeting.candidate}&session=morning").json
    offered = set(re.findall(r'name="to" value="(\d+\|[^"]+)"', page))
    assert given is not None
    assert {place for place, told in given.items() if not told["reasons"]} >= offered
    assert all(
        told["reasons"]
        for place, told in given.items()
        if place not in offered and place not in _own_places(meeting)
    )


def _own_places(meeting: Meeting) -> set[str]:
    slot = int(re.sub(r"\D", "", meeting.slot)) - 1
    return {f"{slot}|{meeting.table}"}


def test_meeting_put_where_it_is_leaves_nothing_to_undo(world: World) -> None:
    """It is no edit; a script is told which place is its own."""
    staff, meeting = world.staff("editor"), first_meeting(world)
    (own,) = _own_places(meeting)
    said = press(staff, EDIT, {"candidate": meeting.candidate, "to": own})
    assert said == "The meeting is there already."
    assert rows(world, select(EditRow)) == []
    address = f"{EDIT}/targets?pick={meeting.candidate}&session=morning"
    told = staff.get(address).json
    assert told is not None
    assert [place for place, each in told.items() if each["own"]] == [own]


def test_lock_says_what_it_holds(world: World) -> None:
    """A pair that is locked may still be moved: nothing else is promised."""
    staff, meeting = world.staff("editor"), first_meeting(world)
    given = {"candidate": meeting.candidate, "holds": "pair"}
    assert "is locked (the two meet): every plan" in press(staff, f"{EDIT}/lock", given)


def test_two_editors_are_told(world: World) -> None:
    """The second one's edit is refused with who did what."""
    anna, bert = world.staff("owner"), world.staff("editor")
    first, second = plan_now(world).meetings[:2]
    seen = re.search(r'name="seen" value="(\d+)"', bert.text(EDIT))
    assert seen
    press(anna, EDIT, {"candidate": first.candidate, "drop": "yes"})
    given = {"candidate": second.candidate, "drop": "yes", "seen": seen[1]}
    answer = bert.post(EDIT, given, page=EDIT)
    said = said_on(bert, answer.headers["Location"])
    assert "owner@example.org did: dropped" in said
    assert second in plan_now(world).meetings


def test_locked_meeting_stays_in_edits_and_in_the_next_plan(world: World) -> None:
    """Moving is refused; a new plan holds it at its time; unlocking lets it go."""
    staff, meeting = world.staff("editor"), plan_now(world).meetings[-1]
    to = free_place(staff, meeting.candidate)
    press(staff, EDIT, {"candidate": meeting.candidate, "to": to})
    moved = next(
        m for m in plan_now(world).meetings if m.candidate == meeting.candidate
    )
    lock = {"candidate": meeting.candidate, "holds": "all"}
    page = f"{EDIT}?pick={meeting.candidate}"
    assert "is locked" in press(staff, f"{EDIT}/lock", lock, page)
    drop = {"candidate": meeting.candidate, "drop": "yes"}
    assert "unlock it first" in press(staff, EDIT, drop, page)
    _forget_runs(world)
    staff.post(f"{EDIT}/improve", {"seconds": "5"}, page=EDIT)
    assert Supervisor(world.site.database).run_one()
    (run,) = rows(world, select(RunRow))
    assert (run.state, run.draft_id) == ("done", 1)
    kept = next(m for m in plan_now(world).meetings if m.candidate == meeting.candidate)
    assert (kept.start, kept.table) == (moved.start, moved.table)
    assert press(staff, f"{EDIT}/unlock", lock, page) == "Unlocked."
    with world.read() as reading:
        assert locks_of(reading, 1) == ()


def _forget_runs(world: World) -> None:
    def forget(session: Session) -> None:
        for row in session.scalars(select(RunRow)):
            session.delete(row)

    world.site.database.write(forget)


def test_improvement_replaces_the_draft_and_can_be_undone(world: World) -> None:
    """A meeting dropped by hand comes back by the run, and goes again by undo."""
    staff, before = world.staff("editor"), plan_now(world)
    _forget_runs(world)
    for meeting in before.meetings[:2]:
        press(staff, EDIT, {"candidate": meeting.candidate, "drop": "yes"})
    edited = plan_now(world)
    staff.post(f"{EDIT}/improve", {"seconds": "5"}, page=EDIT)
    assert Supervisor(world.site.database).run_one()
    improved = plan_now(world)
    assert improved.plain_value == before.plain_value
    assert "Undone: improved" in press(staff, f"{EDIT}/undo", {})
    assert plan_now(world).meetings == edited.meetings


def test_improvement_moves_little_unless_everything_may_move(world: World) -> None:
    """A wish more comes beside what stands, however odd that is."""
    staff, first = world.staff("editor"), plan_now(world).meetings[0]
    to = free_place(staff, first.candidate)
    press(staff, EDIT, {"candidate": first.candidate, "to": to})
    wish = {"organization": "echo", "priority": "1"}
    page = "/my/partners/echo"
    assert world.delegate("d-alba").post("/my/wishes", wish, page=page).status_code
    before = {m.candidate: (m.start, m.table) for m in plan_now(world).meetings}
    _forget_runs(world)
    assert "what stands moves only where that gains a meeting" in staff.text(EDIT)
    staff.post(f"{EDIT}/improve", {"seconds": "5", "moving": "little"}, page=EDIT)
    staff.post(f"{EDIT}/improve", {"moving": "everything"}, page=EDIT)
    little, everything = rows(world, select(RunRow).order_by(RunRow.id))
    assert little.options["is_sparing"]
    assert not everything.options["is_sparing"]
    assert Supervisor(world.site.database).run_one()
    after = {m.candidate: (m.start, m.table) for m in plan_now(world).meetings}
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()
    assert "Undo: improved: 1 added, 0 moved, 0 dropped" in staff.text(EDIT)
    run = staff.text(f"/events/1/runs/{little.id}")
    assert "changes to the draft, weighted" in run
    assert "released plan" not in run
    assert "–</strong>points of wishes" not in run


def test_run_on_a_draft_edited_meanwhile_ends_as_a_separate_one(world: World) -> None:
    """Nobody's edit is lost."""
    staff, meetings = world.staff("editor"), plan_now(world).meetings
    _forget_runs(world)
    press(staff, EDIT, {"candidate": meetings[0].candidate, "drop": "yes"})
    staff.post(f"{EDIT}/improve", {"seconds": "5"}, page=EDIT)
    press(staff, EDIT, {"candidate": meetings[1].candidate, "drop": "yes"})
    edited = plan_now(world)
    assert Supervisor(world.site.database).run_one()
    (run,) = rows(world, select(RunRow))
    assert run.message == "the draft was edited meanwhile: this is a separate one"
    assert plan_now(world) == edited
    assert len(plan_now(world, run.draft_id).meetings) == len(meetings)


def test_nothing_better_leaves_the_draft_alone(world: World) -> None:
    """The best plan improved is the best plan: no edit is made."""
    staff, before = world.staff("editor"), plan_now(world)
    _forget_runs(world)
    staff.post(f"{EDIT}/improve", {"seconds": "5"}, page=EDIT)
    assert Supervisor(world.site.database).run_one()
    (run,) = rows(world, select(RunRow))
    assert run.message == "nothing better was found: the draft stays as it is"
    assert plan_now(world) == before


def test_improving_after_a_release_is_refused_with_the_way_to_go(world: World) -> None:
    """A run from nothing would move what people have in their calendars."""
    release_draft(world.site.database, 1)
    staff, before = world.staff("editor"), len(rows(world, select(RunRow)))
    answer = staff.post(f"{EDIT}/improve", {"seconds": "5"}, page=EDIT)
    assert "start a run from it" in said_on(staff, answer.headers["Location"])
    assert len(rows(world, select(RunRow))) == before


def test_removed_table_releases_its_meetings_and_nothing_dangles(world: World) -> None:
    """Every page of the draft opens; meetings are listed; a button takes them out."""
    staff, before = world.staff("editor"), plan_now(world)
    table = before.meetings[0].table
    lost = [m for m in before.meetings if m.table == table]

    def remove(session: Session) -> None:
        query = select(TableRow).where(TableRow.event_id == 1, TableRow.key == table)
        session.delete(session.scalars(query).one())

    world.site.database.write(remove)
    for page in ("", "/tables", "/people", "/text", "/unmet", "/edit"):
        text = staff.text(DRAFT + page)
    assert f"table {table} is not there any more" in text
    assert f"table {table} is not there any more" in staff.text(DRAFT)
    said = press(staff, f"{EDIT}/release", {})
    assert said.startswith("Released: ")
    after = plan_now(world)
    assert set(before.meetings) - set(after.meetings) == set(lost)
    assert "not possible any more" not in staff.text(EDIT)


def test_lock_of_a_removed_table_is_told_and_stays(world: World) -> None:
    """Impossible, with the reason; the next run plans without it."""
    staff, meeting = world.staff("editor"), first_meeting(world)
    lock = {"candidate": meeting.candidate, "holds": "table"}
    press(staff, f"{EDIT}/lock", lock, f"{EDIT}?pick={meeting.candidate}")

    def remove(session: Session) -> None:
        query = select(TableRow).where(TableRow.key == meeting.table)
        session.delete(session.scalars(query.where(TableRow.event_id == 1)).one())

    world.site.database.write(remove)
    text = staff.text(EDIT)
    assert "Cannot be kept:" in text
    assert f"table {meeting.table} is not there any more" in text
    with world.read() as reading:
        assert len(locks_of(reading, 1)) == 1


def test_objection_from_agenda_to_staff(world: World) -> None:
    """Until the date; the meeting is named; staff marks it as dealt with."""
    staff = world.staff("editor")
    until = (now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    staff.post(f"{DRAFT}/preview", {"show": "yes", "until": until}, page=DRAFT)
    ada = world.delegate("d-alba")
    page = ada.text("/my/agenda")
    assert "you can say below what does not fit" in page
    candidate = re.search(r'name="candidate" value="(c-[^"]+)"', page)
    assert candidate
    given = {"candidate": candidate[1], "text": "My train comes at ten"}
    ada.post("/my/agenda/object", given, page="/my/agenda")
    assert "My train comes at ten" in ada.text("/my/agenda")
    (kept,) = ada.get("/my/data.json").json["objections"]
    assert kept["text"] == given["text"]
    listed = staff.text(f"{DRAFT}/objections")
    assert "Ada Ahl" in listed
    assert "My train comes at ten" in listed
    assert "1 objection of delegates" in staff.text(EDIT)
    assert "2037-11-26" not in listed
    meeting = next(m for m in plan_now(world).meetings if m.candidate == candidate[1])
    start = f"Thu 26 Nov, {meeting.start:%H:%M}"
    assert start in listed
    assert start in ada.text("/my/agenda")
    staff.post(f"{DRAFT}/objections/1", {"settled": "yes"}, page=f"{DRAFT}/objections")
    assert "dealt with" in staff.text(f"{DRAFT}/objections")
    assert "objection of delegates" not in staff.text(EDIT)
    # The meeting's name goes with the person; its link keeps a text.
    ada.post("/my/data/erase", {"sure": "erase"}, page="/my/data")
    assert re.search(r"#picked\">a meeting</a>", staff.text(f"{DRAFT}/objections"))


def test_who_has_no_meeting_can_object_to_that(world: World) -> None:
    """The form is there without a meeting, too."""
    staff, ada = world.staff("editor"), world.delegate("d-alba")
    for meeting in plan_now(world).meetings:
        press(staff, EDIT, {"candidate": meeting.candidate, "drop": "yes"})
    until = (now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    staff.post(f"{DRAFT}/preview", {"show": "yes", "until": until}, page=DRAFT)
    text = ada.text("/my/agenda")
    assert "No meeting is planned for you so far" in text
    assert 'action="/my/agenda/object"' in text
    given = {"candidate": "", "text": "I would like one"}
    ada.post("/my/agenda/object", given, page="/my/agenda")
    assert [row.text for row in rows(world, select(ObjectionRow))] == [given["text"]]


def test_date_of_objections_is_changed_while_the_draft_is_shown(world: World) -> None:
    """Nobody has to hide the draft for that; an empty date ends objections."""
    staff, ada = world.staff("editor"), world.delegate("d-alba")
    for days in (1, 2):
        until = (now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
        staff.post(f"{DRAFT}/preview", {"show": "yes", "until": until}, page=DRAFT)
        assert f'type="datetime-local" value="{until}"' in staff.text(DRAFT)
    assert "Change the date" in staff.text(DRAFT)
    assert 'action="/my/agenda/object"' in ada.text("/my/agenda")
    staff.post(f"{DRAFT}/preview", {"show": "yes", "until": ""}, page=DRAFT)
    assert 'action="/my/agenda/object"' not in ada.text("/my/agenda")
    assert "Provisional" in ada.text("/my/agenda")


def test_no_objection_to_another_ones_meeting_or_after_the_date(world: World) -> None:
    """A form that names a meeting of others, or comes too late, changes nothing."""
    staff = world.staff("editor")
    until = (now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    staff.post(f"{DRAFT}/preview", {"show": "yes", "until": until}, page=DRAFT)
    ada = world.delegate("d-alba")
    foreign = next(
        m for m in plan_now(world).meetings
        if "alba" not in {s.organization for s in m.sides}
    )  # fmt: skip
    given = {"candidate": foreign.candidate, "text": "I want this one"}
    ada.post("/my/agenda/object", given, page="/my/agenda")
    assert rows(world, select(ObjectionRow)) == []

    def pass_by(session: Session) -> None:
        session.get_one(DraftRow, 1).objections_until = now() - timedelta(minutes=1)

    world.site.database.write(pass_by)
    ada.post("/my/agenda/object", {"text": "Too late"}, page="/my/agenda")
    assert rows(world, select(ObjectionRow)) == []
    with world.read() as reading:
        assert delegate_row(reading, 1, "d-alba").name == "Ada Ahl"


def test_board_as_text_has_a_heading_for_each_slot(world: World) -> None:
    """And a line for each meeting, with table and people."""
    text = world.staff("viewer").text(f"{DRAFT}/text")
    assert text.count("<h2>Thursday ") == 6
    for meeting in plan_now(world).meetings:
        assert f"Table {meeting.table}:" in text
    assert "Ada Ahl" in text


def test_wishes_beside_the_board_are_found_by_name(world: World) -> None:
    """And lead to where they could go."""
    staff, meeting = world.staff("editor"), first_meeting(world)
    press(staff, EDIT, {"candidate": meeting.candidate, "drop": "yes"})
    with world.read() as reading:
        event = load_event(reading, 1)
    name = event.organization_of[meeting.sides[0].organization].name
    word = name.split()[0].lower()
    assert f"pick={meeting.candidate}" in staff.text(f"{EDIT}?wish={word}")
    assert "None of these." in staff.text(f"{EDIT}?wish=nobody")
