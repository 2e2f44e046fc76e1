"""What was typed on the public form, as an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from b4h_scheduler.store.application import NEW, Application, Given, new_delegate_id
from b4h_scheduler.store.base import now
from b4h_scheduler.store.field_faults import fields_error
from b4h_scheduler.store.rules import NEEDED, Consent
from web.languages.texts import gettext
from web.registration.fields import PEOPLE, parts
from web.setup.typed import Typed, typed_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.store.rules import Rules
    from b4h_scheduler.store.schema_registration import ConsentTextRow

CONSENT = "consent-"


def application_typed(
    form: Mapping[str, str],
    event: Event,
    rules: Rules,
    texts: Mapping[Consent, ConsentTextRow],
    regions: Sequence[str],
) -> tuple[Application | None, Typed]:
    """Return the application, or none and the faults at their inputs.

    Parameters
    ----------
    regions
        Those there are: a region typed in other letters is the same.
    """
    typed = typed_of(parts(event, regions), form, event.zone_info)
    if not typed.changes[PEOPLE] and f"{PEOPLE}-0-name" not in typed.faults:
        typed.faults[f"{PEOPLE}-0-name"] = gettext("say who you are")
    for consent in NEEDED:
        if consent in texts and form.get(CONSENT + consent) != "yes":
            typed.faults[CONSENT + consent] = gettext("this is needed to take part")
    if typed.faults:
        return None, typed
    region = typed.changes["organization"]["region"]
    typed.changes["organization"]["region"] = _as_known(region, regions)
    try:
        return _application(typed.changes, form, rules, texts), typed
    except ValidationError as error:
        typed.tell(fields_error(error))
        return None, typed


def _as_known(region: str, regions: Sequence[str]) -> str:
    known = {each.casefold(): each for each in regions}
    return known.get(" ".join(region.split()).casefold(), region)


def _application(
    changes: dict[str, Any],
    form: Mapping[str, str],
    rules: Rules,
    texts: Mapping[Consent, ConsentTextRow],
) -> Application:
    return Application.model_validate(
        {
            "organization": changes["organization"] | {"id": NEW},
            "delegates": [
                _person(number, person, rules)
                for number, person in enumerate(changes[PEOPLE])
            ],
            "consents": [
                Given(
                    consent=consent,
                    version=text.version,
                    is_given=form.get(CONSENT + consent) == "yes",
                )
                for consent, text in texts.items()
            ],
            "agreed": now(),
        }
    )


def _person(number: int, person: dict[str, Any], rules: Rules) -> dict[str, Any]:
    voucher = person["voucher"]["number"]
    return person | {
        "id": new_delegate_id(number),
        "organization": NEW,
        "voucher": {"number": voucher, "least": rules.voucher_least}
        if voucher
        else None,
    }
