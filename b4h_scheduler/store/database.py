"""A database by its address, with the transactions that lose no update.

SQLite: writes begin with ``BEGIN IMMEDIATE``, reads with ``BEGIN`` on connections
that cannot write. PostgreSQL: writes are SERIALIZABLE and repeated as a whole when
they collide, reads see one snapshot.
"""

from __future__ import annotations

import random
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from b4h_scheduler.sentence import mark
from b4h_scheduler.store import schema
from b4h_scheduler.store.audit import watch
from b4h_scheduler.store.errors import BusyError, StaleError
from b4h_scheduler.store.json_text import as_json
from b4h_scheduler.store.once import remembering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    T = TypeVar("T")

MOST_ATTEMPTS = 8
"""Of a write that collides with others, or finds SQLite locked for `BUSY_MS`."""
BUSY_MS = 10_000
_TOO_BUSY = mark("the database is too busy: nothing was saved; try again")
_COLLISIONS = frozenset({"40001", "40P01"})
"""PostgreSQL: serialization failure, deadlock."""


class Database:
    """Reads and writes of one database.

    Parameters
    ----------
    url : str
        ``sqlite:///path/to/b4h.sqlite`` or ``postgresql://user@host/name``.
    """

    metadata = schema.METADATA

    def __init__(self, url: str) -> None:
        self.url = url
        self.info: dict[str, Any] = {}
        """What layers above want at hand in ``Session.info`` of every session."""
        self.is_sqlite = url.startswith("sqlite")
        self._turn = threading.Lock()
        make = _sqlite_engine if self.is_sqlite else _postgres_engine
        self.writing = make(url, is_writing=True)
        self.reading = make(url, is_writing=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one state of the database and cannot write."""
        info = self.info | remembering()
        with Session(self.reading, expire_on_commit=False, info=info) as session:
            yield session

    def write(self, work: Callable[[Session], T], *, actor: str = "system") -> T:
        """Run ``work`` in a transaction of its own, and return what it returns.

        Everything it changed is saved, or nothing. It may be called several times
        (collisions on PostgreSQL), so it must do nothing but use its session.

        Parameters
        ----------
        actor
            Who acts, for the audit log.

        Raises
        ------
        StaleError
            Somebody else saved the same row meanwhile.
        BusyError
            The database was locked, or kept colliding, for too long.
        """
        for attempt in range(MOST_ATTEMPTS):
            try:
                with (
                    self._in_turn(),
                    Session(
                        self.writing, expire_on_commit=False, info=self.info
                    ) as session,
                ):
                    watch(session, actor)
                    with session.begin():
                        return work(session)
            except StaleDataError as error:
                raise StaleError(str(error), None, None) from error
            except DBAPIError as error:
                if not _has_collided(error):
                    raise
                time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311
        raise BusyError(_TOO_BUSY)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let the writers of this process queue where SQLite takes one at a time.

        SQLite itself has each look again now and then, so that one may wait long
        while others who came later are lucky.
        """
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=MOST_ATTEMPTS * BUSY_MS / 1000):
            raise BusyError(_TOO_BUSY)
        try:
            yield
        finally:
            self._turn.release()

    def forget_deleted(self) -> None:
        """Let nothing that was deleted stand in SQLite's write-ahead log any longer.

        While somebody reads it stays a little; the log is used again from its start.
        """
        if self.is_sqlite:
            with self.writing.connect() as connection:
                raw = connection.connection.cursor()
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                raw.close()

    def close(self) -> None:
        """Close all connections."""
        self.writing.dispose()
        self.reading.dispose()


def sqlite_url(path: Path) -> str:
    """Return the address of a SQLite file."""
    return f"sqlite:///{path.absolute()}"


def _has_collided(error: DBAPIError) -> bool:
    if "database is locked" in str(error.orig):
        return True
    return getattr(error.orig, "sqlstate", None) in _COLLISIONS


def _sqlite_engine(url: str, *, is_writing: bool) -> Engine:
    engine = create_engine(url, json_serializer=as_json)
    begin = "BEGIN IMMEDIATE" if is_writing else "BEGIN"

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _: object) -> None:  # noqa: ANN401  (the driver's)
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # What is deleted is overwritten: erased people are not left in free pages.
        cursor.execute("PRAGMA secure_delete=ON")
        if not is_writing:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgres_engine(url: str, *, is_writing: bool) -> Engine:
    if is_writing:
        return create_engine(
            url,
            isolation_level="SERIALIZABLE",
            pool_pre_ping=True,
            json_serializer=as_json,
        )
    return create_engine(
        url,
        isolation_level="REPEATABLE READ",
        pool_pre_ping=True,
        execution_options={"postgresql_readonly": True},
    )
