"""The certificate in sentences: what the plan reaches, and what is proven about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.level_sentences import LEVELS, Facts
from b4h_scheduler.outputs.numbers import count, is_are, percent
from b4h_scheduler.plans import BoundScope
from b4h_scheduler.sentence import Sentence, mark
from solver.levels import Level

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.outputs.level_sentences import LevelWords
    from b4h_scheduler.planning.figures import Figures
    from b4h_scheduler.plans import CertificateLine, Plan


class Verdict(StrEnum):
    """How much is proven about a level."""

    PROVEN = "proven"
    """No plan that is as good on the levels above does better."""
    PARTLY = "proven in part"
    """No plan that holds the same meetings (or times) does better."""
    BOUNDED = "bounded"
    """What no plan can exceed is known, and this plan does not reach it."""
    OPEN = "open"
    """No bound that says anything."""


@dataclass(frozen=True, slots=True)
class LevelSentence:
    """One level of the certificate for people.

    Attributes
    ----------
    level : str
        ``solver.Level`` value.
    title : str
    reached : str
        What the plan reaches.
    proof : str
        What is proven about it; empty where the level has nothing to count.
    verdict : Verdict
    """

    level: str
    title: str
    reached: str
    proof: str
    verdict: Verdict


def sentences(event: Event, plan: Plan, figures: Figures) -> tuple[LevelSentence, ...]:
    """Return a sentence for each level of the certificate, in its order."""
    found = []
    for place, line in enumerate(plan.certificate):
        words = LEVELS[Level(line.level)]
        verdict = verdict_of(line)
        facts = Facts(event, plan, figures, line)
        proof = _proof(words, line, verdict, is_first=place == 0)
        found.append(
            LevelSentence(
                level=line.level,
                title=words.title,
                reached=words.reached(facts),
                proof="" if words.is_void(facts) else proof,
                verdict=verdict,
            )
        )
    return tuple(found)


def headline(plan: Plan, figures: Figures) -> tuple[str, str]:
    """Return the result in two short sentences: wishes met, and how good that is."""
    met = sum(row.met for row in figures.priorities)
    wishes = sum(row.wishes for row in figures.priorities)
    reached = Sentence(
        "{met:,} of {wishes} {is_are} met.",
        met=met,
        wishes=count(wishes, "wish", "wishes"),
        is_are=is_are(met),
    )
    for line in plan.certificate:
        if line.level != Level.VALUE:
            continue
        if line.proven:
            return reached, mark("No plan is worth more: proven.")
        if line.scope is BoundScope.ALL and line.bound > 0:
            share = percent(max(line.value, 0) / line.bound, 2)
            return reached, Sentence(
                "That is at least {share} of the best possible.", share=share
            )
    return reached, mark("How much better another plan could be is not known.")


def verdict_of(line: CertificateLine) -> Verdict:
    """Return how much is proven about a level."""
    if line.proven:
        return Verdict.PROVEN
    if line.value == line.bound:
        return Verdict.PARTLY
    is_minimized = Level(line.level).sense < 0
    if is_minimized and line.bound <= 0:
        return Verdict.OPEN
    return Verdict.BOUNDED


def _proof(
    words: LevelWords, line: CertificateLine, verdict: Verdict, *, is_first: bool
) -> str:
    sense = Level(line.level).sense
    if sense < 0 and not line.value and verdict is Verdict.PROVEN:
        return mark("The best possible.")
    among = {
        BoundScope.ALL: mark("plan")
        if is_first
        else mark("plan that is as good in the lines above"),
        BoundScope.HELD: mark("timetable of these meetings"),
        BoundScope.TIMETABLE: mark("seating of these meetings at these times"),
    }[line.scope]
    if verdict in (Verdict.PROVEN, Verdict.PARTLY):
        return Sentence(
            "Proven: no {among} {does_better}.",
            among=among,
            does_better=words.does_better,
        )
    if verdict is Verdict.OPEN:
        return mark("Whether better is possible is not known.")
    remains = Sentence(words.remains, bound=f"{line.bound:,}")
    if sense < 0:
        return Sentence("In every {among}, {remains}.", among=among, remains=remains)
    share = percent(max(line.value, 0) / line.bound, 2) if line.bound > 0 else "–"
    return Sentence(
        "No {among} {remains}; this one has at least {share} of that.",
        among=among,
        remains=remains,
        share=share,
    )
