"""A browser without a screen: cookies, tokens of forms, redirects; all loopback."""

from __future__ import annotations

import io
import re
import time
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode, urlsplit

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

if TYPE_CHECKING:
    from tests.load.timings import Timings

TIMEOUT_S = 60
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_FORM = "application/x-www-form-urlencoded"


class PageError(Exception):
    """A page answered otherwise than expected."""


class Browser:
    """One visitor with one connection, like a tab.

    Parameters
    ----------
    address : str
        Of the server, ``http://127.0.0.1:8000``.
    timings : Timings
        Gets the time from each request to the last byte of its answer.
    timeout_s : float
        Until when an answer must have begun.
    """

    def __init__(
        self, address: str, timings: Timings, timeout_s: float = TIMEOUT_S
    ) -> None:
        parts = urlsplit(address)
        if parts.hostname != "127.0.0.1":
            message = f"{address}: load is made for 127.0.0.1 alone"
            raise PageError(message)
        self._connection = HTTPConnection(
            parts.hostname, parts.port or 80, timeout=timeout_s
        )
        self._timings = timings
        self._known: set[str] = set()
        self.cookies: dict[str, str] = {}
        self.text = ""
        self.content = b""
        self.mimetype = ""

    def get(self, path: str, page: str = "", *, expect: int | set[int] = 200) -> str:
        """Open a page, with the static files that were not seen yet."""
        self._ask("GET", path, page or path, None, expect)
        for found in _STATIC.findall(self.text):
            if found not in self._known:
                self._known.add(found)
                text = self.text
                self._ask("GET", found, "static files", None, 200)
                self.text = text
        return self.text

    def post(self, path: str, page: str = "", **form: str) -> str:
        """Press the button of a form on the page that is open, and go where it leads.

        The page after it is timed under its own name.
        """
        found = _TOKEN.search(self.text)
        if found is None:
            message = f"{path}: there is no form on the page before it"
            raise PageError(message)
        return self.send(
            path, [("csrf_token", unescape(found[1])), *form.items()], page
        )

    def send(self, path: str, fields: list[tuple[str, str]], page: str = "") -> str:
        """Send a form as it stands, and go where it leads."""
        return self.get(self.submit(path, fields, page), f"after {page or path}")

    def submit(self, path: str, fields: list[tuple[str, str]], page: str = "") -> str:
        """Send a form as it stands; return where it leads."""
        return self._ask("POST", path, f"POST {page or path}", urlencode(fields), 303)

    def press(self, path: str, fields: list[tuple[str, str]]) -> str:
        """Send a form as it stands; return where it leads, empty: it shows a page."""
        return self._ask("POST", path, path, urlencode(fields), {200, 303})

    def upload(
        self, path: str, fields: list[tuple[str, str]], name: str, content: bytes
    ) -> str:
        """Send a form with a file; return where it leads."""
        file = FileStorage(io.BytesIO(content), name)
        boundary, body = encode_multipart(MultiDict([*fields, ("file", file)]))
        kind = f"multipart/form-data; boundary={boundary}"
        return self._ask("POST", path, path, body, 303, kind)

    def stands_at(self, other: Browser) -> None:
        """Show the same page, with the cookies and files of the other."""
        self.cookies, self.text = dict(other.cookies), other.text
        self._known = set(other._known)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the connection."""
        self._connection.close()

    def _ask(
        self,
        method: str,
        path: str,
        page: str,
        body: str | bytes | None,
        expect: int | set[int],
        kind: str = _FORM,
    ) -> str:
        headers = {"Accept-Encoding": "gzip"} if path.startswith("/static/") else {}
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        if body is not None:
            headers["Content-Type"] = kind
        start = time.perf_counter()
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except OSError:
            self._connection.close()  # the next request opens another one
            raise
        self._timings.add(page, time.perf_counter() - start)
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {m.key: m.value for m in SimpleCookie(line).values()}
        if answer.status not in (expect if isinstance(expect, set) else {expect}):
            message = f"{page}: {answer.status} instead of {expect}"
            raise PageError(message)
        if not path.startswith("/static/"):
            self.mimetype = answer.headers.get_content_type()
            self.content = content
            self.text = content.decode() if self.mimetype == "text/html" else ""
        return answer.headers.get("Location", "")
