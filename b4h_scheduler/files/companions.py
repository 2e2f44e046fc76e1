"""Interpreters and coaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.ids import CompanionId
from b4h_scheduler.domain.people import Companion
from b4h_scheduler.files import identifiers
from b4h_scheduler.files.clock import check_date_forms
from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.contacts import email
from b4h_scheduler.files.languages import languages_in
from b4h_scheduler.files.text_cells import line, words
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.files.clock import Clock
    from b4h_scheduler.files.faults import Faults
    from b4h_scheduler.files.rows import Rows


def read_companions(rows: Rows, clock: Clock, faults: Faults) -> tuple[Companion, ...]:
    """Return the companions in order of the file."""
    found: dict[str, Companion] = {}
    for row in rows.rows(faults):
        name = row.required("name", line, "")
        ident = row.read("id", line, "", 60) or identifiers.companion_id(name)
        address = row.read("email", email, "")
        available = clock.stretches(row, "available")
        busy = clock.stretches(row, "busy")
        languages, unknown = languages_in(row.required("languages", words, ()))
        for word in unknown:
            message = Sentence("{word!r} is not a language: left out.", word=word)
            cure = mark("Write ISO codes such as en; de; fr.")
            row.fault(Code.UNKNOWN_LANGUAGE, "languages", message, cure)
        if ident in found:
            message = Sentence("companion {ident!r} is defined twice.", ident=ident)
            row.fault(Code.DUPLICATE_ID, "id", message, mark("Give each their own id."))
        if row.is_faulty or ident in found:
            continue
        found[ident] = Companion(
            id=CompanionId(ident),
            name=name,
            email=address,
            languages=languages,
            available=available,
            busy=busy,
        )
    check_date_forms(rows, faults)
    return tuple(found.values())
