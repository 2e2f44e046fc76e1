"""Which commands there are, imported only when called; errors become exit statuses."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from b4h_scheduler.cli.failures import Failure

COMMANDS = {
    "init": "Start a folder for an event, with files to fill in.",
    "check": "Read an event's files: faults, and what to know before closing.",
    "plan": "Find the best meeting plan; write workbook, report and calendars.",
    "replan": "Correct a released plan with the fewest changes.",
    "release": "Make a draft the event's plan, or go back to an earlier one.",
    "explain": "Say why two do not meet and what it would cost, or all about one.",
    "whatif": "Solve again with other tables, slots or arrivals.",
    "robustness": "Simulate late arrivals: which meetings would fail, for whom.",
    "export": "Write some files again, or the event in another form.",
    "generate": "Make a synthetic event of a given size and difficulty.",
    "bench": "Measure against bounds and other methods on generated problems.",
    "mail": "Show, send, pause and repeat messages; read returned mail.",
    "db": "Create, check, back up and restore the web application's database.",
    "doctor": "Check that everything b4h needs works on this machine.",
    "demo": "Plan the example event and show where its files are.",
    "version": "Show versions.",
}
"""Name and short help; command ``x`` is ``command`` in ``b4h_scheduler.cli.x``."""


GROUP = "b4h_scheduler.commands"
"""Entry points by which layers above register commands of their own."""


@cache
def registered() -> dict[str, EntryPoint]:
    """Return the commands of layers above, by name."""
    return {point.name: point for point in entry_points(group=GROUP)}


class Commands(click.Group):
    """Loads a command's module when it is called, not to list it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return all names, in the order in which they are used."""
        return [*COMMANDS, *registered()]

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """Import a command."""
        if cmd_name in COMMANDS:
            command = import_module(f"b4h_scheduler.cli.{cmd_name}").command
        elif cmd_name in registered():
            command = registered()[cmd_name].load()
        else:
            return None
        if not isinstance(command, click.Command):
            message = f"what stands for the command {cmd_name!r} is no command"
            raise TypeError(message)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """List commands without importing what they need."""
        above = {
            name: point.load().get_short_help_str(limit=80)
            for name, point in registered().items()
        }
        with formatter.section("Commands"):
            formatter.write_dl(list((COMMANDS | above).items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command if there is none of that name."""
        name = args[0]
        known = self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415  (only now)

            near = get_close_matches(name, known, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"there is no command {name!r}.{hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (as click has it)
        """Run a command; what went wrong is told, and decides the exit status."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            raise  # `| head` has seen enough: click ends quietly
        except Exception as error:  # noqa: BLE001  (the outermost place)
            failure = _failure(error)
            failure.tell(as_json=ctx.find_root().meta.get(JSON_KEY, False))
            ctx.exit(failure.status)


JSON_KEY = "b4h.json"
"""In the root context: results and errors are wanted as JSON."""


def _failure(error: Exception) -> Failure:
    from b4h_scheduler.cli.failures import failure_of  # noqa: PLC0415  (heavy)

    return failure_of(error)
