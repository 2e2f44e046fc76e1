"""Opening the database of the web application from the command line."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.store.database import Database


@contextmanager
def opened(url: str, hint: str) -> Iterator[Database]:
    """Open a database and close it; what it refuses is one sentence.

    Parameters
    ----------
    hint : str
        What may mend a database that cannot be used: a question.

    Raises
    ------
    click.ClickException
        Anything that the store or the database refuses.
    """
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    from b4h_scheduler.store.database import Database  # noqa: PLC0415
    from b4h_scheduler.store.errors import StoreError  # noqa: PLC0415

    try:
        database = Database(url)
        try:
            yield database
        finally:
            database.close()
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    except SQLAlchemyError as error:
        first = str(error).splitlines()[0]
        message = f"the database cannot be used ({first}); {hint}"
        raise click.ClickException(message) from error
