"""A draft laid out from the state before is the one laid out anew."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.planning.basis import Bases
from b4h_scheduler.planning.compile import Compiler, compile_event
from b4h_scheduler.planning.decode import MeetingWriter
from b4h_scheduler.planning.edited import Standing, edited, standing
from b4h_scheduler.planning.editing import Editor
from b4h_scheduler.planning.edits import Drop
from b4h_scheduler.planning.encode import Encoder
from b4h_scheduler.planning.reasons import possible_left_out, unmet, unmet_of
from tests.b4h_scheduler.planning.plans import plan_first_come
from tests.b4h_scheduler.planning.random_changes import changed
from tests.b4h_scheduler.planning.random_events import random_event
from tests.b4h_scheduler.planning.small_events import delegate, event, wish

if TYPE_CHECKING:
    from b4h_scheduler.planning.edits import Laid
    from b4h_scheduler.plans import Meeting

NUM_CHANGES = 12


def _same(one: Laid, other: Laid) -> None:
    """All that is told of a draft, number by number."""
    for name in ("option", "slot", "table"):
        made, anew = (getattr(each.assignment, name) for each in (one, other))
        assert made.tolist() == anew.tolist(), name
    assert one.gone == other.gone
    assert one.carried == other.carried
    assert one.broken == other.broken


@pytest.mark.parametrize("seed", range(40))
def test_draft_laid_out_after_changes_is_the_one_laid_out_anew(seed: int) -> None:
    """Its meetings, too, and what is left out; also when nothing changed."""
    random = Random(seed)
    now = random_event(seed)
    plan, compiler, bases = plan_first_come(now), Compiler(), Bases()
    laid: Laid | None = None
    before: Standing | None = None
    for _ in range(NUM_CHANGES):
        compiled = compiler.compiled(bases.of(now))
        anew = Editor(compile_event(now)).lay_out(plan)
        laid = Editor(compiled).lay_out(plan, laid)
        _same(laid, anew)
        before = standing(laid, before)
        assert before.meetings == standing(anew).meetings
        left = possible_left_out(compiled, laid.assignment)
        told = tuple(unmet_of(compiled, laid.assignment, left))
        assert told == unmet(compiled, laid.assignment)[: len(told)]
        if random.random() < 0.9:
            now = changed(random, now)


@pytest.mark.parametrize("seed", range(10))
def test_edited_draft_laid_out_from_the_one_before_is_that_laid_out_anew(
    seed: int,
) -> None:
    """A meeting dropped, on an event that changed since, and put back."""
    planned = random_event(seed)
    plan = plan_first_come(planned)
    compiled = Compiler().compiled(Bases().of(planned))
    editor = Editor(compiled)
    laid = editor.lay_out(plan)
    known = standing(laid)
    for meeting in plan.meetings[:3]:
        checked = editor.check(laid, Drop(meeting.candidate))
        if checked.reasons:
            continue
        made, anew = (
            edited(compiled, laid, checked.assignment, is_same_data=False, before=one)
            for one in (known, None)
        )
        assert made == anew
        relaid = editor.relaid(laid, made, checked.assignment)
        _same(relaid, editor.lay_out(made, laid))
        _same(editor.lay_out(plan, relaid), laid)


def test_only_meetings_of_whom_a_change_concerns_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of three meetings, the two of one who is there for a shorter time."""
    rows = (wish("ann", "bob"), wish("bob", "cleo"), wish("cleo", "ann"))
    now = event(("ann", "bob", "cleo"), rows)
    plan, compiler, bases = plan_first_come(now), Compiler(), Bases()
    first = Editor(compiler.compiled(bases.of(now))).lay_out(plan)
    held = standing(first)
    assert len(held.meetings) == 3
    people = (delegate("ann", most=2), *now.delegates[1:])
    after = now.model_copy(update={"delegates": people})
    placed: list[str] = []
    compared: list[str] = []
    lay_out, is_as_held = Encoder._lay_out, MeetingWriter.is_as_held

    def placing(self: Encoder, meeting: Meeting, *given: Any) -> str:
        placed.append(meeting.candidate)
        return lay_out(self, meeting, *given)

    def comparing(self: MeetingWriter, index: int, old: Meeting) -> bool:
        compared.append(old.candidate)
        return is_as_held(self, index, old)

    monkeypatch.setattr(Encoder, "_lay_out", placing)
    monkeypatch.setattr(MeetingWriter, "is_as_held", comparing)
    laid = Editor(compiler.compiled(bases.of(after))).lay_out(plan, first)
    assert standing(laid, held).meetings == held.meetings
    concerned = {
        meeting.candidate
        for meeting in plan.meetings
        if "ann" in {who for team in meeting.delegates for who in team}
    }
    assert set(placed) == set(compared) == concerned
    assert len(concerned) == 2
