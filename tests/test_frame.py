"""The frame: layers, set-up lists, make targets, wheel, and what no file may hold."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import b4h_scheduler
from b4h_scheduler.cli import examinations

ROOT = Path(__file__).parent.parent
PACKAGES = ("b4h_scheduler", "solver", "web")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in PYPROJECT["tool"]["importlinter"]["contracts"]
}
# What a first command line must not wait for: each costs a quarter second or more.
HEAVY = ("numba", "numpy", "ortools", "pandas", "scipy")

PLANTED = [
    ("layers", "solver/ragged.py", "import b4h_scheduler"),
    ("layers", "solver/ragged.py", "import web"),
    ("layers", "b4h_scheduler/plans.py", "import web"),
    ("web-through-b4h", "web/__init__.py", "import solver"),
    ("solver-knows-no-people", "solver/ragged.py", "import datetime"),
    ("solver-knows-no-people", "solver/ragged.py", "import flask"),
    ("solver-knows-no-people", "solver/ragged.py", "import pandas"),
    ("solver-knows-no-people", "solver/ragged.py", "from pydantic import BaseModel"),
    ("validator", "solver/validate_bounds.py", "import solver.lagrange"),
    ("validator", "solver/validate_tables.py", "from solver import evaluate"),
    ("validator", "solver/result.py", "import solver.anneal"),
    ("flow", "b4h_scheduler/planning/errors.py", "import b4h_scheduler.files.load"),
    ("flow", "b4h_scheduler/domain/base.py", "import b4h_scheduler.planning"),
]


def _run(*command: str | Path, cwd: Path = ROOT, **env: str) -> tuple[int, str]:
    """Exit status and everything printed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **env},
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


def _lint_imports(folder: Path) -> tuple[int, str]:
    tool = Path(sys.executable).parent / "lint-imports"
    return _run(tool, "--no-cache", cwd=folder)


def _tree(folder: Path) -> Path:
    """A copy of the three packages with the contracts."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            folder / package,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _files() -> list[Path]:
    """Every file of the checkout that git would keep."""
    made = {".venv", ".git", "out", "dist", "build", "node_modules", "test-results"}
    made |= {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    made |= {".import_linter_cache", "__pycache__"}
    found: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in made]
        found += [Path(folder, name) for name in names]
    return found


def _pins(lock: str) -> dict[str, list[str]]:
    """Per package of a lock its pinned lines, without their hashes."""
    pins: dict[str, list[str]] = {}
    for line in (ROOT / "requirements" / lock).read_text("utf-8").splitlines():
        if re.match(r"[a-z]", line):
            pin = Requirement(line.removesuffix("\\").strip())
            pins.setdefault(canonicalize_name(pin.name), []).append(str(pin))
    return pins


def _declared(*extras: str) -> list[Requirement]:
    """The requirements of the product, and those of the extras named."""
    project = PYPROJECT["project"]
    lines = [*project["dependencies"]]
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    declared = [Requirement(line) for line in lines]
    return [need for need in declared if need.name != project["name"]]


def test_import_contracts_are_kept_by_the_tree_as_it_is(tmp_path: Path) -> None:
    """Without a planted import every contract holds."""
    status, said = _lint_imports(_tree(tmp_path))
    assert status == 0, said
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken" in said


@pytest.mark.parametrize(("contract", "module", "line"), PLANTED)
def test_planted_import_breaks_its_contract(
    tmp_path: Path, contract: str, module: str, line: str
) -> None:
    """An import that a contract forbids is reported under that contract's name."""
    planted = _tree(tmp_path) / module
    with planted.open("a", encoding="utf-8") as text:
        text.write(f"\n{line}\n")
    status, said = _lint_imports(tmp_path)
    assert status == 1, said
    assert f"{CONTRACTS[contract]} BROKEN" in " ".join(said.split())


def test_every_contract_has_a_planted_violation() -> None:
    """No contract is believed that was never seen to fail."""
    assert {contract for contract, _, _ in PLANTED} == set(CONTRACTS)


def test_validator_reaches_only_what_states_the_problem() -> None:
    """Beyond its own files it loads the problem, the result and their words."""
    graph = grimp.build_graph("solver", cache_dir=None)
    validators = {name for name in graph.modules if "solver.validate" in name}
    assert len(validators) > 5
    reached = set(validators)
    fresh = set(validators)
    while fresh:
        named = {
            m for one in fresh for m in graph.find_modules_directly_imported_by(one)
        }
        # A problem examines itself when it is made.
        fresh = named - reached - {"solver.checks"}
        reached |= fresh
    stated = {"problem", "result", "rules", "levels", "ragged"}
    assert reached - validators == {f"solver.{name}" for name in stated}


@pytest.mark.parametrize(
    "start",
    [
        "import b4h_scheduler.cli",
        "import b4h_scheduler.cli as c; c.main(['--help'], standalone_mode=False)",
    ],
    ids=["import", "help"],
)
def test_command_line_answers_without_heavy_imports(start: str) -> None:
    """Help comes at once because no solver, table or array library is loaded."""
    loaded = (
        f"import sys\n{start}\nprint('loaded', sorted(set({HEAVY}) & {{*sys.modules}}))"
    )
    status, said = _run(sys.executable, "-c", loaded)
    assert status == 0, said
    assert said.splitlines()[-1] == "loaded []"


@pytest.mark.parametrize("package", PACKAGES)
def test_top_level_package_says_what_it_is(package: str) -> None:
    """A package opens with a docstring and is marked as typed."""
    opening = (ROOT / package / "__init__.py").read_text("utf-8")
    assert opening.startswith('"""')
    assert (ROOT / package / "py.typed").exists()


def test_solver_readme_has_four_lines() -> None:
    """The layer's README says in four lines what it may not know."""
    lines = (ROOT / "solver" / "README.md").read_text("utf-8").splitlines()
    assert len([line for line in lines if line and not line.startswith("#")]) == 4


def test_no_file_names_a_machine_or_a_package_server() -> None:
    """Paths of one machine and hosts of package servers stay out of the product."""
    places = re.compile(
        r"(?<![\w./-])/(?:work|root|home)/\w|\.\./shared|\.library\b"
        r"|pypi\.(?!tsv)[a-z]|pythonhosted|npmjs|deb\.debian|proxy\.golang"
    )
    itself = Path(__file__)
    suffixes = {".png", ".xlsx", ".nbi", ".nbc", ".zip", ".mo"}
    named = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in _files()
        if path != itself and path.suffix not in suffixes
        for hit in places.finditer(path.read_text("utf-8", errors="replace"))
    ]
    assert named == []


@pytest.mark.parametrize("lock", ["base.lock", "dev.lock"])
def test_lock_holds_hashes_and_no_address(lock: str) -> None:
    """Each pin carries a hash, and nothing says where to load it from."""
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    blocks = re.split(r"\n(?=[a-z])", text)[1:]
    assert blocks
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert (
        re.findall(r"://|file:|--index|--find-links|^-\w .*", text, re.MULTILINE) == []
    )


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("base.lock", ["web"]), ("dev.lock", ["web", "pdf", "postgres", "bench", "dev"])],
)
def test_lock_pins_every_declared_dependency(lock: str, extras: list[str]) -> None:
    """A version of every requirement of pyproject is pinned, and it fits."""
    pins = _pins(lock)
    for need in _declared(*extras):
        lines = pins.get(canonicalize_name(need.name), [])
        versions = [next(iter(Requirement(line).specifier)).version for line in lines]
        assert versions, f"{need} is not in {lock}: run make lock"
        assert all(need.specifier.contains(version) for version in versions), need


def test_base_lock_is_part_of_dev_lock() -> None:
    """What was tested is what runs."""
    dev = _pins("dev.lock")
    assert {name: dev.get(name) for name in _pins("base.lock")} == _pins("base.lock")


def test_every_dependency_has_its_reason() -> None:
    """docs/libraries.md has a row for each requirement, and for no other."""
    page = (ROOT / "docs" / "libraries.md").read_text("utf-8")
    rows = set(re.findall(r"^\| `([\w.-]+)` \|", page, re.MULTILINE))
    assert rows == {
        need.name for need in _declared("web", "pdf", "postgres", "bench", "dev")
    }


def test_doctor_looks_for_every_library_that_b4h_runs_on() -> None:
    """Its list is that of the requirements."""
    assert sorted(examinations.NEEDED) == sorted(need.name for need in _declared())


def test_every_exempted_rule_carries_a_reason() -> None:
    """In the lint settings no rule is switched off silently."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    lint = text[text.index("[tool.ruff.lint]") : text.index("[tool.mypy]")]
    exempted = re.findall(r'^ +"[A-Z]+\d+",(.*)$', lint, re.MULTILINE)
    assert exempted
    assert [rest for rest in exempted if not re.match(r" +# \w", rest)] == []


def test_help_names_every_target() -> None:
    """`make help` lists what can be made."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    line = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert line is not None
    targets = set(line.group(1).split()) - {"help"}
    assert set(re.findall(r'@echo "make (\w+) ', makefile)) == targets


def test_contributing_explains_every_target() -> None:
    """CONTRIBUTING.md mentions all make targets."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r'@echo "make (\w+) ', makefile)
    assert [name for name in targets if f"`make {name}`" not in page] == []


def test_setup_without_fitting_python_says_what_is_missing(tmp_path: Path) -> None:
    """An interpreter that does not fit ends the set-up with the versions that do."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    status, said = _run("sh", ".ci/venv", "base", cwd=tmp_path, PYTHON="no-such-python")
    assert status == 1
    assert "needs Python 3.11, 3.12, 3.13 or 3.14" in said
    assert "Tried: no-such-python" in said


def test_missing_browser_is_named(tmp_path: Path) -> None:
    """Where no Chromium is and none can be installed, the package is named."""
    for tool in ("sh", "dirname"):
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / tool).symlink_to(found)
    status, said = _run("/bin/sh", ".ci/chromium", PATH=str(tmp_path), B4H_CHROMIUM="")
    assert status == 1
    assert "missing: Chromium or Chrome (Debian: package chromium)" in said


def test_wheel_holds_packages_and_demo_and_no_tests(tmp_path: Path) -> None:
    """The wheel is the three packages and the event that `b4h demo` plans."""
    tool = Path(sys.executable).parent / "hatchling"
    status, said = _run(tool, "build", "--target", "wheel", "--directory", tmp_path)
    assert status == 0, said
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    info = f"b4h_scheduler-{b4h_scheduler.__version__}.dist-info"
    assert {name.split("/")[0] for name in names} == {*PACKAGES, info}
    assert "b4h_scheduler/examples/stuttgart/event.toml" in names
    modules = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
    }
    assert modules == {name for name in names if name.endswith(".py")}


def test_version_is_the_same_everywhere() -> None:
    """The installed version is the package's, and the changelog knows it."""
    version = b4h_scheduler.__version__
    assert metadata.version("b4h-scheduler") == version
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(
        rf"^## \[(Unreleased|{re.escape(version)})\]", changelog, re.MULTILINE
    )
