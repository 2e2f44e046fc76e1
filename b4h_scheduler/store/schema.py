"""All tables, so that the metadata is complete wherever it is used."""

from __future__ import annotations

from b4h_scheduler.store import (  # noqa: F401  (each declares its tables)
    schema_audit,
    schema_backing,
    schema_calendars,
    schema_desk,
    schema_edits,
    schema_event,
    schema_late,
    schema_mail,
    schema_plans,
    schema_registration,
    schema_staff,
)
from b4h_scheduler.store.base import Base

METADATA = Base.metadata
"""Of every table of the store."""
