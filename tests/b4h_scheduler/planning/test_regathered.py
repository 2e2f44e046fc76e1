"""Candidates after a few changes of wishes are those gathered anew, in their order."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.domain.people import Attends
from b4h_scheduler.domain.wishes import Answer, Wish
from b4h_scheduler.planning.candidates import gather
from b4h_scheduler.planning.regathered import MOST_CHANGED, regathered
from tests.b4h_scheduler.planning.small_events import (
    delegate,
    event,
    organization,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event

NAMES = "abcdef"
PEOPLE = [f"{name}{number}" for name in NAMES for number in (1, 2)]


def _wish(draw: random.Random) -> Wish:
    one, other = draw.sample(NAMES, 2)
    named = [f"{n}:{n}{draw.choice('12')}" if draw.random() < 0.4 else n
             for n in (one, other)]  # fmt: skip
    return wish(named[0], named[1], draw.randint(1, 3))


def _event(draw: random.Random) -> Event:
    ways = [Attends.TOGETHER, Attends.SEPARATELY]
    return event(
        organizations=[organization(n, attends=draw.choice(ways)) for n in NAMES],
        delegates=[delegate(who, who[0]) for who in PEOPLE],
        wishes=[_wish(draw) for _ in range(draw.randint(0, 12))],
        promised=[_wish(draw) for _ in range(draw.randint(0, 5))],
    )


def _changed(draw: random.Random, before: Event) -> Event:
    """Answers, new wishes, wishes that go; promises come and go anywhere."""
    wishes, promised = list(before.wishes), list(before.promised)
    for _ in range(draw.randint(1, 3)):
        kind = draw.choice(("answer", "answer", "new", "gone", "promise", "broken"))
        if kind == "answer" and wishes:
            number = draw.randrange(len(wishes))
            answer = draw.choice(tuple(Answer))
            wishes[number] = wishes[number].model_copy(update={"answer": answer})
        elif kind == "new":
            wishes.append(_wish(draw))
        elif kind == "gone" and wishes:
            wishes.pop(draw.randrange(len(wishes)))
        elif kind == "promise":
            promised.insert(draw.randint(0, len(promised)), _wish(draw))
        elif promised:
            promised.pop(draw.randrange(len(promised)))
    return before.model_copy(
        update={"wishes": tuple(wishes), "promised": tuple(promised)}
    )


@pytest.mark.parametrize("seed", range(150))
def test_after_changes_all_is_as_if_gathered_anew(seed: int) -> None:
    """Step by step, from what the step before found."""
    draw = random.Random(seed)
    now = _event(draw)
    known = tuple(gather(now))
    for _ in range(4):
        after = _changed(draw, now)
        known, now = regathered(now, known, after), after
        assert list(known) == gather(now)


def test_only_candidates_of_whom_it_concerns_are_made_again() -> None:
    """Bea accepts Abel: what Cleo wishes is the same object."""
    wishes = (wish("a", "b"), wish("c", "a"))
    before = event("abc", wishes)
    known = tuple(gather(before))
    yes = wishes[0].model_copy(update={"answer": Answer.ACCEPTED})
    also = wish("b", "c", answer=Answer.ACCEPTED)
    first = before.model_copy(update={"wishes": (*wishes, also)})
    known = regathered(before, known, first)
    second = first.model_copy(update={"wishes": (yes, *first.wishes[1:])})
    found = regathered(first, known, second)
    assert [each.is_accepted for each in found] == [True, False, True]
    assert found[0] is not known[0]
    assert found[1] is known[1]
    assert found[2] is known[2]


def test_very_many_changes_are_gathered_anew() -> None:
    """As of an import: nothing is looked for one by one."""
    before = event("ab", [wish("a", "b")])
    new = tuple(wish("b", "a") for _ in range(MOST_CHANGED + 1))
    more = before.model_copy(update={"wishes": (*before.wishes, *new)})
    found = regathered(before, tuple(gather(before)), more)
    assert list(found) == gather(more)
