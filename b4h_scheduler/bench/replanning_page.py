"""Re-planning measured, as a table (Markdown)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def replanning_table(rows: Sequence[dict[str, Any]]) -> str:
    """Return the table, a line for each case and method."""
    return "\n".join(_lines(rows))


def _lines(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    yield (
        "| event, seed | late | impossible | method | changes | bound | vouchers "
        "missing | too few | wish value | s |"
    )
    yield "|---|--:|--:|---|--:|--:|--:|--:|--:|--:|"
    for row in rows:
        for name, found in row["methods"].items():
            yield _line(row, name, found)


def _line(row: dict[str, Any], name: str, found: dict[str, Any]) -> str:
    start = (
        f"| {row['case']}, {row['seed']} | {row['late']} | {row['impossible']} | {name}"
    )
    if "levels" not in found:
        return f"{start} | {found['status']} | | | | | {found['seconds']:.0f} |"
    levels = found["levels"]
    has_bound = name == "fewest changes" and found["changes_bound"] is not None
    bound = f"{found['changes_bound']:,}" if has_bound else "–"
    cells = [
        f"{levels['changes']:,}",
        bound,
        *(f"{levels.get(level, 0):,}" for level in ("targets", "least", "value")),
        f"{found['seconds']:.0f}",
    ]
    return f"{start} | {' | '.join(cells)} |"
