"""docs/authorization.md is the matrix that the tests ask, route by route."""

from __future__ import annotations

from tests.docs.authorization import COLUMNS, PAGE, written
from tests.web.test_access import VISITORS


def test_page_is_as_the_matrix_says() -> None:
    """Made anew with ``python -m tests.docs.authorization``."""
    assert set(COLUMNS) == set(VISITORS)
    assert PAGE.read_text(encoding="utf-8") == written()
