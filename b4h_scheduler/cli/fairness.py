"""``b4h explain EVENT --fairness``: how wishes met are spread, what fairness costs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from b4h_scheduler.cli import console
from b4h_scheduler.outputs.fairness_words import given_up, in_all, most_words
from b4h_scheduler.outputs.numbers import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.planning.fair_shares import FairShares
    from b4h_scheduler.planning.figures import Figures, Spread
    from b4h_scheduler.plans import Plan


def show_fairness(lookup: Lookup, *, as_json: bool) -> None:
    """Write the figures to standard output."""
    from b4h_scheduler.planning.fair_shares import fair_shares  # noqa: PLC0415

    found = fair_shares(lookup.event, lookup.plan)
    if as_json:
        click.echo(json.dumps(fairness_json(found), ensure_ascii=False, indent=2))
        return
    for line in fairness_lines(found):
        console.tell(line)


def fairness_json(found: FairShares) -> dict[str, Any]:
    """Return the figures as JSON content."""
    content = found.model_dump(mode="json")
    for row, region in zip(content["regions"], found.regions, strict=True):
        row["share"] = region.share
    at_least, at_most = found.price
    content["price"] = {"at_least": at_least, "at_most": at_most}
    return {"status": "done", **content}


def shares_json(found: Figures, plan: Plan) -> dict[str, Any]:
    """Return how shares of own wish value are spread, as JSON content."""
    from b4h_scheduler.planning.fair_shares import (  # noqa: PLC0415  (loads solvers)
        spread_of_holders,
    )

    return {
        "delegates": found.spread_delegates.model_dump(),
        "organizations": found.spread_organizations.model_dump(),
        "voucher_holders": spread_of_holders(
            found, plan, are_holders=True
        ).model_dump(),
        "other_delegates": spread_of_holders(
            found, plan, are_holders=False
        ).model_dump(),
        "regions": [
            {**region.model_dump(), "share": region.share} for region in found.regions
        ],
    }


def shares_line(found: Figures) -> str:
    """Return the spread of delegates' shares in one line."""
    one = found.spread_delegates
    if one.lowest is None:
        return "nobody has a wish that could be met"
    return (
        f"of own wish value met: lowest {percent(one.lowest)}, tenth percentile "
        f"{percent(one.tenth_percentile)}, median {percent(one.median)}"
    )


def fairness_lines(found: FairShares) -> Iterator[str]:
    """Yield the figures, line by line."""
    yield "Share of own wish value met:"
    yield f"  {'':26}{'number':>7}{'lowest':>8}{'tenth %':>8}{'median':>8}{'Gini':>7}"
    yield _spread("delegates", found.delegates)
    yield _spread("organizations", found.organizations)
    yield _spread("voucher holders", found.voucher_holders)
    yield _spread("delegates without voucher", found.other_delegates)
    yield "By region:"
    for region in found.regions:
        if region.share is not None:
            name = region.region or "unknown"
            yield f"  {name:26}{region.organizations:>7}{percent(region.share):>8}"
    yield "Plain wish value, without bonuses:"
    yield from price_lines(found)


def _spread(name: str, one: Spread) -> str:
    if one.lowest is None or one.gini is None:
        return f"  {name:26}{one.num:>7}"
    shares = (one.lowest, one.tenth_percentile, one.median)
    cells = "".join(f"{percent(share):>8}" for share in shares)
    return f"  {name:26}{one.num:>7}{cells}{one.gini:>7.2f}"


def price_lines(found: FairShares) -> Iterator[str]:
    """Yield what each demand of fairness costs, and all together."""
    most = most_words(found)
    yield f"  the most there could be, nothing else asked: {most}"
    for demand, lost in given_up(found):
        yield f"  given up – {demand}: {lost}"
    both, share = in_all(found)
    own = found.plain[-1].at_most
    yield f"  this plan has {own:,}: fairness costs {both} ({share})"
