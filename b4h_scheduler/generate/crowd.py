"""Invented organizations, delegates and their trips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import Interval
from b4h_scheduler.domain.ids import DelegateId, OrganizationId
from b4h_scheduler.domain.people import (
    Attends,
    Delegate,
    Kind,
    Organization,
    Trip,
    Voucher,
)
from b4h_scheduler.domain.places import ArrivalPoint, TravelMode
from b4h_scheduler.domain.times import later
from b4h_scheduler.generate.invented import (
    CONDITIONS,
    OFFERS,
    REGIONS,
    ROLES,
    SECTORS,
    SEEKS,
    Region,
    Registry,
    domain_of,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.times import Session, Slot
    from b4h_scheduler.generate.difficulty import Difficulty, Size
    from b4h_scheduler.generate.draw import Draw

KINDS = {
    Kind.COMPANY: 84,
    Kind.UNIVERSITY: 6,
    Kind.CORPORATE: 5,
    Kind.INVESTOR: 3,
    Kind.CLUSTER: 2,
}
"""Weights."""
VOUCHER_LEAST = 4
SCATTERED_BUSY = 0.6


@dataclass(frozen=True, slots=True)
class Crowd:
    """``members``: for each organization the indices of its delegates."""

    organizations: tuple[Organization, ...]
    delegates: tuple[Delegate, ...]
    members: tuple[tuple[int, ...], ...]


def draw_crowd(
    draw: Draw,
    size: Size,
    difficulty: Difficulty,
    sessions: tuple[Session, ...],
    points: tuple[ArrivalPoint, ...],
) -> Crowd:
    """Draw organizations until there are as many delegates as wanted."""
    names = Registry(draw)
    people = _People(draw, difficulty, sessions, points, names)
    organizations: list[Organization] = []
    delegates: list[Delegate] = []
    members: list[tuple[int, ...]] = []
    while len(delegates) < size.delegates:
        num = draw.between(2, 3) if draw.chance(difficulty.several_share) else 1
        num = min(num, size.delegates - len(delegates))
        organization, region = _organization(draw, names, len(organizations), num)
        own = tuple(range(len(delegates), len(delegates) + num))
        delegates += [people.delegate(organization, region, at) for at in own]
        members.append(own)
        organizations.append(organization)
    return Crowd(tuple(organizations), tuple(delegates), tuple(members))


def _organization(
    draw: Draw, names: Registry, number: int, num: int
) -> tuple[Organization, Region]:
    region = draw.pick(REGIONS)
    kind = draw.weighted(tuple(KINDS), KINDS.values())
    sector = draw.pick(SECTORS)
    return (
        Organization(
            id=OrganizationId(f"o{number + 1}"),
            name=names.company(region),
            number=str(number + 1),
            country=region.country,
            region=region.name,
            kind=kind,
            is_sme=kind is Kind.COMPANY,
            sectors=(sector,),
            offers=OFFERS[sector].format(what=draw.pick(CONDITIONS)),
            seeks=draw.pick(SEEKS),
            attends=Attends.SEPARATELY if num > 1 else Attends.TOGETHER,
        ),
        region,
    )


@dataclass(frozen=True, slots=True)
class _People:
    draw: Draw
    difficulty: Difficulty
    sessions: tuple[Session, ...]
    points: tuple[ArrivalPoint, ...]
    names: Registry

    def delegate(
        self, organization: Organization, region: Region, number: int
    ) -> Delegate:
        """Draw a delegate, perhaps with a voucher, online, or with blocked times."""
        draw, difficulty = self.draw, self.difficulty
        language = draw.pick(region.languages)
        person = self.names.person(language, domain_of(organization.name))
        is_online = draw.chance(difficulty.online_share)
        travels = draw.chance(difficulty.voucher_share) and not is_online
        is_scattered = draw.chance(difficulty.scattered_share)
        return Delegate(
            id=DelegateId(f"d{number + 1}"),
            name=person.name,
            organization=organization.id,
            email=person.email,
            role=draw.pick(ROLES),
            language=language,
            speaks=frozenset({language, "en"}),
            is_online=is_online,
            voucher=self._voucher(region, number) if travels else None,
            trip=self._trip() if travels else Trip(),
            busy=self._busy() if is_scattered else (),
        )

    def _voucher(self, region: Region, number: int) -> Voucher:
        return Voucher(
            number=f"V{number + 1:05d}",
            partner=region.partner,
            amount_cents=100 * self.draw.between(300, 900, 50),
            least=VOUCHER_LEAST,
        )

    def _trip(self) -> Trip:
        """Late on the first morning, early on the last afternoon, or both."""
        draw, point = self.draw, self.draw.pick(self.points)
        first, last = self.sessions[0].start, self.sessions[-1].end
        third = Interval(start=first, end=last).minutes // 3
        arrives_late, leaves_early = draw.chance(0.7), draw.chance(0.6)
        arrives_late = arrives_late or not leaves_early
        arrival = later(first, draw.between(-60, min(150, third), 5))
        ahead = 60 if point.mode is TravelMode.PLANE else 0
        departure = later(last, draw.between(-min(90, third), 90, 5) + ahead)
        return Trip(
            arrival_point=point.id if arrives_late else None,
            arrival=arrival if arrives_late else None,
            departure_point=point.id if leaves_early else None,
            departure=departure if leaves_early else None,
        )

    def _busy(self) -> tuple[Interval, ...]:
        """Blocked in a random 60 % of slots; neighbors are joined."""
        blocked: list[Interval] = []
        slots: list[Slot] = [s for session in self.sessions for s in session.slots(0)]
        last: Slot | None = None
        for slot in slots:
            if not self.draw.chance(SCATTERED_BUSY):
                last = None
                continue
            if last is not None and last.session == slot.session:
                blocked[-1] = Interval(start=blocked[-1].start, end=slot.end)
            else:
                blocked.append(Interval(start=slot.start, end=slot.end))
            last = slot
        return tuple(blocked)
