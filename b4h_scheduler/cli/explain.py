"""``b4h explain``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from b4h_scheduler.cli import console, options

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.outputs.lookup import Lookup


@click.command()
@click.argument("event", type=options.EVENT)
@click.argument("who")
@click.argument("whom", required=False)
@options.plan_file
@options.skip_faulty
@options.as_json
def command(
    *,
    event: Path,
    who: str,
    whom: str | None,
    plan_file: Path | None,
    skip_faulty: bool,
    as_json: bool,
) -> None:
    """Say why WHO and WHOM do not meet, or all about WHO.

    Both are a delegate or organization of EVENT: name, number, e-mail address or id.

    \b
    Example:
      b4h explain examples/stuttgart 106 --plan out/stuttgart/plan.json
      b4h explain my-event "Linden Diagnostics GmbH" "Dorn Pharma AG"
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.cli import stories  # noqa: PLC0415
    from b4h_scheduler.cli import whom as meant  # noqa: PLC0415
    from b4h_scheduler.cli.loading import load  # noqa: PLC0415
    from b4h_scheduler.outputs.lookup import Lookup  # noqa: PLC0415
    from b4h_scheduler.outputs.plan_json import read_plan  # noqa: PLC0415

    plan = read_plan(options.find_plan(event, plan_file))
    lookup = Lookup(load(event, skip_faulty=skip_faulty).event, plan)
    sides = meant.whom(lookup.event, *(text for text in (who, whom) if text))
    if as_json:
        click.echo(json.dumps(_content(lookup, sides), ensure_ascii=False, indent=2))
        return
    tell = stories.whole_lines if len(sides) == 1 else stories.pair_lines
    for line in tell(lookup, *sides):
        console.tell(line)


def _content(lookup: Lookup, sides: list[Side]) -> dict[str, object]:
    from b4h_scheduler.cli.stories import pair_story  # noqa: PLC0415
    from b4h_scheduler.cli.whom import belongs  # noqa: PLC0415

    if len(sides) == 1:
        plan, who = lookup.plan, sides[0]
        meetings = [m for m in lookup.meetings if any(belongs(s, who) for s in m.sides)]
        unmet = [
            u for u in plan.unmet if any(belongs(s, who) for s in u.candidate.sides)
        ]
        wishes = [w for w in lookup.event.wishes if belongs(w.wisher, who)]
    else:
        story = pair_story(lookup, sides[0], sides[1])
        meetings, unmet = list(story.meetings), list(story.unmet)
        wishes = list(story.wishes)
    return {
        "status": "done",
        "sides": [side.model_dump(mode="json") for side in sides],
        "wishes": [wish.model_dump(mode="json") for wish in wishes],
        "meetings": [meeting.model_dump(mode="json") for meeting in meetings],
        "unmet": [each.model_dump(mode="json") for each in unmet],
    }
