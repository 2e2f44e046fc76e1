"""The set-up of an event in the browser, without files: one page for each subject."""

from __future__ import annotations

from web.setup import creating, pages, tables
from web.setup.blueprint import setup

__all__ = ["BLUEPRINTS", "creating", "pages", "tables"]

BLUEPRINTS = (setup,)
