"""Sentences with values in them, which pages can say in other languages."""

from __future__ import annotations

from typing import Any, Self


def mark(text: str) -> str:
    """Return a text as it is; those who look for texts to translate find it here."""
    return text


def nouns(one: str, many: str) -> tuple[str, str]:
    """Return what one and several are; those who look for texts find them here."""
    return one, many


class Sentence(str):
    """Plain English text that remembers what it was made of.

    Attributes
    ----------
    template : str
        The text with names in braces: ``"your list is full ({most} wishes)"``.
    values : dict
        What stands at the names. Members of enumerations are words of their own.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Self:
        """Fill in the values."""
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """Return what it is made of again, in another process."""
        return (self.template,), self.values


def taken_apart(text: str) -> object:
    """Return what a text is made of, as JSON holds it; plain text as it is.

    Values are text, numbers, or sentences again.
    """
    if not isinstance(text, Sentence):
        return text
    values = {
        name: taken_apart(value) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return {"template": text.template, "values": values}


def put_together(content: Any) -> str:  # noqa: ANN401 - whatever JSON held
    """Return the text that was taken apart."""
    if isinstance(content, str):
        return content
    values = {
        name: put_together(value) if isinstance(value, dict) else value
        for name, value in content["values"].items()
    }
    return Sentence(content["template"], **values)
