"""What the kernel raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.rules import Rule


class SolverError(Exception):
    """Base of the kernel's errors."""


class ProblemError(SolverError, ValueError):
    """A problem's arrays contradict each other; the message names field and index."""


class InfeasibleError(SolverError):
    """Proven: no valid plan exists.

    Attributes
    ----------
    rules : tuple of Rule
        Rules that conflict, as far as known.
    """

    def __init__(self, message: str, rules: tuple[Rule, ...] = ()) -> None:
        super().__init__(message)
        self.rules = rules

    def __reduce__(self) -> tuple[type, tuple[str, tuple[Rule, ...]]]:
        return type(self), (str(self), self.rules)


class InvalidPlanError(SolverError):
    """The validator rejected a plan of ours: a defect of this program.

    Attributes
    ----------
    faults : tuple of str
        What the validator found (indices only, nothing of people).
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(
            "the validator rejected the computed plan; this is a defect of the "
            "program, not of your data: " + "; ".join(faults[:5])
        )
        self.faults = faults

    def __reduce__(self) -> tuple[type, tuple[tuple[str, ...]]]:
        return type(self), (self.faults,)
