"""What is imported before the first page of a plan."""

import subprocess
import sys
from pathlib import Path

STUTTGART = Path(__file__).parents[3] / "examples" / "stuttgart"
CHECK = """
import sys
from pathlib import Path
from b4h_scheduler.planning.preload import MODULES, preload
import b4h_scheduler.planning.compile
before = set(sys.modules)
preload()
print(sorted(set(MODULES) - set(sys.modules)), "scipy.sparse" in before)
from b4h_scheduler.files.load import load_event
from b4h_scheduler.planning.compile import compile_event
event = load_event(sys.argv[1]).event
loaded = set(sys.modules)
compile_event(event)
print(sorted(name for name in set(sys.modules) - loaded if "." not in name))
"""


def test_compiling_an_event_imports_nothing_more() -> None:
    """After it, the first event compiled needs no package that was not loaded."""
    command = [sys.executable, "-c", CHECK, str(STUTTGART)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    first, second = said.stdout.splitlines()
    assert first == "[] False"
    assert second == "[]"
