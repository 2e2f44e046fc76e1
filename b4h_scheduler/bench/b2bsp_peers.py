"""Other methods for the public benchmark, by the names that ``--peer`` takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.bench.b2bsp_cp_sat import plain_cp_sat
from b4h_scheduler.bench.maxsat_peer import maxsat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.bench.b2bsp import Answer, Peer
    from b4h_scheduler.bench.b2bsp_file import Instance

MAXSAT, CP_SAT = "MaxSAT (UWrMaxSAT)", "plain CP-SAT"


def chosen_peers(names: Sequence[str], workers: int) -> list[Peer]:
    """Return the peers of these names."""

    def cp_sat(instance: Instance, spread: int, time_limit_s: float) -> Answer:
        return plain_cp_sat(instance, spread, time_limit_s, workers=workers)

    known: dict[str, Peer] = {"maxsat": (MAXSAT, maxsat), "cp-sat": (CP_SAT, cp_sat)}
    return [known[name] for name in dict.fromkeys(names)]
