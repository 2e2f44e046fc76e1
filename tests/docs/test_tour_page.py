"""docs/tour.md shows the pictures that there are, and they are small."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path("docs/pictures")
MOST = 3_000_000
"""Bytes of all pictures together."""


def test_tour_shows_every_picture_of_the_story() -> None:
    """None is missing, none is left over; those of mail have a page of their own."""
    text = Path("docs/tour.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\]\(pictures/([^)]+)\)", text))
    there = {path.name for path in FOLDER.glob("*.png")}
    assert shown == there - {"mail-light.png", "mail-dark.png"}


def test_pictures_are_small() -> None:
    """Who clones the project does not load a film."""
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST
