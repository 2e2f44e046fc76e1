"""Why an event could not be planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.result import Result


class PlanningError(Exception):
    """Base: the event cannot be planned; the message says what to do."""


class InfeasibleEventError(PlanningError):
    """Proven: meetings that must be held contradict each other or the limits.

    Attributes
    ----------
    demands : tuple of str
        What cannot be met together, in words, none too many; empty if that was not
        found out.
    """

    def __init__(self, message: str, demands: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.demands = demands


class NothingFoundError(PlanningError):
    """No valid plan was found in the time or work given.

    Attributes
    ----------
    result : Result
        What the kernel gave back.
    """

    def __init__(self, message: str, result: Result) -> None:
        super().__init__(message)
        self.result = result
