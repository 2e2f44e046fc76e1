"""``b4h doctor``."""

from __future__ import annotations

import json

import click

from b4h_scheduler.cli import options
from b4h_scheduler.cli.failures import ExitStatus, exit_with


@click.command()
@options.as_json
def command(*, as_json: bool) -> None:
    """Check that everything b4h needs works on this machine.

    Exit status 1 if something is wrong; each line says what to do.

    \b
    Example:
      b4h doctor
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.cli.examinations import examine  # noqa: PLC0415  (heavy)

    findings = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            mark = {True: "ok  ", False: "BAD ", None: "note"}[finding.is_well]
            click.echo(f"{mark} {finding.subject:22} {finding.text}")
    is_well = all(finding.is_well is not False for finding in findings)
    if as_json:
        content = {
            "status": "done" if is_well else "error",
            "findings": [
                {"subject": f.subject, "is_well": f.is_well, "text": f.text}
                for f in findings
            ],
        }
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    exit_with(ExitStatus.DONE if is_well else ExitStatus.ERROR)
