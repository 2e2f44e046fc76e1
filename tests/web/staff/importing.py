"""Files of an event, sent to be imported."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.web.world import Visitor

FORM = "/events/1/import"


def upload(
    visitor: Visitor, content: bytes, name: str, address: str = FORM
) -> TestResponse:
    """Send a file to be read."""
    return visitor.post(
        address,
        {"file": (io.BytesIO(content), name)},
        page=address,
        content_type="multipart/form-data",
    )


def export(visitor: Visitor) -> bytes:
    """Return the first event as an archive."""
    return visitor.get("/events/1/export.zip").data


def with_text(content: bytes, file: str, old: str, new: str) -> bytes:
    """Return an archive with some text of a file replaced."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(made, "w") as archive,
    ):
        for name in given.namelist():
            text = given.read(name).decode("utf-8-sig")
            if name == file:
                assert old in text
                text = text.replace(old, new)
            archive.writestr(name, text)
    return made.getvalue()
