"""States of the example that no link leads to: made before its pages are examined."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.cli.demo import example_folder
from b4h_scheduler.store.application import Application
from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.links import Purpose, link_token
from b4h_scheduler.store.offering import offer
from b4h_scheduler.store.registration import (
    application_token,
    confirm,
    put_on_waiting_list,
    register,
)
from b4h_scheduler.store.rules import Consent, Mode, Rules, read_rules, save_rules
from b4h_scheduler.store.rules import save_texts as save_consents
from b4h_scheduler.store.schema_event import DelegateRow
from b4h_scheduler.store.schema_registration import ApplicationRow
from b4h_scheduler.store.staff import add_account
from tests.load.instance import EVENT_ID
from tests.web.registration.registering import FILLED

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from sqlalchemy.orm import Session

    from tests.pictures.accessibility import Examination
    from tests.web.serving import Served
    from web.site import Site

EVENT = f"/events/{EVENT_ID}"
FAULTY_WISHES = "from;to;priority\nNobody Ltd;Nobody Else;7\n"


def as_stranger(page: Page, served: Served, site: Site) -> list[str]:
    """Register; return the addresses that only mails tell."""
    site.database.write(_open)
    page.goto(f"{served.address}/register/{EVENT_ID}")
    for name, text in FILLED.items():
        _fill(page, name, text)
    page.locator("main form button").last.click()
    page.wait_for_url("**/sent")
    site.database.write(_offer)
    password = site.database.write(
        lambda writing: add_account(writing, "new@example.org", "New")
    )
    with site.database.read() as reading:
        event = event_row(reading, EVENT_ID)
        delegate = reading.scalars(select(DelegateRow)).first()
        applications = select(ApplicationRow).order_by(ApplicationRow.id)
        application, waits = reading.scalars(applications)
        assert delegate is not None
        mail = link_token(site.secret, Purpose.MAIL, event, delegate)
        own = application_token(site.secret, event, application)
        offered = application_token(site.secret, event, waits)
    return [
        f"/register/{EVENT_ID}",
        f"/register/{EVENT_ID}/sent",
        f"/registration/{own}",
        f"/registration/{own}/correct",
        f"/registration/{offered}",
        f"/password/{password}",
        f"/mail/{mail}",
        f"/mail/{mail}/reminder",
    ]


def _fill(page: Page, name: str, text: str) -> None:
    control = page.locator(f"main [name={name}]").last
    if not control.is_visible():
        return
    kind = control.evaluate("e => e.type")
    if kind == "checkbox":
        control.check()
    elif kind.startswith("select"):
        control.select_option(text)
    else:
        control.fill(text)


def _open(writing: Session) -> None:
    _, version = read_rules(writing, EVENT_ID)
    save_rules(writing, EVENT_ID, Rules(mode=Mode.OPEN), seen=version)
    texts = {Consent.TERMS: "Be on time.", Consent.NOTICE: "Kept until March."}
    save_consents(writing, EVENT_ID, texts)


def _offer(writing: Session) -> None:
    """Register somebody else, who is offered a place."""
    application = Application.model_validate(
        {
            "organization": {"id": "new", "name": "Gamma Gene"},
            "delegates": [
                {
                    "id": "new-0",
                    "name": "Gerd Gram",
                    "email": "gerd@gamma.example",
                    "organization": "new",
                }
            ],
            "consents": [
                {"consent": each, "version": 1, "is_given": True}
                for each in ("terms", "notice")
            ],
            "agreed": now(),
        }
    )
    row = register(writing, EVENT_ID, application)
    confirm(writing, row)
    writing.flush()
    put_on_waiting_list(row, seen=row.version)
    writing.flush()
    offer(writing, row, (now() + timedelta(days=7)).date(), seen=row.version)


def as_owner(page: Page, served: Served, examination: Examination) -> list[str]:
    """Upload files with faults and with changes, add an interpreter, ask what if."""
    for form, content in (
        ("/events/new", _example({"wishes.csv": FAULTY_WISHES})),
        (f"{EVENT}/import", _example({})),
    ):
        page.goto(served.address + form)
        page.locator("#file").set_input_files(
            {"name": "event.zip", "mimeType": "application/zip", "buffer": content}
        )
        page.locator("form:has(#file) button").click()
        examination.look(page)
    page.goto(f"{served.address}{EVENT}/new-companion")
    for name, text in (("name", "Lucie Weber"), ("languages", "de; fr")):
        page.locator(f"#f-{name}").fill(text)
    page.locator("#companion button.btn-primary").click()
    page.goto(f"{served.address}{EVENT}/what-if")
    page.locator("form:has(#t-first) button").click()
    page.wait_for_url("**/what-if/*")
    what_if = page.url.removeprefix(served.address)
    page.goto(f"{served.address}{EVENT}/desk?show=awaited")
    somebody = page.locator("main .people-card a").first.get_attribute("href")
    return [
        what_if,
        f"{somebody}/book?q=a",
        f"{EVENT}/late",
        f"{EVENT}/compare?left=1&right=1",
        f"{EVENT}/releases/1/back",
    ]


def _example(changed: dict[str, str]) -> bytes:
    """Return the example's files as an archive, some of them changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(example_folder("stuttgart").iterdir()):
            text = changed.get(path.name) or path.read_text(encoding="utf-8")
            archive.writestr(path.name, text)
    return packed.getvalue()
