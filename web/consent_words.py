"""How consents are called on pages."""

from __future__ import annotations

from b4h_scheduler.sentence import mark
from b4h_scheduler.store.rules import Consent

CONSENT_WORDS: dict[Consent, tuple[str, str]] = {
    Consent.TERMS: (
        mark("Terms of participation"),
        mark("I accept the terms of participation"),
    ),
    Consent.NOTICE: (mark("Privacy notice"), mark("I have read the privacy notice")),
    Consent.PHOTOS: (mark("Photos"), mark("I agree")),
    Consent.CONTACT: (mark("Passing on contact details"), mark("I agree")),
    Consent.SURVEYS: (mark("Surveys"), mark("I agree")),
    Consent.LATER: (
        mark("Later events"),
        mark("My profile may be copied to later events"),
    ),
}
"""Heading and what the box says."""
