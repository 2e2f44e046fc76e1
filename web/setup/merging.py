"""What was typed on top of what is stored: fields that no page shows stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from web.languages.texts import gettext

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from web.setup.typed import Typed

_WHOLE = frozenset({"eligibility", "levels"})
"""Parts of the policy in which what is left out is meant to be."""


def merged(event: Event, changes: dict[str, Any]) -> dict[str, Any]:
    """Return changes with everything that the forms do not show."""
    stored = event.model_dump(include=set(changes))
    return {name: _merged(stored[name], value) for name, value in changes.items()}


def _merged(stored: Any, typed: Any) -> Any:  # noqa: ANN401  (any field's)
    if isinstance(typed, dict):
        kept = {key: value for key, value in stored.items() if key not in _WHOLE}
        return kept | {
            key: value if key in _WHOLE else _merged(stored.get(key), value)
            for key, value in typed.items()
        }
    if isinstance(typed, list) and typed and isinstance(typed[0], dict):
        known = {each["id"]: each for each in stored if "id" in each}
        return [known.get(each.get("id"), {}) | each for each in typed]
    return typed


def name_organizations(event: Event, typed: Typed) -> None:
    """Turn the names typed as those who have a home place into their ids."""
    ids = {each.name.casefold(): each.id for each in event.organizations}
    for number, place in zip(
        typed.rows_of("home_places"), typed.changes["home_places"], strict=True
    ):
        names = place.get("organizations", ())
        unknown = [name for name in names if name.casefold() not in ids]
        if unknown:
            typed.faults[f"home_places-{number}-organizations"] = gettext(
                "there is no organization {name!r}: write it as under People",
                name=unknown[0],
            )
        place["organizations"] = [
            ids[name.casefold()] for name in names if name.casefold() in ids
        ]
