"""Fields of the set-up's forms: named after their place in the domain's event.

An input ``sessions-0-slot_min`` is field ``slot_min`` of the first session, so that a
fault which the domain finds at a field is told at its input.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any

from b4h_scheduler.files.languages import language_code
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.errors import RefusedError
from web.forms import address_of, moment_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo


class Kind(StrEnum):
    """What is typed into a field."""

    TEXT = "text"
    AREA = "area"
    EMAIL = "email"
    NUMBER = "number"
    MAYBE_NUMBER = "maybe-number"
    """Empty: none, or the default."""
    MOMENT = "datetime-local"
    MAYBE_MOMENT = "maybe-moment"
    CLOCK = "time"
    CHOICE = "choice"
    MAYBE_CHOICE = "maybe-choice"
    CHECK = "check"
    LIST = "list"
    """Separated by semicolons."""
    LANGUAGES = "languages"
    """Codes or names, separated by semicolons; at least one."""
    NUMBERS = "numbers"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Field:
    """One input.

    Attributes
    ----------
    path : str
        Where its value belongs: ``policy-limits-lunch_min``, in a row ``time-start``.
    choices : tuple
        Value and words of each; of a text they are only proposed.
    default : str
        In a new row.
    """

    path: str
    label: str
    kind: Kind = Kind.TEXT
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of things of one kind, each a row of fields, with new rows at the end."""

    name: str
    title: str
    one: str
    intro: str
    fields: tuple[Field, ...]
    num_new: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading."""

    title: str
    intro: str
    fields: tuple[Field, ...]


def value_of(field: Field, text: str, zone: ZoneInfo) -> Any:  # noqa: ANN401, PLR0911  (a line a kind)
    """Return what was typed as the domain takes it.

    Raises
    ------
    RefusedError
        It is not of the field's kind; what to write instead.
    """
    text = text.strip().replace("\r\n", "\n")
    match field.kind:
        case Kind.NUMBER | Kind.MAYBE_NUMBER:
            return _number(field, text)
        case Kind.MOMENT:
            moment = moment_of(text, zone)
            if moment is None:
                raise RefusedError("give a date and a time")
            return moment
        case Kind.MAYBE_MOMENT:
            return moment_of(text, zone)
        case Kind.EMAIL:
            return _email(field, text)
        case Kind.CHECK:
            return text == "yes"
        case Kind.LIST:
            return _parts(text)
        case Kind.LANGUAGES:
            return _languages(text)
        case Kind.NUMBERS:
            return tuple(_number(field, part) for part in _parts(text))
        case Kind.MAYBE_CHOICE:
            return text or None
    if field.is_needed and not text:
        raise RefusedError("this is needed")
    return text


def words_of(value: Any, zone: ZoneInfo) -> str:  # noqa: ANN401, PLR0911  (a line a type)
    """Return a value of the domain as its field shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, (frozenset, set)):
        return "; ".join(sorted(value))
    if isinstance(value, (list, tuple)):
        return "; ".join(str(each) for each in value)
    return str(value)


def at(content: Any, path: str) -> Any:  # noqa: ANN401  (nested content)
    """Return what stands at a path, or None."""
    for part in path.split("-"):
        if isinstance(content, (list, tuple)):
            number = int(part)
            content = content[number] if number < len(content) else None
        elif isinstance(content, dict):
            content = content.get(part)
        else:
            return None
    return content


def put(content: dict[str, Any], path: str, value: Any) -> None:  # noqa: ANN401  (a line a kind)
    """Put a value at a path; numbers count the parts of a list from the start."""
    head, _, rest = path.partition("-")
    if not rest:
        content[head] = value
    elif rest.partition("-")[0].isdigit():
        content.setdefault(head, []).append(value)
    else:
        put(content.setdefault(head, {}), rest, value)


def is_blank(rows: Rows, number: int, form: Mapping[str, str]) -> bool:
    """Whether nothing was typed into a row, or it is to be removed."""
    start = f"{rows.name}-{number}-"
    if form.get(f"{start}remove") == "yes":
        return True
    typed = (
        form.get(start + field.path, "").strip()
        for field in rows.fields
        if not field.default and field.kind not in {Kind.CHECK, Kind.CHOICE}
    )
    return not any(typed)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(";"))))


def _languages(text: str) -> tuple[str, ...]:
    codes = []
    for part in _parts(text.replace(",", ";")):
        code = language_code(part)
        if code is None:
            raise RefusedError(
                Sentence(
                    "{text!r} is no language: write a code such as en", text=part[:30]
                )
            )
        codes.append(code)
    if not codes:
        raise RefusedError("give at least one language")
    return tuple(dict.fromkeys(codes))


def _email(field: Field, text: str) -> str:
    if not text and not field.is_needed:
        return ""
    if not text:
        raise RefusedError("give a mail address")
    return address_of(text)


def _number(field: Field, text: str) -> int | None:
    if not text and field.kind is Kind.MAYBE_NUMBER:
        return None
    try:
        return int(text)
    except ValueError:
        if not text:
            raise RefusedError("give a number") from None
        raise RefusedError(
            Sentence("{text!r} is no whole number", text=text[:30])
        ) from None
