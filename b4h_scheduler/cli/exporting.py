"""One file (or folder) of a plan or event at a time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from b4h_scheduler.files.write import write_event
from b4h_scheduler.outputs.calendars.folder import write_agendas
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.plan_json import read_plan
from b4h_scheduler.outputs.replace_file import replace_file
from b4h_scheduler.outputs.report import report_html
from b4h_scheduler.outputs.unmet_csv import write_unmet
from b4h_scheduler.outputs.workbook import write_workbook
from b4h_scheduler.planning.figures import figures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.figures import Figures
    from b4h_scheduler.plans import Plan


class Exporter:
    """Writes into a folder; ``plan_file`` None: only what an event alone gives."""

    def __init__(
        self, event: Event, plan_file: Path | None, out: Path, *, is_public: bool
    ) -> None:
        self._event = event
        self._plan_file = plan_file
        self._out = out
        self._is_public = is_public

    def write(self, name: str) -> Path:
        """Write one format; return the file or folder."""
        writers: dict[str, Callable[[], Path]] = {
            "xlsx": self._workbook,
            "ics": self._agendas,
            "csv": self._unmet,
            "report": self._report,
            "event": self._folder,
            "event-xlsx": self._event_workbook,
        }
        self._out.mkdir(parents=True, exist_ok=True)
        return writers[name]()

    @cached_property
    def _plan(self) -> Plan:
        if self._plan_file is None:
            raise TypeError("a plan is needed")
        return read_plan(self._plan_file)

    @cached_property
    def _figures(self) -> Figures:
        return figures(self._event, self._plan)

    def _workbook(self) -> Path:
        path = self._out / "plan.xlsx"
        write_workbook(self._event, self._plan, self._figures, path)
        return path

    def _agendas(self) -> Path:
        folder = self._out / "agendas"
        write_agendas(self._event, self._plan, folder)
        return folder

    def _unmet(self) -> Path:
        path = self._out / "unmet.csv"
        write_unmet(Lookup(self._event, self._plan), path)
        return path

    def _report(self) -> Path:
        path = self._out / ("report-public.html" if self._is_public else "report.html")
        text = report_html(
            self._event, self._plan, self._figures, public=self._is_public
        )
        replace_file(path, text.encode())
        return path

    def _folder(self) -> Path:
        folder = self._out / "event"
        write_event(self._event, folder)
        return folder

    def _event_workbook(self) -> Path:
        path = self._out / "event.xlsx"
        write_event(self._event, self._out, workbook=path)
        return path
