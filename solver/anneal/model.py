"""A problem as the flat arrays that compiled code reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from solver.arrays import Arrays, Floats, Ints, Ints2, Longs, Words, Words2
from solver.levels import Level
from solver.problem import NO_TABLE, UNLIMITED
from solver.ragged import IntArray, Ragged

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray
    from solver.tablerows import TableRows

Int32Array = npt.NDArray[np.int32]
WordArray = npt.NDArray[np.uint64]

# The levels of a walk; all are minimized (the value is negated). HARD counts
# mandatory candidates that are not held and breaks above a participant's most.
HARD, PROMISED, CHANGES, TARGETS, LEAST, VALUE, WAITING, BREAKS, RISK = range(9)
NUM_LEVELS = 9
INDEX_OF = {
    Level.PROMISED: PROMISED,
    Level.CHANGES: CHANGES,
    Level.TARGETS: TARGETS,
    Level.LEAST: LEAST,
    Level.VALUE: VALUE,
    Level.WAITING: WAITING,
    Level.BREAKS: BREAKS,
    Level.RISK: RISK,
}

# Columns of Model.option: ranges are of people, term_of and row_of.
CANDIDATE, PEOPLE, PEOPLE_END, TERMS, TERMS_END, ROWS, ROWS_END = range(7)
# Columns of Model.candidate.
MANDATORY, IS_PROMISED = range(2)
# Columns of Model.base.
BASE_OPTION, BASE_SLOT, UNHELD_COST, ELSEWHERE_COST, KEPT_COST = range(5)
# Columns of Model.slot; FOLLOWS: adjacent to the slot before.
ROW, WORD, LENGTH, FOLLOWS = range(4)
# Columns of Model.row: first and last slot, range of words.
FIRST, LAST, WORDS, WORDS_END = range(4)
# Columns of Model.person; the ranges are of Model.window and Model.person_option.
MOST, LONGEST_RUN, MOST_BREAKS, WINDOWS, WINDOWS_END, WISHED, WISHED_END = range(7)
# Columns of Model.term: level, range of gains.
TERM_LEVEL, GAINS, GAINS_END = range(3)


@dataclass(frozen=True, eq=False)
class Model(Arrays):
    """What never changes in a walk.

    Slots are bits of words (``W`` of them); each row of slots starts a new word.

    Attributes
    ----------
    option : int32[O, 7]
    people, term_of, row_of : int32
        Participants, terms and table rows of options.
    mask : uint64[O, W]
        Slots in which an option can be held on its own.
    option_start : int32[C + 1]
    candidate : int32[C, 2]
    base : int32[C, 5]
        The released plan and what differences cost; no rows without the level.
    value : int64[C]
    slot : int32[S, 4]
    slot_bit : uint64[S]
    word_slot : int32[W]
        Slot of the lowest bit of each word.
    row : int32[R, 4]
    person : int32[P, 7]
    most_row, least_row : int32[P, R]
        ``least_row`` has no rows where the level or every entry is 0.
    least_weight : int64[P]
    idle : uint64[P, W]
    late : int32[P, S]
        No rows where nobody is ever late.
    window : int32[number of windows, 3]
        First slot, last slot, number of consecutive free ones.
    person_option : int32
        Options that each participant is in.
    capacity : int32[S, N]
        Usable tables of each table row.
    term : int32[number of terms, 3]
        Concave counts: targets, least numbers, bonuses of groups.
    gain : int64
        What the next held option of a term lowers its level by.
    order_start : int32[C + 1]
    order_other, order_after : int32
        Precedences of each candidate: the other one, and 1 where that is later.
    surprise : float64[4096]
        -ln of a uniform number, by equal chance: times the temperature, the
        greatest increase that Metropolis accepts.
    """

    option: Ints2
    people: Ints
    term_of: Ints
    row_of: Ints
    mask: Words2
    option_start: Ints
    candidate: Ints2
    base: Ints2
    value: Longs
    slot: Ints2
    slot_bit: Words
    word_slot: Ints
    row: Ints2
    person: Ints2
    most_row: Ints2
    least_row: Ints2
    least_weight: Longs
    idle: Words2
    late: Ints2
    window: Ints2
    person_option: Ints
    capacity: Ints2
    term: Ints2
    gain: Longs
    order_start: Ints
    order_other: Ints
    order_after: Ints
    surprise: Floats


def compile_model(problem: Problem, rows: TableRows) -> Model:
    """Lay a problem out for compiled code."""
    slot, slot_bit, word_slot, row = _time(problem)
    terms, term, gain = _terms(problem)
    people = problem.options.participants
    sets = problem.options.table_set
    of_set = rows.of_set
    row_start = np.append(of_set.start, 0)
    no_rows = np.zeros(len(sets), dtype=np.int64)
    option = np.stack(
        [
            problem.option_candidate,
            people.start[:-1],
            people.start[1:],
            terms.start[:-1],
            terms.start[1:],
            np.where(sets == NO_TABLE, no_rows, row_start[sets]),
            np.where(sets == NO_TABLE, no_rows, row_start[sets + 1]),
        ],
        axis=1,
    )
    wished = people.transposed(problem.num_participants)
    order_start, order_other, order_after = _orders(problem)
    window, person = _people(problem, wished)
    chance = (np.arange(4096) + 0.5) / 4096
    return Model(
        option=_int32(option),
        people=_int32(people.items),
        term_of=_int32(terms.items),
        row_of=_int32(of_set.items),
        mask=_words(problem.option_slots, slot, slot_bit, len(word_slot)),
        option_start=_int32(problem.candidates.option_start),
        candidate=_int32(
            np.stack([problem.mandatory, problem.candidates.promised], axis=1)
        ),
        base=_base(problem),
        value=np.ascontiguousarray(problem.candidates.value, dtype=np.int64),
        slot=slot,
        slot_bit=slot_bit,
        word_slot=word_slot,
        row=row,
        person=person,
        most_row=_int32(problem.participants.most_row),
        least_row=_used(problem.participants.least_row, problem, Level.LEAST),
        least_weight=problem.participants.least_weight.astype(np.int64),
        idle=_words(problem.participants.idle, slot, slot_bit, len(word_slot)),
        late=_used(problem.participants.late, problem, Level.RISK),
        window=window,
        person_option=_int32(wished.items),
        capacity=_int32(rows.capacity.T.reshape(problem.num_slots, len(rows))),
        term=term,
        gain=gain.astype(np.int64),
        order_start=order_start,
        order_other=order_other,
        order_after=order_after,
        surprise=-np.log(chance),
    )


def _int32(array: npt.NDArray[np.int64]) -> Int32Array:
    return np.ascontiguousarray(np.minimum(array, UNLIMITED), dtype=np.int32)


def _used(array: IntArray, problem: Problem, level: Level) -> Int32Array:
    """Return the array, or no rows of it if it cannot matter."""
    matters = level in problem.levels and bool(array.any())
    return _int32(array if matters else array[:0])


def _time(
    problem: Problem,
) -> tuple[Int32Array, WordArray, Int32Array, Int32Array]:
    """Slots with their words, bits, and rows."""
    slots = problem.slots
    numbers = np.arange(problem.num_slots)
    first = np.searchsorted(slots.row, np.arange(problem.num_rows))
    last = np.searchsorted(slots.row, np.arange(problem.num_rows), side="right") - 1
    words_end = np.cumsum((last - first) // 64 + 1)
    words = words_end - ((last - first) // 64 + 1)
    inside = numbers - first[slots.row]
    word = words[slots.row] + inside // 64
    follows = np.zeros(problem.num_slots, dtype=np.int64)
    follows[1:] = slots.adjacent[:-1]
    slot = np.stack([slots.row, word, slots.length, follows], axis=1)
    row = np.stack([first, last, words, words_end], axis=1)
    bit = np.left_shift(np.uint64(1), (inside % 64).astype(np.uint64))
    word_slot = numbers[inside % 64 == 0]
    return _int32(slot), bit.astype(np.uint64), _int32(word_slot), _int32(row)


def _words(
    sets: BoolArray, slot: Int32Array, bit: WordArray, num_words: int
) -> WordArray:
    """Sets of slots as words: bool[n, S] -> uint64[n, W]."""
    words = np.zeros((len(sets), num_words), dtype=np.uint64)
    for s in range(len(slot)):
        words[sets[:, s], slot[s, WORD]] |= bit[s]
    return words


def _people(problem: Problem, wished: Ragged) -> tuple[Int32Array, Int32Array]:
    people, windows = problem.participants, problem.windows
    order = np.argsort(windows.participant, kind="stable")
    columns = np.stack([windows.first, windows.last, windows.free], axis=1)[order]
    bounds = np.searchsorted(
        windows.participant[order], np.arange(len(people) + 1), side="left"
    )
    person = np.stack(
        [
            people.most,
            people.longest_run,
            people.most_breaks,
            bounds[:-1],
            bounds[1:],
            wished.start[:-1],
            wished.start[1:],
        ],
        axis=1,
    )
    return _int32(columns), _int32(person)


def _base(problem: Problem) -> Int32Array:
    base = problem.baseline
    if base is None or Level.CHANGES not in problem.levels:
        return np.zeros((0, 5), dtype=np.int32)
    table = np.zeros((problem.num_candidates, 5), dtype=np.int64)
    table[:, BASE_OPTION] = -1
    table[:, ELSEWHERE_COST] = base.added_cost
    table[base.free, ELSEWHERE_COST] = 0
    table[base.candidate, BASE_OPTION] = base.option
    table[base.candidate, BASE_SLOT] = base.slot
    table[base.candidate, UNHELD_COST] = base.dropped_cost
    table[base.candidate, ELSEWHERE_COST] = base.moved_cost
    table[base.candidate, KEPT_COST] = base.table_cost * problem.is_table_lost
    return _int32(table)


def _terms(problem: Problem) -> tuple[Ragged, Int32Array, IntArray]:
    """Terms of each option, their level and range of gains, and the gains."""
    pairs: list[tuple[IntArray, IntArray]] = []
    table: list[IntArray] = []
    gains: list[IntArray] = []
    num_terms = num_gains = 0

    def counts(level: int, amount: IntArray, weight: IntArray) -> None:
        """Each of ``amount`` first ones gains ``weight``."""
        nonlocal num_terms, num_gains
        kinds, kind = np.unique(
            np.stack([amount, weight], axis=1), axis=0, return_inverse=True
        )
        gains.append(np.repeat(kinds[:, 1], kinds[:, 0]))
        end = num_gains + np.cumsum(kinds[:, 0])
        of_kind = np.stack([end - kinds[:, 0], end], axis=1)[kind.reshape(-1)]
        table.append(np.insert(of_kind, 0, level, axis=1))
        num_gains += len(gains[-1])
        num_terms += len(amount)

    options, targets = problem.options, problem.targets
    if Level.TARGETS in problem.levels and len(targets):
        of = targets.options
        pairs.append((of.items, of.rows + num_terms))
        counts(TARGETS, np.minimum(targets.amount, of.lengths), targets.weight)
    people = problem.participants
    counted = np.flatnonzero((people.least > 0) & (people.least_weight > 0))
    if Level.LEAST in problem.levels and len(counted):
        place = np.full(len(people), -1, dtype=np.int64)
        place[counted] = np.arange(len(counted)) + num_terms
        inside = place[options.participants.items]
        rows = options.participants.rows
        pairs.append((rows[inside >= 0], inside[inside >= 0]))
        most = np.minimum(people.least[counted], problem.num_slots)
        counts(LEAST, most, people.least_weight[counted])
    bonus = problem.bonus[problem.bonus > 0]
    if Level.VALUE in problem.levels and len(bonus) and problem.num_groups:
        pairs.append((options.groups.rows, options.groups.items + num_terms))
        gains.append(bonus)
        one = np.array([[VALUE, num_gains, num_gains + len(bonus)]])
        table.append(np.repeat(one, problem.num_groups, axis=0))
    if not pairs:
        none = np.zeros((0, 3), dtype=np.int32)
        return Ragged.empty(len(options)), none, np.zeros(0, dtype=np.int64)
    option, term = (np.concatenate(part) for part in zip(*pairs, strict=True))
    terms = Ragged.from_pairs(option, term, len(options))
    return terms, _int32(np.concatenate(table)), np.concatenate(gains)


def _orders(problem: Problem) -> tuple[Int32Array, Int32Array, Int32Array]:
    both = problem.precedences
    one = np.concatenate([both.before, both.after])
    other = np.concatenate([both.after, both.before])
    is_after = np.repeat(np.array([1, 0]), len(both))
    order = np.argsort(one, kind="stable")
    start = np.searchsorted(one[order], np.arange(problem.num_candidates + 1))
    return _int32(start), _int32(other[order]), _int32(is_after[order])
