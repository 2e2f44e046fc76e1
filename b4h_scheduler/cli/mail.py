"""``b4h mail``: the outbox of the web application."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from b4h_scheduler.cli.databases import opened, place_of
from b4h_scheduler.cli.options import as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from b4h_scheduler.mail.mailing import Mailing
    from b4h_scheduler.store.database import Database
    from b4h_scheduler.store.schema_mail import OutboxRow

STATES = (
    "waiting", "sending", "taken", "superseded", "withdrawn", "failed", "bounced",
)  # fmt: skip
ACTOR = "b4h mail"


def _place(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --config, --folder and --database."""
    for option in (
        click.option(
            "--database",
            envvar="B4H_DATABASE",
            help="sqlite:///FILE or postgresql://…; default: the one in the folder.",
        ),
        click.option(
            "--folder",
            type=click.Path(file_okay=False, path_type=Path),
            envvar="B4H_FOLDER",
            help="Folder of b4h serve.  [default: b4h-data]",
        ),
        click.option(
            "--config",
            type=click.Path(dir_okay=False, path_type=Path),
            help="TOML file of b4h serve; B4H_* variables go before it.",
        ),
    ):
        function = option(function)
    return function


@click.group()
def command() -> None:
    """Show, send, pause and repeat the messages of the outbox.

    \b
    Example:
      b4h mail list --state failed
      b4h mail retry 17
      b4h mail bounces /var/mail/bounces
    """  # noqa: D301  (click keeps the lines)


@command.command("list")
@click.option("--event", type=int, help="Of one event alone, by its number.")
@click.option("--state", type=click.Choice(STATES), help="In one state alone.")
@as_json
@_place
def list_(*, event: int | None, state: str | None, as_json: bool, **place: Any) -> None:
    """List messages, the newest last."""
    import json  # noqa: PLC0415

    from sqlalchemy import select  # noqa: PLC0415
    from sqlalchemy.orm import defer  # noqa: PLC0415

    from b4h_scheduler.store.schema_mail import OutboxRow  # noqa: PLC0415

    query = select(OutboxRow).order_by(OutboxRow.id).options(defer(OutboxRow.body))
    if event is not None:
        query = query.where(OutboxRow.event_id == event)
    if state is not None:
        query = query.where(OutboxRow.state == state)
    with _opened(**place) as (database, _), database.read() as session:
        rows = list(session.scalars(query))
    if as_json:
        click.echo(json.dumps([_told(row) for row in rows], ensure_ascii=False))
        return
    for row in rows:
        to = row.recipient or "(no address)"
        why = f"  ({row.reply})" if row.reply and row.state != "taken" else ""
        click.echo(f"{row.id:>6}  {row.state:<10}  {to}  {row.subject}{why}")
    counts = Counter(row.state for row in rows)
    told = ", ".join(f"{counts[name]} {name}" for name in STATES if counts[name])
    click.echo(told or "There are no messages.", err=True)


@command.command()
@click.argument("number", type=int)
@_place
def show(*, number: int, **place: Any) -> None:
    """Show a message: its envelope, its headers and its text."""
    from b4h_scheduler.mail.reading import readable  # noqa: PLC0415
    from b4h_scheduler.store.outbox import outbox_row  # noqa: PLC0415

    with _opened(**place) as (database, mailing), database.read() as session:
        row = outbox_row(session, number)
        click.echo(f"State: {row.state} {row.reply}".rstrip())
        click.echo(f"Envelope: {mailing.return_path(row.id)} -> {row.recipient}")
        if not row.body:
            click.echo(
                "The text is written when mail is sent next: b4h mail send."
                if row.state == "waiting"
                else "The text is deleted: it is kept for 14 days."
            )
            return
        found = readable(row.body)
    for name, value in found.headers:
        click.echo(f"{name}: {value}")
    click.echo(f"\n{found.text}")
    for name in found.attachments:
        click.echo(f"[attached: {name}]")


@command.command()
@_place
def send(**place: Any) -> None:
    """Write what is due by date, and send what may be sent now."""
    from b4h_scheduler.mail.chores import write_what_is_due  # noqa: PLC0415
    from b4h_scheduler.mail.sender import Sender  # noqa: PLC0415
    from b4h_scheduler.mail.transport import transport_of  # noqa: PLC0415
    from b4h_scheduler.store.relay import relay_row  # noqa: PLC0415

    with _opened(**place) as (database, mailing):
        write_what_is_due(database)
        transport = transport_of(mailing.settings)
        try:
            number = Sender(database, mailing, transport).send_due()
        finally:
            transport.close()
        relay = database.write(relay_row)
        settings = mailing.settings
        where = settings.smtp_host or f"files in {settings.mail_folder}"
        click.echo(f"{number} messages handled ({where}).")
        if relay.is_paused:
            click.echo("Mail is paused: b4h mail resume lets it go on.")
        elif relay.problem:
            raise click.ClickException(relay.problem)


@command.command()
@click.argument("numbers", type=int, nargs=-1, required=True)
@_place
def retry(*, numbers: tuple[int, ...], **place: Any) -> None:
    """Send messages again that failed or came back, to the address known now."""
    from b4h_scheduler.mail.retry import retry as again  # noqa: PLC0415

    with _opened(**place) as (database, _):
        for number in numbers:
            row = database.write(lambda s, n=number: again(s, n), actor=ACTOR)  # type: ignore[misc]
            new = f" as message {row.id}" if row.id != number else ""
            click.echo(f"Message {number} goes to {row.recipient}{new}.")


@command.command()
@click.option("--event", type=int, help="Of one event alone, by its number.")
@_place
def pause(*, event: int | None, **place: Any) -> None:
    """Send nothing until it is resumed; messages wait."""
    _set_pause(event, place, is_paused=True)
    click.echo("Paused: messages wait until b4h mail resume.")


@command.command()
@click.option("--event", type=int, help="Of one event alone, by its number.")
@_place
def resume(*, event: int | None, **place: Any) -> None:
    """Send again, also after the mail server could not be reached."""
    _set_pause(event, place, is_paused=False)
    click.echo("Messages go out again.")


@command.command()
@click.argument("mailbox", type=click.Path(path_type=Path))
@_place
def bounces(*, mailbox: Path, **place: Any) -> None:
    """Read returned mail from a Maildir or mbox MAILBOX; it is left as it is."""
    from b4h_scheduler.mail.bounces import Finding, read_bounces  # noqa: PLC0415

    with _opened(**place) as (database, _):
        found = database.write(lambda s: read_bounces(s, mailbox), actor=ACTOR)
    for finding, row in found:
        if row is not None and finding is Finding.BOUNCED:
            click.echo(f"{row.id:>6}  {row.recipient}  {row.reply}")
    counts = Counter(finding for finding, _ in found)
    for finding, number in counts.items():
        click.echo(f"{number} {finding}", err=True)
    if not found:
        click.echo("The mailbox is empty.", err=True)


def _set_pause(event: int | None, place: dict[str, Any], *, is_paused: bool) -> None:
    from b4h_scheduler.store.relay import set_paused  # noqa: PLC0415

    with _opened(**place) as (database, _):
        database.write(
            lambda s: set_paused(s, is_paused=is_paused, event_id=event), actor=ACTOR
        )


def _told(row: OutboxRow) -> dict[str, Any]:
    return {
        "number": row.id,
        "event": row.event_id,
        "delegate": row.delegate_key,
        "recipient": row.recipient,
        "kind": row.kind,
        "subject": row.subject,
        "state": row.state,
        "tries": row.attempts,
        "reply": row.reply,
        "due": row.due.isoformat(),
        "ended": None if row.ended is None else row.ended.isoformat(),
    }


@contextmanager
def _opened(**place: Any) -> Iterator[tuple[Database, Mailing]]:
    """Open the database with what mail needs; what it refuses is one sentence."""
    from b4h_scheduler.mail.mailing import attach_from  # noqa: PLC0415

    settings = place_of(**place)
    with opened(settings.database_url, "run b4h db upgrade?") as database:
        yield database, attach_from(database, settings)
