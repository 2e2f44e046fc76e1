"""Slots and tables: the fullest and the emptiest, and what the public may see."""

from __future__ import annotations

from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.report.context import Context
from b4h_scheduler.outputs.report.sections.use import use
from b4h_scheduler.planning.figures import figures
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

EVENT = sample_event()
PLAN = sample_plan(EVENT)
FIGURES = figures(EVENT, PLAN)


def _context(*, is_public: bool) -> Context:
    return Context(Lookup(EVENT, PLAN), FIGURES, is_public=is_public)


def test_sentences_name_the_fullest_and_the_emptiest_slot() -> None:
    """By the share of open tables in use; closed tables do not count."""
    assert use(_context(is_public=False)).sentences == (
        (
            "The fullest slot is Sunday 10:00: 1 of 2 tables in use. The emptiest is "
            "Saturday 10:20, with 0 of 3."
        ),
        "Over all slots, 22 % of the tables are in use.",
    )


def test_stands_and_online_meetings_are_shown_to_the_organizer_alone() -> None:
    """They may belong to very few."""
    internal, public = use(_context(is_public=False)), use(_context(is_public=True))
    assert (internal.has_stands, internal.has_online) == (True, True)
    assert (public.has_stands, public.has_online) == (False, False)
    assert [(z.name, z.meetings) for z in internal.zones] == [
        ("Main Hall", 3),
        ("Loft", 2),
    ]
    assert public.zones == ()
    assert internal.picture.count("<rect") == public.picture.count("<rect") + 2


def test_without_tables_there_is_nothing_to_say() -> None:
    """An online event."""
    event = sample_event(tables=(), home_places=())
    meetings = [m.model_copy(update={"table": None}) for m in PLAN.meetings]
    plan = sample_plan(event, meetings=meetings, changes=())
    found = use(Context(Lookup(event, plan), figures(event, plan), is_public=False))
    assert found.sentences == ()
    assert found.picture.count("<rect") == 6
