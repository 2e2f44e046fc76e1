"""An agreement is added to what wishes add up to, or taken out of it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.domain.ids import DelegateId
from b4h_scheduler.domain.people import Attends
from b4h_scheduler.planning.agreement import (
    agreed,
    agreement_of,
    basis_with,
    basis_without,
    not_agreed,
)
from b4h_scheduler.planning.basis import basis_of
from b4h_scheduler.planning.candidates import gather
from tests.b4h_scheduler.planning.small_events import (
    delegate,
    event,
    organization,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.wishes import Wish

NAMES = "abcd"
PEOPLE = [f"{name}{number}" for name in NAMES for number in (1, 2)]


def _some_event(draw: random.Random) -> Event:
    """Return an event in which some attend separately and some wishes name people."""
    ways = [Attends.TOGETHER, Attends.SEPARATELY]

    def some_wish() -> Wish:
        one, other = draw.sample(NAMES, 2)
        ends = [f"{n}:{n}{draw.choice('12')}" if draw.random() < 0.4 else n
                for n in (one, other)]  # fmt: skip
        return wish(ends[0], ends[1], draw.randint(1, 3))

    return event(
        organizations=[organization(n, attends=draw.choice(ways)) for n in NAMES],
        delegates=[delegate(who, who[0]) for who in PEOPLE],
        wishes=[some_wish() for _ in range(draw.randint(0, 8))],
        promised=[some_wish() for _ in range(draw.randint(0, 4))],
    )


@pytest.mark.parametrize("seed", range(80))
def test_what_two_agree_is_added_as_if_all_were_gathered_anew(seed: int) -> None:
    """The same candidates in the same order, with the same numbers of wishes."""
    draw = random.Random(seed)
    basis = basis_of(_some_event(draw))
    for one, other in [("a1", "b1"), ("c2", "a2"), ("b2", "d1")]:
        pair = DelegateId(one), DelegateId(other)
        promise = agreement_of(basis.event, *pair)
        after = basis_with(basis, promise)
        assert after.event == agreed(basis.event, promise)
        assert list(after.gathered) == gather(after.event)
        basis = after


@pytest.mark.parametrize("seed", range(80))
def test_a_promise_is_taken_out_as_if_all_were_gathered_anew(seed: int) -> None:
    """Whichever it is, also where other promises of the same two stay."""
    draw = random.Random(seed)
    basis = basis_of(_some_event(draw))
    for one, other in [("a1", "b1"), ("b2", "a2"), ("c1", "d1")]:
        promise = agreement_of(basis.event, DelegateId(one), DelegateId(other))
        basis = basis_with(basis, promise)
    for promise in draw.sample(basis.event.promised, len(basis.event.promised)):
        after = basis_without(basis, promise)
        assert after.event == not_agreed(basis.event, promise)
        assert list(after.gathered) == gather(after.event)
        basis = after
