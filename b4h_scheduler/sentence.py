"""Sentences with values in them, which pages can say in other languages."""

from __future__ import annotations

from typing import Self


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
