"""Languages and their dates."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from b4h_scheduler.languages import (
    LANGUAGES,
    clock,
    day_and_time,
    day_of_week,
    full_date,
    known,
    short_date,
    weekday_and_time,
)

MOMENT = datetime(2026, 11, 26, 10, 40, tzinfo=ZoneInfo("Europe/Berlin"))
EXPECTED = {
    "en": "Thursday, 26 November 2026|26 Nov 2026|Thursday|Thu 26 Nov, 10:40|Thu 10:40",
    "de": "Donnerstag, 26. November 2026|26. Nov. 2026|Donnerstag|"
    "Do., 26. Nov., 10:40|Do. 10:40",
    "fr": "jeudi 26 novembre 2026|26 nov. 2026|jeudi|jeu. 26 nov., 10:40|jeu. 10:40",
    "nl": "donderdag 26 november 2026|26 nov 2026|donderdag|do 26 nov, 10:40|do 10:40",
    "es": "jueves, 26 de noviembre de 2026|26 nov 2026|jueves|jue, 26 nov, 10:40|"
    "jue 10:40",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_in_the_order_of_the_language(language: str) -> None:
    """English ones as in Europe."""
    day = MOMENT.date()
    found = (
        full_date(day, language),
        short_date(day, language),
        day_of_week(day, language),
        day_and_time(MOMENT, language),
        weekday_and_time(MOMENT, language),
    )
    assert "|".join(found) == EXPECTED[language]


@pytest.mark.parametrize(
    ("code", "language"), [("de-AT", "de"), ("FR", "fr"), ("it", None), ("", None)]
)
def test_language_of_a_code(code: str, language: str | None) -> None:
    """Regions do not matter; one that is not there is none."""
    assert known(code) == language


@pytest.mark.parametrize(
    ("zone", "moments", "clocks"),
    [
        (
            "Europe/Berlin",
            ((25, 0, 59), (25, 1, 0), (25, 1, 59), (25, 2, 0)),
            ["02:59 CEST", "02:00 CET", "02:59 CET", "03:00"],
        ),
        ("UTC", ((25, 1, 0),), ["01:00"]),
    ],
)
def test_clock_names_the_zone_in_the_hour_that_occurs_twice(
    zone: str, moments: tuple[tuple[int, int, int], ...], clocks: list[str]
) -> None:
    """And at no other time; so do days with times."""
    found = [
        datetime(2026, 10, *each, tzinfo=UTC).astimezone(ZoneInfo(zone))
        for each in moments
    ]
    assert [clock(each) for each in found] == clocks
    assert [weekday_and_time(each, "en") for each in found] == [
        f"Sun {text}" for text in clocks
    ]
    assert day_and_time(found[0], "en") == f"Sun 25 Oct, {clocks[0]}"


def test_clock_names_the_offset_where_a_zone_has_no_short_name() -> None:
    """Half an hour occurs twice on Lord Howe Island."""
    island = ZoneInfo("Australia/Lord_Howe")
    night = [datetime(2026, 4, 4, 14, m, tzinfo=UTC) for m in (29, 30, 59)]
    night.append(datetime(2026, 4, 4, 15, 30, tzinfo=UTC))
    found = [clock(each.astimezone(island)) for each in night]
    assert found == ["01:29", "01:30 +11", "01:59 +11", "02:00"]


def test_clock_names_nothing_when_clocks_go_forward() -> None:
    """The hour that is skipped is none that occurs twice."""
    moments = [datetime(2026, 3, 29, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    berlin = ZoneInfo("Europe/Berlin")
    assert [clock(each.astimezone(berlin)) for each in moments] == ["01:30", "03:30"]
