"""A small event with a draft, in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.edited import edited
from b4h_scheduler.planning.editing import Editor
from b4h_scheduler.planning.edits import Drop, Put
from b4h_scheduler.store.drafts import add_draft, data_version, plan_of
from b4h_scheduler.store.edits import Seen
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.schema_plans import DraftRow
from tests.b4h_scheduler.planning.plans import plan_by_hand
from tests.b4h_scheduler.planning.small_events import event, wish

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.planning.edits import Edit
    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database

EVENT = event(
    ("ann", "bob", "cid"), (wish("ann", "bob"), wish("ann", "cid"), wish("bob", "cid"))
)
HELD = {("ann", "bob"): ("09:00", "hall-1"), ("ann", "cid"): ("09:20", "hall-1")}


@dataclass
class Small:
    """A draft of `EVENT`: Ann meets Bob at nine and Cid at 09:20."""

    database: Database
    event_id: int
    draft_id: int

    @property
    def plan(self) -> Plan:
        """The draft as it is stored."""
        with self.database.read() as session:
            return plan_of(session.get_one(DraftRow, self.draft_id).plan)

    @property
    def seen(self) -> Seen:
        """What somebody sees who opens the draft now."""
        with self.database.read() as session:
            row = session.get_one(DraftRow, self.draft_id)
            return Seen(row.version, data_version(session, self.event_id))

    def after(self, edit: Edit) -> tuple[Plan, Plan]:
        """Return the plan before and after an edit."""
        editor = Editor(compile_event(EVENT))
        laid = editor.lay_out(self.plan)
        checked = editor.check(laid, edit)
        assert checked.reasons == ()
        made = edited(editor.compiled, laid, checked.assignment, is_same_data=True)
        return laid.plan, made

    def move(self) -> Put:
        """Ann and Bob at ten."""
        return Put(self.plan.meetings[0].candidate, EVENT.slots[3].id, "hall-1")

    def drop(self) -> Drop:
        """Ann and Cid do not meet."""
        return Drop(self.plan.meetings[-1].candidate)


def small(database: Database) -> Small:
    """Save the event and the draft."""

    def work(session: Session) -> tuple[int, int]:
        event_id = save_event(session, EVENT)
        session.flush()
        made_from = data_version(session, event_id)
        plan = plan_by_hand(EVENT, HELD)
        return event_id, add_draft(
            session, event_id, "By hand", plan, made_from=made_from
        )

    return Small(database, *database.write(work))
