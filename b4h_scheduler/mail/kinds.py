"""The kinds of messages."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a message is for."""

    AGENDA = "agenda"
    """The agenda of a released plan, the first time."""
    CHANGES = "changes"
    """The agenda after a change."""
    INVITATION = "invitation"
    PLACE = "place"
    """The invitation of who was on the waiting list."""
    REMINDER = "reminder"
    """To those who have not answered."""
    DIGEST = "digest"
    """New wishes of others, at most once a day."""
    LAST_CALL = "last-call"
    """Wishes without an answer, shortly before closing."""
    DAY_BEFORE = "day-before"
    CONFIRMATION = "confirmation"
    """Of an address that somebody registered with."""
    DECISION = "decision"
    """To who registered, was declined or waits for a place."""
    OFFER = "offer"
    """To who waits: a place that is kept until a day, to be accepted."""
    MEETING = "meeting"
    """A calendar invitation (iMIP REQUEST)."""
    MEETING_CANCELED = "meeting-canceled"
    """Its withdrawal (iMIP CANCEL)."""
    HANDED_OVER = "handed-over"
    """To somebody instead of whom a colleague comes."""


class Topic(StrEnum):
    """What unsent messages must not tell twice."""

    AGENDA = "agenda"
    INVITATION = "invitation"
    REMINDER = "reminder"
    WISHES = "wishes"
    DAY_BEFORE = "day-before"
    CONFIRMATION = "confirmation"
    DECISION = "decision"
    HANDED_OVER = "handed-over"


FORMER = "former "
"""Begins the topics of what was told to somebody instead of whom a colleague comes."""


def meeting_topic(meeting: str) -> str:
    """Return the topic of the calendar invitation to a meeting."""
    return f"meeting {meeting}"
