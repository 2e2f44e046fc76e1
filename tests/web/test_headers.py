from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.web.world import World


def test_policy_allows_only_what_pages_need(world: World) -> None:
    """Nothing inline without the nonce, nothing from elsewhere, no frames."""
    policy = world.nobody().get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:", policy)


def test_each_answer_has_a_nonce_of_its_own(world: World) -> None:
    """And the page's script carries it."""
    visitor = world.nobody()
    first, second = visitor.get("/"), visitor.get("/")
    nonces = [
        re.findall(r"script-src 'nonce-([^']+)'", r.headers["Content-Security-Policy"])
        for r in (first, second)
    ]
    assert nonces[0] != nonces[1]
    assert f'<script nonce="{nonces[0][0]}">' in first.text


def test_pages_are_not_kept_and_send_no_referrer(world: World) -> None:
    """They hold personal data, and their addresses may hold tokens."""
    headers = world.nobody().get(f"/d/{world.link('d-alba')}").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
