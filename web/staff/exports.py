"""Everything of an event in the form that it can be imported from again."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from flask import Blueprint, send_file

from b4h_scheduler.files.write import write_event
from b4h_scheduler.outputs.calendars.file_names import slug
from web.readings import read_event
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

exports = Blueprint("exports", __name__)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@exports.get("/events/<int:event_id>/export")
def index(event_id: int) -> ResponseReturnValue:
    """Offer the forms."""
    with site().database.read() as reading:
        return page(reading, event_id, "staff/export.html")


@exports.get("/events/<int:event_id>/export.zip")
def folder(event_id: int) -> ResponseReturnValue:
    """Give the folder of CSV files."""
    with site().database.read() as reading:
        event = read_event(reading, event_id)
    with TemporaryDirectory() as work:
        write_event(event, Path(work))
        content = zipped(Path(work))
    name = f"{slug(event.name)}.zip"
    return send_file(content, "application/zip", as_attachment=True, download_name=name)


@exports.get("/events/<int:event_id>/export.xlsx")
def workbook(event_id: int) -> ResponseReturnValue:
    """Give one workbook."""
    with site().database.read() as reading:
        event = read_event(reading, event_id)
    with TemporaryDirectory() as work:
        path = Path(work) / "event.xlsx"
        write_event(event, Path(work), workbook=path)
        content = io.BytesIO(path.read_bytes())
    name = f"{slug(event.name)}.xlsx"
    return send_file(content, _XLSX, as_attachment=True, download_name=name)


def zipped(folder: Path) -> io.BytesIO:
    """Return the files of a folder as an archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    content.seek(0)
    return content
