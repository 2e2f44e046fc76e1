"""The results of the public benchmark as a table and a summary (Markdown)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.bench.b2bsp import INFEASIBLE, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from b4h_scheduler.bench.b2bsp import Answer, Row
    from b4h_scheduler.bench.b2bsp_reference import Published

NOTHING = "–"


def table(rows: Sequence[Row]) -> str:
    """Return the table, one line an instance."""
    peers = list(dict.fromkeys(name for row in rows for name in row.peers))
    columns = ["instance", "d", "value", "bound", "proven", "s", "CPU s", "method"]
    columns += ["published", "published s: MaxSAT", "Chuffed", "MIP"]
    columns += [f"{name}, s" for name in peers]
    marks = ["---", *["--:"] * 2, "--:", "---", "--:", "--:", "---"]
    marks += ["--:"] * (4 + len(peers))
    lines = [columns, marks, *([*_cells(row, peers)] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def summary(rows: Sequence[Row]) -> str:
    """Return totals and every fault, a line each."""
    return "\n".join(_summary(rows))


def _cells(row: Row, peers: Sequence[str]) -> Iterator[str]:
    ours = row.ours
    yield row.instance
    yield NOTHING if row.spread is None else str(row.spread)
    value = value_of(ours)
    yield value if row.spread is not None else f"{value} of {row.num_meetings}"
    yield NOTHING if ours.bound is None else str(ours.bound)
    yield "yes" if ours.is_proven else "no"
    yield f"{ours.seconds:.1f}"
    yield f"{ours.cpu_s:.1f}"
    yield ours.method
    yield from _published(row.published)
    for name in peers:
        peer = row.peers.get(name)
        yield NOTHING if peer is None else _peer(peer)


def _published(published: Published | None) -> Iterator[str]:
    if published is None:
        yield from [NOTHING] * 4
        return
    yield INFEASIBLE if published.breaks is None else str(published.breaks)
    for seconds in (published.maxsat_s, published.chuffed_s, published.mip_s):
        yield "not in 7,200" if seconds is None else f"{seconds:.1f}"


def _peer(peer: Answer) -> str:
    if peer.is_proven:
        return f"{peer.seconds:.1f}"
    bound = NOTHING if peer.bound is None else str(peer.bound)
    return f"not in {peer.seconds:.0f} ({value_of(peer)}, bound {bound})"


def value_of(answer: Answer) -> str:
    """Return the value, or why there is none."""
    if answer.value is not None:
        return str(answer.value)
    return INFEASIBLE if answer.is_proven else UNKNOWN


def _summary(rows: Sequence[Row]) -> Iterator[str]:
    proven = sum(row.ours.is_proven for row in rows)
    seconds = [row.ours.seconds for row in rows]
    cpu_s = sum(row.ours.cpu_s for row in rows)
    yield (
        f"{proven} of {len(rows)} proven in {sum(seconds):.1f} s "
        f"({cpu_s:.1f} s of processor time), the longest in "
        f"{max(seconds, default=0):.1f} s."
    )
    for name in dict.fromkeys(name for row in rows for name in row.peers):
        answers = [row.peers[name] for row in rows if name in row.peers]
        solved = sum(answer.is_proven for answer in answers)
        total = sum(answer.seconds for answer in answers)
        yield (
            f"{name}: {solved} of {len(answers)} proven in {total:.1f} s, "
            f"{total / max(0.001, sum(seconds)):.1f} times as long."
        )
    compared = sum(row.published is not None for row in rows)
    yield f"{compared} compared with the published value."
    for row in rows:
        for fault in row.faults:
            spread = "" if row.spread is None else f", d = {row.spread}"
            yield f"{row.instance}{spread}: {fault}"
