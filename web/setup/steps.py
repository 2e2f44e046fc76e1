"""The pages of the set-up: which fields each has, and the sentence that explains it."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from b4h_scheduler.domain.places import HomeUse, TravelMode
from web.languages.texts import mark
from web.setup.choices import as_named
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
    Field("name", mark("Name"), help=mark("Such as Thursday morning"), is_needed=True),
    Field("start", mark("First slot begins"), Kind.MOMENT),
    Field("num_slots", mark("Slots"), Kind.NUMBER),
    Field("slot_min", mark("Minutes each"), Kind.NUMBER, default="20"),
    Field("changeover_min", mark("Minutes to change tables"), Kind.NUMBER, default="5"),
)

BASICS = Group(
    mark("The event"),
    "",
    (
        Field("name", mark("Name"), is_needed=True),
        Field(
            "time_zone",
            mark("Time zone"),
            help=mark("As Europe/Berlin"),
            choices=tuple((key, key) for key in sorted(available_timezones())),
            is_needed=True,
        ),
        Field("venue", mark("Venue")),
        Field("organizer", mark("Organizer")),
        Field("organizer_email", mark("Mail address of the organizer"), Kind.EMAIL),
        Field(
            "funding",
            mark("Funding statement"),
            Kind.AREA,
            mark("Stands below public pages, delegates' pages, prints and mails."),
        ),
        Field(
            "languages",
            mark("Languages"),
            Kind.LANGUAGES,
            mark("Of mails and forms, the first for those who choose none: en; de"),
        ),
    ),
)

TIMES = (
    Rows(
        "sessions",
        mark("Sessions"),
        mark("session"),
        mark("A session is a run of slots of one length on one day."),
        SESSION_FIELDS,
    ),
    Rows(
        "breaks",
        mark("Breaks of the program"),
        mark("program break"),
        mark("Lunch and coffee: no slot may overlap them."),
        (
            Field("name", mark("Name"), is_needed=True),
            Field("time-start", mark("Begins"), Kind.MOMENT),
            Field("time-end", mark("Ends"), Kind.MOMENT),
        ),
    ),
)

ARRIVALS = Rows(
    "arrival_points",
    mark("Airports and stations"),
    mark("arrival point"),
    mark(
        "From the scheduled arrival to the first meeting: leave the plane or train, "
        "get here, check in, and a buffer. Empty fields take what is usual: plane 30, "
        "20 and 90 minutes, train 5, 10 and 15."
    ),
    (
        _ID,
        Field(
            "name", mark("Name"), help=mark("Such as Stuttgart airport"), is_needed=True
        ),
        Field(
            "mode",
            mark("People come by"),
            Kind.CHOICE,
            choices=as_named(TravelMode),
        ),
        Field("transfer_min", mark("Minutes to the venue"), Kind.NUMBER),
        Field("exit_min", mark("Minutes to leave it"), Kind.MAYBE_NUMBER),
        Field("buffer_min", mark("Buffer"), Kind.MAYBE_NUMBER),
        Field("be_there_min", mark("Be there before departure"), Kind.MAYBE_NUMBER),
        Field("check_in_min", mark("Check-in at the event"), Kind.NUMBER, default="15"),
        Field("late_min", mark("Late by, in one case of ten"), Kind.MAYBE_NUMBER),
    ),
)


def steps(zones: tuple[tuple[str, str], ...]) -> tuple[Step, ...]:
    """Return the pages; those about places offer the zones there are."""
    return (
        Step("event", mark("Event"), mark("Name, place and languages."), (BASICS,)),
        Step("times", mark("Days and sessions"), mark("When people can meet."), TIMES),
        Step(
            "zones",
            mark("Zones"),
            mark("Rooms or halls, and how long people walk."),
            _zones(zones),
        ),
        Step(
            "homes",
            mark("Home places"),
            mark("Booths and tables of organizations, beside the common tables."),
            (_homes(zones),),
        ),
        Step(
            "arrivals",
            mark("Arrivals"),
            mark("Where people arrive and leave."),
            (ARRIVALS,),
        ),
        Step("policy", mark("Policy"), mark("What a good plan is."), POLICY),
    )


def _zones(zones: tuple[tuple[str, str], ...]) -> tuple[Rows, Rows]:
    walk = (
        Field(
            "zones-0", mark("Between"), Kind.MAYBE_CHOICE, choices=(("", "–"), *zones)
        ),
        Field("zones-1", mark("and"), Kind.MAYBE_CHOICE, choices=(("", "–"), *zones)),
        Field("minutes", mark("Minutes on foot"), Kind.NUMBER),
    )
    return (
        Rows(
            "zones",
            mark("Zones"),
            mark("zone"),
            mark("One is enough if all tables are in one room."),
            (_ID, Field("name", mark("Name"), is_needed=True)),
        ),
        Rows(
            "walking",
            mark("Walking times"),
            mark("walk"),
            mark("Save new zones first; then they can be chosen here."),
            walk,
        ),
    )


def _homes(zones: tuple[tuple[str, str], ...]) -> Rows:
    return Rows(
        "home_places",
        mark("Home places"),
        mark("place"),
        mark("A home place is outside the common pool: its organizations meet there."),
        (
            Field("id", mark("Number or name of the place"), is_needed=True),
            Field("zone", mark("Zone"), Kind.CHOICE, choices=zones),
            Field(
                "organizations",
                mark("Organizations"),
                Kind.LIST,
                mark("Names as under People, separated by semicolons"),
            ),
            Field("capacity", mark("Meetings at once"), Kind.NUMBER, default="1"),
            Field(
                "use",
                mark("They meet there"),
                Kind.CHOICE,
                choices=as_named(HomeUse),
                default=HomeUse.PREFERRED.value,
            ),
            Field("is_open_to_others", mark("Others may when it is idle"), Kind.CHECK),
            Field("seats", mark("Seats"), Kind.NUMBER, default="4"),
            Field("features", mark("Features"), Kind.LIST, mark("screen; step-free")),
        ),
    )
