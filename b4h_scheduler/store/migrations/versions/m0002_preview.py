"""Drafts that delegates may see."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "is_previewed", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )


def downgrade() -> None:
    """Change them back."""
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_column("is_previewed")
