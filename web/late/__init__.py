"""Late changes: said by delegates or the desk, proposed to the organizer."""

from __future__ import annotations

from web.late.booking import booking
from web.late.desk import late_desk
from web.late.held import held
from web.late.mine import late
from web.late.proposals import proposals

__all__ = ["BLUEPRINTS"]

BLUEPRINTS = (late, late_desk, held, booking, proposals)
