"""Makes docs/solver-api.md from the docstrings of the names that ``solver`` exports.

python -m tests.docs.solver_reference
"""

from __future__ import annotations

import ast
import inspect
import re
from enum import Enum
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

import solver

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2] / "docs" / "solver-api.md"
GROUPS = {
    "Solving": ("solve", "solve_in_child", "solve_at_price", "Budget"),
    "A problem": (
        "Model", "Problem", "Slots", "Participants", "Windows", "Candidates", "Options",
        "Tables", "Targets", "Pins", "Precedences", "Baseline", "Ragged",
        "UNLIMITED", "NO_TABLE",
    ),
    "Rules and levels": ("Rule", "Level", "DEFAULT_LEVELS", "REPLAN_LEVELS"),
    "A result": (
        "Result", "Status", "Assignment", "Entry", "Scope", "Prices", "Progress",
    ),
    "Checking: solver.validate": (
        "validate.validate", "validate.recompute", "validate.Violation",
    ),
    "Why not: solver.obstacles": ("obstacles.obstacles", "obstacles.Obstacle"),
    "What it would cost: solver.price": (
        "price.Pricer", "price.Price", "price.Estimates", "price.with_forced",
    ),
    "Why nothing is possible: solver.conflict_set": (
        "conflict_set.conflict_set", "conflict_set.Conflict", "conflict_set.Demand",
    ),
    "Errors": (
        "SolverError", "ProblemError", "InfeasibleError", "InvalidPlanError",
        "ChildDiedError",
    ),
}  # fmt: skip
_HEADING = re.compile(r"^(\w[\w ]*)\n-{3,}$", re.MULTILINE)
_SECTIONS = {"Parameters", "Returns", "Raises", "Attributes"}
_HEAD = (
    "# The kernel: reference\n\n"
    "Made from the code by `python -m tests.docs.solver_reference`; a test compares. "
    "What it is all about stands in [solver.md](solver.md). Everything is imported "
    "from `solver`, but where a heading names another module. `S`, `R`, `P`, `C`, `O`, "
    "`T`, `Z`, `K`, `V`, `G` are the numbers of slots, rows, participants, candidates, "
    "options, tables, zones, sets of tables, targets, groups; `IntArray` and "
    "`BoolArray` are numpy arrays of int64 and bool.\n"
)


def page() -> str:
    """Return the page."""
    lines = [_HEAD]
    for title, names in GROUPS.items():
        lines.append(f"## {title}\n")
        for name in names:
            lines += _entry(name)
    return "\n".join(lines)


def _entry(name: str) -> Iterator[str]:
    found = named(name)
    name = name.rpartition(".")[2]
    if inspect.isclass(found):
        yield f"### {name}\n"
        if issubclass(found, Enum):
            yield from _enum(found)
            return
        if not issubclass(found, Exception):
            yield _code(f"{name}{signature(found)}")
        yield from _text(found)
        yield from _members(found)
    elif isinstance(found, FunctionType):
        yield f"### {name}\n"
        yield _code(f"{name}{signature(found)}")
        yield from _text(found)
    else:
        yield f"### {name}\n"
        shown = repr(found)
        if isinstance(found, tuple):
            shown = f"({', '.join(f'Level.{level.name}' for level in found)})"
        yield _code(f"{name} = {shown}")


def named(name: str) -> Any:
    """Return what a name of `GROUPS` means."""
    module, _, last = name.rpartition(".")
    home = import_module(f"solver.{module}") if module else solver
    return getattr(home, last)


def _members(found: type) -> Iterator[str]:
    said: list[str] = []
    for name, value in vars(found).items():
        if name.startswith("_") or not (found.__module__.startswith("solver")):
            continue
        title = f"{found.__name__}.{name}"
        if isinstance(value, classmethod):
            yield f"#### {title}\n"
            yield _code(f"{title}{signature(getattr(found, name))}")
            yield from _text(value.__func__)
        elif isinstance(value, FunctionType):
            yield f"#### {title}\n"
            yield _code(f"{title}{signature(value)}")
            yield from _text(value)
        elif isinstance(value, (property, cached_property)):
            said.append(f"- `{title}`: {_plain(inspect.getdoc(value) or '')}")
    if said:
        yield "Properties:\n"
        yield "\n".join(said) + "\n"


def _enum(found: type[Enum]) -> Iterator[str]:
    yield from _text(found)
    told = _docs_of_members(found)
    yield "| member | value | |\n|---|---|---|"
    for member in found:
        name = f"{found.__name__}.{member.name}"
        yield f"| `{name}` | `{member.value}` | {told[member.name]} |"
    yield ""
    for name, value in vars(found).items():
        if isinstance(value, property) and not name.startswith("_"):
            text = _plain(inspect.getdoc(value) or "")
            yield f"- `{found.__name__}.{name}`: {text}\n"


def _docs_of_members(found: type[Enum]) -> dict[str, str]:
    """Return the texts that stand below the members in the source."""
    tree = ast.parse(inspect.getsource(found)).body[0]
    assert isinstance(tree, ast.ClassDef)
    told: dict[str, str] = {}
    for before, after in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(before, ast.Assign) and isinstance(after, ast.Expr):
            assert isinstance(before.targets[0], ast.Name)
            assert isinstance(after.value, ast.Constant)
            told[before.targets[0].id] = _plain(str(after.value.value))
    return told


def signature(found: Any) -> str:
    """Return a signature with annotations as they are written, one parameter a line."""
    parts: list[str] = []
    has_star = False
    given = inspect.signature(found)
    for parameter in given.parameters.values():
        if parameter.name == "self" or parameter.name.startswith("_"):
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not has_star:
            parts.append("*")
            has_star = True
        star = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
        has_star = has_star or bool(star)
        text = f"{star}{parameter.name}: {parameter.annotation}"
        if parameter.default is not parameter.empty:
            default = repr(parameter.default)
            if default == "<factory>" or default.startswith("<function"):
                default = "…"
            if isinstance(parameter.default, tuple) and parameter.default:
                default = "DEFAULT_LEVELS"
            text += f" = {default}"
        parts.append(text)
    returns = given.return_annotation
    end = "" if inspect.isclass(found) or returns is given.empty else f" -> {returns}"
    if sum(map(len, parts)) < 70:
        return f"({', '.join(parts)}){end}"
    return "(\n" + "".join(f"    {part},\n" for part in parts) + f"){end}"


def _code(text: str) -> str:
    return f"```python\n{text}\n```\n"


def _text(found: Any) -> Iterator[str]:
    """Turn a numpydoc docstring into Markdown."""
    doc = inspect.getdoc(found) or ""
    if not found.__doc__ or doc.startswith(f"{getattr(found, '__name__', '')}("):
        return
    parts = _HEADING.split(doc)
    yield _paragraphs(parts[0])
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        if title not in _SECTIONS:
            message = f"{found}: the section {title} is not known here"
            raise ValueError(message)
        yield f"{title}:\n"
        yield from _items(body)
        yield ""


def _items(body: str) -> Iterator[str]:
    for item in re.split(r"\n(?=\S)", body.strip("\n")):
        first, _, rest = item.partition("\n")
        text = _plain(inspect.cleandoc(rest))
        yield f"- `{first.replace('``', '')}`" + (f": {text}" if text else "")


def _paragraphs(text: str) -> str:
    """Keep indented blocks as they are, and lists; join the lines of a paragraph."""
    found = []
    for block in re.split(r"\n\n", text.strip()):
        if block.startswith("    "):
            found.append("```\n" + inspect.cleandoc(block) + "\n```")
        elif block.startswith("* "):
            items = re.split(r"\n(?=\* )", block)
            found.append("\n".join(f"- {_plain(item[2:])}" for item in items))
        else:
            found.append(_plain(block))
    return "\n\n".join(found) + "\n"


def _plain(text: str) -> str:
    return " ".join(text.replace("``", "`").replace("::", ":").split())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
