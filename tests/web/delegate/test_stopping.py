"""Messages that a delegate does not want are not written to it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import time_machine
from sqlalchemy import select

from b4h_scheduler.mail.agenda_texts import write_texts
from b4h_scheduler.mail.inviting import remind
from b4h_scheduler.mail.wishing import put_wishes_mail
from b4h_scheduler.store.links import Purpose, revoke_links
from b4h_scheduler.store.mail_choice import OPTIONAL, unwanted
from b4h_scheduler.store.people import delegate_row
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.b4h_scheduler.mail.post import html_of, opened, text_of
from tests.web.events import moment
from tests.web.world import rows

if TYPE_CHECKING:
    from typing import Any

    from tests.web.world import World


def _address(world: World, what: str = "") -> str:
    token = world.link("d-alba", purpose=Purpose.MAIL)
    return f"/mail/{token}{what}"


def _off(world: World) -> frozenset[str]:
    with world.read() as reading:
        return unwanted(reading, 1).get("d-alba", frozenset())


def _digest(world: World) -> list[Any]:
    """Write what is due in the morning; return it."""
    with time_machine.travel(moment(10) + timedelta(days=1)):
        world.site.database.write(lambda s: len(put_wishes_mail(s, 1)))
    return rows(world, select(OutboxRow).where(OutboxRow.kind == "digest"))


def test_mail_program_turns_one_kind_off_by_its_header(
    world: World,
) -> None:
    """The header's address takes a post without a page (RFC 8058), and no more."""
    mine = next(row for row in _digest(world) if row.delegate_key == "d-alba")
    message = opened(mine.body)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<(\S+)>", message["List-Unsubscribe"].strip())
    assert found
    public = world.site.settings.public_address
    assert found[1] == f"{public}{_address(world, '/digest')}"
    assert found[1] in text_of(mine)
    assert found[1] in html_of(mine)
    client = world.nobody().client
    form = {"List-Unsubscribe": "One-Click"}
    assert client.post(found[1].removeprefix(public), data=form).status_code == 303
    assert _off(world) == {"digest"}


def test_opening_the_link_turns_nothing_off(world: World) -> None:
    """Mail scanners follow links: the page has a button."""
    page = world.nobody().text(_address(world, "/digest"))
    assert _off(world) == frozenset()
    checked = re.findall(r'name="(\S+)" value="yes" checked', page)
    assert checked == [kind for kind in OPTIONAL if kind != "digest"]


def test_choice_on_the_page_counts_for_all_kinds(world: World) -> None:
    """What is ticked comes; by the link and on the own page alike."""
    address = _address(world)
    world.nobody().post(address, {"last-call": "yes"}, page=address)
    assert _off(world) == {"digest", "reminder", "day-before"}
    world.delegate("d-alba").post(
        "/my/mail", dict.fromkeys(OPTIONAL, "yes"), page="/my/mail"
    )
    assert _off(world) == frozenset()


def test_nothing_unwanted_is_written(
    world: World,
) -> None:
    """No digest and no reminder to who turned them off; others get theirs."""
    address = _address(world)
    world.nobody().post(address, {"last-call": "yes"}, page=address)
    told = {row.delegate_key for row in _digest(world)}
    assert told
    assert "d-alba" not in told
    world.site.database.write(lambda s: len(remind(s, 1)))
    reminded = select(OutboxRow.delegate_key).where(OutboxRow.kind == "reminder")
    assert "d-alba" not in rows(world, reminded)


def test_agendas_have_no_such_header(world: World) -> None:
    """They come in any case."""
    from tests.web.release.releasing import release_draft

    release_draft(world.site.database, 1)
    world.site.database.write(write_texts)
    sent = rows(world, select(OutboxRow).where(OutboxRow.kind == "agenda"))
    assert len(sent) == 5
    assert all("List-Unsubscribe" not in opened(row.body) for row in sent)


def test_link_opens_nothing_else_and_can_be_revoked(world: World) -> None:
    """Another purpose, another token; revoked with the personal link."""
    nobody = world.nobody()
    token = world.link("d-alba", purpose=Purpose.MAIL)
    assert nobody.get(f"/d/{token}").status_code == 404
    assert nobody.get(f"/mail/{world.link('d-alba')}").status_code == 404
    world.site.database.write(lambda s: revoke_links(delegate_row(s, 1, "d-alba")))
    assert nobody.get(f"/mail/{token}").status_code == 404
    assert nobody.client.post(f"/mail/{token}/digest").status_code == 404
