"""Write the lists of examples/stuttgart and examples/stuttgart-morning.

event.toml, tables.csv and the READMEs are written by hand; everything with many
rows comes from here, always the same. Run it again after a change::

    python examples/make_stuttgart.py
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from stuttgart_people import Guests, Party

from b4h_scheduler.generate.draw import Draw

HERE = Path(__file__).parent
SEED = 2026
NUM_WISHES = 700
LATE_TRAIN, NOW_AT = "09:34", "10:24"
"""The train of stuttgart-morning, and when it arrives instead."""


@dataclass(frozen=True)
class WishRow:
    """A row of wishes.csv."""

    wisher: Party
    wished: Party
    priority: int
    message: str
    answer: str
    to: str


def draw_wishes(draw: Draw, parties: list[Party]) -> list[WishRow]:
    """Draw 700 different wishes; a fifth are between two that want each other."""
    chosen = dict[tuple[int, int], None]()
    activity = [party.wishes for party in parties]
    while len(chosen) < NUM_WISHES:
        a = draw.weighted(range(len(parties)), activity)
        pull = [_pull(parties[a], other) for other in parties]
        b = draw.weighted(range(len(parties)), pull)
        if (a, b) not in chosen:
            chosen[a, b] = None
            likes = 0.25 * _pull(parties[b], parties[a])
            if (b, a) not in chosen and draw.chance(min(0.3, likes)):
                chosen[b, a] = None
    pairs = list(chosen)[:NUM_WISHES]
    return sorted(
        (
            _wish(draw, parties[a], parties[b], is_mutual=(b, a) in chosen)
            for a, b in pairs
        ),
        key=lambda wish: (wish.wisher.number, wish.priority, wish.wished.number),
    )


def _pull(who: Party, other: Party) -> float:
    """Return how much ``who`` wants to meet ``other``; 0: not at all."""
    if who is other or {who.kind, other.kind} <= {"corporate", "investor"}:
        return 0.0
    shared = 3.0 if set(who.sectors) & set(other.sectors) else 1.0
    near = 0.4 if who.region and who.region == other.region else 1.0
    return other.pull * shared * near


def _wish(draw: Draw, wisher: Party, wished: Party, *, is_mutual: bool) -> WishRow:
    shares = (0.45, 0.45, 0.1) if is_mutual else (0.4, 0.4, 0.2)
    if wished.kind in {"corporate", "investor"} and not is_mutual:
        shares = (0.15, 0.6, 0.25)
    answer = draw.weighted(("", "accepted", "declined"), shares)
    if is_mutual and answer == "declined":
        answer = "accepted"
    to = wished.name
    if wished.units and draw.chance(0.7):
        to = draw.pick(wished.units)
    elif draw.chance(0.08):
        to = draw.pick(wished.people).email
    elif draw.chance(0.05):
        to = str(wished.number)
    message = ""
    if draw.chance(0.3):
        message = draw.pick(
            (
                f"You offer {wished.offers.split(';')[0]}: we should talk.",
                f"We seek {wisher.seeks.split(';')[0]}.",
                "We met last year and would like to go on.",
                f"Could this fit your work on {wished.sectors[0].lower()}?",
            )
        )
    priority = draw.weighted((1, 2, 3), (3, 4, 3))
    return WishRow(wisher, wished, priority, message, answer, to)


PARTICIPANT_COLUMNS = (
    "number", "organization", "country", "region", "kind", "sme", "sectors", "offers",
    "seeks", "attends", "unit", "name", "email", "role", "language", "speaks", "online",
    "voucher", "voucher_partner", "voucher_amount", "voucher_least", "arrival_point",
    "arrival", "departure_point", "departure", "busy",
)  # fmt: skip
WISH_COLUMNS = ("from", "to", "priority", "message", "answer")


def participant_rows(parties: list[Party]) -> list[dict[str, str]]:
    """One row a delegate, the organization's columns repeated."""
    return [
        {
            "number": str(party.number),
            "organization": party.name,
            "country": party.country,
            "region": party.region,
            "kind": party.kind,
            "sme": "yes" if party.kind == "company" else "no",
            "sectors": "; ".join(party.sectors),
            "offers": party.offers,
            "seeks": party.seeks,
            "attends": party.attends if len(party.people) > 1 else "",
            "unit": person.unit,
            "name": person.name,
            "email": person.email,
            "role": person.role,
            "language": person.language,
            "speaks": "; ".join(person.speaks),
            "online": "yes" if person.online else "",
            **person.voucher,
            **person.trip,
            "busy": person.busy,
        }
        for party in sorted(parties, key=lambda party: party.number)
        for person in party.people
    ]


def wish_rows(wishes: list[WishRow]) -> list[dict[str, str]]:
    """Rows of wishes.csv."""
    return [
        {
            "from": wish.wisher.name,
            "to": wish.to,
            "priority": str(wish.priority),
            "message": wish.message,
            "answer": wish.answer,
        }
        for wish in wishes
    ]


def csv_text(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    """Return a CSV file; columns that a row lacks are empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def promised_rows(wishes: list[WishRow]) -> list[dict[str, str]]:
    """Five accepted first wishes that the organizer promised to hold."""
    asked = [
        wish
        for wish in wishes
        if wish.priority == 1
        and wish.answer == "accepted"
        and wish.wisher.kind == "company"
        and wish.wished.kind in {"corporate", "investor"}
    ]
    return [
        {"from": wish.wisher.name, "to": wish.wished.name, "priority": "1"}
        for wish in asked[:: max(1, len(asked) // 5)][:5]
    ]


def veto_rows(wishes: list[WishRow]) -> list[dict[str, str]]:
    """Two pairs that must not meet, though one of each would like to."""
    reasons = ("patent dispute", "competing tender until January")
    pairs = [
        wish for wish in wishes if wish.wisher.kind == wish.wished.kind == "company"
    ]
    return [
        {"from": pairs[at].wisher.name, "to": pairs[at].wished.name, "reason": reason}
        for at, reason in zip((7, 101), reasons, strict=True)
    ]


def on_the_morning(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The same people at 9:40: one train is late, one delegate is ill."""
    alone = [
        row["email"]
        for row in rows
        if row["kind"] == "company"
        and not row["busy"] + row["online"] + row.get("voucher", "")
        and sum(other["number"] == row["number"] for other in rows) == 1
        and "en" in row["speaks"]
    ]
    ill = alone[len(alone) // 2]
    changed = []
    for row in rows:
        if row.get("arrival_point") == "HBF" and row["arrival"] == LATE_TRAIN:
            changed.append({**row, "arrival": NOW_AT})
        elif row["email"] == ill:
            changed.append({**row, "busy": "09:00-17:20"})
        else:
            changed.append(row)
    return changed


def main() -> None:
    """Write both folders."""
    draw = Draw(SEED)
    parties = Guests(draw).make()
    wishes = draw_wishes(draw, parties)
    people = participant_rows(parties)
    tables = (HERE / "stuttgart" / "tables.csv").read_text(encoding="utf-8")
    table = "\nA07,hall,center,4,,,,,,"
    gone = tables.replace(f"{table}\n", f"{table}09:45-17:20\n")
    lists = {
        "wishes.csv": csv_text(WISH_COLUMNS, wish_rows(wishes)),
        "promised.csv": csv_text(("from", "to", "priority"), promised_rows(wishes)),
        "vetoes.csv": csv_text(("from", "to", "reason"), veto_rows(wishes)),
        "event.toml": (HERE / "stuttgart" / "event.toml").read_text(encoding="utf-8"),
    }
    before = lists | {"participants.csv": csv_text(PARTICIPANT_COLUMNS, people)}
    now = csv_text(PARTICIPANT_COLUMNS, on_the_morning(people))
    morning = lists | {"participants.csv": now, "tables.csv": gone}
    for folder, files in (("stuttgart", before), ("stuttgart-morning", morning)):
        for name, text in files.items():
            (HERE / folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
