"""All that docs/load.md shows, one after the other: ``python -m tests.load``.

The closing hour with a pause between pages and without any, and every page of staff
at a large event. Takes a quarter of an hour on a machine with nothing else to do.
"""

from __future__ import annotations

import subprocess
import sys

RUNS = (
    ("tests.load.closing_hour",),
    ("tests.load.closing_hour", "--pause", "0"),
    ("tests.load.staff_pages",),
)


def main() -> int:
    """Print each table; 1: something went wrong or took longer than it must."""
    status = 0
    for module, *options in RUNS:
        sys.stdout.write(f"\n{module} {' '.join(options)}\n")
        sys.stdout.flush()
        # A process each, so that none finds what another left in memory.
        made = subprocess.run([sys.executable, "-m", module, *options], check=False)
        status = max(status, made.returncode)
    return status


if __name__ == "__main__":
    sys.exit(main())
