"""Faults of zones, tables and arrival points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from tests.b4h_scheduler.files.faults.case import (
    END,
    Case,
    first_delegate,
    settings_changed,
)
from tests.b4h_scheduler.files.small_event import PARTICIPANTS, TABLES, TOML

if TYPE_CHECKING:
    from collections.abc import Iterator

ONLINE = "organization;name;online\nBioNova GmbH;Ann;yes\nAcme SAS;Jean;yes\n"


def place_cases() -> Iterator[Case]:
    """Yield faults of places."""
    yield Case(
        Code.UNKNOWN_ZONE,
        "a table in the hal",
        {"tables.csv": "id;zone\n1;hal\n"},
        ("tables.csv", 2, "zone"),
        "'hall'",
    )
    yield Case(
        Code.DUPLICATE_ID,
        "two sessions",
        settings_changed('id = "pm"', 'id = "am"'),
        ("event.toml", 11, "id"),
    )
    yield Case(
        Code.DUPLICATE_ID,
        "two zones",
        settings_changed('id = "hall"', 'id = "hall"\n[[zones]]\nid = "hall"'),
        ("event.toml", 24, "id"),
    )
    yield Case(
        Code.TABLE_DEFINED_TWICE,
        "table 2",
        {"tables.csv": TABLES + "2;hall\n"},
        ("tables.csv", 4, "id"),
        "row 3",
    )
    yield Case(
        Code.BUSY_OUTSIDE_EVENT,
        "a table closed in the evening",
        {"tables.csv": "id;zone;closed\n1;hall;12:00-13:00\n2;hall;19:00-20:00\n"},
        ("tables.csv", 3, "closed"),
    )
    yield Case(
        Code.WALKING_TIME_TWICE,
        "there and back",
        {
            "event.toml": TOML
            + '[[zones]]\nid="b"\n'
            + '[[walking]]\nfrom="hall"\nto="b"\nminutes=3\n'
            + '[[walking]]\nfrom="b"\nto="hall"\nminutes=4\n'
        },
        ("event.toml", END + 7, "minutes"),
    )
    yield Case(
        Code.HOME_OF_UNKNOWN,
        "a booth of Bionowa",
        {"tables.csv": "id;zone;home of\n1;hall;\n2;hall;Bionowa\n"},
        ("tables.csv", 3, "home of"),
        "'BioNova GmbH'",
    )
    yield Case(
        Code.UNKNOWN_ARRIVAL_POINT,
        "Stutgart airport",
        {"participants.csv": PARTICIPANTS.replace("STR", "Stutgart airport")},
        ("participants.csv", 2, "arrival point"),
        "'Stuttgart airport'",
    )
    yield Case(
        Code.UNKNOWN_SESSION,
        "the evening",
        first_delegate("sessions", '"am; eve"'),
        ("participants.csv", 2, "sessions"),
        "'eve'",
    )
    yield Case(
        Code.HOME_COLUMNS_ALONE,
        "capacity of a common table",
        {"tables.csv": "id;zone;capacity\n1;hall;2\n"},
        ("tables.csv", 2, "capacity"),
    )
    yield Case(
        Code.NO_TABLES,
        "two are online",
        {
            "tables.csv": None,
            "participants.csv": ONLINE,
            "wishes.csv": "from;to\nBioNova GmbH;Acme SAS\n",
        },
        ("", None, ""),
        "only online meetings",
    )
    yield Case(
        Code.NOWHERE_TO_MEET,
        "all are on site",
        {"tables.csv": None},
        ("", None, ""),
        "tables.csv",
    )
    added = {
        "two arrival points": '[[arrival_points]]\nid = "STR"\nmode = "train"\n'
        "transfer_min = 1\n",
        "two companions": '[[companions]]\nname = "O"\nlanguages = "fr"\n' * 2,
    }
    for name, text in added.items():
        yield Case(Code.DUPLICATE_ID, name, {"event.toml": TOML + text}, says="twice")
    yield Case(
        Code.MISSING_VALUE,
        "a table somewhere in two halls",
        {
            "event.toml": TOML.replace('end = "12:00"', "slots = 7")
            + '[[zones]]\nid = "b"\n',
            "tables.csv": "id;zone\n1;\n",
        },
        ("tables.csv", 2, "zone"),
        "'hall', 'b'",
    )
    yield Case(
        Code.MISSING_VALUE,
        "a way from nowhere",
        {"event.toml": TOML + '[[walking]]\nto = "hall"\nminutes = 3\n'},
        ("event.toml", END + 1, "from"),
    )
    yield Case(
        Code.UNKNOWN_LANGUAGE,
        "of an interpreter",
        {"event.toml": TOML + '[[companions]]\nname = "O"\nlanguages = "fr; Elvish"\n'},
        ("event.toml", END + 1, "languages"),
        "'Elvish'",
    )
