"""README.md: its commands exist, its links lead somewhere, its example runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from b4h_scheduler.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_exists() -> None:
    """What the README types can be typed."""
    named = set(re.findall(r"\bb4h ([a-z]+)\b", README))
    assert len(named) >= 5
    assert named <= set(main.list_commands(None))


def test_every_link_leads_to_a_file() -> None:
    """Relative links, with or without an anchor."""
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_python_example_runs() -> None:
    """The block under "In Python" as it stands, from the checkout's root."""
    code = re.search(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert code
    done = subprocess.run(
        [sys.executable, "-c", code[1]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.match(r"\d{3} meetings \[\('promised', True\)", done.stdout)
