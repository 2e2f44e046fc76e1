"""E-mail addresses and telephone numbers."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.faults import CellError, shown
from b4h_scheduler.files.text_cells import as_text
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.files.cell_types import Cell
    from b4h_scheduler.files.rows import Row

LOG = logging.getLogger(__name__)
_PLAIN = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
"""What nearly all addresses look like: no need to ask the library."""


_SHORT = 64
_INTERNATIONAL = re.compile(r"\+[1-9]\d{0,2}(?: \d{1,12}){1,5}(?<=.{10})")
"""A telephone number as we write it: nothing to change."""


def email(cell: Cell) -> str:
    """Return an e-mail address; ``mailto:`` and angle brackets are taken off.

    Raises
    ------
    CellError
        It is none.
    """
    text = as_text(cell).removeprefix("mailto:").strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    if len(text) <= _SHORT and _PLAIN.fullmatch(text):
        return text
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415

    try:
        found = validate_email(
            text, check_deliverability=False, globally_deliverable=False
        )
    except EmailNotValidError as error:
        LOG.info("no e-mail address: %s", error)
        message = Sentence("{text!r} is not an e-mail address.", text=shown(text))
        cure = mark("Correct it: write one address, as ada@example.org.")
        raise CellError(Code.INVALID_EMAIL, message, cure) from None
    if "." not in found.domain:
        message = Sentence(
            "{text!r} is not an e-mail address: the domain has no dot.",
            text=shown(text),
        )
        raise CellError(Code.INVALID_EMAIL, message, mark("Correct it."))
    return found.normalized


def phone(row: Row, text: str, country: str) -> str:
    """Return the number in international form; as it is, with a warning, if unclear."""
    if _INTERNATIONAL.fullmatch(text):
        return text
    found = phone_form(text, country)
    if found is None:
        message = Sentence(
            "{text!r} is not a telephone number: kept as it is.", text=shown(text)
        )
        cure = mark("Write it with the country's code: +49 711 1234567.")
        row.fault(Code.UNPARSABLE_PHONE, "phone", message, cure)
        return text
    return found


def phone_form(text: str, country: str) -> str | None:
    """Return a number in international form; None: it is unclear."""
    import phonenumbers  # noqa: PLC0415 - 50 ms, only for files with numbers

    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)
