"""Opens pages of staff and presses their buttons, and notes what each took."""

from __future__ import annotations

import json
import re
import time
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException

from b4h_scheduler.store.people import delegate_row, edit_delegate
from tests.load.browser import PageError
from tests.load.forms import FormReader
from tests.load.instance import EVENT_ID
from web.access import ACCESS, Need

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy.orm import Session
    from werkzeug.routing import Map

    from b4h_scheduler.store.database import Database
    from tests.load.browser import Browser

EVENT = f"/events/{EVENT_ID}"
HTML = "text/html"
_FAR_LIMIT = 100
"""Of meetings of a delegate."""
_REFUSAL = re.compile(r'alert-danger" role="alert">([^<]*)<')
_PARTS = ("step", "kind", "form")
"""Parts of an address that choose between pages of one route."""
LOG_S = 10.0
"""At most, until the server wrote what a request took."""


@dataclass(slots=True)
class Line:
    """What one page, or one button, took.

    Attributes
    ----------
    first_s, again_s : float
        Right after a change of the event's data; once more.
    busy_s : float
        What the server computed for the first, in the thread that answered.
    """

    page: str
    endpoint: str
    kind: str
    first_s: float
    busy_s: float
    again_s: float
    num_bytes: int


class ServerLog:
    """Reads from the server's log what it computed for a request."""

    def __init__(self, path: Path) -> None:
        self._path, self._read = path, 0

    def forget(self) -> None:
        """Take no notice of what was asked for so far."""
        self._read = self._path.stat().st_size

    def busy_s(self) -> float:
        """Return what the next request took; wait until it is written."""
        end = time.monotonic() + LOG_S
        while time.monotonic() < end:
            with self._path.open(encoding="utf-8") as log:
                log.seek(self._read)
                for line in log.readlines():
                    if line.startswith("{") and '"busy_ms"' in line:
                        self.forget()
                        return float(json.loads(line)["busy_ms"]) / 1000
            time.sleep(0.01)
        message = "the server's log does not say what a request took"
        raise PageError(message)


@dataclass(slots=True)
class Walk:
    """Goes through the pages of an event, and presses buttons on them.

    Attributes
    ----------
    delegate : str
        Somebody whose limit of meetings is changed before each page.
    wrong : list of str
        Pages that answered otherwise than expected.
    """

    browser: Browser
    routes: Map
    database: Database
    delegate: str
    log: ServerLog
    lines: list[Line] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    num_changes: int = 0
    here: str = ""
    """Address of the page that is open."""

    def all(self, starts: Iterable[str]) -> None:
        """Measure every page of staff that links lead to, one of each kind."""
        waiting = deque(starts)
        while waiting:
            path = waiting.popleft()
            page, _ = self._page(path)
            if page and page not in self.known:
                self.known.add(page)
                waiting.extend(self.look(path))

    def look(self, path: str) -> list[str]:
        """Measure a page; return the addresses that it links to."""
        page, endpoint = self._page(path)
        self.known.add(page)
        self.change()
        try:
            first, busy = self._get(path)
            num_bytes, text = len(self.browser.content), self.browser.text
            again, _ = self._get(path)
        except (PageError, OSError) as error:
            self.wrong.append(f"{page}: {error}")
            return []
        kind = self.browser.mimetype
        self.lines.append(Line(page, endpoint, kind, first, busy, again, num_bytes))
        if kind != HTML:
            return []
        base = urlsplit(path).path
        found = (link.partition("#")[0] for link in FormReader(text, base).links)
        return [f"{base}{each}" if each.startswith("?") else each for each in found]

    def send(
        self, page: str, ending: str, label: str, *, button: str = "", **typed: str
    ) -> str:
        """Open a page, send one of its forms with something typed; return where it led.

        Parameters
        ----------
        page
            Its address; without a slash in front: of the event. Empty: the form is on
            the page that is open.
        ending
            Of the address that the form goes to.
        button
            Where a second button sends it instead.
        typed
            Values of fields; ``*`` is that of the first control of this name.
        """
        try:
            self._open(page)
            form = FormReader(self.browser.text, self.here).form(ending)
            given = {
                name: self._first(name) if value == "*" else value
                for name, value in typed.items()
            }
            self.log.forget()
            start = time.perf_counter()
            action = button or form.action
            led = self.browser.press(action, form.filled(**given))
            return self._sent(action, label, start, led)
        except (PageError, LookupError, OSError) as error:
            self.wrong.append(f"{label}: {error}")
            return self.here

    def upload(
        self, page: str, label: str, file: str, content: bytes, **typed: str
    ) -> str:
        """Open a page and send a file with its form; return where it led."""
        try:
            self._open(page)
            form = FormReader(self.browser.text, self.here).form(self.here)
            self.log.forget()
            start = time.perf_counter()
            fields = form.filled(**typed)
            led = self.browser.upload(self.here, fields, file, content)
            return self._sent(self.here, label, start, led)
        except (PageError, LookupError, OSError) as error:
            self.wrong.append(f"{label}: {error}")
            return self.here

    def _open(self, page: str) -> None:
        if page:
            path = page if page.startswith("/") else f"{EVENT}/{page}"
            self.browser.get(path)
            self.here = urlsplit(path).path

    def change(self) -> None:
        """Change what planning reads: a limit that no meeting comes near."""
        self.num_changes += 1
        most = _FAR_LIMIT + self.num_changes

        def work(session: Session) -> None:
            row = delegate_row(session, EVENT_ID, self.delegate)
            edit_delegate(session, row, {"most": most}, seen=row.version)

        self.database.write(work)

    def _sent(self, action: str, label: str, start: float, led: str) -> str:
        """Note what a form took, and the page that it led to."""
        seconds, busy = time.perf_counter() - start, self.log.busy_s()
        num_bytes = len(self.browser.content)
        endpoint, _ = self.routes.bind("").match(urlsplit(action).path, "POST")
        line = Line(f"POST {label}", endpoint, HTML, seconds, busy, 0, num_bytes)
        self.lines.append(line)
        self.here = urlsplit(led or action).path
        if led:
            seconds, busy = self._get(led.partition("#")[0])
            page, endpoint = f"the page after {label}", self._page(led)[1]
            num_bytes = len(self.browser.content)
            self.lines.append(Line(page, endpoint, HTML, seconds, busy, 0, num_bytes))
        refused = _REFUSAL.search(self.browser.text)
        if refused is not None:
            self.wrong.append(f"{label}: {unescape(refused[1])}")
        return self.here

    def _get(self, path: str) -> tuple[float, float]:
        """Return the seconds until a page is there, and what the server computed."""
        self.log.forget()
        start = time.perf_counter()
        self.browser.get(path, expect={200, 302})
        return time.perf_counter() - start, self.log.busy_s()

    def _first(self, name: str) -> str:
        """Return the value of the first control of a name on the page."""
        found = re.search(rf'name="{name}" value="([^"]+)"', self.browser.text)
        if found is None:
            message = f"nothing on the page is called {name}"
            raise LookupError(message)
        return unescape(found[1])

    def _page(self, path: str) -> tuple[str, str]:
        """Return what a page of staff is called, and its endpoint; empty: it is none.

        Pages of other events than the first are left out.
        """
        try:
            rule, values = self.routes.bind("").match(
                urlsplit(path).path, "GET", return_rule=True
            )
        except HTTPException:
            return "", ""
        needs = ACCESS[rule.endpoint]
        if needs in {Need.NOTHING, Need.DELEGATE}:
            return "", ""
        if values.get("event_id", EVENT_ID) != EVENT_ID:
            return "", ""
        kinds = [str(values[name]) for name in _PARTS if name in values]
        shown = rule.rule.removeprefix("/events/<int:event_id>")
        return " ".join([shown or rule.rule, *kinds]), rule.endpoint


def untimed(routes: Map, lines: Iterable[Line]) -> list[str]:
    """Return the endpoints of staff that no line tells of, with the method."""
    told = {
        (line.endpoint, "POST" if line.page.startswith("POST ") else "GET")
        for line in lines
    }
    return sorted(
        f"{method} {rule.endpoint}"
        for rule in routes.iter_rules()
        for method in ("GET", "POST")
        if method in (rule.methods or ())
        and ACCESS[rule.endpoint] not in {Need.NOTHING, Need.DELEGATE}
        and (rule.endpoint, method) not in told
    )
