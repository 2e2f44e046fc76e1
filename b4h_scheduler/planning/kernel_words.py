"""What the kernel says of a plan, in sentences that pages can say too.

The kernel knows neither people nor languages: it says plain English, with numbers of
candidates and participants where it finds a contradiction. Such a message stands in
nobody's words but a developer's, so it is left to the log.
"""

from __future__ import annotations

import re

from b4h_scheduler.sentence import Sentence, mark

DIED = mark(
    "the solver process died: this is the best plan found so far, without its bounds"
)
"""Warning of a plan whose search was killed, or ran out of memory."""
_KNOWN = frozenset(
    {
        DIED,
        mark("stopped: this is the best plan found so far, without its bounds"),
        mark("stopped before there was a plan"),
        mark("the solver process died before there was a plan"),
        mark("no valid plan was found in the time given"),
        mark("no plan keeps all rules: an exact search of everything proves it"),
        mark(
            "no plan holds all meetings that must be held within the limits of breaks "
            "and tables: a constraint program of all of them proves it"
        ),
        mark("the mandatory and pinned candidates cannot be held together"),
    }
)
_PRICED = re.compile(
    r"at (\d+) a change, value less changes is (-?[\d,]+): "
    r"no plan has more(?: than (-?[\d,]+))? \((.+)\)"
)
_LIMITED = re.compile(r"of at most ([\d,]+) points of changes ([\d,]+) are used")
_BEYOND = re.compile(
    r"no plan with at most ([\d,]+) points of changes was found: ([\d,]+) is the "
    r"fewest, and no plan has fewer than ([\d,]+)"
)


def kernel_words(message: str) -> str:
    """Return a message of the kernel as a sentence; empty if it is for the log."""
    if message in _KNOWN:
        return message
    for pattern, words in (
        (_PRICED, _priced),
        (_LIMITED, _limited),
        (_BEYOND, _beyond),
    ):
        found = pattern.fullmatch(message)
        if found is not None:
            return words(*found.groups())
    return ""


def _priced(price: str, net: str, bound: str | None, method: str) -> Sentence:
    values = {"price": int(price), "net": _number(net), "method": method}
    if bound is None:
        return Sentence(
            "at {price} a change, value less changes is {net:,}: no plan has more "
            "({method})",
            **values,
        )
    return Sentence(
        "at {price} a change, value less changes is {net:,}: no plan has more than "
        "{bound:,} ({method})",
        bound=_number(bound),
        **values,
    )


def _limited(most: str, used: str) -> Sentence:
    return Sentence(
        "of at most {most:,} points of changes {used:,} are used",
        most=_number(most),
        used=_number(used),
    )


def _beyond(most: str, fewest: str, bound: str) -> Sentence:
    return Sentence(
        "no plan with at most {most:,} points of changes was found: {fewest:,} is the "
        "fewest, and no plan has fewer than {bound:,}",
        most=_number(most),
        fewest=_number(fewest),
        bound=_number(bound),
    )


def _number(text: str) -> int:
    return int(text.replace(",", ""))
