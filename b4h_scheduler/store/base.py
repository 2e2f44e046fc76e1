"""What all tables share: names of constraints, times in UTC, versions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import JSON, DateTime, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from b4h_scheduler.sentence import put_together, taken_apart
from b4h_scheduler.store.errors import StaleError

if TYPE_CHECKING:
    from sqlalchemy import Dialect

Json = dict[str, Any]


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Turn into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a moment needs a time zone: {value!r}"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Return it in UTC: SQLite keeps no zone, PostgreSQL answers in its own."""
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text for people: a sentence is stored as template and values.

    Pages say it in their own language, whenever they are asked.
    """

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> object:
        """Take it apart."""
        return None if value is None else taken_apart(value)

    def process_result_value(
        self,
        value: object,
        dialect: Dialect,  # noqa: ARG002
    ) -> str | None:
        """Put it together."""
        return None if value is None else put_together(value)


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: Moment, Json: JSON}

    id: Mapped[int] = mapped_column(primary_key=True)


class Versioned:
    """A row that people change: a save on top of an unseen change is refused."""

    version: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        """Compare the version on every update."""
        return {"version_id_col": cls.version}


def require_version(row: Versioned, seen: int) -> None:
    """Refuse to save on top of a version that the user has not seen.

    Raises
    ------
    StaleError
        The stored version is another one.
    """
    if row.version != seen:
        raise StaleError(type(row).__name__, seen, row.version)
