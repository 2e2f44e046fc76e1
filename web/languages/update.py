"""Bring the catalogs up to date: ``python -m web.languages.update``.

New texts are added empty, texts that are gone are removed; what is to be translated is
listed.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from b4h_scheduler.languages import LANGUAGES
from web.languages.catalogs import FOLDER
from web.languages.faults import faults_of
from web.languages.sources import DOMAINS, template_of

if TYPE_CHECKING:
    from pathlib import Path

    from web.languages.sources import Domain

_SINCE = datetime(2026, 11, 26, tzinfo=UTC)


def main() -> int:
    """Update all catalogs; 1: something is not translated."""
    found = [
        f"{path_of(domain, language).relative_to(FOLDER)}: {fault}"
        for domain in DOMAINS
        for language in domain.languages
        for fault in update(domain, language)
    ]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.stdout.write(f"{len(found)} texts to translate or to mend\n")
    return 1 if found else 0


def path_of(domain: Domain, language: str) -> Path:
    """Return where the catalog of a domain in a language is."""
    return FOLDER / language / f"{domain.name}.po"


def read(domain: Domain, language: str) -> Catalog:
    """Return a catalog as it is stored; a new one if there is none."""
    path = path_of(domain, language)
    if not path.is_file():
        return Catalog(locale=language, project="b4h-scheduler", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(domain: Domain, language: str) -> list[str]:
    """Bring a catalog up to date, and return what is to be done in it."""
    template = template_of(domain)
    stored = read(domain, language)
    stored.update(template, no_fuzzy_matching=True, update_creation_date=False)
    _head(stored, domain)
    written = BytesIO()
    write_po(written, stored, width=88, ignore_obsolete=True, include_lineno=False)
    path = path_of(domain, language)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(written.getvalue())
    return faults_of(read(domain, language), template)


def _head(catalog: Catalog, domain: Domain) -> None:
    """Say what the file is; dates would change it with every call."""
    catalog.header_comment = (
        f"# Texts of b4h-scheduler ({domain.name}): {LANGUAGES[str(catalog.locale)]}.\n"
        "# This file is distributed under the license of b4h-scheduler."
    )
    catalog.version = ""
    catalog.msgid_bugs_address = ""
    catalog.last_translator = "b4h-scheduler contributors"
    catalog.language_team = "b4h-scheduler contributors"
    catalog.revision_date = catalog.creation_date = _SINCE


if __name__ == "__main__":
    sys.exit(main())
