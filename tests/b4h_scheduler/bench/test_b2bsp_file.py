"""Reading the public benchmark's files: every field, and what can be wrong."""

from pathlib import Path

import pytest

from b4h_scheduler.bench.b2bsp_file import (
    AFTERNOON,
    ANY,
    MORNING,
    InstanceError,
    instance_files,
    parse_instance,
    read_instance,
)
from tests.b4h_scheduler.bench.b2bsp_files import TEXT, changed


def test_every_field_is_read_and_numbered_from_zero(tmp_path: Path) -> None:
    """Zeros that stand for nothing are gone."""
    path = tmp_path / "x.original.dzn"
    path.write_text(TEXT, encoding="utf-8")
    found = read_instance(path)
    assert found.name == "x.original"
    assert (found.num_participants, found.num_meetings, found.num_tables) == (4, 3, 2)
    assert (found.num_slots, found.num_morning) == (5, 2)
    assert found.pairs == ((0, 1), (0, 2), (2, 3))
    assert found.session == (ANY, MORNING, AFTERNOON)
    assert [set(one) for one in found.forbidden] == [set(), {0}, set(), {3}]
    assert found.fixed == (None, 1, None)
    assert [set(one) for one in found.earlier] == [{1}, set(), set()]


def test_sessions_are_ranges_of_slots() -> None:
    """The first slots are the morning, the rest is the afternoon."""
    found = parse_instance(TEXT, "x.dzn")
    assert [found.slots_of(m) for m in range(3)] == [range(5), range(2), range(2, 5)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nTables = 2;", "", "x.dzn: no field nTables; an instance assigns it"),
        ("nTables = 2", "nTables = two", "x.dzn: nTables = 'two'; a number was"),
        ("|3, 4,2,\n", "", "x.dzn: requested has 6 entries, 9 expected"),
        ("|3, 4,2", "|3, 5,2", "x.dzn: requested: 5 found, 1 to 4 expected"),
        ("|3, 4,2", "|3, 4,4", "x.dzn: requested: 4 found, 1 to 3 expected"),
        ("|3, 4,2", "|3, 3,2", "x.dzn: requested: meeting 3 is of one alone"),
        ("{0,4}]", "{0,6}]", "x.dzn: forbidden: 6 found, 0 to 5 expected"),
        ("[0,2,0]", "[0,2]", "x.dzn: fixed has 2 entries, 3 expected"),
        ("[0,2,0]", "[0,6,0]", "x.dzn: fixed: 6 found, 0 to 5 expected"),
        ("{0, 2},{0}", "{0, 2}", "x.dzn: precedences has 2 entries, 3 expected"),
        ("{0, 2},{0}", "{0, 4},{0}", "x.dzn: precedences: 4 found, 0 to 3 expected"),
    ],
)
def test_a_field_that_does_not_fit_is_named(old: str, new: str, message: str) -> None:
    """File, field, what was found, what was expected."""
    with pytest.raises(InstanceError) as caught:
        parse_instance(changed((old, new)), "x.dzn")
    assert str(caught.value).startswith(message)


def test_files_are_chosen_by_parts_of_their_names(tmp_path: Path) -> None:
    """By name, all without a choice; nothing to choose from is an error."""
    for name in ("b.original.dzn", "a.prec15.dzn", "a.original.dzn", "reference.csv"):
        (tmp_path / name).touch()

    def names(*only: str) -> list[str]:
        return [path.name for path in instance_files(tmp_path, only)]

    assert names() == ["a.original.dzn", "a.prec15.dzn", "b.original.dzn"]
    assert names("a.", "orig") == names()
    assert names("prec") == ["a.prec15.dzn"]
    with pytest.raises(InstanceError, match=r"no \.dzn file with x or y in its name"):
        names("x", "y")
