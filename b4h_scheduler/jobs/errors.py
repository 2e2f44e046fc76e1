"""What can go wrong with a run."""

from __future__ import annotations

from b4h_scheduler.store.errors import StoreError


class LostError(StoreError):
    """The lease ran out and somebody else has the run: nothing may be written."""
