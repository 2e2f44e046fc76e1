"""The routes of the set-up stand together."""

from __future__ import annotations

from flask import Blueprint

setup = Blueprint("setup", __name__)
