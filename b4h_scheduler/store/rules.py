"""An event's rules: who may register, what is agreed to, how many wishes each has."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator
from sqlalchemy import bindparam, select

from b4h_scheduler.domain.base import Entity, Text
from b4h_scheduler.domain.people import Count, Kind
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import now, require_version
from b4h_scheduler.store.content import to_json
from b4h_scheduler.store.errors import StaleError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.schema_registration import ConsentTextRow, RulesRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session


class Mode(StrEnum):
    """Who may register."""

    CLOSED = "closed"
    CODE = "code"
    """Whoever has the invitation code."""
    OPEN = "open"


class Consent(StrEnum):
    """What people agree to; only the first two are needed to take part."""

    TERMS = "terms"
    NOTICE = "notice"
    PHOTOS = "photos"
    CONTACT = "contact"
    SURVEYS = "surveys"
    LATER = "later"
    """The profile may be copied to a later event."""


NEEDED = (Consent.TERMS, Consent.NOTICE)


class Places(Entity):
    """At most so many organizations of a kind and region."""

    kind: Kind | None = None
    """None: any."""
    region: str = ""
    """Empty: any."""
    number: Count

    def covers(self, kind: str, region: str) -> bool:
        """Whether an organization of this kind and region takes one of them."""
        return self.kind in {None, kind} and self.region in {"", region}

    @property
    def words(self) -> str:
        """What they are for."""
        kind = (
            "organizations"
            if self.kind is None
            else Sentence("kind {kind}", kind=self.kind)
        )
        return (
            Sentence("{kind} of {region}", kind=kind, region=self.region)
            if self.region
            else kind
        )


_RULES = select(RulesRow).where(RulesRow.event_id == bindparam("event_id"))


class Rules(Entity):
    """What an organizer rules for one event."""

    mode: Mode = Mode.CLOSED
    code: Annotated[str, Field(max_length=60)] = ""
    intro: Text = ""
    """Stands above the form."""
    places: tuple[Places, ...] = ()
    voucher_least: Count = 4
    """Least number of meetings of a voucher of which only the number is known."""
    most_wishes: dict[Kind, Annotated[int, Field(ge=1, le=1000)]] = Field(
        default_factory=dict
    )
    """Of each delegate, by the kind of the organization; left out: no own limit."""

    @model_validator(mode="after")
    def _has_code(self) -> Rules:
        if self.mode is Mode.CODE and not self.code:
            raise ValueError("registration by invitation needs a code")
        return self


def read_rules(session: Session, event_id: int) -> tuple[Rules, int]:
    """Return the rules of an event and their version; 0: nobody set any."""
    row = _row(session, event_id)
    if row is None:
        return Rules(), 0
    return Rules.model_validate(row.content), row.version


def save_rules(session: Session, event_id: int, rules: Rules, *, seen: int) -> None:
    """Set the rules of an event.

    Raises
    ------
    StaleError
        Somebody set them since version ``seen``.
    """
    event_row(session, event_id)
    row = _row(session, event_id)
    if row is None:
        if seen:
            raise StaleError("the rules", seen, 0)
        session.add(RulesRow(event_id=event_id, content=to_json(rules)))
        return
    require_version(row, seen)
    content = to_json(rules)
    if row.content != content:
        row.content = content


def consent_texts(session: Session, event_id: int) -> dict[Consent, ConsentTextRow]:
    """Return the current version of every text that is asked for."""
    return {
        consent: row for consent, row in _latest(session, event_id).items() if row.text
    }


def save_texts(session: Session, event_id: int, texts: Mapping[Consent, str]) -> None:
    """Keep texts that differ from the current ones as new versions."""
    latest = _latest(session, event_id)
    for consent, given in texts.items():
        text = "\n".join(line.rstrip() for line in given.strip().splitlines())
        known = latest.get(consent)
        if text == ("" if known is None else known.text):
            continue
        session.add(
            ConsentTextRow(
                event_id=event_id,
                consent=consent.value,
                version=1 if known is None else known.version + 1,
                text=text,
                at=now(),
            )
        )


def _latest(session: Session, event_id: int) -> dict[Consent, ConsentTextRow]:
    query = select(ConsentTextRow).where(ConsentTextRow.event_id == event_id)
    rows = session.scalars(query.order_by(ConsentTextRow.version))
    found = {row.consent: row for row in rows}
    return {each: found[each] for each in Consent if each in found}


def _row(session: Session, event_id: int) -> RulesRow | None:
    return session.scalar(_RULES, {"event_id": event_id})
