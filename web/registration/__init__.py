"""Registration: the public page of an event, and what staff decides."""

from __future__ import annotations

from web.registration import forward, rules, status
from web.registration.public import registration
from web.registration.staff import applications

__all__ = ["BLUEPRINTS", "forward", "rules", "status"]

BLUEPRINTS = (registration, applications)
