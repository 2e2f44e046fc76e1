"""Runs the application with what works beside it, until it is told to stop."""

from __future__ import annotations

import socket
import sys
import threading
from typing import TYPE_CHECKING

import click
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from b4h_scheduler.store.errors import StoreError
from b4h_scheduler.store.schema_staff import StaffRow
from b4h_scheduler.store.staff import add_account, has_owner, new_password_token
from web.background import Background
from web.demo import load_demo
from web.ending import end_on_sigterm, leave
from web.logs import LOG, configure
from web.processes import Processes, Told
from web.site import open_site

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from web.settings import Settings
    from web.site import Site

OWNER = "owner@localhost"
"""The first account's address, until somebody gives another one."""


def run(settings: Settings, *, is_demo: bool) -> None:
    """Serve until SIGTERM or Ctrl-C; requests under way are answered.

    Raises
    ------
    click.ClickException
        The port is taken, or the folder or the database cannot be used.
    """
    configure(as_json=settings.log_json)
    _make(settings.folder)
    listening = _listen(settings.host, settings.port)
    port = listening.getsockname()[1]
    settings = settings.model_copy(update={"port": port})
    try:
        site = open_site(settings)
        lines = [*_owner_link(site), *(load_demo(site) if is_demo else ())]
    except (StoreError, SQLAlchemyError, OSError) as error:
        raise click.ClickException(str(error).splitlines()[0]) from error
    click.echo(f"b4h is at {settings.public_address}")
    for line in lines:
        click.echo(line)
    sys.stdout.flush()
    _serve(site, listening)
    leave()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        message = (
            f"the folder {folder} cannot be made ({error.strerror}): give another one "
            "with --folder"
        )
        raise click.ClickException(message) from error


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        message = f"cannot listen at {host}:{port} ({error.strerror}); give --port"
        raise click.ClickException(message) from error
    return listening


def _owner_link(site: Site) -> list[str]:
    """Return the link that sets the owner's password, while there is none."""
    with site.database.read() as reading:
        if has_owner(reading):
            return []
    token = site.database.write(_owner_token, actor="b4h serve")
    return [
        "Set the owner's password (the link works once, for seven days):",
        f"  {site.settings.public_address}/password/{token}",
        f"  then sign in as {OWNER}",
    ]


def _owner_token(session: Session) -> str:
    row = session.scalar(select(StaffRow).where(StaffRow.is_owner))
    if row is not None:
        return new_password_token(row)
    return add_account(session, OWNER, "Owner", is_owner=True)


def _serve(site: Site, listening: socket.socket) -> None:
    background = Background(site)
    background.start()
    try:
        if site.settings.num_processes == 1:
            _serve_here(site, listening, background)
        else:
            _serve_in_children(site, listening, background)
    finally:
        background.stop()
        site.database.close()


def _serve_here(site: Site, listening: socket.socket, background: Background) -> None:
    # With several processes this one answers no pages and does without them.
    from web.app import app_of  # noqa: PLC0415
    from web.pages import serve_pages  # noqa: PLC0415

    site.wake, site.wake_mail = background.wake, background.wake_mail
    serve_pages(
        app_of(site),
        listening,
        site.settings.threads,
        on_ready=lambda: _tell(site),
        on_told=lambda: _stop(background),
    )


def _serve_in_children(
    site: Site, listening: socket.socket, background: Background
) -> None:
    on = {Told.RUNS: background.wake, Told.MAIL: background.wake_mail}
    processes = Processes(site.settings, listening, on)
    end_on_sigterm()
    try:
        processes.start()
        _tell(site)
        threading.Event().wait()
    except (SystemExit, KeyboardInterrupt):
        pass  # that is how it ends
    finally:
        _stop(background)
        processes.stop()


def _stop(background: Background) -> None:
    """Have it end beside the last answers."""
    LOG.info("stopping")
    background.ask_to_stop()


def _tell(site: Site) -> None:
    LOG.info("serving", address=site.settings.public_address)
