"""The web layer: pages for organizers and delegates, and calendar feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from web.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings) -> Flask:
    """Return the web application (see `web.app.create_app`)."""
    from web.app import create_app as make  # noqa: PLC0415  (`b4h --help` is quick)

    return make(settings)
