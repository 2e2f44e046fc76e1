"""Words for answers, priorities and kinds."""

from __future__ import annotations

import pytest

from b4h_scheduler.domain.people import Kind
from b4h_scheduler.domain.wishes import Answer
from b4h_scheduler.files.choices import answer, attends, is_online, kind, mode, priority
from b4h_scheduler.files.faults import CellError
from b4h_scheduler.files.vocabulary import WORDS, heading_key


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("Accepted", Answer.ACCEPTED),
        ("angenommen", Answer.ACCEPTED),
        ("accepté", Answer.ACCEPTED),
        ("ACCEPTE", Answer.ACCEPTED),
        ("geaccepteerd", Answer.ACCEPTED),
        ("declined", Answer.DECLINED),
        ("Abgelehnt", Answer.DECLINED),
        ("refusé", Answer.DECLINED),
        ("rechazado", Answer.DECLINED),
        ("en attente", Answer.OPEN),
        ("offen", Answer.OPEN),
        ("-", Answer.OPEN),
    ],
)
def test_answers_are_understood_in_many_languages(word: str, meaning: Answer) -> None:
    """Case and accents do not matter."""
    assert answer(word) is meaning


@pytest.mark.parametrize(
    ("cell", "value"),
    [(1, 1), (2.0, 2), ("3", 3), ("high", 1), ("Mittel", 2), ("basse", 3), ("B", 2)],
)
def test_priorities_are_numbers_or_words(cell: object, value: int) -> None:
    """1 is the strongest."""
    assert priority(cell) == value


@pytest.mark.parametrize("cell", [0, 4, "-1", "1,5", "very high"])
def test_other_priorities_are_refused(cell: object) -> None:
    """There are three."""
    with pytest.raises(CellError, match="1, 2 or 3"):
        priority(cell)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("SME <= 10", Kind.COMPANY),
        ("Start-up", Kind.COMPANY),
        ("Großunternehmen", Kind.CORPORATE),
        ("VC", Kind.INVESTOR),
        ("R&D Institution", Kind.UNIVERSITY),
        ("Association/Agency", Kind.CLUSTER),
        ("Authority/Government", Kind.PUBLIC),
    ],
)
def test_kinds_of_b2match_are_understood(word: str, meaning: Kind) -> None:
    """The words that events of the network use."""
    assert kind(word) is meaning


def test_other_choices_name_what_is_allowed() -> None:
    """An organizer need not look it up."""
    assert mode("Flughafen").value == "plane"
    with pytest.raises(CellError, match="together, separately"):
        attends("alone")


def test_participation_type_may_mean_online() -> None:
    """Whatever else it says."""
    assert is_online("Virtual participant")
    assert not is_online("Speaker (on site)")


def test_no_word_has_two_meanings() -> None:
    """Within one choice."""
    for values in WORDS.values():
        meant: dict[str, str] = {}
        for value, others in values.items():
            for word in (value, *others):
                assert meant.setdefault(heading_key(word), value) == value
