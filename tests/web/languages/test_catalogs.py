"""Every text is translated, and every refusal can be."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from babel.messages import Catalog

from tests.web.world import World  # noqa: TC001  (a fixture's type)
from web.languages.catalogs import read_catalog
from web.languages.faults import faults_of
from web.languages.local import CONSENTS, KINDS, PHASES, STATES
from web.languages.sources import DELEGATE, DOMAINS, ROOT, template_of, texts_of_code
from web.languages.update import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from web.languages.sources import Domain

PAIRS = [(domain, code) for domain in DOMAINS for code in domain.languages]
REFUSALS = frozenset({"RefusedError", "NotFoundError", "BusyError"})


@pytest.mark.parametrize(
    ("domain", "code"), PAIRS, ids=[f"{domain.name}-{code}" for domain, code in PAIRS]
)
def test_every_text_is_translated(domain: Domain, code: str) -> None:
    """None is missing, empty, doubtful or left over; names of values are kept."""
    assert faults_of(read(domain, code), template_of(domain)) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("Hallo {name}", None),
        ("", "is not translated"),
        ("H", "is a single letter"),
        ("Hallo {nom}", "has other names or tags"),
        ("Hallo {name} <b>", "has other names or tags"),
        ('"Hallo" {name}', "which would end an attribute"),
    ],
)
def test_fault_of_a_translation_is_found(said: str, fault: str | None) -> None:
    """Empty, another name, a tag too many, a quotation mark of HTML."""
    template, catalog = Catalog(), Catalog(locale="de")
    template.add("Hello {name}")
    catalog.add("Hello {name}", said)
    found = faults_of(catalog, template)
    assert len(found) == (fault is not None)
    assert all(str(fault) in each for each in found)


def test_missing_doubtful_and_superfluous_texts_are_found() -> None:
    """Each is named with what is wrong."""
    template, catalog = Catalog(), Catalog(locale="de")
    template.add("new")
    template.add("doubtful")
    catalog.add("doubtful", "zweifelhaft", flags=["fuzzy"])
    catalog.add("old", "alt")
    assert faults_of(catalog, template) == [
        "'new' is missing",
        "'doubtful' is marked as doubtful (fuzzy)",
        "'old' is not used any more",
    ]


def test_texts_in_code_are_found_inside_of_each_other() -> None:
    """Also in pieces, and with both forms; a variable is no text."""
    code = (
        b'raise RefusedError(Sentence("a {n}" " b", n=1))\n'
        b'ngettext("one", "many", n)\n'
        b"gettext(name)\n"
    )
    assert sorted(texts_of_code(code), key=str) == [
        (1, "a {n} b"),
        (2, ("one", "many")),
    ]


def _put_together(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in REFUSALS
            and node.args
            and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp))
        ):
            yield f"{path.relative_to(ROOT)}:{node.lineno}"
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.JoinedStr):
            name = node.targets[0]
            if isinstance(name, ast.Name) and name.id == "message":
                yield f"{path.relative_to(ROOT)}:{node.lineno}"


def test_no_refusal_of_delegates_is_put_together_as_text() -> None:
    """With values it is a `Sentence`, whose template can be translated."""
    layers = ("b4h_scheduler/store", "b4h_scheduler/late", "web/delegate", "web/late")
    found = [
        place
        for path in DELEGATE.files()
        if path.suffix == ".py" and path.relative_to(ROOT).as_posix().startswith(layers)
        for place in _put_together(path)
    ]
    # An account is added on the command line only; so is a row of the wrong kind.
    allowed = {"b4h_scheduler/store/staff.py", "b4h_scheduler/store/base.py"}
    assert {place.partition(":")[0] for place in found} <= allowed


def test_words_of_enumerations_are_their_own_values() -> None:
    """A sentence names a member by its value; that is the text to translate."""
    for words in (KINDS, PHASES, CONSENTS, STATES):
        assert {member.value: word for member, word in words.items()} == {
            member.value: member.value for member in type(next(iter(words)))
        }


def test_catalogs_are_read_with_forms_by_number() -> None:
    """French counts nothing as one."""
    french = read_catalog("fr")
    assert french.ngettext("own wish", "own wishes", 0) == "demande envoyée"
    assert french.ngettext("own wish", "own wishes", 2) == "demandes envoyées"
    assert read_catalog("en").gettext("Save") == "Save"


def test_refusal_is_said_with_its_values(world: World) -> None:
    """The page translates the template, and words among the values."""
    ada = world.delegate("d-alba")
    ada.client.set_cookie("b4h_language", "de")
    told = ada.post("/my/busy", {"start": "", "end": ""}, page="/my/trip").text
    assert "Geben Sie Beginn und Ende an." in told
    form = {"start": "morgen", "end": "2037-11-26T10:00"}
    told = ada.post("/my/busy", form, page="/my/trip").text
    assert "&#39;morgen&#39; ist kein Datum mit Uhrzeit" in told
    assert 'value="morgen"' in told
