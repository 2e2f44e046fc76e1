"""Who shares an agenda, and who is there when."""

from __future__ import annotations

from typing import Any

from b4h_scheduler.domain.people import Attends, Unit
from b4h_scheduler.domain.policy import Fairness, FairnessOver, Policy
from b4h_scheduler.planning.agendas import Agendas, agendas
from b4h_scheduler.planning.slot_masks import mask_of
from tests.b4h_scheduler.planning.small_events import (
    between,
    companion,
    delegate,
    event,
    organization,
    side,
)

EARLY, LATE = (between("10:00", "11:00"),), (between("09:00", "10:00"),)
"""Busy times of who is there in the first three slots, and in the last three."""
VOUCHER = {"number": "7", "least": 1}


def _agendas(
    *people: Any, attends: Attends = Attends.TOGETHER, units: Any = (), **fields: Any
) -> Agendas:
    acme = organization("acme", attends=attends, units=units)
    return agendas(event(organizations=(acme,), delegates=people, **fields))


def test_delegates_together_share_an_agenda_that_can_when_one_of_them_can() -> None:
    """Ann in the first half, Bob in the second: the company is there all the time."""
    found = _agendas(
        delegate("ann", "acme", busy=EARLY), delegate("bob", "acme", busy=LATE)
    )
    assert [agenda.delegates for agenda in found.all] == [(0, 1)]
    assert found.all[0].can.tolist() == [True] * 6


def test_delegates_separately_have_an_agenda_each() -> None:
    """And any of them serves the organization."""
    found = _agendas(
        delegate("ann", "acme", busy=EARLY),
        delegate("bob", "acme"),
        attends=Attends.SEPARATELY,
    )
    assert [agenda.delegates for agenda in found.all] == [(0,), (1,)]
    assert [a.index for a in found.serving(side("acme"))] == [0, 1]
    assert [a.index for a in found.serving(side("acme:bob"))] == [1]
    assert found.all[0].can.tolist() == [True] * 3 + [False] * 3


def test_unit_with_delegates_of_its_own_has_its_own_agenda() -> None:
    """The organization's other delegates share another one."""
    found = _agendas(
        delegate("ann", "acme"),
        delegate("lea", "acme", unit="lab"),
        units=(Unit(id="lab", name="Lab"),),
    )
    assert [a.delegates for a in found.serving(side("acme"))] == [(0,)]
    assert [a.delegates for a in found.serving(side("acme/lab"))] == [(1,)]


def test_unit_without_delegates_is_represented_by_the_organization() -> None:
    """It shares the organization's agenda."""
    found = _agendas(delegate("ann", "acme"), units=(Unit(id="lab", name="Lab"),))
    assert found.serving(side("acme/lab")) == found.serving(side("acme"))


def test_organization_whose_delegates_all_serve_units_is_served_by_any() -> None:
    """Two labs, each with a delegate."""
    found = _agendas(
        delegate("lea", "acme", unit="lab"),
        delegate("max", "acme", unit="mri"),
        units=(Unit(id="lab", name="Lab"), Unit(id="mri", name="MRI")),
    )
    assert [a.delegates for a in found.serving(side("acme"))] == [(0,), (1,)]


def test_organization_without_delegates_is_served_by_nobody() -> None:
    """It has no agenda."""
    assert _agendas().serving(side("acme")) == ()


def test_companion_has_an_agenda_after_all_others() -> None:
    """An interpreter is a participant too."""
    found = _agendas(delegate("ann", "acme"), companions=(companion("ivy", "de"),))
    assert [agenda.companion is None for agenda in found.all] == [True, False]
    assert found.companions == [found.all[1]]


def test_agenda_of_people_alike_has_one_variant() -> None:
    """Who is there makes no difference."""
    found = _agendas(
        delegate("ann", "acme", busy=EARLY), delegate("bob", "acme", busy=LATE)
    )
    assert [v.slots for v in found.all[0].variants] == [0b111111]


def test_agenda_is_parted_where_a_voucher_holder_is_away() -> None:
    """The holder is there in the first three slots only."""
    found = _agendas(
        delegate("ann", "acme", busy=EARLY, voucher=VOUCHER), delegate("bob", "acme")
    )
    parts = {v.slots: v.holders for v in found.all[0].variants}
    assert parts == {0b000111: (0,), 0b111000: ()}


def test_agenda_is_parted_where_only_online_colleagues_are_left() -> None:
    """On site while somebody sits at the table, even if others join online."""
    found = _agendas(
        delegate("ann", "acme", busy=EARLY), delegate("bob", "acme", is_online=True)
    )
    parts = {v.slots: v.is_on_site for v in found.all[0].variants}
    assert parts == {0b000111: True, 0b111000: False}


def test_languages_of_an_agenda_are_those_of_who_is_there() -> None:
    """Unknown as soon as one of them has not said."""
    found = _agendas(
        delegate("ann", "acme", busy=EARLY, speaks=frozenset({"de", "en"})),
        delegate("bob", "acme", speaks=frozenset({"fr"})),
    )
    parts = {v.slots: v.languages for v in found.all[0].variants}
    assert parts == {0b000111: {"de", "en", "fr"}, 0b111000: {"fr"}}
    silent = _agendas(
        delegate("ann", "acme", speaks=frozenset({"de"})), delegate("bob", "acme")
    )
    assert [v.languages for v in silent.all[0].variants] == [frozenset()]


def test_bonuses_over_delegates_count_who_is_there() -> None:
    """Only then does it matter by itself who attends."""
    over = Fairness(over=FairnessOver.DELEGATES)
    found = _agendas(
        delegate("ann", "acme", busy=EARLY),
        delegate("bob", "acme"),
        policy=Policy(fairness=over),
    )
    parts = {v.slots: v.groups for v in found.all[0].variants}
    assert parts == {0b000111: (0, 1), 0b111000: (1,)}


def test_masks_say_the_same_as_arrays() -> None:
    """Slot 0 is the lowest bit."""
    found = _agendas(delegate("ann", "acme", busy=EARLY))
    assert found.all[0].mask == mask_of(found.all[0].can) == 0b000111
    assert found.present_mask == [0b000111]
