"""Late changes of delegates, proposals for them, mail that somebody turned off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import b4h_scheduler.store.base

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Change the tables."""
    moment = b4h_scheduler.store.base.Moment(timezone=True)
    op.create_table(
        "proposal",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("former_runs", sa.JSON(), nullable=False),
        sa.Column("made", moment, nullable=False),
        sa.Column("ended", moment, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_of_event("proposal"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
            name=op.f("fk_proposal_run_id_run"),
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_proposal_event_id", "proposal", ["event_id"])
    op.create_table(
        "late_change",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("delegate_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("made", moment, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_of_event("late_change"),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_late_change_proposal_id_proposal"),
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_late_change_event_id", "late_change", ["event_id"])
    op.create_index("ix_late_change_delegate_key", "late_change", ["delegate_key"])
    op.create_table(
        "mail_choice",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("delegate_key", sa.String(), nullable=False),
        sa.Column("without", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_of_event("mail_choice"),
        sa.UniqueConstraint(
            "event_id",
            "delegate_key",
            name=op.f("uq_mail_choice_event_id_delegate_key"),
        ),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("mail_choice")
    op.drop_table("late_change")
    op.drop_table("proposal")


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
