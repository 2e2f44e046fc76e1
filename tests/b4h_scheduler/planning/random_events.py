"""Random small events with everything in them, and mishaps on the day."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from b4h_scheduler.domain.base import Interval
from b4h_scheduler.domain.people import Attends, CountingMeetings, Kind, Unit
from b4h_scheduler.domain.places import (
    ArrivalPoint,
    HomePlace,
    HomeUse,
    TravelMode,
    WalkingTime,
    Zone,
)
from b4h_scheduler.domain.policy import (
    Eligibility,
    Fairness,
    FairnessOver,
    Limits,
    Policy,
)
from b4h_scheduler.domain.times import later
from b4h_scheduler.domain.wishes import Answer, Side, Veto, Wish
from tests.b4h_scheduler.planning.small_events import (
    at,
    companion,
    delegate,
    event,
    organization,
    session,
    tables,
)

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate, Organization

FEATURES = ("calls", "step-free")
LANGUAGES = ("de", "en", "fr")


def random_event(seed: int) -> Event:
    """Return an event of 4 to 9 organizations; equal seeds give equal events."""
    random = Random(seed)
    firms = [_organization(random, n) for n in range(random.randint(4, 9))]
    people = [
        _delegate(random, firm, n)
        for firm in firms
        for n in range(random.choice((0, 1, 1, 1, 2, 3)))
    ]
    sides = [_side(random, firm, people) for firm in firms for _ in range(3)]
    zones = (Zone(id="hall", name="Hall"), Zone(id="wing", name="Wing"))
    places = [
        table
        for zone in ("hall", "wing")
        for table in tables(
            random.randint(1, 3), zone, features=_some(random, FEATURES)
        )
    ]
    return event(
        wishes=_wishes(random, sides, random.randint(5, 25)),
        organizations=firms,
        delegates=people,
        promised=_wishes(random, sides, random.choice((0, 0, 2))),
        vetoes=[
            Veto(sides=(wish.wisher, wish.wished))
            for wish in _wishes(random, sides, random.choice((0, 1)))
        ],
        zones=zones,
        walking=(WalkingTime(zones=("hall", "wing"), minutes=random.choice((2, 8))),),
        tables=places,
        home_places=[_home(random, firm) for firm in firms if random.random() < 0.2],
        companions=[companion("ivy", "de", "fr"), companion("ian", *LANGUAGES)][
            : random.randint(0, 2)
        ],
        arrival_points=(
            ArrivalPoint(
                id="STR",
                name="Airport",
                mode=TravelMode.PLANE,
                transfer_min=10,
                late_min=random.choice((None, 30)),
            ),
        ),
        sessions=_sessions(random),
        policy=_policy(random),
    )


def with_mishaps(planned: Event, seed: int) -> tuple[Event, datetime]:
    """Return the event as it is at some moment, with people and places gone."""
    random = Random(seed)
    slot = random.choice(planned.slots)
    now = later(slot.start, random.choice((-40, -5, 0, 5)))
    end = later(planned.slots[-1].end, 600)
    ill = Interval(start=later(planned.slots[0].start, -600), end=end)
    people = []
    for person in planned.delegates:
        fate = random.random()
        if fate < 0.1 and not _is_named(planned, person):
            continue  # struck off the list
        if fate < 0.25:
            people.append(person.model_copy(update={"busy": (*person.busy, ill)}))
        else:
            people.append(person)
    changes: dict[str, Any] = {
        "delegates": people,
        "tables": [t for t in planned.tables if random.random() < 0.85],
        "wishes": [
            wish.model_copy(update={"answer": Answer.DECLINED})
            if random.random() < 0.1
            else wish
            for wish in planned.wishes
            if random.random() < 0.9
        ],
        "walking": (WalkingTime(zones=("hall", "wing"), minutes=9),),
    }
    if random.random() < 0.3:
        changes["policy"] = _policy(random)
    fields = {name: getattr(planned, name) for name in type(planned).model_fields}
    return type(planned)(**(fields | changes)), now


def _is_named(planned: Event, person: Delegate) -> bool:
    wishes = (*planned.wishes, *planned.promised)
    named = {s.delegate for wish in wishes for s in (wish.wisher, wish.wished)}
    named |= {side.delegate for veto in planned.vetoes for side in veto.sides}
    return person.id in named


def _some(random: Random, items: tuple[str, ...]) -> frozenset[str]:
    return frozenset(item for item in items if random.random() < 0.4)


def _organization(random: Random, number: int) -> Organization:
    units = (Unit(id="lab", name="Lab"),) if random.random() < 0.3 else ()
    return organization(
        f"o{number}",
        kind=random.choice(list(Kind)),
        country=random.choice(("DE", "FR", "NL", "")),
        attends=random.choice(list(Attends)),
        units=units,
        needs=_some(random, ("step-free",)) if random.random() < 0.3 else frozenset(),
    )


def _delegate(random: Random, firm: Organization, number: int) -> Delegate:
    fields: dict[str, Any] = {}
    if random.random() < 0.3:
        fields["speaks"] = frozenset(random.sample(LANGUAGES, random.randint(1, 2)))
    if random.random() < 0.3:
        rule = random.choice([None, *CountingMeetings])
        fields["voucher"] = {"number": "7", "least": 2, "counts": rule}
    if random.random() < 0.3:
        fields["trip"] = {"arrival_point": "STR", "arrival": at("08:30")}
    if random.random() < 0.2:
        fields["is_online"] = True
    if random.random() < 0.3:
        start = at(random.choice(("09:10", "11:00", "12:30")))
        fields["busy"] = (Interval(start=start, end=later(start, 50)),)
    if random.random() < 0.1:
        fields["most"] = random.randint(0, 4)
    if firm.units and random.random() < 0.5:
        fields["unit"] = "lab"
    return delegate(f"{firm.id}-{number}", firm.id, **fields)


def _side(random: Random, firm: Organization, people: list[Delegate]) -> Side:
    unit = "lab" if firm.units and random.random() < 0.4 else None
    mine = [p for p in people if p.organization == firm.id and p.unit == unit]
    named = random.choice(mine).id if mine and random.random() < 0.3 else None
    return Side(organization=firm.id, unit=unit, delegate=named)


def _wishes(random: Random, sides: list[Side], num: int) -> list[Wish]:
    found = []
    while len(found) < num:
        one, two = random.sample(sides, 2)
        if (one.organization, one.unit) == (two.organization, two.unit):
            continue
        found.append(
            Wish(
                wisher=one,
                wished=two,
                priority=random.choice((1, 2, 3)),
                answer=random.choice((Answer.OPEN, Answer.ACCEPTED, Answer.DECLINED))
                if random.random() < 0.5
                else Answer.OPEN,
            )
        )
    return found


def _home(random: Random, firm: Organization) -> HomePlace:
    return HomePlace(
        id=f"booth-{firm.id}",
        zone=random.choice(("hall", "wing")),
        organizations=(firm.id,),
        capacity=random.randint(1, 2),
        use=random.choice(list(HomeUse)),
        is_open_to_others=random.random() < 0.3,
        features=_some(random, FEATURES),
    )


def _sessions(random: Random) -> tuple[Any, ...]:
    changeover = random.choice((0, 5))
    through = session("10:40", 7, slot_min=25, changeover_min=changeover)
    morning = session("09:00", 5, changeover_min=changeover)
    noon = session("12:00", 3, id="noon", slot_min=30, changeover_min=changeover)
    next_day = session("09:00", 3, id="next", day="2037-11-27")
    return random.choice(((through,), (morning, noon), (morning, next_day)))


def _policy(random: Random) -> Policy:
    modes = {kind: random.choice(list(Eligibility)) for kind in list(Kind)[:3]}
    return Policy(
        eligibility=modes if random.random() < 0.5 else {},
        limits=Limits(
            longest_run_min=random.choice((None, 60, 90)),
            most_percent=random.choice((0, 60, 90)),
            most_per_day=random.choice((None, 2, 4)),
            lunch_min=random.choice((0, 40)),
            notice_min=random.choice((0, 30)),
        ),
        fairness=Fairness(over=random.choice(list(FairnessOver))),
        require_common_language=random.random() < 0.5,
    )
