"""Pages of releases: preview, list, rolling back, what is given away, prints."""

from __future__ import annotations

from web.release.giving import giving
from web.release.prints import prints
from web.release.releases import releases

__all__ = ["BLUEPRINTS"]

BLUEPRINTS = (releases, giving, prints)
