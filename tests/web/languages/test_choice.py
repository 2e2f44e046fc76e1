"""Which language a page is in."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.store.links import Purpose
from b4h_scheduler.store.people import delegate_row, edit_delegate
from tests.web.languages.cases import speak_german
from tests.web.registration.registering import FORM, open_registration

if TYPE_CHECKING:
    from tests.web.world import Visitor, World

FRENCH = {"Accept-Language": "fr-BE,fr;q=0.9,en;q=0.5"}

GERMAN = {"page_language": "de"}


class _Form(HTMLParser):
    """The form of a page that its buttons of languages send along."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.language, self.to, self.fields = "", "", dict[str, str]()
        self._name = self._kept = ""
        self._is_inside = False
        found = re.search(r'name="page_language"[^>]* form="(\w+)"', page)
        assert found, "no button of a language sends a form"
        self._kept = found[1]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given["lang"]
        if tag == "form":
            self._is_inside = given.get("id") == self._kept
            self.to = given["action"] if self._is_inside else self.to
        name = given.get("name", "") if self._is_inside else ""
        if tag in {"select", "textarea"}:
            self._name = name
        if tag == "textarea" and name:
            self.fields[name] = ""
        if tag == "option" and self._name and "selected" in given:
            self.fields[self._name] = given["value"]
        is_sent = given.get("type") not in {"checkbox", "radio"} or "checked" in given
        if tag == "input" and name and is_sent:
            self.fields[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._is_inside &= tag != "form"
        if tag in {"select", "textarea"}:
            self._name = ""

    def handle_data(self, data: str) -> None:
        if self._name in self.fields and self.lasttag == "textarea":
            # Browsers leave out a newline at the start.
            known = self.fields[self._name]
            self.fields[self._name] = known + (data if known else data.lstrip("\n"))


def _visitor(world: World, who: str) -> Visitor:
    if who == "nobody":
        return world.nobody()
    return world.delegate(who) if who.startswith("d-") else world.staff(who)


def _language(visitor: Visitor, address: str, **headers: str) -> str:
    response = visitor.get(address, headers=headers)
    start = response.text.index('<html lang="') + len('<html lang="')
    found = response.text[start : start + 2]
    assert response.headers["Content-Language"] == found
    assert {"accept-language", "cookie"} <= {each.lower() for each in response.vary}
    return found


def _reads(world: World, language: str) -> None:
    def work(session: object) -> None:
        row = delegate_row(session, 1, "d-alba")
        edit_delegate(session, row, {"language": language}, seen=row.version)

    world.site.database.write(work)


@pytest.mark.parametrize(
    ("address", "form"), [("/my/data/erase", {"sure": "löschen"}), ("/my/leave", {})]
)
def test_who_leaves_reads_on_in_the_same_language(
    world: World, address: str, form: dict[str, str]
) -> None:
    """Nobody is known any more; the browser asks for French, the person had German."""
    _reads(world, "de")
    ada = world.delegate("d-alba")
    ada.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    answer = ada.post(address, form, page="/my/data", follow_redirects=True)
    assert '<html lang="de"' in answer.text
    assert "funktioniert" in answer.text


def test_delegate_reads_pages_in_the_language_of_mails(world: World) -> None:
    """Whatever the browser asks for; on the page of the link too."""
    _reads(world, "nl")
    ada = world.delegate("d-alba")
    assert _language(ada, "/my/", **FRENCH) == "nl"
    assert "Welkom, Ada Ahl" in ada.text("/my/")
    assert _language(world.nobody(), f"/d/{world.link('d-alba')}", **FRENCH) == "nl"


def test_language_that_is_not_there_is_the_browsers(world: World) -> None:
    """Then English."""
    _reads(world, "it")
    ada = world.delegate("d-alba")
    assert _language(ada, "/my/", **FRENCH) == "fr"
    assert _language(ada, "/my/") == "en"


def test_chosen_language_is_remembered_in_the_browser(world: World) -> None:
    """By a button that works without JavaScript; it leads back to the page."""
    ada = world.delegate("d-alba")
    form = {"page_language": "es", "back": "/my/partners?text=sepsis"}
    response = ada.post("/language", form, page="/my/partners?text=sepsis")
    assert response.headers["Location"] == "/my/partners?text=sepsis"
    assert _language(ada, "/my/") == "es"
    assert _language(ada, "/my/profile", **FRENCH) == "es"
    assert 'value="/my/partners?text=sepsis"' in ada.text("/my/partners?text=sepsis")


@pytest.mark.parametrize(
    "form",
    [
        {"page_language": "xx", "back": "/my/"},
        {"page_language": "de", "back": "https://example.org/"},
        {"page_language": "de", "back": "//example.org"},
    ],
)
def test_switch_leads_nowhere_else(world: World, form: dict[str, str]) -> None:
    """Nor to a language that is not there."""
    ada = world.delegate("d-alba")
    response = ada.post("/language", form, page="/my/")
    assert response.headers["Location"] in {"/", "/my/"}
    assert _language(ada, "/my/") == ("de" if form["page_language"] == "de" else "en")


@pytest.mark.parametrize(
    ("who", "form", "shown"),
    [
        ("nobody", FORM, {"organization-name": "Fjord", "consent-terms": "yes"}),
        ("d-alba", "/my/profile", {"offers": "assays", "name": ""}),
        ("d-alba", "/my/trip", {"arrival": "2037-11-26T08:15"}),
        ("d-alba", "/my/partners/echo", {"message": "Let us meet", "priority": "3"}),
        ("d-alba", "/my/data", {"consent-terms": "yes"}),
        ("editor", "/events/1/new-delegate", {"name": "Kim", "organization": "bora"}),
        ("editor", "/events/1/new-organization", {"name": "Fjord", "kind": "cluster"}),
        ("owner", "/events/create", {"name": "Spring", "time_zone": "Nowhere"}),
        ("editor", "/events/1/setup/event", {"name": "", "venue": "New Mill"}),
        ("editor", "/events/1/registration/rules", {"intro": "Come"}),
        ("editor", "/events/1/people/d-alba", {"role": "Chair"}),
        ("editor", "/events/1/organizations/alba", {"offers": "assays"}),
    ],
)
def test_form_that_is_half_filled_in_stays_so(
    world: World, who: str, form: str, shown: dict[str, str]
) -> None:
    """The buttons of languages send it along, and nothing of it is saved."""
    open_registration(world)
    visitor = _visitor(world, who)
    before = _Form(visitor.text(form))
    typed = before.fields | shown
    again = _Form(visitor.client.post(before.to, data=typed | GERMAN).text)
    assert again.language == "de"
    ours = {name: again.fields.get(name) for name in typed if name != "csrf_token"}
    assert ours == {name: typed[name] for name in ours}
    assert "page_language" not in again.fields
    after = _Form(visitor.text(form))
    assert after.language == "de"
    assert after.fields | before.fields == before.fields


@pytest.mark.parametrize("page", ["/my/mail", "/mail/{token}", "/mail/{token}/digest"])
def test_messages_that_are_unticked_stay_so(world: World, page: str) -> None:
    """By the link, too; nothing is turned off before it is saved."""
    ada = world.delegate("d-alba")
    address = page.format(token=world.link("d-alba", purpose=Purpose.MAIL))
    before = _Form(ada.text(address))
    typed = {name: text for name, text in before.fields.items() if name != "reminder"}
    again = _Form(ada.client.post(before.to, data=typed | GERMAN).text)
    assert again.language == "de"
    assert again.fields.keys() == typed.keys()
    assert "reminder" in before.fields
    after = _Form(ada.text(address))
    assert after.fields.keys() == before.fields.keys()


def test_save_of_somebody_else_is_noticed_after_the_language_changed(
    world: World,
) -> None:
    """The form keeps saying which state of the profile it was filled in from."""
    ada = world.delegate("d-alba")
    before = _Form(ada.text("/my/profile"))
    _reads(world, "nl")
    again = _Form(ada.client.post(before.to, data=before.fields | GERMAN).text)
    assert ada.client.post(again.to, data=again.fields).status_code == 409


def test_language_is_not_changed_by_opening_a_page(world: World) -> None:
    """There is nothing to get there."""
    assert world.delegate("d-alba").get("/language").status_code == 405


def test_page_behind_a_form_leads_back_to_where_it_can_be_opened(world: World) -> None:
    """A profile that was refused goes back to the profile, an answer to the start."""
    ada = world.delegate("d-alba")
    refused = ada.post("/my/profile", {"seen": "9"}, page="/my/profile")
    assert 'name="back" value="/my/profile"' in refused.text
    stale = ada.client.post("/my/wishes/1/withdraw", data={})
    assert 'name="back" value="/"' in stale.text


def test_staff_reads_english_or_german(world: World) -> None:
    """Another language that was chosen on a page of delegates does not count."""
    viewer = world.staff("viewer")
    assert _language(viewer, "/events", **FRENCH) == "en"
    assert _language(viewer, "/events", **{"Accept-Language": "de-AT"}) == "de"
    viewer.client.set_cookie("b4h_language", "fr")
    assert _language(viewer, "/events") == "en"
    viewer.client.set_cookie("b4h_language", "de")
    assert _language(viewer, "/events") == "de"


def test_registration_is_in_the_browsers_language_then_the_events(
    world: World,
) -> None:
    """There is nobody yet whose language is known."""
    open_registration(world)
    speak_german(world)
    assert _language(world.nobody(), FORM, **FRENCH) == "fr"
    assert _language(world.nobody(), FORM) == "de"
    text = world.nobody().text(FORM)
    assert "Anmeldung zu Small Day 1" in text
    assert "Donnerstag, 26. November 2037" in text
    assert ">Österreich<" in text
    assert '<option value="de" selected>Deutsch</option>' in text


def test_staff_acting_for_a_delegate_keeps_its_own_language(world: World) -> None:
    """The delegate reads Dutch, the editor asks for English."""
    _reads(world, "nl")
    editor, page = world.staff("editor"), "/events/1/people/d-alba"
    editor.post(f"{page}/act", page=page)
    assert _language(editor, "/my/") == "en"
