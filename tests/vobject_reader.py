"""Calendar files as vobject reads them, each as if it were the first."""

from __future__ import annotations

from typing import Any

import vobject


def read_by_vobject(content: bytes) -> Any:
    """Return the calendar of a file.

    vobject keeps the first zone it has seen of each name, for every file that follows:
    another event's zone would give its clock changes to this one.
    """
    vars(vobject.icalendar)["__tzidMap"].clear()
    return vobject.readOne(content.decode())
