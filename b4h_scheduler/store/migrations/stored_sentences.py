"""English sentences that were stored as plain text, taken apart by their templates.

Before revision 0011 a row kept "dropped Alba – Bora (Thu 09:00, table T1)" as it was
said. Here are the templates as they were then; they do not follow the code. A text
that fits none stays plain text, and is shown as it is.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_NAME = re.compile(r"\{(\w+)[^{}]*\}")
_OPTIONAL = frozenset({"when"})
"""Names that may stand for nothing."""
_MOMENTS = frozenset({"moment", "times", "begin", "end"})
_TIMES = r"[\w ]*\d\d:\d\d[\w :,]*"
_NUMBERS = frozenset({"number", "attempts", "total", "held"})
_PLAIN = frozenset(
    {"name", "pair", "other", "wisher", "wished", "names", "title"} | _MOMENTS
)
"""Values that are names or moments: nothing stands in them to be taken apart."""
_COUNTS = {
    form: (one, many)
    for one, many in (
        ("meeting", "meetings"),
        ("slot", "slots"),
        ("table", "tables"),
        ("point of wish value", "points of wish value"),
        ("promised meeting held", "promised meetings held"),
        ("meeting for travel vouchers", "meetings for travel vouchers"),
        ("meeting for those with too few", "meetings for those with too few"),
    )
    for form in (one, many)
}
_RELEASED = "released: "
_LOST = re.compile(r"(?P<pair>.+?) \((?P<reason>[^()]+)\)(?:, |$)")
"""One meeting that was released, and why."""
_COUNT = re.compile(rf"([\d,]+) (more |fewer )?({'|'.join(_COUNTS)})")
_TEMPLATES = (
    # Reasons of a plan.
    "those who must take part are not there together {when}",
    "{who} is not there {when}",
    "{who} is full {when}: {what}",
    "{who} has as many meetings as it may have: {what}",
    "{who} has as many meetings as it may have that day: {what}",
    "{who} would have too many meetings without a pause {when}",
    "{who} would have no time for lunch {when}",
    "{who} would wait more often than it may",
    "{who} would wait more often than others may",
    "no table that it may use is there {when}",
    "the tables that it may use are closed {when}",
    "the tables that it may use are taken {when}: {what}",
    "the tables left over {when} are kept free for the help desk",
    "{who} could not walk from one zone to the other {when}",
    "meetings that must be held are in the way: {what}",
    "meetings that are fixed are in the way: {what}",
    "it would not be in the order that was asked for: {what}",
    "{wished} declined",
    "{wished} has not accepted",
    "{wished} did not wish for it too",
    "nobody attends for {who}",
    "no common time: {when}",
    "in all {number} slots that come into question",
    "at {times}",
    "{meetings} worth at least as much",
    # Why meetings have become impossible.
    "there is no slot at {moment} any more",
    "delegate {name} does not take part any more",
    "{name} is not there before {moment}",
    "{name} has to leave by {moment}",
    "{name} is not available at {moment}",
    "table {table} cannot be used at {moment}",
    "table {table} is not there any more",
    # Edits of drafts, and locks.
    "swapped {pair} to {place} and {other} to {there}",
    "dropped {pair} ({place})",
    "added {pair} at {there}",
    "moved {pair} from {place} to {there}",
    "improved around the locks: {meetings} changed",
    "undone: {words}",
    "made again: {words}",
    "{moment}, {place}",
    "table {table}",
    # Runs: messages and demands.
    "its worker was lost {attempts} times",
    "the locks cannot all be kept together, so unlock some ({reason})",
    "no plan holds the meeting demanded and keeps everything else ({reason})",
    "these cannot all be, and without any one of them the others could: {demands}",
    "{pair} must meet",
    "{pair} are fixed {when}",
    "{name} can be in one meeting at a time only",
    "{name} has a right to a lunch break",
    "{pair} can meet {times} only",
    "{name} may have {meetings} at most",
    "{name} may have {meetings} at most on {day}",
    "there are only {number} tables for these meetings",
    "{pair} meet before {other}",
    # Warnings of plans.
    "the lock of {name} cannot be kept: {reason}",
    "the meeting of {names} was demanded: proofs are about plans with it",
    "voucher holder {name} attends online",
    "voucher holder {name} has given no trip: taken to be there all the time",
    "came late, and there was no time left to plan for them: {names}",
    (
        "came late, so planned only into what others leave free: {names} ({held} of "
        "{number} meetings)"
    ),
    # What-if.
    "1 more table at {moment}",
    # Where a release came from.
    "draft {number} ({name})",
    "revision {number}",
    # The outbox.
    "could not be sent in time; the last answer was: {text}",
)


def apart(text: str, *, is_whole: bool = True) -> object:
    """Return a text as template and values, as far as it is known.

    Parameters
    ----------
    is_whole
        It may be several sentences with semicolons between.
    """
    # Other templates would run on into the list of what was released.
    done, joint, lost = text.rpartition(_RELEASED)
    if joint and is_whole and (not done or done.endswith("; ")):
        released = {"template": f"{_RELEASED}{{lost}}", "values": {"lost": _lost(lost)}}
        if not done:
            return released
        parts = {"part0": apart(done.removesuffix("; ")), "part1": released}
        return {"template": "{part0}; {part1}", "values": parts}
    found = _taken(text)
    if found is not None:
        template, values = found
        return {
            "template": template,
            "values": {
                name: _value(name, value or "") for name, value in values.items()
            },
        }
    number = _COUNT.fullmatch(text)
    if number is not None:
        return _counted(int(number[1].replace(",", "")), number[2] or "", number[3])
    return _several(text) if is_whole else text


def _several(text: str) -> object:
    """Return sentences with a joint between, if any of them is known."""
    for joint in ("; ", ", "):
        parts = [apart(part, is_whole=False) for part in text.split(joint)]
        if len(parts) > 1 and not all(isinstance(part, str) for part in parts):
            names = [f"part{place}" for place in range(len(parts))]
            template = joint.join(f"{{{name}}}" for name in names)
            return {
                "template": template,
                "values": dict(zip(names, parts, strict=True)),
            }
    return text


def _value(name: str, value: str) -> object:
    if name in _NUMBERS:
        return int(value.replace(",", ""))
    return value if name in _PLAIN or not value else apart(value)


def _lost(text: str) -> object:
    """Return meetings that were released, each with its reason."""
    found = list(_LOST.finditer(text))
    if "".join(each[0] for each in found) != text:
        return text
    parts = {
        f"part{place}": {
            "template": "{pair} ({reason})",
            "values": {"pair": each["pair"], "reason": apart(each["reason"])},
        }
        for place, each in enumerate(found)
    }
    template = ", ".join(f"{{{name}}}" for name in parts)
    return {"template": template, "values": parts}


def _counted(number: int, more: str, noun: str) -> object:
    one, many = _COUNTS[noun]
    form = "{one}" if noun == one else "{many}"
    values: dict[str, object] = {"number": number, "one": one, "many": many}
    if not more:
        return {"template": f"{{number:,}} {form}", "values": values}
    template = f"{{number:,}} {more}{{noun}}"
    told = {"template": form, "values": values}
    return {"template": template, "values": {"number": number, "noun": told}}


@lru_cache(maxsize=20_000)
def _taken(text: str) -> tuple[str, dict[str, str | None]] | None:
    for template, hint, pattern in _patterns():
        if hint in text:
            found = pattern.fullmatch(text)
            if found is not None:
                return template, found.groupdict()
    return None


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Return templates, their longest words, and patterns; the most telling first."""
    found = [_pattern(template) for template in _TEMPLATES]
    return tuple(sorted(found, key=lambda each: -len(_NAME.sub("", each[0]))))


def _pattern(template: str) -> tuple[str, str, re.Pattern[str]]:
    parts = _NAME.split(template)
    literals, names = parts[::2], parts[1::2]
    pattern = ""
    for place, literal in enumerate(literals):
        is_last = place == len(names)
        is_optional = not is_last and names[place] in _OPTIONAL
        pattern += re.escape(literal.removesuffix(" ") if is_optional else literal)
        if not is_last:
            pattern += _group(names[place], is_optional=is_optional)
    hint = max((part.strip() for part in literals), key=len)
    return template, hint, re.compile(pattern, re.DOTALL)


def _group(name: str, *, is_optional: bool) -> str:
    what = _TIMES if name in _MOMENTS else ".+?"
    what = r"[\d,]+" if name in _NUMBERS else what
    group = f"(?P<{name}>{what})"
    return f"(?: {group})?" if is_optional else group
