"""What a re-planned draft changes, and what is proven about that, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.languages import clock
from b4h_scheduler.outputs.numbers import count
from b4h_scheduler.planning.kernel_words import kernel_words
from b4h_scheduler.sentence import Sentence, mark
from solver.levels import Level

if TYPE_CHECKING:
    from b4h_scheduler.outputs.certificate_words import LevelSentence
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import CertificateLine, Change, Meeting, Plan

_PRICED = "at {price} a change, value less changes is {net:,}: "
_LIMITED = "of at most {most:,} points of changes {used:,} are used"
_BEYOND = "no plan with at most {most:,} points of changes was found: "
"""How the sentences begin that say what is proven about both together."""
KINDS = {
    "added": mark("added"),
    "dropped": mark("dropped"),
    "moved": mark("moved to another time"),
    "table": mark("moved to another table"),
    "online": mark("held online instead of at a table"),
    "on-site": mark("held at a table instead of online"),
    "people": mark("held by other people"),
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change as pages show it."""

    pair: str
    kind: str
    before: str
    after: str
    reason: str
    """Why it was forced; empty where it was chosen."""


@dataclass(frozen=True, slots=True)
class ChangesTold:
    """What a draft changes in the released plan.

    Attributes
    ----------
    summary : str
        How many, forced or chosen, and for how many people.
    proof : str
        Whether fewer would do.
    price : str
        At a price per change: what is proven about wishes and changes together.
    limit : str
        With a limit of changes: how much of it is used.
    """

    summary: str
    proof: str
    price: str
    limit: str
    rows: tuple[ChangeRow, ...]


def changes_told(
    lookup: Lookup, sentences: tuple[LevelSentence, ...]
) -> ChangesTold | None:
    """Return what a draft changes; None: it was made from nothing.

    Parameters
    ----------
    sentences
        Of its certificate (`b4h_scheduler.outputs.certificate_words.sentences`).
    """
    plan = lookup.plan
    line = next((c for c in plan.certificate if c.level == Level.CHANGES), None)
    if line is None:
        return None
    sentence = next(each for each in sentences if each.level == Level.CHANGES)
    return ChangesTold(
        summary=_summary(lookup),
        proof=_proof(line, sentence),
        price=_price(plan),
        limit=_limit(plan),
        rows=tuple(_row(lookup, change) for change in plan.changes),
    )


def _summary(lookup: Lookup) -> str:
    changes = lookup.plan.changes
    if not changes:
        return mark("Nothing changes: the released plan still fits.")
    forced = sum(change.is_forced for change in changes)
    people = {who for change in changes for who in change.delegates}
    told = Sentence(
        "{changes} for {delegates}",
        changes=count(len(changes), "change"),
        delegates=count(len(people), "delegate"),
    )
    if not forced:
        return Sentence("{told}, none of them forced.", told=told)
    return Sentence(
        "{told}; {forced:,} of them because something had become impossible, which "
        "counts for nothing.",
        told=told,
        forced=forced,
    )


def _proof(line: CertificateLine, sentence: LevelSentence) -> str:
    if line.proven and not line.value:
        return mark("Nothing else is changed: fewer changes are not possible.")
    if line.proven:
        return Sentence(
            "The others weigh {value:,} (a meeting dropped weighs most, another table "
            "or one added least). {proof}",
            value=line.value,
            proof=sentence.proof,
        )
    return Sentence(
        "The others weigh {value:,}. {proof}", value=line.value, proof=sentence.proof
    )


def _said(plan: Plan, *beginnings: str) -> Sentence | None:
    """Find what the kernel said about changes among the warnings."""
    for warning in plan.warnings:
        # Plans of files hold plain text: the kernel's words are found in it again.
        said = warning if isinstance(warning, Sentence) else kernel_words(warning)
        if isinstance(said, Sentence) and said.template.startswith(beginnings):
            return said
    return None


def _price(plan: Plan) -> str:
    said = _said(plan, _PRICED)
    if said is None:
        return ""
    bound = said.values.get("bound")
    more = Sentence("no plan has more than {bound:,}", bound=bound or 0)
    return Sentence(
        "More may change where it gains more than {points} of wish value for each "
        "point of changes. Wish value less that price is {net:,}: {bound}.",
        points=count(int(str(said.values["price"])), "point"),
        net=said.values["net"],
        bound=mark("no plan has more") if bound is None else more,
    )


def _limit(plan: Plan) -> str:
    said = _said(plan, _LIMITED, _BEYOND)
    if said is None:
        return ""
    if said.template.startswith(_LIMITED):
        return Sentence(
            "At most {most:,} points of changes were permitted: {used:,} are used.",
            most=said.values["most"],
            used=said.values["used"],
        )
    return Sentence(
        "At most {most:,} points of changes were permitted, but no such plan was "
        "found: no plan has fewer than {bound:,}.",
        most=said.values["most"],
        bound=said.values["bound"],
    )


def _row(lookup: Lookup, change: Change) -> ChangeRow:
    meeting = change.after or change.before
    sides = () if meeting is None else meeting.sides
    return ChangeRow(
        pair=" – ".join(lookup.side_name(side) for side in sides),
        kind=KINDS[change.told],
        before=_place(lookup, change.before),
        after=_place(lookup, change.after),
        reason=change.reason if change.is_forced else "",
    )


def _place(lookup: Lookup, meeting: Meeting | None) -> str:
    if meeting is None:
        return "–"
    start = lookup.local(meeting.start)
    return Sentence(
        "{moment}, {place}",
        moment=f"{start:%a} {clock(start)}",
        place=mark("online")
        if meeting.table is None
        else lookup.place_name[meeting.table],
    )
