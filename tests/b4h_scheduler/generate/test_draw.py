"""Choices that every version of Python makes alike."""

from b4h_scheduler.generate.draw import Draw


def test_a_seed_gives_these_choices_for_ever() -> None:
    """The committed examples rest on them."""
    draw = Draw(1)
    assert [draw.below(10) for _ in range(6)] == [1, 8, 7, 2, 4, 4]
    assert draw.shuffled("abcdef") == list("cbeafd")
    assert draw.sample(range(100), 3) == [10, 9, 58]
    assert draw.weighted("xyz", (1, 0, 1)) == "z"


def test_choices_lie_where_they_should() -> None:
    """Ends are included by ``between`` and excluded by ``below``."""
    draw = Draw(2)
    assert {draw.between(10, 20, 5) for _ in range(200)} == {10, 15, 20}
    assert {draw.below(3) for _ in range(200)} == {0, 1, 2}
    assert not any(draw.chance(0.0) for _ in range(50))
    assert all(draw.chance(1.0) for _ in range(50))


def test_weights_decide_how_often() -> None:
    """Weight 0 never, weight 3 three times as often as 1."""
    draw = Draw(3)
    found = [draw.weighted("abc", (1, 0, 3)) for _ in range(4_000)]
    assert found.count("b") == 0
    assert 2.6 < found.count("c") / found.count("a") < 3.4


def test_a_sample_of_more_than_there_is_is_everything() -> None:
    """Nobody twice, nothing made up."""
    assert sorted(Draw(4).sample([1, 2, 3], 9)) == [1, 2, 3]
