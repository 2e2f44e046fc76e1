"""Who organizes an event and who pays for it: logos and the funding statement."""

from __future__ import annotations

from web.backing.pages import backing

__all__ = ["BLUEPRINTS", "backing"]

BLUEPRINTS = (backing,)
