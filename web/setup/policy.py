"""The fields of an event's policy: what a good plan is."""

from __future__ import annotations

from b4h_scheduler.domain.people import Kind as OrganizationKind
from b4h_scheduler.domain.policy import Eligibility, FairnessOver, LevelName
from web.languages.texts import mark
from web.setup.choices import COUNTING, HEADINGS, LEVELS, as_named
from web.setup.fields import Field, Group, Kind

_CHANGES = (
    ("dropped", mark("Cost of a meeting dropped")),
    ("moved", mark("Cost of a meeting moved")),
    ("table", mark("Cost of a meeting at another table")),
    ("added", mark("Cost of a meeting added")),
)

_ELIGIBLE = (
    ("", mark("open")),
    *as_named((Eligibility.MUTUAL, Eligibility.ANSWERED)),
)
_LEVELS = (("", "–"), *((level.value, told) for level, told in LEVELS.items()))

POLICY = (
    Group(
        mark("Which wishes may become meetings"),
        mark(
            "By the kind of the side wished for: mutual, answered (mutual or "
            "accepted), or open (not declined)."
        ),
        tuple(
            Field(
                f"policy-eligibility-{kind.value}",
                HEADINGS[kind],
                Kind.MAYBE_CHOICE,
                choices=_ELIGIBLE,
            )
            for kind in OrganizationKind
        ),
    ),
    Group(
        mark("What a wish is worth"),
        mark("Falling from priority 1 to 3. An unanswered wish is worth a part of it."),
        (
            Field("policy-values-priority-0", mark("Priority 1"), Kind.NUMBER),
            Field("policy-values-priority-1", mark("Priority 2"), Kind.NUMBER),
            Field("policy-values-priority-2", mark("Priority 3"), Kind.NUMBER),
            Field(
                "policy-values-accepted_bonus", mark("Added if accepted"), Kind.NUMBER
            ),
            Field(
                "policy-values-unanswered_percent",
                mark("Unanswered: percent"),
                Kind.NUMBER,
            ),
        ),
    ),
    Group(
        mark("Fairness"),
        mark(
            "A bonus for everybody's first meetings, so that few meetings are shared "
            "out."
        ),
        (
            Field(
                "policy-fairness-bonus",
                mark("Bonus of the first, second, … meeting"),
                Kind.NUMBERS,
                mark("Separated by semicolons, never rising: 4; 3; 2; 1"),
            ),
            Field(
                "policy-fairness-over",
                mark("Counted over"),
                Kind.CHOICE,
                choices=as_named(FairnessOver),
            ),
            Field(
                "policy-fairness-least_meetings",
                mark("Nobody below so many meetings"),
                Kind.NUMBER,
            ),
        ),
    ),
    Group(
        mark("Limits"),
        mark("Never broken by a plan."),
        (
            Field(
                "policy-limits-longest_run_min",
                mark("Longest run without a pause, minutes"),
                Kind.MAYBE_NUMBER,
                mark("Empty: no limit"),
            ),
            Field(
                "policy-limits-most_percent",
                mark("Most meetings, percent of own slots"),
                Kind.NUMBER,
            ),
            Field(
                "policy-limits-most_per_day",
                mark("Most meetings a day"),
                Kind.MAYBE_NUMBER,
                mark("Empty: no limit"),
            ),
            Field(
                "policy-limits-lunch_min", mark("Free minutes for lunch"), Kind.NUMBER
            ),
            Field("policy-limits-lunch_from", mark("between"), Kind.CLOCK),
            Field("policy-limits-lunch_until", mark("and"), Kind.CLOCK),
            Field(
                "policy-limits-spare_tables_percent",
                mark("Tables kept free for the desk, percent"),
                Kind.NUMBER,
            ),
            Field(
                "policy-limits-notice_min",
                mark("On the day: minutes of notice"),
                Kind.NUMBER,
            ),
        ),
    ),
    Group(
        mark("What comes first"),
        mark(
            "The plan is made as good as possible at the first, then at the second, "
            "and so on."
        ),
        tuple(
            Field(
                f"policy-levels-{place}",
                f"{place + 1}.",
                Kind.MAYBE_CHOICE,
                choices=_LEVELS,
            )
            for place in range(len(LevelName))
        ),
    ),
    Group(
        mark("Vouchers, languages, reports"),
        "",
        (
            Field(
                "policy-voucher_reserve",
                mark("Meetings planned beyond a voucher's least"),
                Kind.NUMBER,
            ),
            Field(
                "policy-voucher_counts",
                mark("Meetings that count for a voucher"),
                Kind.CHOICE,
                choices=tuple((key, words) for key, words in COUNTING.items() if key),
            ),
            Field(
                "policy-require_common_language",
                mark("Who shares no language needs an interpreter"),
                Kind.CHECK,
            ),
            Field(
                "policy-small_group",
                mark("Public report: merge groups smaller than"),
                Kind.NUMBER,
            ),
            *(
                Field(
                    f"policy-change_costs-{name}",
                    told,
                    Kind.NUMBER,
                )
                for name, told in _CHANGES
            ),
        ),
    ),
)
