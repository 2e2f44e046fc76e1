"""Organizations whose names are nearly the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.text_cells import lookup_key, slug
from b4h_scheduler.files.vocabulary import WORDS
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.domain.people import Organization
    from b4h_scheduler.files.faults import Faults

_LEGAL_FORMS = frozenset(WORDS["organization"]["legal_form"])
_ALIKE = 90
"""Percent from which two names are pointed out."""


def core(name: str) -> str:
    """Return a name without case, accents, punctuation and legal form."""
    words = slug(name, 300).split("-")
    joined = [word for word in words if word not in _LEGAL_FORMS]
    return "".join(joined) or lookup_key(name)


def note_near_duplicates(
    organizations: tuple[Organization, ...], file: str, faults: Faults
) -> None:
    """Note organizations that may be one with an earlier one."""
    for first, second in _pairs(organizations):
        message = Sentence(
            "{second!r} and {first!r} are nearly the same: kept apart.",
            second=second.name,
            first=first.name,
        )
        cure = mark("If they are one organization, write one name in all rows.")
        faults.add(
            Code.NEAR_DUPLICATE_ORGANIZATION, message, cure, file=file,
            column="organization", value=second.name,
        )  # fmt: skip


def _pairs(
    organizations: tuple[Organization, ...],
) -> Iterator[tuple[Organization, Organization]]:
    """Yield pairs alike; names that differ in digits or legal form mean to differ."""
    import numpy as np  # noqa: PLC0415
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    by_digits: dict[str, list[Organization]] = {}
    for each in organizations:
        by_digits.setdefault(re.sub(r"\D", "", each.name), []).append(each)
    for group in by_digits.values():
        names = [core(each.name) for each in group]
        told: set[int] = set()
        for start in range(0, len(names), 500):
            alike = process.cdist(
                names[start : start + 500], names[start:], scorer=fuzz.ratio,
                score_cutoff=_ALIKE, dtype=np.uint8,
            )  # fmt: skip
            for row, column in np.argwhere(np.triu(alike, 1)).tolist():
                a, b = start + row, start + column
                is_one = names[a] == names[b] or _agree(group[a], group[b])
                # One pair for each: names may be alike by the hundred.
                if is_one and b not in told:
                    told.add(b)
                    yield group[a], group[b]


def _agree(first: Organization, second: Organization) -> bool:
    """Whether the legal forms of both, if known, are the same."""
    one, other = (
        _LEGAL_FORMS.intersection(slug(each.name, 300).split("-"))
        for each in (first, second)
    )
    return not one or not other or one == other
