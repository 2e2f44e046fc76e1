"""Every rule and reason has its words; times read well."""

from __future__ import annotations

from string import Formatter

import pytest

from b4h_scheduler.domain.people import Attends, Unit
from b4h_scheduler.domain.wishes import Ineligible
from b4h_scheduler.planning.agendas import agendas
from b4h_scheduler.planning.words import (
    INELIGIBLE_WORDS,
    RULE_WORDS,
    agenda_name,
    stay,
    when,
)
from solver.rules import Rule
from tests.b4h_scheduler.planning.small_events import (
    companion,
    delegate,
    event,
    organization,
    session,
)


def test_every_rule_of_the_kernel_has_words() -> None:
    """No more and no less: a rule has one name everywhere."""
    assert set(RULE_WORDS) == set(Rule)


def test_every_reason_for_not_being_eligible_has_words() -> None:
    """No more and no less."""
    assert set(INELIGIBLE_WORDS) == set(Ineligible)


@pytest.mark.parametrize("template", [*RULE_WORDS.values(), *INELIGIBLE_WORDS.values()])
def test_words_use_known_fields_only(template: str) -> None:
    """What the writer of reasons fills in."""
    fields = {name for _, name, _, _ in Formatter().parse(template) if name}
    assert fields <= {"who", "when", "what", "wisher", "wished"}


def test_times_of_one_day_are_clocks() -> None:
    """As in agendas."""
    assert when(event(), [0, 2]) == "at 09:00, 09:40"


def test_times_of_several_days_name_each_day_once() -> None:
    """Thursday and Friday."""
    days = (session("09:00", 3), session("09:00", 3, id="b", day="2037-11-27"))
    assert when(event(sessions=days), [0, 1, 3]) == "at Thu 09:00, 09:20, Fri 09:00"


def test_many_times_are_counted() -> None:
    """Seven of nine are not listed; all are all."""
    planned = event(sessions=(session("09:00", 9),))
    assert when(planned, list(range(6))).count(",") == 5
    assert when(planned, list(range(7))) == "in all 7 slots that come into question"
    assert when(planned, list(range(9))) == "in every slot"
    assert when(planned, []) == ""


def test_stay_is_from_the_first_slot_to_the_last() -> None:
    """Or never."""
    assert stay(event(), [1, 2, 4]) == "09:20–10:40"
    assert stay(event(), []) == "never"


def test_agendas_are_named_for_whom_they_belong_to() -> None:
    """Organization, unit, delegate of a fund, interpreter."""
    planned = event(
        "a",
        organizations=(
            organization("uni", units=(Unit(id="lab", name="Laser Lab"),)),
            organization("fund", attends=Attends.SEPARATELY),
            organization("solo", attends=Attends.SEPARATELY),
        ),
        delegates=(
            delegate("lea", "uni", unit="lab"),
            delegate("joe", "fund"),
            delegate("zoe", "fund"),
            delegate("sol", "solo"),
        ),
        companions=(companion("ivy", "de"),),
    )
    assert [agenda_name(planned, agenda) for agenda in agendas(planned).all] == [
        "A",
        "Uni (Laser Lab)",
        "Joe of Fund",
        "Zoe of Fund",
        "Solo",
        "Ivy",
    ]
