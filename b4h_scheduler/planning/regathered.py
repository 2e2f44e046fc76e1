"""What wishes add up to, after a change that concerns few of them.

Somebody answers, wishes for one more, or agrees to meet at the help desk: everybody
else's candidates stay as they are, in their order.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from b4h_scheduler.planning.candidates import gather, has_answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import OrganizationId, UnitId
    from b4h_scheduler.domain.wishes import Side, Wish
    from b4h_scheduler.planning.candidates import Gathered

    End = tuple[OrganizationId, UnitId | None]
    Ends = tuple[End, ...]

MOST_CHANGED = 50
"""Of more wishes all candidates are gathered anew."""


def regathered(
    before: Event, known: tuple[Gathered, ...], after: Event
) -> tuple[Gathered, ...]:
    """Return the candidates of an event, as `gather` does.

    Parameters
    ----------
    before, known
        Another state of the event, and its candidates.
    """
    among = _concerned(before, after)
    if among is None:
        return tuple(gather(after))
    if not among:
        return known
    anew: dict[Ends, list[Gathered]] = {}
    for each in gather(after, among=among):
        anew.setdefault(ends(each), []).append(each)
    return _in_order(after, [*_replaced(known, among, anew), *_all(anew.values())])


def ends(gathered: Gathered) -> Ends:
    """Return the two sides of a candidate, whoever is named."""
    return tuple(map(_end, gathered.sides))


def _replaced(
    known: tuple[Gathered, ...],
    among: set[OrganizationId],
    anew: dict[Ends, list[Gathered]],
) -> Iterator[Gathered]:
    """Yield candidates in their order, some made anew, which are taken out of there.

    Those of promises alone may stand elsewhere now.
    """
    concerned = [_is_among(each, among) for each in known]
    wished = {
        ends(each)
        for each, is_concerned in zip(known, concerned, strict=True)
        if is_concerned and each.wishes
    }
    for each, is_concerned in zip(known, concerned, strict=True):
        if not is_concerned:
            yield each
        elif (pair := ends(each)) in wished:
            yield from anew.pop(pair, ())


def _in_order(event: Event, found: list[Gathered]) -> tuple[Gathered, ...]:
    """Return candidates in order of their first wish; those of promises alone last."""
    unwished = {ends(each) for each in found if not each.wishes}
    if not unwished:
        return tuple(found)
    among = {end for pair in unwished for end in pair}
    unwished -= {
        ends(each)
        for each in found
        if each.wishes and _end(each.sides[0]) in among  # nearly none
    }
    first: dict[Ends, int] = {}
    for number, wish in enumerate(event.promised):
        one, other = _end(wish.wisher), _end(wish.wished)
        for pair in ((one, other), (other, one)):
            first.setdefault(pair, number)
    alone = [each for each in found if not each.wishes and ends(each) in unwished]
    rest = [each for each in found if each.wishes or ends(each) not in unwished]
    return (*rest, *sorted(alone, key=lambda each: first[ends(each)]))


def _concerned(before: Event, after: Event) -> set[OrganizationId] | None:
    """Return who is in wishes that differ; None: more than a few of them do."""
    if _judged_by(before) != _judged_by(after):
        return None
    differing: list[Wish] = []
    old, new = before.wishes, after.wishes
    if len(new) < len(old):
        return None
    for one, other in zip(old, new, strict=False):
        if one is other or one == other:
            continue
        if _pair(one) != _pair(other) or len(differing) >= MOST_CHANGED:
            return None
        differing.append(other)
    differing += new[len(old) :]
    differing += _exchanged(before.promised, after.promised)
    if len(differing) > MOST_CHANGED:
        return None
    return {side.organization for wish in differing for side in _sides(wish)}


def _judged_by(event: Event) -> tuple[object, ...]:
    """Return what `gather` reads beside wishes."""
    return event.organizations, event.vetoes, event.policy, has_answers(event)


def _exchanged(old: Sequence[Wish], new: Sequence[Wish]) -> Iterator[Wish]:
    """Yield what two lists have between what both begin and end with."""
    most = min(len(old), len(new))
    first = 0
    while first < most and old[first] == new[first]:
        first += 1
    last = 0
    while last < most - first and old[-1 - last] == new[-1 - last]:
        last += 1
    yield from old[first : len(old) - last]
    yield from new[first : len(new) - last]


def _is_among(gathered: Gathered, among: set[OrganizationId]) -> bool:
    one, other = gathered.sides
    return one.organization in among and other.organization in among


def _pair(wish: Wish) -> tuple[End, End]:
    return _end(wish.wisher), _end(wish.wished)


def _sides(wish: Wish) -> tuple[Side, Side]:
    return wish.wisher, wish.wished


def _end(side: Side) -> End:
    return side.organization, side.unit


def _all(lists: Iterable[list[Gathered]]) -> Iterator[Gathered]:
    return chain.from_iterable(lists)
