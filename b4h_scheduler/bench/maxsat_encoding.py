"""The published MaxSAT encoding of an instance, rebuilt from its description.

Bofill, Coll, Garcia, Giraldez-Cru, Pesant, Suy, Villaret, JAIR 74 (2022), 263-301,
https://jair.org/index.php/jair/article/view/12670: the variant that was best there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from b4h_scheduler.bench.maxsat_clauses import Clauses

if TYPE_CHECKING:
    from b4h_scheduler.bench.b2bsp_file import Instance


@dataclass(slots=True)
class Encoding:
    """Clauses of an instance.

    Attributes
    ----------
    spread : int
        Most breaks of a participant. (A participant of one meeting has none, so that
        differences of at most so much are the same.)
    meets : dict
        (meeting, slot) to its variable.
    used : dict
        (participant, slot) to the variable that it is busy; missing where it is not.
    """

    instance: Instance
    spread: int
    clauses: Clauses = field(default_factory=Clauses)
    meets: dict[tuple[int, int], int] = field(default_factory=dict)
    used: dict[tuple[int, int], int] = field(default_factory=dict)
    meetings_of: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._meetings()
        self._participants()
        self._precedences()
        clusters = self._clusters()
        for slot in range(self.instance.num_slots):
            self._tables(slot, clusters)
            self._busy(slot)
        for participant in self.meetings_of:
            self._breaks(participant)

    def _meetings(self) -> None:
        instance = self.instance
        of: dict[int, list[int]] = defaultdict(list)
        for meeting, pair in enumerate(instance.pairs):
            for participant in pair:
                of[participant].append(meeting)
            forbidden = set().union(*(instance.forbidden[p] for p in pair))
            fixed = instance.fixed[meeting]
            slots = [
                slot
                for slot in instance.slots_of(meeting)
                if slot not in forbidden and fixed in {None, slot}
            ]
            for slot in slots:
                self.meets[meeting, slot] = self.clauses.new()
            self.clauses.exactly_one([self.meets[meeting, slot] for slot in slots])
        self.meetings_of = dict(of)

    def _in_slot(self, meetings: list[int], slot: int) -> list[int]:
        return [self.meets[m, slot] for m in meetings if (m, slot) in self.meets]

    def _participants(self) -> None:
        """At most one meeting a slot; as many busy slots as meetings."""
        for participant, meetings in self.meetings_of.items():
            busy = []
            for slot in range(self.instance.num_slots):
                here = self._in_slot(meetings, slot)
                self.clauses.at_most_one(here)
                if here:
                    self.used[participant, slot] = self.clauses.or_of(here)
                    busy.append(self.used[participant, slot])
            if len(busy) < len(meetings):
                self.clauses.add()
            else:
                self.clauses.exactly(busy, len(meetings))

    def _precedences(self) -> None:
        slots = range(self.instance.num_slots)
        for after, earlier in enumerate(self.instance.earlier):
            for before in earlier:
                for here in slots:
                    late = [
                        self.meets[before, s]
                        for s in slots
                        if s >= here and (before, s) in self.meets
                    ]
                    if (after, here) in self.meets:
                        for one in late:
                            self.clauses.add(-one, -self.meets[after, here])

    def _clusters(self) -> list[list[int]]:
        """Meetings in groups that share a participant, the largest groups first."""
        left = set(range(self.instance.num_meetings))
        clusters = []
        while left:
            mine = {
                p: [m for m in meetings if m in left]
                for p, meetings in self.meetings_of.items()
            }
            largest = max(mine.values(), key=len)
            clusters.append(largest)
            left.difference_update(largest)
        return clusters

    def _tables(self, slot: int, clusters: list[list[int]]) -> None:
        groups = [self._in_slot(cluster, slot) for cluster in clusters]
        held = [self.clauses.or_of(group) for group in groups if group]
        self.clauses.at_most(held, self.instance.num_tables)

    def _busy(self, slot: int) -> None:
        """Busy participants: at most two a table, and an even number."""
        used = [
            self.used[participant, slot]
            for participant in self.meetings_of
            if (participant, slot) in self.used
        ]
        most = 2 * self.instance.num_tables
        counted = self.clauses.counted(used, most + 1)
        for literal in counted[most:]:
            self.clauses.add(-literal)
        for odd in range(0, min(most, len(counted)), 2):
            even = counted[odd + 1 : odd + 2]
            self.clauses.add(-counted[odd], *even)

    def _breaks(self, participant: int) -> None:
        """A soft literal per possible end of a break; at most ``spread`` of them."""
        ends = []
        used = [
            self.used.get((participant, slot))
            for slot in range(self.instance.num_slots)
        ]
        has_met: int | None = None
        for slot in range(1, len(used)):
            now, previous = used[slot], used[slot - 1]
            if has_met is not None and now is not None:
                end = self.clauses.new()
                idle = [] if previous is None else [previous]
                self.clauses.add(-has_met, *idle, -now, end)
                ends.append(end)
            if previous is not None:
                has_met = self._or_before(has_met, previous)
        if 1 < len(self.meetings_of[participant]) < self.instance.num_slots:
            self.clauses.soft.extend(-end for end in ends)
            self.clauses.at_most(ends, self.spread)

    def _or_before(self, has_met: int | None, used: int) -> int:
        if has_met is None:
            return used
        return self.clauses.or_of([has_met, used])
