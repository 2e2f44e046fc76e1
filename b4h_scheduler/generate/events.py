"""Whole synthetic events of a given size and difficulty."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from b4h_scheduler.domain.base import Interval, utc
from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.ids import (
    ArrivalPointId,
    SessionId,
    TableId,
    ZoneId,
)
from b4h_scheduler.domain.people import Kind, Organization
from b4h_scheduler.domain.places import (
    ArrivalPoint,
    HomePlace,
    HomeUse,
    Table,
    TravelMode,
    WalkingTime,
    Zone,
)
from b4h_scheduler.domain.policy import Limits, Policy
from b4h_scheduler.domain.times import Break, Session, later, local_moment
from b4h_scheduler.domain.wishes import Answer, Side, Wish
from b4h_scheduler.generate.crowd import Crowd, draw_crowd
from b4h_scheduler.generate.draw import Draw
from b4h_scheduler.generate.errors import SizeError
from b4h_scheduler.generate.wishing import Wishing, draw_wishes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.generate.difficulty import Difficulty, Size

TIME_ZONE = "Europe/Berlin"
FIRST_DAY = date(2027, 3, 9)
"""A Tuesday, far from a change of clocks."""
EARLIEST, LUNCH, LUNCH_MIN = time(8), time(12, 30), 60
SLOT_MIN = 20
TABLES_A_ZONE = 100
CHANGEOVER_MIN = 5
NEAREST_WALK_MIN = 2
"""To the next hall; one more for each hall between, as far as the changeover lasts."""
MOST_A_DAY = 24
POINTS = (
    ArrivalPoint(
        id=ArrivalPointId("AIR"),
        name="Airport",
        mode=TravelMode.PLANE,
        transfer_min=25,
        late_min=25,
    ),
    ArrivalPoint(
        id=ArrivalPointId("RAIL"),
        name="Main station",
        mode=TravelMode.TRAIN,
        transfer_min=10,
        late_min=35,
    ),
)


@dataclass(frozen=True, slots=True)
class _Program:
    sessions: tuple[Session, ...]
    breaks: tuple[Break, ...]


def generate_event(
    size: Size, difficulty: Difficulty, *, seed: int = 0, name: str = ""
) -> Event:
    """Return an invented event; equal arguments give equal events.

    Parameters
    ----------
    size : Size
    difficulty : Difficulty
    seed : int
    name : str
        Of the event; by default it tells the size.

    Raises
    ------
    SizeError
        More slots than days can hold, or more wishes than pairs.
    """
    draw = Draw(seed)
    zones = max(1, math.ceil((size.tables or 1) / TABLES_A_ZONE))
    program = _program(size, CHANGEOVER_MIN if zones > 1 else 0)
    crowd = draw_crowd(draw, size, difficulty, program.sessions, POINTS)
    num = len(crowd.organizations)
    rng = np.random.Generator(np.random.PCG64(seed))
    wishing = draw_wishes(rng, num, size.wishes, skew=difficulty.skew)
    tables = size.tables or _tables_for_load(size, difficulty, crowd, wishing)
    zones = max(1, math.ceil(tables / TABLES_A_ZONE))
    halls = tuple(
        Zone(id=ZoneId(f"hall-{n + 1}"), name=f"Hall {n + 1}") for n in range(zones)
    )
    return Event(
        name=name or f"Synthetic event of {size.delegates} delegates",
        time_zone=TIME_ZONE,
        venue="Somewhere in North-West Europe",
        organizer="b4h generate",
        languages=("en", "de", "fr", "nl"),
        sessions=program.sessions,
        breaks=program.breaks,
        zones=halls,
        walking=tuple(
            WalkingTime(zones=(a.id, b.id), minutes=_walk_min(j - i))
            for i, a in enumerate(halls)
            for j, b in enumerate(halls)
            if i < j
        ),
        tables=tuple(_tables(tables, halls, difficulty)),
        home_places=tuple(_homes(draw, crowd, halls, difficulty)),
        arrival_points=POINTS,
        organizations=crowd.organizations,
        delegates=crowd.delegates,
        wishes=tuple(_wishes(draw, crowd, wishing)),
        policy=_policy(difficulty),
    )


def _walk_min(halls_apart: int) -> int:
    """Minutes between two halls around one foyer."""
    return min(NEAREST_WALK_MIN + halls_apart - 1, CHANGEOVER_MIN)


def _program(size: Size, changeover: int) -> _Program:
    """Two sessions a day around lunch, which is at half past twelve or later."""
    a_day = math.ceil(size.slots / size.days)
    if a_day > MOST_A_DAY:
        message = f"{size.slots} slots in {size.days} days: at most {MOST_A_DAY} a day"
        raise SizeError(message)
    zone, sessions, breaks = ZoneInfo(TIME_ZONE), list[Session](), list[Break]()
    left = size.slots
    for number in range(size.days):
        today = min(a_day, left - (size.days - number - 1))
        left -= today
        day = date.fromordinal(FIRST_DAY.toordinal() + number)
        ahead = (today - today // 2) * (SLOT_MIN + changeover)
        start = max(
            local_moment(day, EARLIEST, zone),
            later(local_moment(day, LUNCH, zone), -ahead),
            key=utc,
        )
        for half, slots in enumerate((today - today // 2, today // 2)):
            if not slots:
                continue
            name = "morning" if half == 0 else "afternoon"
            session = Session(
                id=SessionId(f"day{number + 1}-{name}"),
                name=f"{day:%A} {name}",
                start=start,
                slot_min=SLOT_MIN,
                changeover_min=changeover,
                num_slots=slots,
            )
            sessions.append(session)
            if half == 0:
                start = later(session.end, LUNCH_MIN)
                breaks.append(
                    Break(
                        name=f"Lunch {day:%A}",
                        time=Interval(start=session.end, end=start),
                    )
                )
    return _Program(tuple(sessions), tuple(breaks))


def _tables_for_load(
    size: Size, difficulty: Difficulty, crowd: Crowd, wishing: Wishing
) -> int:
    """As many tables as the load asks for, from what people wish and can hold."""
    pairs = {
        (min(a, b), max(a, b))
        for a, b in zip(wishing.wisher.tolist(), wishing.wished.tolist(), strict=True)
    }
    degree = np.bincount(
        np.array(sorted(pairs), dtype=np.int64).reshape(-1),
        minlength=len(crowd.organizations),
    )
    agendas = np.array([len(members) for members in crowd.members])
    most = 0.9 * size.slots * np.where(difficulty.several_share > 0, agendas, 1)
    demand = min(len(pairs), float(np.minimum(degree, most).sum()) / 2)
    return max(1, math.ceil(demand / size.slots / (difficulty.table_load / 100)))


def _tables(
    num: int, halls: tuple[Zone, ...], difficulty: Difficulty
) -> Iterator[Table]:
    """Every fifth table has a place for calls if some attend online."""
    for n in range(num):
        hall = halls[n * len(halls) // num]
        calls = difficulty.online_share > 0 and n % 5 == 0
        yield Table(
            id=TableId(f"T{n + 1:0{len(str(num))}d}"),
            zone=hall.id,
            features=frozenset({"calls"} if calls else ()),
        )


def _homes(
    draw: Draw, crowd: Crowd, halls: tuple[Zone, ...], difficulty: Difficulty
) -> Iterator[HomePlace]:
    on_site = [
        n
        for n, members in enumerate(crowd.members)
        if any(not crowd.delegates[m].is_online for m in members)
    ]
    num = round(difficulty.home_share * len(crowd.organizations))
    for n, owner in enumerate(sorted(draw.sample(on_site, num))):
        yield HomePlace(
            id=TableId(f"H{n + 1:03d}"),
            zone=draw.pick(halls).id,
            organizations=(crowd.organizations[owner].id,),
            capacity=len(crowd.members[owner]),
            use=HomeUse.ALWAYS if draw.chance(0.5) else HomeUse.PREFERRED,
        )


def _wishes(draw: Draw, crowd: Crowd, wishing: Wishing) -> Iterator[Wish]:
    drawn = list(
        zip(
            wishing.wisher.tolist(),
            wishing.wished.tolist(),
            wishing.priority.tolist(),
            strict=True,
        )
    )
    pairs = {(a, b) for a, b, _ in drawn}
    sides = [Side(organization=each.id) for each in crowd.organizations]
    answers = (Answer.OPEN, Answer.ACCEPTED, Answer.DECLINED)
    for a, b, priority in sorted(drawn):
        is_mutual = (b, a) in pairs
        shares = (0.5, 0.5, 0.0) if is_mutual else _shares(crowd.organizations[b])
        yield Wish(
            wisher=sides[a],
            wished=sides[b],
            priority=priority,
            answer=draw.weighted(answers, shares),
        )


def _shares(organization: Organization) -> tuple[float, float, float]:
    """Of open, accepted, declined: those asked most decline most."""
    if organization.kind in {Kind.CORPORATE, Kind.INVESTOR}:
        return 0.15, 0.6, 0.25
    return 0.5, 0.4, 0.1


def _policy(difficulty: Difficulty) -> Policy:
    if not difficulty.has_limits:
        return Policy(
            limits=Limits(longest_run_min=None, most_percent=100, lunch_min=0)
        )
    return Policy(
        limits=Limits(longest_run_min=5 * SLOT_MIN, most_per_day=difficulty.most_a_day)
    )
