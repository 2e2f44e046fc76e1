"""What every byte of a feed must keep to: RFC 5545, and the traps of its readers."""

from __future__ import annotations

import re

_STAMP = re.compile(r"(?:DTSTAMP|LAST-MODIFIED):\d{8}T\d{6}Z")
_TIME = re.compile(
    r"DT(?:START|END)(?:;TZID=[^:;,]+:\d{8}T\d{6}|:\d{8}T\d{6}Z|;VALUE=DATE:\d{8})"
)

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_INVITING = ("ATTENDEE", "ORGANIZER")


def broken_rules(content: bytes) -> list[str]:
    """Return every rule that a feed breaks, in words."""
    return [told for told, is_kept in _rules(content) if not is_kept]


def _rules(content: bytes) -> list[tuple[str, bool]]:
    lines = content.split(b"\r\n")
    text = content.decode().replace("\r\n ", "")
    unfolded = text.split("\r\n")
    head = unfolded[: unfolded.index("BEGIN:VEVENT")]
    entries = _entries(unfolded)
    stamps = [ln for ln in unfolded if ln.startswith(("DTSTAMP", "LAST-MODIFIED"))]
    times = [
        ln for entry in entries for ln in entry if ln.startswith(("DTSTART", "DTEND"))
    ]
    used = set(re.findall(r"DT(?:START|END);TZID=([^:]+):", text))
    defined = re.findall(r"BEGIN:VTIMEZONE\r\nTZID:([^\r]+)", text)
    names = [[re.split("[:;]", line)[0] for line in entry] for entry in entries]
    uids = [ln for ln in unfolded if ln.startswith("UID:")]
    return [
        ("the last line ends with CRLF", lines[-1] == b""),
        ("CRLF only", not re.search(rb"(?<!\r)\n|\r(?!\n)", content)),
        ("no empty line", all(lines[:-1])),
        ("75 octets", all(len(line) <= 75 for line in lines)),
        ("no character is cut", all(_is_text(line) for line in lines)),
        ("no control characters", not _CONTROL.search(content)),
        ("stamps in UTC", all(_STAMP.fullmatch(line) for line in stamps)),
        ("times in a zone, UTC, or days", all(_TIME.fullmatch(line) for line in times)),
        ("one VTIMEZONE for each TZID", sorted(defined) == sorted(used)),
        ("no METHOD", not any(line.startswith("METHOD") for line in unfolded)),
        ("no identifier of the calendar", not any(ln.startswith("UID") for ln in head)),
        ("a duration that says so", "REFRESH-INTERVAL;VALUE=DURATION:PT15M" in head),
        ("never empty", bool(entries)),
        ("nobody is invited", not any(ln.startswith(_INVITING) for ln in unfolded)),
        (
            "each entry has all it needs, once",
            all(
                all(own.count(name) == 1 for name in (
                    "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART",
                    "DTEND", "SUMMARY", "STATUS", "TRANSP",
                ))
                for own in names
            ),
        ),
        ("one identifier, one entry", len(uids) == len(set(uids)) == len(entries)),
    ]  # fmt: skip


def _entries(unfolded: list[str]) -> list[list[str]]:
    found: list[list[str]] = []
    is_inside = False
    for line in unfolded:
        if line == "BEGIN:VEVENT":
            found.append([])
        is_inside = (is_inside or line == "BEGIN:VEVENT") and line != "END:VEVENT"
        if is_inside:
            found[-1].append(line)
    return found


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
