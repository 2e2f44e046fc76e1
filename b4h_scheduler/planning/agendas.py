"""Who shares an agenda, and when, where and with whom it can meet.

An agenda is a participant of the kernel. The delegates of an organization (or of a
unit of it) that attends together share one: it can meet while at least one of them is
there, and whoever is there attends. Delegates who attend separately, and companions,
each have an agenda of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.people import Attends
from b4h_scheduler.domain.policy import FairnessOver
from b4h_scheduler.domain.presence import companion_present, present
from b4h_scheduler.planning.slot_masks import mask_of

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId, OrganizationId, UnitId
    from b4h_scheduler.domain.people import Companion, Organization
    from b4h_scheduler.domain.wishes import Side
    from solver.ragged import BoolArray

    SideKey = tuple[OrganizationId, UnitId | None]


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """Slots of an agenda in which the same kind of meeting takes place.

    Attributes
    ----------
    slots : int
        Bits, see `slot_masks`.
    is_on_site : bool
        Somebody sits at the table (colleagues may join online).
    holders : tuple of int
        Voucher holders who are there, indices into ``Event.delegates``.
    languages : frozenset of str
        What those who attend speak together; empty if unknown of one of them.
    groups : tuple of int
        Delegates whose bonus counts, where bonuses count over delegates.
    """

    slots: int
    is_on_site: bool
    holders: tuple[int, ...]
    languages: frozenset[str]
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Agenda:
    """A participant of the kernel.

    Attributes
    ----------
    index : int
        The participant.
    organization : Organization or None
    unit : UnitId or None
    delegates : tuple of int
        Who shares it, indices into ``Event.delegates``; empty for a companion.
    companion : Companion or None
    can : bool[S]
        Somebody is there.
    mask : int
        The same as bits.
    variants : tuple of Variant
        A partition of ``can``; most agendas have one.
    """

    index: int
    organization: Organization | None
    unit: UnitId | None
    delegates: tuple[int, ...]
    companion: Companion | None
    can: BoolArray
    mask: int
    variants: tuple[Variant, ...]


@dataclass(slots=True)
class Agendas:
    """All agendas of an event.

    Attributes
    ----------
    all : list of Agenda
    present : bool[D, S]
        When each delegate is there.
    present_mask : list of int
        The same as bits.
    by_delegate : dict
        Agenda of each delegate.
    by_side : dict
        Agendas that can serve an organization (unit None) or a unit of it.
    """

    all: list[Agenda]
    present: BoolArray
    present_mask: list[int]
    delegate_index: dict[DelegateId, int]
    by_delegate: dict[DelegateId, Agenda] = field(default_factory=dict)
    by_side: dict[SideKey, tuple[Agenda, ...]] = field(default_factory=dict)
    companions: list[Agenda] = field(default_factory=list)

    def serving(self, side: Side) -> tuple[Agenda, ...]:
        """Return the agendas of which any one can take the side's meeting."""
        if side.delegate is not None:
            return (self.by_delegate[side.delegate],)
        return self.by_side[side.organization, side.unit]


def agendas(event: Event) -> Agendas:
    """Return all agendas, companions last."""
    num_slots = len(event.slots)
    presence = np.zeros((len(event.delegates), num_slots), dtype=np.bool_)
    for row, delegate in enumerate(event.delegates):
        presence[row] = present(event, delegate)
    index = {delegate.id: row for row, delegate in enumerate(event.delegates)}
    found = Agendas([], presence, [mask_of(row) for row in presence], index)
    members: dict[SideKey, list[int]] = {}
    for row, delegate in enumerate(event.delegates):
        members.setdefault((delegate.organization, delegate.unit), []).append(row)
    for organization in event.organizations:
        _add_organization(event, found, organization, members)
    for companion in event.companions:
        can = np.array(companion_present(event, companion), dtype=np.bool_)
        agenda = Agenda(
            len(found.all), None, None, (), companion, can, mask_of(can), ()
        )
        found.all.append(agenda)
        found.companions.append(agenda)
    return found


def _add_organization(
    event: Event,
    found: Agendas,
    organization: Organization,
    members: dict[SideKey, list[int]],
) -> None:
    """Add its agendas, and say who serves it and each unit.

    A unit without delegates is represented by the organization's own; an organization
    whose delegates all belong to units, by any of these.
    """
    key = organization.id
    own: dict[UnitId | None, tuple[Agenda, ...]] = {}
    for unit in (None, *(unit.id for unit in organization.units)):
        people = members.get((key, unit), [])
        if organization.attends is Attends.SEPARATELY:
            teams: list[tuple[int, ...]] = [(person,) for person in people]
        else:
            teams = [tuple(people)] if people else []
        own[unit] = tuple(_agenda(event, found, organization, unit, t) for t in teams)
    everybody = tuple(agenda for team in own.values() for agenda in team)
    for unit, team in own.items():
        found.by_side[key, unit] = team or own[None] or everybody


def _agenda(
    event: Event,
    found: Agendas,
    organization: Organization,
    unit: UnitId | None,
    people: tuple[int, ...],
) -> Agenda:
    can = np.logical_or.reduce(found.present[list(people)], axis=0)
    variants = _variants(event, found.present, people, can)
    agenda = Agenda(
        len(found.all), organization, unit, people, None, can, mask_of(can), variants
    )
    found.all.append(agenda)
    for person in people:
        found.by_delegate[event.delegates[person].id] = agenda
    return agenda


def _variants(
    event: Event, presence: BoolArray, people: tuple[int, ...], can: BoolArray
) -> tuple[Variant, ...]:
    """Group the slots of an agenda by who is there, as far as it matters."""
    if len(people) == 1:
        teams: list[tuple[tuple[int, ...], BoolArray]] = [(people, can)]
    else:
        mine = presence[list(people)].T
        patterns, which = np.unique(mine, axis=0, return_inverse=True)
        teams = [
            (tuple(p for p, is_in in zip(people, pattern, strict=True) if is_in), at)
            for number, pattern in enumerate(patterns)
            for at in [which.reshape(-1) == number]
            if pattern.any()
        ]
    merged: dict[tuple[object, ...], Variant] = {}
    for team, at in teams:
        variant = _variant(event, team, mask_of(at))
        key = (
            variant.is_on_site,
            variant.holders,
            variant.languages,
            variant.groups,
        )
        if key in merged:
            variant = replace(variant, slots=variant.slots | merged[key].slots)
        merged[key] = variant
    return tuple(merged.values())


def _variant(event: Event, team: tuple[int, ...], slots: int) -> Variant:
    delegates = [event.delegates[person] for person in team]
    speaks = [delegate.speaks for delegate in delegates]
    over_delegates = event.policy.fairness.over is FairnessOver.DELEGATES
    return Variant(
        slots,
        any(not delegate.is_online for delegate in delegates),
        tuple(p for p in team if event.delegates[p].voucher is not None),
        frozenset().union(*speaks) if all(speaks) else frozenset(),
        team if over_delegates else (),
    )
