"""The desk says who has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import b4h_scheduler.store.base

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "check_in",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("delegate_key", sa.String(), nullable=False),
        sa.Column("is_here", sa.Boolean(), nullable=False),
        sa.Column(
            "said", b4h_scheduler.store.base.Moment(timezone=True), nullable=False
        ),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_check_in_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint(
            "event_id",
            "delegate_key",
            name=op.f("uq_check_in_event_id_delegate_key"),
        ),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("check_in")
