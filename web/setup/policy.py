"""The fields of an event's policy: what a good plan is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.people import CountingMeetings
from b4h_scheduler.domain.people import Kind as OrganizationKind
from b4h_scheduler.domain.policy import Eligibility, FairnessOver, LevelName
from web.setup.fields import Field, Group, Kind

if TYPE_CHECKING:
    from enum import StrEnum

_CHANGES = (
    ("dropped", "dropped"),
    ("moved", "moved"),
    ("table", "at another table"),
    ("added", "added"),
)


def _chosen(kind: type[StrEnum]) -> tuple[tuple[str, str], ...]:
    return tuple((each.value, each.value) for each in kind)


POLICY = (
    Group(
        "Which wishes may become meetings",
        "By the kind of the side wished for: mutual, answered (mutual or accepted), or "
        "open (not declined).",
        tuple(
            Field(
                f"policy-eligibility-{kind.value}",
                kind.value.capitalize(),
                Kind.MAYBE_CHOICE,
                choices=(("", "open"), *_chosen(Eligibility)[:2]),
            )
            for kind in OrganizationKind
        ),
    ),
    Group(
        "What a wish is worth",
        "Falling from priority 1 to 3. An unanswered wish is worth a part of it.",
        (
            Field("policy-values-priority-0", "Priority 1", Kind.NUMBER),
            Field("policy-values-priority-1", "Priority 2", Kind.NUMBER),
            Field("policy-values-priority-2", "Priority 3", Kind.NUMBER),
            Field("policy-values-accepted_bonus", "Added if accepted", Kind.NUMBER),
            Field(
                "policy-values-unanswered_percent", "Unanswered: percent", Kind.NUMBER
            ),
        ),
    ),
    Group(
        "Fairness",
        "A bonus for everybody's first meetings, so that few meetings are shared out.",
        (
            Field(
                "policy-fairness-bonus",
                "Bonus of the first, second, … meeting",
                Kind.NUMBERS,
                "Separated by semicolons, never rising: 4; 3; 2; 1",
            ),
            Field(
                "policy-fairness-over",
                "Counted over",
                Kind.CHOICE,
                choices=_chosen(FairnessOver),
            ),
            Field(
                "policy-fairness-least_meetings",
                "Nobody below so many meetings",
                Kind.NUMBER,
            ),
        ),
    ),
    Group(
        "Limits",
        "Never broken by a plan.",
        (
            Field(
                "policy-limits-longest_run_min",
                "Longest run without a pause, minutes",
                Kind.MAYBE_NUMBER,
                "Empty: no limit",
            ),
            Field(
                "policy-limits-most_percent",
                "Most meetings, percent of own slots",
                Kind.NUMBER,
            ),
            Field(
                "policy-limits-most_per_day",
                "Most meetings a day",
                Kind.MAYBE_NUMBER,
                "Empty: no limit",
            ),
            Field("policy-limits-lunch_min", "Free minutes for lunch", Kind.NUMBER),
            Field("policy-limits-lunch_from", "between", Kind.CLOCK),
            Field("policy-limits-lunch_until", "and", Kind.CLOCK),
            Field(
                "policy-limits-spare_tables_percent",
                "Tables kept free for the desk, percent",
                Kind.NUMBER,
            ),
            Field(
                "policy-limits-notice_min", "On the day: minutes of notice", Kind.NUMBER
            ),
        ),
    ),
    Group(
        "What comes first",
        "The plan is made as good as possible at the first, then at the second, "
        "and so on.",
        tuple(
            Field(
                f"policy-levels-{place}",
                f"{place + 1}.",
                Kind.MAYBE_CHOICE,
                choices=(("", "–"), *_chosen(LevelName)),
            )
            for place in range(len(LevelName))
        ),
    ),
    Group(
        "Vouchers, languages, reports",
        "",
        (
            Field(
                "policy-voucher_reserve",
                "Meetings planned beyond a voucher's least",
                Kind.NUMBER,
            ),
            Field(
                "policy-voucher_counts",
                "Meetings that count for a voucher",
                Kind.CHOICE,
                choices=_chosen(CountingMeetings),
            ),
            Field(
                "policy-require_common_language",
                "Who shares no language needs an interpreter",
                Kind.CHECK,
            ),
            Field(
                "policy-small_group",
                "Public report: merge groups smaller than",
                Kind.NUMBER,
            ),
            *(
                Field(
                    f"policy-change_costs-{name}",
                    f"Cost of a meeting {told}",
                    Kind.NUMBER,
                )
                for name, told in _CHANGES
            ),
        ),
    ),
)
