"""``b4h explain``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from b4h_scheduler.cli import console, options

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.domain.ids import CandidateId
    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.planning.prices import WishPrice
    from b4h_scheduler.plans import Unmet


@click.command()
@click.argument("event", type=options.EVENT)
@click.argument("who", required=False)
@click.argument("whom", required=False)
@options.plan_file
@click.option(
    "--price/--no-price",
    "is_exact",
    default=None,
    help="Price each wish exactly (about a second each), or not at all; default: "
    "what it costs at least.",
)
@click.option(
    "--fairness",
    "is_fairness",
    is_flag=True,
    help="Instead: how wishes met are spread, and what fairness costs.",
)
@click.option(
    "--out",
    type=options.FOLDER,
    help="Plan anew so that WHO and WHOM meet, and write the files here.",
)
@options.solving
@options.skip_faulty
@options.as_json
def command(  # noqa: PLR0913  (its options)
    *,
    event: Path,
    who: str | None,
    whom: str | None,
    plan_file: Path | None,
    is_exact: bool | None,
    is_fairness: bool,
    out: Path | None,
    time_limit: float | None,
    work_limit: int | None,
    seed: int,
    workers: int,
    skip_faulty: bool,
    as_json: bool,
) -> None:
    """Say why WHO and WHOM do not meet and what it would cost, or all about WHO.

    Both are a delegate or organization of EVENT: name, number, e-mail address or id.

    \b
    Example:
      b4h explain examples/stuttgart 106 --plan out/stuttgart/plan.json
      b4h explain my-event "Linden Diagnostics GmbH" "Dorn Pharma AG" --price
      b4h explain my-event 106 123 --out out/with-106-and-123
      b4h explain my-event --fairness
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.cli import stories  # noqa: PLC0415
    from b4h_scheduler.cli import whom as meant  # noqa: PLC0415
    from b4h_scheduler.cli.loading import load  # noqa: PLC0415
    from b4h_scheduler.cli.planning import Search  # noqa: PLC0415
    from b4h_scheduler.outputs.lookup import Lookup  # noqa: PLC0415
    from b4h_scheduler.outputs.plan_json import read_plan  # noqa: PLC0415

    plan = read_plan(options.find_plan(event, plan_file))
    loaded = load(event, skip_faulty=skip_faulty)
    lookup = Lookup(loaded.event, plan)
    if is_fairness:
        from b4h_scheduler.cli.fairness import show_fairness  # noqa: PLC0415

        show_fairness(lookup, as_json=as_json)
        return
    if who is None:
        raise click.UsageError("say about WHOM, or --fairness")
    sides = meant.whom(lookup.event, *(text for text in (who, whom) if text))
    if len(sides) > 1 and sides[0] == sides[1]:
        raise click.UsageError(f"{who!r} and {whom!r} are the same")
    if out is not None:
        from b4h_scheduler.cli.granting import grant  # noqa: PLC0415

        if len(sides) == 1:
            raise click.UsageError("--out plans anew so that two meet: say WHOM too")
        search = Search(time_limit, work_limit, seed, workers)
        story = stories.pair_story(lookup, *sides)
        grant(loaded, plan, story, search, out, as_json=as_json)
        return
    prices = {}
    if is_exact is not False:
        prices = _prices(lookup, sides, is_exact=bool(is_exact))
    if as_json:
        content = _content(lookup, sides, prices)
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    tell = stories.whole_lines if len(sides) == 1 else stories.pair_lines
    for line in tell(lookup, *sides, prices=prices):
        console.tell(line)


def _prices(
    lookup: Lookup, sides: list[Side], *, is_exact: bool
) -> dict[CandidateId, WishPrice]:
    """Return the prices of the unmet wishes of one, or between two."""
    from b4h_scheduler.planning.errors import PlanningError  # noqa: PLC0415
    from b4h_scheduler.planning.prices import Prices  # noqa: PLC0415

    wanted = [unmet.candidate for unmet in _between(lookup, sides)]
    wanted = [candidate for candidate in wanted if candidate.ineligible is None]
    if not wanted:
        return {}
    try:
        prices = Prices(lookup.event, lookup.plan)
    except PlanningError as error:
        console.note(f"no prices: {error}")
        return {}
    ids = [candidate.id for candidate in wanted if prices.is_priced(candidate.id)]
    if is_exact:
        return {each: prices.price(each) for each in ids}
    found = prices.estimates()
    return {each: found[each] for each in ids}


def _between(lookup: Lookup, sides: list[Side]) -> list[Unmet]:
    from b4h_scheduler.cli.stories import pair_story  # noqa: PLC0415
    from b4h_scheduler.cli.whom import belongs  # noqa: PLC0415

    if len(sides) > 1:
        return list(pair_story(lookup, sides[0], sides[1]).unmet)
    return [
        unmet
        for unmet in lookup.plan.unmet
        if any(belongs(side, sides[0]) for side in unmet.candidate.sides)
    ]


def _content(
    lookup: Lookup, sides: list[Side], prices: dict[CandidateId, WishPrice]
) -> dict[str, Any]:
    from b4h_scheduler.cli.stories import pair_story  # noqa: PLC0415
    from b4h_scheduler.cli.whom import belongs  # noqa: PLC0415

    if len(sides) == 1:
        who = sides[0]
        meetings = [m for m in lookup.meetings if any(belongs(s, who) for s in m.sides)]
        wishes = [w for w in lookup.event.wishes if belongs(w.wisher, who)]
    else:
        story = pair_story(lookup, sides[0], sides[1])
        meetings, wishes = list(story.meetings), list(story.wishes)
    return {
        "status": "done",
        "sides": [side.model_dump(mode="json") for side in sides],
        "wishes": [wish.model_dump(mode="json") for wish in wishes],
        "meetings": [meeting.model_dump(mode="json") for meeting in meetings],
        "unmet": [
            each.model_dump(mode="json") | _price_json(prices.get(each.candidate.id))
            for each in _between(lookup, sides)
        ],
    }


def _price_json(price: WishPrice | None) -> dict[str, Any]:
    if price is None:
        return {"price": None}
    content = price.model_dump(mode="json", exclude={"candidate"})
    return {"price": {**content, "is_exact": price.is_exact}}
