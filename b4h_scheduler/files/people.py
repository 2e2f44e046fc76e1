"""Participants: organizations, their units, and delegates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from b4h_scheduler.domain.ids import DelegateId, OrganizationId, SessionId
from b4h_scheduler.domain.people import Delegate, Trip
from b4h_scheduler.files import choices, identifiers
from b4h_scheduler.files.clock import check_date_forms, note_outside
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.contacts import email, phone
from b4h_scheduler.files.languages import language_code, languages_in
from b4h_scheduler.files.nearest import did_you_mean
from b4h_scheduler.files.organizations import Draft, Organizations, add_unit
from b4h_scheduler.files.text_cells import (
    as_text,
    line,
    lookup_key,
    whole,
    words,
    yes_no,
)
from b4h_scheduler.files.trips import TRIP_COLUMNS, TripReader, read_voucher
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.domain.base import Interval
    from b4h_scheduler.domain.people import Organization, Voucher
    from b4h_scheduler.domain.places import ArrivalPoint
    from b4h_scheduler.domain.times import Session
    from b4h_scheduler.files.clock import Clock
    from b4h_scheduler.files.faults import Faults
    from b4h_scheduler.files.known import Known
    from b4h_scheduler.files.rows import Row, Rows

_NAMES = (
    "organization", "number", "organization_id", "legal_name", "email", "unit", "id",
)  # fmt: skip


@dataclass
class People:
    """What participants (and organizations, units) hold."""

    organizations: tuple[Organization, ...] = ()
    delegates: tuple[Delegate, ...] = ()
    faulty: list[str] = field(default_factory=list)
    """Names and addresses of rows with errors."""
    left_out: list[str] = field(default_factory=list)
    """Names and addresses of rows that were not validated."""


@dataclass
class _Half:
    """A delegate whose organization has no id yet."""

    draft: Draft
    row: Row
    name: str
    email: str
    given_id: str
    fields: dict[str, object]


class PeopleReader:
    """Reads participants of one event."""

    def __init__(
        self,
        clock: Clock,
        sessions: Known[Session],
        points: Known[ArrivalPoint],
        language: str,
    ) -> None:
        """Keep what rows refer to; ``language`` is the default of mails."""
        self.clock = clock
        self.sessions = sessions
        self.language = language
        self.trips = TripReader(clock, points, sessions)
        self.organizations = Organizations()
        self._emails: dict[str, Row] = {}
        self._ids: dict[str, Row] = {}
        self._vouchers: dict[str, Row] = {}
        self._session_ids = {
            lookup_key(name): session.id
            for session in reversed(sessions.items)
            for name in (session.name, session.id)
        }

    def read(
        self,
        organizations: Rows | None,
        units: Rows | None,
        participants: Rows | None,
        faults: Faults,
    ) -> People:
        """Return organizations and delegates in order of the files."""
        people = People()
        if organizations is not None:
            for row in organizations.rows(faults):
                self.organizations.of_row(row)
        halves = []
        if participants is not None:
            halves = self._halves(participants, faults, people)
            check_date_forms(participants, faults)
        if units is not None:
            for row in units.rows(faults):
                self._unit(row)
        self.organizations.name_ids()
        people.organizations = self.organizations.finished()
        people.delegates = tuple(self._delegates(halves))
        return people

    def _halves(
        self, participants: Rows, faults: Faults, people: People
    ) -> list[_Half]:
        found = []
        for row in participants.rows(faults):
            if not self._is_validated(row):
                people.left_out += names_in(row)
                continue
            half = self._half(row)
            if half is None or row.is_faulty:
                people.faulty += names_in(row)
            else:
                found.append(half)
        return found

    def _is_validated(self, row: Row) -> bool:
        if row.read("validated", yes_no, default=True):
            return True
        message = mark("not validated: left out.")
        cure = mark("Validate the registration in b2match, or write yes.")
        row.fault(Code.NOT_VALIDATED, "validated", message, cure)
        return False

    def _half(self, row: Row) -> _Half | None:
        draft = self.organizations.of_row(row)
        name = _full_name(row)
        if all(row.get(key) is None for key in ("name", "first_name", "last_name")):
            key = "name" if row.rows.has("name") else "last_name"
            row.fault(
                Code.MISSING_VALUE,
                key,
                mark("the delegate has no name."),
                mark("Add it."),
            )
        address = self._email(row)
        given_id = self._given_id(row)
        is_online = row.read("online", yes_no, default=False) or row.read(
            "participation", choices.is_online, default=False
        )
        least = row.read("least", whole, None, 0, 1000)
        most = row.read("most", whole, None, 0, 1000)
        if least is not None and most is not None and most < least:
            message = Sentence(
                "at most {most} meetings, but at least {least}.", most=most, least=least
            )
            row.fault(
                Code.MOST_BELOW_LEAST, "most", message, mark("Correct one of the two.")
            )
        voucher = self._voucher(row, is_online=is_online)
        trip = self._trip(row, is_online=is_online)
        fields: dict[str, object] = {
            "email": address,
            "role": row.read("role", line, ""),
            "language": self._language(row),
            "speaks": self._speaks(row),
            "is_online": is_online,
            "voucher": voucher,
            "trip": trip,
            "busy": self._busy(row),
            "sessions": self._attended(row),
            "least": least,
            "most": most,
        }
        if voucher is not None and trip.is_empty and not row.is_faulty:
            _note_missing_trip(row, name, voucher)
        if draft is None:
            return None
        unit_name = row.read("unit", line, "")
        unit_id = row.read("unit_id", line, "", 60)
        if unit_name or unit_id:
            fields["unit"] = add_unit(draft, unit_name, unit_id).id
        country = draft.values.get("country", "")
        fields["phone"] = row.read("phone", line, "", 60)
        if fields["phone"]:
            fields["phone"] = phone(row, str(fields["phone"]), country)
        return _Half(draft, row, name, address, given_id, fields)

    def _email(self, row: Row) -> str:
        address = row.read("email", email, "")
        if row.get("email") is None:
            if row.rows.has("email"):
                message = mark("no e-mail address: nothing can be sent.")
                row.fault(
                    Code.MISSING_EMAIL, "email", message, mark("Add the address.")
                )
            return ""
        key = address.casefold()
        if key and key in self._emails:
            message = Sentence(
                "{address!r} already belongs to row {row}.",
                address=address,
                row=self._emails[key].number,
            )
            cure = mark(
                "Give each delegate an address of their own, or delete one row."
            )
            row.fault(Code.DUPLICATE_EMAIL, "email", message, cure)
        elif key:
            self._emails[key] = row
        return address

    def _given_id(self, row: Row) -> str:
        ident = row.read("id", line, "", 60)
        if ident and ident in self._ids:
            message = Sentence(
                "id {ident!r} already belongs to row {row}.",
                ident=ident,
                row=self._ids[ident].number,
            )
            row.fault(
                Code.DUPLICATE_DELEGATE, "id", message, mark("Give each their own id.")
            )
        elif ident:
            self._ids[ident] = row
        return ident

    def _language(self, row: Row) -> str:
        text = row.read("language", line, "")
        code = language_code(text) if text else self.language
        if code is None:
            message = Sentence(
                "{text!r} is not a language: {language!r} is used.",
                text=text,
                language=self.language,
            )
            cure = mark("Write an ISO code such as en, de, fr.")
            row.fault(Code.UNKNOWN_LANGUAGE, "language", message, cure)
        return code or self.language

    def _speaks(self, row: Row) -> frozenset[str]:
        codes, unknown = languages_in(row.read("speaks", words, ()))
        for word in unknown:
            message = Sentence("{word!r} is not a language: left out.", word=word)
            cure = mark("Write ISO codes such as en; de; fr.")
            row.fault(Code.UNKNOWN_LANGUAGE, "speaks", message, cure)
        return codes

    def _voucher(self, row: Row, *, is_online: bool) -> Voucher | None:
        voucher = read_voucher(row)
        if voucher is None:
            return None
        if is_online:
            message = Sentence(
                "voucher {number!r} pays a trip; the delegate is online.",
                number=voucher.number,
            )
            cure = mark("Empty the voucher's columns, or say that the delegate comes.")
            row.fault(Code.VOUCHER_OF_ONLINE_DELEGATE, "voucher", message, cure)
        first = self._vouchers.setdefault(lookup_key(voucher.number), row)
        if first is not row:
            message = Sentence(
                "voucher {number!r} already belongs to row {row}.",
                number=voucher.number,
                row=first.number,
            )
            cure = mark("Correct the number: a voucher pays one named delegate.")
            row.fault(Code.VOUCHER_NUMBER_TWICE, "voucher", message, cure)
        return voucher

    def _trip(self, row: Row, *, is_online: bool) -> Trip:
        trip = self.trips.read(row)
        if is_online and not trip.is_empty:
            key = "arrival" if trip.arrival else "departure"
            key = key if row.get(key) is not None else "present_from"
            message = mark("an online delegate makes no trip: the trip is left out.")
            cure = mark("Empty the trip's columns, or say that the delegate comes.")
            row.fault(Code.TRIP_OF_ONLINE_DELEGATE, key, message, cure)
            return Trip()
        return trip

    def _busy(self, row: Row) -> tuple[Interval, ...]:
        busy = self.clock.stretches(row, "busy")
        if self.sessions.is_complete:
            note_outside(row, "busy", busy, [s.time for s in self.sessions.items])
        return busy

    def _attended(self, row: Row) -> frozenset[SessionId] | None:
        names = row.read("sessions", words, ())
        if not names:
            return None
        found = set()
        for name in names:
            session = self._session_ids.get(lookup_key(name))
            if session is not None:
                found.add(session)
            elif self.sessions.is_complete:
                message = Sentence("there is no session {name!r}.", name=name)
                cure = did_you_mean(name, [s.id for s in self.sessions.items])
                row.fault(Code.UNKNOWN_SESSION, "sessions", message, cure)
        return frozenset(found)

    def _unit(self, row: Row) -> None:
        name = row.required("name", line, "")
        draft = self.organizations.named(row.required("organization", line, ""))
        if draft is None and row.get("organization") is not None:
            message = Sentence(
                "there is no organization {name!r}.", name=row.get("organization")
            )
            names = [each.name for each in self.organizations.drafts]
            cure = did_you_mean(str(row.get("organization")), names)
            row.fault(Code.UNKNOWN_ORGANIZATION, "organization", message, cure)
        if draft is not None and name:
            add_unit(draft, name, row.read("id", line, "", 60))

    def _delegates(self, halves: list[_Half]) -> list[Delegate]:
        taken = set(self._ids)
        by_name: dict[tuple[OrganizationId, str], _Half] = {}
        found = []
        for half in halves:
            organization = half.draft.id
            if not half.email and not half.given_id:
                first = by_name.setdefault((organization, lookup_key(half.name)), half)
                if first is not half:
                    message = Sentence(
                        "{name!r} stands in row {row} already.",
                        name=half.name,
                        row=first.row.number,
                    )
                    cure = mark("Delete one row, or add e-mail addresses.")
                    half.row.fault(Code.DUPLICATE_DELEGATE, "name", message, cure)
                    continue
            ident = half.given_id or identifiers.distinct(
                identifiers.delegate_id(half.email, organization, half.name), taken
            )
            found.append(
                Delegate(
                    id=DelegateId(ident),
                    name=half.name,
                    organization=organization,
                    **half.fields,
                )
            )
        return found


def _full_name(row: Row) -> str:
    """Return the full name; a column "name" beside a first name is the last name."""
    name = row.read("name", line, "")
    first = row.read("first_name", line, "")
    last = row.read("last_name", line, "")
    if name and first and not last and first.casefold() not in name.casefold():
        last, name = name, ""
    return name or f"{first} {last}".strip()


def names_in(row: Row) -> list[str]:
    """Return what other files may call the people of a row."""
    texts = [_full_name(row), *(as_text(row.get(key)) for key in _NAMES)]
    return [text for text in texts if text]


def _note_missing_trip(row: Row, name: str, voucher: Voucher) -> None:
    """Say whose trip is missing, unless it is there and could not be read."""
    if any(row.get(key) is not None for key in TRIP_COLUMNS):
        return
    message = Sentence(
        "{name} travels on voucher {number!r} and no trip is known: taken as present "
        "all the time.",
        name=name,
        number=voucher.number,
    )
    cure = mark(
        "Fill arrival and departure with their points; for who makes no trip, "
        "present_from and override_reason."
    )
    row.fault(Code.VOUCHER_WITHOUT_TRIP, "voucher", message, cure)
