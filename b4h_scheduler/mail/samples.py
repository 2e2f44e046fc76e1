"""Letters with invented people, to look at a text before it is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.mail.agenda import Agenda, AgendaMeeting
from b4h_scheduler.mail.agenda_letter import agenda_parts, changes_in_words, days_of
from b4h_scheduler.mail.compose import Addressee, Draft
from b4h_scheduler.mail.kinds import Kind
from b4h_scheduler.mail.letter import Button
from b4h_scheduler.mail.marks import Mark, Marked, marked
from b4h_scheduler.mail.texts import filled
from b4h_scheduler.mail.words import words_of

if TYPE_CHECKING:
    from b4h_scheduler.mail.compose import Composer
    from b4h_scheduler.mail.letter import Letter
    from b4h_scheduler.mail.texts import Text
    from b4h_scheduler.mail.words import MailWords

_LINK = "https://meet.example.org/d/example"
_SLOT = timedelta(minutes=30)
_LENGTH = timedelta(minutes=20)


def sample_letter(composer: Composer, kind: Kind, language: str, text: Text) -> Letter:
    """Return a letter of a kind with a text that is not saved yet."""
    composer.texts = {
        **composer.texts,
        f"{kind}.{language}": {"subject": text.subject, "intro": text.intro},
    }
    to = Addressee("", "Ada Muster", "ada@example.org", language, "Muster Biotech")
    return composer.letter(to, _draft(composer, kind, words_of(language)))


def _draft(composer: Composer, kind: Kind, words: MailWords) -> Draft:
    zone = composer.settings.zone_info
    before, agenda = _agendas(composer)
    links = dict.fromkeys(("page", "late", "feed"), _LINK)
    start = agenda.meetings[0].start
    when = words.when(start, zone.key)
    button = Button(words["open_page"], _LINK)
    if kind in {Kind.AGENDA, Kind.DAY_BEFORE, Kind.CHANGES}:
        changes = marked(before if kind is Kind.CHANGES else None, agenda)
        has_file = kind is Kind.AGENDA
        values = {
            "changes": changes_in_words(changes, words),
            "day": words.day(start.astimezone(zone).date()),
        }
        more = agenda_parts(changes, words, zone, links, has_file=has_file)
        return Draft(kind, "", values=values, more=more)
    if kind in {Kind.DIGEST, Kind.LAST_CALL}:
        title = filled(words["wish_from"], {"organization": "Beispiel Pharma"})
        more = {"points": ((title, "…"),), "buttons": (button,)}
        return Draft(kind, "", values={"n": 1, "closing_time": when}, more=more)
    if kind in {Kind.MEETING, Kind.MEETING_CANCELED}:
        mark = Mark.SAME if kind is Kind.MEETING else Mark.CANCELED
        meeting = agenda.meetings[0]
        more = {"days": days_of([Marked(meeting, mark)], words, zone)}
        values = {"partner": meeting.partner, "when": when}
        return Draft(kind, "", values=values, more=more)
    if kind is Kind.HANDED_OVER:
        return Draft(kind, "", values={"successor": "Cleo Beispiel"})
    is_own = kind in {Kind.CONFIRMATION, Kind.DECISION, Kind.OFFER}
    label = f"{kind}.button" if is_own else "open_page"
    until = words.day(start.astimezone(zone).date())
    more = {"buttons": (Button(words[label], _LINK),)}
    return Draft(kind, "", values={"until": until}, more=more)


def _agendas(composer: Composer) -> tuple[Agenda, Agenda]:
    """Return an agenda and one after changes of every sort."""
    start = utc(min(each.start for each in composer.settings.sessions))

    def meeting(key: str, slot: int, table: str, partner: str) -> AgendaMeeting:
        begin = start + slot * _SLOT
        people = f"Dr. {partner.partition(' ')[0]}"
        return AgendaMeeting(
            key, begin, begin + _LENGTH, f"Table {table}", "", partner, people
        )

    first = meeting("a", 0, "3", "Alba Diagnostics")
    before = Agenda(
        (
            first,
            meeting("b", 1, "5", "Bora Implants"),
            meeting("c", 2, "5", "Cirrus Data"),
            meeting("d", 3, "6", "Delta Capital"),
        )
    )
    after = Agenda(
        (
            first,
            meeting("c", 2, "8", "Cirrus Data"),
            meeting("d", 4, "6", "Delta Capital"),
            meeting("e", 5, "1", "Echo Imaging"),
        )
    )
    return before, after
