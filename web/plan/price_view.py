"""What is known about the prices of a draft's unmet wishes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from b4h_scheduler.jobs.questions import (
    Kind,
    PriceQuestion,
    asked_about,
    question_of,
    state_of,
)
from b4h_scheduler.jobs.runs import RunState
from b4h_scheduler.planning.prices import WishPrice
from web.languages.texts import gettext, told
from web.plan.price_words import held_words
from web.plan.queued import ACTIVE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_plans import RunRow


@dataclass(frozen=True, slots=True)
class PriceView:
    """The price of one wish as pages show it.

    Attributes
    ----------
    text : str
        In words; empty if nothing is known.
    note : str
        What it is not sure about, or why there is none.
    is_exact_asked : bool
        An exact price was worked out: asking again gives the same.
    can_grant : bool
        A plan that is no worse holds it.
    """

    candidate: str
    is_active: bool = False
    text: str = ""
    note: str = ""
    is_exact_asked: bool = False
    can_grant: bool = False


@dataclass(frozen=True, slots=True)
class DraftPrices:
    """All that is known about the prices of a draft as it is now."""

    estimates: RunRow | None
    rows: dict[str, RunRow]
    lowest: dict[str, list[object]] = field(default_factory=dict)

    @property
    def are_estimates_active(self) -> bool:
        """Whether they are being worked out."""
        return self.estimates is not None and self.estimates.state in ACTIVE

    def of(self, candidate: str) -> PriceView:
        """Return what is known about one."""
        row = self.rows.get(candidate)
        if row is not None and row.state in ACTIVE:
            return PriceView(candidate, is_active=True)
        if row is not None and row.state == RunState.DONE and row.answer is not None:
            return _exact(candidate, WishPrice.model_validate(row.answer))
        note = "" if row is None else told(row.message)
        if candidate not in self.lowest:
            return PriceView(candidate, note=note)
        level, at_least, _ = self.lowest[candidate]
        text = held_words(None if level is None else str(level), int(str(at_least)))
        return PriceView(candidate, text=text, note=note)


def prices_of(reading: Session, event_id: int, draft_id: int) -> DraftPrices:
    """Return what was asked about a draft's prices, and answered."""
    estimates: RunRow | None = None
    rows: dict[str, RunRow] = {}
    for row in asked_about(reading, state_of(reading, event_id, draft_id)):
        if row.kind == Kind.ESTIMATES and estimates is None:
            estimates = row
        elif row.kind == Kind.PRICE:
            asked = question_of(row)
            if isinstance(asked, PriceQuestion):
                rows.setdefault(asked.candidate, row)
    answer = None if estimates is None else estimates.answer
    return DraftPrices(estimates, rows, answer or {})


def _exact(candidate: str, price: WishPrice) -> PriceView:
    note = ""
    if price.is_possible and not price.is_plan_best:
        note = gettext("This draft is not proven to be the best there is.")
    return PriceView(
        candidate,
        text=held_words(
            price.level,
            price.at_least,
            price.at_most,
            is_possible=price.is_possible,
            is_estimate=False,
        ),
        note=note,
        is_exact_asked=True,
        can_grant=price.at_most is not None and price.at_most <= 0,
    )
