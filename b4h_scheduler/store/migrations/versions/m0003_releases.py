"""Releases: calendar entries, what an event gives away, prints."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import b4h_scheduler.store.base

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Change the tables."""
    moment = b4h_scheduler.store.base.Moment(timezone=True)
    with op.batch_alter_table("revision", schema=None) as batch_op:
        for name in ("note", "source"):
            batch_op.add_column(
                sa.Column(name, sa.String(), nullable=False, server_default="")
            )
    op.create_table(
        "calendar_entry",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("delegate_key", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamp", moment, nullable=False),
        sa.Column("is_canceled", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("place_hash", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_calendar_entry_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_entry")),
        sa.UniqueConstraint(
            "event_id",
            "delegate_key",
            "meeting_id",
            name=op.f("uq_calendar_entry_event_id_delegate_key_meeting_id"),
        ),
    )
    with op.batch_alter_table("calendar_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_entry_meeting_id"), ["meeting_id"], unique=False
        )
    op.create_table(
        "calendar_setting",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("uid_key", sa.String(), nullable=False),
        sa.Column("room_address", sa.String(), nullable=False),
        sa.Column("is_table_feed_on", sa.Boolean(), nullable=False),
        sa.Column("is_event_feed_on", sa.Boolean(), nullable=False),
        sa.Column("shows_pairs", sa.Boolean(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_calendar_setting_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_setting")),
        sa.UniqueConstraint("event_id", name=op.f("uq_calendar_setting_event_id")),
    )
    op.create_table(
        "print",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("printed", moment, nullable=False),
        sa.Column("printed_by", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_print_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print")),
    )
    with op.batch_alter_table("print", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_print_event_id"), ["event_id"], unique=False
        )


def downgrade() -> None:
    """Change them back."""
    for name in ("print", "calendar_setting", "calendar_entry"):
        op.drop_table(name)
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_column("source")
        batch_op.drop_column("note")
