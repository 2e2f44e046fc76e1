"""unmet.csv: every candidate left out, every reason, nothing a formula."""

from __future__ import annotations

import csv
import io

from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.unmet_csv import BETWEEN_REASONS, HEADER, unmet_csv
from tests.b4h_scheduler.outputs.sample import EMOJI, sample_event, sample_plan

EVENT = sample_event()
PLAN = sample_plan(EVENT)


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_unmet_candidate_has_a_row_with_all_reasons() -> None:
    """Eligible ones first, the most valuable first."""
    content = unmet_csv(Lookup(EVENT, PLAN))
    rows = _rows(content)
    assert content.startswith(b"\xef\xbb\xbfcandidate,")
    assert tuple(rows[0]) == HEADER
    by_value = [PLAN.unmet[n].candidate.id for n in (0, 2, 1)]
    assert [row["candidate"] for row in rows] == by_value
    assert rows[0]["first"] == EMOJI
    assert rows[0]["rules"] == "clash available"
    assert rows[0]["reasons"].split(BETWEEN_REASONS) == [
        f"{EMOJI} is full with meetings worth at least as much",
        "=1+1 no common time left",
    ]
    assert rows[2]["ineligible"] == "declined"
    assert rows[2]["priority"] == "1"


def test_no_cell_is_a_formula() -> None:
    """Text that begins like one gets an apostrophe, also after white space."""
    first = PLAN.unmet[0]
    reasons = [
        {"rule": "clash", "text": text}
        for text in ("=1+1", "+1", "-1", "@A1", " \t=A1", "a=1")
    ]
    unmet = [
        first.model_validate({"candidate": first.candidate, "reasons": [reason]})
        for reason in reasons
    ]
    plan = sample_plan(EVENT, unmet=unmet)
    cells = [row["reasons"] for row in _rows(unmet_csv(Lookup(EVENT, plan)))]
    assert cells == ["'=1+1", "'+1", "'-1", "'@A1", "'=A1", "a=1"]
    hostile = (
        sample_plan(EVENT)
        .unmet[0]
        .candidate.model_copy(update={"sides": PLAN.meetings[1].sides})
    )
    plan = sample_plan(EVENT, unmet=[first.model_copy(update={"candidate": hostile})])
    (row,) = _rows(unmet_csv(Lookup(EVENT, plan)))
    assert row["first"].startswith("'=HYPERLINK(")
