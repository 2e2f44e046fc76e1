"""The public benchmark: our problem, two peers and their models agree."""

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from b4h_scheduler.bench.b2bsp import Answer, Row, Wanted, run_files, solved
from b4h_scheduler.bench.b2bsp_cp_sat import plain_cp_sat
from b4h_scheduler.bench.b2bsp_file import instance_files, parse_instance
from b4h_scheduler.bench.b2bsp_page import summary, table
from b4h_scheduler.bench.b2bsp_problem import as_breaks, as_wishes
from b4h_scheduler.bench.b2bsp_reference import Published, read_reference
from b4h_scheduler.bench.maxsat_encoding import Encoding
from b4h_scheduler.bench.maxsat_peer import maxsat
from tests.b4h_scheduler.bench.b2bsp_files import TEXT, changed, drawn, written

WANTED = Wanted(spreads=(2,), peers=(), time_limit_s=60, workers=2)
FOLDER = os.environ.get("B2BSP_DIR")
has_files = pytest.mark.skipif(
    FOLDER is None, reason="B2BSP_DIR names no folder with the benchmark's files"
)
FEWER = {
    "forumt-14crafd.forb0003",
    "forumt-14crafe.forb0003",
    "tic-12.forb0003",
    "tic-12crafc.forb0003",
    "tic-13.forb0003",
    "tic-13crafc.forb0003",
    "tic-14crafd.forb0003",
}
"""Files of which one meeting cannot be held."""


def test_an_instance_becomes_a_problem_with_all_its_rules() -> None:
    """One break is left: participant 1 is free in slot 1 only before a meeting."""
    problem = as_breaks(parse_instance(TEXT, "x.dzn"), 2)
    assert problem.option_slots.tolist() == [
        [False, True, True, True, True],
        [False, True, False, False, False],
        [False, False, True, False, True],
    ]
    assert problem.mandatory.all()
    assert problem.participants.idle.all()
    assert problem.num_rows == 1
    assert problem.break_spread == 2
    order = problem.precedences
    assert (order.before.tolist(), order.after.tolist()) == ([1], [0])
    assert solved(problem, WANTED).value == 0


def test_a_forbidden_slot_between_two_meetings_is_a_break() -> None:
    """Participant 3 cannot meet in slot 3, nor 4 before slot 5: two breaks."""
    text = changed(("[{0},{0, 1},{0},{0,4}]", "[{0},{0, 1},{0,3},{0,4}]"))
    assert solved(as_breaks(parse_instance(text, "x.dzn"), 2), WANTED).value == 1
    assert solved(as_breaks(parse_instance(text, "x.dzn"), 0), WANTED).is_infeasible


def test_as_wishes_what_cannot_be_held_is_dropped() -> None:
    """The fixed slot is forbidden to one of the two: two of three are held."""
    text = changed(("[{0},{0, 1},{0},{0,4}]", "[{0},{0, 1},{0,2},{0,4}]"))
    instance = parse_instance(text, "x.dzn")
    assert solved(as_breaks(instance, 2), WANTED).is_infeasible
    answer = solved(as_wishes(instance), WANTED)
    assert (answer.value, answer.is_proven) == (2, True)


@pytest.mark.parametrize("spread", [0, 1, 2])
def test_our_value_and_that_of_plain_cp_sat_agree(spread: int) -> None:
    """Random instances, feasible and infeasible ones."""
    random_ = random.Random(spread)
    values = set()
    for number in range(8):
        instance = drawn(random_, number)
        ours = solved(as_breaks(instance, spread), WANTED)
        peer = plain_cp_sat(instance, spread, 60, workers=1)
        assert ours.is_proven
        assert peer.is_proven
        assert ours.value == peer.value
        values.add(ours.value)
    assert None in values
    assert len(values) > 1


def test_the_maxsat_peer_agrees_with_plain_cp_sat() -> None:
    """The published encoding, rebuilt, says the same on random instances."""
    pytest.importorskip("hermax", reason="no build of hermax for this system")
    random_ = random.Random(7)
    values = set()
    for number in range(8):
        instance, spread = drawn(random_, number), number % 3
        answer = maxsat(instance, spread, 60)
        assert answer.is_proven
        assert answer.value == plain_cp_sat(instance, spread, 60, workers=1).value
        values.add(answer.value)
    assert None in values
    assert len(values) > 1


def test_the_maxsat_peer_gives_up_at_its_limit() -> None:
    """The child is killed; nothing is claimed."""
    pytest.importorskip("hermax", reason="no build of hermax for this system")
    pairs = [(a, b, 3) for a in range(1, 25) for b in range(1, a)][::2]
    text = written(
        pairs,
        people=24,
        tables=12,
        slots=20,
        morning=10,
        forbidden={},
        fixed={},
        earlier={},
    )
    answer = maxsat(parse_instance(text, "x.dzn"), 2, 1e-9)
    assert (answer.value, answer.bound, answer.is_proven) == (None, None, False)


def test_the_encoding_counts_breaks_only_where_there_can_be_some() -> None:
    """Of four participants two have two meetings; five slots have three ends each."""
    encoding = Encoding(
        parse_instance(changed(("fixed = [0,2", "fixed = [0,0")), "x"), 2
    )
    with_ends = {0, 2}
    assert {p for p, m in encoding.meetings_of.items() if len(m) > 1} == with_ends
    assert 0 < len(encoding.clauses.soft) <= len(with_ends) * 3


OURS = Answer(5, 5, True, "cores", 1.5, 3.0)
PUBLISHED = Published(5, 0.5, 20.2, None)
ROW = Row("a.original", 10, 2, OURS, PUBLISHED)


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        (ROW, ()),
        (replace(ROW, published=None), ()),
        (replace(ROW, ours=replace(OURS, bound=4, is_proven=False)), ("not proven",)),
        (replace(ROW, published=Published(4, 1, 1, 1)), ("5 proven, 4 published",)),
        (
            replace(ROW, published=Published(None, 1, 1, 1)),
            ("5 proven, infeasible published",),
        ),
        (
            replace(ROW, ours=replace(OURS, value=None, bound=None)),
            ("infeasible proven, 5 published",),
        ),
        (replace(ROW, peers={"x": replace(OURS, is_proven=False)}), ()),
        (
            replace(ROW, peers={"x": replace(OURS, value=6, bound=6)}),
            ("5 proven, x proves 6",),
        ),
    ],
)
def test_every_disagreement_is_a_fault(row: Row, faults: tuple[str, ...]) -> None:
    """With the published value, with a peer, or nothing proven."""
    assert row.faults == faults


def test_the_table_shows_values_bounds_seconds_and_what_is_published() -> None:
    """One line an instance; a peer that gave up says how far it came."""
    gave_up = Answer(7, 1, False, "x", 10.0, 20.0)
    text = table([replace(ROW, peers={"x": gave_up})])
    assert text.splitlines()[-1] == (
        "| a.original | 2 | 5 | 5 | yes | 1.5 | 3.0 | cores | 5 | 0.5 | 20.2 "
        "| not in 7,200 | not in 10 (7, bound 1) |"
    )
    lost = replace(ROW, instance="b", published=Published(4, 1, 1, 1))
    said = summary([ROW, lost]).splitlines()
    assert said[0].startswith("2 of 2 proven in 3.0 s (6.0 s of processor time)")
    assert said[-2:] == [
        "2 compared with the published value.",
        "b, d = 2: 5 proven, 4 published",
    ]


@has_files
@pytest.mark.parametrize("part", ["tic-12", "forumt-14.original", "forum-13.prec"])
def test_published_values_of_quick_files_are_proven(part: str) -> None:
    """Values and UNSAT of the real files, in seconds."""
    folder = Path(FOLDER)
    files = instance_files(folder, (part,))
    for row in run_files(files, read_reference(folder), WANTED, print):
        assert row.published is not None
        assert row.faults == ()


@has_files
@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_all_published_values_are_proven() -> None:
    """80 files with d = 2, the originals with d = 0, 1 and 3."""
    folder = Path(FOLDER)
    reference = read_reference(folder)
    patient = replace(WANTED, time_limit_s=180)
    rows = [*run_files(instance_files(folder), reference, patient, print)]
    originals = instance_files(folder, ("original",))
    others = replace(patient, spreads=(0, 1, 3))
    rows += run_files(originals, reference, others, print)
    assert len(rows) == len(reference) == 140
    assert [(row.instance, row.spread, row.faults) for row in rows if row.faults] == []


@has_files
@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_most_meetings_are_proven_where_dropping_is_allowed() -> None:
    """All but one meeting in seven of the files, all meetings in the others."""
    folder = Path(FOLDER)
    wishes = replace(WANTED, spreads=(None,))
    for row in run_files(instance_files(folder), {}, wishes, print):
        assert row.faults == ()
        if "prec15" not in row.instance:
            assert row.ours.value == row.num_meetings - (row.instance in FEWER)
