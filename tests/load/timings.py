"""How long pages took, as a table."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from statistics import quantiles


class Timings:
    """Times of requests by page, collected from several threads."""

    def __init__(self) -> None:
        self._seconds: dict[str, list[float]] = defaultdict(list)
        self._lock = threading.Lock()

    def add(self, page: str, seconds: float) -> None:
        """Take the time of one request."""
        with self._lock:
            self._seconds[page].append(seconds)

    @property
    def num(self) -> int:
        """Requests in all."""
        return sum(map(len, self._seconds.values()))

    def p95_ms(self) -> dict[str, float]:
        """Return the 95th percentile of every page."""
        return {page: _quantile(found, 95) for page, found in self._seconds.items()}

    def table(self) -> str:
        """Return all pages with their times in milliseconds, the slowest first."""
        lines = [f"{'page':44} {'num':>6} {'p50':>7} {'p95':>7} {'max':>7}  ms"]
        worst = sorted(self.p95_ms().items(), key=lambda pair: -pair[1])
        for page, p95 in worst:
            found = self._seconds[page]
            p50, most = _quantile(found, 50), 1000 * max(found)
            lines.append(f"{page:44} {len(found):6} {p50:7.0f} {p95:7.0f} {most:7.0f}")
        return "\n".join(lines)


def _quantile(seconds: list[float], percent: int) -> float:
    if len(seconds) == 1:
        return 1000 * seconds[0]
    return 1000 * quantiles(seconds, n=100, method="inclusive")[percent - 1]


def machine() -> str:
    """Return what the figures depend on beside the program."""
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, load {load:.1f} in the last minute"
