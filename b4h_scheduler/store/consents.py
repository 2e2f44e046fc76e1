"""What a delegate agrees to: said once or anew, never changed, the last word counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.people import consents_of
from b4h_scheduler.store.rules import NEEDED, Consent, consent_texts
from b4h_scheduler.store.schema_event import ConsentRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow
    from b4h_scheduler.store.schema_registration import ConsentTextRow


@dataclass(frozen=True, slots=True)
class Said:
    """A text that is asked for, and what a delegate said last.

    Attributes
    ----------
    last : ConsentRow, optional
        To any version of the text; None: nothing yet.
    """

    consent: Consent
    text: ConsentTextRow
    last: ConsentRow | None

    @property
    def is_given(self) -> bool:
        """Whether it is agreed to, in whatever version."""
        return self.last is not None and self.last.is_given

    @property
    def is_needed(self) -> bool:
        """Whether nobody takes part without it."""
        return self.consent in NEEDED

    @property
    def is_current(self) -> bool:
        """Whether the last word was on the current version."""
        return self.last is not None and self.last.text_version == str(
            self.text.version
        )


def said_by(session: Session, delegate: DelegateRow) -> tuple[Said, ...]:
    """Return every text that is asked for, with what a delegate said last."""
    last = {row.purpose: row for row in consents_of(session, delegate)}
    return tuple(
        Said(consent, text, last.get(consent.value))
        for consent, text in consent_texts(session, delegate.event_id).items()
    )


def must_agree(session: Session, delegate: DelegateRow) -> bool:
    """Whether something that is needed to take part is not agreed to yet."""
    found = said_by(session, delegate)
    return any(each.is_needed and not each.is_given for each in found)


def ask_anew(session: Session, delegate: DelegateRow) -> None:
    """Forget no word, but take none as said by the person who comes instead."""
    session.add_all(
        ConsentRow(
            event_id=delegate.event_id,
            delegate_key=delegate.key,
            purpose=each.consent.value,
            text_version=each.last.text_version,
            is_given=False,
            at=now(),
        )
        for each in said_by(session, delegate)
        if each.last is not None and each.last.is_given
    )


def say(session: Session, delegate: DelegateRow, given: Collection[Consent]) -> None:
    """Keep what a delegate agrees to now, where that is new.

    Raises
    ------
    RefusedError
        What is needed to take part was agreed to, and is not any more.
    """
    for each in said_by(session, delegate):
        is_given = each.consent in given
        if each.is_needed and each.is_given and not is_given:
            raise RefusedError(
                Sentence(
                    "this ({consent}) cannot be taken back while you take part: erase "
                    "your data below, or ask the organizer",
                    consent=each.consent,
                )
            )
        is_silent = each.last is None and not is_given
        if is_silent or (each.is_current and each.is_given == is_given):
            continue
        session.add(
            ConsentRow(
                event_id=delegate.event_id,
                delegate_key=delegate.key,
                purpose=each.consent.value,
                text_version=str(each.text.version),
                is_given=is_given,
                at=now(),
            )
        )
