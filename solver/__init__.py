"""The optimization kernel: a problem in, a plan and its certificate out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from solver.levels import Level
from solver.rules import Rule

if TYPE_CHECKING:
    from solver.child import solve_in_child
    from solver.errors import InfeasibleError, InvalidPlanError, ProblemError
    from solver.model import Model
    from solver.problem import Problem
    from solver.result import Assignment, Entry, Progress, Result, Scope, Status
    from solver.solving import solve

__all__ = [
    "Assignment",
    "Entry",
    "InfeasibleError",
    "InvalidPlanError",
    "Level",
    "Model",
    "Problem",
    "ProblemError",
    "Progress",
    "Result",
    "Rule",
    "Scope",
    "Status",
    "solve",
    "solve_in_child",
]

_HOME = {
    "Assignment": "result",
    "Entry": "result",
    "InfeasibleError": "errors",
    "InvalidPlanError": "errors",
    "Model": "model",
    "Problem": "problem",
    "ProblemError": "errors",
    "Progress": "result",
    "Result": "result",
    "Scope": "result",
    "Status": "result",
    "solve": "solving",
    "solve_in_child": "child",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the module exports)
    """Import on first use: numpy, SciPy and OR-Tools are heavy."""
    if name not in _HOME:
        message = f"module 'solver' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"solver.{_HOME[name]}"), name)
