"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import b4h_scheduler.store.base

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Change the tables."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Change them back."""
    ${downgrades if downgrades else "pass"}
