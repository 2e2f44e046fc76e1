"""The lists an event consists of, and the columns of each.

A list stands in a file of its own (``wishes.csv``, ``wishes.xlsx``), in a sheet of
that name, or in event.toml as ``[[wishes]]``: the columns are the same everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    key: str
    """Its name in event.toml, in files we write, and in the code."""
    doc: str
    also: tuple[str, ...] = ()
    """Other headings that mean the same (English, German, French, b2match)."""
    is_required: bool = False
    is_kept: bool = True
    """False: known, and of no use for planning."""


@dataclass(frozen=True)
class ListForm:
    """The form of one list."""

    name: str
    doc: str
    columns: tuple[Column, ...]

    @cached_property
    def by_heading(self) -> dict[str, Column]:
        """Columns by each of their headings, as ``heading_key`` makes it."""
        found: dict[str, Column] = {}
        for column in self.columns:
            for heading in (column.key, *column.also):
                key = heading_key(heading)
                if found.setdefault(key, column) is not column:
                    message = f"{self.name}: heading {heading!r} has two meanings"
                    raise ValueError(message)
        return found


def heading_key(heading: str) -> str:
    """Return a heading without case, accents, spaces and punctuation."""
    text = unicodedata.normalize("NFKD", heading.casefold())
    return re.sub(
        r"[\W_]+", "", "".join(c for c in text if not unicodedata.combining(c))
    )


_BUSY = "stretches of time: `10:00-11:00; 26.11. 14:00-15:00`"

_ORGANIZATION = (
    Column("organization_id", "identifier of the organization; default: its number, else made from its name", ("organisation id", "org id")),
    Column("number", "number of the organization; any text without spaces around", ("organization number", "organisation number", "org no", "company number", "company no", "nr", "no", "nummer", "numéro", "numero", "firmennummer")),
    Column("legal_name", "registered name, if another", ("legal entity", "firmierung", "raison sociale")),
    Column("country", "name in English or a language of the region, or ISO code", ("country name", "country code", "country name or iso", "country iso", "land", "staat", "pays")),
    Column("region", "region or regional partner's area", ("région", "bundesland")),
    Column("kind", "company, corporate, investor, university, cluster, public or other", ("type", "organization type", "organisation type", "organization kind", "organisation kind", "company type", "organisationstyp", "organisationsart", "art der organisation", "type d'organisation", "typ")),
    Column("sme", "small or medium enterprise: yes or no", ("is sme", "kmu", "pme")),
    Column("sectors", "fields of work, separated by `;`", ("sector", "areas of activity", "area of activity", "branche", "branchen", "secteur", "secteurs", "domaines d'activité", "tätigkeitsfelder")),
    Column("offers", "what the organization offers", ("offer", "organization description", "organisation description", "company description", "description", "bietet", "angebot", "offre", "offres", "beschreibung")),
    Column("seeks", "what the organization seeks", ("seek", "looking for", "sucht", "gesuch", "gesuche", "recherche")),
    Column("needs", "features that every table of its meetings must have: `step-free; screen`", ("table features",)),
    Column("attends", "`together` (one agenda for all delegates) or `separately`", ("attendance", "teilnahme")),
)  # fmt: skip

PARTICIPANTS = ListForm(
    "participants",
    "one row a delegate; columns of the organization are repeated or given once",
    (
        Column("organization", "name of the organization", ("organisation", "organization name", "organisation name", "company", "company name", "firma", "firmenname", "unternehmen", "entreprise", "société", "nom de l'organisation", "organisationsname"), is_required=True),
        *_ORGANIZATION,
        Column("unit", "lab or represented member the delegate stands for", ("unit name", "lab", "department unit", "einheit", "unité")),
        Column("unit_id", "identifier of the unit; default: made from its name"),
        Column("id", "identifier of the delegate; default: made from the e-mail address", ("delegate id", "participant id")),
        Column("name", "full name; or use first and last name", ("delegate", "delegate name", "full name", "participant", "participant name", "teilnehmer", "teilnehmername", "person", "contact", "ansprechpartner", "nom complet", "nom et prénom")),
        Column("first_name", "first name", ("given name", "vorname", "prénom")),
        Column("last_name", "last name", ("family name", "surname", "nachname", "familienname", "nom", "nom de famille")),
        Column("email", "e-mail address", ("e-mail", "mail", "email address", "e-mail address", "mail address", "e-mail-adresse", "mailadresse", "courriel", "adresse e-mail", "adresse électronique")),
        Column("phone", "telephone number", ("telephone", "phone number", "mobile", "telefon", "telefonnummer", "téléphone")),
        Column("role", "what the delegate does there", ("job description", "job title", "position", "function", "funktion", "fonction", "rolle")),
        Column("language", "language of mails", ("mail language", "language of mails", "preferred language", "sprache", "langue")),
        Column("speaks", "languages spoken, separated by `;`", ("languages", "spoken languages", "languages spoken", "sprachen", "langues", "langues parlées", "spricht")),
        Column("online", "takes part online: yes or no", ("is online", "en ligne", "remote", "virtual")),
        Column("participation", "b2match's participation type: online words mean online", ("participation type", "teilnahmeart", "type de participation")),
        Column("voucher", "number of the travel voucher", ("voucher number", "voucher no", "gutschein", "gutscheinnummer", "chèque", "numéro de chèque")),
        Column("voucher_partner", "regional partner who issued it", ("issuing partner", "partner")),
        Column("voucher_amount", "amount in euros", ("amount", "betrag", "montant")),
        Column("voucher_least", "least number of meetings it asks for", ("least meetings for voucher", "voucher least meetings", "voucher minimum", "voucher meetings")),
        Column("voucher_counts", "`on-site-abroad`, `on-site` or `all`; default: the event's rule"),
        Column("arrival_point", "airport or station, as in arrival points", ("arrives at", "arrival airport", "arrival place", "ankunftsort", "lieu d'arrivée")),
        Column("arrival", "scheduled arrival: date and time, or a time", ("arrival time", "arrives", "scheduled arrival", "ankunft", "ankunftszeit", "arrivée", "heure d'arrivée")),
        Column("arrival_date", "date of arrival, if `arrival` is only a time", ("date of arrival", "ankunftsdatum", "date d'arrivée")),
        Column("departure_point", "airport or station", ("departs from", "departure airport", "departure place", "abfahrtsort", "abflugort", "lieu de départ")),
        Column("departure", "scheduled departure: date and time, or a time", ("departure time", "departs", "scheduled departure", "abfahrt", "abflug", "abreise", "départ", "heure de départ")),
        Column("departure_date", "date of departure, if `departure` is only a time", ("date of departure", "abreisedatum", "date de départ")),
        Column("present_from", "the organizer's own time instead of the arithmetic", ("anwesend ab", "présent à partir de")),
        Column("present_until", "the organizer's own time instead of the arithmetic", ("anwesend bis", "présent jusqu'à")),
        Column("override_reason", "why it is overridden", ("reason", "grund", "motif")),
        Column("busy", _BUSY, ("busy times", "blocked", "blocked times", "not available", "unavailable", "blockiert", "nicht verfügbar", "indisponible", "sperrzeiten")),
        Column("sessions", "sessions attended, separated by `;`; default: all", ("session", "sessions attended", "sitzungen")),
        Column("most", "most meetings wanted", ("most meetings", "max meetings", "maximum", "max")),
        Column("least", "least meetings wanted", ("least meetings", "min meetings", "minimum", "min")),
        Column("validated", "b2match: rows that are not validated are left out", ("validation", "is validated")),
        Column("web_site", "not kept", ("website", "url", "homepage", "site web"), is_kept=False),
        Column("street", "not kept", ("address", "straße", "strasse", "adresse", "rue"), is_kept=False),
        Column("city", "not kept", ("town", "ort", "stadt", "ville"), is_kept=False),
        Column("postal_code", "not kept", ("postcode", "zip", "zip code", "plz", "postleitzahl", "code postal"), is_kept=False),
        Column("title", "not kept", ("salutation", "anrede", "titel", "civilité"), is_kept=False),
    ),
)  # fmt: skip

ORGANIZATIONS = ListForm(
    "organizations",
    "optional: one row an organization, instead of repeating its columns in participants",
    (
        Column("organization", "name of the organization", ("name", "organisation", "organization name", "organisation name", "company", "firma"), is_required=True),
        *(
            Column("organization_id", c.doc, (*c.also, "id")) if c.key == "organization_id" else c
            for c in _ORGANIZATION
        ),
    ),
)  # fmt: skip

UNITS = ListForm(
    "units",
    "optional: labs or represented members without a delegate of their own",
    (
        Column("organization", "the organization: name, number or id", ("organisation",), is_required=True),
        Column("name", "name of the unit", ("unit", "unit name"), is_required=True),
        Column("id", "identifier; default: made from the name", ("unit id",)),
    ),
)  # fmt: skip

_FROM = Column("from", "who wishes: e-mail address, organization (name, legal name, number, id) or unit", ("wisher", "wish of", "wish from", "from organization", "from organisation", "requester", "sender", "von", "de", "de la part de"), is_required=True)  # fmt: skip
_TO = Column("to", "whom to meet, in the same way", ("wished", "wish for", "wish to", "to organization", "to organisation", "recipient", "receiver", "an", "à", "mit"), is_required=True)  # fmt: skip
_NARROW = (
    Column("from_delegate", "delegate of `from`: name, e-mail address or id", ("from person",)),
    Column("to_delegate", "delegate of `to`", ("to person",)),
    Column("from_unit", "unit of `from`: name or id"),
    Column("to_unit", "unit of `to`"),
)  # fmt: skip

_WISH = (
    _FROM,
    _TO,
    Column("priority", "1, 2, 3 or high, medium, low; default 2", ("prio", "rank", "priorität", "priorité")),
    Column("message", "what is said with the wish", ("text", "comment", "note", "nachricht", "kommentar", "commentaire", "bemerkung")),
    Column("answer", "accepted, declined or open", ("response", "status", "reply", "antwort", "réponse")),
    *_NARROW,
)  # fmt: skip

WISHES = ListForm("wishes", "one row a wish", _WISH)
PROMISED = ListForm("promised", "meetings the organizer promised", _WISH)
VETOES = ListForm(
    "vetoes",
    "pairs that must never meet",
    (
        Column("from", "one side, as in wishes", ("a", "side a", "first"), is_required=True),
        Column("to", "the other side", ("b", "side b", "second"), is_required=True),
        Column("reason", "why", ("grund", "motif")),
        *_NARROW,
    ),
)  # fmt: skip

SESSIONS = ListForm(
    "sessions",
    "runs of slots on one day",
    (
        Column("id", "identifier; default: `s1`, `s2`, …"),
        Column("name", "name; default: the id", ("session", "title")),
        Column("date", "date", ("day", "datum", "tag", "jour"), is_required=True),
        Column("start", "start of the first slot", ("from", "start time", "beginn", "von", "début"), is_required=True),
        Column("end", "end: as many slots as fit; or give `slots`", ("until", "end time", "ende", "bis", "fin")),
        Column("slots", "number of slots", ("num slots", "number of slots")),
        Column("slot_min", "minutes of a meeting; default 20", ("slot minutes", "slot length", "minutes")),
        Column("changeover_min", "minutes between slots; default 5 with several zones, else 0", ("changeover", "changeover minutes")),
    ),
)  # fmt: skip

BREAKS = ListForm(
    "breaks",
    "pauses of the program: no slot may overlap one",
    (
        Column("name", "name", ("break", "title"), is_required=True),
        Column("date", "date; default: every day of the event", ("day", "datum")),
        Column("start", "start", ("from", "start time"), is_required=True),
        Column("end", "end", ("until", "end time"), is_required=True),
    ),
)  # fmt: skip

ZONES = ListForm(
    "zones",
    "rooms or halls; default: those that tables name",
    (
        Column("id", "identifier", ("zone", "zone id"), is_required=True),
        Column("name", "name; default: the id", ("title",)),
    ),
)  # fmt: skip

WALKING = ListForm(
    "walking",
    "minutes on foot between two zones, both ways",
    (
        Column("from", "a zone", ("zone a", "a"), is_required=True),
        Column("to", "another zone", ("zone b", "b"), is_required=True),
        Column("minutes", "minutes", ("min",), is_required=True),
    ),
)  # fmt: skip

_PLACE = (
    Column("zone", "room or hall; default: the only one", ("room", "hall", "raum", "halle", "salle")),
    Column("position", "where it stands, in words or as on the floor plan", ("place", "standort", "emplacement")),
    Column("seats", "chairs; default 4", ("chairs", "plätze", "places")),
    Column("features", "such as screen; step-free; calls", ("feature", "equipment", "ausstattung", "équipement")),
    Column("home_of", "organizations whose home place it is, separated by `;`", ("home", "organizations", "organisations", "reserved for", "stand von")),
    Column("capacity", "home place: meetings at once; default 1", ("meetings at once", "kapazität", "capacité")),
    Column("use", "home place: `preferred` (default) or `always`"),
    Column("open_to_others", "home place: others may meet there when it is idle; default no", ("is open to others", "others")),
    Column("closed", _BUSY, ("closed times", "geschlossen", "fermé")),
)  # fmt: skip

TABLES = ListForm(
    "tables",
    "meeting places; a row with `home_of` is a home place, outside the common pool",
    (
        Column("id", "identifier; with `count` what stands before the number", ("table", "table id", "table no", "table number", "number", "tisch", "tischnummer"), is_required=True),
        Column("count", "that many tables alike, numbered from 1", ("how many",)),
        *_PLACE,
    ),
)  # fmt: skip

HOME_PLACES = ListForm(
    "home_places",
    "home places, if not in tables",
    (
        Column("id", "identifier", ("table", "table id", "booth", "stand"), is_required=True),
        *_PLACE,
    ),
)  # fmt: skip

ARRIVAL_POINTS = ListForm(
    "arrival_points",
    "airports and stations, with the minutes of the arithmetic of trips",
    (
        Column("id", "identifier", ("arrival point", "code"), is_required=True),
        Column("name", "name; default: the id", ("title",)),
        Column("mode", "plane, train or other", ("travel mode", "means"), is_required=True),
        Column("transfer_min", "minutes on the way to the venue", ("transfer",), is_required=True),
        Column("exit_min", "from arrival to the way out; default: plane 30, train 5", ("exit",)),
        Column("buffer_min", "spare minutes; default: plane 20, train 10", ("buffer",)),
        Column("be_there_min", "to be there before departure; default: plane 90, train 15", ("be there",)),
        Column("check_in_min", "at the event's desk; default 15", ("check in",)),
        Column("late_min", "late by this or more in one case of ten", ("late",)),
    ),
)  # fmt: skip

COMPANIONS = ListForm(
    "companions",
    "interpreters and coaches",
    (
        Column("id", "identifier; default: made from the name", ("companion id",)),
        Column("name", "name", ("companion", "interpreter"), is_required=True),
        Column("email", "e-mail address", ("e-mail", "mail")),
        Column("languages", "languages; an interpreter translates between any two", ("speaks", "sprachen", "langues"), is_required=True),
        Column("available", f"default: the whole event; else {_BUSY}", ("present",)),
        Column("busy", _BUSY, ("busy times", "blocked")),
    ),
)  # fmt: skip

FORMS = {
    form.name: form
    for form in (
        SESSIONS, BREAKS, ZONES, WALKING, ARRIVAL_POINTS, ORGANIZATIONS, UNITS,
        PARTICIPANTS, TABLES, HOME_PLACES, COMPANIONS, WISHES, VETOES, PROMISED,
    )
}  # fmt: skip
"""By name, in the order they are written."""
