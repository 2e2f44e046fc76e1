"""``b4h whatif``."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING

import click

from b4h_scheduler.cli import console, options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.planning.whatif import Curve

MOST_POINTS = 400
_RANGE = re.compile(r"^(\d+)\.\.(\d+)(?::(\d+))?$")


class Numbers(click.ParamType[tuple[int, ...]]):
    """Whole numbers: ``24``, ``10,20,30``, ``10..40`` or ``10..40:5``."""

    name = "numbers"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Return the numbers, each once, in their order."""
        found: list[int] = []
        for part in str(value).split(","):
            text = part.strip()
            match = _RANGE.match(text)
            if match:
                first, last = int(match[1]), int(match[2])
                step = int(match[3] or 1)
                if step < 1 or last < first:
                    self.fail(
                        f"{text}: from the lower number to the higher", param, ctx
                    )
                found += range(first, min(last, first + step * MOST_POINTS) + 1, step)
            elif text.isdigit():
                found.append(int(text))
            else:
                self.fail(
                    f"{text!r} is no number or range; write 24, 10,20,30, 10..40 or "
                    "10..40:5",
                    param,
                    ctx,
                )
        if len(found) > MOST_POINTS:
            self.fail(f"more than {MOST_POINTS} points", param, ctx)
        return tuple(dict.fromkeys(found))


@click.command()
@click.argument("event", type=options.EVENT)
@click.option(
    "--tables", type=Numbers(), help="Numbers of common tables: 24, 10..40 or 10..40:5."
)
@click.option(
    "--slots", type=Numbers(), help="Numbers of slots; the end of the event moves."
)
@click.option(
    "--more-tables",
    type=Numbers(),
    help="So many more tables in one session only, for each session by turn.",
)
@click.option(
    "--by-slot",
    is_flag=True,
    help="One more table in one slot only, for each slot by turn.",
)
@click.option(
    "--arrival",
    multiple=True,
    metavar="PERSON=TIME",
    help="A delegate who arrives at another time (2026-11-26T11:00, or 11:00 on the "
    "first day); may be given several times.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    default=5.0,
    show_default=True,
    help="For each point that is not proven at once.",
)
@click.option("--out", type=options.FOLDER, help="Write curves (SVG) and tables (CSV).")
@options.skip_faulty
@options.as_json
def command(  # noqa: PLR0913  (its options)
    *,
    event: Path,
    tables: tuple[int, ...] | None,
    slots: tuple[int, ...] | None,
    more_tables: tuple[int, ...] | None,
    by_slot: bool,
    arrival: tuple[str, ...],
    time_limit: float,
    out: Path | None,
    skip_faulty: bool,
    as_json: bool,
) -> None:
    """Solve EVENT again with other tables, slots or arrivals: what would change.

    Each point is solved by itself, on the levels that depend on which meetings are
    held; waiting and table changes are not looked at.

    \b
    Example:
      b4h whatif examples/stuttgart --tables 10..40 --out out/whatif
      b4h whatif examples/stuttgart --more-tables 1,2 --by-slot
      b4h whatif examples/stuttgart --arrival "Lena Nesselrode=11:00"
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.cli.loading import load  # noqa: PLC0415
    from b4h_scheduler.planning import whatif  # noqa: PLC0415

    loaded = load(event, skip_faulty=skip_faulty).event
    curves: list[Curve] = []
    if tables:
        curves.append(whatif.tables_curve(loaded, tables, point_s=time_limit))
    if slots:
        curves.append(whatif.slots_curve(loaded, slots, point_s=time_limit))
    if more_tables:
        found = whatif.session_tables_curve(loaded, more_tables, point_s=time_limit)
        curves.append(found)
    if by_slot:
        curves.append(whatif.slot_tables_curve(loaded, point_s=time_limit))
    for who, times in _arrivals(loaded, arrival).items():
        curves.append(whatif.arrival_curve(loaded, who, times, point_s=time_limit))
    if not curves:
        raise click.UsageError(
            "say what is to change: --tables, --slots, --more-tables, --by-slot or "
            "--arrival"
        )
    paths = [] if out is None else _written(curves, out)
    if as_json:
        content = {
            "status": "done",
            "curves": [_content(curve) for curve in curves],
            "files": [str(path) for path in paths],
        }
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    for curve in curves:
        for line in curve_lines(curve):
            console.tell(line)
    for path in paths:
        click.echo(f"wrote {path}")


def _content(curve: Curve) -> dict[str, object]:
    content = curve.model_dump(mode="json")
    content["now"]["is_proven"] = curve.now.is_proven
    for row, point in zip(content["points"], curve.points, strict=True):
        row["is_proven"] = point.is_proven
    return content


_UNNAMED = "as it is"
"""What the event is called on curves that have no number of it."""


def curve_lines(curve: Curve) -> Iterator[str]:
    """Yield the event as it is, and each difference to it."""
    now = curve.now
    label = f" ({now.label})" if now.label != _UNNAMED else ""
    yield (
        f"As it is{label}: {now.meetings:,} meetings, "
        f"{now.levels['value']:,} points of wish value{_open(now.is_proven)}"
    )
    for point in curve.points:
        yield f"  {point.text}{_open(point.is_proven)}"
    if curve.is_flat:
        yield "Nothing changes: each of these gives what there is now."


def _open(is_proven: bool) -> str:  # noqa: FBT001  (one word about it)
    return "" if is_proven else " (not proven: perhaps more)"


def _arrivals(event: Event, texts: tuple[str, ...]) -> dict[DelegateId, list[datetime]]:
    """Return who arrives when."""
    from b4h_scheduler.cli.planning import moment_of  # noqa: PLC0415

    found: dict[DelegateId, list[datetime]] = {}
    for text in texts:
        name, sign, time = text.rpartition("=")
        if not sign:
            message = f"{text!r}: write PERSON=TIME"
            raise click.BadParameter(message, param_hint="--arrival")
        reading = _reading(event, time.strip())
        moment = moment_of(reading, event.zone_info, "--arrival")
        found.setdefault(_delegate(event, name.strip()), []).append(moment)
    return found


def _reading(event: Event, text: str) -> datetime:
    """Return a reading of the event's clocks, on its first day if only a time."""
    day = event.slots[0].start.date()
    full = f"{day:%Y-%m-%d}T{text}" if re.fullmatch(r"\d{1,2}:\d{2}", text) else text
    for form in options.MOMENT.formats:
        try:
            return datetime.strptime(full, form)  # noqa: DTZ007  (the event's clocks)
        except ValueError:
            continue
    message = f"{text!r} is no time; write 11:00 or {day:%Y-%m-%d}T11:00"
    raise click.BadParameter(message, param_hint="--arrival")


def _delegate(event: Event, name: str) -> DelegateId:
    """Return the delegate meant; an organization stands for its only one."""
    from b4h_scheduler.cli.whom import whom  # noqa: PLC0415

    (side,) = whom(event, name)
    if side.delegate is not None:
        return side.delegate
    people = event.delegates_by_organization.get(side.organization, ())
    if len(people) != 1:
        names = ", ".join(delegate.name for delegate in people) or "nobody"
        message = f"{name} has several delegates; name one of {names}"
        raise click.BadParameter(message, param_hint="--arrival")
    return people[0].id


def _written(curves: list[Curve], out: Path) -> list[Path]:
    """Write a picture and a table of each curve."""
    from b4h_scheduler.outputs.curve import curve_csv, curve_file  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, curve in enumerate(curves):
        again = sum(other.what == curve.what for other in curves[:number])
        stem = f"whatif-{curve.what}" + (f"-{again + 1}" if again else "")
        picture, table = out / f"{stem}.svg", out / f"{stem}.csv"
        picture.write_text(curve_file(curve), encoding="utf-8")
        table.write_bytes(curve_csv(curve))
        paths += [picture, table]
    return paths
