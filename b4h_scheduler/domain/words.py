"""Texts in entities, kept by the store as template and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import PlainSerializer, WithJsonSchema, WrapValidator

from b4h_scheduler.sentence import put_together, taken_apart

if TYPE_CHECKING:
    from pydantic import (
        SerializationInfo,
        ValidationInfo,
        ValidatorFunctionWrapHandler,
    )

APART = {"apart": True}
"""Context in which texts are JSON of template and values, as the store keeps them.

Everywhere else, such as in ``plan.json``, they are text, and nothing but text is read:
whoever writes a template could have it filled with anything.
"""


def _read(
    content: Any,  # noqa: ANN401  (any JSON)
    as_text: ValidatorFunctionWrapHandler,
    info: ValidationInfo,
) -> str:
    if isinstance(content, str):
        return content
    if info.context == APART and isinstance(content, dict):
        return put_together(content)
    text: str = as_text(content)
    return text


def _written(text: str, info: SerializationInfo) -> object:
    return taken_apart(text) if info.context == APART else str(text)


Words = Annotated[
    str,
    WrapValidator(_read),
    PlainSerializer(_written, when_used="json"),
    WithJsonSchema({"type": "string"}),
]
"""Text that may be a `Sentence`, and stays one."""
