"""Calendar invitations by mail (iMIP, RFC 6047): one message for each meeting.

REQUEST for a new or changed meeting, CANCEL for a withdrawn one; never several
meetings in one message, for most programs read only the first. A CANCEL is written
only where a REQUEST was sent, and goes after it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from b4h_scheduler.mail.agenda import Agenda, AgendaMeeting
from b4h_scheduler.mail.agenda_letter import days_of, place_of
from b4h_scheduler.mail.collecting import when_to_send
from b4h_scheduler.mail.compose import Draft
from b4h_scheduler.mail.history import Told, told_on
from b4h_scheduler.mail.imip import Invitation, Method, calendar_part, file_part
from b4h_scheduler.mail.kinds import Kind, meeting_topic
from b4h_scheduler.mail.letter import Button
from b4h_scheduler.mail.marks import Mark, Marked
from b4h_scheduler.mail.readers import readers
from b4h_scheduler.mail.texts import filled
from b4h_scheduler.mail.words import words_of
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.outbox import supersede, withdraw

if TYPE_CHECKING:
    from b4h_scheduler.mail.compose import Composer
    from b4h_scheduler.mail.readers import Reader
    from b4h_scheduler.store.schema_mail import OutboxRow


@dataclass(frozen=True, slots=True)
class Sent:
    """What the last invitation to a meeting said."""

    meeting: AgendaMeeting
    sequence: int
    is_canceled: bool

    @classmethod
    def of(cls, row: OutboxRow | None) -> Sent | None:
        """Read it from the outbox."""
        if row is None or row.content is None:
            return None
        content = row.content
        meeting = AgendaMeeting.from_json(content["meeting"])
        return cls(meeting, content["sequence"], content["is_canceled"])

    def to_json(self) -> dict[str, Any]:
        """Return what the outbox keeps."""
        return {
            "meeting": self.meeting.to_json(),
            "sequence": self.sequence,
            "is_canceled": self.is_canceled,
        }


def put_invitations(composer: Composer, agendas: dict[str, Agenda]) -> list[OutboxRow]:
    """Write what calendars must hear of, where the event wants invitations."""
    if not composer.wanted.has_invitations:
        return []
    told: dict[str, dict[str, Told]] = {}
    for (key, topic), each in told_on(
        composer.session, composer.event.id, [meeting_topic("%")]
    ).items():
        told.setdefault(key, {})[topic] = each
    written = []
    for key, reader in readers(composer).items():
        if key in agendas:
            written += _of_delegate(composer, reader, agendas[key], told.get(key, {}))
    return written


def withdraw_invitations(composer: Composer, reader: Reader) -> list[OutboxRow]:
    """Cancel every meeting that a delegate was invited to and that is still to come."""
    key = reader.to.key
    found = told_on(composer.session, composer.event.id, [meeting_topic("%")], [key])
    told = {topic: each for (_, topic), each in found.items()}
    return _of_delegate(composer, reader, Agenda(), told)


def _of_delegate(
    composer: Composer, reader: Reader, agenda: Agenda, told: dict[str, Told]
) -> list[OutboxRow]:
    written = []
    held = {meeting_topic(meeting.id): meeting for meeting in agenda.meetings}
    for topic in [*held, *(topic for topic in told if topic not in held)]:
        before = told.get(topic, Told())
        row = _about(composer, reader, topic, held.get(topic), before)
        if row is not None:
            written.append(row)
    return written


def _about(
    composer: Composer,
    reader: Reader,
    topic: str,
    meeting: AgendaMeeting | None,
    told: Told,
) -> OutboxRow | None:
    """Write about one meeting, or take back what is not sent yet."""
    last = Sent.of(told.last)
    was_held = last is not None and not last.is_canceled
    if meeting is None and not was_held:
        withdraw(told.waiting, mark("the meeting was canceled before it was sent"))
        return None
    if last is not None and was_held and last.meeting == meeting:
        withdraw(told.waiting, mark("the meeting is again as told before"))
        return None
    said = meeting or (last.meeting if last is not None else None)
    if said is None or said.end <= composer.moment:
        return None
    sequence = 0 if last is None else last.sequence + 1
    new = Sent(said, sequence, is_canceled=meeting is None)
    times = [said.start, *([] if last is None else [last.meeting.start])]
    due, is_urgent = when_to_send(composer, times, told.waiting)
    supersede(told.waiting)
    draft = draft_of(composer, reader, topic, new)
    return composer.put(reader.to, replace(draft, due=due, is_urgent=is_urgent))


def draft_of(composer: Composer, reader: Reader, topic: str, new: Sent) -> Draft:
    """Return the message about one meeting."""
    words = words_of(reader.to.language)
    meeting, zone = new.meeting, composer.settings.zone_info
    mark = Mark.CANCELED if new.is_canceled else Mark.SAME
    place = place_of(meeting, words)
    venue = one_line(composer.settings.venue) if meeting.has_place else ""
    invitation = Invitation(
        method=Method.CANCEL if new.is_canceled else Method.REQUEST,
        uid=_uid(composer.event.id, topic, composer.holder(reader.to.key)),
        sequence=new.sequence,
        made=composer.moment,
        start=meeting.start,
        end=meeting.end,
        zone=zone,
        summary=filled(words["meeting_with"], {"partner": meeting.partner}),
        place=", ".join(part for part in (place, venue) if part),
        description=filled(words["with"], {"people": meeting.people}),
        organizer=composer.reply_to or composer.mailing.settings.sender,
        organizer_name=one_line(composer.settings.organizer or composer.settings.name),
        attendee=reader.to.address,
        attendee_name=reader.to.name,
    )
    when = words.when(meeting.start, composer.settings.time_zone)
    return Draft(
        kind=Kind.MEETING_CANCELED if new.is_canceled else Kind.MEETING,
        topic=topic,
        values={"partner": meeting.partner, "when": when},
        more={
            "days": days_of([Marked(meeting, mark)], words, zone),
            "buttons": (Button(words["open_agenda"], reader.links["page"]),),
            "notes": (
                filled(words["time_zone"], {"zone": zone.key}),
                words["invitation_hint"],
            ),
        },
        calendar=calendar_part(invitation),
        attachments=(file_part(invitation),),
        content=new.to_json(),
    )


def _uid(event_id: int, topic: str, key: str) -> str:
    """Return the identifier of a mailed entry: of one meeting and person, for ever.

    Not that of the feed's entry: a program that holds both would mix their states.
    """
    told = f"{event_id}\n{topic}\n{key}"
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@invitation.b4h-scheduler"
