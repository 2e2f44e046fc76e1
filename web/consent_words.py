"""How consents are called on pages."""

from __future__ import annotations

from b4h_scheduler.store.rules import Consent

CONSENT_WORDS: dict[Consent, tuple[str, str]] = {
    Consent.TERMS: ("Terms of participation", "I accept the terms of participation"),
    Consent.NOTICE: ("Privacy notice", "I have read the privacy notice"),
    Consent.PHOTOS: ("Photos", "I agree"),
    Consent.CONTACT: ("Passing on contact details", "I agree"),
    Consent.SURVEYS: ("Surveys", "I agree"),
    Consent.LATER: ("Later events", "My profile may be copied to later events"),
}
"""Heading and what the box says."""
