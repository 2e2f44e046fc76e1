"""Mail addresses: which can be written to, and how the envelope has them."""

from __future__ import annotations

from functools import lru_cache

from email_validator import EmailNotValidError, validate_email


def is_address(text: str) -> bool:
    """Whether it has the form of a mail address."""
    return bool(envelope_address(text))


@lru_cache(maxsize=4096)
def envelope_address(text: str) -> str:
    """Return an address as the envelope has it; empty: it is none.

    The host is in its ASCII form; a mailbox beyond ASCII stays as it is, and needs a
    server with SMTPUTF8.
    """
    try:
        found = validate_email(
            text.strip(),
            check_deliverability=False,
            test_environment=True,
            allow_quoted_local=False,
        )
    except EmailNotValidError:
        return ""
    return found.ascii_email or f"{found.local_part}@{found.ascii_domain}"


def extended(address: str, extension: str) -> str:
    """Return an address with ``+extension`` after the mailbox."""
    mailbox, _, host = address.rpartition("@")
    return f"{mailbox}+{extension}@{host}"
