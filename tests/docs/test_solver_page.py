"""docs/solver.md and docs/solver-api.md: model, reference, example are the code's."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import solver
from solver import Level, Rule
from tests.docs import solver_reference
from tests.docs.solver_reference import GROUPS, named

if TYPE_CHECKING:
    import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "solver.md").read_text(encoding="utf-8")


def _names_under(heading: str) -> list[str]:
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `([^`]+)` \|", section, flags=re.MULTILINE)


def test_model_has_every_rule_and_level_by_name() -> None:
    """In the order of the code."""
    assert _names_under("Rules of the model") == [rule.value for rule in Rule]
    assert _names_under("Levels of the model") == [level.value for level in Level]


def test_model_names_every_field_that_it_uses() -> None:
    """Words with an underscore are fields of a problem's parts."""
    parts = ("Problem", "Slots", "Participants", "Targets", "Baseline", "Tables")
    known = {
        name
        for part in parts
        for name in (*vars(getattr(solver, part)), *_fields(getattr(solver, part)))
    }
    model = PAGE.split("## What is given", 1)[1].split("## What comes back", 1)[0]
    used = set(re.findall(r"\b[a-z]+_[a-z_]+\b", model))
    assert used
    assert used <= known | {"break_spread"}


def _fields(part: Any) -> set[str]:
    return {each.name for each in fields(part)}


def test_reference_is_that_of_the_code() -> None:
    """Signatures, texts, values; `python -m tests.docs.solver_reference` writes it."""
    written = (DOCS / "solver-api.md").read_text(encoding="utf-8")
    assert written == solver_reference.page()


def test_reference_has_every_public_name() -> None:
    """What the package exports, and what the modules named in headings define."""
    told = {name for names in GROUPS.values() for name in names}
    assert {name for name in told if "." not in name} == set(solver.__all__)
    for module in ("validate", "obstacles", "price", "conflict_set"):
        home = import_module(f"solver.{module}")
        public = set(getattr(home, "__all__", ())) or {
            name
            for name, value in vars(home).items()
            if not name.startswith("_")
            and (inspect.isclass(value) or inspect.isfunction(value))
            and value.__module__ == home.__name__
        }
        assert {name for name in told if name.startswith(f"{module}.")} == {
            f"{module}.{name}" for name in public
        }


def test_every_public_name_is_what_it_says() -> None:
    """No submodule hides a name of the package, whatever was imported before."""
    for names in GROUPS.values():
        for name in names:
            assert not isinstance(named(name), ModuleType), name


def test_every_public_name_is_explained() -> None:
    """Classes, functions, methods and properties have a text of their own."""
    missing = []
    for name in (one for names in GROUPS.values() for one in names):
        found = named(name)
        if not inspect.isclass(found) and not inspect.isfunction(found):
            continue
        members = vars(found).items() if inspect.isclass(found) else ()
        if found.__doc__ is None or found.__doc__.startswith(f"{found.__name__}("):
            missing.append(name)
        missing += [
            f"{name}.{key}"
            for key, value in members
            if not key.startswith("_")
            and (inspect.isfunction(value) or isinstance(value, property))
            and not value.__doc__
        ]
    assert missing == []


def test_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """Its plan is valid and its certificate proven; it says why one is not held."""
    code = re.search(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    assert code
    exec(compile(code[1], "docs/solver.md", "exec"), {})  # noqa: S102
    shown = capsys.readouterr().out
    assert re.search(r"^promised 0 0 all True$", shown, flags=re.MULTILINE)
    assert re.search(r"^value (\d+) \1 all True$", shown, flags=re.MULTILINE)
    assert "not held: " in shown


def test_package_is_typed() -> None:
    """The marker that tells type checkers so."""
    assert (Path(solver.__file__).parent / "py.typed").exists()
