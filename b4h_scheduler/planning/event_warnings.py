"""What an event lacks, said before it is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.policy import Eligibility
from b4h_scheduler.planning.candidates import has_answers
from b4h_scheduler.sentence import Sentence, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.domain.event import Event


def event_warnings(event: Event) -> Iterator[str]:
    """Yield what an organizer must know of the event before its plan is trusted."""
    answered = {
        kind
        for kind, mode in event.policy.eligibility.items()
        if mode is Eligibility.ANSWERED
    }
    if event.wishes and not has_answers(event):
        kinds = {
            event.organization_of[w.wished.organization].kind for w in event.wishes
        }
        if kinds & answered:
            yield Sentence(
                "no wish has an answer: also those that would have to be accepted "
                "({kinds}) count as open",
                kinds=listed(sorted(kinds & answered), ", "),
            )
    for delegate in event.delegates:
        if delegate.voucher is None:
            continue
        if delegate.is_online:
            yield Sentence("voucher holder {name} attends online", name=delegate.name)
        elif delegate.trip.is_empty:
            yield (
                Sentence(
                    "voucher holder {name} has given no trip: taken to be there all "
                    "the time",
                    name=delegate.name,
                )
            )
