"""The wishes of one organization are found in their order, without sorting."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

_SIDES = ("wisher_organization", "wished_organization")


def upgrade() -> None:
    """Change the tables."""
    for side in _SIDES:
        op.drop_index(f"ix_wish_event_id_{side}", "wish")
        op.create_index(
            f"ix_wish_event_id_{side}_position",
            "wish",
            ["event_id", side, "position"],
            unique=False,
        )


def downgrade() -> None:
    """Change them back."""
    for side in _SIDES:
        op.drop_index(f"ix_wish_event_id_{side}_position", "wish")
        op.create_index(
            f"ix_wish_event_id_{side}", "wish", ["event_id", side], unique=False
        )
