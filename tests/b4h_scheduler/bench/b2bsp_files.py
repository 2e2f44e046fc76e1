"""Small instances of the public benchmark's format, written by the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.bench.b2bsp_file import Instance, parse_instance

if TYPE_CHECKING:
    import random

TEXT = """nBusiness = 4;
nMeetings = 3;
nTables = 2;
nTotalSlots = 5;
nMorningSlots = 2;

requested = [|1, 2,3,
|1, 3,1,
|3, 4,2,
|];
nMeetingsBusiness = [2, 1, 2, 1];
meetingsxBusiness = [{2,3},{2},{3,4},{4}];
forbidden = [{0},{0, 1},{0},{0,4}];
fixed = [0,2,0];
precedences = [{0, 2},{0},{0}];
"""
"""1 meets 2, after meeting 3 in slot 2; 3 meets 4 in the afternoon, not in slot 4."""


def changed(*changes: tuple[str, str]) -> str:
    """The text with parts replaced, each of which it must have."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def written(
    requested: list[tuple[int, int, int]],
    *,
    people: int,
    tables: int,
    slots: int,
    morning: int,
    forbidden: dict[int, set[int]],
    fixed: dict[int, int],
    earlier: dict[int, set[int]],
) -> str:
    """An instance as text; all numbers from 1."""

    def sets(found: dict[int, set[int]], number: int) -> str:
        rows = [{0} | found.get(n, set()) for n in range(1, number + 1)]
        return ",".join("{" + ",".join(map(str, sorted(row))) + "}" for row in rows)

    count = len(requested)
    fixed_slots = ",".join(str(fixed.get(n, 0)) for n in range(1, count + 1))
    lines = "\n".join(f"|{a}, {b},{session}," for a, b, session in requested)
    return (
        f"nBusiness = {people};\nnMeetings = {count};\nnTables = {tables};\n"
        f"nTotalSlots = {slots};\nnMorningSlots = {morning};\n"
        f"requested = [{lines}\n|];\nforbidden = [{sets(forbidden, people)}];\n"
        f"fixed = [{fixed_slots}];\nprecedences = [{sets(earlier, count)}];\n"
    )


def drawn(random_: random.Random, number: int) -> Instance:
    """A random instance with a bit of everything, some of them infeasible."""
    people, slots = random_.randint(4, 7), random_.randint(4, 7)
    pairs = [(a, b) for a in range(1, people + 1) for b in range(1, a)]
    chosen = random_.sample(pairs, random_.randint(3, min(9, len(pairs))))
    requested = [(*pair, random_.choice((1, 2, 3, 3, 3, 3))) for pair in chosen]
    count = len(requested)
    text = written(
        requested,
        people=people,
        tables=random_.randint(1, 3),
        slots=slots,
        morning=slots // 2,
        forbidden={
            p: set(random_.sample(range(1, slots + 1), random_.randint(0, 2)))
            for p in range(1, people + 1)
        },
        fixed={random_.randint(1, count): random_.randint(1, slots)}
        if random_.random() < 0.3
        else {},
        earlier={2: {1}, 3: {2}} if random_.random() < 0.4 else {},
    )
    return parse_instance(text, f"drawn{number}.dzn")
