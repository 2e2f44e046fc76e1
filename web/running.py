"""Runs the application with its supervisor of runs, until it is told to stop."""

from __future__ import annotations

import gc
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING

import click
import waitress
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from b4h_scheduler.jobs.answerer import Answerer
from b4h_scheduler.jobs.questions import QUICK, Kind
from b4h_scheduler.jobs.supervisor import Supervisor
from b4h_scheduler.mail.chores import write_what_is_due
from b4h_scheduler.mail.sender import Sender
from b4h_scheduler.mail.transport import transport_of
from b4h_scheduler.planning.preload import preload
from b4h_scheduler.store.errors import StoreError
from b4h_scheduler.store.schema_staff import StaffRow
from b4h_scheduler.store.staff import add_account, has_owner, new_password_token
from web.app import create_app
from web.demo import load_demo
from web.logs import LOG, configure
from web.site import KEY

if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

    from flask import Flask
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
        The port is taken, or the database cannot be used.
    """
    configure(as_json=settings.log_json)
    listening = _listen(settings.host, settings.port)
    port = listening.getsockname()[1]
    settings = settings.model_copy(update={"port": port})
    try:
        app = create_app(settings)
        site: Site = app.extensions[KEY]
        lines = [*_owner_link(site), *(load_demo(site) if is_demo else ())]
    except (StoreError, SQLAlchemyError, OSError) as error:
        raise click.ClickException(str(error).splitlines()[0]) from error
    click.echo(f"b4h is at {settings.public_address}")
    for line in lines:
        click.echo(line)
    sys.stdout.flush()
    _serve(app, site, listening, settings.threads)


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


def _serve(app: Flask, site: Site, listening: socket.socket, threads: int) -> None:
    workers = (
        Supervisor(site.database),
        Supervisor(site.database, is_urgent=True),
        Answerer(site.database, QUICK),
        Answerer(site.database, {Kind.WHAT_IF}),
    )

    def wake() -> None:
        for worker in workers:
            worker.wake()

    site.wake = wake
    for worker in workers:
        worker.start()
    transport = transport_of(site.settings)
    sender = Sender(site.database, site.mailing, transport, chores=write_what_is_due)
    site.wake_mail = sender.wake
    sender.start()
    signal.signal(signal.SIGTERM, _end)
    ready = threading.Thread(target=_get_ready, args=(app,), name="preload")
    ready.daemon = True
    ready.start()
    server = waitress.create_server(
        app,
        sockets=[listening],
        threads=threads,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )
    LOG.info("serving", address=site.settings.public_address)
    try:
        # Ends on SystemExit and KeyboardInterrupt, after the requests under way.
        server.run()
    finally:
        LOG.info("stopping")
        sender.stop()
        for worker in workers:
            worker.stop()
        site.database.close()


def _get_ready(app: Flask) -> None:
    """Load what pages need, while the first requests are answered."""
    preload()
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    _collect_seldom()


def _collect_seldom() -> None:
    """Let the garbage collector leave alone what stays, and come less often.

    A large event in the cache is a million objects without cycles: each full
    collection would walk through them for half a second, in the middle of a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
