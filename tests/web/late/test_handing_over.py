"""A colleague comes instead: who has what then, and who is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.mail.agenda_texts import write_texts
from b4h_scheduler.store.base import now
from b4h_scheduler.store.consents import must_agree, say
from b4h_scheduler.store.links import Purpose
from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.relay import stored_event_mail
from b4h_scheduler.store.rules import NEEDED, Consent, save_texts
from b4h_scheduler.store.schema_calendars import CalendarEntryRow
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.b4h_scheduler.mail.post import opened
from tests.b4h_scheduler.outputs.calendars.feed_rules import broken_rules
from tests.web.late.late_days import run_all, send_all
from tests.web.late.saying import FORM, refusal, released
from tests.web.late.saying import say as say_late
from tests.web.world import rows

if TYPE_CHECKING:
    from typing import Any

    from tests.web.world import World

MIA = {
    "what": "instead",
    "name": "Mia Moll",
    "email": "mia@example.org",
    "agrees": "yes",
    "language": "de",
}


def _feed(world: World, event_id: int, who: str) -> str:
    token = world.link(who, event_id, Purpose.FEED)
    return f"/cal/{token}/agenda.ics"


def _new(world: World, known: set[int]) -> list[Any]:
    world.site.database.write(write_texts)
    query = select(OutboxRow).where(OutboxRow.id.not_in(known))
    return rows(world, query.order_by(OutboxRow.id))


def _ids(world: World) -> set[int]:
    return {row.id for row in rows(world, select(OutboxRow))}


def test_old_link_ends_and_the_new_one_has_the_agenda(
    world: World, coming: int
) -> None:
    """Page and feed: the old ones open no meeting, the new ones all."""
    page, feed = world.link("d-alba", coming), _feed(world, coming, "d-alba")
    before = world.nobody().get(feed).data
    visitor = world.delegate("d-alba", coming)
    say_late(visitor, **MIA)
    assert visitor.get("/my/agenda").status_code == 401
    assert world.nobody().get(f"/d/{page}").status_code == 404
    ended = world.nobody().get(feed).data
    assert ended.count(b"BEGIN:VEVENT") == 1
    assert b"Alba" not in ended
    assert b"Bora" not in ended
    assert broken_rules(ended) == []
    new = world.nobody().get(_feed(world, coming, "d-alba")).data
    assert new.count(b"BEGIN:VEVENT") == before.count(b"BEGIN:VEVENT")
    assert b"Mia Moll" in new
    uids = [set(re.findall(rb"UID:\S+", each)) for each in (before, new)]
    assert not uids[0] & uids[1]
    assert "Bora Implants" in world.delegate("d-alba", coming).text("/my/agenda")


def test_everybody_concerned_is_told_once(world: World, coming: int) -> None:
    """The new one gets the agenda, partners the name, the old one a good-bye."""
    known = _ids(world)
    lookup = released(world, coming)
    partners = {
        str(who)
        for each in lookup.agendas["d-alba"]  # type: ignore[index]
        for who in each.partner_delegates
    }
    say_late(world.delegate("d-alba", coming), **MIA)
    written = _new(world, known)
    told = [(row.recipient, row.kind) for row in written]
    assert sorted(told) == sorted(
        [
            ("alba@example.org", "handed-over"),
            ("mia@example.org", "agenda"),
            *((f"{who.removeprefix('d-')}@example.org", "changes") for who in partners),
        ]
    )
    mine = next(row for row in written if row.recipient == "mia@example.org")
    text = opened(mine.body).get_body(("plain",)).get_content()
    assert "Mia Moll" in text
    assert "Das sind Ihre Termine" in text
    assert world.link("d-alba", coming) in text
    theirs = next(row for row in written if row.kind == "changes")
    assert "Mia Moll" in opened(theirs.body).get_body(("plain",)).get_content()
    assert "Ada Ahl" not in str(theirs.content)
    send_all(world)
    run_all(world)
    assert _new(world, known | {row.id for row in written}) == []


def test_calendars_of_partners_name_the_new_person(world: World, coming: int) -> None:
    """In the description, with a later stamp; the time is the same, so SEQUENCE is."""
    feed = _feed(world, coming, "d-bora")
    before = world.nobody().get(feed).data.replace(b"\r\n ", b"")
    assert b"Ada Ahl" in before
    say_late(world.delegate("d-alba", coming), **MIA)
    after = world.nobody().get(feed).data.replace(b"\r\n ", b"")
    assert b"Mia Moll" in after
    assert b"Ada Ahl" not in after
    for name in (rb"UID:\S+", rb"SEQUENCE:\d+", rb"DTSTART\S+"):
        assert re.findall(name, before) == re.findall(name, after)


def test_sheets_with_the_new_name_are_printed_anew(world: World, coming: int) -> None:
    """That of the new person and those of whom they meet, though no time changed."""
    editor = world.staff("editor")
    page = f"/events/{coming}/print"
    editor.post(f"{page}/agendas", {"how": "mark", "number": "1"}, page=page)
    assert "Nothing changed" in editor.text(f"{page}/changed")
    lookup = released(world, coming)
    partners = {
        str(who)
        for each in lookup.agendas["d-alba"]  # type: ignore[index]
        for who in each.partner_delegates
    }
    say_late(world.delegate("d-alba", coming), **MIA)
    changed = editor.text(f"{page}/changed")
    names = re.findall(r"<h1>([^<]+)</h1>", changed)
    with world.read() as reading:
        known = {who: delegate_row(reading, coming, who).name for who in partners}
    assert set(names) == {"Mia Moll", *known.values()}


def test_voucher_stays_with_the_named_person(world: World, coming: int) -> None:
    """The new person has none, and staff is told whose it is."""
    visitor = world.delegate("d-delta", coming)
    assert "does not pass on" in visitor.text(FORM)
    say_late(visitor, **MIA)
    with world.read() as reading:
        assert delegate_row(reading, coming, "d-delta").content["voucher"] is None
    editor = world.staff("editor")
    address = f"/events/{coming}/late"
    page = editor.text(address)
    assert "Voucher V-77 is in the name of Dora Dahl" in page
    number = re.findall(r'name="change" value="(\d+)"', page)[0]
    for told in ("The voucher holds for the new person", "no voucher to pass on"):
        answer = editor.post(
            f"{address}/voucher",
            {"change": number},
            page=address,
            follow_redirects=True,
        )
        assert told in answer.text
    with world.read() as reading:
        content = delegate_row(reading, coming, "d-delta").content
    assert content["voucher"]["number"] == "V-77"
    assert "once of Dora Dahl, holds for Mia Moll" in editor.text(address)


def test_new_person_is_asked_to_agree(world: World, coming: int) -> None:
    """What the other one agreed to is not taken as said by the new one."""
    database = world.site.database
    texts = dict.fromkeys(NEEDED, "Be kind.") | {Consent.PHOTOS: "Smile."}
    database.write(lambda s: save_texts(s, coming, texts))
    database.write(lambda s: say(s, delegate_row(s, coming, "d-alba"), list(texts)))
    say_late(world.delegate("d-alba", coming), **MIA)
    with world.read() as reading:
        assert must_agree(reading, delegate_row(reading, coming, "d-alba"))


def test_invitations_are_canceled_at_the_old_address(world: World, coming: int) -> None:
    """Each accepted one by a CANCEL; the new person's entries are others."""
    database = world.site.database

    def want(session: Any) -> None:
        stored_event_mail(session, coming).has_invitations = True

    database.write(want)
    from b4h_scheduler.mail import on_release
    from b4h_scheduler.mail.agenda import agendas_of
    from b4h_scheduler.store.calendar_state import write_entries

    lookup = released(world, coming)
    assert lookup is not None
    database.write(lambda s: write_entries(s, coming, lookup, now()))
    database.write(lambda s: on_release(s, coming, agendas_of(lookup)))
    send_all(world)
    known = _ids(world)
    say_late(world.delegate("d-alba", coming), **MIA)
    written = _new(world, known)
    meetings = len(released(world, coming).agendas["d-alba"])  # type: ignore[index]
    old = [row for row in written if row.recipient == "alba@example.org"]
    kinds = [row.kind for row in old]
    assert kinds == ["meeting-canceled"] * meetings + ["handed-over"]
    new = [row for row in written if row.recipient == "mia@example.org"]
    assert [row.kind for row in new] == ["agenda"] + ["meeting"] * meetings
    uids = [
        {uid for row in each for uid in re.findall(rb"UID:\S+", _calendar(row))}
        for each in (old, new)
    ]
    assert len(uids[0]) == len(uids[1]) == meetings
    assert not uids[0] & uids[1]


def _calendar(row: Any) -> bytes:
    for part in opened(row.body).walk():
        if part.get_content_type() == "text/calendar":
            return bytes(part.get_payload(decode=True))
    return b""


def test_before_a_release_the_new_person_is_invited(world: World) -> None:
    """By a message of their own, though the other one was invited before."""
    send_all(world)
    known = _ids(world)
    say_late(world.delegate("d-alba"), **MIA)
    told = [(row.recipient, row.kind) for row in _new(world, known)]
    assert told == [
        ("alba@example.org", "handed-over"),
        ("mia@example.org", "invitation"),
    ]
    assert rows(world, select(CalendarEntryRow)) == []


def test_who_cannot_come_instead(world: World, coming: int) -> None:
    """A name, an address, a yes; nobody who takes part already."""
    visitor = world.delegate("d-alba", coming)
    assert "name of your colleague" in refusal(visitor, **(MIA | {"name": " "}))
    assert "is no mail address" in refusal(visitor, **(MIA | {"email": "mia"}))
    assert "Ask your colleague first" in refusal(visitor, **(MIA | {"agrees": ""}))
    taken = MIA | {"email": "Bora@example.org"}
    assert "takes part already" in refusal(visitor, **taken)


def test_staff_on_behalf_stays_on_the_page(world: World, coming: int) -> None:
    """Who acts for a delegate acts for the new one from then on."""
    editor = world.staff("editor")
    editor.post(
        f"/events/{coming}/people/d-alba/act", page=f"/events/{coming}/people/d-alba"
    )
    say_late(editor, **MIA)
    assert "You act for <strong>Mia Moll</strong>" in editor.text(FORM)
