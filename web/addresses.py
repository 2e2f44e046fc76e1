"""Addresses that forms bring back."""

from __future__ import annotations


def local_address(address: str | None) -> str:
    """Return an address within this site, or nothing."""
    is_local = address and address.startswith("/") and address[1:2] not in {"/", "\\"}
    return address if address and is_local else ""
