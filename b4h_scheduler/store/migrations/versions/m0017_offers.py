"""A place is offered to who waits for one, until a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import b4h_scheduler.store.base

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Change the tables."""
    moment = b4h_scheduler.store.base.Moment(timezone=True)
    op.add_column("application", sa.Column("rejoined", moment, nullable=True))
    op.add_column("application", sa.Column("offered_until", moment, nullable=True))
    op.add_column("application", sa.Column("offered_least", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Change them back."""
    op.drop_column("application", "offered_least")
    op.drop_column("application", "offered_until")
    op.drop_column("application", "rejoined")
