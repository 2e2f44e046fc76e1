"""What pages look up on every request is found at once: indexes for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_FIRST_WORD = {
    "sqlite": "substr(subject, 1, instr(subject || ' ', ' ') - 1)",
    "postgresql": "split_part(subject, ' ', 1)",
}


def upgrade() -> None:
    """Change the tables."""
    op.add_column(
        "audit", sa.Column("kind", sa.String(), nullable=False, server_default="")
    )
    word = _FIRST_WORD[op.get_bind().dialect.name]
    op.execute(f"UPDATE audit SET kind = {word}")  # noqa: S608  (one of two texts)
    op.create_index(
        "ix_audit_event_id_kind_id", "audit", ["event_id", "kind", "id"], unique=False
    )
    _index("delegate", "organization_key")
    for column in ("event_id", "wisher_organization", "wished_organization"):
        op.drop_index(f"ix_wish_{column}", "wish")
    for column in ("wisher_organization", "wished_organization", "position"):
        _index("wish", column)


def downgrade() -> None:
    """Change them back."""
    for column in ("wisher_organization", "wished_organization", "position"):
        op.drop_index(f"ix_wish_event_id_{column}", "wish")
    for column in ("event_id", "wisher_organization", "wished_organization"):
        op.create_index(f"ix_wish_{column}", "wish", [column], unique=False)
    op.drop_index("ix_delegate_event_id_organization_key", "delegate")
    op.drop_index("ix_audit_event_id_kind_id", "audit")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_column("kind")


def _index(table: str, column: str) -> None:
    op.create_index(
        f"ix_{table}_event_id_{column}", table, ["event_id", column], unique=False
    )
