"""``plan.xlsx``: the plan as a workbook."""

from __future__ import annotations

from b4h_scheduler.outputs.workbook.write import write_workbook

__all__ = ["write_workbook"]
