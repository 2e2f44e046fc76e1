"""Pages of staff and the states in which they say something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.phases import Phase
from b4h_scheduler.store.schema_event import WishRow
from tests.web.languages.cases import (
    ADA,
    Case,
    phase,
    preview_with_objections,
    release,
)
from tests.web.registration.registering import (
    confirm,
    lapsed,
    offered,
    open_registration,
    register,
    turned_down,
)
from tests.web.staff.importing import export, upload, with_text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World

E = "/events/1"
D = f"{E}/drafts/1"
BOOK = f"{E}/desk/d-alba/book/d-echo"
OWNER, EDITOR, VIEWER = "owner", "editor", "viewer"
PHASE = f"{E}/phase"
CORA = f"{E}/companions/c-cora-lis"
BORA = f"{E}/organizations/bora"
ONE_LANGUAGE = {"name": "Cora Lis", "languages": "Deutsch", "seen": "1"}
NAMESAKE = {
    "name": "Cora Lis", "languages": "de", "available-0-start": "2037-11-27T09:00",
    "available-0-end": "2037-11-27T10:00",
}  # fmt: skip
TURNED = {"wishes": "2037-11-02T12:00", "closed": "2037-11-01T12:00"}
NO_VOUCHER = {"seen": "1", "voucher_number": "zzz", "voucher_least": ""}
DOUBLE = {"name": "Ada Ahl", "organization": "bora", "email": "nia@example.org"}
NIA = {"name": "zzz", "email": "nia@example.org", "role": "viewer"}


def waiting_registration(world: World) -> str:
    """Return the page of a registration that waits for a decision."""
    row = register(world)
    confirm(world, row)
    return f"{E}/registration/{row.id}"


def offered_registration(world: World) -> str:
    """Return the page of a registration that is offered a place."""
    return f"{E}/registration/{offered(world).id}"


def lapsed_registration(world: World) -> str:
    """Return the page of one that did not answer an offer."""
    return f"{E}/registration/{lapsed(world).id}"


def declined_offer(world: World) -> str:
    """Return the page of one that declined a place."""
    return f"{E}/registration/{turned_down(world).id}"


def offering_late(world: World) -> str:
    """Return where a place is offered again."""
    return f"{lapsed_registration(world)}/offer"


def taking_back(world: World) -> str:
    """Return where an offer is taken back."""
    return f"{offered_registration(world)}/take-back"


def scarce(world: World) -> None:
    """Leave one place, which is offered."""
    offered(world)
    with world.read() as reading:
        num = len(load_event(reading, 1).organizations)
    open_registration(world, places=[{"number": num + 1}])


def started_run(world: World) -> str:
    """Return the page of a run that waits for its turn."""
    world.staff(EDITOR).post(f"{E}/plans", {"name": "Next"}, page=f"{E}/plans")
    return f"{E}/runs/1"


def asked_what_if(world: World) -> str:
    """Return the page of a question that waits for its turn."""
    form = {"change": "slot-tables"}
    world.staff(EDITOR).post(f"{E}/what-if", form, page=f"{E}/what-if")
    return f"{E}/what-if/1"


def written_mail(world: World) -> str:
    """Return the page of a message."""
    world.staff(EDITOR).post(f"{E}/mail/invite", {}, page=f"{E}/mail")
    return f"{E}/mail/1"


def late_change(world: World) -> None:
    """Let Ada come later than planned."""
    form = {"what": "absent", "sure": "yes"}
    world.delegate(ADA).post("/my/late", form, page="/my/late")


def checked_in(world: World) -> None:
    """Let Ada be here."""
    page = f"{E}/desk/d-alba"
    world.staff(EDITOR).post(f"{page}/here", {"here": "yes", "seen": "0"}, page=page)


def booked_here(world: World) -> None:
    """Let the desk book a meeting of Ada and Edo."""
    page = f"{E}/desk/d-alba"
    at = re.findall(r'name="at" value="([^"]+)"', world.staff(EDITOR).text(BOOK))[0]
    world.staff(EDITOR).post(BOOK, {"at": at}, page=page)


def lock_and_edit(world: World) -> None:
    """Lock a meeting, then drop another one."""
    editor, page = world.staff(EDITOR), f"{D}/edit"
    with world.read() as reading:
        from b4h_scheduler.store.drafts import draft_row

        row = draft_row(reading, 1)
        seen, meetings = row.version, row.plan["meetings"]
    form = {"seen": str(seen), "candidate": meetings[0]["candidate"], "holds": "time"}
    editor.post(f"{page}/lock", form, page=page)
    drop = {"seen": str(seen), "candidate": meetings[-1]["candidate"], "drop": "yes"}
    editor.post(page, drop, page=page)


def picked(world: World) -> str:
    """Return the board with a meeting picked."""
    with world.read() as reading:
        from b4h_scheduler.store.drafts import draft_row

        meetings = draft_row(reading, 1).plan["meetings"]
    return f"{D}/edit?pick={meetings[0]['candidate']}"


def files_with_faults(world: World) -> str:
    """Return what importing files with errors and warnings would do."""
    content = export(world.staff(EDITOR))
    content = with_text(content, "wishes.csv", "Echo Imaging", "zzz")
    return upload(world.staff(EDITOR), content, "x.zip").headers["Location"]


def files_with_changes(world: World) -> str:
    """Return what importing other files would change."""
    content = export(world.staff(EDITOR))
    content = with_text(content, "participants.csv", "Cleo Costa", "zzz")
    return upload(world.staff(EDITOR), content, "x.zip").headers["Location"]


def files_of_a_new_event(world: World) -> str:
    """Return what a new event would be."""
    owner = world.staff(OWNER)
    sent = upload(owner, export(owner), "x.zip", "/events/new")
    return sent.headers["Location"]


def no_files(world: World) -> str:
    """Return what is said of a file that is no archive."""
    sent = upload(world.staff(OWNER), b"zzz", "x.zip", "/events/new")
    return sent.headers["Location"]


def kept(world: World) -> None:
    """Set a last day."""
    form = {"until": "2038-05-31", "seen": "1"}
    world.staff(EDITOR).post(f"{PHASE}/keep", form, page=PHASE)


def interpreted(world: World) -> None:
    """Let Cora join a meeting of a draft."""
    from tests.web.staff.test_companions import add_cora

    add_cora(world)


def interpreted_and_released(world: World) -> None:
    """Let Cora join a meeting of the released plan."""
    from tests.web.release.releasing import release_plan
    from tests.web.staff.test_companions import add_cora

    release_plan(world.site.database, add_cora(world))


def divided(world: World) -> None:
    """Give Bora units."""
    from tests.web.staff.test_units import divide

    divide(world)


def silence(world: World) -> None:
    """Let nobody have wished."""

    def work(session: Session) -> None:
        for wish in session.scalars(select(WishRow).where(WishRow.event_id == 1)):
            session.delete(wish)

    world.site.database.write(work)


STAFF_CASES = (
    Case(OWNER, "/events"),
    Case(OWNER, "/events/new"),
    Case(OWNER, "/events/create"),
    Case(OWNER, "/events/create", form={"name": "", "time_zone": "Nowhere"}),
    Case(VIEWER, f"{E}/overview"),
    Case(EDITOR, f"{E}/overview", (phase(Phase.CLOSED),)),
    Case(EDITOR, f"{E}/people"),
    Case(EDITOR, f"{E}/people?q=zzz"),
    Case(EDITOR, f"{E}/people/d-alba"),
    Case(EDITOR, f"{E}/people/d-alba", form={"seen": "1", "name": ""}),
    Case(EDITOR, f"{E}/organizations/alba"),
    Case(EDITOR, f"{E}/people/d-alba/remove"),
    Case(EDITOR, f"{E}/people/d-alba/remove", (release,)),
    Case(EDITOR, f"{E}/people/d-alba/remove", (release, late_change)),
    Case(EDITOR, f"{E}/people/d-alba/remove", form={"seen": "zzz"}),
    Case(EDITOR, f"{E}/organizations/alba/remove"),
    Case(EDITOR, f"{E}/organizations/alba/remove", form={"seen": "zzz"}),
    Case(EDITOR, f"{E}/companions"),
    Case(EDITOR, f"{E}/companions", (interpreted_and_released,)),
    Case(EDITOR, f"{E}/new-companion"),
    Case(EDITOR, f"{E}/new-companion", form={"name": "", "languages": "zzz"}),
    Case(EDITOR, f"{E}/new-companion", (interpreted,), form=NAMESAKE),
    Case(EDITOR, CORA, (interpreted_and_released,)),
    Case(EDITOR, CORA, (interpreted_and_released,), form=ONE_LANGUAGE),
    Case(EDITOR, CORA, (interpreted,), form=ONE_LANGUAGE | {"seen": "9"}),
    Case(EDITOR, f"{CORA}/remove", (interpreted,)),
    Case(EDITOR, f"{CORA}/remove", (interpreted_and_released,)),
    Case(EDITOR, f"{CORA}/remove", (interpreted,), form={"seen": "zzz"}),
    Case(EDITOR, BORA),
    Case(EDITOR, BORA, (divided,)),
    Case(EDITOR, f"{E}/people/d-bora", (divided,)),
    Case(EDITOR, f"{BORA}/units", (divided,)),
    Case(EDITOR, f"{BORA}/units", (divided,), form={"units-0-name": "Lab"}),
    Case(EDITOR, f"{E}/new-delegate"),
    Case(EDITOR, f"{E}/new-delegate", form={"name": "", "email": "zzz"}),
    Case(EDITOR, f"{E}/new-delegate", form=DOUBLE),
    Case("partner", f"{E}/new-organization"),
    Case("partner", f"{E}/new-organization", form={"name": "", "country": "zzz"}),
    Case(EDITOR, f"{E}/new-organization", form={"name": "Echo Imaging"}),
    Case(EDITOR, f"{E}/invitations"),
    Case(EDITOR, f"{E}/phase"),
    Case(EDITOR, f"{E}/phase", form={"phase": "wishes", "seen": "1"}),
    Case(EDITOR, f"{E}/phase", form={"phase": "26.11.", "seen": "1"}),
    Case(EDITOR, f"{E}/phase", (kept,)),
    Case(EDITOR, f"{E}/phase/keep", form={"until": "zzz", "seen": "1"}, page=PHASE),
    Case(EDITOR, f"{E}/phase/dates", form=TURNED | {"seen": "1"}, page=PHASE),
    Case("partner", f"{E}/invitations", (silence,)),
    Case(EDITOR, f"{E}/overview", (silence,)),
    Case(EDITOR, f"{E}/people/d-alba", form=NO_VOUCHER),
    Case(EDITOR, f"{E}/log"),
    Case(EDITOR, f"{E}/import"),
    Case(EDITOR, files_with_faults),
    Case(EDITOR, files_with_changes),
    Case(OWNER, files_of_a_new_event),
    Case(OWNER, no_files),
    Case(EDITOR, f"{E}/export"),
    Case(EDITOR, f"{E}/setup"),
    *(
        Case(EDITOR, f"{E}/setup/{step}")
        for step in (
            "event", "times", "zones", "tables", "homes", "arrivals", "policy", "logos",
        )
    ),
    Case(EDITOR, f"{E}/setup/tables", form={"do": "add", "number": "x"}),
    Case(EDITOR, f"{E}/setup/tables", form={"do": "remove"}),
    Case(EDITOR, f"{E}/setup/logos", form={"name": ""}),
    Case(EDITOR, f"{E}/setup/event", form={"seen": "1", "name": "", "languages": "x"}),
    Case(EDITOR, f"{E}/registration"),
    Case(EDITOR, f"{E}/registration", (open_registration, waiting_registration)),
    Case(EDITOR, waiting_registration, (open_registration,)),
    Case(EDITOR, f"{E}/registration", (scarce,)),
    Case(EDITOR, f"{E}/registration", (lapsed,)),
    Case(EDITOR, f"{E}/registration", (turned_down,)),
    Case(EDITOR, offered_registration),
    Case(EDITOR, lapsed_registration),
    Case(EDITOR, declined_offer),
    Case(EDITOR, offering_late, form={"seen": "4", "until": "x"}, page=PHASE),
    Case(EDITOR, offering_late, form={"seen": "4", "until": "2020-01-01"}, page=PHASE),
    Case(EDITOR, offering_late, form={"seen": "4", "until": "2099-01-01"}, page=PHASE),
    Case(EDITOR, taking_back, form={"seen": "3"}, page=PHASE),
    Case(EDITOR, f"{E}/registration/rules"),
    Case(EDITOR, f"{E}/registration/earlier"),
    Case(VIEWER, f"{E}/plans"),
    Case(EDITOR, f"{E}/plans"),
    Case(EDITOR, f"{E}/plans", (release, started_run)),
    Case(EDITOR, f"{E}/plans", form={"name": "x", "seconds": "soon"}),
    Case(EDITOR, started_run),
    Case(EDITOR, f"{E}/what-if"),
    Case(EDITOR, asked_what_if),
    Case(EDITOR, f"{E}/compare?left=1&right=1"),
    Case(EDITOR, D),
    Case(EDITOR, D, (preview_with_objections,)),
    Case(EDITOR, f"{D}/unmet"),
    Case(EDITOR, f"{D}/changed"),
    Case(EDITOR, f"{D}/changed", (lock_and_edit,)),
    Case(EDITOR, f"{D}/tables"),
    Case(EDITOR, f"{D}/people"),
    Case(EDITOR, f"{D}/text"),
    Case(EDITOR, f"{D}/figures"),
    Case(EDITOR, f"{D}/objections"),
    Case(EDITOR, f"{D}/objections", (preview_with_objections,)),
    Case(EDITOR, f"{D}/delegates/d-alba"),
    Case(EDITOR, f"{D}/organizations/alba"),
    Case(EDITOR, f"{D}/edit"),
    Case(EDITOR, picked),
    Case(EDITOR, picked, (lock_and_edit,)),
    Case(EDITOR, f"{D}/edit/undo", form={"seen": "1"}, page=f"{D}/edit"),
    Case(EDITOR, f"{D}/release"),
    Case(EDITOR, f"{D}/release", (release,)),
    Case(EDITOR, f"{E}/releases"),
    Case(EDITOR, f"{E}/releases", (release,)),
    Case(EDITOR, f"{E}/releases/1", (release,)),
    Case(EDITOR, f"{E}/releases/1/back", (release,)),
    Case(EDITOR, f"{E}/print"),
    Case(EDITOR, f"{E}/print", (release,)),
    *(
        Case(EDITOR, f"{E}/print/{kind}", (release,))
        for kind in (
            "agendas", "changed", "desk-names", "desk-slots", "floor", "tables",
        )
    ),
    Case(EDITOR, f"{E}/feeds"),
    Case(EDITOR, f"{E}/mail"),
    Case(EDITOR, f"{E}/mail", (written_mail,)),
    Case(EDITOR, written_mail),
    Case(EDITOR, f"{E}/mail/texts"),
    Case(EDITOR, f"{E}/late"),
    Case(EDITOR, f"{E}/late", (release, late_change)),
    Case(EDITOR, f"{E}/desk"),
    Case(EDITOR, f"{E}/desk?q=a", (release, phase(Phase.RELEASED), checked_in)),
    Case(EDITOR, f"{E}/desk?show=awaited", (release, phase(Phase.RELEASED))),
    Case(EDITOR, f"{E}/desk/d-alba", (release, phase(Phase.RELEASED), checked_in)),
    Case(EDITOR, f"{E}/desk/d-alba", (release, phase(Phase.RELEASED))),
    Case(EDITOR, f"{E}/desk/d-alba", (release, booked_here)),
    Case(EDITOR, f"{E}/desk/d-alba/book"),
    Case(EDITOR, f"{E}/desk/d-alba/book?q=e", (release,)),
    Case(EDITOR, f"{E}/desk/d-alba/book?q=b", (release, booked_here)),
    Case(EDITOR, f"{E}/desk/d-delta/book?q=c", (release,)),
    Case(EDITOR, f"{E}/desk/d-delta/book/d-cirrus", (release,)),
    Case(EDITOR, BOOK, (release,)),
    Case(EDITOR, BOOK, (release, booked_here)),
    Case(EDITOR, BOOK, (release,), form={"at": "zzz"}, page=f"{E}/desk/d-alba"),
    Case(EDITOR, f"{D}/release", (release, booked_here)),
    Case(OWNER, f"{E}/team"),
    Case(VIEWER, f"{E}/team"),
    Case(OWNER, f"{E}/team", form=NIA),
    Case(OWNER, f"{E}/team", form=NIA | {"email": "editor@example.org"}),
    Case(OWNER, f"{E}/team", form=NIA | {"email": "zzz"}),
    Case(OWNER, f"{E}/team", form=NIA | {"role": "zzz"}),
    Case(OWNER, "/staff"),
    Case(OWNER, "/staff", form=NIA),
    Case(VIEWER, "/account"),
    Case(VIEWER, "/account", form={"name": "", "email": "nia@example.org"}),
    Case(VIEWER, "/account/password", form={"current": "zzz"}, page="/account"),
)  # fmt: skip
"""Add a page of staff here; a test tells which is missing."""
