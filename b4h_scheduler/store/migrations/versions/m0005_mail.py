"""Mail: outbox, relay, what an event wants sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import b4h_scheduler.store.base

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Change the tables."""
    moment = b4h_scheduler.store.base.Moment(timezone=True)
    op.create_table(
        "outbox",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("delegate_key", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("due", moment, nullable=False),
        sa.Column("give_up", moment, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("is_in_doubt", sa.Boolean(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("lease_until", moment, nullable=True),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("ended", moment, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_outbox_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_state"), ["state"], unique=False)
        batch_op.create_index(
            "ix_outbox_event_recipient",
            ["event_id", "recipient", "state"],
            unique=False,
        )
        batch_op.create_index(
            "ix_outbox_event_topic",
            ["event_id", "topic", "delegate_key"],
            unique=False,
        )
    op.create_table(
        "mail_relay",
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("next_at", moment, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_relay")),
    )
    op.create_table(
        "event_mail",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("has_invitations", sa.Boolean(), nullable=False),
        sa.Column("has_digest", sa.Boolean(), nullable=False),
        sa.Column("has_last_call", sa.Boolean(), nullable=False),
        sa.Column("has_day_before", sa.Boolean(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_event_mail_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_mail")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_mail_event_id")),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("event_mail")
    op.drop_table("mail_relay")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_event_topic")
        batch_op.drop_index("ix_outbox_event_recipient")
        batch_op.drop_index(batch_op.f("ix_outbox_state"))
    op.drop_table("outbox")
