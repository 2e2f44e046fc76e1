"""A running application as tests see it, and visitors who ask it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.links import Purpose, link_token
from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.staff import sign_in
from web.visitor import LINK, STAFF

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from web.site import Site

PASSWORD = "a password of tests"  # noqa: S105  (no secret)
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class World:
    """An application and its site."""

    app: Flask
    site: Site

    def link(self, key: str, event_id: int = 1, purpose: Purpose = Purpose.PAGE) -> str:
        """Return the token of a delegate's link."""
        with self.read() as reading:
            row = delegate_row(reading, event_id, key)
            event = event_row(reading, event_id)
            return link_token(self.site.secret, purpose, event, row)

    def read(self) -> Any:
        """Give a session that reads."""
        return self.site.database.read()

    def staff(self, kind: str) -> Visitor:
        """Return a browser in which somebody of the staff is signed in."""
        email = f"{kind.replace(' ', '-')}@example.org"
        token = sign_in(self.site.database, email, PASSWORD, "192.0.2.1")
        return self._visitor({STAFF: token})

    def delegate(self, key: str, event_id: int = 1) -> Visitor:
        """Return a browser in which a delegate's link was opened."""
        return self._visitor({LINK: self.link(key, event_id)})

    def nobody(self) -> Visitor:
        """Return a browser without cookies."""
        return self._visitor({})

    def _visitor(self, cookie: dict[str, str]) -> Visitor:
        return Visitor(self.app.test_client(), cookie)


class Visitor:
    """A browser: posts forms with the token of the page that they stand on."""

    def __init__(self, client: FlaskClient, cookie: dict[str, str]) -> None:
        self.client, self.cookie = client, cookie
        with client.session_transaction() as session:
            session.update(cookie)

    def get(self, address: str, **options: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(address, **options)

    def text(self, address: str) -> str:
        """Return a page that must be there."""
        response = self.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return response.text

    def post(
        self,
        address: str,
        data: dict[str, Any] | None = None,
        *,
        page: str = "/sign-in",
        **options: Any,
    ) -> TestResponse:
        """Press the button of a form; ``page`` gives the token."""
        found = _TOKEN.search(self.get(page).text)
        assert found, f"{page} has no form"
        form = {"csrf_token": found[1]} | (data or {})
        return self.client.post(address, data=form, **options)


def rows(world: World, query: Any) -> list[Any]:
    """Return what a query finds."""
    with world.read() as reading:
        session: Session = reading
        return list(session.scalars(query))
