"""The certificate in sentences: as strong as what is proven, and no stronger."""

from __future__ import annotations

from typing import Any

import pytest

from b4h_scheduler.outputs.certificate_words import (
    LevelSentence,
    Verdict,
    headline,
    sentences,
)
from b4h_scheduler.planning.figures import figures
from solver.levels import Level
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

EVENT = sample_event()


def _line(level: str, value: int, bound: int, scope: str = "all") -> dict[str, Any]:
    return {
        "level": level,
        "value": value,
        "bound": bound,
        "scope": scope,
        "proven": value == bound and scope == "all",
        "method": "test",
        "seconds": 0.0,
    }


def _sentences(*lines: dict[str, Any], **changes: Any) -> list[LevelSentence]:
    plan = sample_plan(EVENT, certificate=lines, **changes)
    return list(sentences(EVENT, plan, figures(EVENT, plan)))


def _second(*line: Any) -> LevelSentence:
    return _sentences(_line("promised", 0, 0), _line(*line))[1]


@pytest.mark.parametrize("level", list(Level))
def test_every_level_has_words(level: Level) -> None:
    """A title, what is reached, and a proof, for values met and missed."""
    for value, bound in ((3, 3), (3, 4) if level.sense > 0 else (3, 1)):
        (sentence,) = _sentences(_line(level, value, bound))
        assert sentence.title
        assert sentence.reached.endswith(".")
        assert sentence.proof.endswith(".")


def test_a_proof_over_all_plans_says_given_the_lines_above() -> None:
    """The first line needs no such condition."""
    first, second = _sentences(_line("least", 2, 2), _line("waiting", 5, 5))
    assert first.proof == "Proven: no plan misses fewer."
    assert second.proof == (
        "Proven: no plan that is as good in the lines above lets people wait less."
    )
    assert {first.verdict, second.verdict} == {Verdict.PROVEN}


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ("held", "Proven: no timetable of these meetings has fewer."),
        ("timetable", "Proven: no seating of these meetings at these times has fewer."),
    ],
)
def test_a_proof_of_narrower_scope_is_proven_in_part(scope: str, told: str) -> None:
    """It is not called proven: other meetings might do better."""
    sentence = _second("breaks", 4, 4, scope)
    assert sentence.verdict is Verdict.PARTLY
    assert sentence.proof == told


def test_a_bound_that_is_not_reached_says_how_far_off() -> None:
    """In the level's own sense."""
    wishes = _second("value", 9999, 10000)
    assert wishes.verdict is Verdict.BOUNDED
    assert wishes.proof == (
        "No plan that is as good in the lines above reaches more than 10,000 points; "
        "this one has at least 99.99 % of that."
    )
    moves = _second("moves", 7, 3, "timetable")
    assert moves.proof == (
        "In every seating of these meetings at these times, the table changes weigh "
        "at least 3."
    )


def test_a_bound_that_says_nothing_is_open() -> None:
    """Zero waiting as a bound is true of everything."""
    sentence = _second("waiting", 7, 0)
    assert sentence.verdict is Verdict.OPEN
    assert sentence.proof == "Whether better is possible is not known."


def test_nothing_missing_is_the_best_possible() -> None:
    """A minimized level at zero."""
    assert _second("least", 0, 0).proof == "The best possible."


def test_where_nothing_counts_nothing_is_claimed() -> None:
    """No promise and no voucher: no proof about them."""
    event = sample_event(promised=())
    meetings = [
        meeting.model_copy(update={"is_promised": False})
        for meeting in sample_plan(EVENT).meetings
    ]
    plan = sample_plan(
        event,
        meetings=meetings,
        vouchers=(),
        changes=(),
        certificate=[_line("promised", 0, 0), _line("targets", 0, 0)],
    )
    empty = figures(event, plan)
    no_holders = empty.vouchers.model_copy(update={"holders": 0})
    empty = empty.model_copy(update={"vouchers": no_holders})
    promised, targets = sentences(event, plan, empty)
    assert (promised.reached, promised.proof) == ("No meeting was promised.", "")
    assert (targets.reached, targets.proof) == ("There are no voucher holders.", "")


@pytest.mark.parametrize(
    ("line", "proof"),
    [
        (_line("value", 433, 433), "No plan is worth more: proven."),
        (_line("value", 433, 440), "That is at least 98.41 % of the best possible."),
        (
            _line("value", 433, 433, "held"),
            "How much better another plan could be is not known.",
        ),
        (_line("waiting", 0, 0), "How much better another plan could be is not known."),
    ],
)
def test_the_headline_is_as_strong_as_the_proof_on_wishes(
    line: dict[str, Any], proof: str
) -> None:
    """Proven only with scope all; a share only of a bound over all plans."""
    plan = sample_plan(EVENT, certificate=[line])
    assert headline(plan, figures(EVENT, plan)) == ("7 of 10 wishes are met.", proof)
