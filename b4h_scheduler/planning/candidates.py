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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import OrganizationId, UnitId
    from b4h_scheduler.domain.people import Organization
    from b4h_scheduler.domain.policy import Values
    from b4h_scheduler.domain.wishes import Veto, Wish

    SideKey = tuple[OrganizationId, UnitId | None]
    PairKey = tuple[SideKey, SideKey]

Names = frozenset[DelegateId]


@dataclass(slots=True)
class Gathered:
    """A candidate with what its wishes say about people.

    Attributes
    ----------
    candidate : Candidate
    named : tuple of two sets
        Delegates whom the wishes name, on each side.
    host : int
        The side (0 or 1) that is wished for, or wished for more strongly.
    """

    candidate: Candidate
    named: tuple[Names, Names]
    host: int


@dataclass(slots=True)
class _Directed:
    """A wish seen from the fixed order of the two sides."""

    index: int
    """Into ``Event.wishes``; -1 for a promise that is no wish there."""
    wish: Wish
    is_forward: bool
    """The first side wishes."""
    names: tuple[DelegateId | None, DelegateId | None]
    is_promise: bool = False


@dataclass(slots=True)
class _Bucket:
    """Wishes that make one candidate."""

    names: list[DelegateId | None]
    wishes: list[_Directed] = field(default_factory=list)


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
            yield (
                "no wish has an answer: also those that would have to be accepted ("
                + ", ".join(sorted(kinds & answered))
                + ") count as open"
            )
    for delegate in event.delegates:
        if delegate.voucher is None:
            continue
        if delegate.is_online:
            yield f"voucher holder {delegate.name} attends online"
        elif delegate.trip.is_empty:
            yield (
                f"voucher holder {delegate.name} has given no trip: taken to be there "
                f"all the time"
            )


def gather(event: Event) -> list[Gathered]:
    """Return all candidates with the people their wishes name.

    Wishes of two sides make one candidate. Where a side attends separately and
    different delegates of it are named, each named delegate has a candidate of its
    own; wishes that name nobody join the strongest one.
    """
    pairs: dict[PairKey, list[_Directed]] = {}
    for index, wish in enumerate(event.wishes):
        _file(pairs, index, wish, is_promise=False)
    for wish in event.promised:
        _file(pairs, -1, wish, is_promise=True)
    separate = {
        organization.id
        for organization in event.organizations
        if organization.attends is Attends.SEPARATELY
    }
    judge = _Judge(event)
    found: list[Gathered] = []
    for (first, second), wishes in pairs.items():
        is_separate = (first[0] in separate, second[0] in separate)
        found.extend(
            judge.gathered(first, second, bucket)
            for bucket in _buckets(wishes, is_separate)
        )
    return found


def _file(
    pairs: dict[PairKey, list[_Directed]], index: int, wish: Wish, *, is_promise: bool
) -> None:
    wisher, wished = wish.wisher, wish.wished
    one, two = (wisher.organization, wisher.unit), (wished.organization, wished.unit)
    if (one[0], one[1] or "") <= (two[0], two[1] or ""):
        directed = _Directed(
            index, wish, True, (wisher.delegate, wished.delegate), is_promise
        )
        pairs.setdefault((one, two), []).append(directed)
    else:
        directed = _Directed(
            index, wish, False, (wished.delegate, wisher.delegate), is_promise
        )
        pairs.setdefault((two, one), []).append(directed)


def _buckets(
    wishes: list[_Directed], is_separate: tuple[bool, bool]
) -> Iterable[_Bucket]:
    if len(wishes) > 1 and any(is_separate):
        wishes = sorted(wishes, key=lambda w: _specific_first(w, is_separate))
    buckets: list[_Bucket] = []
    for wish in wishes:
        names = [
            name if separate else None
            for name, separate in zip(wish.names, is_separate, strict=True)
        ]
        for bucket in buckets:
            if all(
                a is None or b is None or a == b
                for a, b in zip(names, bucket.names, strict=True)
            ):
                bucket.names = [
                    a or b for a, b in zip(bucket.names, names, strict=True)
                ]
                bucket.wishes.append(wish)
                break
        else:
            buckets.append(_Bucket(names, [wish]))
    return buckets


def _specific_first(
    wish: _Directed, is_separate: tuple[bool, bool]
) -> tuple[int, int, bool, int]:
    named = sum(
        separate and name is not None
        for name, separate in zip(wish.names, is_separate, strict=True)
    )
    return (-named, wish.wish.priority, wish.is_promise, wish.index)


class _Judge:
    """Values and eligibility, by the policy of one event."""

    def __init__(self, event: Event) -> None:
        self._organizations = event.organization_of
        self._values = event.policy.values
        self._modes = dict(event.policy.eligibility)
        if not has_answers(event):
            self._modes = {
                kind: Eligibility.OPEN if mode is Eligibility.ANSWERED else mode
                for kind, mode in self._modes.items()
            }
        self._vetoes = vetoes_by_pair(event)
        self._delegates = event.delegates_by_organization

    def gathered(self, first: SideKey, second: SideKey, bucket: _Bucket) -> Gathered:
        wishes = [w for w in bucket.wishes if not w.is_promise] or bucket.wishes
        sides = (_side(first, bucket.names[0]), _side(second, bucket.names[1]))
        forward = [w.wish.priority for w in wishes if w.is_forward]
        backward = [w.wish.priority for w in wishes if not w.is_forward]
        answers = {w.wish.answer for w in wishes}
        is_promised = any(w.is_promise for w in bucket.wishes)
        is_mutual = bool(forward and backward)
        is_accepted = Answer.ACCEPTED in answers
        ineligible = self._ineligible(
            sides,
            wished=None if is_mutual else second if forward else first,
            is_declined=Answer.DECLINED in answers,
            is_accepted=is_accepted or is_promised,
            is_promised=is_promised,
        )
        candidate = Candidate.model_construct(
            id=candidate_id(sides),
            sides=sides,
            wishes=tuple(w.index for w in bucket.wishes if w.index >= 0),
            value=worth(
                self._values,
                min(forward, default=None),
                min(backward, default=None),
                is_accepted=is_accepted or is_promised,
            ),
            priority=min(forward + backward),
            is_mutual=is_mutual,
            is_accepted=is_accepted,
            is_promised=is_promised,
            ineligible=ineligible,
        )
        named = tuple(
            frozenset(w.names[side] for w in wishes if w.names[side] is not None)
            for side in (0, 1)
        )
        # Wished for more strongly; the first side where both are equally.
        host = int(min(forward, default=9) < min(backward, default=9))
        return Gathered(candidate, cast("tuple[Names, Names]", named), host)

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


def vetoes_by_pair(
    event: Event,
) -> dict[frozenset[OrganizationId], list[Veto]]:
    """Return vetoes by the organizations of their two sides."""
    found: dict[frozenset[OrganizationId], list[Veto]] = {}
    for veto in event.vetoes:
        pair = frozenset(side.organization for side in veto.sides)
        found.setdefault(pair, []).append(veto)
    return found


def worth(
    values: Values,
    forward: Priority | None,
    backward: Priority | None,
    *,
    is_accepted: bool,
) -> int:
    """Return the value of a candidate from the strongest wish each way.

    Mutual: the sum of both; accepted: value + bonus; unanswered: a part, rounded
    down.
    """
    wished = [values.priority[p - 1] for p in (forward, backward) if p is not None]
    if len(wished) > 1:
        return sum(wished)
    if is_accepted:
        return wished[0] + values.accepted_bonus
    return wished[0] * values.unanswered_percent // 100


def candidate_id(sides: Sequence[Side]) -> CandidateId:
    """Return an id that depends on the two sides only: stable over revisions."""
    text = "\x1e".join(
        f"{side.organization}\x1f{side.unit or ''}\x1f{side.delegate or ''}"
        for side in sides
    )
    return CandidateId(f"c-{blake2b(text.encode(), digest_size=8).hexdigest()}")


def _side(key: SideKey, delegate: DelegateId | None) -> Side:
    return Side.model_construct(organization=key[0], unit=key[1], delegate=delegate)
