"""What is told on the public form: an organization, its people, what they agree to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import AwareDatetime, Field, model_validator

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.domain.ids import DelegateId, OrganizationId
from b4h_scheduler.domain.people import Delegate, Organization
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.content import from_json
from b4h_scheduler.store.rules import Consent

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from b4h_scheduler.store.schema_registration import ApplicationRow

NEW = OrganizationId("new")
"""Key of the organization and, numbered, of its people until they are approved."""


def new_delegate_id(number: int) -> DelegateId:
    """Return the key of an applicant until it is approved."""
    return DelegateId(f"{NEW}-{number}")


class Given(Entity):
    """A consent that was given or not, with the version of its text."""

    consent: Consent
    version: int
    is_given: bool


class Application(Entity):
    """One registration."""

    organization: Organization
    delegates: tuple[Delegate, ...] = Field(min_length=1, max_length=10)
    """The first filled in the form."""
    consents: tuple[Given, ...] = ()
    """Of the first; the others are asked with their first message."""
    agreed: AwareDatetime

    @model_validator(mode="after")
    def _names_nobody_twice(self) -> Application:
        addresses = [each.email.casefold() for each in self.delegates]
        if len(set(addresses)) < len(addresses):
            raise ValueError(mark("two people have the same mail address"))
        return self


def application_of(row: ApplicationRow, zone: ZoneInfo) -> Application | None:
    """Return what was told; None: its people are at the event, or it was emptied."""
    if not row.content:
        return None
    return Application.model_validate(from_json(row.content, zone))
