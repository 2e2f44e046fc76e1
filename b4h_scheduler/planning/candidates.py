"""What the wishes of an event add up to: one candidate per two sides."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, cast

from b4h_scheduler.domain.ids import CandidateId, DelegateId
from b4h_scheduler.domain.people import Attends
from b4h_scheduler.domain.wishes import (
    Answer,
    Candidate,
    Ineligible,
    Priority,
    Side,
)
from b4h_scheduler.planning.eligible import EligibilityRules

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import OrganizationId, UnitId
    from b4h_scheduler.domain.policy import Values
    from b4h_scheduler.domain.wishes import Wish

    SideKey = tuple[OrganizationId, UnitId | None]
    PairKey = tuple[SideKey, SideKey]

Names = frozenset[DelegateId]
TwoNameSets = tuple[Names, Names]
TwoNames = tuple[DelegateId | None, DelegateId | None]
Row = tuple[int, bool]
"""A wish (index; promises count on) and whether the first side wishes."""
NOBODY: TwoNames = (None, None)
NO_NAMES: Names = frozenset()
NO_PRIORITY = 4
"""There is no wish that way."""


@dataclass(slots=True)
class Gathered:
    """A candidate with what its wishes say about people.

    Light beside `Candidate`, because there are very many; fields as there.

    Attributes
    ----------
    named : tuple of two sets
        Delegates whom the wishes name, on each side.
    host : int
        The side (0 or 1) that is wished for, or wished for more strongly (the first
        one where both are equally).
    """

    id: CandidateId
    sides: tuple[Side, Side]
    wishes: tuple[int, ...]
    value: int
    priority: Priority
    is_mutual: bool
    is_accepted: bool
    is_promised: bool
    ineligible: Ineligible | None
    named: TwoNameSets
    host: int
    _candidate: Candidate | None = field(
        default=None, init=False, repr=False, compare=False
    )

    @property
    def candidate(self) -> Candidate:
        """As it stands in a plan; made when first asked for."""
        if self._candidate is None:
            self._candidate = Candidate(
                id=self.id,
                sides=self.sides,
                wishes=self.wishes,
                value=self.value,
                priority=self.priority,
                is_mutual=self.is_mutual,
                is_accepted=self.is_accepted,
                is_promised=self.is_promised,
                ineligible=self.ineligible,
            )
        return self._candidate


def candidates(event: Event) -> tuple[Candidate, ...]:
    """Return all candidates, eligible or not, in order of their first wish."""
    return tuple(gathered.candidate for gathered in gather(event))


def has_answers(event: Event) -> bool:
    """Whether any wish was accepted or declined."""
    return any(wish.answer is not Answer.OPEN for wish in event.wishes)


def gather(
    event: Event, among: Collection[OrganizationId] | None = None
) -> list[Gathered]:
    """Return all candidates with the people their wishes name.

    Wishes of two sides make one candidate. Where a side attends separately and
    different delegates of it are named, each named delegate has a candidate of its
    own; wishes that name nobody join the strongest one.

    Parameters
    ----------
    among
        Only candidates between these organizations.
    """
    rows = (*event.wishes, *event.promised)
    pairs: dict[PairKey, list[Row]] = {}
    for index, wish in enumerate(rows):
        wisher, wished = wish.wisher, wish.wished
        one = (wisher.organization, wisher.unit)
        two = (wished.organization, wished.unit)
        if among is not None and (one[0] not in among or two[0] not in among):
            continue
        if (one[0], one[1] or "") <= (two[0], two[1] or ""):
            pairs.setdefault((one, two), []).append((index, True))
        else:
            pairs.setdefault((two, one), []).append((index, False))
    separate = {o.id for o in event.organizations if o.attends is Attends.SEPARATELY}
    judge = _Judge(event, rows)
    found: list[Gathered] = []
    for pair, members in pairs.items():
        is_separate = (pair[0][0] in separate, pair[1][0] in separate)
        if is_separate == (False, False):
            found.append(judge.gathered(pair, NOBODY, members))
        else:
            for names, bucket in _buckets(rows, members, is_separate):
                found.append(judge.gathered(pair, names, bucket))
    return found


def _buckets(
    rows: Sequence[Wish], members: list[Row], is_separate: tuple[bool, bool]
) -> list[tuple[TwoNames, list[Row]]]:
    """Part the wishes of a pair so that none names another than its candidate."""
    named = [
        (_names(rows[index], is_separate, is_forward=is_forward), (index, is_forward))
        for index, is_forward in members
    ]
    named.sort(
        key=lambda item: (item[0].count(None), rows[item[1][0]].priority, item[1][0])
    )
    buckets: list[tuple[TwoNames, list[Row]]] = []
    for (first, second), row in named:
        for number, ((one, two), bucket) in enumerate(buckets):
            if _agree(first, one) and _agree(second, two):
                buckets[number] = ((one or first, two or second), [*bucket, row])
                break
        else:
            buckets.append(((first, second), [row]))
    return buckets


def _agree(name: DelegateId | None, other: DelegateId | None) -> bool:
    return name is None or other is None or name == other


def _names(wish: Wish, is_separate: tuple[bool, bool], *, is_forward: bool) -> TwoNames:
    """Delegates of the first and second side that a wish names, if it matters."""
    one, two = wish.wisher.delegate, wish.wished.delegate
    if not is_forward:
        one, two = two, one
    return one if is_separate[0] else None, two if is_separate[1] else None


class _Judge:
    """Values and eligibility, by the policy of one event."""

    def __init__(self, event: Event, rows: Sequence[Wish]) -> None:
        self._rows = rows
        self._num_wishes = len(event.wishes)
        self._values = event.policy.values
        self._rules = EligibilityRules(event, has_answers=has_answers(event))
        self._sides: dict[tuple[SideKey, DelegateId | None], Side] = {}

    def gathered(self, pair: PairKey, names: TwoNames, members: list[Row]) -> Gathered:
        """Return what the wishes of a bucket add up to."""
        wishes = [row for row in members if row[0] < self._num_wishes]
        is_promised = len(wishes) < len(members)
        said = wishes or members
        forward = backward = NO_PRIORITY
        is_declined = is_accepted = has_names = False
        for index, is_forward in said:
            wish = self._rows[index]
            if is_forward:
                forward = min(forward, wish.priority)
            else:
                backward = min(backward, wish.priority)
            is_declined = is_declined or wish.answer is Answer.DECLINED
            is_accepted = is_accepted or wish.answer is Answer.ACCEPTED
            has_names = has_names or bool(wish.wisher.delegate or wish.wished.delegate)
        is_mutual = max(forward, backward) < NO_PRIORITY
        sides = self._side(pair[0], names[0]), self._side(pair[1], names[1])
        return Gathered(
            id=candidate_id(sides),
            sides=sides,
            wishes=tuple(sorted([index for index, _ in wishes])),
            value=worth(
                self._values, forward, backward, is_accepted=is_accepted or is_promised
            ),
            priority=cast("Priority", min(forward, backward)),
            is_mutual=is_mutual,
            is_accepted=is_accepted,
            is_promised=is_promised,
            ineligible=self._rules.ineligible(
                sides,
                wished=None if is_mutual else pair[forward < NO_PRIORITY][0],
                is_declined=is_declined,
                is_accepted=is_accepted,
                is_promised=is_promised,
            ),
            named=self._named(said) if has_names else (NO_NAMES, NO_NAMES),
            host=int(forward < backward),
        )

    def _named(self, said: list[Row]) -> tuple[Names, Names]:
        found: tuple[set[DelegateId], set[DelegateId]] = set(), set()
        for index, is_forward in said:
            names = _names(self._rows[index], (True, True), is_forward=is_forward)
            for mine, name in zip(found, names, strict=True):
                mine.update(() if name is None else (name,))
        return frozenset(found[0]), frozenset(found[1])

    def _side(self, key: SideKey, delegate: DelegateId | None) -> Side:
        """One object for each side, however many candidates it has."""
        known = self._sides.get((key, delegate))
        if known is None:
            known = Side(organization=key[0], unit=key[1], delegate=delegate)
            self._sides[key, delegate] = known
        return known


def wisher_and_wished(event: Event, candidate: Gathered) -> tuple[Side, Side]:
    """Return who wishes and who is wished for (and declined, if anybody did)."""
    wishes = [event.wishes[index] for index in candidate.wishes]
    wishes.sort(key=lambda wish: wish.answer is not Answer.DECLINED)
    first, second = candidate.sides
    if not wishes:
        return first, second
    wished = wishes[0].wished
    is_first = (wished.organization, wished.unit) == (first.organization, first.unit)
    return (second, first) if is_first else (first, second)


def is_same_side(one: Side, other: Side) -> bool:
    """Whether two sides are equal; asked of thousands, field by field is faster."""
    return (
        one.organization == other.organization
        and one.unit == other.unit
        and one.delegate == other.delegate
    )


def worth(values: Values, forward: int, backward: int, *, is_accepted: bool) -> int:
    """Return the value of a candidate from the strongest priority each way.

    ``NO_PRIORITY`` stands for no wish that way. Mutual: the sum of both; accepted:
    value + bonus; unanswered: a part, rounded down.
    """
    if forward < NO_PRIORITY and backward < NO_PRIORITY:
        return values.priority[forward - 1] + values.priority[backward - 1]
    value = values.priority[min(forward, backward) - 1]
    if is_accepted:
        return value + values.accepted_bonus
    return value * values.unanswered_percent // 100


def candidate_id(sides: Sequence[Side]) -> CandidateId:
    """Return an id that depends on the two sides only: stable over revisions."""
    text = "\x1e".join(
        f"{side.organization}\x1f{side.unit or ''}\x1f{side.delegate or ''}"
        for side in sides
    )
    return CandidateId(f"c-{blake2b(text.encode(), digest_size=8).hexdigest()}")
