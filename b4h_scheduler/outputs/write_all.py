"""Writes everything that a plan becomes into a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.calendars.folder import write_agendas_of
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.plan_json import write_plan
from b4h_scheduler.outputs.replace_file import replace_file
from b4h_scheduler.outputs.report.page import report_html_of
from b4h_scheduler.outputs.unmet_csv import write_unmet
from b4h_scheduler.outputs.workbook.write import write_workbook_of
from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.planning.figures import figures
from b4h_scheduler.planning.past import with_past

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.figures import Figures
    from b4h_scheduler.plans import Plan

PLAN = "plan.json"
UNMET = "unmet.csv"
WORKBOOK = "plan.xlsx"
AGENDAS = "agendas"
REPORT = "report.html"
PUBLIC_REPORT = "report-public.html"


@dataclass(frozen=True, slots=True)
class OutputPaths:
    """What was written, and the figures that it shows.

    Attributes
    ----------
    plan, unmet, workbook, report : Path
    agendas : Path
        The folder; ``agenda_files`` are the .ics files in it.
    figures : Figures
        Counting them takes seconds for a large event: use these.
    public_report : Path or None
        Where it was asked for.
    """

    plan: Path
    unmet: Path
    workbook: Path
    agendas: Path
    agenda_files: tuple[Path, ...]
    report: Path
    figures: Figures
    public_report: Path | None = None


def write_outputs(
    event: Event, plan: Plan, folder: Path, *, public: bool = False
) -> OutputPaths:
    """Write all files of a plan; each is replaced as a whole.

    ``plan.json`` comes first: what everything else can be made from again.

    Parameters
    ----------
    event : Event
    plan : Plan
        Of that event.
    folder : Path
        Made if missing. Agendas of an earlier plan that belong to nobody any more
        are removed from it, other files are left alone.
    public : bool
        Write the report's public edition, too.

    Raises
    ------
    MismatchError
        Event and plan do not belong together; nothing is written.
    OSError
        A file cannot be written; what was there before is still whole.
    """
    lookup = Lookup(event, plan)
    public_report = folder / PUBLIC_REPORT if public else None
    with collector_paused():
        write_plan(plan, folder / PLAN)
        write_unmet(lookup, folder / UNMET)
        agenda_files = write_agendas_of(lookup, folder / AGENDAS)
        found = figures(with_past(event, plan), plan)
        report = report_html_of(lookup, found, public=False)
        replace_file(folder / REPORT, report.encode())
        if public_report is not None:
            report = report_html_of(lookup, found, public=True)
            replace_file(public_report, report.encode())
        write_workbook_of(lookup, found, folder / WORKBOOK)
    return OutputPaths(
        plan=folder / PLAN,
        unmet=folder / UNMET,
        workbook=folder / WORKBOOK,
        agendas=folder / AGENDAS,
        agenda_files=agenda_files,
        report=folder / REPORT,
        figures=found,
        public_report=public_report,
    )
