"""Cells as text, numbers, yes or no, and lists: pure, raising ``CellError``."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.faults import CellError, shown
from b4h_scheduler.files.vocabulary import heading_key, meanings
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.files.cell_types import Cell

LONG = 5000
"""Characters of offers, seeks, messages."""
SHORT = 300
"""Characters of names and everything else."""

# Embedding and override marks reorder what stands around them; marks that only
# help right-to-left text (U+200E, U+200F, U+061C) stay.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Spreadsheets' and our own mark of text that is no formula.
_TEXT_MARK = re.compile(r"'('*[=+\-@])")
_BETWEEN_WORDS = re.compile(r"[;\n|]")
_KEPT_CONTROLS = frozenset("\n\t")
_GARBLED = re.compile(r"[ÃÂ][\u0080-\u00bf]|â€[™œ\u009d“”¦]|Ã[Ÿ„–œ¼¶¤©¨§]")
_YES_NO = meanings("yes_no")


def clean(text: str) -> str:
    """Return the text trimmed, composed, and without characters that cannot be seen."""
    if text.startswith("'"):
        text = _TEXT_MARK.sub(r"\1", text, count=1) if _TEXT_MARK.match(text) else text
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = unicodedata.normalize("NFC", text)
    return "".join(c for c in text if not _is_hidden(c)).strip()


def has_hidden(text: str) -> bool:
    """Whether ``clean`` would leave characters out."""
    return not text.isprintable() and any(map(_is_hidden, text.replace("\r", "\n")))


def _is_hidden(char: str) -> bool:
    if char in _KEPT_CONTROLS or char.isprintable():
        return False
    category = unicodedata.category(char)
    if category == "Cf":
        return char in _REORDERING or char in "\ufeff\u00ad"
    return category in {"Cc", "Cs", "Co", "Cn"}


def is_garbled(text: str) -> bool:
    """Whether the text looks like UTF-8 that was read as Latin-1."""
    return not text.isascii() and _GARBLED.search(text) is not None


def as_text(cell: Cell) -> str:
    """Return any cell as text; whole numbers without a decimal point."""
    match cell:
        case None:
            text = ""
        case str():
            text = cell
        case bool():
            text = "yes" if cell else "no"
        case float():
            text = str(int(cell)) if cell.is_integer() else repr(cell)
        case list():
            text = "; ".join(as_text(item) for item in cell)
        case datetime():
            text = cell.isoformat(sep=" ", timespec="minutes")
        case time():
            text = cell.isoformat(timespec="minutes")
        case _:
            text = str(cell)
    return text


def line(cell: Cell, limit: int = SHORT) -> str:
    """Return text on one line."""
    text = as_text(cell)
    if "\n" in text or "\t" in text:
        text = " ".join(text.split())
    return _bounded(text, limit)


def paragraph(cell: Cell) -> str:
    """Return text of several lines."""
    return _bounded(as_text(cell), LONG)


def _bounded(text: str, limit: int) -> str:
    if len(text) > limit:
        message = Sentence(
            "{number} characters, at most {limit} are possible.",
            number=len(text),
            limit=limit,
        )
        raise CellError(Code.TEXT_TOO_LONG, message, mark("Shorten the text."))
    return text


def words(cell: Cell) -> tuple[str, ...]:
    """Return the parts of a list that is separated by semicolons or lines."""
    if isinstance(cell, list):
        parts = [as_text(item) for item in cell]
    else:
        parts = _BETWEEN_WORDS.split(as_text(cell))
    found = dict.fromkeys(" ".join(part.split()) for part in parts)
    return tuple(_bounded(part, SHORT) for part in found if part)


def yes_no(cell: Cell) -> bool:
    """Return yes or no, in the languages of the region."""
    if isinstance(cell, bool):
        return cell
    text = as_text(cell)
    found = _YES_NO.get(heading_key(text), "no" if text in {"-", "–"} else None)
    if found is not None:
        return found == "yes"
    message = Sentence("yes or no expected, found {text!r}.", text=shown(text))
    raise CellError(Code.INVALID_YES_NO, message, mark("Write yes or no."))


def number(cell: Cell) -> Decimal:
    """Return a number written with decimal point or comma, thousands separated or not.

    One separator followed by exactly three digits separates thousands.
    """
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        raise _not_a_number(cell)
    if isinstance(cell, (int, float)):
        return _finite(Decimal(repr(cell)), cell)
    text = re.sub(r"[\s\u202f'’]", "", cell)
    text = re.sub(r"^(?:EUR|€)|(?:EUR|€)$", "", text, flags=re.IGNORECASE)
    if not re.fullmatch(r"[+-]?\d[\d.,]*", text):
        raise _not_a_number(cell)
    last = max(text.rfind("."), text.rfind(","))
    if last >= 0:
        marks = {c for c in text if c in ".,"}
        is_thousands = len(marks) == 1 and re.fullmatch(
            r"[+-]?[1-9]\d{0,2}(?:[.,]\d{3})+", text
        )
        if not is_thousands:
            whole = re.sub("[.,]", "", text[:last])
            text = f"{whole}.{text[last + 1 :]}"
        else:
            text = re.sub("[.,]", "", text)
    try:
        return _finite(Decimal(text), cell)
    except InvalidOperation:
        raise _not_a_number(cell) from None


def _finite(value: Decimal, cell: Cell) -> Decimal:
    if not value.is_finite():
        raise _not_a_number(cell)
    return value


def _not_a_number(cell: Cell) -> CellError:
    message = Sentence("a number expected, found {text!r}.", text=shown(cell))
    return CellError(Code.INVALID_NUMBER, message, mark("Write digits only."))


def whole(cell: Cell, low: int, high: int) -> int:
    """Return a whole number from ``low`` to ``high``."""
    value = number(cell)
    if value != value.to_integral_value():
        message = Sentence("a whole number expected, found {text!r}.", text=shown(cell))
        raise CellError(Code.INVALID_NUMBER, message, mark("Round it."))
    if not low <= value <= high:
        message = Sentence(
            "from {low} to {high} expected, found {text!r}.",
            low=low,
            high=high,
            text=shown(cell),
        )
        raise CellError(Code.NUMBER_OUT_OF_RANGE, message, mark("Correct the number."))
    return int(value)


def cents(cell: Cell) -> int:
    """Return an amount of euros in cents."""
    value = number(cell) * 100
    if value != value.to_integral_value() or not 0 <= value <= 10**10:
        message = Sentence(
            "an amount in euros expected, found {text!r}.", text=shown(cell)
        )
        raise CellError(
            Code.NUMBER_OUT_OF_RANGE, message, mark("Write it as 450 or 450,00.")
        )
    return int(value)


def slug(text: str, limit: int = 40) -> str:
    """Return the text as an identifier: lower-case ASCII letters, digits, hyphens."""
    text = (
        text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("æ", "ae")
    )
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "-", plain.decode()).strip("-")[:limit].strip("-")


def lookup_key(text: str) -> str:
    """Return what two spellings of a name must share to be taken as the same."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
