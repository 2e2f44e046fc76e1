"""``b4h serve``: the web application of one machine."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML file with settings; B4H_* variables go before it.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Database, secret and uploads.  [default: b4h-data]",
)
@click.option("--host", help="Address to listen at.  [default: 127.0.0.1]")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="0: any free.  [default: 8000]"
)
@click.option(
    "--processes",
    type=click.IntRange(0, 32),
    help="Processes that answer requests.  [default: 2, with one processor 1]",
)
@click.option("--demo", is_flag=True, help="With an example event, ready to try.")
def command(
    *,
    config: Path | None,
    folder: Path | None,
    host: str | None,
    port: int | None,
    processes: int | None,
    demo: bool,
) -> None:
    """Serve the web application: wishes, planning, agendas in the browser.

    The first start makes the database and prints a link to set the owner's password.

    \b
    Example:
      b4h serve --demo
      b4h serve --folder /srv/b4h --port 8000
    """  # noqa: D301  (click keeps the lines)
    from web.running import run  # noqa: PLC0415  (imports Flask)
    from web.settings import (  # noqa: PLC0415
        SettingsError,
        in_demo_folder,
        read_settings,
    )

    try:
        settings = read_settings(
            config, folder=folder, host=host, port=port, processes=processes
        )
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    run(in_demo_folder(settings) if demo else settings, is_demo=demo)
