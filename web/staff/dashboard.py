"""The overview of an event: who answered, what to do, wishes by day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Blueprint, url_for
from sqlalchemy import select

from b4h_scheduler.files.hints import HintCode
from b4h_scheduler.outputs.report.pictures.svg import Svg
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow, WishRow
from web.languages.local import day_and_month, short_date
from web.languages.texts import gettext
from web.readings import read_event, read_hints
from web.site import site
from web.staff.frame import page
from web.staff.voucher_help import VoucherHelp
from web.visitor import visitor
from web.waiting import waiting

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from flask.typing import ResponseReturnValue
    from markupsafe import Markup
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.files.hints import Hint
    from web.staff.voucher_help import Proposal

    Helped = dict[tuple[HintCode, str], tuple[tuple[Proposal, ...], bool]]

dashboard = Blueprint("dashboard", __name__)
MOST_SHOWN = 8
"""Of each kind of hint; the rest folds out."""
_OF_ONE = frozenset(
    {
        HintCode.NEVER_PRESENT,
        HintCode.FEW_CANDIDATES,
        HintCode.VOUCHER_SHORT,
        HintCode.VOUCHER_WITHOUT_TRIP,
        HintCode.MORE_THAN_SLOTS,
    }
)
"""Hints that tell of one delegate alone: those that a partner sees of its regions."""
_OF_ALL = {HintCode.TABLE_LOAD: "setup.tables"}
"""Hints about the event as a whole, and the page where to act."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the organizations are."""

    organizations: int
    delegates: int
    wishes: int
    have_wished: int
    open_answers: int
    waited_for: int
    """Organizations with wishes that they have not answered."""
    silent: tuple[tuple[str, str], ...]
    """Key and name of organizations without a wish of their own."""
    unanswered: tuple[tuple[str, str, int], ...]
    """Key and name of organizations with open answers, and how many; most first."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """Hints of one kind."""

    meaning: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do.

    Attributes
    ----------
    to
        Where to act; empty: nowhere.
    proposals
        For a voucher holder short of partners.
    needs_slots
        Its trip leaves too few slots: partners alone do not help.
    """

    text: str
    to: str
    proposals: tuple[Proposal, ...] = ()
    needs_slots: bool = False


@dashboard.get("/events/<int:event_id>/overview")
def show(event_id: int) -> ResponseReturnValue:
    """Show how far the event is; to a partner how far those of its regions are."""
    regions = visitor().regions(event_id)
    with site().database.read() as reading:
        event = read_event(reading, event_id)
        hints = read_hints(reading, event_id)
        theirs = frozenset(
            each.id
            for each in event.organizations
            if regions is None or each.region in regions
        )
        key = ("voucher help", event_id, data_version(reading, event_id))
        helped = site().cache.get(key, lambda: _helped(event, hints))
        zone = ZoneInfo(event.time_zone)
        return page(
            reading,
            event_id,
            "staff/dashboard.html",
            progress=_progress(reading, event_id, theirs),
            to_dos=_to_dos(event_id, event, hints, helped, theirs),
            by_day=_by_day(reading, event_id, zone) if regions is None else None,
            regions=None if regions is None else sorted(regions),
            theirs=theirs,
            version=event_row(reading, event_id).version,
            waiting=waiting(reading, event_id) if regions is None else None,
        )


def _progress(reading: Session, event_id: int, theirs: Collection[str]) -> Progress:
    """Return how far some organizations are."""
    names = {
        row.key: row.name
        for row in reading.scalars(
            select(OrganizationRow)
            .where(OrganizationRow.event_id == event_id)
            .order_by(OrganizationRow.name)
        )
        if row.key in theirs
    }
    wishers: Counter[str] = Counter()
    waited: Counter[str] = Counter()
    columns = (WishRow.wisher_organization, WishRow.wished_organization, WishRow.answer)
    for wisher, wished, answer in reading.execute(
        select(*columns).where(WishRow.event_id == event_id)
    ):
        wishers[wisher] += wisher in names
        waited[wished] += wished in names and answer == "open"
    of_whom = select(DelegateRow.organization_key).where(
        DelegateRow.event_id == event_id
    )
    return Progress(
        organizations=len(names),
        delegates=sum(key in names for key in reading.scalars(of_whom)),
        wishes=wishers.total(),
        have_wished=sum(wishers[key] > 0 for key in names),
        open_answers=waited.total(),
        waited_for=sum(1 for number in waited.values() if number),
        silent=tuple((k, name) for k, name in names.items() if not wishers[k]),
        unanswered=tuple(
            (key, names[key], number)
            for key, number in waited.most_common()
            if number and key in names
        ),
    )


def _to_dos(
    event_id: int,
    event: Event,
    found: Sequence[Hint],
    helped: Helped,
    theirs: Collection[str],
) -> list[ToDo]:
    """Group the hints of `b4h check`, each with the page where to act.

    Where not everybody is looked after, only those of one delegate among ``theirs``.
    """
    is_whole = len(theirs) == len(event.organizations)
    places: dict[str, str] = {}
    for organization in event.organizations:
        if organization.id not in theirs:
            continue
        places[organization.name] = url_for(
            "people.show_organization", event_id=event_id, key=organization.id
        )
    for delegate in event.delegates:
        if delegate.organization not in theirs:
            continue
        name = event.organization_of[delegate.organization].name
        place = url_for("people.show", event_id=event_id, key=delegate.id)
        places[delegate.name] = places[f"{delegate.name} ({name})"] = place
    return [
        ToDo(
            code.doc,
            tuple(
                Item(
                    hint.text,
                    url_for(_OF_ALL[code], event_id=event_id)
                    if code in _OF_ALL
                    else _place(places, hint.subject),
                    *helped.get((code, hint.subject), ((), False)),
                )
                for hint in hints
            ),
        )
        for code, hints in groupby(
            (
                hint
                for hint in found
                if is_whole or (hint.code in _OF_ONE and _place(places, hint.subject))
            ),
            lambda hint: hint.code,
        )
    ]


def _helped(event: Event, found: Sequence[Hint]) -> Helped:
    """Return what helps voucher holders: partners to propose, or more slots."""
    short = [hint for hint in found if hint.code is HintCode.VOUCHER_SHORT]
    if not short:
        return {}
    proposing = VoucherHelp(event)
    holders = {each.name: each for each in event.delegates if each.voucher}
    helped: Helped = {}
    for hint in short:
        holder = holders.get(hint.subject)
        if holder is None or not isinstance(hint.text, Sentence):
            continue
        counting, slots, target = (
            int(str(hint.text.values[name])) for name in ("counting", "slots", "target")
        )
        proposals = proposing.proposals(holder) if counting < target else ()
        helped[hint.code, hint.subject] = proposals, slots < target
    return helped


def _place(places: dict[str, str], subject: str) -> str:
    """Find whom a hint is about; of several who share an agenda the first."""
    if subject in places:
        return places[subject]
    return places.get(
        subject.partition(", ")[0], places.get(subject.split(" / ", maxsplit=1)[0], "")
    )


def _by_day(reading: Session, event_id: int, zone: ZoneInfo) -> Markup | None:
    query = select(AuditRow.at).where(
        AuditRow.event_id == event_id,
        AuditRow.action == "created",
        AuditRow.subject.startswith("wish "),
    )
    days = Counter(at.astimezone(zone).date() for at in reading.scalars(query))
    return _picture(sorted(days.items())[-30:]) if days else None


def _picture(days: list[tuple[date, int]]) -> Markup:
    """Draw a bar a day."""
    width, height, foot = 460, 120, 18
    most = max(number for _, number in days)
    told = "; ".join(f"{short_date(day)}: {number}" for day, number in days)
    picture = Svg(width, height + foot, gettext("Wishes by day: {told}", told=told))
    step = width / max(len(days), 10)
    for place, (day, number) in enumerate(days):
        tall = (height - 16) * number / most
        x = place * step
        picture.rect(x + 1, height - tall, step - 2, tall, "bar")
        picture.text(x + step / 2, height - tall - 3, f"{number}", "label")
        picture.text(x + step / 2, height + foot - 4, day_and_month(day), "label")
    picture.line(0, height, width, height, "axis")
    return picture.markup()
