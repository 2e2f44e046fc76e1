"""Tables, home places and zones as the kernel's tables, sets of tables, distances.

A home place of capacity k becomes k tables of the kernel in a zone of their own
without distance, so that sitting at another of its seats is no table change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from b4h_scheduler.domain.ids import TableId, ZoneId
from b4h_scheduler.domain.places import HomePlace, HomeUse, Table
from b4h_scheduler.planning.floor import distances, open_slots
from b4h_scheduler.sentence import Sentence
from solver.problem import NO_TABLE
from solver.problem import Tables as KernelTables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import OrganizationId
    from b4h_scheduler.domain.people import Organization
    from solver.ragged import BoolArray, IntArray

CALLS = "calls"
"""Feature of tables with the equipment for meetings with somebody online."""


class HostedBy(NamedTuple):
    """Which places a meeting may use: of whom, with what.

    Attributes
    ----------
    organizations : tuple of OrganizationId
        Of those who are on site and have home places; the host first.
    needs : frozenset of str
        Features the table must have.
    is_call : bool
        One side is online.
    """

    organizations: tuple[OrganizationId, ...]
    needs: frozenset[str]
    is_call: bool


@dataclass(slots=True)
class Places:
    """The kernel's tables while they are being made.

    Attributes
    ----------
    place : list
        Table or home place of each table of the kernel.
    sets, spare : lists
        Of tables that options may use; set 0 is the common pool.
    warnings : dict used as an ordered set
    chosen : dict
        Table set and home set of every kind of meeting asked for so far.
    asked : list of HostedBy
        Every question for them; whoever reads it may empty it.
    numbers : dict
        Numbers of each place, of the first ``num_indexed`` tables.
    """

    event: Event
    place: list[Table | HomePlace]
    zone: list[int]
    zones: list[ZoneId]
    is_open: BoolArray
    sets: list[BoolArray] = field(default_factory=list)
    spare: list[int] = field(default_factory=list)
    set_index: dict[bytes, int] = field(default_factory=dict)
    homes: dict[OrganizationId, list[HomePlace]] = field(default_factory=dict)
    warnings: dict[str, None] = field(default_factory=dict)
    chosen: dict[HostedBy, tuple[int, int] | None] = field(default_factory=dict)
    asked: list[HostedBy] = field(default_factory=list)
    numbers: dict[TableId, list[int]] = field(default_factory=dict)
    num_indexed: int = 0
    known_features: frozenset[str] = frozenset()
    near: set[tuple[int, int]] = field(default_factory=set)

    def set_of(self, members: BoolArray) -> int:
        """Return the index of a set of tables."""
        key = members.tobytes()
        if key not in self.set_index:
            self.set_index[key] = len(self.sets)
            self.sets.append(members)
            self.spare.append(0)
        return self.set_index[key]

    def tables_for(
        self,
        sides: tuple[Organization, Organization],
        *,
        host: int,
        on_site: list[bool],
    ) -> tuple[int, int] | None:
        """Return table set and home set of a meeting; None if no place may be used.

        Parameters
        ----------
        sides : tuple of Organization
        host : int
            The side that is wished for: of two that ``always`` use their home
            place, it hosts.
        on_site : list of bool
            For each side, whether somebody of it sits at the table.
        """
        if not any(on_site):
            return NO_TABLE, NO_TABLE
        owners: list[OrganizationId] = []
        needs: frozenset[str] = frozenset()
        for side in (host, 1 - host):
            if on_site[side]:
                organization = sides[side]
                if organization.id in self.homes:
                    owners.append(organization.id)
                if organization.needs:
                    needs |= organization.needs
        key = HostedBy(tuple(owners), needs, is_call=not all(on_site))
        self.asked.append(key)
        return self.sets_for(key)

    def sets_for(self, key: HostedBy) -> tuple[int, int] | None:
        """Return table set and home set of this kind of meeting; None: no place."""
        if key not in self.chosen:
            self.chosen[key] = self._choose(key)
        return self.chosen[key]

    def tables_of(self, place: TableId | None) -> Sequence[int]:
        """Return the kernel's tables of a table or home place."""
        for number in range(self.num_indexed, len(self.place)):
            self.numbers.setdefault(self.place[number].id, []).append(number)
        self.num_indexed = len(self.place)
        return () if place is None else self.numbers.get(place, ())

    def single(self, table: int) -> int:
        """Return the index of the set of this table alone."""
        members = np.zeros(len(self.place), dtype=np.bool_)
        members[table] = True
        return self.set_of(members)

    def bring_back(self, place: TableId) -> int:
        """Return a table that is not in the event any more, closed in every slot."""
        zone = self.zones[0] if self.zones else ZoneId("")
        gone = Table.model_construct(id=place, zone=zone, features=frozenset())
        return self._add(gone, np.zeros(self.is_open.shape[1], dtype=np.bool_))

    def add_unused(self, num_slots: int) -> None:
        """Add a table to the common pool, open in the first slots only."""
        is_open = np.arange(self.is_open.shape[1]) < num_slots
        extra = Table.model_construct(
            id=TableId(""), zone=self.zones[0], features=frozenset()
        )
        table = self._add(extra, is_open)
        self.sets[0][table] = True
        self._index_sets()

    def lend(self, lent: IntArray) -> int:
        """Count tables out of those kept free; return the set that owes the rest.

        Parameters
        ----------
        lent : int64[S]
            How many in each slot.
        """
        common, owed = self.sets[0], self.spare[0]
        numbers = []
        for number in range(int(lent.max(initial=0))):
            extra = Table.model_construct(
                id=TableId(""), zone=self.zones[0], features=frozenset()
            )
            numbers.append(self._add(extra, lent > number))
        members = np.append(common, np.ones(len(numbers), dtype=np.bool_))
        owing = self.set_of(members)
        self.spare[0], self.spare[owing] = 0, owed
        return owing

    def _add(self, table: Table, is_open: BoolArray) -> int:
        if not self.zones:
            self.zones.append(table.zone)
        self.place.append(table)
        self.zone.append(0)
        self.is_open = np.vstack([self.is_open, is_open])
        self.sets = [np.append(members, False) for members in self.sets]
        self._index_sets()
        return len(self.place) - 1

    def _index_sets(self) -> None:
        self.set_index = {s.tobytes(): number for number, s in enumerate(self.sets)}

    def relax_distance(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Let these pairs of tables be used one after the other by one person."""
        self.near.update((self.zone[one], self.zone[other]) for one, other in pairs)

    def _choose(self, wanted: HostedBy) -> tuple[int, int] | None:
        suitable = self._suitable(wanted.needs)
        for owner in wanted.organizations:
            homes = self.homes[owner]
            if any(home.use is HomeUse.ALWAYS for home in homes):
                own = self._of(homes) & suitable
                if own.any():
                    return self.set_of(own), NO_TABLE
                self.warnings[
                    Sentence(
                        "the home place of {name} lacks a feature that some of its "
                        "meetings need ({features}): they use other tables",
                        name=self._name(owner),
                        features=", ".join(sorted(wanted.needs)),
                    )
                ] = None
        return self._pool_and_homes(wanted, suitable)

    def _pool_and_homes(
        self, wanted: HostedBy, suitable: BoolArray
    ) -> tuple[int, int] | None:
        if wanted.is_call:
            suitable = self._for_calls(suitable)
        common = self.sets[0] & suitable
        own = [self._of(self.homes[o]) & suitable for o in wanted.organizations]
        shared = self._of(self._open_to_others()) & suitable
        allowed = common | shared
        for members in own:
            allowed = allowed | members
        if not allowed.any():
            return None
        first = next((members for members in own if members.any()), None)
        if first is None and shared.any() and common.any():
            first = common  # others come after those who are at home there
        home_set = NO_TABLE if first is None else self.set_of(first)
        return self.set_of(allowed), home_set

    def _suitable(self, needs: frozenset[str]) -> BoolArray:
        unknown = needs - self.known_features
        if unknown:
            self.warnings[
                Sentence(
                    "no table has the feature {features} that is needed: it was "
                    "ignored; give tables their features",
                    features=", ".join(sorted(unknown)),
                )
            ] = None
        wanted = needs & self.known_features
        return np.array([wanted <= p.features for p in self.place], dtype=np.bool_)

    def _for_calls(self, suitable: BoolArray) -> BoolArray:
        """Tables equipped for calls if there are any, else all."""
        equipped = self._suitable(frozenset({CALLS}) & self.known_features) & suitable
        return equipped if equipped.any() else suitable

    def _of(self, homes: Iterable[HomePlace]) -> BoolArray:
        ids = {home.id for home in homes}
        return np.array([p.id in ids for p in self.place], dtype=np.bool_)

    def _open_to_others(self) -> list[HomePlace]:
        return [home for home in self.event.home_places if home.is_open_to_others]

    def _name(self, organization: OrganizationId) -> str:
        return self.event.organization_of[organization].name

    def kernel_tables(self) -> KernelTables:
        """Return the arrays, with all sets named so far."""
        distance, too_far = distances(self.event, self.zones)
        for zone in range(len(self.event.zones), len(self.zones)):
            distance[zone, zone] = 0
        for one, other in self.near:
            too_far[one, other] = too_far[other, one] = False
        return KernelTables(
            open=self.is_open,
            zone=np.array(self.zone, dtype=np.int64),
            sets=np.array(self.sets, dtype=np.bool_),
            spare=np.array(self.spare, dtype=np.int64),
            distance=distance,
            too_far=too_far,
        )

    def id_of(self, table: int) -> TableId:
        """Return the table or home place of a table of the kernel."""
        return self.place[table].id


def compile_places(event: Event) -> Places:
    """Return the kernel's tables of an event, with the common pool as set 0."""
    place: list[Table | HomePlace] = list(event.tables)
    zones = [zone.id for zone in event.zones]
    index = {zone: number for number, zone in enumerate(zones)}
    zone = [index[table.zone] for table in event.tables]
    for home in event.home_places:
        place += [home] * home.capacity
        number = index[home.zone]
        if home.capacity > 1:
            number = len(zones)
            zones.append(home.zone)
        zone += [number] * home.capacity
    is_open = open_slots(event, place)
    places = Places(event, place, zone, zones, is_open)
    places.known_features = frozenset().union(*(p.features for p in place))
    for home in event.home_places:
        for organization in home.organizations:
            places.homes.setdefault(organization, []).append(home)
    common = np.arange(len(place)) < len(event.tables)
    places.set_of(common)
    places.spare[0] = num_spare(event)
    return places


def num_spare(event: Event) -> int:
    """Return how many common tables stay free per slot for the help desk.

    The policy's part of the pool, rounded down but at least one; none if the pool has
    one table, or the policy says 0.
    """
    percent, pool = event.policy.limits.spare_tables_percent, len(event.tables)
    if percent == 0 or pool <= 1:
        return 0
    return min(max(1, pool * percent // 100), pool - 1)
