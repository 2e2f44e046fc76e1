"""``b4h db``: the database of the web application."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from b4h_scheduler.cli.databases import SQLITE, opened, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

FC = TypeVar("FC", bound="Callable[..., Any] | click.Command")

_HINT = "is --database right?"
_FILE = Path("b4h-data") / "b4h.sqlite"
"""Where ``b4h serve`` keeps it without being told."""


def _is_there(
    _context: click.Context, _parameter: click.Parameter, url: str | None
) -> str:
    """Return the address of a database; a file that is not there is an error.

    SQLite would make an empty one, whose backup looks like one.
    """
    url = _or_default(_context, _parameter, url)
    path = _file_of(url)
    if path is not None and not path.is_file():
        message = (
            f"there is no database {path}: give it with --database sqlite:///FILE, or "
            "go to the folder in which b4h serve was started"
        )
        raise click.BadParameter(message)
    return url


def _or_default(
    _context: click.Context, _parameter: click.Parameter, url: str | None
) -> str:
    return url or f"{SQLITE}{_FILE}"


def _may_be_made(
    _context: click.Context, _parameter: click.Parameter, url: str | None
) -> str:
    """Return the address of a database that need not be there, but its folder."""
    url = _or_default(_context, _parameter, url)
    path = _file_of(url)
    if path is not None and not path.parent.is_dir():
        message = (
            f"there is no folder {path.parent}: make it, or give another file with "
            "--database sqlite:///FILE"
        )
        raise click.BadParameter(message)
    return url


def _file_of(url: str) -> Path | None:
    """Return the file of a SQLite database; None: it is another one."""
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


def _option(*, is_new: bool = False) -> Callable[[FC], FC]:
    return click.option(
        "--database",
        "url",
        envvar="B4H_DATABASE",
        callback=_may_be_made if is_new else _is_there,
        help="sqlite:///FILE or postgresql://USER@HOST/NAME; also B4H_DATABASE.  "
        f"[default: {SQLITE}{_FILE}]",
    )


_database, _new_database = _option(), _option(is_new=True)


@click.group()
def command() -> None:
    """Create, check, back up and restore the database of the web application.

    \b
    Example:
      b4h db backup b4h-backup.sqlite
      b4h db restore b4h-backup.sqlite --database sqlite:///new/b4h.sqlite
    """  # noqa: D301  (click keeps the lines)


@command.command()
@_new_database
def upgrade(url: str) -> None:
    """Bring the tables to this version; a new database gets all of them."""
    with opened(url, _HINT) as database:
        from b4h_scheduler.store import migrate  # noqa: PLC0415  (heavy)

        migrate.upgrade(database)
        click.echo(f"The tables are those of revision {migrate.current(database)[0]}.")


@command.command()
@_database
def check(url: str) -> None:
    """Say whether the tables are those of this version."""
    with opened(url, _HINT) as database:
        from b4h_scheduler.store import migrate  # noqa: PLC0415

        found, newest = migrate.current(database)
    if found != newest:
        message = f"revision {found or 'none'}, expected {newest}: run b4h db upgrade"
        raise click.ClickException(message)
    click.echo(f"The tables are those of revision {found}.")


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_database
def backup(file: Path, url: str) -> None:
    """Copy the database into a new FILE, while the server runs."""
    with opened(url, _HINT) as database:
        from b4h_scheduler.store import backup as copies  # noqa: PLC0415

        copies.backup(database, file)
    click.echo(
        f"Wrote {file}. It holds personal data: keep it as safe as the database."
    )


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_new_database
def restore(file: Path, url: str) -> None:
    """Fill an empty database from a backup FILE."""
    with opened(url, _HINT) as database:
        from b4h_scheduler.store import backup as copies  # noqa: PLC0415

        copies.restore(database, file)
    click.echo(f"Restored {file}.")


@command.command()
@click.argument("address")
@_database
def link(address: str, url: str) -> None:
    """Print a one-time link that sets the password of the account of ADDRESS.

    For an owner who has lost it; all other accounts get theirs in the browser.
    """
    with opened(url, _HINT) as database:
        from b4h_scheduler.store import team  # noqa: PLC0415

        token = database.write(
            lambda session: team.renew_link_of(session, address), actor="b4h db link"
        )
    click.echo("It works once, for seven days. After the address of your server:")
    click.echo(f"  /password/{token}")


@command.command()
@_database
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="B4H_FOLDER",
    help="Folder of b4h serve, where messages are files without a mail server.  "
    "[default: that of a SQLite file; else b4h-data]",
)
def purge(url: str, folder: Path | None) -> None:
    """Delete events after their retention date, and expired sessions.

    Messages that became files in the folder go with their event, and so do uploads of
    it that nobody imported; uploads of others go after a day.
    """
    file = _file_of(url)
    if folder is None and file is not None:
        folder = file.parent
    settings = place_of(None, folder, url)
    with opened(url, _HINT) as database:
        from b4h_scheduler.mail.message_files import attach_files  # noqa: PLC0415
        from b4h_scheduler.store import privacy  # noqa: PLC0415
        from b4h_scheduler.store.uploaded import forget_old_uploads  # noqa: PLC0415

        attach_files(database, settings.mail_folder)
        names = database.write(privacy.purge, actor="b4h db purge")
        forget_old_uploads(settings.folder / "uploads", of_events=names)
        database.forget_deleted()
    for name in names:
        click.echo(f"Deleted {name}.")
    if not names:
        click.echo("No event is past its retention date.")
