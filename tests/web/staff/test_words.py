"""Words of layers below can be translated."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import solver
from b4h_scheduler.domain.people import CountingMeetings
from b4h_scheduler.domain.places import HomeUse, TravelMode
from b4h_scheduler.domain.policy import Eligibility, FairnessOver
from b4h_scheduler.files.codes import Severity
from b4h_scheduler.store.outbox import State
from b4h_scheduler.store.staff import Role
from solver import Level
from web.languages.catalogs import known_texts
from web.staff.words import (
    CHOICES,
    LEVELS,
    MAIL_STATES,
    ROLES,
    SEVERITIES,
    STEPS,
)

if TYPE_CHECKING:
    from enum import StrEnum


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ((Role,), ROLES),
        ((Severity,), SEVERITIES),
        ((State,), MAIL_STATES),
        (
            (Eligibility, FairnessOver, CountingMeetings, HomeUse, TravelMode),
            CHOICES,
        ),
    ],
)
def test_every_member_has_its_word(
    kinds: tuple[type[StrEnum], ...], words: tuple[str, ...]
) -> None:
    """None is missing, none is left over, and catalogs have each."""
    assert [member.value for kind in kinds for member in kind] == list(words)
    known = {form for text in known_texts() for form in _forms(text)}
    assert set(words) <= known


def test_every_level_has_its_word() -> None:
    """As the kernel names them."""
    assert {f"level {level.value}" for level in Level} == set(LEVELS)
    assert set(LEVELS) <= set(known_texts())


def test_every_step_has_its_word() -> None:
    """As the solver calls them where it reports one."""
    code = [
        path.read_text("utf-8") for path in Path(solver.__file__).parent.glob("*.py")
    ]
    found = set(re.findall(r'\.(?:step|report)\(\s*"(\w+)"', "".join(code)))
    assert found == set(STEPS)
    assert found <= {form for text in known_texts() for form in _forms(text)}


def _forms(text: str | tuple[str, str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text
