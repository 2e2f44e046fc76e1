"""The scripts of examples/ run as they are and say what they promise."""

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"


def output_of(script: str) -> str:
    """Run a script as its first lines say."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / script)],
        check=True,
        capture_output=True,
        text=True,
        cwd=EXAMPLES.parent,
    )
    return done.stdout


def test_the_kernel_example_proves_its_plan() -> None:
    """Five candidates, worth 20; the best plan holds 17."""
    lines = output_of("kernel.py").splitlines()
    assert lines[0] == "status: optimal"
    assert any(line.split() == ["value", "17", "proven"] for line in lines)


def test_the_quickstart_plans_stuttgart() -> None:
    """Meetings, the certificate, and reasons for what was left out."""
    text = output_of("quickstart.py")
    assert text.startswith("Life Sciences Matchmaking Day: ")
    assert "best possible" in text
    assert "What was left out, and why:" in text
