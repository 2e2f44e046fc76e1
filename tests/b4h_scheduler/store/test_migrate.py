from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alembic import command
from sqlalchemy import MetaData, insert, select, text
from sqlalchemy.orm import Session

from b4h_scheduler.sentence import Sentence, put_together
from b4h_scheduler.store import migrate
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_edits import EditRow
from b4h_scheduler.store.schema_plans import DraftRow, RunRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from b4h_scheduler.store.database import Database


def test_upgrade_from_empty_gives_the_tables_declared(empty_database: Database) -> None:
    """Alembic finds no difference after an upgrade, and the newest revision stands."""
    migrate.upgrade(empty_database)
    migrate.check(empty_database)
    found, newest = migrate.current(empty_database)
    assert newest is not None
    assert found == newest


def test_second_upgrade_changes_nothing(database: Database) -> None:
    """An upgrade of an up-to-date database is no error."""
    migrate.upgrade(database)
    migrate.check(database)


def test_new_database_has_no_revision(empty_database: Database) -> None:
    """A database without tables says so."""
    assert migrate.current(empty_database)[0] is None


def test_entries_of_an_older_log_get_their_kind(empty_database: Database) -> None:
    """An entry written before kinds were kept has the first word of its subject."""
    with empty_database.writing.begin() as connection:
        command.upgrade(migrate._config(connection), "0008")
        connection.execute(
            text(
                "INSERT INTO audit (at, actor, event_id, action, subject) VALUES "
                "(CURRENT_TIMESTAMP, 'x', 1, 'changed', 'delegate d 1'), "
                "(CURRENT_TIMESTAMP, 'x', 1, 'changed', 'event')"
            )
        )
    migrate.upgrade(empty_database)
    with empty_database.reading.begin() as connection:
        found = connection.execute(text("SELECT kind FROM audit ORDER BY id"))
        assert [row.kind for row in found] == ["delegate", "event"]


def test_stored_sentences_are_taken_apart(empty_database: Database) -> None:
    """Of runs, edits, the outbox, plans and the log; what nobody knows stays text."""
    dropped = "dropped Alba – Bora (Thu 09:00, table T1)"
    reasons = [
        {"rule": "available", "text": "Ada is not there at Thu 09:00, 09:25"},
        {"rule": "clash", "text": "Bo is full at Thu 09:00: 2 meetings"},
        {"rule": "odd", "text": "nobody knows this: why"},
    ]
    plan = {"unmet": [{"reasons": reasons}], "warnings": ["odd", "draft 4 (A: b)"]}
    with empty_database.writing.begin() as connection:
        command.upgrade(migrate._config(connection), "0010")
        _old_rows(connection, dropped, plan)
    migrate.upgrade(empty_database)
    with Session(empty_database.reading) as session:
        run = session.scalars(select(RunRow)).one()
        assert run.message == "its worker was lost 3 times"
        assert _parts(run.message) == {"attempts": 3}
        edit = session.scalars(select(EditRow)).one()
        assert edit.words == dropped
        assert _parts(edit.words)["place"] == "Thu 09:00, table T1"
        found = session.scalars(select(DraftRow.plan)).one()
        told = [put_together(each["text"]) for each in found["unmet"][0]["reasons"]]
        assert told == [each["text"] for each in reasons]
        assert _parts(told[0]) == {"who": "Ada", "when": "at Thu 09:00, 09:25"}
        assert _parts(told[1])["what"] == "2 meetings"
        assert not isinstance(told[2], Sentence)
        entry = session.scalars(select(AuditRow)).one()
        assert put_together((entry.after or {})["edit"]) == dropped


def test_released_meetings_of_an_old_edit_are_taken_apart(
    empty_database: Database,
) -> None:
    """Each with its reason, after what the edit did."""
    words = (
        "dropped Alba – Bora (Thu 09:00, table T1); released: Alba – Echo (there is "
        "no slot at Thu 09:25 any more), Bora – Echo (table T2 is not there any more)"
    )
    with empty_database.writing.begin() as connection:
        command.upgrade(migrate._config(connection), "0010")
        _old_rows(connection, words, {"warnings": []})
    migrate.upgrade(empty_database)
    with Session(empty_database.reading) as session:
        edit = session.scalars(select(EditRow)).one()
    assert edit.words == words
    released = _parts(_parts(edit.words)["part1"])["lost"]
    first, second = _parts(released).values()
    assert _parts(first)["pair"] == "Alba – Echo"
    assert _parts(_parts(first)["reason"]) == {"moment": "Thu 09:25"}
    assert _parts(_parts(second)["reason"]) == {"table": "T2"}


def test_sentences_become_text_again(empty_database: Database) -> None:
    """The step before reads what this one stored."""
    with empty_database.writing.begin() as connection:
        command.upgrade(migrate._config(connection), "0010")
        _old_rows(connection, "added A – B at Thu 09:00, online", {"warnings": []})
    migrate.upgrade(empty_database)
    with empty_database.writing.begin() as connection:
        command.downgrade(migrate._config(connection), "0010")
        words = connection.execute(text("SELECT words FROM draft_edit")).scalar_one()
        message = connection.execute(text("SELECT message FROM run")).scalar_one()
    assert words == "added A – B at Thu 09:00, online"
    assert message == "its worker was lost 3 times"


def _parts(said: object) -> dict[str, object]:
    assert isinstance(said, Sentence)
    return said.values


def _old_rows(connection: Connection, words: str, plan: dict[str, object]) -> None:
    """Write rows as revision 0010 had them."""
    moment, known = datetime(2026, 11, 26, tzinfo=UTC), MetaData()
    known.reflect(connection)
    common = {"id": 1, "event_id": 1, "version": 1, "draft_id": 1, "created": moment}
    common |= {"at": moment, "actor": "x", "name": "x", "owner": "", "about": ""}
    common |= {"is_held": False, "is_previewed": False, "is_undone": False}
    common |= {"is_cancel_asked": False, "token": 1, "attempts": 3, "kind": "plan"}
    common |= {"link_generation": 1, "data_version": 1, "before": {}, "options": {}}
    common |= {"phase_dates": {}, "after": {}, "content": {}}
    for table, own in (
        ("event", {"phase": "closed"}),
        ("draft", {"plan": plan}),
        (
            "run",
            {
                "state": "failed",
                "message": "its worker was lost 3 times",
                "draft_id": None,
            },
        ),
        ("draft_edit", {"words": words}),
        (
            "audit",
            {
                "action": "changed",
                "subject": "draft 1",
                "kind": "draft",
                "after": {"edit": words},
            },
        ),
    ):
        columns = known.tables[table].columns
        row = {name: value for name, value in common.items() if name in columns}
        connection.execute(insert(known.tables[table]).values(row | own))
