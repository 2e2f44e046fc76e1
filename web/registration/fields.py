"""The fields of the public form, named after their place in an application."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from babel import Locale

from b4h_scheduler.domain.people import Kind as OrganizationKind
from web.setup.fields import Field, Group, Kind, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.domain.event import Event

NUM_PEOPLE = 3
"""Places for people on the form."""
PEOPLE = "delegates"


def parts(event: Event, regions: Sequence[str]) -> tuple[Group, Rows]:
    """Return the form's fields for an event."""
    return _organization(regions), _people(event)


def _organization(regions: Sequence[str]) -> Group:
    return Group(
        "Your organization",
        "Others see this once you have a place.",
        (
            Field("organization-name", "Name", is_needed=True),
            Field(
                "organization-kind",
                "What it is",
                Kind.CHOICE,
                choices=tuple((each.value, each.value) for each in OrganizationKind),
            ),
            Field(
                "organization-is_sme",
                "Small or medium enterprise",
                Kind.MAYBE_CHOICE,
                choices=(("", "not known"), ("yes", "yes"), ("no", "no")),
            ),
            Field("organization-country", "Country", Kind.CHOICE, choices=_countries()),
            Field(
                "organization-region",
                "Region",
                choices=tuple((region, region) for region in regions),
            ),
            Field(
                "organization-sectors", "Sectors", Kind.LIST, "Separated by semicolons"
            ),
            Field("organization-offers", "You offer", Kind.AREA),
            Field("organization-seeks", "You seek", Kind.AREA),
        ),
    )


def _people(event: Event) -> Rows:
    languages = event.languages or ("en",)
    points = (("", "–"), *((p.id, p.name) for p in event.arrival_points))
    trip = (
        Field("trip-arrival_point", "Arrives at", Kind.MAYBE_CHOICE, choices=points),
        Field(
            "trip-arrival",
            "Scheduled arrival",
            Kind.MAYBE_MOMENT,
            "As on the ticket, on the clocks of the event",
        ),
        Field("trip-departure_point", "Leaves from", Kind.MAYBE_CHOICE, choices=points),
        Field("trip-departure", "Scheduled departure", Kind.MAYBE_MOMENT),
    )
    return Rows(
        PEOPLE,
        "Who comes",
        "person",
        "You first: your address is confirmed by a link. Leave the others empty if "
        "you come alone.",
        (
            Field("name", "Name", is_needed=True),
            Field("email", "Mail address", Kind.EMAIL, is_needed=True),
            Field("role", "Role"),
            Field("phone", "Phone"),
            Field(
                "language",
                "Language of mails",
                Kind.CHOICE,
                choices=_languages(languages),
                default=languages[0],
            ),
            Field(
                "voucher-number",
                "Voucher number",
                help="If a regional partner pays the trip",
            ),
            Field("is_online", "Takes part online, without a trip", Kind.CHECK),
            *(trip if event.arrival_points else ()),
        ),
    )


@cache
def _countries() -> tuple[tuple[str, str], ...]:
    names = Locale("en").territories
    known = sorted(
        (
            (code, str(name))
            for code, name in names.items()
            if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES  # noqa: PLR2004
        ),
        key=lambda pair: pair[1],
    )
    return (("", "–"), *known)


_NOT_COUNTRIES = frozenset({"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"})


def _languages(codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    names = Locale("en").languages
    return tuple((code, str(names.get(code, code))) for code in codes)
