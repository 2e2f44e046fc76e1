"""Which texts there are to translate: found in templates and code."""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages import Catalog
from babel.messages.extract import extract

from b4h_scheduler.languages import DEFAULT, LANGUAGES
from web.languages.choice import STAFF
from web.languages.faults import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACE = re.compile(r"\{[^{}]*\}")
ROOT = Path(__file__).parents[2]
"""Holds the packages."""
Text = str | tuple[str, ...]
"""Singular and plural, if there are both."""


@dataclass(frozen=True, slots=True)
class Domain:
    """Texts that are translated into the same languages.

    Attributes
    ----------
    sources : tuple of str
        Patterns of files below the folder of the packages.
    """

    name: str
    languages: tuple[str, ...]
    sources: tuple[str, ...]

    def files(self) -> list[Path]:
        """Return the files that it is extracted from."""
        found = (path for each in self.sources for path in ROOT.glob(each))
        return sorted(set(found))


DELEGATE = Domain(
    "delegate",
    tuple(code for code in LANGUAGES if code != DEFAULT),
    (
        *(
            f"b4h_scheduler/domain/{name}.py"
            for name in ("base", "fault_words", "people", "times", "wishes")
        ),
        "b4h_scheduler/outputs/lookup.py",
        *(
            f"b4h_scheduler/late/{name}.py"
            for name in ("asking", "changing", "colleague", "handing_over")
        ),
        *(
            f"b4h_scheduler/store/{name}.py"
            for name in (
                "acceptable",
                "application",
                "base",
                "colleagues",
                "consents",
                "correcting",
                "database",
                "field_faults",
                "objections",
                "offer_answers",
                "own_changes",
                "own_list",
                "people",
                "registration",
                "staff",
                "trips",
                "vetoes",
                "wishes",
            )
        ),
        "web/*.py",
        "web/delegate/*.py",
        "web/feeds/*.py",
        "web/languages/*.py",
        *(f"web/late/{name}.py" for name in ("form", "mine")),
        *(
            f"web/registration/{name}.py"
            for name in (
                "correcting",
                "fields",
                "offered",
                "public",
                "status",
                "typed",
            )
        ),
        *(f"web/setup/{name}.py" for name in ("fields", "typed")),
        *(
            f"web/templates/{n}.html"
            for n in ("base", "error", "macros", "trip_fields")
        ),
        "web/templates/backing/foot.html",
        "web/templates/delegate/*.html",
        "web/templates/entry/*.html",
        "web/templates/feeds/*.html",
        *(
            f"web/templates/late/{name}.html"
            for name in (
                "choices",
                "consequence",
                "mine",
                "mine_sure",
                "said",
                "successor",
            )
        ),
        *(
            f"web/templates/registration/{name}.html"
            for name in ("closed", "correct", "form", "macros", "sent", "status")
        ),
        "web/templates/setup/fields.html",
    ),
)
"""What delegates and applicants see, and what all pages share."""
STAFF_ONLY = Domain(
    "staff",
    tuple(code for code in STAFF if code != DEFAULT),
    (
        "b4h_scheduler/**/*.py",
        "b4h_scheduler/files/columns.toml",
        "web/backing/*.py",
        "web/late/*.py",
        "web/mail/*.py",
        "web/plan/*.py",
        "web/registration/*.py",
        "web/release/*.py",
        "web/setup/*.py",
        "web/staff/*.py",
        "web/templates/*.html",
        "web/templates/*/*.html",
    ),
)
"""What is only on pages of staff."""
DOMAINS = (DELEGATE, STAFF_ONLY)
_TEMPLATES = {
    "trimmed": "true",
    "newstyle_gettext": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
    "encoding": "utf-8",
}
_IN_CODE = {
    "gettext": 1,
    "mark": 1,
    "ngettext": 2,
    "Sentence": 1,
    "RefusedError": 1,
    "NotFoundError": 1,
    "BusyError": 1,
    "MeanwhileError": 1,
    "nouns": 2,
}
"""Functions of code, and how many of their first arguments are texts."""
_IN_TEMPLATES = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "count": (2, 3),
}


def template_of(domain: Domain) -> Catalog:
    """Return all texts of a domain; those of the one before stand there."""
    shared = set() if domain is DELEGATE else _keys(template_of(DELEGATE))
    catalog = Catalog(project="b4h-scheduler", charset="utf-8", fuzzy=False)
    for path in domain.files():
        name = path.relative_to(ROOT).as_posix()
        for line, text, context in _texts(path):
            if (forms(text)[0], context) not in shared:
                catalog.add(text, locations=[(name, line)], context=context)
    return catalog


def _keys(catalog: Catalog) -> set[tuple[str, str | None]]:
    return {(forms(each.id)[0], each.context) for each in catalog if each.id}


def _texts(path: Path) -> Iterator[tuple[int, Text, str | None]]:
    with path.open("rb") as file:
        if path.suffix == ".py":
            for line, text in texts_of_code(file.read()):
                yield line, text, None
            return
        if path.suffix == ".toml":
            for text in texts_of_columns(file.read().decode("utf-8")):
                yield 0, text, None
            return
        method = "jinja2.ext:babel_extract"
        found = extract(method, file, keywords=_IN_TEMPLATES, options=_TEMPLATES)
        for line, text, _, context in found:
            yield line, text, context


def texts_of_columns(content: str) -> Iterator[str]:
    """Find what columns mean that must be there: messages quote it."""
    for form in tomllib.loads(content).values():
        for column in form["columns"].values():
            if not isinstance(column, str) and column.get("required"):
                yield column["doc"]


def texts_of_code(code: bytes) -> Iterator[tuple[int, Text]]:
    """Find the texts in Python, with their lines.

    Babel's own reader passes over calls that are arguments of calls.
    """
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        number = _IN_CODE.get(node.func.id, 0)
        texts = tuple(
            each.value
            for each in node.args[:number]
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )
        if number and len(texts) == number and any(map(_has_words, texts)):
            yield node.lineno, texts if number > 1 else texts[0]
        elif node.func.id == "count":
            yield from _nouns(node)


def _has_words(text: str) -> bool:
    """Whether anything is to be translated: not in "{pair}: {reason}"."""
    return any(map(str.isalpha, _PLACE.sub("", text)))


def _nouns(node: ast.Call) -> Iterator[tuple[int, Text]]:
    """Find what a call counts: ``count(n, "meeting")``, or with both forms."""
    found = [
        each.value
        for each in node.args[1:]
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    if found:
        yield node.lineno, (found[0], found[-1] if found[1:] else f"{found[0]}s")
