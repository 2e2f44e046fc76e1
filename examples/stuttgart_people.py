"""Who comes to Stuttgart: organizations and delegates, for make_stuttgart.py."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import TYPE_CHECKING

from b4h_scheduler.generate.invented import (
    CONDITIONS,
    OFFERS,
    REGIONS,
    ROLES,
    SECTORS,
    SEEKS,
    Region,
    Registry,
    domain_of,
)

if TYPE_CHECKING:
    from b4h_scheduler.generate.draw import Draw

HOST = REGIONS[0]

REGIONAL = (15, 9, 8, 6, 5, 7, 6, 5, 6, 5, 4)
"""Organizations of each of the eleven regions."""
CORPORATES = (
    ("Wernau Medizintechnik AG", "DE", "Medical devices", 3),
    ("Groupe Thérapole SA", "FR", "Therapeutics", 3),
    ("Oranjehaven Diagnostics N.V.", "NL", "Diagnostics", 2),
    ("Shannonfield Devices plc", "IE", "Medical devices", 2),
    ("Scheldemond Pharma NV", "BE", "Therapeutics", 2),
)
"""Name, country, sector, delegates (each with an agenda)."""
INVESTORS = (
    ("Drei Linden Ventures GmbH", "DE", 2),
    ("Kirchberg Life Capital SA", "LU", 2),
    ("Canal du Nord Santé SAS", "FR", 1),
    ("Old Quay Seed Fund Ltd", "GB", 1),
)
UNIVERSITIES = (
    ("Hochschule Neckartal", HOST, ("Biomaterials lab", "Imaging lab")),
    (
        "Université de la Haute-Sambre",
        REGIONS[3],
        ("Genomics group", "Clinical trials unit"),
    ),
    ("Universiteit Veluwe", REGIONS[5], ()),
    ("Scoil Innealtóireachta Laighean", REGIONS[9], ()),
    ("Institut de Recherche de la Scarpe", REGIONS[8], ()),
    ("Taff Valley University", REGIONS[10], ()),
)

FLIGHTS = ("07:40", "08:05", "08:25", "08:50", "09:15", "09:50")
TRAINS = ("08:12", "08:53", "09:34", "10:08")
FLIGHTS_HOME = ("18:25", "19:10", "19:55", "20:35")
TRAINS_HOME = ("17:20", "17:51", "18:29", "19:05")
NUM_VOUCHERS = 30
TITLES = {
    "corporate": ("Head of external innovation", "Scouting lead", "Licensing manager"),
    "investor": ("Partner", "Principal", "Investment manager"),
    "university": ("Professor", "Group leader", "Technology transfer"),
    "cluster": ("Cluster manager", "Head of internationalization"),
    "company": ROLES,
}
TALKS = ("10:15-11:00", "11:05-11:55", "13:40-14:30", "14:30-15:15", "15:20-16:05")


@dataclass(frozen=True)
class Person:
    """A row of participants.csv."""

    name: str
    email: str
    role: str
    language: str
    speaks: tuple[str, ...]
    unit: str = ""
    online: bool = False
    voucher: dict[str, str] = field(default_factory=dict)
    trip: dict[str, str] = field(default_factory=dict)
    busy: str = ""


@dataclass(frozen=True)
class Party:
    """An organization with its delegates."""

    number: int
    name: str
    country: str
    region: str
    partner: str
    kind: str
    sectors: tuple[str, ...]
    offers: str
    seeks: str
    attends: str
    pull: float
    """How much others want to meet it."""
    wishes: int
    """How many wishes it writes, in proportion."""
    people: tuple[Person, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """Labs of a university."""
        return tuple(person.unit for person in self.people if person.unit)


class Guests:
    """Draws organizations and their delegates, step by step."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.names = Registry(self.draw)
        self.parties: list[Party] = []

    def make(self) -> list[Party]:
        """Return the organizations."""
        self._corporates_and_investors()
        self._universities()
        self._companies()
        self._send_on_trips()
        self._speakers_and_online()
        return self.parties

    def _person(
        self, languages: tuple[str, ...], domain: str, kind: str, unit: str = ""
    ) -> Person:
        draw = self.draw
        own = draw.pick(languages)
        named = self.names.person(own, domain)
        speaks = {own, "en"}
        if draw.chance(0.3):
            speaks.add(draw.pick(("de", "fr", "nl")))
        return Person(
            named.name,
            named.email,
            draw.pick(TITLES[kind]),
            own,
            tuple(sorted(speaks)),
            unit,
        )

    def _add(self, party: Party) -> None:
        self.parties.append(replace(party, number=101 + len(self.parties)))

    def _corporates_and_investors(self) -> None:
        by_country = {region.country: region for region in reversed(REGIONS)}
        for name, country, sector, num in CORPORATES:
            tongues = by_country[country].languages
            domain = domain_of(name)
            people = [self._person(tongues, domain, "corporate") for _ in range(num)]
            self._add(
                Party(
                    0, name, country, "", "", "corporate", (sector,),
                    "market access, development budget",
                    f"innovation in {sector.lower()}",
                    "separately", 7.0, 5, tuple(people),
                )
            )  # fmt: skip
        for name, country, num in INVESTORS:
            tongues = by_country[country].languages
            domain = domain_of(name)
            people = [self._person(tongues, domain, "investor") for _ in range(num)]
            self._add(
                Party(
                    0, name, country, "", "", "investor", tuple(SECTORS[:4]),
                    "seed to Series B, 0.5 to 6 million euros",
                    "teams with clinical data", "separately", 6.0, 7, tuple(people),
                )
            )  # fmt: skip

    def _universities(self) -> None:
        for name, region, units in UNIVERSITIES:
            domain = domain_of(f"{name} x")
            people = [
                self._person(region.languages, domain, "university", unit)
                for unit in units or ("",)
            ]
            sector = self.draw.pick(SECTORS)
            self._add(
                Party(
                    0, name, region.country, region.name, region.partner,
                    "university", (sector, "Clinical research"),
                    "laboratories, animal-free models, doctoral projects",
                    self.draw.pick(SEEKS), "separately" if units else "together",
                    1.6, 6, tuple(people),
                )
            )  # fmt: skip

    def _companies(self) -> None:
        """Partners' clusters first, then companies."""
        taken = dict.fromkeys(REGIONS, 0)
        for party in self.parties:
            for region in REGIONS:
                taken[region] += party.region == region.name
        for region, num in zip(REGIONS, REGIONAL, strict=True):
            for turn in range(num - taken[region]):
                is_cluster = turn == 0 and region.country in {"DE", "BE", "LU"}
                self._add(self._company(region, is_cluster=is_cluster))
        self._second_delegates()

    def _company(self, region: Region, *, is_cluster: bool) -> Party:
        draw = self.draw
        name = region.partner if is_cluster else self.names.company(region)
        sectors = tuple(draw.sample(SECTORS, draw.between(1, 2)))
        offers = OFFERS[sectors[0]].format(what=draw.pick(CONDITIONS))
        if is_cluster:
            offers = "network of companies and clinics in the region"
        domain = domain_of(f"{name} x" if is_cluster else name)
        kind = "cluster" if is_cluster else "company"
        return Party(
            0, name, region.country, region.name, region.partner,
            kind, sectors, offers,
            "; ".join(draw.sample(SEEKS, draw.between(1, 2))), "together",
            draw.pick((0.5, 0.8, 1.0, 1.0, 1.3, 1.8, 2.6)),
            draw.pick((4, 6, 8, 9, 11, 14)),
            (self._person(region.languages, domain, kind),),
        )  # fmt: skip

    def _second_delegates(self) -> None:
        """Companies bring a colleague until there are 110 delegates."""
        present = sum(len(party.people) for party in self.parties)
        companies = [i for i, p in enumerate(self.parties) if p.kind == "company"]
        for turn, at in enumerate(self.draw.sample(companies, 110 - present)):
            party = self.parties[at]
            region = next(r for r in REGIONS if r.name == party.region)
            domain = party.people[0].email.partition("@")[2]
            colleague = self._person(region.languages, domain, "company")
            people = (*party.people, colleague)
            attends = "separately" if turn % 4 == 0 else "together"
            self.parties[at] = replace(party, people=people, attends=attends)

    def _send_on_trips(self) -> None:
        """Thirty voucher holders, one a company, come by plane or train."""
        draw = self.draw
        abroad = [
            i
            for i, p in enumerate(self.parties)
            if p.kind == "company" and p.region != HOST.name
        ]
        flights, trains = cycle(FLIGHTS), cycle(TRAINS)
        for turn, at in enumerate(sorted(draw.sample(abroad, NUM_VOUCHERS))):
            party = self.parties[at]
            by_plane = draw.chance(0.35) or party.country in {"IE", "GB"}
            trip = {
                "arrival_point": "STR" if by_plane else "HBF",
                "arrival": next(flights) if by_plane else next(trains),
                "departure_point": "STR" if by_plane else "HBF",
                "departure": draw.pick(FLIGHTS_HOME if by_plane else TRAINS_HOME),
            }
            voucher = {
                "voucher": f"TV-{2026}-{turn + 1:03d}",
                "voucher_partner": party.partner,
                "voucher_amount": str(draw.between(450, 900, 50)),
                "voucher_least": "4",
            }
            first = replace(party.people[0], trip=trip, voucher=voucher)
            self.parties[at] = replace(party, people=(first, *party.people[1:]))
        self._few_speak_one_language()

    def _few_speak_one_language(self) -> None:
        """Six delegates speak no English: their meetings need an interpreter."""
        for country in ("DE", "FR"):
            alone = [
                i
                for i, p in enumerate(self.parties)
                if p.kind == "company" and len(p.people) == 1 and p.country == country
            ]
            for at in self.draw.sample(alone, 3):
                party = self.parties[at]
                person = replace(party.people[0], speaks=(party.people[0].language,))
                self.parties[at] = replace(party, people=(person,))

    def _speakers_and_online(self) -> None:
        draw = self.draw
        local = [
            i
            for i, p in enumerate(self.parties)
            if p.kind in {"company", "university"}
            and len(p.people) == 1
            and not p.people[0].voucher
            and "en" in p.people[0].speaks
        ]
        drawn = draw.sample(local, len(TALKS) + 3)
        for at, talk in zip(drawn, TALKS, strict=False):
            party = self.parties[at]
            person = replace(party.people[0], busy=talk, role="Speaker")
            self.parties[at] = replace(party, people=(person,))
        for at in drawn[len(TALKS) :]:
            party = self.parties[at]
            person = replace(party.people[0], online=True)
            self.parties[at] = replace(party, people=(person,))
