"""Faults of files are said in the page's language."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.files.codes import FaultCode
from b4h_scheduler.files.faults import faults_json, faults_taken_apart
from b4h_scheduler.sentence import Sentence, put_together
from tests.b4h_scheduler.files.faults.cases import CASES
from tests.b4h_scheduler.files.faults.provoking import provoked
from tests.web.staff.importing import export, upload, with_text
from web.languages.catalogs import known_texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.b4h_scheduler.files.faults.case import Case
    from tests.web.world import World
OF_LIBRARIES = frozenset({"error", "message", "why"})
"""Values that once were what a library says about a broken file, in its words."""


def unknown(text: str) -> Iterator[str]:
    """Yield the parts of a text that no catalog has."""
    if not isinstance(text, Sentence):
        if text and text not in known_texts():
            yield text
        return
    words = re.sub(r"\{[^{}]*\}", "", text.template)
    if any(map(str.isalpha, words)) and text.template not in known_texts():
        yield text.template
    for name, value in text.values.items():
        if isinstance(value, Sentence):
            yield from unknown(value)
        elif name in OF_LIBRARIES and value:
            yield f"{name}: {value}"


# The domain must be bent for files to give an inconsistent event.
@pytest.mark.parametrize(
    "case",
    [each for each in CASES if each.code is not FaultCode.INCONSISTENT_EVENT],
    ids=str,
)
def test_every_fault_can_be_said_in_german(case: Case, tmp_path: Path) -> None:
    """Message and cure are templates that the catalog has, whatever stands in them."""
    for fault in provoked(case, tmp_path):
        assert list(unknown(fault.message)) == []
        assert list(unknown(fault.cure)) == []


@pytest.mark.parametrize("case", CASES[::7], ids=str)
def test_fault_passes_to_the_page_and_reads_the_same(
    case: Case, tmp_path: Path
) -> None:
    """Through JSON and back; what the command line says is the English text."""
    faults = provoked(case, tmp_path)
    passed = json.loads(json.dumps(faults_taken_apart(faults)))
    plain = json.loads(faults_json(faults))
    for entry, told in zip(passed, plain, strict=True):
        for key in ("message", "cure"):
            assert put_together(entry[key]) == told[key]
        rest = {"message": "", "cure": ""}
        assert entry | rest == told | rest


def test_preview_of_an_import_says_faults_in_german(world: World) -> None:
    """What people wrote stays as they wrote it, although the word is translated."""
    editor = world.staff("editor")
    editor.client.set_cookie("b4h_language", "de")
    content = with_text(export(editor), "wishes.csv", "Echo Imaging", "delegate")
    shown = editor.text(upload(editor, content, "x.zip").headers["Location"])
    assert "niemand heißt &#39;delegate&#39;." in shown
    assert "Schreiben Sie Name, Nummer oder E-Mail-Adresse wie in participants" in shown
    assert "nobody is called" not in shown
