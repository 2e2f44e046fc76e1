"""Faults of keys, headings and cells, whatever they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from tests.b4h_scheduler.files.faults.case import (
    END,
    FIRST_SHEET,
    ROWS,
    SHEETS,
    Case,
    first_delegate,
    setting_added,
    settings_changed,
    wish_added,
)
from tests.b4h_scheduler.files.small_event import (
    PARTICIPANTS,
    TOML,
    WISHES,
    changed_part,
    participants,
    sheet_bytes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def heading_cases() -> Iterator[Case]:
    """Yield faults of settings' keys and of headings."""
    yield Case(
        Code.UNKNOWN_KEY,
        "a setting",
        setting_added('timezone = "x"'),
        ("event.toml", 1, "timezone"),
        "'time_zone'",
    )
    yield Case(
        Code.UNKNOWN_KEY,
        "a policy setting",
        {"event.toml": TOML + "[policy.limits]\nlongest_run = 60\n"},
        ("event.toml", END + 2, "policy.limits.longest_run"),
        "'policy.limits.longest_run_min'",
    )
    yield Case(
        Code.UNKNOWN_KEY,
        "a key of a session",
        settings_changed('start = "9:00"', 'start = "9:00"\nstop = 1'),
        ("event.toml", 9, "stop"),
        "sessions",
    )
    yield Case(
        Code.MISSING_KEY,
        "no name",
        settings_changed('name = "Matchmaking day"\n', ""),
        ("event.toml", None, "name"),
    )
    yield Case(
        Code.WRONG_TYPE,
        "a number as name",
        settings_changed('"Matchmaking day"', "7"),
        ("event.toml", 1, "name"),
    )
    yield Case(
        Code.WRONG_TYPE,
        "a list as policy number",
        {"event.toml": TOML + "[policy]\nvoucher_reserve = [1]\n"},
        ("event.toml", END + 2, "policy.voucher_reserve"),
    )
    yield Case(
        Code.WRONG_TYPE,
        "sessions as text",
        {
            "event.toml": 'sessions = "two"\n'
            + TOML[: TOML.index("[[sessions]]")]
            + TOML[TOML.index("[[breaks]]") :]
        },
        ("event.toml", 1, "sessions"),
    )
    yield Case(
        Code.INVALID_SETTING,
        "values that rise",
        {"event.toml": TOML + "[policy.values]\npriority = [1, 2, 3]\n"},
        says="must fall",
    )
    yield Case(
        Code.INVALID_SETTING,
        "110 percent",
        {"event.toml": TOML + "[policy.limits]\nmost_percent = 110\n"},
        ("event.toml", END + 2, "policy.limits.most_percent"),
        "100",
    )
    yield Case(
        Code.MISSING_COLUMN,
        "no column of names",
        {"wishes.csv": WISHES.replace("from;", "wer auch immer;")},
        ("wishes.csv", None, "from"),
        "wer auch immer",
    )
    yield Case(
        Code.ROWS_ABOVE_HEADINGS,
        "a title and a blank line",
        {"participants.csv": "Delegates of the day\n\n" + PARTICIPANTS},
        ("participants.csv", 1, ""),
        "stand in row 3",
    )
    yield Case(
        Code.UNKNOWN_COLUMN,
        "shoe size",
        first_delegate("shoe size", "44"),
        ("participants.csv", None, "shoe size"),
    )
    yield Case(
        Code.MISSPELLED_COLUMN,
        "emial",
        {"participants.csv": PARTICIPANTS.replace(";email;", ";emial;")},
        ("participants.csv", None, "emial"),
        "'email'",
    )
    yield Case(
        Code.REPEATED_COLUMN,
        "organization and company",
        first_delegate("Company", "x"),
        ("participants.csv", None, "Company"),
        "'organization'",
    )
    yield Case(
        Code.EXTRA_CELLS,
        "an unquoted semicolon",
        wish_added("Acme SAS;Vertex BV;1;yes;;please"),
        ("wishes.csv", 5, ""),
        "6 cells",
    )


def cell_cases() -> Iterator[Case]:
    """Yield faults of single cells."""
    file = "participants.csv"
    yield Case(
        Code.MISSING_VALUE,
        "a wish to nobody",
        wish_added("Acme SAS;;1;;"),
        ("wishes.csv", 5, "to"),
    )
    yield Case(
        Code.MISSING_VALUE,
        "a delegate without a name",
        {file: participants("Vertex BV;19;NL;;x@vertex.example;;")},
        (file, 6, "name"),
    )
    yield Case(
        Code.MISSING_VALUE,
        "no organization",
        {file: participants(";;NL;Ida;x@vertex.example;;")},
        (file, 6, "organization"),
    )
    yield Case(
        Code.INVALID_NUMBER,
        "seats: four",
        {"tables.csv": "id;zone;seats\n1;hall;four\n"},
        ("tables.csv", 2, "seats"),
    )
    yield Case(
        Code.INVALID_NUMBER,
        "half a meeting",
        first_delegate("most", "2,5"),
        (file, 2, "most"),
        "whole",
    )
    yield Case(
        Code.NUMBER_OUT_OF_RANGE,
        "one seat",
        {"tables.csv": "id;zone;seats\n1;hall;1\n"},
        ("tables.csv", 2, "seats"),
        "from 2 to 50",
    )
    yield Case(
        Code.INVALID_YES_NO,
        "online: perhaps",
        first_delegate("online", "perhaps"),
        (file, 2, "online"),
    )
    yield Case(
        Code.UNKNOWN_CHOICE,
        "attends: alone",
        first_delegate("attends", "alone"),
        (file, 2, "attends"),
        "separately",
    )
    yield Case(
        Code.TEXT_TOO_LONG,
        "a name of 400 letters",
        {file: participants("Vertex BV;19;NL;" + "x" * 400 + ";x@vertex.example;;")},
        (file, 6, "name"),
        "300",
    )
    yield Case(
        Code.TEXT_TOO_LONG,
        "a message of 90,000 letters",
        wish_added("Acme SAS;Vertex BV;1;" + "x" * 90_000 + ";"),
        ("wishes.csv", 5, "message"),
        "5000",
    )
    yield Case(
        Code.CONTROL_CHARACTERS,
        "a NUL in a name",
        {file: PARTICIPANTS.replace("Jean", "Je\0an")},
        (file, 3, "name"),
    )
    yield Case(
        Code.CONTROL_CHARACTERS,
        "text turned around",
        {file: PARTICIPANTS.replace("Jean", "\u202eJean")},
        (file, 3, "name"),
    )
    yield Case(
        Code.GARBLED_TEXT,
        "UTF-8 read as Latin-1",
        {file: PARTICIPANTS.replace("Müller", "MÃ¼ller")},
        (file, 2, "name"),
    )
    formula = [*ROWS, ["Vertex BV", "19", "NL", "=A1&A2", "x@vertex.example"]]
    yield Case(
        Code.FORMULA_WITHOUT_VALUE,
        "never calculated",
        {
            file: None,
            "participants.xlsx": changed_part(
                sheet_bytes(participants=formula),
                FIRST_SHEET,
                b"</f><v>0</v>",
                b"</f><v></v>",
            ),
        },
        ("participants.xlsx", 6, "name"),
    )
    yield Case(
        Code.ERROR_VALUE,
        "#N/A",
        {file: None, "participants.xlsx": error_cell()},
        ("participants.xlsx", 6, "name"),
        "#N/A",
    )
    yield Case(
        Code.ERROR_VALUE,
        "#REF! as a setting",
        workbook=error_setting(),
        place=("event.xlsx:event", 3, "venue"),
        says="#REF!",
    )


def error_cell() -> bytes:
    """Return participants whose last name shows #N/A."""
    rows = [*ROWS, ["Vertex BV", "19", "NL", "=NA()", "x@vertex.example"]]
    book = sheet_bytes(participants=rows)
    return changed_part(
        book,
        FIRST_SHEET,
        b'<c r="D6"><f>NA()</f><v>0</v>',
        b'<c r="D6" t="e"><f>NA()</f><v>#N/A</v>',
    )


def error_setting() -> bytes:
    """Return an event whose venue shows #REF!."""
    sheets = {**SHEETS, "event": [*SHEETS["event"], ["venue", "=A99"]]}
    return changed_part(
        sheet_bytes(**sheets),
        FIRST_SHEET,
        b'<c r="B3"><f>A99</f><v>0</v>',
        b'<c r="B3" t="e"><f>A99</f><v>#REF!</v>',
    )
