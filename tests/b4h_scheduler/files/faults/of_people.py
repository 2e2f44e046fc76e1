"""Faults of organizations, delegates, trips and vouchers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from tests.b4h_scheduler.files.faults.case import (
    Case,
    arrival,
    departure,
    first_delegate,
    setting_added,
    settings_changed,
)
from tests.b4h_scheduler.files.small_event import PARTICIPANTS, participants

if TYPE_CHECKING:
    from collections.abc import Iterator


def people_cases() -> Iterator[Case]:
    """Yield faults of participants."""
    file = "participants.csv"
    new = "Vertex BV;19;NL;Ida;{};;"
    yield Case(
        Code.INVALID_EMAIL,
        "without @",
        {file: participants(new.format("ida.vertex.example"))},
        (file, 6, "email"),
    )
    yield Case(
        Code.INVALID_EMAIL,
        "without a dot",
        {file: participants(new.format("ida@vertex"))},
        (file, 6, "email"),
        "dot",
    )
    yield Case(
        Code.INVALID_EMAIL,
        "a line that adds a header",
        {
            file: participants(
                'Vertex BV;19;NL;Ida;"ida@vertex.example\nBcc: x@y.example";;'
            )
        },
        (file, 6, "email"),
    )
    yield Case(
        Code.INVALID_EMAIL,
        "of the organizer",
        setting_added('organizer_email = "us"'),
        ("event.toml", 1, "organizer_email"),
    )
    yield Case(
        Code.DUPLICATE_EMAIL,
        "in other letters",
        {file: participants(new.format("JEAN@acme.example"))},
        (file, 6, "email"),
        "row 3",
    )
    yield Case(
        Code.DUPLICATE_DELEGATE,
        "twice without an address",
        {file: participants(new.format(""), new.format(""))},
        (file, 7, "name"),
        "row 6",
    )
    yield Case(
        Code.DUPLICATE_DELEGATE,
        "the same id",
        {
            file: PARTICIPANTS.replace("arrival point", "id")
            .replace(";STR;26.11.2026 8:15", ";7;")
            .replace("jean@acme.example;", "jean@acme.example;7")
            .replace(";arrival", ";busy")
        },
        (file, 3, "id"),
    )
    yield Case(
        Code.MISSING_EMAIL,
        "an empty cell",
        {file: participants(new.format(""))},
        (file, 6, "email"),
    )
    yield Case(
        Code.UNKNOWN_COUNTRY,
        "Germoney",
        {file: PARTICIPANTS.replace("Germany", "Germoney")},
        (file, 2, "country"),
        "'Germany'",
    )
    yield Case(
        Code.UNKNOWN_LANGUAGE,
        "Klingon",
        first_delegate("speaks", '"de; Klingon"'),
        (file, 2, "speaks"),
        "'Klingon'",
    )
    yield Case(
        Code.UNKNOWN_LANGUAGE,
        "of the event",
        settings_changed('["en", "de"]', '["en", "xx-yy"]'),
        ("event.toml", 3, "languages"),
    )
    yield Case(
        Code.UNKNOWN_LANGUAGE,
        "of mails",
        first_delegate("language", "Elvish"),
        (file, 2, "language"),
        "'en' is used",
    )
    yield Case(
        Code.UNKNOWN_KIND,
        "a circus",
        first_delegate("kind", "circus"),
        (file, 2, "kind"),
        "other",
    )
    yield Case(
        Code.UNPARSABLE_PHONE,
        "see web site",
        first_delegate("phone", "see web site"),
        (file, 2, "phone"),
    )
    yield Case(
        Code.NOT_VALIDATED,
        "no",
        first_delegate("Validated", "no")
        | {"wishes.csv": "from;to\nAcme SAS;Vertex BV\n"},
        (file, 2, "Validated"),
    )
    yield Case(
        Code.ORGANIZATION_CONTRADICTS,
        "two numbers",
        {file: participants("Vertex BV;20;NL;Ida;i@vertex.example;;")},
        (file, 6, "number"),
        "'19'",
    )
    yield Case(
        Code.ORGANIZATION_CONTRADICTS,
        "two names",
        {file: participants("Vortex NV;19;NL;Ida;i@vertex.example;;")},
        (file, 6, "organization"),
        "'Vertex BV'",
    )
    yield Case(
        Code.ORGANIZATION_DIFFERS,
        "two countries",
        {file: participants("Vertex BV;19;BE;Ida;i@vertex.example;;")},
        (file, 6, "country"),
        "'NL' of participants.csv row 5 counts",
    )
    yield Case(
        Code.NEAR_DUPLICATE_ORGANIZATION,
        "BioNova and Bionova",
        {file: participants("Bionova;99;DE;Ida;i@bionova.example;;")},
        (file, None, "organization"),
        "'BioNova GmbH'",
    )
    yield Case(
        Code.ARRIVAL_AFTER_DEPARTURE,
        "leaves at 8",
        departure("26.11.2026 8:00"),
        (file, 2, "departure"),
        "08:15",
    )
    yield Case(
        Code.INCOMPLETE_TRIP,
        "a time without a place",
        {file: PARTICIPANTS.replace(";STR;", ";;")},
        (file, 2, "arrival point"),
    )
    yield Case(
        Code.INCOMPLETE_TRIP,
        "a place without a time",
        arrival(""),
        (file, 2, "arrival"),
    )
    yield Case(
        Code.TRIP_MISSES_EVENT,
        "arrives a day late",
        arrival("27.11.2026 8:15"),
        (file, 2, "arrival"),
    )
    yield Case(
        Code.TRIP_MISSES_EVENT,
        "leaves before",
        departure("26.11.2026 8:50"),
        (file, 2, "departure"),
    )
    yield Case(
        Code.TRIP_FAR_FROM_EVENT,
        "last year",
        arrival("26.11.2025 8:15"),
        (file, 2, "arrival"),
    )
    yield Case(
        Code.TRIP_FAR_FROM_EVENT,
        "leaves next year",
        departure("26.11.2027 8:50"),
        (file, 2, "departure"),
    )
    yield Case(
        Code.OVERRIDE_WITHOUT_REASON,
        "from 9:00",
        first_delegate("present from", "9:00"),
        (file, 2, "present from"),
    )
    yield Case(
        Code.TRIP_OF_ONLINE_DELEGATE,
        "with a flight",
        first_delegate("online", "yes"),
        (file, 2, "arrival"),
    )
    yield Case(
        Code.VOUCHER_WITHOUT_LEAST,
        "a number only",
        first_delegate("voucher", "V1"),
        (file, 2, "voucher_least"),
    )
    yield Case(
        Code.VOUCHER_WITHOUT_NUMBER,
        "a least number only",
        first_delegate("voucher least", "4"),
        (file, 2, "voucher least"),
    )
    yield Case(
        Code.VOUCHER_OF_ONLINE_DELEGATE,
        "no trip to pay",
        {file: participants(head=";voucher;voucher least;online", after=";V1;4;yes")},
        (file, 2, "voucher"),
    )
    yield Case(
        Code.VOUCHER_NUMBER_TWICE,
        "V1",
        {
            file: "organization;name;voucher;voucher least\n"
            "BioNova GmbH;A;V1;4\nAcme SAS;B;V1;4\nVertex BV;C;;\n",
            "wishes.csv": "from;to\nAcme SAS;Vertex BV\n",
        },
        (file, 3, "voucher"),
        "row 2",
    )
    yield Case(
        Code.VOUCHER_WITHOUT_TRIP,
        "no trip",
        {
            file: participants(
                "Vertex BV;19;NL;Ida;i@vertex.example;;;V1;4",
                head=";voucher;voucher least",
            )
        },
        (file, 6, "voucher"),
    )
    yield Case(
        Code.MOST_BELOW_LEAST,
        "at most 2, at least 3",
        {file: participants(head=";most;least", after=";2;3")},
        (file, 2, "most"),
    )
