"""The pages of the set-up: which fields each has, and the sentence that explains it."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from b4h_scheduler.domain.places import HomeUse, TravelMode
from web.setup.fields import Field, Group, Kind, Rows
from web.setup.policy import POLICY

_ID = Field("id", "", Kind.HIDDEN)


@dataclass(frozen=True, slots=True)
class Step:
    """One page."""

    name: str
    title: str
    intro: str
    parts: tuple[Group | Rows, ...]


SESSION_FIELDS = (
    _ID,
    Field("name", "Name", help="Such as Thursday morning", is_needed=True),
    Field("start", "First slot begins", Kind.MOMENT),
    Field("num_slots", "Slots", Kind.NUMBER),
    Field("slot_min", "Minutes each", Kind.NUMBER, default="20"),
    Field("changeover_min", "Minutes to change tables", Kind.NUMBER, default="5"),
)

BASICS = Group(
    "The event",
    "",
    (
        Field("name", "Name", is_needed=True),
        Field(
            "time_zone",
            "Time zone",
            help="As Europe/Berlin",
            choices=tuple((key, key) for key in sorted(available_timezones())),
            is_needed=True,
        ),
        Field("venue", "Venue"),
        Field("organizer", "Organizer"),
        Field("organizer_email", "Mail address of the organizer", Kind.EMAIL),
        Field(
            "languages",
            "Languages",
            Kind.LANGUAGES,
            "Of mails and forms, the first for those who choose none: en; de",
        ),
    ),
)

TIMES = (
    Rows(
        "sessions",
        "Sessions",
        "session",
        "A session is a run of slots of one length on one day.",
        SESSION_FIELDS,
    ),
    Rows(
        "breaks",
        "Breaks of the program",
        "break",
        "Lunch and coffee: no slot may overlap them.",
        (
            Field("name", "Name", is_needed=True),
            Field("time-start", "Begins", Kind.MOMENT),
            Field("time-end", "Ends", Kind.MOMENT),
        ),
    ),
)

ARRIVALS = Rows(
    "arrival_points",
    "Airports and stations",
    "point",
    "From the scheduled arrival to the first meeting: leave the plane or train, get "
    "here, check in, and a buffer. Empty fields take what is usual: plane 30, 20 and "
    "90 minutes, train 5, 10 and 15.",
    (
        _ID,
        Field("name", "Name", help="Such as Stuttgart airport", is_needed=True),
        Field(
            "mode",
            "People come by",
            Kind.CHOICE,
            choices=tuple((mode.value, mode.value) for mode in TravelMode),
        ),
        Field("transfer_min", "Minutes to the venue", Kind.NUMBER),
        Field("exit_min", "Minutes to leave it", Kind.MAYBE_NUMBER),
        Field("buffer_min", "Buffer", Kind.MAYBE_NUMBER),
        Field("be_there_min", "Be there before departure", Kind.MAYBE_NUMBER),
        Field("check_in_min", "Check-in at the event", Kind.NUMBER, default="15"),
        Field("late_min", "Late by, in one case of ten", Kind.MAYBE_NUMBER),
    ),
)


def steps(zones: tuple[tuple[str, str], ...]) -> tuple[Step, ...]:
    """Return the pages; those about places offer the zones there are."""
    return (
        Step("event", "Event", "Name, place and languages.", (BASICS,)),
        Step("times", "Days and sessions", "When people can meet.", TIMES),
        Step(
            "zones", "Zones", "Rooms or halls, and how long people walk.", _zones(zones)
        ),
        Step(
            "homes",
            "Home places",
            "Booths and tables of organizations, beside the common tables.",
            (_homes(zones),),
        ),
        Step("arrivals", "Arrivals", "Where people arrive and leave.", (ARRIVALS,)),
        Step("policy", "Policy", "What a good plan is.", POLICY),
    )


def _zones(zones: tuple[tuple[str, str], ...]) -> tuple[Rows, Rows]:
    walk = (
        Field("zones-0", "Between", Kind.MAYBE_CHOICE, choices=(("", "–"), *zones)),
        Field("zones-1", "and", Kind.MAYBE_CHOICE, choices=(("", "–"), *zones)),
        Field("minutes", "Minutes on foot", Kind.NUMBER),
    )
    return (
        Rows(
            "zones",
            "Zones",
            "zone",
            "One is enough if all tables are in one room.",
            (_ID, Field("name", "Name", is_needed=True)),
        ),
        Rows(
            "walking",
            "Walking times",
            "walk",
            "Save new zones first; then they can be chosen here.",
            walk,
        ),
    )


def _homes(zones: tuple[tuple[str, str], ...]) -> Rows:
    return Rows(
        "home_places",
        "Home places",
        "place",
        "A home place is outside the common pool: its organizations meet there.",
        (
            Field("id", "Number or name of the place", is_needed=True),
            Field("zone", "Zone", Kind.CHOICE, choices=zones),
            Field(
                "organizations",
                "Organizations",
                Kind.LIST,
                "Names as under People, separated by semicolons",
            ),
            Field("capacity", "Meetings at once", Kind.NUMBER, default="1"),
            Field(
                "use",
                "They meet there",
                Kind.CHOICE,
                choices=tuple((use.value, use.value) for use in HomeUse),
                default=HomeUse.PREFERRED.value,
            ),
            Field("is_open_to_others", "Others may when it is idle", Kind.CHECK),
            Field("seats", "Seats", Kind.NUMBER, default="4"),
            Field("features", "Features", Kind.LIST, "screen; step-free"),
        ),
    )
