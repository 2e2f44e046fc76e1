"""Pages of mail: the outbox of an event, and the words of its messages."""

from __future__ import annotations

from web.mail.outbox import mail
from web.mail.texts import mail_texts

__all__ = ["BLUEPRINTS"]

BLUEPRINTS = (mail, mail_texts)
