"""Sentences with values in them."""

from __future__ import annotations

import json
import pickle

from b4h_scheduler.sentence import Sentence, mark, put_together, taken_apart
from b4h_scheduler.store.errors import RefusedError


def test_sentence_is_plain_text_that_knows_its_parts() -> None:
    """An error made of it reads as any other."""
    found = Sentence("full ({most} wishes): {what!r}", most=3, what="x")
    assert str(RefusedError(found)) == "full (3 wishes): 'x'"
    assert found.template == "full ({most} wishes): {what!r}"
    assert found.values == {"most": 3, "what": "x"}
    assert mark("text") == "text"


def test_sentence_passes_to_other_processes() -> None:
    """Braces in values stay what they are."""
    found = pickle.loads(pickle.dumps(Sentence("it is {what}", what="{odd}")))  # noqa: S301
    assert (found, found.values) == ("it is {odd}", {"what": "{odd}"})


def test_sentence_passes_through_json() -> None:
    """Also one inside of another; plain text stays plain."""
    inner = Sentence("row {number}", number=7)
    said = Sentence("{text!r} stands in {place}", text="{x}", place=inner)
    content = json.loads(json.dumps(taken_apart(said)))
    found = put_together(content)
    assert found == "'{x}' stands in row 7"
    assert isinstance(found, Sentence)
    assert (found.template, found.values) == (said.template, said.values)
    assert taken_apart("plain") == put_together("plain") == "plain"
