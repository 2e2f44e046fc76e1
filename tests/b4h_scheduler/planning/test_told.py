"""What is said of candidates that are not held, taken over from another state."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.domain.people import Attends
from b4h_scheduler.domain.words import APART
from b4h_scheduler.planning.basis import Bases
from b4h_scheduler.planning.compile import Compiler, compile_event
from b4h_scheduler.planning.editing import Editor
from b4h_scheduler.planning.reasons import unmet
from tests.b4h_scheduler.planning.plans import plan_first_come
from tests.b4h_scheduler.planning.random_changes import changed, changed_to
from tests.b4h_scheduler.planning.random_events import random_event
from tests.b4h_scheduler.planning.small_events import (
    delegate,
    event,
    organization,
    session,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.plans import Plan, Unmet

NUM_CHANGES = 12


def _told(compiled: Compiled, plan: Plan) -> tuple[Unmet, ...]:
    return unmet(compiled, Editor(compiled).lay_out(plan).assignment)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_told_after_changes_is_what_is_told_anew(seed: int) -> None:
    """To the words and their values, whatever changed; also after going back."""
    random = Random(seed)
    first = now = random_event(seed)
    plan, compiler, bases = plan_first_come(now), Compiler(), Bases()
    for _ in range(NUM_CHANGES):
        found = _told(compiler.compiled(bases.of(now)), plan)
        anew = _told(compile_event(now), plan)
        assert len(found) == len(anew)
        for one, other in zip(found, anew, strict=True):
            assert one.model_dump_json(context=APART) == other.model_dump_json(
                context=APART
            )
        now = first if random.random() < 0.2 else changed(random, now)


def test_only_what_a_change_may_put_into_other_words_is_told_anew() -> None:
    """A limit of somebody else leaves it; a name does not, nor does a value."""
    rows = (wish("ann", "bob"), wish("bob", "cleo"))
    before = event(("ann", "bob", "cleo"), rows)
    people = before.delegates
    limit = (*people[:2], delegate("cleo", most=1))
    first_of_all, *others = before.organizations
    name = (first_of_all.model_copy(update={"name": "Anna"}), *others)
    worth = (wish("ann", "bob", priority=1), rows[1])
    plan = plan_first_come(before).model_copy(update={"meetings": ()})
    compiler, bases = Compiler(), Bases()

    def kept(**changes: object) -> list[str]:
        """Return whose words are the same object after the event changed so."""
        first = _told(compiler.compiled(bases.of(before)), plan)
        then = compiler.compiled(bases.of(changed_to(before, **changes)))
        pairs = zip(first, _told(then, plan), strict=True)
        return [one.candidate.id for one, other in pairs if one is other]

    assert len(kept(delegates=limit)) == 2
    assert kept(organizations=name) == []
    assert len(kept(wishes=worth)) == 1


def test_new_name_is_told_of_whoever_is_in_the_way() -> None:
    """Ann and Al of Acme have agendas of their own, called by their names."""
    before = event(
        ("bob", "cleo"),
        (wish("acme:ann", "bob"), wish("acme:ann", "cleo")),
        sessions=(session("09:00", num_slots=1),),
        organizations=(organization("acme", attends=Attends.SEPARATELY),),
        delegates=(delegate("ann", "acme"), delegate("al", "acme")),
    )
    *others, ann, al = before.delegates
    renamed = (*others, ann.model_copy(update={"name": "Anna"}), al)
    plan, compiler, bases = plan_first_come(before), Compiler(), Bases()
    texts = []
    for now in (before, changed_to(before, delegates=renamed)):
        (unmet_one,) = _told(compiler.compiled(bases.of(now)), plan)
        texts.append(" ".join(reason.text for reason in unmet_one.reasons))
    assert "Ann of Acme" in texts[0]
    assert "Anna of Acme" in texts[1]
