"""Plans of drafts, each text that is stored read once.

A draft is named, shown and hidden again without a change of its plan, which takes some
tenths of a second to read. So what is kept of a plan is kept under a mark of its text.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy import Text, cast, select

from b4h_scheduler.store.drafts import plan_of
from b4h_scheduler.store.schema_plans import DraftRow
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Plan

_MARK_BYTES = 16


def plan_mark(reading: Session, row: DraftRow) -> str:
    """Return a mark of a draft's plan: another one for every other plan."""
    return site().cache.get(_key(row), lambda: _mark_and_read(reading, row))


def draft_plan(reading: Session, row: DraftRow) -> Plan:
    """Return a draft's plan."""
    key = "plan", plan_mark(reading, row)
    return site().cache.get(key, lambda: _plan_of(_text(reading, row)))


def keep_plan(reading: Session, row: DraftRow, plan: Plan) -> str:
    """Keep the plan that a draft's row holds by now; return its mark."""
    mark = _mark(_text(reading, row))
    cache = site().cache
    cache.put(_key(row), mark)
    cache.put(("plan", mark), plan)
    return mark


def _key(row: DraftRow) -> Hashable:
    """Return a key of a state of the row: numbers of deleted rows are given again."""
    return "mark", row.id, row.created, row.version


def _mark_and_read(reading: Session, row: DraftRow) -> str:
    """Return the mark; whoever asks for it wants the plan, too, if it is not known."""
    text = _text(reading, row)
    mark = _mark(text)
    site().cache.get(("plan", mark), lambda: _plan_of(text))
    return mark


def _plan_of(text: str) -> Plan:
    return plan_of(json.loads(text))


def _text(reading: Session, row: DraftRow) -> str:
    query = select(cast(DraftRow.plan, Text)).where(DraftRow.id == row.id)
    return reading.scalars(query).one()


def _mark(text: str) -> str:
    return blake2b(text.encode(), digest_size=_MARK_BYTES).hexdigest()
