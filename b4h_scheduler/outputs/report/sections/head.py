"""Title, headline and the figures beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.certificate_words import Verdict, headline, sentences
from b4h_scheduler.outputs.numbers import count, percent
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.outputs.report.pictures.glance import glance
from b4h_scheduler.sentence import Sentence, mark
from solver.levels import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from b4h_scheduler.outputs.certificate_words import LevelSentence
    from b4h_scheduler.outputs.report.context import Context


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure with what it means."""

    figure: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Head:
    """Title, state and headline.

    Attributes
    ----------
    event, venue, days, state, edition : str
    reached, proof : str
        The headline's two sentences.
    is_proven : bool
    tiles : tuple of Tile
    sentences : tuple of LevelSentence
        The certificate.
    glance : Markup
    """

    event: str
    venue: str
    days: str
    state: str
    made: str
    edition: str
    reached: str
    proof: str
    is_proven: bool
    tiles: tuple[Tile, ...]
    sentences: tuple[LevelSentence, ...]
    glance: Markup


def head(context: Context) -> Head:
    """Return the first screen of the report."""
    lookup, figures = context.lookup, context.figures
    plan = lookup.plan
    reached, proof = headline(plan, figures)
    found = certificate(context)
    made = lookup.local(plan.run.created)
    return Head(
        event=one_line(lookup.event.name),
        venue=one_line(lookup.event.venue),
        days=_days(context),
        state=Sentence("Revision {revision}", revision=plan.revision)
        if plan.revision
        else "Draft",
        made=f"{made.day} {made:%B %Y, %H:%M}",
        edition="public edition" if context.is_public else "internal: holds names",
        reached=reached,
        proof=proof,
        is_proven=any(
            s.level == Level.VALUE and s.verdict is Verdict.PROVEN for s in found
        ),
        tiles=tuple(_tiles(context)),
        sentences=found,
        glance=glance(lookup, with_stands=not context.is_public),
    )


def certificate(context: Context) -> tuple[LevelSentence, ...]:
    """Return what is proven; few voucher holders are not described."""
    found = sentences(context.lookup.event, context.lookup.plan, context.figures)
    if context.describes_vouchers:
        return found
    least = context.least_group
    text = mark("Fewer than {least_group} delegates hold a voucher.")
    if context.figures.vouchers.holders >= least:
        text = mark(
            "Not told here: fewer than {least_group} voucher holders reach it, or fail "
            "to."
        )
    few = Sentence(text, least_group=least)
    return tuple(
        replace(sentence, reached=few, proof="")
        if sentence.level == Level.TARGETS
        else sentence
        for sentence in found
    )


def _days(context: Context) -> str:
    first = context.lookup.local(context.lookup.first_moment)
    last = context.lookup.local(context.lookup.last_moment)
    if first.date() == last.date():
        return f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {first:%B %Y}"
    return f"{first.day} {first:%B %Y} – {last.day} {last:%B %Y}"


def _tiles(context: Context) -> Iterator[Tile]:
    figures = context.figures
    size = figures.size
    yield Tile(
        f"{size.num_meetings:,}",
        Sentence(
            "meetings of {delegates} from {organizations}",
            delegates=count(size.num_delegates, "delegate"),
            organizations=count(size.num_organizations, "organization"),
        ),
    )
    strongest = [row for row in figures.priorities if row.eligible]
    if strongest:
        row = strongest[0]
        yield Tile(
            percent(row.share),
            Sentence(
                "of the wishes of priority {priority} that may become meetings",
                priority=row.priority,
            ),
        )
    spread = figures.spread_delegates
    if spread.num >= max(context.least_group, 1):
        yield Tile(
            percent(spread.median),
            mark(
                "of the value of their own wishes, at least, for half of the delegates"
            ),
        )
    vouchers = figures.vouchers
    if vouchers.holders and context.describes_vouchers:
        yield Tile(
            Sentence(
                "{least_reached:,} of {holders:,}",
                least_reached=vouchers.least_reached,
                holders=vouchers.holders,
            ),
            mark("voucher holders have the meetings that their voucher asks for"),
        )
    yield _empty(context)
    yield Tile(
        f"{figures.waiting:,}", mark("slots of waiting between meetings, in all")
    )


def _empty(context: Context) -> Tile:
    number = len(context.figures.without_meeting)
    text = (
        mark("delegates without a meeting")
        if number != 1
        else mark("delegate without a meeting")
    )
    if 0 < number < context.least_group:
        return Tile(f"< {context.least_group}", text)
    return Tile(
        f"{number:,}" if number else mark("Nobody"),
        text if number else mark("is without a meeting"),
    )
