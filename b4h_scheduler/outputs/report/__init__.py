"""``report.html``: what a plan reaches, in one page that needs nothing else."""

from __future__ import annotations

from b4h_scheduler.outputs.report.page import report_html
from b4h_scheduler.outputs.report.poster import poster_svg

__all__ = ["poster_svg", "report_html"]
