"""Organizations, gathered from the rows that repeat their columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from b4h_scheduler.domain.ids import OrganizationId, UnitId
from b4h_scheduler.domain.people import Attends, Kind, Organization, Unit
from b4h_scheduler.files import choices, identifiers
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.countries import country_code
from b4h_scheduler.files.faults import shown
from b4h_scheduler.files.text_cells import (
    as_text,
    line,
    lookup_key,
    paragraph,
    words,
    yes_no,
)
from b4h_scheduler.files.vocabulary import heading_key
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.files.rows import Row

_READERS = {
    "legal_name": line,
    "country": lambda cell: country_code(as_text(cell)),
    "region": line,
    "kind": choices.kind,
    "sme": yes_no,
    "sectors": words,
    "offers": paragraph,
    "seeks": paragraph,
    "attends": choices.attends,
    "needs": lambda cell: frozenset(words(cell)),
}
_SME = ("sme", "kmu", "pme", "small")
_IDENTITY = frozenset({"number", "name", "attends"})
"""Columns in which rows of one organization must not differ at all."""


@dataclass
class Draft:
    """An organization as far as rows have told."""

    name: str
    given_id: str
    number: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    told_in: dict[str, str] = field(default_factory=dict)
    """Per column: the row that told it first."""
    units: dict[str, Unit] = field(default_factory=dict)
    """By lookup key of the name and, if given, of the id."""
    id: OrganizationId = field(default=OrganizationId(""))


class Organizations:
    """All organizations of an event while its files are read."""

    def __init__(self) -> None:
        """Start with none."""
        self.drafts: list[Draft] = []
        self._by_id: dict[str, Draft] = {}
        self._by_number: dict[str, Draft] = {}
        self._by_name: dict[str, Draft] = {}

    def of_row(self, row: Row) -> Draft | None:
        """Return the organization a row tells of, noting what contradicts."""
        name = row.read("organization", line, "")
        given_id = row.read("organization_id", line, "", 60)
        number = row.read("number", line, "", 60)
        draft = self._known(name, given_id, number)
        if draft is None:
            if not name and row.get("organization") is not None:
                return None
            if not name:
                message = mark("the row names no organization.")
                row.fault(
                    Code.MISSING_VALUE, "organization", message, mark("Fill the cell.")
                )
                return None
            draft = Draft(name, given_id)
            draft.told_in["name"] = row.source
            self.drafts.append(draft)
        if name and lookup_key(name) != lookup_key(draft.name):
            _differs(row, draft, "name", "organization", draft.name, name)
        if number and not draft.number:
            draft.number = number
            draft.told_in["number"] = row.source
        elif number and number != draft.number:
            _differs(row, draft, "number", "number", draft.number, number)
        self._index(draft)
        for key, reader in _READERS.items():
            if row.get(key) is not None:
                _tell(row, draft, key, row.read(key, reader, None))
        return draft

    def _known(self, name: str, given_id: str, number: str) -> Draft | None:
        if given_id:
            found = self._by_id.get(lookup_key(given_id))
            if found is not None:
                return found
        if number and lookup_key(number) in self._by_number:
            return self._by_number[lookup_key(number)]
        found = self._by_name.get(lookup_key(name)) if name else None
        # The same name under another id of its own is another organization.
        if found is not None and given_id and found.given_id:
            return None
        return found

    def _index(self, draft: Draft) -> None:
        self._by_name.setdefault(lookup_key(draft.name), draft)
        if draft.number:
            self._by_number.setdefault(lookup_key(draft.number), draft)
        if draft.given_id:
            self._by_id.setdefault(lookup_key(draft.given_id), draft)

    def named(self, text: str) -> Draft | None:
        """Return the organization of a name, number or id."""
        key = lookup_key(text)
        for known in (self._by_id, self._by_number, self._by_name):
            if key in known:
                return known[key]
        return None

    def name_ids(self) -> None:
        """Give every organization its id; call once all rows are read."""
        taken = {draft.given_id for draft in self.drafts if draft.given_id}
        for draft in self.drafts:
            ident = draft.given_id or identifiers.distinct(
                identifiers.organization_id(draft.number, draft.name), taken
            )
            draft.id = OrganizationId(ident)

    def finished(self) -> tuple[Organization, ...]:
        """Return the organizations in order of the files."""
        return tuple(_organization(draft) for draft in self.drafts)


def add_unit(draft: Draft, name: str, given_id: str) -> Unit:
    """Return the unit of an organization by its name or id, made if it is new."""
    for key in (given_id, name):
        if key and lookup_key(key) in draft.units:
            return draft.units[lookup_key(key)]
    ident = given_id or identifiers.unit_id(
        identifiers.organization_id(draft.number, draft.name)
        if not draft.given_id
        else draft.given_id,
        name,
    )
    unit = Unit(id=UnitId(ident), name=name or given_id)
    for key in (name, given_id):
        if key:
            draft.units[lookup_key(key)] = unit
    return unit


def _organization(draft: Draft) -> Organization:
    values = dict(draft.values)
    is_sme = values.pop("sme", None)
    units = {unit.id: unit for unit in draft.units.values()}
    return Organization(
        id=draft.id,
        name=draft.name,
        number=draft.number,
        kind=values.pop("kind", Kind.COMPANY),
        attends=values.pop("attends", Attends.TOGETHER),
        is_sme=is_sme,
        units=tuple(units.values()),
        **values,
    )


def _tell(row: Row, draft: Draft, key: str, value: Any) -> None:  # noqa: ANN401
    if key == "kind":
        word = heading_key(as_text(row.get(key)))
        if value is None:
            value = Kind.OTHER
        if row.get("sme") is None and word.startswith(_SME):
            _tell(row, draft, "sme", value=True)
    if value is None:
        return
    if key not in draft.values:
        draft.values[key] = value
        draft.told_in[key] = row.source
    elif draft.values[key] != value:
        _differs(row, draft, key, key, draft.values[key], value)


def _differs(
    row: Row,
    draft: Draft,
    key: str,
    column: str,
    first: object,
    second: object,
) -> None:
    was, now = shown(_plain(first)), shown(_plain(second))
    told = draft.told_in[key]
    if key in _IDENTITY:
        message = Sentence(
            "{name!r}: {now!r} here, but {was!r} in {told}.",
            name=draft.name,
            now=now,
            was=was,
            told=told,
        )
        cure = mark(
            "Make both rows agree, or give each organization its own name and number."
        )
        row.fault(Code.ORGANIZATION_CONTRADICTS, column, message, cure)
    else:
        message = Sentence(
            "{name!r}: {now!r} here; {was!r} of {told} counts.",
            name=draft.name,
            now=now,
            was=was,
            told=told,
        )
        cure = mark("Make both rows agree, or leave one cell empty.")
        row.fault(Code.ORGANIZATION_DIFFERS, column, message, cure)


def _plain(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, (tuple, frozenset)):
        return "; ".join(sorted(value))
    return as_text(value)
