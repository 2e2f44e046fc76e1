"""Whom an event can write to: its delegates, with their links."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.mail.compose import addressee
from b4h_scheduler.store.mail_choice import unwanted
from b4h_scheduler.store.people import is_erased
from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow

if TYPE_CHECKING:
    from b4h_scheduler.mail.compose import Addressee, Composer
    from b4h_scheduler.mail.kinds import Kind
    from b4h_scheduler.mail.mailing import Mailing
    from b4h_scheduler.store.schema_event import EventRow


@dataclass(frozen=True)
class Reader:
    """A delegate with the links of the own page.

    Attributes
    ----------
    organization : str
        Its key.
    """

    to: Addressee
    organization: str
    _event: EventRow
    _row: DelegateRow
    _mailing: Mailing

    @cached_property
    def links(self) -> dict[str, str]:
        """``home``, ``page`` (the agenda), ``incoming``, ``late``, ``feed``, ``stop``.

        Drawn when a text is written: a release, which announces texts, needs none.
        """
        home = self._mailing.page(self._event, self._row)
        return {
            "home": home,
            "page": f"{home}?to=agenda",
            "incoming": f"{home}?to=incoming",
            "late": f"{home}?to=late",
            "feed": self._mailing.feed(self._event, self._row),
            "stop": self._mailing.stop(self._event, self._row),
        }

    def stop(self, kind: Kind) -> str:
        """Return where the delegate turns messages of a kind off."""
        return f"{self.links['stop']}/{kind}"


def wanting(composer: Composer, kind: Kind) -> dict[str, Reader]:
    """Return the readers who did not turn messages of a kind off."""
    without = unwanted(composer.session, composer.event.id)
    return {
        key: reader
        for key, reader in readers(composer).items()
        if kind not in without.get(key, ())
    }


def readers(composer: Composer) -> dict[str, Reader]:
    """Return the delegates of approved organizations by key, in the event's order.

    Nobody is left to write to where a person was erased.
    """
    session, event, mailing = composer.session, composer.event, composer.mailing
    approved = select(OrganizationRow.key, OrganizationRow.name).where(
        OrganizationRow.event_id == event.id, OrganizationRow.is_approved
    )
    names = {row.key: row.name for row in session.execute(approved)}
    query = select(DelegateRow).where(DelegateRow.event_id == event.id)
    found = {}
    for row in session.scalars(query.order_by(DelegateRow.position, DelegateRow.id)):
        organization = names.get(row.organization_key)
        if organization is None:
            continue
        if is_erased(row.name, row.email):
            continue
        to = addressee(row, organization)
        found[row.key] = Reader(to, row.organization_key, event, row, mailing)
    return found
