"""Problems written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from solver.errors import ProblemError
from solver.model import Model
from solver.problem import NO_TABLE, UNLIMITED, Problem


def test_model_becomes_index_data() -> None:
    """Rows, availability, options, tables and targets arrive where they belong."""
    model = Model(num_slots=4, rows=[2, 2])
    ann = model.add_participant(can=[0, 3], most=1, least=1, longest_run=2)
    ben = model.add_participant()
    eve = model.add_participant()
    model.add_table(closed=[1])
    first = model.add_candidate([ann, ben], [ann, eve], value=5, is_promised=True)
    model.add_candidate([ben, eve], value=3, is_mandatory=True)
    model.add_target(2, [first], weight=4)
    problem = model.build()
    assert problem.slots.row.tolist() == [0, 0, 1, 1]
    assert problem.participants.can[ann].tolist() == [True, False, False, True]
    assert problem.participants.most.tolist() == [1, UNLIMITED, UNLIMITED]
    assert problem.candidates.option_start.tolist() == [0, 2, 3]
    assert problem.candidates.promised.tolist() == [True, False]
    assert problem.mandatory.tolist() == [False, True]
    assert problem.tables.open.tolist() == [[True, False, True, True]]
    assert problem.targets.options[0].tolist() == [0, 1]
    assert problem.option_slots[0].tolist() == [True, False, False, True]


def test_model_without_tables_needs_none() -> None:
    """Online meetings: no table is asked for."""
    model = Model(num_slots=1)
    model.add_candidate([model.add_participant(), model.add_participant()])
    assert model.build().options.table_set.tolist() == [NO_TABLE]


def test_unknown_participant_is_named() -> None:
    """A reference to nobody is refused with its place."""
    model = Model(num_slots=1)
    model.add_participant()
    model.add_candidate([0, 7])
    with pytest.raises(
        ProblemError, match=r"options.participants: 7 at index 1 is not"
    ):
        model.build()


def test_participant_twice_in_a_meeting_is_refused() -> None:
    """Nobody meets oneself."""
    model = Model(num_slots=1)
    model.add_participant()
    model.add_candidate([0, 0])
    with pytest.raises(ProblemError, match="stands twice"):
        model.build()


def test_equal_models_give_equal_problems() -> None:
    """No surprise: equal inputs, equal arrays."""

    def one() -> Problem:
        model = Model(num_slots=3)
        model.add_candidate([model.add_participant(), model.add_participant()])
        return model.build()

    first, second = one(), one()
    assert np.array_equal(first.option_slots, second.option_slots)
