"""Pages of runs and drafts."""

from __future__ import annotations

from web.plan.about import about
from web.plan.board import board
from web.plan.compare import compare
from web.plan.drafts import drafts
from web.plan.edit import edit
from web.plan.edit_locks import edit_locks
from web.plan.edit_objections import edit_objections
from web.plan.figures import figures
from web.plan.prices import prices
from web.plan.runs import runs
from web.plan.whatif import whatif

__all__ = ["BLUEPRINTS"]

BLUEPRINTS = (
    runs,
    drafts,
    board,
    edit,
    edit_locks,
    edit_objections,
    prices,
    figures,
    about,
    whatif,
    compare,
)
