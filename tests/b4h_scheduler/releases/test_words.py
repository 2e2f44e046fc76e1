"""The difference of two revisions in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.releases.difference import plan_difference
from b4h_scheduler.releases.words import people

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan


def test_people_are_sorted_by_name_and_the_first_are_shown(
    event: Event, whole: Plan
) -> None:
    """As many as asked for; else all who have a meeting, each with all meetings."""
    lookup = Lookup(event, whole)
    steps = plan_difference(None, whole)
    everybody = people(lookup, steps)
    names = [person.name for person in everybody]
    assert names == sorted(names, key=str.casefold)
    assert len(names) == len(steps) > 2
    assert people(lookup, steps, 2) == everybody[:2]
    told = {person.name: len(person.lines) for person in everybody}
    assert told == {lookup.delegate_name[who]: len(s) for who, s in steps.items()}
