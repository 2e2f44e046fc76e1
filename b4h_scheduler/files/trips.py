"""Trips and vouchers: columns of a delegate's row."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.people import Trip, Voucher
from b4h_scheduler.files import choices
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.nearest import did_you_mean
from b4h_scheduler.files.text_cells import cents, line, lookup_key, whole
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.domain.ids import ArrivalPointId
    from b4h_scheduler.domain.places import ArrivalPoint
    from b4h_scheduler.domain.times import Session
    from b4h_scheduler.files.clock import Clock
    from b4h_scheduler.files.known import Known
    from b4h_scheduler.files.rows import Row

FAR = timedelta(days=14)
"""A trip this long before or after the event is pointed out."""

TRIP_COLUMNS = (
    "arrival_point", "arrival", "arrival_date", "departure_point", "departure",
    "departure_date", "present_from", "present_until",
)  # fmt: skip

_WORDS = {"arrival": mark("arrival"), "departure": mark("departure")}


class TripReader:
    """Reads the trip columns of delegates of one event."""

    def __init__(
        self,
        clock: Clock,
        points: Known[ArrivalPoint],
        sessions: Known[Session],
    ) -> None:
        """Keep what trips refer to."""
        self.clock = clock
        self.points = {
            lookup_key(name): point.id
            for point in reversed(points.items)
            for name in (point.name, point.id)
        }
        self.names = [point.name for point in points.items]
        self.are_points_known = points.is_complete
        self.first: datetime | None = None
        self.last: datetime | None = None
        if sessions.is_complete:
            days = sessions.items
            self.first = min((s.start for s in days), key=utc, default=None)
            self.last = max((s.end for s in days), key=utc, default=None)

    def read(self, row: Row) -> Trip:
        """Return the trip of a row; empty if nothing is known or it is faulty."""
        if all(row.get(key) is None for key in TRIP_COLUMNS):
            return Trip()
        was_faulty, row.is_faulty = row.is_faulty, False
        arrival_point, arrival = self._end(row, "arrival")
        departure_point, departure = self._end(row, "departure")
        present_from = self.clock.moment(row, "present_from")
        present_until = self.clock.moment(row, "present_until")
        reason = row.read("override_reason", line, "")
        self._check(row, arrival, departure)
        if (present_from or present_until) and not reason:
            key = "present_from" if present_from else "present_until"
            message = mark("the times of the trip are overridden without a reason.")
            cure = mark("Fill override_reason, such as: hotel near the venue.")
            row.fault(Code.OVERRIDE_WITHOUT_REASON, key, message, cure)
        if present_from and present_until and utc(present_from) >= utc(present_until):
            message = Sentence(
                "present from {present_from}, but gone before.",
                present_from=f"{present_from:%d.%m. %H:%M}",
            )
            row.fault(
                Code.END_BEFORE_START, "present_until", message, mark("Correct it.")
            )
        is_sound, row.is_faulty = not row.is_faulty, row.is_faulty or was_faulty
        if not is_sound:
            return Trip()
        return Trip(
            arrival_point=arrival_point,
            arrival=arrival,
            departure_point=departure_point,
            departure=departure,
            present_from=present_from,
            present_until=present_until,
            override_reason=reason,
        )

    def _end(
        self, row: Row, which: str
    ) -> tuple[ArrivalPointId | None, datetime | None]:
        """Return place and time of arrival or departure."""
        key = f"{which}_point"
        name = row.read(key, line, "")
        point = self.points.get(lookup_key(name)) if name else None
        if name and point is None and self.are_points_known:
            message = Sentence("there is no arrival point {name!r}.", name=name)
            row.fault(
                Code.UNKNOWN_ARRIVAL_POINT, key, message, did_you_mean(name, self.names)
            )
        moment = self.clock.moment(row, which, self.clock.day(row, f"{which}_date"))
        if row.get(which) is None and (name or row.get(f"{which}_date") is not None):
            message = Sentence(
                "there is a place or date of {which}, but no time.", which=_WORDS[which]
            )
            row.fault(
                Code.INCOMPLETE_TRIP, which, message, mark("Fill both or neither.")
            )
        if row.get(which) is not None and not name:
            message = Sentence(
                "there is a time of {which}, but no place.", which=_WORDS[which]
            )
            cure = Sentence("Fill {key} with an arrival point.", key=key)
            row.fault(Code.INCOMPLETE_TRIP, key, message, cure, value=row.get(which))
        if point is None or moment is None:
            return None, None
        return point, moment

    def _check(
        self, row: Row, arrival: datetime | None, departure: datetime | None
    ) -> None:
        if arrival and departure and utc(arrival) >= utc(departure):
            message = Sentence(
                "arrives {arrival}, leaves {departure}.",
                arrival=f"{arrival:%d.%m.%Y %H:%M}",
                departure=f"{departure:%d.%m.%Y %H:%M}",
            )
            cure = mark("Correct one of the two.")
            row.fault(Code.ARRIVAL_AFTER_DEPARTURE, "departure", message, cure)
            return
        if self.first is None or self.last is None:
            return
        if arrival and utc(arrival) >= utc(self.last):
            message = Sentence(
                "arrives {arrival}, the event is over by then.",
                arrival=f"{arrival:%d.%m.%Y %H:%M}",
            )
            row.fault(
                Code.TRIP_MISSES_EVENT, "arrival", message, mark("Correct the date.")
            )
        elif arrival and utc(arrival) < utc(self.first) - FAR:
            message = Sentence(
                "arrives {arrival}, long before the event.",
                arrival=f"{arrival:%d.%m.%Y}",
            )
            row.fault(
                Code.TRIP_FAR_FROM_EVENT, "arrival", message, mark("Check the date.")
            )
        if departure and utc(departure) <= utc(self.first):
            message = Sentence(
                "leaves {departure}, before the event starts.",
                departure=f"{departure:%d.%m.%Y %H:%M}",
            )
            row.fault(
                Code.TRIP_MISSES_EVENT, "departure", message, mark("Correct the date.")
            )
        elif departure and utc(departure) > utc(self.last) + FAR:
            message = Sentence(
                "leaves {departure}, long after the event.",
                departure=f"{departure:%d.%m.%Y}",
            )
            row.fault(
                Code.TRIP_FAR_FROM_EVENT, "departure", message, mark("Check the date.")
            )


VOUCHER_COLUMNS = ("voucher_amount", "voucher_least", "voucher_counts")


def read_voucher(row: Row) -> Voucher | None:
    """Return the voucher of a row."""
    number = row.read("voucher", line, "")
    if not number:
        filled = next((k for k in VOUCHER_COLUMNS if row.get(k) is not None), None)
        if filled is not None:
            message = Sentence(
                "{name} is filled, the voucher's number is not.",
                name=row.heading(filled),
            )
            cure = mark("Fill the number, or empty the voucher's columns.")
            row.fault(Code.VOUCHER_WITHOUT_NUMBER, filled, message, cure)
        return None
    least = row.read("voucher_least", whole, None, 0, 1000)
    if row.get("voucher_least") is None:
        message = Sentence(
            "voucher {number!r} asks for how many meetings?", number=number
        )
        cure = mark("Fill voucher_least.")
        row.fault(
            Code.VOUCHER_WITHOUT_LEAST, "voucher_least", message, cure, value=number
        )
    amount = row.read("voucher_amount", cents, None)
    counts = row.read("voucher_counts", choices.counts, None)
    if least is None:
        return None
    return Voucher(
        number=number,
        partner=row.read("voucher_partner", line, ""),
        least=least,
        amount_cents=amount,
        counts=counts,
    )
