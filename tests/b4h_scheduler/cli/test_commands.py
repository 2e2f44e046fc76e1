"""The frame of the command line: help, usage, exit statuses, quick start."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from b4h_scheduler.cli import main
from b4h_scheduler.cli.commands import COMMANDS, Commands

ROOT = Path(__file__).parents[3]
B4H = [sys.executable, "-c", "from b4h_scheduler.cli import main; main()"]


@pytest.mark.parametrize("name", list(COMMANDS))
def test_each_help_has_an_example_that_names_the_command(name: str) -> None:
    """And says what the command does, as the list of commands does."""
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert re.search(rf"Example:\n\s+b4h .*{name}", result.output) or (
        "Example:" in result.output and f"b4h {name}" in result.output
    )


def test_the_list_of_commands_is_the_designs() -> None:
    """What this release has of DESIGN's list, and the demo."""
    assert set(COMMANDS) == {
        "init", "check", "plan", "replan", "explain", "export", "generate", "bench",
        "doctor", "demo", "version", "db", "whatif", "robustness", "release", "mail",
    }  # fmt: skip


def test_every_command_and_option_stands_on_the_page() -> None:
    """docs/cli.md names them all."""
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    group = main
    assert isinstance(group, Commands)
    missing = []
    for name in COMMANDS:
        command = group.get_command(None, name)
        assert command is not None
        assert f"`b4h {name}" in page
        options = [o for p in command.params for o in p.opts if o.startswith("--")]
        missing += [f"{name} {o}" for o in options if f"`{o}" not in page]
    assert missing == []


def test_help_imports_nothing_heavy() -> None:
    """Neither numpy nor pydantic, rich or the kernel."""
    code = (
        "import sys; sys.argv = ['b4h', '--help']\n"
        "from b4h_scheduler.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('|'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    loaded = set(done.stdout.splitlines()[-1].split("|"))
    heavy = {"numpy", "pydantic", "rich", "solver", "pandas", "numba", "ortools"}
    assert loaded & heavy == set()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["plon"], "there is no command 'plon'. Did you mean 'plan'?"),
        (["frobnicate"], "there is no command 'frobnicate'."),
        (["plan"], "Missing argument 'EVENT'"),
        (["plan", "no-such-folder"], "'no-such-folder' does not exist"),
        (["plan", ".", "--time-limit", "0"], "0.0 is not in the range"),
        (["replan", "."], "Missing option '--now'"),
        (["replan", ".", "--now", "yesterday"], "is no moment; write 2026-11-26T09:40"),
        (["generate", "x", "--voucher-share", "2"], "2.0 is not in the range"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_why(
    arguments: list[str], message: str
) -> None:
    """Nothing is written to standard output."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_version_agrees_with_the_package() -> None:
    """As text and as JSON."""
    import json

    from b4h_scheduler import __version__

    result = CliRunner().invoke(main, ["version"])
    assert f"b4h-scheduler {__version__}" in result.stdout
    found = json.loads(CliRunner().invoke(main, ["version", "--json"]).stdout)
    assert found["b4h-scheduler"] == __version__
    assert set(found) >= {"python", "ortools", "numpy", "scipy", "numba"}
