"""Sentences are stored as template and values, so that pages can say them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from b4h_scheduler.sentence import put_together
from b4h_scheduler.store.migrations.stored_sentences import apart

revision = "0011"
down_revision = "0010"

_TEXTS = {
    "run": "message",
    "run_progress": "step",
    "draft_edit": "words",
    "meeting_lock": "words",
    "outbox": "reply",
    "mail_relay": "problem",
    "revision": "source",
}
"""Tables with a column of text for people."""
_CONTENTS = {
    "draft": ("plan",),
    "revision": ("plan",),
    "draft_edit": ("before", "after"),
    "run": ("answer",),
    "audit": ("after",),
}
"""Tables with JSON in which such text stands."""
_ONE = frozenset({"text", "reason", "edit"})
_MANY = frozenset({"warnings", "demands"})
"""Fields with such text, and with a list of it."""
_QUOTED = {"sqlite": "json_quote({name})", "postgresql": "to_json({name})"}
_BACK = {"sqlite": "json_extract({name}, '$')", "postgresql": "{name} #>> '{{}}'"}


def upgrade() -> None:
    """Change the tables."""
    for table, column in _TEXTS.items():
        _alter(table, column, sa.JSON(), _QUOTED)
    for table, column in _TEXTS.items():
        if table != "run_progress":  # steps are words without values
            _rewrite(table, column, _texts_apart)
    for table, columns in _CONTENTS.items():
        for column in columns:
            _rewrite(table, column, _content_apart)


def downgrade() -> None:
    """Change them back; sentences become text again."""
    for table, columns in _CONTENTS.items():
        for column in columns:
            _rewrite(table, column, _together)
    for table, column in _TEXTS.items():
        _rewrite(table, column, _together)
        _alter(table, column, sa.String(), _BACK)


def _alter(
    table: str, column: str, to: sa.types.TypeEngine[Any], forms: dict[str, str]
) -> None:
    """Change the type of a column together with what stands in it."""
    dialect = op.get_bind().dialect.name
    form = forms[dialect].format(name=column)
    if dialect == "sqlite":
        op.execute(f"UPDATE {table} SET {column} = {form}")  # noqa: S608  (ours)
    else:
        # A default of text would not fit the new type.
        op.alter_column(table, column, server_default=None)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column(
            column,
            type_=to,
            existing_nullable=False,
            server_default=None,
            postgresql_using=form,
        )


def _rewrite(table: str, column: str, change: Any) -> None:  # noqa: ANN401
    """Store what a change makes of a column, row by row where it differs."""
    rows = sa.table(
        table, sa.column("id"), sa.column(column, sa.JSON(none_as_null=True))
    )
    bind = op.get_bind()
    for number in _ids(table):
        # One by one: a plan has megabytes.
        query = sa.select(rows.c[column]).where(rows.c.id == number)
        before = bind.execute(query).scalar_one()
        after = before if before is None else change(before)
        if after != before:
            bind.execute(
                rows.update().where(rows.c.id == number).values({column: after})
            )


def _ids(table: str) -> list[int]:
    rows = sa.table(table, sa.column("id"), sa.column("kind"))
    query = sa.select(rows.c.id)
    if table == "audit":
        query = query.where(rows.c.kind == "draft")
    return list(op.get_bind().execute(query).scalars())


def _texts_apart(text: Any) -> Any:  # noqa: ANN401  (any JSON)
    return apart(text) if isinstance(text, str) else text


def _content_apart(content: Any) -> Any:  # noqa: ANN401
    """Return JSON with the texts in it taken apart."""
    if isinstance(content, list):
        return [_content_apart(each) for each in content]
    if not isinstance(content, dict):
        return content
    label = content.get("label")
    if isinstance(label, str) and isinstance(content.get("text"), str):
        return content | _point_apart(label, content["text"])
    return {key: _field_apart(key, value) for key, value in content.items()}


def _field_apart(key: str, value: Any) -> Any:  # noqa: ANN401
    if key in _ONE:
        return _texts_apart(value)
    if key in _MANY and isinstance(value, list):
        return [_texts_apart(each) for each in value]
    return _content_apart(value)


def _point_apart(label: str, text: str) -> dict[str, Any]:
    """Take a point of a what-if curve apart: its text begins with its label."""
    told = {"label": apart(label), "words": apart(text.removeprefix(f"{label}: "))}
    whole = {"template": "{label}: {words}", "values": told}
    return {"label": told["label"], "text": whole if text else ""}


def _together(content: Any) -> Any:  # noqa: ANN401
    """Return JSON with its sentences as plain text."""
    if isinstance(content, list):
        return [_together(each) for each in content]
    if not isinstance(content, dict):
        return content
    if content.keys() == {"template", "values"}:
        return str(put_together(content))
    return {key: _together(value) for key, value in content.items()}
