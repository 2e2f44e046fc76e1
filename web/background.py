"""What works beside the pages, in one process of an installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.jobs.answerer import Answerer
from b4h_scheduler.jobs.questions import QUICK, Kind
from b4h_scheduler.jobs.supervisor import Supervisor
from b4h_scheduler.mail.chores import write_what_is_due
from b4h_scheduler.mail.sender import Sender
from b4h_scheduler.mail.transport import transport_of

if TYPE_CHECKING:
    from web.site import Site


class Background:
    """Takers of runs and questions, and the sender of mail, each in a thread."""

    def __init__(self, site: Site) -> None:
        database = site.database
        self._workers = (
            Supervisor(database),
            Supervisor(database, is_urgent=True),
            Answerer(database, QUICK),
            Answerer(database, {Kind.WHAT_IF}),
        )
        transport = transport_of(site.settings)
        self._sender = Sender(
            database, site.mailing, transport, chores=write_what_is_due
        )

    def start(self) -> None:
        """Begin to work."""
        for worker in self._workers:
            worker.start()
        self._sender.start()

    def wake(self) -> None:
        """Look for runs and questions now."""
        for worker in self._workers:
            worker.wake()

    def wake_mail(self) -> None:
        """Look for messages now."""
        self._sender.wake()

    def ask_to_stop(self) -> None:
        """Begin nothing more, and leave what is under way as soon as it can be."""
        for poller in (self._sender, *self._workers):
            poller.ask_to_stop()

    def stop(self) -> None:
        """Stop, and wait until all have."""
        self.ask_to_stop()
        for poller in (self._sender, *self._workers):
            poller.stop()
