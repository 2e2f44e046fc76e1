"""What reading and writing output files raises."""

from __future__ import annotations


class OutputError(ValueError):
    """Base: the message says what was expected, what was found and what to do."""


class PlanFileError(OutputError):
    """A file is no plan of ours."""


class MismatchError(OutputError):
    """A plan and an event do not belong together."""
