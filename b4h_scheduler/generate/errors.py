"""What generators raise."""

from __future__ import annotations


class SizeError(ValueError):
    """A size or trait that cannot be; the message has what was found."""
