"""Sentences that nothing says any more, while rows from before still hold them.

What is stored keeps its template (`b4h_scheduler.sentence`), and a page says it by the
catalog of its language. A template that changes in the code would leave the catalogs,
and older edits, plans and messages would be shown in English: it is moved to here.
"""

from __future__ import annotations

from b4h_scheduler.sentence import mark

FORMER = (
    mark("improved around the locks: {meetings} changed"),
    mark("the organizer ruled that the two must never meet"),
    mark("delegate {name} does not take part any more"),
    mark("delegate {delegate_id} does not take part any more"),
    mark("the locks cannot all be kept together, so unlock some ({reason})"),
    mark("no plan holds the meeting demanded and keeps everything else ({reason})"),
    mark("there are only {number} tables for these meetings"),
    mark("draft {number} ({name})"),
)
"""Templates, as they were stored."""
