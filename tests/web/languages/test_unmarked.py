"""No English is visible that did not go through a catalog."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from babel import Locale
from sqlalchemy import update

from b4h_scheduler.store.schema_staff import StaffRow
from tests.web.events import small_event
from tests.web.languages.cases import DELEGATE_CASES, Case, release
from tests.web.languages.pseudo import Pseudo, unsaid
from tests.web.languages.staff_cases import STAFF_CASES
from tests.web.registration.registering import FILLED, open_registration
from web.access import ACCESS, Need
from web.languages.sources import DELEGATE, DOMAINS, template_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from tests.web.world import World

STAFF_NAME = "Zoe Zahn"
"""Of all accounts: their names in the tests' world are words of roles."""
NAMES = (
    "b4h", "b4h-scheduler", "DE", "English", "Deutsch", "Français", "Nederlands",
    "Español", "Small Day 1", "Old Mill", "Hall", "Airport", "Thursday morning",
    "Europe/Berlin", "Uhr", "Be on time.", "We keep what you tell until March.",
    "North", "South", "For the spring event.", "webcal", "ics", "STR", "Ada Ahl",
    "Sepsis", "sepsis",
    "imaging", "software", "diagnostics", "Devices", "26.11.", "no address", "First",
    STAFF_NAME, "Cora Lis", "de; fr", "Bea Bly", "Lab", "Clinic",
    "Small Day 2", "Nowhere", "zzz",
    "soon", "xlsx", "html", "zip", "csv", "json", "ann",
    "Your invitation to Small Day 1",
    "The meetings of", "are planned. This is your agenda.",
)  # fmt: skip
"""Of the tests' event and of the application itself."""
NO_PAGES = frozenset(
    {
        # Files and data.
        "drafts.download", "edit.targets", "exports.folder", "exports.workbook",
        "held.csv", "invitations.code", "invitations.csv", "mail.html", "whatif.csv",
        # Parts of pages that are looked at as a whole.
        "figures.progress", "prices.show", "proposals.progress", "runs.progress",
        "whatif.progress",
        # It leads to another page.
        "events.show",
    }
)  # fmt: skip
"""What staff opens and is no page of its own."""


def _data() -> Iterator[str]:
    event = small_event()
    yield from NAMES
    for organization in event.organizations:
        yield from (organization.name, organization.offers, organization.seeks)
        yield from (organization.id, *organization.sectors)
    for delegate in event.delegates:
        yield from (delegate.name, delegate.email, delegate.phone)
    yield from (wish.message for wish in event.wishes)
    yield from FILLED.values()
    yield from ("x" * 5001, "x" * 1001)


@cache
def german() -> frozenset[str]:
    """Return what Babel says in German: days, months, countries, languages."""
    locale = Locale("de")
    found = {str(name) for name in locale.territories.values()}
    found |= {str(name) for name in locale.languages.values()}
    for widths in (locale.days, locale.months):
        for names in widths["format"].values():
            found |= {str(name) for name in names.values()}
    return frozenset(found)


@cache
def pseudo(*, is_staff: bool) -> Pseudo:
    """Return the language in which the texts of a side are wrapped."""
    return Pseudo(template_of(each) for each in (DOMAINS if is_staff else (DELEGATE,)))


def english(world: World, case: Case, *, is_staff: bool) -> list[str]:
    """Return the English that a page shows beside data."""
    world.site.database.write(_name_staff)
    world.site.catalog = lambda _: pseudo(is_staff=is_staff)
    page = case.shown(world)
    assert '<html lang="' in page
    return unsaid(page, (*_data(), *german()))


def _name_staff(session: Session) -> None:
    session.execute(update(StaffRow).values(name=STAFF_NAME))


@pytest.mark.parametrize("case", DELEGATE_CASES, ids=lambda case: case.title)
def test_pages_of_delegates_say_all_by_catalog(world: World, case: Case) -> None:
    """Texts, titles, labels, buttons, messages, faults; dates and names are German."""
    assert english(world, case, is_staff=False) == []


@pytest.mark.parametrize("case", STAFF_CASES, ids=lambda case: case.title)
def test_pages_of_staff_say_all_by_catalog(world: World, case: Case) -> None:
    """Also reasons, figures, certificates, and what was stored in English."""
    assert english(world, case, is_staff=True) == []


def _seen(world: World, cases: Iterable[Case]) -> set[str]:
    adapter = world.app.url_map.bind("localhost")
    found = set()
    for case in cases:
        address = case.where(world).partition("?")[0]
        if adapter.test(address, "GET"):
            found.add(adapter.match(address, "GET")[0])
    return found


def test_every_page_of_delegates_is_looked_at(world: World) -> None:
    """One that is added must be added to the cases."""
    cases = [case for case in DELEGATE_CASES if isinstance(case.address, str)]
    files = {"agenda.calendar", "privacy.download"}
    pages = {
        rule.endpoint
        for rule in world.app.url_map.iter_rules()
        if ACCESS[rule.endpoint] is Need.DELEGATE and "GET" in (rule.methods or ())
    }
    assert pages - files - _seen(world, cases) == set()


def test_every_page_of_staff_is_looked_at(world: World) -> None:
    """One that is added must be added to the cases."""
    pages = {
        rule.endpoint
        for rule in world.app.url_map.iter_rules()
        if ACCESS[rule.endpoint] not in {Need.DELEGATE, Need.NOTHING}
        and "GET" in (rule.methods or ())
    }
    open_registration(world)
    release(world)
    assert pages - NO_PAGES - _seen(world, STAFF_CASES) == set()


def test_unmarked_text_is_found() -> None:
    """In text, attributes and buttons; values of a text are looked at too."""
    page = (
        '<title>⟦Start⟧</title><p aria-label="Label">⟦Say ⟧<b>⟦it⟧</b> loud</p>'
        '<input type="submit" value="Go"><script>var text</script><p>Ada Ahl, 9</p>'
    )
    assert unsaid(page, ["Ada Ahl"]) == ["Label", "loud", "Go"]


def test_pseudo_language_wraps_texts_and_not_their_values() -> None:
    """A text that no catalog has stays as it is."""
    catalog = template_of(DELEGATE)
    language = Pseudo([catalog])
    assert language.gettext("Welcome, %(name)s") == "⟦Welcome, ⟧%(name)s"
    assert language.gettext("Nobody wrote this") == "Nobody wrote this"
    assert language.ngettext("own wish", "own wishes", 2) == "⟦own wishes⟧"
