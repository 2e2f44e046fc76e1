"""The picture of growth."""

from xml.etree import ElementTree as ET

from b4h_scheduler.bench.cases import SUITES, Case, Suite
from b4h_scheduler.bench.growth import STEPS, growing, growth_picture, step_s
from b4h_scheduler.bench.page import page
from b4h_scheduler.bench.running import CaseRuns, Measured
from tests.b4h_scheduler.bench.rows import MACHINE, row


def measured(*sizes: int) -> Measured:
    """As many cases, of two seeds each."""
    runs = tuple(
        CaseRuns(
            Case("plain", wishes // 17, wishes, 54, 9, 10),
            (row(1, 9, 9, wishes / 1000), row(2, 9, 9, wishes / 2000)),
            (),
        )
        for wishes in sizes
    )
    return Measured(Suite.FULL, (1, 2), 2, runs, ())


def test_every_step_is_a_curve_over_all_sizes() -> None:
    """Larger is further right; more seconds are higher up."""
    picture = growth_picture(measured(1_000, 10_000, 100_000))
    assert picture is not None
    paths = ET.fromstring(picture).findall("{http://www.w3.org/2000/svg}path")  # noqa: S314
    assert [path.get("class") for path in paths] == list(STEPS)
    places = [p.split() for p in paths[1].get("d", "")[1:].split("L")]
    xs, ys = ([float(p[at]) for p in places] for at in (0, 1))
    assert xs == sorted(xs)
    assert ys == sorted(ys, reverse=True)
    assert len(xs) == 3


def test_two_sizes_are_no_growth() -> None:
    """Neither a picture nor a section of the page."""
    found = measured(1_000, 10_000)
    assert growth_picture(found) is None
    assert "## Growth" not in page(found, MACHINE, {})
    assert "## Growth" in page(measured(1_000, 10_000, 100_000), MACHINE, {})


def test_the_slowest_seed_counts_and_sizes_are_in_order() -> None:
    """Of a tenth of the seconds that the timetable takes here."""
    cases = growing(measured(100_000, 1_000, 10_000))
    assert [runs.case.wishes for runs in cases] == [1_000, 10_000, 100_000]
    assert step_s(cases[0], "timetable") == 0.1


def test_the_full_suite_grows_from_a_thousand_to_a_million() -> None:
    """Sizes of the project's table."""
    wishes = [
        case.wishes
        for case in SUITES[Suite.FULL]
        if case.profile == "plain" and case.slots == 54 and not case.is_breaks
    ]
    assert sorted(wishes) == [1_000, 10_000, 100_000, 1_000_000]
