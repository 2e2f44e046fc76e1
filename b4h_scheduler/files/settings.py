"""The settings of an event: what stands in event.toml outside of its lists."""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BaseModel, ValidationError

from b4h_scheduler.domain.fault_words import fault_words
from b4h_scheduler.domain.people import Kind
from b4h_scheduler.domain.policy import Eligibility, Policy
from b4h_scheduler.files.cell_types import TYPE_NAMES
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.contacts import email
from b4h_scheduler.files.faults import CellError
from b4h_scheduler.files.languages import language_code
from b4h_scheduler.files.nearest import did_you_mean
from b4h_scheduler.files.text_cells import as_text, clean, line, words, yes_no
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.files.faults import Faults


@dataclass(frozen=True, slots=True)
class Setting:
    """A value with the line or row it stands on."""

    value: Any
    row: int | None


@dataclass
class Settings:
    """All settings of a file by dotted key, such as ``policy.limits.lunch_min``."""

    file: str
    entries: dict[str, Setting] = field(default_factory=dict)
    is_sheet: bool = False
    """Read from cells: any of them may stand for text."""
    is_read: bool = True
    """False: the file is not there or cannot be read, which is a fault of its own."""


@dataclass(frozen=True, slots=True)
class EventSettings:
    """Checked settings."""

    name: str
    zone: ZoneInfo
    venue: str
    organizer: str
    organizer_email: str
    funding: str
    languages: tuple[str, ...]
    policy: Policy


NOTHING = "none"
"""Stands for no limit, or an empty list."""
_TEXTS = {
    "name": mark("name of the event (required)"),
    "time_zone": mark("IANA name such as `Europe/Berlin` (required)"),
    "venue": mark("where it takes place"),
    "organizer": mark("who organizes it"),
    "organizer_email": mark("address of the organizer"),
    "funding": mark("who pays for it: stands below pages, prints and mails"),
    "languages": mark('languages of mails, the first is the default: `["en", "de"]`'),
}


def _policy_keys(model: type[BaseModel], prefix: str) -> dict[str, Any]:
    """Return the dotted keys of a policy and the type of each."""
    keys: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            keys |= _policy_keys(kind, f"{prefix}{name}.")
        elif name == "eligibility":
            keys |= {f"{prefix}{name}.{member.value}": str for member in Kind}
        else:
            keys[prefix + name] = kind
    return keys


POLICY_KEYS = _policy_keys(Policy, "policy.")
KEYS = {**_TEXTS, **dict.fromkeys(POLICY_KEYS, "")}
"""Every setting there is."""


def read_settings(settings: Settings, faults: Faults) -> EventSettings:
    """Return the checked settings, with stand-ins where they are faulty."""
    entries = settings.entries
    _check_keys(settings, faults)
    return EventSettings(
        name=_text(settings, "name", faults, is_required=True) or "?",
        zone=_zone(settings, faults),
        venue=_text(settings, "venue", faults),
        organizer=_text(settings, "organizer", faults),
        organizer_email=_email(settings, "organizer_email", faults),
        funding=_text(settings, "funding", faults),
        languages=_languages(settings, faults) if "languages" in entries else ("en",),
        policy=_policy(settings, faults),
    )


def _check_keys(settings: Settings, faults: Faults) -> None:
    for key, entry in settings.entries.items():
        if key in KEYS:
            continue
        last = key.rpartition(".")[2]
        by_last = {known.rpartition(".")[2]: known for known in KEYS}
        near = by_last.get(last)
        cure = (
            Sentence("Did you mean {near!r}?", near=near)
            if near
            else did_you_mean(key, KEYS)
        )
        message = Sentence("there is no setting {key!r}.", key=key)
        faults.add(
            Code.UNKNOWN_KEY,
            message,
            cure,
            file=settings.file,
            row=entry.row,
            column=key,
        )


def _text(
    settings: Settings, key: str, faults: Faults, *, is_required: bool = False
) -> str:
    entry = settings.entries.get(key)
    if entry is None or entry.value is None or entry.value == "":
        if is_required and settings.is_read:
            message = Sentence("{key!r} is missing.", key=key)
            cure = Sentence("Add {key}: {doc}.", key=key, doc=_TEXTS[key])
            _fault(settings, key, Code.MISSING_KEY, message, cure, faults)
        return ""
    value = as_text(entry.value) if settings.is_sheet else entry.value
    if not isinstance(value, str):
        message = Sentence(
            "{key!r} must be text, found {what}.",
            key=key,
            what=TYPE_NAMES[type(entry.value)],
        )
        _fault(
            settings,
            key,
            Code.WRONG_TYPE,
            message,
            Sentence('Write {key} = "…".', key=key),
            faults,
        )
        return ""
    try:
        return line(clean(value))
    except CellError as error:
        _fault(settings, key, error.code, error.message, error.cure, faults)
        return ""


def _email(settings: Settings, key: str, faults: Faults) -> str:
    text = _text(settings, key, faults)
    try:
        return email(text) if text else ""
    except CellError as error:
        _fault(settings, key, error.code, error.message, error.cure, faults)
        return ""


def _zone(settings: Settings, faults: Faults) -> ZoneInfo:
    key = _text(settings, "time_zone", faults, is_required=True)
    if not key:
        return ZoneInfo("UTC")
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = Sentence("there is no time zone {key!r}.", key=key)
        cure = did_you_mean(key, available_timezones())
        _fault(settings, "time_zone", Code.UNKNOWN_TIME_ZONE, message, cure, faults)
        return ZoneInfo("UTC")


def _languages(settings: Settings, faults: Faults) -> tuple[str, ...]:
    found: list[str] = []
    for word in words(settings.entries["languages"].value):
        code = language_code(word)
        if code is None:
            message = Sentence("{word!r} is not a language: left out.", word=word)
            cure = mark("Write ISO codes: en, de, fr.")
            _fault(
                settings,
                "languages",
                Code.UNKNOWN_LANGUAGE,
                message,
                cure,
                faults,
            )
        elif code not in found:
            found.append(code)
    return tuple(found) or ("en",)


def _policy(settings: Settings, faults: Faults) -> Policy:
    content: dict[str, Any] = {}
    defaults = {kind.value: rule.value for kind, rule in Policy().eligibility.items()}
    for key, entry in settings.entries.items():
        if key not in POLICY_KEYS or entry.value is None:
            continue
        target = content
        *path, last = key.split(".")[1:]
        for part in path:
            target = target.setdefault(part, {})
        target[last] = _as_type(entry.value, POLICY_KEYS[key])
    if "eligibility" in content:
        rules = defaults | content["eligibility"]
        # Left out means open: one form of one meaning.
        content["eligibility"] = {
            kind: rule for kind, rule in rules.items() if rule != Eligibility.OPEN.value
        }
    try:
        return Policy.model_validate(content)
    except ValidationError as error:
        for problem in error.errors():
            _policy_fault(settings, problem, faults)
        return Policy()


def _as_type(value: Any, kind: Any) -> Any:  # noqa: ANN401 - any TOML value
    """Return a setting as the policy takes it: text from a sheet becomes a list."""
    origin = typing.get_origin(kind)
    if origin is tuple and isinstance(value, (str, int, float)):
        text = as_text(value)
        return () if text.casefold() == NOTHING else words(text)
    if kind is bool and isinstance(value, str):
        try:
            return yes_no(value)
        except CellError:
            return value
    if isinstance(value, str) and value.strip().casefold() == NOTHING:
        is_optional = origin in {types.UnionType, typing.Union}
        return None if is_optional else value
    if kind is str:
        return as_text(value).strip()
    return value


def _policy_fault(settings: Settings, problem: Any, faults: Faults) -> None:  # noqa: ANN401
    path = ["policy", *(str(part) for part in problem["loc"] if part != "[key]")]
    key = ".".join(path)
    while key not in settings.entries and "." in key:
        key = key.rpartition(".")[0]
    if key not in settings.entries:
        inside = ".".join(path) + "."
        key = next((k for k in settings.entries if k.startswith(inside)), key)
    message = Sentence("{fault}.", fault=fault_words(problem))
    code = Code.INVALID_SETTING
    if problem["type"].endswith(("_type", "_parsing")):
        code = Code.WRONG_TYPE
    _fault(
        settings,
        key,
        code,
        message,
        mark("See docs/files.md for what is allowed."),
        faults,
    )


def _fault(
    settings: Settings, key: str, code: Code, message: str, cure: str, faults: Faults
) -> None:
    entry = settings.entries.get(key, Setting(None, None))
    value = entry.value if isinstance(entry.value, (str, int, float)) else None
    faults.add(
        code, message, cure, file=settings.file, row=entry.row, column=key, value=value
    )
