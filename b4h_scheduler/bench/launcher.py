"""Run a command from a process that is small: ``python launcher.py REPORT COMMAND``.

Linux counts the memory of whoever started a process into that process's peak, so a
measured command must not be started by a large one. Imports nothing of ours, lest it
grow. Writes wait status, seconds and peak bytes, one a line, to the file REPORT.
"""

import os
import sys
import time

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Start, wait and report."""
    report, *command = sys.argv[1:]
    started = time.monotonic()
    process = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    seconds = time.monotonic() - started
    with open(report, "w", encoding="ascii") as file:  # noqa: PTH123  (pathlib is large)
        file.write(f"{status}\n{seconds}\n{usage.ru_maxrss * _RSS_UNIT}\n")


if __name__ == "__main__":
    main()
