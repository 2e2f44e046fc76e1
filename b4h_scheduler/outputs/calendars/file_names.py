"""Names of agenda files: readable, safe in every file system, stable."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)
_OTHERS = re.compile(r"[^a-z0-9]+")
_MOST_SLUG = 50
_SHORT = 6


def slug(text: str) -> str:
    """Return the text in lower-case ASCII letters, digits and hyphens; may be empty."""
    lower = text.lower().translate(_LETTERS)
    ascii_text = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    return _OTHERS.sub("-", ascii_text).strip("-")[:_MOST_SLUG].strip("-")


def file_names(label_of: Mapping[str, str], ending: str) -> dict[str, str]:
    """Return a file name for each id, no two equal on any file system.

    A short hash of the id follows the readable part, so that a person keeps the file
    name when others come or go; where two hashes agree, they grow longer.
    """
    digests = {key: hashlib.sha256(key.encode()).hexdigest() for key in label_of}
    length = _SHORT
    while len({digest[:length] for digest in digests.values()}) < len(digests):
        length += 2
    return {
        key: f"{slug(label) or 'agenda'}-{digests[key][:length]}{ending}"
        for key, label in label_of.items()
    }
