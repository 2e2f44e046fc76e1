"""A colleague whom a delegate names in a form: who it is, and that it may be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.mail.addresses import envelope_address
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 200
"""Letters of a name or a role."""


def named_colleague(given: Mapping[str, str]) -> tuple[str, str]:
    """Return the name and the mail address of a form.

    Raises
    ------
    RefusedError
        Somebody who is not named, has no address, or does not know of it.
    """
    name = one_line(given.get("name", "")).strip()[:LONGEST]
    email = given.get("email", "").strip()
    if not name:
        raise RefusedError("give the name of your colleague")
    if not envelope_address(email):
        raise RefusedError(
            Sentence(
                "“{found}” is no mail address: write name@example.org",
                found=email[:LONGEST],
            )
        )
    if given.get("agrees") != "yes":
        raise RefusedError(
            "ask your colleague first, and say below that name and address may be used"
        )
    return name, email
