"""Sentences with values in them, which pages can say in other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable


def mark(text: str) -> str:
    """Return a text as it is; those who look for texts to translate find it here."""
    return text


def nouns(one: str, many: str) -> tuple[str, str]:
    """Return what one and several are; those who look for texts find them here."""
    return one, many


class Sentence(str):
    """Plain English text that remembers what it was made of.

    A value that is empty leaves no gap (`closed_up`).

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
        text = template.format(**values)
        made = super().__new__(cls, closed_up(text) if "" in values.values() else text)
        made.template, made.values = template, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """Return what it is made of again, in another process."""
        return (self.template,), self.values


def closed_up(text: str) -> str:
    """Close the gap that an empty value leaves, also at a colon or in brackets."""
    gone = text.replace("()", "")
    return " ".join(gone.split()).replace(" :", ":").removesuffix(":")


def counted(number: int, one: str, many: str) -> Sentence:
    """Return a number of things: "1 meeting", "1,204 meetings".

    Parameters
    ----------
    one, many : str
        As `nouns` marks them: pages choose the form that their language has.
    """
    template = "{number:,} {one}" if number == 1 else "{number:,} {many}"
    return Sentence(template, number=number, one=one, many=many)


def of_number(number: int, one: str, many: str) -> Sentence:
    """Return the noun alone that fits a number of things: "meetings"."""
    template = "{one}" if number == 1 else "{many}"
    return Sentence(template, number=number, one=one, many=many)


def listed(parts: Iterable[str], joint: str = "; ") -> str:
    """Return texts one after the other, each of which pages can say."""
    found = list(parts)
    if not found:
        return ""
    names = {f"part{number}": part for number, part in enumerate(found)}
    template = joint.join(f"{{{name}}}" for name in names)
    return found[0] if len(found) == 1 else Sentence(template, **names)


def parts_of(text: str) -> tuple[str, ...]:
    """Return the texts that `listed` joined; of any other text itself."""
    if not isinstance(text, Sentence) or not text.values.keys() >= {"part0"}:
        return (text,)
    return tuple(str(v) if not isinstance(v, str) else v for v in text.values.values())


def said_by(error: Exception) -> str:
    """Return what an error says: the sentence that it was made with."""
    first = error.args[0] if error.args else ""
    return first if isinstance(first, str) else str(error)


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


def is_apart(content: dict[str, Any]) -> bool:
    """Whether JSON is a text that was taken apart."""
    return content.keys() == {"template", "values"}


def put_together(content: Any) -> str:  # noqa: ANN401 - whatever JSON held
    """Return the text that was taken apart."""
    if isinstance(content, str):
        return content
    values = {
        name: put_together(value) if isinstance(value, dict) else value
        for name, value in content["values"].items()
    }
    return Sentence(content["template"], **values)
