"""Questions about plans beside solves, in one table of runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(), nullable=False, server_default="plan")
        )
        batch_op.add_column(
            sa.Column("about", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("answer", sa.JSON(), nullable=True))
        batch_op.create_index("ix_run_about", ["about"])


def downgrade() -> None:
    """Change them back."""
    op.execute("DELETE FROM run WHERE kind <> 'plan'")
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_index("ix_run_about")
        batch_op.drop_column("answer")
        batch_op.drop_column("about")
        batch_op.drop_column("kind")
