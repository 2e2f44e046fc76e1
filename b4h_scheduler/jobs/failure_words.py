"""Why a run or a question gave nothing, in words of ours.

What the kernel or a library says is for the log.
"""

from __future__ import annotations

from b4h_scheduler.sentence import Sentence, mark, said_by
from solver.child import ChildDiedError
from solver.errors import InfeasibleError, SolverError


def failure_words(error: Exception) -> str:
    """Return why there is no result, and what to do."""
    match error:
        case MemoryError():
            return mark("the memory did not suffice: give this machine more")
        case ChildDiedError():
            return mark(
                "the process that searches ended without a plan: perhaps the memory "
                "did not suffice, give this machine more"
            )
        case InfeasibleError():
            return mark("no valid plan exists")
        case SolverError():
            return mark(
                "the search failed: try again with another seed, and if it fails "
                "again, look into the log"
            )
        case _:
            return said_by(error) or defect_words(error)


def defect_words(error: Exception) -> str:
    """Return what to tell of an error that nobody foresaw."""
    return Sentence("a defect of b4h ({kind}), see the log", kind=type(error).__name__)
