"""Finding partners: search, filters, suggestions, one organization's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from b4h_scheduler.finding.search import Filters
from b4h_scheduler.store.vetoes import add_veto, remove_veto, vetoes_by
from web.change import change
from web.delegate import others
from web.delegate.frame import page
from web.languages.local import by_name, country, kind_word
from web.languages.texts import gettext
from web.site import site
from web.visitor import own

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask.typing import ResponseReturnValue

    from b4h_scheduler.domain.people import Organization

browse = Blueprint("browse", __name__)
PER_PAGE = 24
_FILTERS = ("text", "sector", "region", "country", "kind")


@browse.get("/my/partners")
def index() -> ResponseReturnValue:
    """List the organizations that are searched for."""
    row = own()
    filters = Filters(**{key: request.args.get(key, "")[:200] for key in _FILTERS})
    number = max(request.args.get("page", 1, int), 1)
    with site().database.read() as reading:
        everybody = others.organizations(reading, row.event_id)
        stands = others.standing(reading, row)
        searcher = others.searcher(reading, row.event_id)
        found = [o for o in searcher.search(filters) if o.id != row.organization_key]
        return page(
            reading,
            "delegate/browse.html",
            filters=filters,
            choices=_choices(everybody),
            found=found[(number - 1) * PER_PAGE : number * PER_PAGE],
            total=len(found),
            number=number,
            num_pages=-(-len(found) // PER_PAGE),
            wished=stands.wished,
            unavailable=stands.unavailable,
            suggested=others.suggestions(reading, row, stands, most=5)
            if filters.is_empty and number == 1
            else [],
            link=_link(filters),
        )


@browse.get("/my/partners/<key>")
def show(key: str) -> ResponseReturnValue:
    """Show an organization, and wish for it."""
    return partner_page(key, {})


def partner_page(key: str, typed: Mapping[str, str]) -> str:
    """Return the page of an organization, with a wish as it was filled in."""
    row = own()
    with site().database.read() as reading:
        vetoed = vetoes_by(reading, row.event_id, row.organization_key)
        partner = others.organization(reading, row.event_id, key)
        people = others.people_of(reading, row.event_id, key)
        stands = others.standing(reading, row)
        return page(
            reading,
            "delegate/partner.html",
            partner=partner,
            people=people,
            units=[
                ("", gettext("anybody of them")),
                *((u.id, u.name) for u in partner.units),
            ],
            persons=[
                ("", gettext("no, whoever fits")),
                *((p.key, p.name) for p in people),
            ],
            wish=stands.wished.get(key),
            is_unavailable=key in stands.unavailable,
            is_vetoed=any(
                key in (side["organization"] for side in veto.content["sides"])
                for veto in vetoed
            ),
            is_own=key == row.organization_key,
            typed=typed,
        )


@browse.post("/my/partners/<key>/rule-out")
def veto(key: str) -> ResponseReturnValue:
    """Rule out any meeting with an organization; it is not told."""
    row = own()
    return change(
        lambda s: add_veto(s, row.event_id, row.organization_key, key),
        done=gettext("You will not meet them. They are not told."),
        to=url_for("browse.show", key=key),
    )


@browse.post("/my/partners/<key>/allow")
def unveto(key: str) -> ResponseReturnValue:
    """Take that back."""
    row = own()
    return change(
        lambda s: remove_veto(s, row.event_id, row.organization_key, key),
        done=gettext("A meeting with them is possible again."),
        to=url_for("browse.show", key=key),
    )


def _choices(found: tuple[Organization, ...]) -> dict[str, list[tuple[str, str]]]:
    """Return what can be filtered by; countries by their names."""
    sectors = sorted({sector for o in found for sector in o.sectors}, key=str.casefold)
    regions = sorted({o.region for o in found if o.region})
    countries = {code: country(code) for code in {o.country for o in found} - {""}}
    kinds = {o.kind for o in found}
    return {
        "sector": [(each, each) for each in sectors],
        "region": [(each, each) for each in regions],
        "country": by_name(countries.items()),
        "kind": by_name((each.value, kind_word(each)) for each in kinds),
    }


def _link(filters: Filters) -> Callable[[int], str]:
    """Return the address of each page of what was searched for."""
    given = {key: getattr(filters, key) for key in _FILTERS}
    kept = {key: value for key, value in given.items() if value}
    return lambda number: url_for("browse.index", **kept, page=number)
