"""The optimization kernel: a problem in, a plan and its certificate out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from solver.levels import DEFAULT_LEVELS, REPLAN_LEVELS, Level
from solver.rules import Rule

if TYPE_CHECKING:
    from solver.budget import Budget
    from solver.child import ChildDiedError, solve_in_child
    from solver.errors import (
        InfeasibleError,
        InvalidPlanError,
        ProblemError,
        SolverError,
    )
    from solver.model import Model
    from solver.priced import solve_at_price
    from solver.problem import (
        NO_TABLE,
        UNLIMITED,
        Baseline,
        Candidates,
        Options,
        Participants,
        Pins,
        Precedences,
        Problem,
        Slots,
        Tables,
        Targets,
        Windows,
    )
    from solver.ragged import Ragged
    from solver.result import Assignment, Entry, Prices, Progress, Result, Scope, Status
    from solver.solving import solve

__all__ = [
    "DEFAULT_LEVELS",
    "NO_TABLE",
    "REPLAN_LEVELS",
    "UNLIMITED",
    "Assignment",
    "Baseline",
    "Budget",
    "Candidates",
    "ChildDiedError",
    "Entry",
    "InfeasibleError",
    "InvalidPlanError",
    "Level",
    "Model",
    "Options",
    "Participants",
    "Pins",
    "Precedences",
    "Prices",
    "Problem",
    "ProblemError",
    "Progress",
    "Ragged",
    "Result",
    "Rule",
    "Scope",
    "Slots",
    "SolverError",
    "Status",
    "Tables",
    "Targets",
    "Windows",
    "solve",
    "solve_at_price",
    "solve_in_child",
]

_HOME = {
    "NO_TABLE": "problem",
    "UNLIMITED": "problem",
    "Assignment": "result",
    "Baseline": "problem",
    "Budget": "budget",
    "Candidates": "problem",
    "ChildDiedError": "child",
    "Entry": "result",
    "InfeasibleError": "errors",
    "InvalidPlanError": "errors",
    "Model": "model",
    "Options": "problem",
    "Participants": "problem",
    "Pins": "problem",
    "Precedences": "problem",
    "Prices": "result",
    "Problem": "problem",
    "ProblemError": "errors",
    "Progress": "result",
    "Ragged": "ragged",
    "Result": "result",
    "Scope": "result",
    "Slots": "problem",
    "SolverError": "errors",
    "Status": "result",
    "Tables": "problem",
    "Targets": "problem",
    "Windows": "problem",
    "solve": "solving",
    "solve_at_price": "priced",
    "solve_in_child": "child",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the module exports)
    """Import on first use: numpy, SciPy and OR-Tools are heavy."""
    if name not in _HOME:
        message = f"module 'solver' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"solver.{_HOME[name]}"), name)
