"""Agendas as calendar files."""

from __future__ import annotations

from b4h_scheduler.outputs.calendars.agenda import Agendas
from b4h_scheduler.outputs.calendars.folder import (
    agenda_ics,
    companion_ics,
    write_agendas,
)

__all__ = ["Agendas", "agenda_ics", "companion_ics", "write_agendas"]
