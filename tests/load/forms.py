"""The forms of a page, with what a browser would send if nothing were typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

Fields = list[tuple[str, str]]


@dataclass(slots=True)
class Form:
    """A form: where it goes, and its fields."""

    action: str
    fields: Fields = field(default_factory=list)

    def filled(self, **typed: str) -> Fields:
        """Return the fields with some of them changed or added."""
        kept = [(name, value) for name, value in self.fields if name not in typed]
        return [*kept, *typed.items()]


class FormReader(HTMLParser):
    """Reads a page's forms and the addresses that it links to.

    Parameters
    ----------
    here : str
        The page's own address: where a form without one goes.
    """

    def __init__(self, text: str, here: str) -> None:
        super().__init__()
        self._here = here
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self._owner: Form | None = None
        self._name = ""
        self._text: list[str] | None = None
        self._options: Fields = []
        self.feed(text)
        self.close()

    def form(self, ending: str) -> Form:
        """Return the first form whose address ends so.

        Raises
        ------
        LookupError
            There is none.
        """
        for found in self.forms:
            if found.action.endswith(ending):
                return found
        message = (
            f"no form goes to {ending}; there are {[f.action for f in self.forms]}"
        )
        raise LookupError(message)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form or note a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            self._begin(given)
        elif tag == "input":
            self._input(given)
        elif tag in {"select", "textarea"}:
            self._owner = self._form_of(given)
            self._name, self._text, self._options = given.get("name", ""), [], []
        elif tag == "option":
            self._options.append(
                ("selected" if "selected" in given else "", given.get("value", ""))
            )

    def handle_endtag(self, tag: str) -> None:
        """End a form or take a field."""
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._take("".join(self._text or []).removeprefix("\n"))
        elif tag == "select" and self._options:
            chosen = [value for mark, value in self._options if mark]
            self._take((chosen or [self._options[0][1]])[0])

    def handle_data(self, data: str) -> None:
        """Take the text of an area."""
        if self._text is not None:
            self._text.append(data)

    def _begin(self, given: dict[str, str]) -> None:
        form = self._by_id.get(given.get("id", "")) or Form("")
        form.action = given.get("action") or self._here
        if given.get("method", "").lower() == "post":
            self.forms.append(form)
        if "id" in given:
            self._by_id[given["id"]] = form
        self._open = form

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in {"submit", "button", "file"}:
            return
        if kind in {"checkbox", "radio"} and "checked" not in given:
            return
        form = self._form_of(given)
        if form is not None and given.get("name"):
            empty = "on" if kind in {"checkbox", "radio"} else ""
            form.fields.append((given["name"], given.get("value", empty)))

    def _form_of(self, given: dict[str, str]) -> Form | None:
        if "form" in given:
            return self._by_id.setdefault(given["form"], Form(""))
        return self._open

    def _take(self, value: str) -> None:
        if self._owner is not None and self._name:
            self._owner.fields.append((self._name, value))
        self._owner, self._text = None, None
