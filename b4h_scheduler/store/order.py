"""The order of rows: what stays in its place keeps its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def keep_numbers(rows: Iterable[tuple[dict[str, Any], int | None]]) -> None:
    """Number new rows in their order, by the numbers that stored ones have already.

    A row that goes leaves a gap, instead of a change of everything behind it in the
    log and in what changed since a draft.

    Parameters
    ----------
    rows : iterable of pairs
        Columns of new rows, whose ``position`` gives their order, each with that of
        the stored row that it takes the place of, or None.
    """
    last = -1
    for new, stored in sorted(rows, key=lambda pair: int(pair[0]["position"])):
        is_behind = stored is not None and stored > last
        last = stored if stored is not None and is_behind else last + 1
        new["position"] = last
