"""Why a run gave nothing is said in words of ours."""

from __future__ import annotations

import pytest

from b4h_scheduler.jobs.failure_words import defect_words, failure_words
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.sentence import Sentence
from solver.child import ChildDiedError
from solver.errors import InfeasibleError, SolverError


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SolverError("HiGHS found none: 7"), "the search failed: try again"),
        (InfeasibleError("participant 5 is overfull"), "no valid plan exists"),
        (ChildDiedError("died"), "the process that searches ended without a plan"),
        (MemoryError(), "the memory did not suffice"),
    ],
)
def test_words_of_libraries_are_not_told(error: Exception, said: str) -> None:
    """What to do stands in their place."""
    told = failure_words(error)
    assert told.startswith(said)
    assert str(error) not in told or not str(error)


def test_sentence_of_an_error_is_kept() -> None:
    """With its template, so that pages can say it."""
    found = failure_words(PlanningError(Sentence("table {table} is closed", table="T")))
    assert isinstance(found, Sentence)
    assert found.template == "table {table} is closed"


def test_defect_is_named_by_its_kind_alone() -> None:
    """The rest stands in the log."""
    told = defect_words(KeyError("secret"))
    assert told == "a defect of b4h (KeyError), see the log"
