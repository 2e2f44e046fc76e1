"""What brings the stored plan of a draft to another one: only what differs.

A plan of a large event is several megabytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.words import APART
from b4h_scheduler.plans import CertificateLine, Meeting, Plan
from b4h_scheduler.sentence import put_together
from b4h_scheduler.store.drafts import plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.domain.base import Entity
    from b4h_scheduler.domain.ids import CandidateId

    Json = dict[str, Any]

_PROOF = ("certificate", "warnings")
"""Fields of a plan that an undone edit gets back as they were."""
_LINES = TypeAdapter(tuple[CertificateLine, ...])


def patch_of(
    plan: Plan, changed: Iterable[CandidateId], data: int, made_from: int
) -> Json:
    """Return what brings a draft to this plan's meetings of some candidates.

    Parameters
    ----------
    data : int
        `store.drafts.data_version` when the edit was made.
    made_from : int
        The same when the draft was planned.
    """
    candidates = frozenset(changed)
    light = plan.model_copy(update={"meetings": (), "unmet": ()})
    whole = light.model_dump(mode="json", context=APART)
    return {
        "candidates": sorted(candidates),
        "meetings": [
            meeting.model_dump(mode="json", context=APART)
            for meeting in plan.meetings
            if meeting.candidate in candidates
        ],
        "data": data,
        "made_from": made_from,
        **{key: whole[key] for key in _PROOF},
    }


def changed_candidates(before: Plan, after: Plan) -> list[CandidateId]:
    """Return candidates that the two hold differently."""
    was = {meeting.candidate: meeting for meeting in before.meetings}
    became = {meeting.candidate: meeting for meeting in after.meetings}
    return [key for key in was | became if not _is_same(was.get(key), became.get(key))]


def patched(plan: Plan, patch: Json) -> Plan:
    """Return a plan with the meetings of a stored patch; the rest is as it was."""
    taken = frozenset(patch["candidates"])
    kept = [meeting for meeting in plan.meetings if meeting.candidate not in taken]
    light = plan.model_copy(update={"meetings": (), "unmet": ()})
    whole = light.model_dump(mode="json", context=APART) | {
        "meetings": patch["meetings"]
    }
    kept += plan_of(whole).meetings
    return plan.model_copy(update={"meetings": _sorted(kept)})


def with_proof(plan: Plan, patch: Json, data: int) -> Plan:
    """Return a plan with the proof of a stored patch, if the event is as it was then.

    Parameters
    ----------
    data : int
        `store.drafts.data_version` now.
    """
    if patch["data"] != data:
        return plan
    return plan.model_copy(
        update={
            "certificate": _LINES.validate_python(patch["certificate"]),
            "warnings": tuple(map(put_together, patch["warnings"])),
        }
    )


def content_after(content: Json, before: Plan, after: Plan) -> Json:
    """Return the JSON of a plan from that of another: what is equal is taken over."""
    old = {each["candidate"]: each for each in content["meetings"]}
    was = {meeting.candidate: meeting for meeting in before.meetings}
    meetings = [
        old[m.candidate]
        if m.candidate in old and _is_same(was.get(m.candidate), m)
        else m.model_dump(mode="json", context=APART)
        for m in after.meetings
    ]
    old_unmet = {each["candidate"]["id"]: each for each in content["unmet"]}
    was_unmet = {each.candidate.id: each for each in before.unmet}
    unmet = [
        old_unmet[each.candidate.id]
        if each.candidate.id in old_unmet
        and _is_same(was_unmet.get(each.candidate.id), each)
        else each.model_dump(mode="json", context=APART)
        for each in after.unmet
    ]
    light = after.model_copy(update={"meetings": (), "unmet": ()})
    return light.model_dump(mode="json", context=APART) | {
        "meetings": meetings,
        "unmet": unmet,
    }


def _is_same(one: Entity | None, other: Entity | None) -> bool:
    """Whether two parts of plans are equal, as nearly all are: the same object."""
    return one is other or one == other


def _sorted(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    return tuple(sorted(meetings, key=lambda m: (utc(m.start), m.table or "", m.id)))
