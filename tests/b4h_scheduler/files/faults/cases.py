"""One or more ways to provoke each kind of fault, with real files."""

from __future__ import annotations

from tests.b4h_scheduler.files.faults.of_cells import cell_cases, heading_cases
from tests.b4h_scheduler.files.faults.of_files import file_cases
from tests.b4h_scheduler.files.faults.of_people import people_cases
from tests.b4h_scheduler.files.faults.of_places import place_cases
from tests.b4h_scheduler.files.faults.of_times import time_cases
from tests.b4h_scheduler.files.faults.of_wishes import event_cases, wish_cases

CASES = (
    *file_cases(),
    *heading_cases(),
    *cell_cases(),
    *time_cases(),
    *place_cases(),
    *people_cases(),
    *wish_cases(),
    *event_cases(),
)
