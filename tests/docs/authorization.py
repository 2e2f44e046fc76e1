"""Makes docs/authorization.md: every route × every kind of visitor.

Run from the checkout: ``python -m tests.docs.authorization``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.web.test_access import MAY, VISITORS
from web.app import create_app
from web.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.routing import Map, Rule

PAGE = Path("docs/authorization.md")
COLUMNS = {
    "nobody": "nobody",
    "delegate": "delegate",
    "other delegate": "delegate of another event",
    "owner": "owner",
    "editor": "editor",
    "viewer": "viewer",
    "partner": "partner of the region",
    "far partner": "partner of another region",
    "desk": "desk",
    "elsewhere": "staff of another event",
}
HEAD = """\
# Who reaches what

Every address of the web application, asked by every kind of visitor. A test (`tests/web/test_access.py`) sends each of these requests to a running application and compares: who has a dot is let in, everybody else is sent to the sign-in page (strangers), told that the role is too small (403), or that there is no such thing (404). What is asked for belongs to one event: its delegate is Ada of the region North, and a delegate of another event reaches pages of its own alone. The table is written from the design, not from the code that decides; how that calls each need stands in [web.md](web.md#who-may-use-which-page).

Two more tests ask the same addresses: no form is taken without the token of a page (but that by which mail programs turn messages off), and after every page was opened, by each kind of visitor, the database holds what it held before.

"""  # noqa: E501  (a paragraph is a line)


def as_page(routes: Map) -> Iterator[str]:
    """Yield the lines of the page.

    Raises
    ------
    KeyError
        A route or a kind of visitor has no entry.
    """
    yield from HEAD.splitlines()
    yield f"| address | {' | '.join(COLUMNS[kind] for kind in VISITORS)} |"
    yield f"|---|{':-:|' * len(VISITORS)}"
    for rule in sorted(
        routes.iter_rules(), key=lambda each: (each.rule, _method(each))
    ):
        may = MAY[rule.endpoint]
        dots = " | ".join("●" if kind in may else " " for kind in VISITORS)
        yield f"| {_method(rule)} `{rule.rule}` | {dots} |"


def _method(rule: Rule) -> str:
    return min((rule.methods or set()) - {"HEAD", "OPTIONS"})


def written() -> str:
    """Return the whole page."""
    with tempfile.TemporaryDirectory() as name:
        app = create_app(read_settings(folder=Path(name) / "data", environment={}))
        return "\n".join(as_page(app.url_map)) + "\n"


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
