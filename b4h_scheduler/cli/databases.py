"""Opening the database of the web application from the command line."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.mail.settings import MailSettings
    from b4h_scheduler.store.database import Database

SQLITE = "sqlite:///"


def place_of(
    config: Path | None, folder: Path | None, database: str | None
) -> MailSettings:
    """Return where ``b4h serve`` keeps its data; nothing is made that is not there.

    Raises
    ------
    click.ClickException
        The settings cannot be read, or folder or database are missing.
    """
    from b4h_scheduler.mail.settings import read_mail_settings  # noqa: PLC0415
    from b4h_scheduler.store.errors import StoreError  # noqa: PLC0415

    try:
        settings = read_mail_settings(config, folder=folder, database=database)
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    if not settings.folder.is_dir():
        message = (
            f"there is no folder {settings.folder}: name that of b4h serve with "
            "--folder"
        )
        raise click.ClickException(message)
    url = settings.database_url
    file = Path(url.removeprefix(SQLITE))
    if url.startswith(SQLITE) and not file.is_file():
        message = (
            f"there is no database {file}: name the folder of b4h serve with --folder, "
            "or the database with --database"
        )
        raise click.ClickException(message)
    return settings


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
