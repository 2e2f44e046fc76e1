"""Words that stand for one of a few choices, in the languages of the region."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from b4h_scheduler.domain.people import Attends, CountingMeetings, Kind
from b4h_scheduler.domain.places import HomeUse, TravelMode
from b4h_scheduler.domain.wishes import Answer
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.columns import heading_key
from b4h_scheduler.files.faults import CellError, shown
from b4h_scheduler.files.nearest import did_you_mean
from b4h_scheduler.files.text_cells import as_text, number

if TYPE_CHECKING:
    from b4h_scheduler.domain.wishes import Priority
    from b4h_scheduler.files.cell_types import Cell

E = TypeVar("E", bound=StrEnum)


def _words(meanings: dict[E, str]) -> dict[str, E]:
    return {
        heading_key(word): member
        for member, written in meanings.items()
        for word in (member.value, *written.split(","))
        if word.strip()
    }


ANSWERS = _words(
    {
        Answer.ACCEPTED: "accept, yes, y, ok, confirmed, angenommen, zugesagt, akzeptiert, ja, accepté, acceptée, oui, confirmé, geaccepteerd, aceptado, aceptada, sí, accettato",
        Answer.DECLINED: "decline, no, n, rejected, refused, denied, abgelehnt, abgesagt, nein, refusé, refusée, décliné, non, afgewezen, geweigerd, nee, rechazado, rechazada, rifiutato",
        Answer.OPEN: "pending, unanswered, none, new, waiting, sent, offen, ausstehend, unbeantwortet, ouvert, ouverte, en attente, sans réponse, openstaand, abierto, abierta, pendiente, -, ?",
    }
)  # fmt: skip

_PRIORITIES = {
    heading_key(word): priority
    for priority, written in {
        1: "high, must, must meet, top, a, hoch, haute, élevée, hoog, alta",
        2: "medium, normal, should, want, b, mittel, moyenne, normale, gemiddeld, media",
        3: "low, nice, nice to have, could, c, niedrig, gering, basse, faible, laag, baja",
    }.items()
    for word in written.split(",")
}

KINDS = _words(
    {
        Kind.COMPANY: "sme, small or medium enterprise, firm, start-up, startup, start-up company, spin-off, business, enterprise, sme <= 10, sme 11-49, sme 50-249, micro, consultant, consultancy, self employed, unternehmen, firma, kmu, pme, entreprise, société, bedrijf, empresa",
        Kind.CORPORATE: "corporation, corporate partner, large company, large enterprise, industry, industry 250-499, industry > 500, industry > 500 mtu, multinational, konzern, großunternehmen, grand groupe, grande entreprise, grootbedrijf",
        Kind.INVESTOR: "venture capital, vc, business angel, fund, bank, kapitalgeber, investorin, investisseur, investeerder, inversor",
        Kind.UNIVERSITY: "research, research institute, research organisation, research organization, r&d institution, r&d, academia, academic, higher education, hospital, clinic, hochschule, universität, forschung, forschungsinstitut, forschungseinrichtung, klinik, université, institut de recherche, recherche, hôpital, universiteit, universidad",
        Kind.CLUSTER: "network, association, association/agency, agency, federation, intermediary, verband, netzwerk, verein, réseau, pôle, pôle de compétitivité, cluster organisation, cluster organization",
        Kind.PUBLIC: "public body, authority, authority/government, government, public authority, ministry, region, municipality, behörde, öffentlich, ministerium, autorité, collectivité, administration, overheid",
        Kind.OTHER: "others, misc, individual, sonstige, andere, autre, autres, overig, otro",
    }
)  # fmt: skip
_ATTENDS = _words(
    {
        Attends.TOGETHER: "shared, joint, one agenda, gemeinsam, zusammen, ensemble, samen",
        Attends.SEPARATELY: "separate, separat, getrennt, einzeln, séparément, apart, individually",
    }
)
_COUNTS = _words(
    {
        CountingMeetings.ON_SITE_ABROAD: "abroad, on site abroad, foreign",
        CountingMeetings.ON_SITE: "on site, onsite",
        CountingMeetings.ALL: "any",
    }
)
_USES = _words(
    {
        HomeUse.ALWAYS: "only, must, immer, toujours",
        HomeUse.PREFERRED: "prefer, preferably, bevorzugt, de préférence",
    }
)
_MODES = _words(
    {
        TravelMode.PLANE: "airplane, flight, air, airport, flugzeug, flughafen, avion, aéroport",
        TravelMode.TRAIN: "rail, station, railway, bahn, zug, bahnhof, gare",
        TravelMode.OTHER: "car, bus, ship, ferry, auto, voiture",
    }
)
_ONLINE = frozenset(
    map(heading_key, ("online", "virtual", "remote", "digital", "en ligne", "virtuell"))
)


def choice(cell: Cell, known: dict[str, E], code: Code = Code.UNKNOWN_CHOICE) -> E:
    """Return the member a word stands for."""
    text = as_text(cell)
    found = known.get(heading_key(text))
    if found is None:
        allowed = ", ".join(dict.fromkeys(member.value for member in known.values()))
        message = f"one of {allowed} expected, found {shown(text)!r}."
        raise CellError(code, message, did_you_mean(text, list(known), 75))
    return found


def answer(cell: Cell) -> Answer:
    """Return what was answered to a wish."""
    text = as_text(cell)
    found = ANSWERS.get(heading_key(text)) if heading_key(text) else Answer.OPEN
    if found is None:
        message = f"accepted, declined or open expected, found {shown(text)!r}."
        cure = "Write accepted or declined, or leave the cell empty."
        raise CellError(Code.UNKNOWN_ANSWER, message, cure)
    return found


def priority(cell: Cell) -> Priority:
    """Return 1, 2 or 3."""
    word = _PRIORITIES.get(heading_key(as_text(cell)))
    try:
        value = number(cell) if word is None else word
    except CellError:
        value = 0
    if value == 1:
        return 1
    if value == 2:
        return 2
    if value == 3:
        return 3
    message = f"a priority of 1, 2 or 3 expected, found {shown(cell)!r}."
    cure = "Write 1 (strongest), 2 or 3; empty means 2."
    raise CellError(Code.INVALID_PRIORITY, message, cure)


def kind(cell: Cell) -> Kind:
    """Return the kind of an organization."""
    text = as_text(cell)
    found = KINDS.get(heading_key(text))
    if found is None:
        message = f"{shown(text)!r} is not a kind of organization: taken as other."
        cure = f"Write one of {', '.join(member.value for member in Kind)}."
        raise CellError(Code.UNKNOWN_KIND, message, cure)
    return found


def attends(cell: Cell) -> Attends:
    """Return whether an organization attends together."""
    return choice(cell, _ATTENDS)


def counts(cell: Cell) -> CountingMeetings:
    """Return which meetings count for a voucher."""
    return choice(cell, _COUNTS)


def use(cell: Cell) -> HomeUse:
    """Return how a home place is used."""
    return choice(cell, _USES)


def mode(cell: Cell) -> TravelMode:
    """Return how people come."""
    return choice(cell, _MODES)


def is_online(cell: Cell) -> bool:
    """Whether b2match's participation type means online."""
    text = heading_key(as_text(cell))
    return any(word in text for word in _ONLINE)
