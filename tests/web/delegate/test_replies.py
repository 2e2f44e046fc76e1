from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.world import World

ACCEPTED = {"answer": "accepted", "reply-1": "Bring <your> samples"}
REPLY = "Bring &lt;your&gt; samples"


def answer(world: World, form: dict[str, str]) -> None:
    """Let Bora answer the wish of Alba."""
    bora = world.delegate("d-bora")
    assert bora.post("/my/incoming/1", form, page="/my/incoming").status_code == 303


def test_reply_is_read_with_an_acceptance(world: World) -> None:
    """By who wished, and on the own page, until it is changed."""
    answer(world, ACCEPTED)
    assert REPLY in world.delegate("d-alba").text("/my/wishes")
    assert REPLY in world.delegate("d-bora").text("/my/incoming")
    answer(world, {"answer": "accepted", "reply-1": ""})
    assert REPLY not in world.delegate("d-alba").text("/my/wishes")


@pytest.mark.parametrize(
    ("code", "quoted"),
    [
        ("en", f"“{REPLY}”"),
        ("de", f"„{REPLY}“"),
        ("fr", f"« {REPLY} »"),
        ("nl", f"\N{LEFT SINGLE QUOTATION MARK}{REPLY}’"),
        ("es", f"«{REPLY}»"),
    ],
)
def test_words_of_others_have_the_quotes_of_the_reader(
    world: World, code: str, quoted: str
) -> None:
    """As every sentence around them."""
    answer(world, ACCEPTED)
    alba = world.delegate("d-alba")
    alba.post("/language", {"page_language": code, "back": "/my/"}, page="/my/")
    assert quoted in alba.text("/my/wishes")


def test_answering_many_keeps_what_was_replied(world: World) -> None:
    """Their form has no place for a reply."""
    answer(world, ACCEPTED)
    bora = world.delegate("d-bora")
    many = {"answer": "open", "wish": ["1", "6"]}
    bora.post("/my/incoming", many, page="/my/incoming")
    assert REPLY in world.delegate("d-alba").text("/my/wishes")


@pytest.mark.parametrize("how", ["decline", "veto"])
def test_reply_tells_no_decline_from_a_veto(world: World, how: str) -> None:
    """Who cannot be met is not available, with nothing beside it."""
    answer(world, ACCEPTED)
    if how == "decline":
        answer(world, {"answer": "declined", "reply-1": "Bring <your> samples"})
    else:
        bora = world.delegate("d-bora")
        bora.post("/my/partners/alba/rule-out", page="/my/incoming")
    ada = world.delegate("d-alba")
    assert REPLY not in ada.text("/my/wishes")
    (own,) = json.loads(ada.text("/my/data.json"))["own wishes"]
    assert (own["answer"], own["reply"]) == ("not available", "")


def test_endless_reply_is_refused(world: World) -> None:
    """At the length of a message."""
    bora, form = world.delegate("d-bora"), {"answer": "accepted", "reply-1": "x" * 1001}
    bora.post("/my/incoming/1", form, page="/my/incoming")
    text = bora.text("/my/incoming")
    assert "The message has 1001 characters; at most 1000." in text.replace(",", "")
    assert 'state-good">accepted' not in text


def test_own_data_holds_the_replies(world: World) -> None:
    """Those one wrote, and those one may read."""
    answer(world, ACCEPTED)
    ada, bora = (
        json.loads(world.delegate(key).text("/my/data.json"))
        for key in ("d-alba", "d-bora")
    )
    assert ada["own wishes"][0]["reply"] == ACCEPTED["reply-1"]
    assert bora["wishes for us"][0]["our reply"] == ACCEPTED["reply-1"]


def test_two_colleagues_who_answer_at_once_are_told(world: World) -> None:
    """The second one sees what the first one said; the same answer twice is fine."""
    answer(world, {"answer": "accepted", "was-1": "open"})
    bora = world.delegate("d-bora")
    for page, form in (
        ("/my/incoming/1", {"answer": "declined", "was-1": "open"}),
        ("/my/incoming", {"answer": "declined", "was-1": "open", "wish": ["1", "6"]}),
    ):
        bora.post(page, form, page="/my/incoming")
        told = bora.text("/my/incoming")
        assert "answered this meanwhile (accepted)" in told
        assert 'state-good">accepted' in told
    same = {"answer": "accepted", "was-1": "open"}
    bora.post("/my/incoming/1", same, page="/my/incoming")
    assert "Answered." in bora.text("/my/incoming")
