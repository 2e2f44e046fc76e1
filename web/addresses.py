"""Addresses that forms bring back."""

from __future__ import annotations


def local_address(address: str | None) -> str:
    r"""Return an address within this site, or nothing.

    Browsers take ``\`` for ``/`` and leave out tabs and line ends, so that what is
    hidden between two slashes would lead to another site.
    """
    if address is None or not address.isprintable() or "\\" in address:
        return ""
    return address if address.startswith("/") and address[1:2] != "/" else ""
