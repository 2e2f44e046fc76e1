"""Vouchers as targets: which meetings count, how many are possible."""

from __future__ import annotations

from typing import Any

import pytest

from b4h_scheduler.domain.people import Attends, CountingMeetings
from b4h_scheduler.domain.policy import Limits, Policy
from b4h_scheduler.planning.compile import compile_event
from tests.b4h_scheduler.planning.readable import option_in_words
from tests.b4h_scheduler.planning.small_events import (
    between,
    companion,
    delegate,
    event,
    organization,
    wish,
)

EARLY = (between("10:00", "11:00"),)


def _compiled(least: int = 1, partners: Any = ("FR",), **fields: Any) -> Any:
    """Ann of a German company with a voucher, and partners from these countries."""
    others = [organization(f"p{n}", country=c) for n, c in enumerate(partners)]
    people = [delegate(other.id) for other in others]
    voucher = {"number": "7", "least": least, "counts": fields.pop("counts", None)}
    ann = delegate("ann", "acme", voucher=voucher, **fields.pop("ann", {}))
    acme = organization(
        "acme", country="DE", attends=fields.pop("attends", Attends.TOGETHER)
    )
    fields.setdefault("wishes", [wish("acme", other.id) for other in others])
    return compile_event(
        event(
            organizations=(acme, *others),
            delegates=(ann, *fields.pop("colleagues", ()), *people),
            **fields,
        )
    )


def test_target_is_the_least_number_and_the_reserve() -> None:
    """Two more than the voucher asks for, as far as partners are there."""
    compiled = _compiled(1, ("FR",) * 5)
    (holder,) = compiled.vouchers
    assert (holder.least, holder.target, holder.possible) == (1, 3, 5)
    assert compiled.problem.targets.amount.tolist() == [3]
    assert compiled.problem.targets.weight.tolist() == [1]


def test_reserve_is_a_setting() -> None:
    """No reserve: just the number."""
    compiled = _compiled(1, ("FR",) * 5, policy=Policy(voucher_reserve=0))
    assert compiled.problem.targets.amount.tolist() == [1]


def test_target_is_no_more_than_own_wishes_can_give() -> None:
    """What is missing is reported apart."""
    compiled = _compiled(4, ("FR", "NL", "DE", ""))
    (holder,) = compiled.vouchers
    assert (holder.target, holder.possible) == (6, 2)
    assert compiled.problem.targets.amount.tolist() == [2]


def test_target_is_no_more_than_own_times_can_give() -> None:
    """Five partners, but Ann is there in three slots: two meetings at most."""
    limits = Policy(limits=Limits(most_percent=0))
    compiled = _compiled(4, ("FR",) * 5, ann={"busy": EARLY}, policy=limits)
    assert compiled.vouchers[0].possible == 3
    compiled = _compiled(4, ("FR",) * 5, ann={"busy": EARLY})
    assert compiled.vouchers[0].possible == 2


def test_target_is_no_more_than_runs_permit() -> None:
    """Six slots of twenty minutes in a row: after two a pause is due."""
    limits = Policy(limits=Limits(most_percent=0, longest_run_min=40))
    assert _compiled(9, ("FR",) * 6, policy=limits).vouchers[0].possible == 4


def test_partners_who_are_there_in_the_same_slot_only_are_possible_once() -> None:
    """A matching of partners and slots, not the smaller of two counts."""
    only_first = (between("09:20", "11:00"),)
    partners = [organization(f"p{n}", country="FR") for n in range(3)]
    people = [delegate(p.id, busy=only_first) for p in partners]
    ann = delegate("ann", "acme", voucher={"number": "7", "least": 3})
    compiled = compile_event(
        event(
            wishes=[wish("acme", p.id) for p in partners],
            organizations=(organization("acme", country="DE"), *partners),
            delegates=(ann, *people),
        )
    )
    assert compiled.vouchers[0].possible == 1


@pytest.mark.parametrize(
    ("rule", "num"),
    [
        (None, 1),
        (CountingMeetings.ON_SITE_ABROAD, 1),
        (CountingMeetings.ON_SITE, 3),
        (CountingMeetings.ALL, 4),
    ],
)
def test_options_that_count_are_those_of_the_voucher_s_rule(
    rule: CountingMeetings | None, num: int
) -> None:
    """Partners from France, Germany, nowhere known, and one from France online."""
    countries = ("FR", "DE", "", "FR")
    partners = [organization(f"p{n}", country=c) for n, c in enumerate(countries)]
    people = [delegate(p.id, is_online=p.id == "p3") for p in partners]
    voucher = {"number": "7", "least": 1, "counts": rule}
    compiled = compile_event(
        event(
            wishes=[wish("acme", p.id) for p in partners],
            organizations=(organization("acme", country="DE"), *partners),
            delegates=(delegate("ann", "acme", voucher=voucher), *people),
        )
    )
    assert len(compiled.vouchers[0].options) == num


def test_rule_of_the_event_holds_where_the_voucher_has_none() -> None:
    """All meetings count."""
    policy = Policy(voucher_counts=CountingMeetings.ALL)
    compiled = _compiled(1, ("DE", ""), policy=policy)
    assert compiled.vouchers[0].possible == 2


def test_meetings_of_colleagues_count_only_while_the_holder_is_there() -> None:
    """The shared agenda is there all day, Ann in the morning."""
    compiled = _compiled(
        1, ("FR",), ann={"busy": EARLY}, colleagues=(delegate("bob", "acme"),)
    )
    (counting,) = compiled.vouchers[0].options
    assert option_in_words(compiled, counting).slots == ("09:00", "09:20", "09:40")
    assert compiled.problem.num_options == 2


def test_meetings_of_a_colleague_with_an_own_agenda_do_not_count() -> None:
    """The voucher is Ann's."""
    compiled = _compiled(
        1,
        ("FR",),
        colleagues=(delegate("bob", "acme"),),
        attends=Attends.SEPARATELY,
    )
    (counting,) = compiled.vouchers[0].options
    assert option_in_words(compiled, counting).people == ("Ann of Acme", "P0")


def test_holder_who_attends_online_has_no_counting_meetings() -> None:
    """Nobody travels."""
    assert _compiled(1, ("FR",), ann={"is_online": True}).vouchers[0].possible == 0


def test_meeting_with_an_interpreter_counts_through_each_of_them() -> None:
    """Two options of one candidate are one possible meeting."""
    voucher = {"number": "7", "least": 1}
    ann = delegate("ann", "acme", voucher=voucher, speaks=frozenset({"de"}))
    compiled = compile_event(
        event(
            wishes=[wish("acme", "b")],
            organizations=(
                organization("acme", country="DE"),
                organization("b", country="FR"),
            ),
            delegates=(ann, delegate("b", speaks=frozenset({"fr"}))),
            companions=(companion("ivy", "de", "fr"), companion("ian", "de", "fr")),
        )
    )
    (holder,) = compiled.vouchers
    assert (len(holder.options), holder.possible) == (2, 1)


def test_event_without_vouchers_has_no_targets() -> None:
    """Nothing to reach."""
    assert len(compile_event(event("ab", [wish("a", "b")])).problem.targets) == 0
