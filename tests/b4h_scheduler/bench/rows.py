"""Rows as `measure` writes them."""

from typing import Any

from b4h_scheduler.bench.machine import machine

MACHINE = machine()


def row(seed: int, value: int, bound: int, seconds: float) -> dict[str, Any]:
    """What `measure` writes for one seed."""
    levels = {
        "targets": {"value": seed, "bound": 1, "proven": seed == 1},
        "value": {"value": value, "bound": bound, "proven": value == bound},
        "waiting": {"value": 12, "bound": 3, "scope": "held"},
        "moves": {"value": 40 + seed, "bound": 7, "scope": "timetable"},
    }
    return {
        "seed": seed,
        "problem": "a" * 64,
        "violations": 0,
        "seconds": seconds,
        "steps": {"select": 0.25, "timetable": seconds / 10, "polish": 3.0},
        "levels": levels,
        "peak_bytes": 2**29,
    }
