"""Work on drafts by hand: edits, locks of the event, objections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import b4h_scheduler.store.base

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Change the tables."""
    moment = b4h_scheduler.store.base.Moment(timezone=True)
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_column("locks")
        batch_op.add_column(sa.Column("objections_until", moment, nullable=True))
    op.create_table(
        "draft_edit",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *_of_event("draft_edit"),
        _of_draft("draft_edit"),
    )
    op.create_index("ix_draft_edit_draft_id", "draft_edit", ["draft_id"])
    op.create_table(
        "meeting_lock",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_of_event("meeting_lock"),
        sa.UniqueConstraint(
            "event_id", "key", name=op.f("uq_meeting_lock_event_id_key")
        ),
    )
    op.create_table(
        "objection",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("delegate_key", sa.String(), nullable=False),
        sa.Column("candidate", sa.String(), nullable=False),
        sa.Column("meeting", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made", moment, nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_of_event("objection"),
        _of_draft("objection"),
    )
    op.create_index("ix_objection_draft_id", "objection", ["draft_id"])
    op.create_index("ix_objection_delegate_key", "objection", ["delegate_key"])


def downgrade() -> None:
    """Change them back."""
    op.drop_table("objection")
    op.drop_table("meeting_lock")
    op.drop_table("draft_edit")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_column("objections_until")
        batch_op.add_column(
            sa.Column("locks", sa.JSON(), nullable=False, server_default="[]")
        )


def _of_event(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f(f"fk_{table}_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _of_draft(table: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["draft_id"],
        ["draft.id"],
        name=op.f(f"fk_{table}_draft_id_draft"),
        ondelete="CASCADE",
    )
