"""Faults of wishes, promises and vetoes, and of the whole event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from tests.b4h_scheduler.files.faults.case import (
    Case,
    first_delegate,
    setting_added,
    wish_added,
)
from tests.b4h_scheduler.files.small_event import TOML, participants, wishes

if TYPE_CHECKING:
    from collections.abc import Iterator


def wish_cases() -> Iterator[Case]:
    """Yield faults of wishes, promises and vetoes."""
    file = "wishes.csv"
    yield Case(
        Code.UNKNOWN_ORGANIZATION,
        "Bionowa",
        wish_added("Acme SAS;Bionowa Gmbh;1;;"),
        (file, 5, "to"),
        "'BioNova GmbH'",
    )
    yield Case(
        Code.UNKNOWN_ORGANIZATION,
        "an unknown address",
        wish_added("jeann@acme.example;17;1;;"),
        (file, 5, "from"),
        "'jean@acme.example'",
    )
    yield Case(
        Code.AMBIGUOUS_REFERENCE,
        "a name of two people",
        {
            "participants.csv": participants(
                "Vertex BV;19;NL;Jean Dupont;j@vertex.example;;"
            ),
            **wish_added("Jean Dupont;17;1;;"),
        },
        (file, 5, "from"),
        "Acme SAS / Jean Dupont",
    )
    yield Case(
        Code.NOT_OF_ORGANIZATION,
        "somebody else's delegate",
        {file: wishes("Acme SAS;BioNova GmbH;1;;;Joost Vis", head=";to delegate")},
        (file, 5, "to delegate"),
        "'BioNova GmbH' has no delegate 'Joost Vis'",
    )
    yield Case(
        Code.WISH_TO_ONESELF,
        "Acme by two names",
        wish_added("luc@acme.example;18;1;;"),
        (file, 5, "to"),
    )
    yield Case(
        Code.DUPLICATE_WISH,
        "twice",
        wish_added("17;Acme SAS;1;;accepted"),
        (file, 5, "to"),
        "row 2",
    )
    yield Case(
        Code.DUPLICATE_WISH_OTHER_PRIORITY,
        "1 and 3",
        wish_added("17;Acme SAS;3;;accepted"),
        (file, 5, "priority"),
        "the higher one, 1, wins",
    )
    yield Case(
        Code.DUPLICATE_WISH_OTHER_ANSWER,
        "accepted and declined",
        wish_added("17;Acme SAS;1;;declined"),
        (file, 5, "answer"),
        "declined wins",
    )
    yield Case(
        Code.INVALID_PRIORITY,
        "4",
        wish_added("Acme SAS;Vertex BV;4;;"),
        (file, 5, "priority"),
    )
    yield Case(
        Code.INVALID_PRIORITY,
        "-1",
        wish_added("Acme SAS;Vertex BV;-1;;"),
        (file, 5, "priority"),
    )
    yield Case(
        Code.INVALID_PRIORITY,
        "very",
        wish_added("Acme SAS;Vertex BV;very;;"),
        (file, 5, "priority"),
    )
    yield Case(
        Code.UNKNOWN_ANSWER,
        "maybe",
        wish_added("Acme SAS;Vertex BV;1;;maybe"),
        (file, 5, "answer"),
    )
    yield Case(
        Code.PROMISED_AND_VETOED,
        "both",
        {"promised.csv": "from;to\n17;18\n", "vetoes.csv": "from;to\n18;17\n"},
        ("vetoes.csv", 2, "to"),
        "promised.csv row 2",
    )
    yield Case(
        Code.REFERS_TO_LEFT_OUT,
        "a wish for who was not validated",
        first_delegate("Validated", "no"),
        (file, 2, "from"),
        "not validated",
    )
    twins = participants("Vertex BV;19;NL;Joost Vis;vis@vertex.example;;")
    yield Case(
        Code.AMBIGUOUS_REFERENCE,
        "two delegates of one name",
        {
            "participants.csv": twins,
            file: wishes("Acme SAS;Vertex BV;1;;;Joost Vis", head=";to delegate"),
        },
        (file, 5, "to delegate"),
        "e-mail",
    )
    yield Case(
        Code.NOT_OF_ORGANIZATION,
        "a unit that is not there",
        {file: wishes("Acme SAS;Vertex BV;1;;;Lab", head=";to unit")},
        (file, 5, "to unit"),
    )
    yield Case(
        Code.REFERS_TO_LEFT_OUT,
        "a delegate who was not validated",
        {
            "participants.csv": participants(
                "Vertex BV;19;NL;Ida;ida@vertex.example;;;no", head=";Validated"
            ),
            file: wishes("Acme SAS;Vertex BV;1;;;Ida", head=";to delegate"),
        },
        (file, 5, "to delegate"),
    )
    yield Case(
        Code.WISH_TO_ONESELF,
        "a veto",
        {"vetoes.csv": "from;to\n17;BioNova GmbH\n"},
        ("vetoes.csv", 2, "to"),
    )
    yield Case(
        Code.UNKNOWN_ORGANIZATION,
        "a unit of nobody",
        {"units.csv": "organization;name\nBionowa;Lab\n"},
        ("units.csv", 2, "organization"),
        "'BioNova GmbH'",
    )


def event_cases() -> Iterator[Case]:
    """Yield faults of the event as a whole."""
    yield Case(
        Code.MISSING_KEY,
        "no session",
        {
            "event.toml": TOML[: TOML.index("[[sessions]]")]
            + TOML[TOML.index("[[breaks]]") :]
        },
        ("event.toml", None, "sessions"),
    )
    yield Case(
        Code.INCONSISTENT_EVENT,
        "a rule of the domain that files do not know",
        setting_added('venue = "odd"'),
        place=("", None, ""),
        says="odd",
    )
