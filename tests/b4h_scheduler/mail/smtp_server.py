"""A real SMTP server that does to mail what mail servers do."""

from __future__ import annotations

import asyncio
import random
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator

OK = "250 OK"


@dataclass(frozen=True)
class Received:
    """A message that the server took."""

    recipient: str
    return_path: str
    body: bytes


@dataclass
class Mood:
    """How often, of a thousand messages, the server does what.

    ``refused`` are addresses that it never takes.
    """

    seed: int = 0
    delay_s: float = 0.0
    busy_421: int = 0
    later_451: int = 0
    full_452: int = 0
    drops_before: int = 0
    drops_after: int = 0
    refused: frozenset[str] = frozenset()


@dataclass
class Relay:
    """What the handler of aiosmtpd needs, and what it took."""

    mood: Mood = field(default_factory=Mood)
    taken: list[Received] = field(default_factory=list)
    num_dropped_after: int = 0
    answers: list[str] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.mood.seed)
        self.lock = threading.Lock()

    def _happens(self, per_thousand: int) -> bool:
        return self.chance.randrange(1000) < per_thousand

    def _say(self, answer: str) -> str:
        self.answers.append(answer[:3])
        return answer

    async def handle_MAIL(  # noqa: N802  (as aiosmtpd calls it)
        self, _server: Any, _session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Take the sender, or be busy."""
        if self._happens(self.mood.busy_421):
            return self._say("421 4.3.2 too busy, closing")
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return OK

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take the recipient, for good, not now, or never."""
        if address in self.mood.refused:
            return self._say("550 5.1.1 no such mailbox")
        if self._happens(self.mood.later_451):
            return self._say("451 4.7.1 greylisted, come again")
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(  # noqa: N802
        self, server: Any, _session: Any, envelope: Any
    ) -> str:
        """Take the text, or drop the connection before or after."""
        if self.mood.delay_s:
            await asyncio.sleep(self.chance.uniform(0, self.mood.delay_s))
        if self._happens(self.mood.full_452):
            return self._say("452 4.2.2 no room now")
        if self._happens(self.mood.drops_before):
            self.answers.append("cut")
            server.transport.abort()
            return OK
        with self.lock:
            for address in envelope.rcpt_tos:
                self.taken.append(
                    Received(address, envelope.mail_from, envelope.original_content)
                )
        if self._happens(self.mood.drops_after):
            self.num_dropped_after += 1
            self.answers.append("cut after")
            server.transport.abort()
        return OK


class _AnyPort(Controller):
    """A controller that finds the port which the system gave it."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def smtp_server(mood: Mood | None = None, **options: Any) -> Iterator[Relay]:
    """Run a server at a free port."""
    relay = Relay(mood or Mood())
    controller = _AnyPort(relay, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        relay.port = controller.port
        yield relay
    finally:
        controller.stop()
