"""The texts of a language, read from its .po files: there is no build step."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def read_catalog(language: str) -> NullTranslations:
    """Return the texts of a language; of English none: that is what code says."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  (once a language)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    found: NullTranslations | None = None
    for path in sorted((FOLDER / language).glob("*.po")):
        packed = BytesIO()
        with path.open("rb") as file:
            write_mo(packed, read_po(file, locale=language))
        packed.seek(0)
        texts = GNUTranslations(packed)
        if found is None:
            found = texts
        else:
            found.add_fallback(texts)
    return found or NullTranslations()


@cache
def known_texts() -> tuple[str | tuple[str, str], ...]:
    """Return all texts that are translated; of those by number both forms."""
    from babel.messages.pofile import read_po  # noqa: PLC0415

    found: dict[str | tuple[str, str], None] = {}
    for path in sorted((FOLDER / "de").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="de"):
                text = message.id
                is_pair = isinstance(text, (list, tuple))
                found[(str(text[0]), str(text[1])) if is_pair else str(text)] = None
    return tuple(found)
