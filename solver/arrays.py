"""Named arrays that compiled code gets by one pointer.

Numba passes a tuple of arrays as seven numbers each; with some forty arrays every
call between compiled functions costs more than what it does, and compiling them
takes minutes. Subclasses of `Arrays` pass the address of a table of addresses and
shapes instead, and compiled code reads ``state.agenda[p, s]`` all the same.

In compiled code these arrays know ``len``, ``shape[i]``, and single elements by
indices from 0 (unchecked, as in numba); no slices.
"""

from __future__ import annotations

import operator
from typing import Annotated, Any, get_args, get_type_hints

import numba
import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.imputils import lower_getattr, lower_getattr_generic
from numba.core.typing.templates import (
    AbstractTemplate,
    AttributeTemplate,
    infer_getattr,
    infer_global,
    signature,
)
from numba.extending import (
    NativeValue,
    lower_builtin,
    models,
    register_model,
    typeof_impl,
    unbox,
)

Ints = Annotated[npt.NDArray[np.int32], np.int32, 1]
Ints2 = Annotated[npt.NDArray[np.int32], np.int32, 2]
Longs = Annotated[npt.NDArray[np.int64], np.int64, 1]
Words = Annotated[npt.NDArray[np.uint64], np.uint64, 1]
Words2 = Annotated[npt.NDArray[np.uint64], np.uint64, 2]
Floats = Annotated[npt.NDArray[np.float64], np.float64, 1]


class Arrays:
    """Base of frozen dataclasses whose fields are annotated with the types above.

    The arrays may change, but not be replaced.
    """

    def __post_init__(self) -> None:
        """Check the arrays, and write the table of addresses and shapes."""
        table: list[int] = []
        for name, (dtype, ndim) in _fields(type(self)).items():
            array = getattr(self, name)
            if (
                array.dtype != dtype
                or array.ndim != ndim
                or not array.flags.c_contiguous
            ):
                message = (
                    f"{type(self).__name__}.{name}: {np.dtype(dtype)} in {ndim} "
                    f"dimensions expected, {array.dtype} of shape {array.shape} found"
                )
                raise TypeError(message)
            table += [array.ctypes.data, *array.shape]
        object.__setattr__(self, "table", np.array(table, dtype=np.int64))
        object.__setattr__(self, "address", int(self.table.ctypes.data))

    table: npt.NDArray[np.int64]
    address: int


def _fields(kind: type) -> dict[str, tuple[Any, int]]:
    """Element type and number of dimensions of each array, in order."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        name: (get_args(hint)[1], get_args(hint)[2])
        for name, hint in hints.items()
        if name not in ("table", "address")
    }


class _ViewType(types.Type):  # type: ignore[misc]
    """One array in compiled code: a pointer to its address and shape.

    Elements of 32 bits are read as 64, so that compiled functions see one kind of
    integer and are compiled once.
    """

    def __init__(self, dtype: Any, ndim: int) -> None:
        self.dtype = numba.from_dtype(np.dtype(dtype))
        self.element = types.intp if self.dtype == types.int32 else self.dtype
        self.ndim = ndim
        super().__init__(name=f"View({self.dtype}, {ndim})")


class _ArraysType(types.Type):  # type: ignore[misc]
    """A subclass in compiled code: a pointer to the table."""

    def __init__(self, kind: type) -> None:
        self.views: dict[str, _ViewType] = {}
        self.places: dict[str, int] = {}
        place = 0
        for name, (dtype, ndim) in _fields(kind).items():
            self.views[name] = _ViewType(dtype, ndim)
            self.places[name] = place
            place += 1 + ndim
        described = ", ".join(f"{name}: {of}" for name, of in self.views.items())
        super().__init__(name=f"{kind.__module__}.{kind.__qualname__}({described})")


class _TablePointer(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, of: Any) -> None:
        super().__init__(manager, of, ir.IntType(64).as_pointer())


register_model(_ViewType)(_TablePointer)
register_model(_ArraysType)(_TablePointer)
_types: dict[type, _ArraysType] = {}


@typeof_impl.register(Arrays)
def _typeof(value: Arrays, context: Any) -> _ArraysType:
    kind = type(value)
    if kind not in _types:
        _types[kind] = _ArraysType(kind)
    return _types[kind]


@unbox(_ArraysType)
def _unbox(of: Any, value: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(value, "address")
    number = c.pyapi.long_as_longlong(address)
    c.pyapi.decref(address)
    pointer = c.builder.inttoptr(number, ir.IntType(64).as_pointer())
    failed = cgutils.is_not_null(c.builder, c.pyapi.err_occurred())
    return NativeValue(pointer, is_error=failed)


@infer_getattr
class _ArraysAttribute(AttributeTemplate):  # type: ignore[misc]
    key = _ArraysType

    def generic_resolve(self, of: _ArraysType, attribute: str) -> Any:
        return of.views.get(attribute)


@infer_getattr
class _ViewAttribute(AttributeTemplate):  # type: ignore[misc]
    key = _ViewType

    def resolve_shape(self, of: _ViewType) -> Any:
        return types.UniTuple(types.intp, of.ndim)


@infer_global(len)
class _Len(AbstractTemplate):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:  # noqa: ARG002
        if isinstance(args[0], _ViewType):
            return signature(types.intp, args[0])
        return None


@infer_global(operator.getitem)
class _GetItem(AbstractTemplate):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:  # noqa: ARG002
        of, index = args
        if isinstance(of, _ViewType):
            return signature(of.element, of, _native(index))
        return None


@infer_global(operator.setitem)
class _SetItem(AbstractTemplate):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:  # noqa: ARG002
        of, index, _ = args
        if isinstance(of, _ViewType):
            return signature(types.none, of, _native(index), of.element)
        return None


def _native(index: Any) -> Any:
    """Let numba widen every index to the machine's integers."""
    if isinstance(index, types.BaseTuple):
        return types.UniTuple(types.intp, len(index))
    return types.intp


@lower_getattr_generic(_ArraysType)
def _attribute(context: Any, builder: Any, of: Any, value: Any, name: str) -> Any:
    return builder.gep(value, [context.get_constant(types.intp, of.places[name])])


@lower_getattr(_ViewType, "shape")
def _shape(context: Any, builder: Any, of: Any, value: Any) -> Any:
    lengths = [_entry(builder, value, 1 + i) for i in range(of.ndim)]
    return cgutils.pack_array(builder, lengths)


@lower_builtin(len, _ViewType)
def _len(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return _entry(builder, args[0], 1)


@lower_builtin(operator.getitem, _ViewType, types.intp)
@lower_builtin(operator.getitem, _ViewType, types.UniTuple)
def _getitem(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    of = sig.args[0]
    found = context.unpack_value(builder, of.dtype, _element(builder, sig, args))
    return context.cast(builder, found, of.dtype, of.element)


@lower_builtin(operator.setitem, _ViewType, types.intp, types.Any)
@lower_builtin(operator.setitem, _ViewType, types.UniTuple, types.Any)
def _setitem(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    of = sig.args[0]
    value = context.cast(builder, args[2], of.element, of.dtype)
    context.pack_value(builder, of.dtype, value, _element(builder, sig, args))
    return context.get_dummy_value()


def _entry(builder: Any, view: Any, i: int) -> Any:
    """Load the address (0) or a length of a view; they never change meanwhile."""
    entry = builder.load(builder.gep(view, [ir.Constant(ir.IntType(64), i)]))
    entry.set_metadata("invariant.load", builder.module.add_metadata([]))
    return entry


def _element(builder: Any, sig: Any, args: Any) -> Any:
    """Address of an element."""
    of, view = sig.args[0], args[0]
    if of.ndim == 1:
        at = args[1]
    else:
        indices = cgutils.unpack_tuple(builder, args[1])
        at = indices[0]
        for i in range(1, of.ndim):
            at = builder.add(builder.mul(at, _entry(builder, view, 1 + i)), indices[i])
    data = (
        ir.DoubleType() if of.dtype == types.float64 else ir.IntType(of.dtype.bitwidth)
    )
    return builder.gep(
        builder.inttoptr(_entry(builder, view, 0), data.as_pointer()), [at]
    )
