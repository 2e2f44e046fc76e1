"""Words for the steps and levels that a run names while it works."""

from __future__ import annotations

from b4h_scheduler.sentence import mark

STEPS = {
    "compile": mark("compile"),
    "select": mark("select"),
    "timetable": mark("timetable"),
    "improve": mark("improve"),
    "polish": mark("polish"),
    "seat": mark("seat"),
    "bound": mark("bound"),
}
"""Steps of the solver; they are shown as they are named where none is known."""
LEVELS = {
    "promised": mark("level promised"),
    "changes": mark("level changes"),
    "targets": mark("level targets"),
    "least": mark("level least"),
    "value": mark("level value"),
    "waiting": mark("level waiting"),
    "breaks": mark("level breaks"),
    "risk": mark("level risk"),
    "moves": mark("level moves"),
}
"""Levels of the certificate, as `solver.Level` names them."""
