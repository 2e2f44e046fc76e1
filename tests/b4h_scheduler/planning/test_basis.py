"""What every reckoning about an event begins with, made once."""

from __future__ import annotations

from typing import Any

import pytest

from b4h_scheduler.domain.event import Event
from b4h_scheduler.files.hints import hints, hints_of
from b4h_scheduler.planning.basis import Bases, basis_of
from b4h_scheduler.planning.candidates import candidates
from b4h_scheduler.planning.compile import compile_basis, compile_event
from tests.b4h_scheduler.planning.small_events import (
    between,
    delegate,
    event,
    organization,
    wish,
)

OTHERS = (organization("b"), organization("c"))
NEVER_TOGETHER = event(
    organizations=(organization("a"), *OTHERS),
    delegates=(
        delegate("a", busy=(between("09:00", "10:00"),)),
        delegate("b", busy=(between("10:00", "11:00"),)),
        delegate("c"),
    ),
    wishes=[wish("a", "b"), wish("a", "c")],
)


def test_one_basis_serves_all_reckonings() -> None:
    """Hints and problem are those of the event, in whatever order they are made."""
    basis = basis_of(NEVER_TOGETHER)
    compiled = compile_basis(basis)
    anew = compile_event(NEVER_TOGETHER)
    assert compiled.left_out == anew.left_out
    assert compiled.gathered == anew.gathered
    assert hints_of(basis) == hints(NEVER_TOGETHER)


def test_what_the_problem_rules_out_stays_in_the_basis() -> None:
    """That two are never there together is found by the problem, for itself alone."""
    basis = basis_of(NEVER_TOGETHER)
    compiled = compile_basis(basis)
    (index,) = compiled.left_out
    assert compiled.gathered[index].ineligible is not None
    assert [each.ineligible for each in basis.gathered] == [None, None]
    found = tuple(each.candidate for each in basis.gathered)
    assert found == candidates(NEVER_TOGETHER)


@pytest.mark.parametrize(
    "changes",
    [
        {"wishes": (wish("a", "c"), wish("a", "b"))},
        {"vetoes": ({"sides": ({"organization": "a"}, {"organization": "c"})},)},
        {"organizations": (organization("a", kind="university"), *OTHERS)},
        {"promised": (wish("a", "c"),)},
        {"policy": {"eligibility": {"other": "mutual"}}},
        {"delegates": (*NEVER_TOGETHER.delegates, delegate("d", "c"))},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_next_basis_is_that_of_the_changed_event(changes: dict[str, Any]) -> None:
    """Candidates are kept where only people changed, who do not count for them."""
    bases = Bases()
    before = bases.of(NEVER_TOGETHER)
    content = NEVER_TOGETHER.model_dump() | changes
    changed = Event.model_validate(content)
    after = bases.of(changed)
    assert after.gathered == basis_of(changed).gathered
    assert (after.gathered is before.gathered) == ("delegates" in changes)
    assert len(after.agendas.by_delegate) == len(changed.delegates)
