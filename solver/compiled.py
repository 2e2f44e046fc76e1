"""Compile kernels with numba, and keep the machine code where it can be written."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numba
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Function = TypeVar("Function", bound=Callable[..., Any])

_PACKAGE = Path(__file__).parent
_ARRAYS = _PACKAGE / "arrays.py"
_WITHOUT_REFERENCE_COUNTS = {"_nrt": False}
"""Kernels allocate nothing; what they are given is kept alive by the caller."""
_UNUSED_PASSES = (
    "WithLifting",
    "InlineClosureLikes",
    "RewriteSemanticConstants",
    "RewriteDynamicRaises",
    "MakeFunctionToJitFunction",
    "InlineInlinables",
    "FindLiterallyCalls",
    "LiteralUnroll",
    "LiteralPropagationSubPipelinePass",
    "InlineOverloads",
    "AnnotateTypes",
    "DumpParforDiagnostics",
)
"""Passes of numba for features that kernels do not use."""


def inner(function: Function) -> Function:
    """Compile a function that only compiled functions call.

    It is typed and lowered, but optimized and turned into machine code only as a
    part of the functions that Python calls: numba would do that for each function
    with all that it calls, over and over (41 s instead of 13 s for the annealing).
    """
    dispatcher = numba.njit(
        error_model="numpy",
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
        pipeline_class=_PartCompiler,
        **_WITHOUT_REFERENCE_COUNTS,
    )(function)
    _ignore_literals(dispatcher)
    compiled: Function = dispatcher
    return compiled


def _ignore_literals(dispatcher: Any) -> None:
    """Compile no version of its own for each literal argument."""
    compiler = dispatcher._compiler  # noqa: SLF001
    fold = compiler.fold_argument_types

    def fold_unliteral(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        plain = tuple(numba.types.unliteral(arg) for arg in args)
        return fold(plain, kws)

    compiler.fold_argument_types = fold_unliteral


@register_pass(mutates_CFG=True, analysis_only=False)
class _PartLowering(NativeLowering):  # type: ignore[misc]
    """Lower a function to a library that is only for linking into others."""

    _name = "part_lowering"

    def run_pass(self, state: Any) -> bool:
        context = state.targetctx
        compile_to_machine_code = context.get_executable
        context.get_executable = _only_link
        try:
            return bool(super().run_pass(state))
        finally:
            context.get_executable = compile_to_machine_code


def _only_link(library: Any, fndesc: Any, env: Any) -> Any:
    """Let a library link what it calls, and do without machine code of its own."""

    def finalize() -> None:
        for part in dict.fromkeys(library._linking_libraries):  # noqa: SLF001
            module = part._get_module_for_linking()  # noqa: SLF001
            library._final_module.link_in(module, preserve=True)  # noqa: SLF001
        library._finalized = True  # noqa: SLF001

    library.finalize = finalize
    return object().__reduce__  # a built-in function like no other, as numba wants


class _PartCompiler(CompilerBase):  # type: ignore[misc]
    def define_pipelines(self) -> list[Any]:
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.passes = [
            (_PartLowering if step is NativeLowering else step, why)
            for step, why in passes.passes
            if step.__name__ not in _UNUSED_PASSES
        ]
        passes.finalize()
        return [passes]


def entry(sources: Sequence[str]) -> Callable[[Function], Function]:
    """Compile a function that Python calls, without the interpreter's lock.

    Its machine code is cached under a hash of all its sources: numba looks only
    at the file of the function itself and would keep stale code of the others.

    Parameters
    ----------
    sources : sequence of str
        Files (paths) with everything the function calls.
    """

    def decorate(function: Function) -> Function:
        kept = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = str(cache_directory(sources))
        try:
            jit = numba.njit(
                nogil=True, error_model="numpy", cache=True, **_WITHOUT_REFERENCE_COUNTS
            )
            compiled: Function = jit(function)
        finally:
            numba.config.CACHE_DIR = kept
        return compiled

    return decorate


def cache_directory(sources: Sequence[str]) -> Path:
    """Return the folder for the machine code of these sources.

    ``NUMBA_CACHE_DIR`` if it is set; else beside the package, as Python does with
    its own; where that is read-only, in the user's cache, or a temporary folder.
    """
    digest = hashlib.sha256()
    for source in sorted([*sources, __file__, str(_ARRAYS)]):
        digest.update(Path(source).read_bytes())
    name = "kernels-" + digest.hexdigest()[:16]
    given = os.environ.get("NUMBA_CACHE_DIR")
    if given:
        return Path(given) / name
    user = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    for base in (_PACKAGE / "__pycache__", Path(user) / "b4h-scheduler"):
        if _is_writable(base):
            return base / name
    return Path(tempfile.gettempdir()) / f"b4h-scheduler-{_user()}" / name


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"
