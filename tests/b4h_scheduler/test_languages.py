"""Languages and their dates."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from b4h_scheduler.languages import (
    LANGUAGES,
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
