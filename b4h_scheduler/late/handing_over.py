"""A colleague comes instead: the agenda is handed over, and everybody told.

The person keeps the key, so that the released plan holds as it is. What belonged to
the one who does not come ends: links, consents, the voucher, what was told by mail,
the identifiers of calendar entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from b4h_scheduler.late.changing import require_not_over
from b4h_scheduler.late.colleague import named_colleague
from b4h_scheduler.late.proposing import propose
from b4h_scheduler.mail import on_release
from b4h_scheduler.mail.agenda import agendas_of
from b4h_scheduler.mail.calendar_mail import withdraw_invitations
from b4h_scheduler.mail.compose import Composer, Draft
from b4h_scheduler.mail.inviting import invite
from b4h_scheduler.mail.kinds import FORMER, Kind, Topic
from b4h_scheduler.mail.readers import readers
from b4h_scheduler.releases.standing import standing_lookup
from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.base import now
from b4h_scheduler.store.calendar_state import (
    forget_entries,
    renew_feeds,
    write_entries,
)
from b4h_scheduler.store.check_in import check_out
from b4h_scheduler.store.consents import ask_anew
from b4h_scheduler.store.drafts import plan_of
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.late import LateKind, add_change
from b4h_scheduler.store.links import revoke_links
from b4h_scheduler.store.outbox import withdraw
from b4h_scheduler.store.people import delegate_row, edit_delegate
from b4h_scheduler.store.revisions import latest_revision
from b4h_scheduler.store.schema_event import DelegateRow
from b4h_scheduler.store.schema_late import MailChoiceRow
from b4h_scheduler.store.schema_mail import OutboxRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_late import LateChangeRow


@dataclass(frozen=True, slots=True)
class Successor:
    """Who comes instead.

    Attributes
    ----------
    language : str
        Of mails and pages, ISO 639-1.
    keeps_trip : bool
        Travels as the delegate would have; else is there all the time until the
        successor says otherwise.
    """

    name: str
    email: str
    language: str = "en"
    keeps_trip: bool = False


def successor(
    session: Session, row: DelegateRow, given: Mapping[str, str]
) -> Successor:
    """Return who comes instead, as a form says it.

    Raises
    ------
    RefusedError
        Somebody who is not named, has no address, does not know of it, or takes part
        already.
    """
    name, email = named_colleague(given)
    same = select(DelegateRow.name).where(
        DelegateRow.event_id == row.event_id, DelegateRow.email == email.casefold()
    )
    known = session.scalar(same.limit(1))
    if known is not None:
        raise RefusedError(
            Sentence(
                "{address} is the address of somebody who takes part already: ask the "
                "organizer to change who attends",
                address=email,
            )
        )
    language = given.get("language", "")[:2] or "en"
    return Successor(name, email, language, given.get("same_trip") == "yes")


def hand_over(
    session: Session, row: DelegateRow, new: Successor, *, seen: int, workers: int
) -> LateChangeRow:
    """Let somebody else come with the same agenda, in this transaction.

    Raises
    ------
    RefusedError
        The event is over.
    StaleError
        Somebody changed the delegate meanwhile.
    """
    require_not_over(session, row.event_id)
    told = {"before": row.name, "said": new.name, "voucher": row.content["voucher"]}
    _tell_the_one_who_goes(session, row, new)
    edit_delegate(session, row, changes_for(row, new), seen=seen)
    revoke_links(row)
    ask_anew(session, row)
    session.execute(
        delete(MailChoiceRow).where(
            MailChoiceRow.event_id == row.event_id,
            MailChoiceRow.delegate_key == row.key,
        )
    )
    check_out(session, row)
    change = add_change(session, row, LateKind.INSTEAD, told)
    _tell_everybody(session, row)
    if propose(session, row.event_id, workers=workers) is None:
        change.is_settled = True  # any plan to come will know it
    return change


def give_voucher(session: Session, change: LateChangeRow) -> None:
    """Let the new person have the voucher: whoever issued it agreed.

    Raises
    ------
    RefusedError
        There was none, or it is given already.
    """
    voucher = change.told.get("voucher")
    row = delegate_row(session, change.event_id, change.delegate_key)
    if voucher is None or row.content["voucher"] is not None:
        raise RefusedError("there is no voucher to pass on (any more)")
    edit_delegate(session, row, {"voucher": voucher}, seen=row.version)
    change.told = change.told | {"is_passed_on": True}


def changes_for(row: DelegateRow, new: Successor) -> dict[str, Any]:
    """Return the fields of the person who comes; unit and limits stay."""
    changes: dict[str, Any] = {
        "name": new.name,
        "email": new.email,
        "language": new.language,
        "phone": "",
        "role": "",
        "speaks": frozenset(),
        "voucher": None,
    }
    if not row.content["sessions"] and row.content["sessions"] is not None:
        changes["sessions"] = None  # "I cannot come" was about the other person
    if not new.keeps_trip:
        changes |= {"trip": {}, "busy": ()}
    return changes


def _tell_the_one_who_goes(session: Session, row: DelegateRow, new: Successor) -> None:
    """Say good-bye, take back what was not sent, and begin a new history."""
    composer = Composer(session, row.event_id)
    reader = readers(composer).get(row.key)
    if reader is not None:
        withdraw_invitations(composer, reader)
        draft = Draft(
            Kind.HANDED_OVER, Topic.HANDED_OVER, values={"successor": new.name}
        )
        composer.put(reader.to, draft)
        session.flush()
    query = select(OutboxRow).where(
        OutboxRow.event_id == row.event_id, OutboxRow.delegate_key == row.key
    )
    kept = {Kind.HANDED_OVER, Kind.MEETING_CANCELED}
    for message in session.scalars(query):
        if message.topic.startswith(FORMER):
            continue
        message.topic = f"{FORMER}{message.topic}"
        if message.kind not in kept:
            withdraw([message], mark("somebody else comes instead"))


def _tell_everybody(session: Session, row: DelegateRow) -> None:
    """Write the new name into calendars and to partners, the agenda to the new one."""
    event_id = row.event_id
    forget_entries(session, event_id, row.key)
    revision = latest_revision(session, event_id)
    if revision is None:
        invite(session, event_id, only=[row.key])
        return
    session.flush()
    lookup = standing_lookup(load_event(session, event_id), plan_of(revision.plan))
    write_entries(session, event_id, lookup, now())
    renew_feeds(session, event_id)
    on_release(session, event_id, agendas_of(lookup))
