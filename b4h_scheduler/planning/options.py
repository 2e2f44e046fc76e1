"""The ways in which a candidate can be held."""

from __future__ import annotations

from functools import reduce
from itertools import product
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple

from b4h_scheduler.domain.wishes import Ineligible
from b4h_scheduler.planning.counting import Counting
from b4h_scheduler.planning.eligible import vetoes_by_pair
from b4h_scheduler.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.domain.people import Organization
    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.planning.agendas import Agenda, Agendas, Variant
    from b4h_scheduler.planning.candidates import Gathered
    from b4h_scheduler.planning.counting import GroupKey
    from b4h_scheduler.planning.interpreting import Interpreting
    from b4h_scheduler.planning.places import Places


MOST_WAYS = 24
"""Options of one candidate; those with the fewest common slots are left out."""


class Way(NamedTuple):
    """One option: who meets, when, where, and for whom it counts.

    Attributes
    ----------
    people : tuple of int
        Participants: first side, second side, interpreter if one is needed.
    slots : int or None
        Slots beside everybody's own, as bits (`slot_masks`); None: all.
    num_slots : int
        Slots in which everybody is there.
    table_set, home_set : int
    groups : tuple
        Whose bonus it raises.
    holders : tuple of int
        Voucher holders for whom it counts, indices into ``Event.delegates``.
    """

    people: tuple[int, ...]
    slots: int | None
    num_slots: int
    table_set: int
    home_set: int
    groups: tuple[GroupKey, ...]
    holders: tuple[int, ...]


class WayFinder:
    """Finds the ways of candidates of one event; counts what to warn of.

    Attributes
    ----------
    num_capped : int
        Candidates with more ways than `MOST_WAYS`.
    num_apart : int
        Wishes whose named delegates are never there together.
    num_speechless : int
        Candidates of people without a common language whom nobody can help.
    counting : Counting
        For whom a meeting counts.
    """

    def __init__(
        self,
        event: Event,
        agendas: Agendas,
        places: Places,
        interpreting: Interpreting,
    ) -> None:
        self.event = event
        self.agendas = agendas
        self.places = places
        self.interpreting = interpreting
        self.num_capped = 0
        self.num_apart = 0
        self.num_speechless = 0
        self._vetoes = vetoes_by_pair(event)
        self.counting = Counting(event, agendas)
        self._require = event.policy.require_common_language

    def warnings(self) -> Iterator[str]:
        """Yield what was decided for the organizer."""
        if self.num_capped:
            yield Sentence(
                "{number} candidates could be held by more than {most} combinations "
                "of people; those with the fewest common slots are not considered",
                number=self.num_capped,
                most=MOST_WAYS,
            )
        if self.num_apart:
            yield Sentence(
                "{number} candidates name delegates who are never there at the same "
                "time: one of them is enough",
                number=self.num_apart,
            )
        if self.num_speechless:
            yield Sentence(
                "{number} candidates bring people together who share no language, and "
                "no interpreter can help",
                number=self.num_speechless,
            )

    def ways(self, gathered: Gathered) -> list[Way] | Ineligible:
        """Return the options of a candidate, or why it has none."""
        sides = gathered.sides
        teams = [self._serving(sides[n], gathered.named[n]) for n in (0, 1)]
        if not teams[0] or not teams[1]:
            return Ineligible.NOBODY_ATTENDS
        pairs = [(a, b) for a, b in product(*teams) if a.index != b.index]
        if not pairs:
            return Ineligible.SAME_PEOPLE
        pairs = [pair for pair in pairs if not self._is_barred(sides, pair)]
        if not pairs:
            return Ineligible.VETO
        found: list[Way] = []
        trouble: set[Ineligible] = set()
        for pair in pairs:
            found.extend(self._of_pair(gathered, pair, trouble))
        if Ineligible.NO_COMMON_LANGUAGE in trouble and not self._require:
            self.num_speechless += 1
        if not found:
            return self._worst(trouble)
        if len(found) > MOST_WAYS:
            self.num_capped += 1
            found.sort(key=lambda way: -way.num_slots)
            del found[MOST_WAYS:]
        return found

    @staticmethod
    def _worst(trouble: set[Ineligible]) -> Ineligible:
        """What is nearest to a remedy, of all that stands in the way."""
        for reason in (Ineligible.NO_PLACE, Ineligible.NO_COMMON_LANGUAGE):
            if reason in trouble:
                return reason
        return Ineligible.NO_COMMON_TIME

    def _serving(self, side: Side, named: frozenset[DelegateId]) -> tuple[Agenda, ...]:
        """Agendas that can take it; only those of named delegates if there are."""
        team = self.agendas.serving(side)
        if not named:
            return team
        theirs = {self.agendas.by_delegate[name].index for name in named}
        return tuple(agenda for agenda in team if agenda.index in theirs) or tuple(
            {
                self.agendas.by_delegate[name].index: self.agendas.by_delegate[name]
                for name in sorted(named)
            }.values()
        )

    def _is_barred(self, sides: tuple[Side, Side], pair: tuple[Agenda, Agenda]) -> bool:
        """A veto names a delegate of these agendas."""
        if not self._vetoes:
            return False
        key = frozenset((sides[0].organization, sides[1].organization))
        return any(
            self._in_agenda(veto.sides[0], sides[m], pair[m])
            and self._in_agenda(veto.sides[1], sides[1 - m], pair[1 - m])
            for veto in self._vetoes.get(key, ())
            for m in (0, 1)
        )

    def _in_agenda(self, vetoed: Side, side: Side, agenda: Agenda) -> bool:
        if vetoed.organization != side.organization:
            return False
        if vetoed.unit is not None and vetoed.unit not in (side.unit, agenda.unit):
            return False
        if vetoed.delegate is None:
            return True
        return self.agendas.delegate_index[vetoed.delegate] in agenda.delegates

    def _of_pair(
        self,
        gathered: Gathered,
        pair: tuple[Agenda, Agenda],
        trouble: set[Ineligible],
    ) -> Iterator[Way]:
        mask = self._named_slots(gathered, pair)
        for a, b in product(pair[0].variants, pair[1].variants):
            yield from self._of_variants(gathered, pair, (a, b), mask, trouble)

    def _named_slots(
        self, gathered: Gathered, pair: tuple[Agenda, Agenda]
    ) -> int | None:
        """Slots in which everybody named is there; None: no condition.

        Where the named people of one side are never there together, any of them.
        """
        if not gathered.named[0] and not gathered.named[1]:
            return None
        mask: int | None = None
        for names, agenda in zip(gathered.named, pair, strict=True):
            index = self.agendas.delegate_index
            people = [index[n] for n in names if index[n] in agenda.delegates]
            if not people or len(agenda.delegates) == 1:
                continue
            there = [self.agendas.present_mask[person] for person in people]
            slots = reduce(and_, there)
            if not slots:
                self.num_apart += 1
                slots = reduce(or_, there)
            mask = slots if mask is None else mask & slots
        return mask

    def _of_variants(
        self,
        gathered: Gathered,
        pair: tuple[Agenda, Agenda],
        variants: tuple[Variant, Variant],
        mask: int | None,
        trouble: set[Ineligible],
    ) -> Iterator[Way]:
        a, b = variants
        is_whole = (
            mask is None and len(pair[0].variants) == 1 and len(pair[1].variants) == 1
        )
        slots = a.slots & b.slots
        if mask is not None:
            slots = slots & mask
        if not slots:
            return
        needed = self.interpreting.help_for(a.languages, b.languages)
        if needed.is_speechless:
            trouble.add(Ineligible.NO_COMMON_LANGUAGE)
            if self._require:
                return
        organizations = _organizations(pair)
        on_site = [a.is_on_site, b.is_on_site]
        where = self.places.tables_for(
            organizations, host=gathered.host, on_site=on_site
        )
        if where is None:
            trouble.add(Ineligible.NO_PLACE)
            return
        groups = self.counting.groups(gathered, variants)
        holders = self.counting.holders(
            organizations, variants, is_at_table=all(on_site)
        )
        teams: list[tuple[int, ...]] = [(pair[0].index, pair[1].index)]
        if needed.companions:
            teams = [(*teams[0], companion.index) for companion in needed.companions]
        for people in teams:
            common = slots
            for companion in people[2:]:
                common &= self.agendas.all[companion].mask
            if common:
                own = None if is_whole else slots
                num = common.bit_count()
                yield Way(people, own, num, where[0], where[1], groups, holders)


def _organizations(
    pair: tuple[Agenda, Agenda],
) -> tuple[Organization, Organization]:
    one, other = pair[0].organization, pair[1].organization
    if one is None or other is None:
        raise TypeError("a companion's agenda cannot be a side of a meeting")
    return one, other
