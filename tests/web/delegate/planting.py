"""A person whose name is written wherever the application writes names."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from b4h_scheduler.planning.run import plan
from b4h_scheduler.store.base import Base, now
from b4h_scheduler.store.check_in import check_in
from b4h_scheduler.store.drafts import add_draft, data_version, preview_draft
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.outbox import State
from b4h_scheduler.store.relay import event_mail
from b4h_scheduler.store.schema_edits import EditRow, ObjectionRow
from b4h_scheduler.store.schema_event import DelegateRow, WishRow
from b4h_scheduler.store.schema_late import LateChangeRow
from b4h_scheduler.store.schema_mail import OutboxRow
from b4h_scheduler.store.schema_plans import DraftRow, RunRow
from tests.web.registration.registering import (
    confirm,
    decide,
    open_registration,
    register,
)
from tests.web.release.releasing import release_draft
from tests.web.world import rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tests.web.world import World

NAME = "Quirína Zwetsch-O’Hara"
MARKS = ("Quir", "Zwetsch", "4242424", "zwetsch")
"""Each is part of the name, the address or the phone, and of nothing else."""


def plant(world: World) -> str:
    """Let her register, wish, object, change late and be planned; return her key."""
    open_registration(world)
    row = register(
        world,
        delegates__0__name=NAME,
        delegates__0__email="quirina@zwetsch.example.org",
        delegates__0__phone="+4971142424240",
        delegates__0__role=f"{NAME} leads",
    )
    decide(world, confirm(world, row), "approve")
    person = rows(world, select(DelegateRow).where(DelegateRow.name == NAME))[0]
    me = world.delegate(person.key)
    wish = {"organization": "alba", "priority": "1", "message": f"Yours, {NAME}"}
    assert me.post("/my/wishes", wish, page="/my/partners/alba").status_code == 303
    world.site.database.write(lambda session: _accept(session, person))
    draft = world.site.database.write(lambda session: _draft(session, person))
    release_draft(world.site.database, draft)
    world.site.database.write(lambda session: _write_everywhere(session, person, draft))
    return person.key


def _accept(session: Session, person: DelegateRow) -> None:
    event_mail(session, 1).has_invitations = True
    query = select(WishRow).where(
        WishRow.wisher_organization == person.organization_key
    )
    for wish in session.scalars(query):
        wish.answer = "accepted"


def _draft(session: Session, person: DelegateRow) -> int:
    found = plan(load_event(session, 1), work_limit=2000)
    assert any(
        person.key in team for each in found.meetings for team in each.delegates
    ), "she meets nobody: nobody is told of her"
    named = found.model_copy(update={"warnings": (f"{NAME} has given no trip",)})
    made_from = data_version(session, 1)
    draft = add_draft(session, 1, "Named", named, made_from=made_from)
    preview_draft(session, session.get_one(DraftRow, draft), is_previewed=True)
    return draft


def _write_everywhere(session: Session, person: DelegateRow, draft: int) -> None:
    named = {"words": f"a meeting of {NAME}"}
    common: dict[str, Any] = {"event_id": 1, "draft_id": draft}
    objection = ObjectionRow(
        **common, delegate_key=person.key, text=f"{NAME} cannot", made=now()
    )
    edit = EditRow(
        **common, at=now(), actor="ann", words="moved", before=named, after=named
    )
    late = LateChangeRow(
        event_id=1,
        delegate_key=person.key,
        kind="arrives",
        told={"name": NAME},
        made=now(),
        made_by=f"delegate {person.key}",
        data_version=1,
    )
    run = RunRow(event_id=1, created=now(), message=f"{NAME} has no slot")
    session.add_all([objection, edit, late, run])
    check_in(session, person, is_here=True, seen=0)
    # Half of the messages have gone.
    for row in session.scalars(select(OutboxRow).where(OutboxRow.id % 2 == 0)):
        row.state, row.ended = State.TAKEN.value, now()


def found_in_tables(world: World) -> list[str]:
    """Return every place of the database where something of hers can be read."""
    found = []
    with world.read() as reading:
        for table in Base.metadata.sorted_tables:
            for row in reading.execute(select(table)).mappings():
                for column, value in row.items():
                    text = "\n".join(_readable(value))
                    if any(mark in text for mark in MARKS):
                        found.append(f"{table.name}.{column} of row {row['id']}")
    return found


def _readable(value: object) -> Iterator[str]:
    if not isinstance(value, bytes):
        yield str(value)
        return
    message = message_from_bytes(value, policy=policy.default)
    yield from (str(header) for header in message.values())
    for part in message.walk():
        if not part.is_multipart():
            content = part.get_content()
            text = content if isinstance(content, str) else content.decode()
            # Lines of calendars are folded.
            yield text.replace("\r\n ", "").replace("\n ", "")


def found_in_files(folder: Path) -> list[str]:
    """Return the files that hold something of hers, in whatever place."""
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(mark.encode() in path.read_bytes() for mark in MARKS)
    ]
