"""Words that layers below use as values, and that pages of staff say by ``said``.

They stand here to be found and translated; a test compares them with the enumerations.
"""

from __future__ import annotations

from b4h_scheduler.sentence import mark

ROLES = (
    mark("owner"),
    mark("editor"),
    mark("viewer"),
    mark("partner"),
    mark("desk"),
)
SEVERITIES = (mark("error"), mark("warning"))
MAIL_STATES = (
    mark("waiting"),
    mark("sending"),
    mark("taken"),
    mark("superseded"),
    mark("withdrawn"),
    mark("failed"),
    mark("bounced"),
)
ACTIONS = (
    mark("created"),
    mark("changed"),
    mark("deleted"),
    mark("added"),
    mark("removed"),
)
"""What the log and a preview of an import say was done."""
KINDS = (
    mark("settings"),
    mark("organization"),
    mark("delegate"),
    mark("wish"),
    mark("promised meeting"),
    mark("veto"),
    mark("companion"),
    mark("table"),
    mark("busy time"),
)
"""What a preview of an import says was changed."""
STEPS = (
    mark("exact"),
    mark("improve"),
    mark("polish"),
    mark("prove"),
    mark("seat"),
    mark("select"),
    mark("timetable"),
    mark("validate"),
)
"""Steps of the solver, as a run reports them."""
LEVELS = (
    mark("level promised"),
    mark("level changes"),
    mark("level targets"),
    mark("level least"),
    mark("level value"),
    mark("level waiting"),
    mark("level breaks"),
    mark("level risk"),
    mark("level moves"),
)
"""Levels of the certificate, as `solver.Level` names them."""
CHOICES = (
    mark("mutual"),
    mark("answered"),
    mark("open"),
    mark("organizations"),
    mark("delegates"),
    mark("on-site-abroad"),
    mark("on-site"),
    mark("all"),
    mark("always"),
    mark("preferred"),
    mark("plane"),
    mark("train"),
    mark("other"),
)
"""What is chosen in the set-up by the words that files have."""
