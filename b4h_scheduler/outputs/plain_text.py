"""Text that comes from people, made safe for any output.

Control characters, lone surrogates and marks that turn the direction of the text
around them have no meaning in a name and can break or disguise a line.
"""

from __future__ import annotations

import re

# C0 (but tab and line feed), DEL, C1, bidi embeddings and overrides, isolates,
# interlinear marks, byte order mark, noncharacters, surrogates.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_WHITE = re.compile(r"\s+")


def printable(text: str) -> str:
    """Return the text without harmful characters; line ends become line feeds."""
    if text.replace("\n", " ").isprintable():
        return text  # nearly always, and fast
    return _HARMFUL.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """Return the printable text on one line, white space run together."""
    return _WHITE.sub(" ", printable(text)).strip()


def shortened(text: str, most: int) -> str:
    """Return the text, cut to at most ``most`` characters with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return text.lstrip().startswith(("=", "+", "-", "@"))
