"""Texts in entities are text for everybody, and template and values for the store."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.domain.words import APART, Words
from b4h_scheduler.sentence import Sentence


class Told(Entity):
    """Something with a text."""

    text: Words
    more: tuple[Words, ...] = ()


SAID = Sentence("{who} is full: {what}", who="Ada", what=Sentence("{n} more", n=2))


def test_store_keeps_template_and_values() -> None:
    """Read again, it is the same sentence; so are those of a list."""
    content = Told(text=SAID, more=("plain", SAID)).model_dump(
        mode="json", context=APART
    )
    assert content["text"]["template"] == "{who} is full: {what}"
    assert content["more"][0] == "plain"
    found = Told.model_validate(content, context=APART)
    assert found == Told(text=SAID, more=("plain", SAID))
    assert isinstance(found.text, Sentence)
    assert found.text.values == SAID.values


def test_files_hold_text_alone() -> None:
    """In JSON as the schema says it."""
    told = Told(text=SAID)
    assert told.model_dump_json() == '{"text":"Ada is full: 2 more","more":[]}'
    assert told.model_dump(mode="json")["text"] == "Ada is full: 2 more"
    assert Told.model_json_schema()["properties"]["text"]["type"] == "string"


@pytest.mark.parametrize("text", [{"template": "{a}", "values": {"a": 1}}, 7, None])
def test_template_of_a_file_is_not_filled_in(text: object) -> None:
    """Whoever writes a file would write what is filled in."""
    with pytest.raises(ValidationError, match="Input should be a valid string"):
        Told.model_validate({"text": text})
