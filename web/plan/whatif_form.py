"""What the form of what-if asks."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING

from flask import request
from pydantic import ValidationError

from b4h_scheduler.domain.fault_words import fault_words
from b4h_scheduler.domain.times import AmbiguousTimeError, local_moment
from b4h_scheduler.jobs.questions import MOST_POINTS, Change, WhatIfQuestion
from b4h_scheduler.sentence import Sentence, mark, said_by
from b4h_scheduler.store.errors import RefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from werkzeug.datastructures import ImmutableMultiDict

    from b4h_scheduler.domain.event import Event

_FIELDS = {
    "numbers": mark("the numbers"),
    "arrivals": mark("the times of arrival"),
    "point_s": mark("seconds for a point"),
}
_CLOCK = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d)$")


def question_of_form(settings: Event) -> WhatIfQuestion:
    """Return what is asked.

    Raises
    ------
    RefusedError
        The form is not complete, or asks too much.
    """
    form = request.form
    given = form.get("change", "")
    if given not in set(Change):
        raise RefusedError("choose what is to be otherwise")
    change = Change(given)
    content: dict[str, object] = {"change": change, "point_s": _seconds(form)}
    if change in {Change.TABLES, Change.SLOTS}:
        content["numbers"] = _range(form)
    elif change is Change.SESSION_TABLES:
        content["numbers"] = _numbers(form.get("numbers", ""))
    elif change is Change.ARRIVAL:
        if not form.get("delegate"):
            raise RefusedError("choose who arrives at another time")
        content["delegate"] = form["delegate"]
        content["arrivals"] = _moments(form, settings)
    try:
        return WhatIfQuestion.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        what = _FIELDS.get(str(first["loc"][0]), mark("the options"))
        message = Sentence("{what}: {fault}", what=what, fault=fault_words(first))
        raise RefusedError(message) from error


def _seconds(form: ImmutableMultiDict[str, str]) -> float:
    seconds = form.get("point_s", 5.0, float)
    if not 0 < seconds <= 600:  # noqa: PLR2004  (said in the message)
        raise RefusedError("seconds for a point: more than 0, at most 600")
    return seconds


def _range(form: ImmutableMultiDict[str, str]) -> tuple[int, ...]:
    first, last, step = (form.get(key, None, int) for key in ("first", "last", "step"))
    if first is None or last is None or step is None or step < 1 or first < 1:
        raise RefusedError("from, to and step are whole numbers, 1 or more")
    if last < first:
        raise RefusedError("from the lower number to the higher")
    found = range(first, last + 1, step)
    if len(found) > MOST_POINTS:
        raise RefusedError(
            Sentence(
                "{found:,} points are too many, {most} at most: take a greater step",
                found=len(found),
                most=MOST_POINTS,
            )
        )
    return tuple(found)


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        raise RefusedError(
            Sentence(
                "{text!r}: write how many tables more, such as 1, 2", text=text[:30]
            )
        )
    return tuple(dict.fromkeys(int(part) for part in parts))


def _moments(
    form: ImmutableMultiDict[str, str], settings: Event
) -> tuple[datetime, ...]:
    try:
        day = date.fromisoformat(form.get("day", ""))
    except ValueError:
        raise RefusedError("choose the day of arrival") from None
    moments = []
    for part in filter(None, (each.strip() for each in form["times"].split(","))):
        clock = _CLOCK.match(part)
        if clock is None:
            raise RefusedError(
                Sentence("{text!r} is no time: write 11:00, 12:30", text=part[:30])
            )
        hour, minute = int(clock[1]), int(clock[2])
        try:
            moments.append(local_moment(day, time(hour, minute), settings.zone_info))
        except AmbiguousTimeError as error:
            raise RefusedError(said_by(error)) from error
    if not moments:
        raise RefusedError("give at least one time of arrival, such as 11:00")
    return tuple(moments)
