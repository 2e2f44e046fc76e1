"""What can go wrong with the store; each message says what to do."""

from __future__ import annotations


class StoreError(Exception):
    """Base of all errors of the store."""


class NotFoundError(StoreError):
    """There is no such thing (any more)."""


class RefusedError(StoreError):
    """A rule forbids it: the phase, a limit, a role."""


class BusyError(StoreError):
    """The database was locked for too long; nothing was saved."""


class StaleError(StoreError):
    """Somebody saved the same thing meanwhile.

    Attributes
    ----------
    what : str
        What was to be saved.
    yours, theirs : int or None
        The version that was read, and the one that is stored; None: unknown, for
        the row changed or went between reading and writing in one transaction.
    """

    def __init__(self, what: str, yours: int | None, theirs: int | None) -> None:
        self.what, self.yours, self.theirs = what, yours, theirs
        super().__init__(
            f"{what} was changed by somebody else meanwhile (you saw version "
            f"{yours}, stored is {theirs}): look at both and save again"
        )
