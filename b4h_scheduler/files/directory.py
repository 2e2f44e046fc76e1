"""Who is meant by a name, number, address or id in another file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from b4h_scheduler.domain.wishes import Side
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.duplicates import core
from b4h_scheduler.files.faults import shown
from b4h_scheduler.files.nearest import nearest
from b4h_scheduler.files.text_cells import as_text, line, lookup_key
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from b4h_scheduler.domain.ids import OrganizationId
    from b4h_scheduler.domain.people import Delegate, Organization
    from b4h_scheduler.files.rows import Row


@dataclass(frozen=True, slots=True)
class Miss:
    """Why a text means nobody."""

    code: Code | None
    """None: its own row has errors that are noted there."""
    message: str = ""
    cure: str = ""


_NUMBER = re.compile(r"0*(\d+?)(?:\.0+)?", re.ASCII)


def _bare_number(text: str) -> str | None:
    """Return ``7`` for ``007`` and ``7.0``; None if it is no number."""
    found = _NUMBER.fullmatch(text.strip())
    return None if found is None else found[1]


class Directory:
    """Sides by everything that files may call them."""

    def __init__(
        self,
        organizations: tuple[Organization, ...],
        delegates: tuple[Delegate, ...],
    ) -> None:
        """Index organizations, units and delegates."""
        self.is_complete = True
        """False: participants could not be read, so nobody is called unknown."""
        self._sides: dict[str, list[Side]] = {}
        self._names: list[str] = []
        self._numbers: dict[str, list[Side]] = {}
        """By numbers without the zeros before them, which spreadsheets drop."""
        self._left_out: dict[str, str] = {}
        self._faulty: set[str] = set()
        self._answers: dict[str, Side | Miss] = {}
        self._one: dict[tuple[str | None, ...], Side] = {}
        self._people: dict[OrganizationId, list[Delegate]] = {}
        self._organizations = {each.id: each for each in organizations}
        for organization in organizations:
            side = Side(organization=organization.id)
            for name in (
                organization.name,
                organization.number,
                organization.legal_name,
            ):
                self._add(name, side)
            self._add(organization.id, side, is_name=False)
            bare = _bare_number(organization.number)
            if bare is not None:
                self._numbers.setdefault(bare, []).append(side)
            for unit in organization.units:
                side = Side(organization=organization.id, unit=unit.id)
                self._add(unit.id, side, is_name=False)
                self._add(unit.name, side)
        for delegate in delegates:
            side = Side(
                organization=delegate.organization,
                unit=delegate.unit,
                delegate=delegate.id,
            )
            self._add(delegate.email, side)
            self._add(delegate.name, side)
            self._add(delegate.id, side, is_name=False)
            self._people.setdefault(delegate.organization, []).append(delegate)

    def _add(self, name: str, side: Side, *, is_name: bool = True) -> None:
        if not name:
            return
        key = lookup_key(name)
        sides = self._sides.setdefault(key, [])
        if side not in sides:
            sides.append(side)
        if is_name:
            self._names.append(name)

    @cached_property
    def _near_names(self) -> dict[str, str]:
        """Names by the form in which near ones are looked for; made when needed."""
        return {_alike(name): name for name in reversed(self._names)}

    def leave_out(self, names: Mapping[str, str]) -> None:
        """Note names of rows that were left out, and why."""
        for name, why in names.items():
            self._left_out.setdefault(lookup_key(name), why)

    def note_faulty(self, names: Iterable[str]) -> None:
        """Note names of a row with errors, so that they are not called unknown."""
        self._faulty.update(lookup_key(name) for name in names if name)

    def look_up(self, text: str) -> Side | Miss:
        """Return the side a text means, or why it means none.

        Equal sides are the same object.
        """
        if text not in self._answers:
            self._answers[text] = self._look_up(text)
        return self._answers[text]

    def _look_up(self, text: str) -> Side | Miss:
        key = lookup_key(text)
        sides = self._sides.get(key, [])
        if len(sides) == 1:
            return self._the(sides[0])
        if sides:
            return self._one_of(text, sides)
        alike = self._numbers.get(_bare_number(text) or "", [])
        if len(alike) == 1:
            return self._the(alike[0])
        if key in self._left_out:
            message = Sentence(
                "{text!r} was left out: {why}.",
                text=shown(text),
                why=self._left_out[key],
            )
            cure = mark("This row is left out too.")
            return Miss(Code.REFERS_TO_LEFT_OUT, message, cure)
        if key in self._faulty or not self.is_complete:
            return Miss(None)
        near = nearest(_alike(text), self._near_names)
        message = Sentence("nobody is called {text!r}.", text=shown(text))
        cure = mark("Write the name, number or e-mail address as in participants.")
        if near is not None:
            cure = Sentence(
                "Did you mean {near!r}? {cure}",
                near=self._near_names[near],
                cure=cure,
            )
        return Miss(Code.UNKNOWN_ORGANIZATION, message, cure)

    def _one_of(self, text: str, sides: list[Side]) -> Side | Miss:
        """Return the organization if all that is meant lies inside one."""
        if len({side.organization for side in sides}) == 1:
            whole = [s for s in sides if s.unit is None and s.delegate is None]
            units = [s for s in sides if s.delegate is None]
            if whole or len(units) == 1:
                return self._the((whole or units)[0])
        meanings, *more = (self.describe(side) for side in sides[:4])
        for each in more:
            meanings = Sentence("{names}, {name}", names=meanings, name=each)
        message = Sentence("{text!r} may be {names}.", text=shown(text), names=meanings)
        cure = mark("Write a number, an e-mail address or an id instead.")
        return Miss(Code.AMBIGUOUS_REFERENCE, message, cure)

    def describe(self, side: Side) -> str:
        """Return a side in words."""
        organization = self._organizations[side.organization]
        parts = [organization.name]
        parts += [unit.name for unit in organization.units if unit.id == side.unit]
        people = self._people.get(side.organization, [])
        parts += [each.name for each in people if each.id == side.delegate]
        names = " / ".join(parts)
        if not organization.number:
            return names
        return Sentence(
            "{names} (number {number})", names=names, number=organization.number
        )

    def find(
        self,
        row: Row,
        key: str,
        text: str,
        *,
        unknown: Code = Code.UNKNOWN_ORGANIZATION,
    ) -> Side | None:
        """Return the side a text means; otherwise note the fault."""
        found = self.look_up(text)
        if isinstance(found, Side):
            return found
        if found.code is not None:
            is_unknown = found.code is Code.UNKNOWN_ORGANIZATION
            code = unknown if is_unknown else found.code
            row.fault(code, key, found.message, found.cure, value=text)
        else:
            row.is_faulty = True
        return None

    def side_of(self, row: Row, key: str) -> Side | None:
        """Return the side of a wish's ``from`` or ``to``, narrowed by its columns."""
        if row.get(key) is None:
            row.fault(
                Code.MISSING_VALUE,
                key,
                Sentence("{key!r} is empty.", key=key),
                mark("Fill the cell."),
            )
            return None
        side = self.find(row, key, as_text(row.get(key)))
        if side is None:
            return None
        side = self._with_unit(row, f"{key}_unit", side)
        narrowed = self._with_delegate(row, f"{key}_delegate", side)
        return None if narrowed is None else self._the(narrowed)

    def _the(self, side: Side) -> Side:
        """Return the one object for a side, so that sides compare by identity."""
        return self._one.setdefault((side.organization, side.unit, side.delegate), side)

    def _with_unit(self, row: Row, key: str, side: Side) -> Side:
        text = row.read(key, line, "")
        if not text:
            return side
        organization = self._organizations[side.organization]
        for unit in organization.units:
            if lookup_key(text) in {lookup_key(unit.id), lookup_key(unit.name)}:
                return side.model_copy(update={"unit": unit.id})
        _not_of(row, key, text, organization.name, [u.name for u in organization.units])
        return side

    def _with_delegate(self, row: Row, key: str, side: Side) -> Side | None:
        text = row.read(key, line, "")
        if not text:
            return side
        wanted = lookup_key(text)
        people = self._people.get(side.organization, [])
        found = [
            each
            for each in people
            if wanted
            in {lookup_key(each.name), lookup_key(each.email), each.id.lower()}
        ]
        if len(found) == 1:
            unit = side.unit or found[0].unit
            return side.model_copy(update={"delegate": found[0].id, "unit": unit})
        if found:
            message = Sentence(
                "{number} delegates are called {text!r}.", number=len(found), text=text
            )
            row.fault(
                Code.AMBIGUOUS_REFERENCE,
                key,
                message,
                mark("Write the e-mail address."),
            )
        elif wanted in self._left_out:
            message = Sentence(
                "{text!r} was left out: {why}.",
                text=shown(text),
                why=self._left_out[wanted],
            )
            row.fault(
                Code.REFERS_TO_LEFT_OUT, key, message, mark("This row is left out too.")
            )
            return None
        elif wanted in self._faulty or not self.is_complete:
            row.is_faulty = True
        else:
            name = self._organizations[side.organization].name
            _not_of(row, key, text, name, [each.name for each in people])
        return side


def _alike(name: str) -> str:
    """Return a name as near names are looked for: without its legal form."""
    return name.casefold() if "@" in name else core(name)


_PARTS = {"unit": mark("unit"), "delegate": mark("delegate")}


def _not_of(row: Row, key: str, text: str, name: str, known: list[str]) -> None:
    near = nearest(text, known)
    message = Sentence(
        "{name!r} has no {what} {text!r}.",
        name=name,
        what=_PARTS[key.partition("_")[2]],
        text=shown(text),
    )
    cure = (
        Sentence("Did you mean {near!r}?", near=near)
        if near
        else Sentence("Known: {names}.", names=", ".join(known[:8]) or "–")
    )
    row.fault(Code.NOT_OF_ORGANIZATION, key, message, cure)
