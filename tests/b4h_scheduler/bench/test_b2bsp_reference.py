"""The published results beside the files."""

from pathlib import Path

import pytest

from b4h_scheduler.bench.b2bsp_file import InstanceError
from b4h_scheduler.bench.b2bsp_reference import COLUMNS, Published, read_reference

HEAD = ",".join(COLUMNS) + "\n"


def test_values_and_times_are_read_by_file_and_spread(tmp_path: Path) -> None:
    """UNSAT is a value, TO is no time."""
    rows = "a,original,2,5,0.5,20.2,TO\na,original,0,UNSAT,1,TO,3\n"
    (tmp_path / "reference.csv").write_text(HEAD + rows, encoding="utf-8")
    assert read_reference(tmp_path) == {
        ("a.original", 2): Published(5, 0.5, 20.2, None),
        ("a.original", 0): Published(None, 1.0, None, 3.0),
    }


def test_no_file_means_nothing_to_compare_with(tmp_path: Path) -> None:
    """A folder of files alone can be solved as well."""
    assert read_reference(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("instance,variant\na,b\n", "no column fairness_d; expected instance, variant"),
        (HEAD + "a,b,2,many,1,1,1\n", "row 2: .*many.*; a number, UNSAT or TO"),
        (HEAD + "a,b,2,1,1,1,soon\n", "row 2: .*soon"),
        (HEAD + "a,b\n", "row 2: "),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    tmp_path: Path, text: str, message: str
) -> None:
    """Column or row, and what was expected."""
    (tmp_path / "reference.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InstanceError, match=message):
        read_reference(tmp_path)
