"""What needs no sign-in but an address: feeds, the live agenda, the wall."""

from __future__ import annotations

from web.feeds.floor import floor
from web.feeds.personal import feeds

__all__ = ["BLUEPRINTS"]

BLUEPRINTS = (feeds, floor)
