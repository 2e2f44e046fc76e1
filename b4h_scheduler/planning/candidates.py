"""What the wishes of an event add up to: one candidate per two sides."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, cast

from b4h_scheduler.domain.ids import CandidateId, DelegateId
from b4h_scheduler.domain.people import Attends
from b4h_scheduler.domain.policy import Eligibility
from b4h_scheduler.domain.wishes import (
    Answer,
    Candidate,
    Ineligible,
    Priority,
    Side,
)
from b4h_scheduler.sentence import Sentence, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import OrganizationId, UnitId
    from b4h_scheduler.domain.people import Organization
    from b4h_scheduler.domain.policy import Values
    from b4h_scheduler.domain.wishes import Veto, Wish

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


def event_warnings(event: Event) -> Iterator[str]:
    """Yield what an organizer must know of the event before its plan is trusted."""
    answered = {
        kind
        for kind, mode in event.policy.eligibility.items()
        if mode is Eligibility.ANSWERED
    }
    if event.wishes and not has_answers(event):
        kinds = {
            event.organization_of[w.wished.organization].kind for w in event.wishes
        }
        if kinds & answered:
            yield Sentence(
                "no wish has an answer: also those that would have to be accepted "
                "({kinds}) count as open",
                kinds=listed(sorted(kinds & answered), ", "),
            )
    for delegate in event.delegates:
        if delegate.voucher is None:
            continue
        if delegate.is_online:
            yield Sentence("voucher holder {name} attends online", name=delegate.name)
        elif delegate.trip.is_empty:
            yield (
                Sentence(
                    "voucher holder {name} has given no trip: taken to be there all "
                    "the time",
                    name=delegate.name,
                )
            )


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
        self._organizations = event.organization_of
        self._values = event.policy.values
        self._modes = dict(event.policy.eligibility)
        if not has_answers(event):
            self._modes = {
                kind: Eligibility.OPEN if mode is Eligibility.ANSWERED else mode
                for kind, mode in self._modes.items()
            }
        self._vetoes = vetoes_by_pair(event)
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
            ineligible=self._ineligible(
                sides,
                wished=None if is_mutual else pair[forward < NO_PRIORITY],
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

    def _ineligible(
        self,
        sides: tuple[Side, Side],
        *,
        wished: SideKey | None,
        is_declined: bool,
        is_accepted: bool,
        is_promised: bool,
    ) -> Ineligible | None:
        if self._vetoes and self._is_vetoed(sides):
            return Ineligible.VETO
        if is_declined:
            return Ineligible.DECLINED
        if wished is None or is_promised:
            return None
        mode = self._modes.get(self._organizations[wished[0]].kind, Eligibility.OPEN)
        if mode is Eligibility.MUTUAL:
            return Ineligible.NOT_MUTUAL
        if mode is Eligibility.ANSWERED and not is_accepted:
            return Ineligible.NOT_ANSWERED
        return None

    def _is_vetoed(self, sides: tuple[Side, Side]) -> bool:
        pair = frozenset((sides[0].organization, sides[1].organization))
        return any(
            all(self._is_meant(a, b) for a, b in zip(veto.sides, order, strict=True))
            for veto in self._vetoes.get(pair, ())
            for order in (sides, sides[::-1])
        )

    def _is_meant(self, vetoed: Side, side: Side) -> bool:
        """Whether a side of a veto means a whole side of a candidate.

        A delegate who shares an agenda is in every meeting of it; one with an own
        agenda only bars the options it is in (`options`).
        """
        if vetoed.organization != side.organization:
            return False
        if vetoed.unit is not None and vetoed.unit != side.unit:
            return False
        if vetoed.delegate is None or vetoed.delegate == side.delegate:
            return True
        organization: Organization = self._organizations[side.organization]
        return side.delegate is None and organization.attends is Attends.TOGETHER


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


def vetoes_by_pair(
    event: Event,
) -> dict[frozenset[OrganizationId], list[Veto]]:
    """Return vetoes by the organizations of their two sides."""
    found: dict[frozenset[OrganizationId], list[Veto]] = {}
    for veto in event.vetoes:
        pair = frozenset(side.organization for side in veto.sides)
        found.setdefault(pair, []).append(veto)
    return found


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
