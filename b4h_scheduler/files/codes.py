"""Every kind of fault that event files can have.

``docs/files.md`` lists them all; a test compares, and another provokes each one
with real files.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Severity(StrEnum):
    """Whether an event with this fault can be planned."""

    ERROR = "error"
    """Nothing is planned."""
    WARNING = "warning"
    """Planned; the message states the rule that was applied."""


_E = Severity.ERROR
_W = Severity.WARNING


class FaultCode(StrEnum):
    """A kind of fault, with its severity and what it means."""

    severity: Severity
    doc: str

    def __new__(cls, value: str, severity: Severity, doc: str) -> Self:
        """Make a member of its value, severity and meaning."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.severity = severity
        member.doc = doc
        return member

    # files
    NO_SUCH_EVENT = "no-such-event", _E, "There is no folder or workbook of this name."
    MISSING_FILE = "missing-file", _E, "A file that every event needs is not there."
    GIVEN_TWICE = "given-twice", _E, "The same list stands in two files."
    UNKNOWN_FILE = "unknown-file", _W, "A table file that no event has: not read."
    UNREADABLE_FILE = "unreadable-file", _E, "The file cannot be opened."
    EMPTY_FILE = "empty-file", _E, "The file or sheet holds nothing."
    NO_ROWS = "no-rows", _W, "There are headings and no row below."
    NOBODY = "nobody", _E, "Nobody takes part: participants have no row."
    FILE_TOO_LARGE = "file-too-large", _E, "The file is, or unpacks to, too many bytes."
    TOO_MANY_ROWS = "too-many-rows", _E, "More rows than an event can have."
    TOO_MANY_COLUMNS = "too-many-columns", _E, "Cells far to the right of any list."
    TRUNCATED_WORKBOOK = (
        "truncated-workbook",
        _E,
        "The workbook is cut off or damaged.",
    )
    ENCRYPTED_WORKBOOK = "encrypted-workbook", _E, "The workbook has a password."
    LEGACY_WORKBOOK = "legacy-workbook", _E, "An .xls, .xlsb or .ods file."
    NOT_A_WORKBOOK = (
        "not-a-workbook",
        _E,
        "The file's content is not what its name says.",
    )
    UNSAFE_WORKBOOK = (
        "unsafe-workbook",
        _E,
        "The workbook holds XML that no program writes.",
    )
    MISSING_SHEET = "missing-sheet", _E, "A sheet that every event needs is not there."
    UNKNOWN_SHEET = "unknown-sheet", _W, "A sheet that no event has: not read."
    HIDDEN_SHEET = "hidden-sheet", _W, "The sheet is hidden: read all the same."
    HIDDEN_ROWS = "hidden-rows", _W, "Rows are hidden, by a filter: read all the same."
    UNREADABLE_TEXT = "unreadable-text", _E, "The file is not text in a known encoding."
    QUOTE_NOT_CLOSED = (
        "quote-not-closed",
        _E,
        "A quotation mark opens and never closes.",
    )
    INVALID_TOML = "invalid-toml", _E, "event.toml breaks the rules of TOML."
    # headings and keys
    UNKNOWN_KEY = "unknown-key", _E, "A setting that does not exist."
    MISSING_KEY = "missing-key", _E, "A setting that every event needs is not there."
    WRONG_TYPE = "wrong-type", _E, "A setting of another type than expected."
    INVALID_SETTING = "invalid-setting", _E, "A policy setting outside what is allowed."
    MISSING_COLUMN = "missing-column", _E, "A column that the list needs is not there."
    UNKNOWN_COLUMN = (
        "unknown-column",
        _W,
        "A column that the list does not have: not read.",
    )
    MISSPELLED_COLUMN = (
        "misspelled-column",
        _E,
        "An unknown column, nearly named like a known one that is not there.",
    )
    REPEATED_COLUMN = "repeated-column", _E, "Two columns mean the same."
    ROWS_ABOVE_HEADINGS = (
        "rows-above-headings",
        _W,
        "A title above the headings: not read.",
    )
    EXTRA_CELLS = "extra-cells", _E, "A row has more cells than there are headings."
    # cells
    MISSING_VALUE = "missing-value", _E, "A cell that must be filled is empty."
    INVALID_NUMBER = "invalid-number", _E, "Not a number."
    NUMBER_OUT_OF_RANGE = "number-out-of-range", _E, "A number too small or too large."
    INVALID_YES_NO = "invalid-yes-no", _E, "Neither yes nor no."
    UNKNOWN_CHOICE = "unknown-choice", _E, "Not one of the words allowed here."
    TEXT_TOO_LONG = "text-too-long", _E, "More characters than the field can hold."
    CONTROL_CHARACTERS = (
        "control-characters",
        _W,
        "Characters that cannot be seen: left out.",
    )
    GARBLED_TEXT = (
        "garbled-text",
        _W,
        "Letters of a wrong encoding (MÃ¼ller): kept as is.",
    )
    FORMULA_WITHOUT_VALUE = (
        "formula-without-value",
        _E,
        "A formula whose result is not in the file.",
    )
    ERROR_VALUE = "error-value", _E, "A cell shows an error of Excel (#N/A)."
    # times
    UNKNOWN_TIME_ZONE = "unknown-time-zone", _E, "Not an IANA time zone."
    INVALID_DATE = "invalid-date", _E, "Not a date."
    INVALID_TIME = "invalid-time", _E, "Not a time, date and time, or stretch of time."
    MIXED_DATE_FORMATS = (
        "mixed-date-formats",
        _E,
        "Dates of one column are written in different ways.",
    )
    MISSING_DATE = (
        "missing-date",
        _E,
        "A time without a date; the event has several days.",
    )
    AMBIGUOUS_LOCAL_TIME = (
        "ambiguous-local-time",
        _E,
        "The clocks go back and the time occurs twice.",
    )
    NONEXISTENT_LOCAL_TIME = (
        "nonexistent-local-time",
        _E,
        "The clocks go forward and skip the time.",
    )
    END_BEFORE_START = "end-before-start", _E, "Something ends before it starts."
    SESSIONS_OVERLAP = "sessions-overlap", _E, "Two sessions share a stretch of time."
    SLOT_OVERLAPS_BREAK = (
        "slot-overlaps-break",
        _E,
        "A meeting slot reaches into a break.",
    )
    SESSION_WITHOUT_SLOT = (
        "session-without-slot",
        _E,
        "A session shorter than one slot.",
    )
    SESSION_REMAINDER = (
        "session-remainder",
        _W,
        "Minutes at a session's end hold no slot: unused.",
    )
    BUSY_OUTSIDE_EVENT = (
        "busy-outside-event",
        _W,
        "A blocked or closed time that touches no session: no effect.",
    )
    # places
    UNKNOWN_ZONE = "unknown-zone", _E, "A zone that is not defined."
    DUPLICATE_ID = "duplicate-id", _E, "Two entries of a list have the same id."
    TABLE_DEFINED_TWICE = "table-defined-twice", _E, "Two tables have the same id."
    WALKING_TIME_TWICE = (
        "walking-time-twice",
        _E,
        "Two walking times for one pair of zones.",
    )
    HOME_OF_UNKNOWN = (
        "home-of-unknown",
        _E,
        "A home place of an organization that is not there.",
    )
    UNKNOWN_ARRIVAL_POINT = (
        "unknown-arrival-point",
        _E,
        "An arrival point that is not defined.",
    )
    UNKNOWN_SESSION = "unknown-session", _E, "A session that is not defined."
    HOME_COLUMNS_ALONE = (
        "home-columns-alone",
        _W,
        "Columns of home places are filled at a table that is none: not read.",
    )
    NO_TABLES = "no-tables", _W, "No table at all: only online meetings can be held."
    NOWHERE_TO_MEET = (
        "nowhere-to-meet",
        _E,
        "No table at all, and no two organizations are online: nobody can meet.",
    )
    # people
    INVALID_EMAIL = "invalid-email", _E, "Not an e-mail address."
    DUPLICATE_EMAIL = (
        "duplicate-email",
        _E,
        "Two delegates have the same e-mail address.",
    )
    DUPLICATE_DELEGATE = (
        "duplicate-delegate",
        _E,
        "Two delegates have the same id, or cannot be told apart.",
    )
    MISSING_EMAIL = "missing-email", _W, "No e-mail address: nothing can be sent."
    UNKNOWN_COUNTRY = "unknown-country", _E, "Not a country's name or ISO code."
    UNKNOWN_LANGUAGE = "unknown-language", _W, "Not a language: left out."
    UNKNOWN_KIND = "unknown-kind", _W, "Not a kind of organization: taken as other."
    UNPARSABLE_PHONE = "unparsable-phone", _W, "Not a telephone number: kept as is."
    NOT_VALIDATED = "not-validated", _W, "Not validated in b2match: left out."
    ORGANIZATION_CONTRADICTS = (
        "organization-contradicts",
        _E,
        "Rows of one organization contradict each other.",
    )
    ORGANIZATION_DIFFERS = (
        "organization-differs",
        _W,
        "Rows of one organization differ: the first one counts.",
    )
    NEAR_DUPLICATE_ORGANIZATION = (
        "near-duplicate-organization",
        _W,
        "Two organizations with nearly the same name: kept apart.",
    )
    ARRIVAL_AFTER_DEPARTURE = (
        "arrival-after-departure",
        _E,
        "A delegate leaves before arriving.",
    )
    INCOMPLETE_TRIP = (
        "incomplete-trip",
        _E,
        "An arrival or departure lacks time or place.",
    )
    TRIP_MISSES_EVENT = (
        "trip-misses-event",
        _E,
        "A delegate arrives after the end or leaves before the start.",
    )
    TRIP_FAR_FROM_EVENT = (
        "trip-far-from-event",
        _W,
        "A trip weeks before or after the event: taken as it is.",
    )
    OVERRIDE_WITHOUT_REASON = (
        "override-without-reason",
        _E,
        "Present from or until is set by hand without a reason.",
    )
    TRIP_OF_ONLINE_DELEGATE = (
        "trip-of-online-delegate",
        _W,
        "An online delegate has a trip: the trip is left out.",
    )
    VOUCHER_WITHOUT_LEAST = (
        "voucher-without-least",
        _E,
        "A voucher without its least number of meetings.",
    )
    VOUCHER_WITHOUT_NUMBER = (
        "voucher-without-number",
        _E,
        "Voucher columns are filled, its number is not.",
    )
    VOUCHER_OF_ONLINE_DELEGATE = (
        "voucher-of-online-delegate",
        _E,
        "A voucher pays a trip; an online delegate makes none.",
    )
    VOUCHER_NUMBER_TWICE = (
        "voucher-number-twice",
        _E,
        "Two delegates travel on the same voucher.",
    )
    VOUCHER_WITHOUT_TRIP = (
        "voucher-without-trip",
        _W,
        "A voucher holder's trip is not known: present all the time.",
    )
    MOST_BELOW_LEAST = (
        "most-below-least",
        _E,
        "The most meetings wanted are fewer than the least.",
    )
    # wishes
    UNKNOWN_ORGANIZATION = (
        "unknown-organization",
        _E,
        "Nobody of this name, number or address takes part.",
    )
    AMBIGUOUS_REFERENCE = (
        "ambiguous-reference",
        _E,
        "The name fits several organizations or people.",
    )
    NOT_OF_ORGANIZATION = (
        "not-of-organization",
        _E,
        "The delegate or unit belongs to another organization.",
    )
    WISH_TO_ONESELF = "wish-to-oneself", _E, "A wish to meet one's own organization."
    DUPLICATE_WISH = "duplicate-wish", _W, "The same wish twice: it counts once."
    DUPLICATE_WISH_OTHER_PRIORITY = (
        "duplicate-wish-other-priority",
        _W,
        "The same wish with two priorities: the higher one wins.",
    )
    DUPLICATE_WISH_OTHER_ANSWER = (
        "duplicate-wish-other-answer",
        _W,
        "The same wish with two answers: declined wins, then accepted.",
    )
    INVALID_PRIORITY = "invalid-priority", _E, "A priority other than 1, 2 or 3."
    UNKNOWN_ANSWER = (
        "unknown-answer",
        _E,
        "An answer other than accepted, declined, open.",
    )
    PROMISED_AND_VETOED = (
        "promised-and-vetoed",
        _E,
        "A promised meeting of two who must never meet.",
    )
    REFERS_TO_LEFT_OUT = (
        "refers-to-left-out",
        _W,
        "A row names somebody whose own row was left out: left out too.",
    )
    INCONSISTENT_EVENT = (
        "inconsistent-event",
        _E,
        "The parts of the event do not fit together.",
    )
