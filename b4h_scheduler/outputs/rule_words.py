"""Short headings for why a candidate was left out: one for each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.wishes import Ineligible
from b4h_scheduler.planning.words import COULD_BE_ADDED
from b4h_scheduler.sentence import mark
from solver.rules import Rule

if TYPE_CHECKING:
    from b4h_scheduler.plans import Unmet

RULE_HEADINGS: dict[Rule, str] = {
    Rule.OPTION: mark("No such combination of people exists"),
    Rule.SLOT_ALLOWED: mark("Those who must take part are not there together"),
    Rule.AVAILABLE: mark("Somebody is not there at the right time"),
    Rule.CLASH: mark("Other meetings fill the time they share"),
    Rule.MOST: mark("Somebody has as many meetings as allowed"),
    Rule.MOST_ROW: mark("Somebody has as many meetings as allowed that day"),
    Rule.LONGEST_RUN: mark("Somebody would meet too long without a pause"),
    Rule.WINDOW: mark("Somebody would have no time for lunch"),
    Rule.MOST_BREAKS: mark("Somebody would wait more often than allowed"),
    Rule.BREAK_SPREAD: mark("Somebody would wait more often than others may"),
    Rule.TABLE_ALLOWED: mark("No table that they may use"),
    Rule.TABLE_OPEN: mark("The tables that they may use are closed then"),
    Rule.TABLE_CLASH: mark("The tables that they may use are taken"),
    Rule.TABLES_KEPT_FREE: mark("All tables but the help desk's are taken"),
    Rule.ZONE_DISTANCE: mark("Somebody could not walk there in time"),
    Rule.MANDATORY: mark("Meetings that must be held are in the way"),
    Rule.PIN: mark("Meetings that are fixed are in the way"),
    Rule.PRECEDENCE: mark("It would not be in the order asked for"),
}
INELIGIBLE_HEADINGS: dict[Ineligible, str] = {
    Ineligible.DECLINED: mark("Declined"),
    Ineligible.VETO: mark("The meeting is ruled out"),
    Ineligible.NOT_ANSWERED: mark("Not accepted"),
    Ineligible.NOT_MUTUAL: mark("Wished for by one side only"),
    Ineligible.SAME_PEOPLE: mark("The same people would sit on both sides"),
    Ineligible.NOBODY_ATTENDS: mark("Nobody attends for one side"),
    Ineligible.NO_COMMON_TIME: mark("No common time"),
    Ineligible.NO_COMMON_LANGUAGE: mark("No common language and no interpreter"),
    Ineligible.NO_PLACE: mark("No place that both may use"),
}
_HEADINGS: dict[str, str] = {
    str(rule): heading
    for rule, heading in (*RULE_HEADINGS.items(), *INELIGIBLE_HEADINGS.items())
} | {COULD_BE_ADDED: mark("Nothing is in the way")}


def heading(rule: str) -> str:
    """Return the heading of a reason's rule; an unknown rule as it is written."""
    return _HEADINGS.get(rule, rule)


def main_rule(unmet: Unmet) -> str:
    """Return the rule under which a candidate is listed: its strongest reason's."""
    return unmet.reasons[0].rule
