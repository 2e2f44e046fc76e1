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


def kernel_words(message: str) -> str:
    """Return a message of the kernel as a sentence; empty if it is for the log."""
    if message in _KNOWN:
        return message
    found = _PRICED.fullmatch(message)
    if found is None:
        return ""
    price, net, bound, method = found.groups()
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


def _number(text: str) -> int:
    return int(text.replace(",", ""))
