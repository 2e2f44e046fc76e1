"""Registration: the public page of an event, and what staff decides."""

from __future__ import annotations

import web.registration.correcting
import web.registration.forward
import web.registration.offered
import web.registration.offers
import web.registration.rules
import web.registration.status  # noqa: F401  (these add pages to the blueprints)
from web.registration.public import registration
from web.registration.staff import applications

__all__ = ["BLUEPRINTS"]

BLUEPRINTS = (registration, applications)
