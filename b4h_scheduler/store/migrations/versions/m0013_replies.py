"""A reply is kept with the answer to a wish."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Change the tables."""
    op.add_column(
        "wish", sa.Column("reply", sa.String(), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_column("wish", "reply")
