"""The desk books meetings that are agreed on the spot."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import b4h_scheduler.store.base

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Change the tables."""
    moment = b4h_scheduler.store.base.Moment(timezone=True)
    op.create_table(
        "booking",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("meeting_key", sa.String(), nullable=False),
        sa.Column("first_key", sa.String(), nullable=False),
        sa.Column("second_key", sa.String(), nullable=False),
        sa.Column("start", moment, nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("booked", moment, nullable=False),
        sa.Column("booked_by", sa.String(), nullable=False),
        sa.Column("canceled", moment, nullable=True),
        sa.Column("canceled_by", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_booking_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index(op.f("ix_booking_event_id"), "booking", ["event_id"])


def downgrade() -> None:
    """Change them back."""
    op.drop_index(op.f("ix_booking_event_id"), table_name="booking")
    op.drop_table("booking")
