"""Identifiers for what files name without one: stable, and telling no address."""

from __future__ import annotations

import hashlib

from b4h_scheduler.files.text_cells import lookup_key, slug


def organization_id(number: str, name: str) -> str:
    """Return the id of an organization: its number, else made from its name."""
    return slug(number) or slug(name) or "o-" + _digest(name)


def unit_id(organization: str, name: str) -> str:
    """Return the id of a unit within an organization."""
    return f"{organization}--{slug(name) or _digest(name)}"


def delegate_id(email: str, organization: str, name: str) -> str:
    """Return the id of a delegate: the same as long as the address is."""
    return "d-" + _digest(email or f"{organization}\n{name}")


def companion_id(name: str) -> str:
    """Return the id of a companion."""
    return "c-" + (slug(name) or _digest(name))


def _digest(text: str) -> str:
    return hashlib.sha256(lookup_key(text).encode()).hexdigest()[:10]


def distinct(ident: str, taken: set[str]) -> str:
    """Return ``ident``, with a number if it is taken; note it as taken."""
    found, n = ident, 1
    while found in taken:
        n += 1
        found = f"{ident}-{n}"
    taken.add(found)
    return found
