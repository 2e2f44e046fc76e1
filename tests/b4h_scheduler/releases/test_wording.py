"""What is told alike is taken from the plan before: never anything else."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.domain.event import Event
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.told_alike import told_alike
from b4h_scheduler.releases.wording import Wording
from tests.b4h_scheduler.outputs.calendars.random_plans import (
    random_event,
    random_revisions,
)

if TYPE_CHECKING:
    from collections.abc import Callable


SEEDS = range(60)
Entity = dict[str, Any]


def _one(draw: random.Random, content: Entity, kind: str) -> Entity:
    found: Entity = draw.choice(content[kind])
    return found


def _name(draw: random.Random, content: Entity) -> None:
    _one(draw, content, "delegates")["name"] = "Otto Other"


def _role(draw: random.Random, content: Entity) -> None:
    _one(draw, content, "delegates")["role"] = "on leave"


def _online(draw: random.Random, content: Entity) -> None:
    person = _one(draw, content, "delegates")
    person["is_online"] = not person["is_online"]


def _organization(draw: random.Random, content: Entity) -> None:
    _one(draw, content, "organizations")["name"] = "Renamed"


def _region(draw: random.Random, content: Entity) -> None:
    _one(draw, content, "organizations")["region"] = "Wales"


def _message(draw: random.Random, content: Entity) -> None:
    _one(draw, content, "wishes")["message"] = "Please, this time!"


def _venue(_: random.Random, content: Entity) -> None:
    content["venue"] = "Another hall"


def _zone(draw: random.Random, content: Entity) -> None:
    _one(draw, content, "zones")["name"] = "Upstairs"


def _table(draw: random.Random, content: Entity) -> None:
    _one(draw, content, "tables")["position"] = "by the window"


def _contact(draw: random.Random, content: Entity) -> None:
    content["organizer"] = f"Contact {draw.randint(1, 99)}"


def _title(draw: random.Random, content: Entity) -> None:
    content["name"] = f"Event {draw.randint(1, 99)}"


def _nothing(_draw: random.Random, _content: Entity) -> None:
    pass


CHANGES: tuple[Callable[[random.Random, Entity], None], ...] = (
    _name, _role, _online, _organization, _region, _message, _venue, _zone, _table,
    _contact, _title, _nothing, _nothing,
)  # fmt: skip


def _changed(event: Event, draw: random.Random) -> Event:
    content = event.model_dump()
    draw.choice(CHANGES)(draw, content)
    return Event.model_validate(content)


@pytest.mark.parametrize("seed", SEEDS)
def test_with_the_plan_before_everything_is_told_as_without_it(seed: int) -> None:
    """Entries to the byte and agendas, over revisions of an event that changes."""
    draw = random.Random(seed)
    event, before = random_event(seed), None
    for plan in random_revisions(event, seed):
        lookup = Lookup(event, plan)
        alone, after = Wording(lookup), Wording(lookup, before)
        assert after.contents.all() == alone.contents.all()
        assert after.agendas == alone.agendas
        texts, expected = (
            {key: each.text for key, each in wording.agendas.items()}
            for wording in (after, alone)
        )
        assert texts == expected
        is_asked = draw.random() < 0.7  # else: of a plan that nobody asked yet
        before = after if is_asked else Wording(lookup, before)
        event = _changed(event, draw)


def test_some_meetings_are_told_alike_and_some_are_not() -> None:
    """Else the comparison above would compare nothing."""
    num_alike = num_other = num_same = num_concerned = 0
    for seed in SEEDS:
        draw = random.Random(seed)
        event, before = random_event(seed), None
        for plan in random_revisions(event, seed):
            lookup = Lookup(event, plan)
            if before is not None:
                alike = told_alike(before, lookup)
                num_alike += len(alike.meetings)
                num_other += len({m.id for m in plan.meetings} - alike.meetings)
                num_same += len(alike.people)
                num_concerned += len({d.id for d in event.delegates} - alike.people)
            before, event = lookup, _changed(event, draw)
    assert num_alike > 100
    assert num_other > 100
    assert num_same > 30
    assert num_concerned > 30


def test_a_person_who_changed_keeps_only_own_meetings_out() -> None:
    """All meetings that the person does not attend are taken over."""
    event = random_event(3)
    plan = list(random_revisions(event, 3))[-1]
    person = event.delegates[0]
    other = person.model_copy(update={"role": "somebody else"})
    changed = event.model_copy(update={"delegates": (other, *event.delegates[1:])})
    alike = told_alike(Lookup(event, plan), Lookup(changed, plan))
    rest = {m.id for m in plan.meetings if person.id not in {*sum(m.delegates, ())}}
    assert alike.meetings == rest != {m.id for m in plan.meetings}
