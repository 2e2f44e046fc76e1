"""What a region is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.countries import country_name
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.sentence import mark

if TYPE_CHECKING:
    from b4h_scheduler.planning.figures import RegionFigures


def region_name(region: RegionFigures, language: str = "en") -> str:
    """Return the region with its country, the country alone, or mark("not known")."""
    name, country = one_line(region.region), country_name(region.country, language)
    if not name or name == region.country:
        return country or mark("not known")
    return f"{name}, {country}" if country else name
