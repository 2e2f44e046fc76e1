"""Order of levels and limits of a run: the event's policy, changed with its form.

A run has no rules of its own: what is changed when it is started becomes the policy, so
that editing, releasing and explaining its plan go by the same rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from b4h_scheduler.domain.policy import Policy
from b4h_scheduler.store.field_faults import FieldsError
from b4h_scheduler.store.setup import changed
from web.setup.merging import merged
from web.setup.policy import POLICY
from web.setup.typed import Typed, typed_of, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from b4h_scheduler.domain.event import Event

_OF_RUNS = ("policy-limits-", "policy-levels-")
RULES = tuple(part for part in POLICY if part.fields[0].path.startswith(_OF_RUNS))
"""The parts of the policy that the form of a run shows."""


def rules_shown(settings: Event) -> dict[str, str]:
    """Return order and limits as the fields show them."""
    content = settings.model_dump(include={"policy"})
    return words(RULES, content, settings.zone_info)


def rules_typed(settings: Event, form: Mapping[str, str]) -> Typed:
    """Return what the form changes of the policy; nothing, if it has no such fields."""
    if not any(name.startswith(_OF_RUNS) for name in form):
        return Typed()
    typed = typed_of(RULES, form, settings.zone_info)
    policy: dict[str, Any] = typed.changes["policy"]
    policy.pop("eligibility")  # is not among the fields
    typed.changes = merged(settings, typed.changes)
    if typed.faults:
        return typed
    try:
        after = changed(settings, typed.changes)
    except FieldsError as error:
        typed.tell(error)
        return typed
    if after.policy == Policy.model_validate(settings.policy.model_dump()):
        typed.changes = {}
    return typed
