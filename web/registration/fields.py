"""The fields of the public form, named after their place in an application."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from babel import Locale

from b4h_scheduler.sentence import mark
from web.languages.choice import language
from web.languages.local import KINDS, by_name, language_name
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
        mark("Your organization"),
        mark("Others see this once you have a place."),
        (
            Field("organization-name", mark("Name"), is_needed=True),
            Field(
                "organization-kind",
                mark("What it is"),
                Kind.CHOICE,
                choices=tuple((kind.value, word) for kind, word in KINDS.items()),
            ),
            Field(
                "organization-is_sme",
                mark("Small or medium enterprise"),
                Kind.MAYBE_CHOICE,
                choices=(
                    ("", mark("not known")),
                    ("yes", mark("yes")),
                    ("no", mark("no")),
                ),
            ),
            Field(
                "organization-country",
                mark("Country"),
                Kind.CHOICE,
                choices=_countries(language()),
            ),
            Field(
                "organization-region",
                mark("Region"),
                choices=tuple((region, region) for region in regions),
            ),
            Field(
                "organization-sectors",
                mark("Sectors"),
                Kind.LIST,
                mark("Separated by semicolons"),
            ),
            Field("organization-offers", mark("You offer"), Kind.AREA),
            Field("organization-seeks", mark("You seek"), Kind.AREA),
        ),
    )


def _people(event: Event) -> Rows:
    languages, reader = event.languages or ("en",), language()
    points = (("", "–"), *((p.id, p.name) for p in event.arrival_points))
    trip = (
        Field(
            "trip-arrival_point", mark("Arrives at"), Kind.MAYBE_CHOICE, choices=points
        ),
        Field(
            "trip-arrival",
            mark("Scheduled arrival"),
            Kind.MAYBE_MOMENT,
            mark("As on the ticket, on the clocks of the event"),
        ),
        Field(
            "trip-departure_point",
            mark("Leaves from"),
            Kind.MAYBE_CHOICE,
            choices=points,
        ),
        Field("trip-departure", mark("Scheduled departure"), Kind.MAYBE_MOMENT),
    )
    return Rows(
        PEOPLE,
        mark("Who comes"),
        mark("person"),
        mark(
            "You first: your address is confirmed by a link. Leave the others empty if "
            "you come alone."
        ),
        (
            Field("name", mark("Name"), is_needed=True),
            Field("email", mark("Mail address"), Kind.EMAIL, is_needed=True),
            Field("role", mark("Role")),
            Field("phone", mark("Phone")),
            Field(
                "language",
                mark("Language of mails"),
                Kind.CHOICE,
                choices=_languages(languages),
                default=reader if reader in languages else languages[0],
            ),
            Field(
                "speaks",
                mark("Languages you speak"),
                Kind.LANGUAGES,
                mark(
                    "Separated by semicolons. Where two sides share none, an "
                    "interpreter is looked for."
                ),
                default=language_name(reader),
            ),
            Field(
                "voucher-number",
                mark("Voucher number"),
                help=mark("If a regional partner pays the trip"),
            ),
            Field("is_online", mark("Takes part online, without a trip"), Kind.CHECK),
            *(trip if event.arrival_points else ()),
        ),
    )


@cache
def _countries(reader: str) -> tuple[tuple[str, str], ...]:
    names = Locale(reader).territories
    known = (
        (code, str(name))
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES  # noqa: PLR2004
    )
    return (("", "–"), *by_name(known))


_NOT_COUNTRIES = frozenset({"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"})


def _languages(codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, language_name(code)) for code in codes)
