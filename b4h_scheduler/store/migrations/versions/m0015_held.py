"""The desk says which meetings took place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import b4h_scheduler.store.base

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Change the tables."""
    moment = b4h_scheduler.store.base.Moment(timezone=True)
    op.create_table(
        "meeting_held",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("meeting_key", sa.String(), nullable=False),
        sa.Column("start", moment, nullable=False),
        sa.Column("took_place", sa.Boolean(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("said", moment, nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_meeting_held_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_held")),
        sa.UniqueConstraint(
            "event_id",
            "meeting_key",
            "start",
            name=op.f("uq_meeting_held_event_id_meeting_key_start"),
        ),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("meeting_held")
