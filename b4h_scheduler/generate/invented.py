"""Invented people, organizations and regions of North-West Europe.

Nobody here exists; addresses end in ``.example``, which nobody can register.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from b4h_scheduler.generate.draw import Draw


@dataclass(frozen=True, slots=True)
class Region:
    """A partner region: its name, country, partner, and the tongues people speak."""

    name: str
    country: str
    partner: str
    languages: tuple[str, ...]
    legal_forms: tuple[str, ...]


REGIONS = (
    Region("Stuttgart Region", "DE", "Neckar Bio Network", ("de",), ("GmbH", "AG")),
    Region("Rhine-Ruhr", "DE", "LifeTech Rhein-Ruhr", ("de",), ("GmbH", "UG")),
    Region("Flanders", "BE", "Vlaanderen Zorg Cluster", ("nl",), ("BV", "NV")),
    Region("Wallonia", "BE", "Sambre Biopôle", ("fr",), ("SRL", "SA")),
    Region("Brussels", "BE", "Senne Health Hub", ("fr", "nl"), ("SRL", "BV")),
    Region("East Netherlands", "NL", "IJssel Life Valley", ("nl",), ("B.V.",)),
    Region("South Netherlands", "NL", "Brabant Medical Circle", ("nl",), ("B.V.",)),
    Region("Luxembourg", "LU", "Alzette Health Lab", ("fr", "de"), ("Sàrl", "SA")),
    Region("Hauts-de-France", "FR", "Nord Santé Réseau", ("fr",), ("SAS", "SARL")),
    Region("Leinster", "IE", "Liffey MedTech Forum", ("en",), ("Ltd",)),
    Region("South Wales", "GB", "Severn Bioscience Wales", ("en",), ("Ltd",)),
)
"""The eleven partner regions of the examples, in seven countries."""

_WORDS = tomllib.loads(
    resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
)
WHAT: tuple[str, ...] = tuple(_WORDS["what"])
HOW: tuple[str, ...] = tuple(_WORDS["how"])
ROLES: tuple[str, ...] = tuple(_WORDS["roles"])
SECTORS: tuple[str, ...] = tuple(_WORDS["sectors"])
SEEKS: tuple[str, ...] = tuple(_WORDS["seeks"])
CONDITIONS: tuple[str, ...] = tuple(_WORDS["conditions"])
OFFERS: dict[str, str] = _WORDS["offers"]
"""By sector; ``{what}`` stands for a condition."""
FIRST_NAMES: dict[str, list[str]] = _WORDS["first_names"]
LAST_NAMES: dict[str, list[str]] = _WORDS["last_names"]
"""Both by language."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name and the address made from it."""

    name: str
    email: str


class Registry:
    """Hands out names so that none is given twice."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._companies: set[str] = set()
        self._people: set[str] = set()

    def company(self, region: Region) -> str:
        """Return the name of a company, with a legal form of the region."""
        draw = self._draw
        stem = f"{draw.pick(WHAT)}{draw.pick(HOW)}"
        while stem in self._companies:
            # A very large event needs a number behind some names.
            is_crowded = len(self._companies) > len(WHAT) * len(HOW) // 2
            number = f" {draw.between(2, 10**6)}" if is_crowded else ""
            stem = f"{draw.pick(WHAT)}{draw.pick(HOW)}{number}"
        self._companies.add(stem)
        return f"{stem} {draw.pick(region.legal_forms)}"

    def person(self, language: str, domain: str) -> Person:
        """Return a person whose name sounds like the language."""
        draw = self._draw
        first, last = draw.pick(FIRST_NAMES[language]), draw.pick(LAST_NAMES[language])
        name, middle = f"{first} {last}", ""
        while name in self._people:
            # Each further try gets another initial in the middle.
            middle = f"{middle}{chr(65 + draw.below(26))}. "
            name = f"{first} {middle}{last}"
        self._people.add(name)
        return Person(name, f"{slug(name, '.')}@{domain}")


_SPELLED: dict[str, str | int | None] = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "Ü": "Ue",
}


def slug(name: str, between: str = "-") -> str:
    """Return a name in plain small letters: ``Éloïse O'Brallen``: eloise.obrallen."""
    spelled = name.translate(str.maketrans(_SPELLED))
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    return between.join(words)


def domain_of(company: str) -> str:
    """Return the mail domain of a company's name, without its legal form."""
    return f"{slug(company.rsplit(' ', 1)[0])}.example"
