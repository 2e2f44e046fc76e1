"""A delegate's first page: what there is to do, and suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, session, url_for

from b4h_scheduler.domain.presence import present
from b4h_scheduler.late.asking import is_absent
from b4h_scheduler.store.consents import must_agree
from b4h_scheduler.store.own_list import wishes_for
from b4h_scheduler.store.people import delegate_of
from web.delegate.answering import answering
from web.delegate.frame import page
from web.delegate.others import standing, suggestions
from web.languages import switch
from web.languages.texts import gettext
from web.pictures import presence_strip
from web.readings import read_settings
from web.shown_agendas import agenda_of
from web.site import site
from web.visitor import LINK, own

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

my = Blueprint("my", __name__)


@my.get("/my/")
def home() -> ResponseReturnValue:
    """Show the state of everything, and what comes next."""
    row = own()
    with site().database.read() as reading:
        settings = read_settings(reading, row.event_id)
        delegate = delegate_of(row, settings.zone_info)
        stands = standing(reading, row)
        num_waiting, num_left_open = answering(reading, row).counts(
            wish
            for wish in wishes_for(reading, row.event_id, row.organization_key)
            if wish.wisher_organization not in stands.barred
        )
        shown = agenda_of(reading, row)
        return page(
            reading,
            "delegate/home.html",
            must_agree=must_agree(reading, row),
            settings=settings,
            person=delegate,
            is_absent=is_absent(delegate),
            strip=presence_strip(settings, present(settings, delegate)),
            num_wishes=stands.num_wishes,
            num_waiting=num_waiting,
            num_left_open=num_left_open,
            num_meetings=None
            if shown is None
            else len(shown.lookup.agendas[shown.delegate.id]),
            is_provisional=shown is not None and shown.is_provisional,
            suggested=suggestions(reading, row, stands, most=3),
        )


@my.post("/my/leave")
def leave() -> ResponseReturnValue:
    """Forget the link in this browser."""
    session.pop(LINK, None)
    flash(
        gettext("This browser is signed out. Your personal link works again."),
        "success",
    )
    return switch.leave(url_for("entry.home"))
