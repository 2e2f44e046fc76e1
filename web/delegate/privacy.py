"""A delegate's own data: seen, taken along, erased."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, redirect, request, session, url_for
from sqlalchemy import select

from b4h_scheduler.store.check_in import check_in_of
from b4h_scheduler.store.consents import said_by, say
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.held import held_key, said_held
from b4h_scheduler.store.late import LateKind, changes_by
from b4h_scheduler.store.mail_choice import unwanted_by
from b4h_scheduler.store.objections import all_objections_by
from b4h_scheduler.store.own_list import wishes_by, wishes_for
from b4h_scheduler.store.people import (
    consents_of,
    delegate_row,
    erase_delegate,
    organization_row,
)
from b4h_scheduler.store.privacy import kept_until
from b4h_scheduler.store.rules import Consent
from b4h_scheduler.store.schema_event import OrganizationRow
from b4h_scheduler.store.vetoes import barred_for, other_of, vetoes_by
from web.change import SEE_OTHER, change, write
from web.consent_words import CONSENT_WORDS
from web.delegate.frame import page
from web.languages.switch import is_choice, leave
from web.languages.texts import gettext
from web.shown_agendas import agenda_of
from web.site import site
from web.visitor import ACTING, LINK, own, visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import WishRow

privacy = Blueprint("privacy", __name__)


@privacy.get("/my/data")
def show() -> ResponseReturnValue:
    """Say what is kept, and offer download and erasure."""
    with site().database.read() as reading:
        said = said_by(reading, own())
        return _page(reading, {each.consent for each in said if each.is_given})


@privacy.post("/my/data/consents")
def agree() -> ResponseReturnValue:
    """Keep what is agreed to now; optional consents can be taken back."""
    row = own()
    given = [each for each in Consent if request.form.get(f"consent-{each}") == "yes"]
    if is_choice():
        with site().database.read() as reading:
            return _page(reading, given)

    def work(writing: Session) -> None:
        if visitor().is_acting:
            raise RefusedError("only the delegate can agree, not staff on behalf")
        say(writing, row, given)

    return change(
        work,
        done=gettext("Kept, with the version of each text."),
        to=url_for("privacy.show"),
    )


@privacy.get("/my/data.json")
def download() -> ResponseReturnValue:
    """Give everything that is kept about oneself."""
    with site().database.read() as reading:
        content = json.dumps(_my_data(reading), ensure_ascii=False, indent=2)
    response = Response(content, mimetype="application/json")
    response.headers["Content-Disposition"] = "attachment; filename=my-data.json"
    return response


@privacy.post("/my/data/erase")
def erase() -> ResponseReturnValue:
    """Erase the person, if the word was typed."""
    row = own()
    typed = request.form.get("sure", "").strip().casefold()
    if typed not in {"erase", gettext("erase").casefold()}:
        flash(
            gettext("Nothing was erased: type the word “erase” to confirm."), "danger"
        )
        return redirect(url_for("privacy.show"), SEE_OTHER)

    def work(writing: Session) -> None:
        erase_delegate(writing, delegate_row(writing, row.event_id, row.key))

    write(work)
    site().database.forget_deleted()
    session.pop(LINK, None)
    session.pop(ACTING, None)
    flash(
        gettext("Your name and contact are erased. The link does not work any more."),
        "success",
    )
    return leave(url_for("entry.home"))


def _page(reading: Session, ticked: Collection[Consent]) -> str:
    return page(
        reading,
        "delegate/privacy.html",
        mine=_my_data(reading),
        said=said_by(reading, own()),
        ticked=ticked,
        words=CONSENT_WORDS,
        until=kept_until(event_row(reading, own().event_id)),
    )


def _my_data(reading: Session) -> dict[str, Any]:
    """Return what is kept, without priorities, declines or vetoes of others.

    Who cannot be met, whoever ruled it, reads and is left out as on the pages:
    otherwise the difference would tell a veto from a decline.
    """
    row = delegate_row(reading, own().event_id, own().key)
    key = row.organization_key
    shown = agenda_of(reading, row)
    held = said_held(reading, row.event_id)
    barred = barred_for(reading, row.event_id, key)
    names = _names(reading, row.event_id)
    return {
        "delegate": row.content,
        "organization": organization_row(reading, row.event_id, key).content,
        "own wishes": [
            _own(wish, barred, names) for wish in wishes_by(reading, row.event_id, key)
        ],
        "wishes for us": [
            {"from": names(wish.wisher_organization), "message": wish.message}
            | {"our answer": wish.answer, "our reply": wish.reply}
            for wish in wishes_for(reading, row.event_id, key)
            if wish.wisher_organization not in barred
        ],
        "ruled out by us": [
            names(other_of(veto, key)) for veto in vetoes_by(reading, row.event_id, key)
        ],
        "objections": [
            {"to": each.meeting, "text": each.text, "at": each.made.isoformat()}
            for each in all_objections_by(reading, row.event_id, row.key)
        ],
        "consents": [
            {
                "purpose": each.purpose,
                "text": each.text_version,
                "given": each.is_given,
                "at": each.at.isoformat(),
            }
            for each in consents_of(reading, row)
        ],
        "messages turned off": sorted(unwanted_by(reading, row)),
        "late changes": [
            {"kind": each.kind, "at": each.made.isoformat()} | each.told
            for each in changes_by(reading, row.event_id, row.key)
            if each.kind != LateKind.INSTEAD  # tells of another person
        ],
        "check-in": None
        if (here := check_in_of(reading, row)) is None
        else {"here": here.is_here, "at": here.said.isoformat()},
        "agenda": []
        if shown is None
        else [
            {
                "start": each.meeting.start.isoformat(),
                "end": each.meeting.end.isoformat(),
                "table": each.meeting.table,
                "with": shown.lookup.side_name(each.partner),
                "took place": None
                if (said := held.get(held_key(each.meeting))) is None
                else said.took_place,
            }
            for each in shown.lookup.agendas[shown.delegate.id]
        ],
    }


def _names(reading: Session, event_id: int) -> Callable[[str], str]:
    """Return what gives the name of an organization; of one that is gone its key."""
    query = select(OrganizationRow.key, OrganizationRow.name).where(
        OrganizationRow.event_id == event_id
    )
    names = {row.key: row.name for row in reading.execute(query)}
    return lambda key: names.get(key, key)


def _own(
    wish: WishRow, barred: frozenset[str], names: Callable[[str], str]
) -> dict[str, Any]:
    """Return an own wish; a decline reads as a veto does."""
    answer = None
    if wish.wished_organization not in barred:
        answer = {"accepted": "accepted", "open": "no answer yet"}.get(wish.answer)
    return {
        "to": names(wish.wished_organization),
        "priority": wish.priority,
        "message": wish.message,
        "answer": answer or "not available",
        "reply": wish.reply if answer else "",
    }
