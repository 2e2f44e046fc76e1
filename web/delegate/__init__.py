"""Pages of delegates, opened by their personal link."""

from __future__ import annotations

from web.delegate.agenda import agenda
from web.delegate.browse import browse
from web.delegate.colleagues import colleagues
from web.delegate.home import my
from web.delegate.incoming import incoming
from web.delegate.objecting import objecting
from web.delegate.privacy import privacy
from web.delegate.profile import profile
from web.delegate.stopping import one_click, stopping
from web.delegate.trip import trip
from web.delegate.wishes import wishes

__all__ = ["BLUEPRINTS", "one_click"]

BLUEPRINTS = (
    my,
    profile,
    colleagues,
    trip,
    browse,
    wishes,
    incoming,
    agenda,
    objecting,
    privacy,
    stopping,
)
