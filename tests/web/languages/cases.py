"""Pages and the states in which they say something else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from b4h_scheduler.store.calendar_settings import Floor
from b4h_scheduler.store.drafts import draft_row, preview_draft
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.links import Purpose
from b4h_scheduler.store.phases import Phase, set_phase
from b4h_scheduler.store.rules import Mode
from tests.web.registration.registering import (
    FILLED,
    FORM,
    confirm,
    lapsed,
    offered,
    open_registration,
    register,
    status,
    turned_down,
)
from tests.web.release.releasing import floor_address, give, release_draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tests.web.world import Visitor, World


@dataclass(frozen=True)
class Case:
    """A page as somebody sees it.

    Attributes
    ----------
    who : str
        "nobody", the key of a delegate, or a kind of staff.
    address : str or callable
        Of the page; a callable is asked for it in the world at hand.
    before : tuple of callable
        What happens first.
    form : dict
        What is sent to the address; empty: the page is opened.
    page : str
        On which the form stands; empty: the address.
    """

    who: str
    address: str | Callable[[World], str]
    before: tuple[Callable[[World], object], ...] = ()
    form: dict[str, str] = field(default_factory=dict)
    page: str = ""

    @property
    def title(self) -> str:
        """Who does what where, for the names of tests."""
        where = getattr(self.address, "__name__", self.address)
        done = [getattr(each, "__name__", "") for each in self.before]
        return " ".join([self.who, str(where), *done, *("sends",) * bool(self.form)])

    def visitor(self, world: World) -> Visitor:
        """Return the browser of who looks."""
        if self.who == "nobody":
            return world.nobody()
        if self.who.startswith("d-"):
            return world.delegate(self.who)
        return world.staff(self.who)

    def where(self, world: World) -> str:
        """Return the address in a world."""
        return self.address if isinstance(self.address, str) else self.address(world)

    def shown(self, world: World) -> str:
        """Return the page, after the redirect that a form leads to."""
        for each in self.before:
            each(world)
        visitor, address = self.visitor(world), self.where(world)
        visitor.client.set_cookie("b4h_language", "de")
        if self.form:
            form = {k: v for k, v in self.form.items() if k != "-"}
            page = self.page or address
            found = visitor.post(address, form, page=page, follow_redirects=True)
        else:
            found = visitor.get(address, follow_redirects=True)
        assert found.status_code < 500, address
        return found.text


def preview(world: World) -> None:
    """Show the draft to delegates."""
    world.site.database.write(
        lambda s: preview_draft(s, draft_row(s, 1), is_previewed=True)
    )


def preview_with_objections(world: World) -> None:
    """Show the draft, and let Ada object to it."""
    from datetime import timedelta

    from b4h_scheduler.store.base import now

    def work(session: Session) -> None:
        row = draft_row(session, 1)
        preview_draft(session, row, is_previewed=True)
        row.objections_until = now() + timedelta(days=1)

    world.site.database.write(work)
    form = {"candidate": "", "text": "Sepsis"}
    page = "/my/agenda"
    world.delegate("d-alba").post("/my/agenda/object", form, page=page)


def release(world: World) -> None:
    """Release the first draft."""
    release_draft(world.site.database, 1)


def speak_german(world: World) -> None:
    """Make German the first language of the event."""

    def work(session: Session) -> None:
        row = event_row(session, 1)
        row.content = row.content | {"languages": ["de", "en"]}

    world.site.database.write(work)


def hang_the_wall(world: World) -> None:
    """Turn on what hangs in the hall, in German."""
    speak_german(world)
    give(world, is_event_feed_on=True, shows_pairs=True)


def phase(name: Phase) -> Callable[[World], None]:
    """Return what moves the event to a phase."""

    def move(world: World) -> None:
        world.site.database.write(
            lambda s: set_phase(s, 1, name, is_held=True, seen=event_row(s, 1).version)
        )

    return move


def declined(world: World) -> None:
    """Let Bora decline Alba's wish."""
    bora = world.delegate("d-bora")
    bora.post("/my/incoming/1", {"answer": "declined"}, page="/my/incoming")


def acting(world: World) -> str:
    """Return the page of a delegate; staff acts for it (see the case's form)."""
    return "/events/1/people/d-alba/act"


def link(world: World) -> str:
    """Return Ada's personal link."""
    return f"/d/{world.link('d-alba')}"


def live(world: World) -> str:
    """Return the live agenda of Ada's feed."""
    return f"/cal/{world.link('d-alba', purpose=Purpose.FEED)}/"


def wall(world: World) -> str:
    """Return the wall display."""
    return f"/wall/{floor_address(world, Floor.WALL)}"


def unconfirmed(world: World) -> str:
    """Return the page of a registration."""
    return status(world, register(world))


def confirmed(world: World) -> str:
    """Return the page of a registration whose address is confirmed."""
    row = register(world)
    confirm(world, row)
    return status(world, row)


def offer_of_place(world: World) -> str:
    """Return the page of a registration that is offered a place."""
    return status(world, offered(world))


def offer_over(world: World) -> str:
    """Return that of one that did not answer."""
    return status(world, lapsed(world))


def offer_declined(world: World) -> str:
    """Return that of one that declined."""
    return status(world, turned_down(world))


def accepting(world: World) -> str:
    """Return where a place is accepted."""
    return f"{offer_of_place(world)}/accept"


def accepting_late(world: World) -> str:
    """Return where one is that is not kept any more."""
    return f"{offer_over(world)}/accept"


def declining(world: World) -> str:
    """Return where a place is declined."""
    return f"{offer_of_place(world)}/turn-down"


def waiting_again(world: World) -> str:
    """Return where one waits again."""
    return f"{offer_declined(world)}/wait-again"


def waiting_for_nothing(world: World) -> str:
    """Return where one waits that has an offer."""
    return f"{offer_of_place(world)}/wait-again"


def correction(world: World) -> str:
    """Return the page on which a registration is corrected."""
    return f"{unconfirmed(world)}/correct"


def by_code(world: World) -> None:
    """Let those register who have a code."""
    open_registration(world, mode=Mode.CODE, code="sesame")


def taken(world: World) -> None:
    """Open registration with one place, which is taken."""
    open_registration(world, places=({"number": 1},))


READY = (open_registration,)
WRONG = FILLED | {
    "organization-name": "",
    "organization-offers": "x" * 5001,
    "delegates-0-email": "no address",
    "delegates-0-is_online": "",
    "delegates-0-trip-arrival": "26.11.",
    "consent-terms": "",
}
TWICE = FILLED | {
    "delegates-1-name": "Freja Falk",
    "delegates-1-email": FILLED["delegates-0-email"],
}
FORGED = FILLED | {"organization-kind": "26.11.", "organization-is_sme": "26.11."}
PROFILE = {
    "seen": "1",
    "seen_organization": "1",
    "phone": "1",
    "role": "",
    "sectors": "",
}
ADA = "d-alba"


def replied(world: World) -> None:
    """Let Bora accept Ada's wish with a reply."""
    form = {"answer": "accepted", "reply-1": "zzz"}
    world.delegate("d-bora").post("/my/incoming/1", form, page="/my/incoming")


NIA = {"name": "zzz", "email": "nia@example.org", "agrees": "yes"}
DELEGATE_CASES = (
    Case("nobody", "/"),
    Case("nobody", "/sign-in"),
    Case("nobody", "/sign-in", form={"email": "a@example.org", "password": "x"}),
    Case("nobody", "/password/none"),
    Case("nobody", "/password/none", form={"password": "a", "again": "b"}),
    Case("nobody", "/password/none", form={"password": "a", "again": "a"}),
    Case("nobody", "/nowhere"),
    Case("nobody", "/my/"),
    Case("nobody", "/d/none"),
    Case("nobody", link),
    Case("nobody", live, (release,)),
    Case("nobody", wall, (release, hang_the_wall)),
    Case("nobody", wall, (hang_the_wall,)),
    Case("nobody", FORM),
    Case("nobody", FORM, READY),
    Case("nobody", FORM, (by_code,), form={"-": ""}),
    Case("nobody", FORM, READY, form=WRONG),
    Case("nobody", FORM, READY, form=TWICE),
    Case("nobody", FORM, READY, form=FORGED),
    Case("nobody", FORM, READY, form=FILLED),
    Case("nobody", unconfirmed, READY),
    Case("nobody", confirmed, READY),
    Case("nobody", offer_of_place, READY),
    Case("nobody", offer_over, READY),
    Case("nobody", offer_declined, READY),
    Case("nobody", accepting, READY, form={"-": ""}, page=FORM),
    Case("nobody", accepting_late, READY, form={"-": ""}, page=FORM),
    Case("nobody", declining, READY, form={"-": ""}, page=FORM),
    Case("nobody", waiting_again, READY, form={"-": ""}, page=FORM),
    Case("nobody", waiting_for_nothing, READY, form={"-": ""}, page=FORM),
    Case("nobody", correction, READY),
    Case("nobody", correction, READY, form=WRONG | {"seen": "1"}),
    Case("nobody", correction, READY, form=FILLED | {"seen": "1"}),
    Case("nobody", correction, READY, form=FILLED | {"seen": "9"}),
    Case("nobody", correction, READY, form=FILLED),
    Case("nobody", confirmed, (taken, confirmed)),
    Case(ADA, "/my/"),
    Case(ADA, "/my/", (open_registration, preview)),
    Case(ADA, "/my/", (phase(Phase.REGISTRATION),)),
    Case(ADA, "/my/", (phase(Phase.CLOSED),)),
    Case("d-delta", "/my/"),
    Case(ADA, "/my/leave", form={"-": ""}, page="/my/"),
    Case(ADA, "/my/profile"),
    Case(ADA, "/my/profile", form=PROFILE | {"name": "", "offers": "", "seeks": ""}),
    Case(ADA, "/my/profile", form=PROFILE | {"name": "Ada Ahl", "offers": "x" * 5001}),
    Case(ADA, "/my/profile", form=PROFILE | {"seen": "9", "name": "Bo Berg"}),
    Case(ADA, "/my/colleagues"),
    Case(ADA, "/my/colleagues", (phase(Phase.CLOSED),)),
    Case(ADA, "/my/colleagues", form=NIA),
    Case(ADA, "/my/colleagues", form=NIA | {"email": "bora@example.org"}),
    Case(ADA, "/my/trip"),
    Case(ADA, "/my/trip", (phase(Phase.RUNNING),)),
    Case(
        "d-delta", "/my/trip",
        form={
            "seen": "1", "arrival": "2037-11-26T09:10", "arrival_point": "STR",
            "departure": "2037-11-26T18:00", "departure_point": "STR",
        },
    ),
    Case("d-delta", "/my/trip", form={"seen": "1", "arrival": "2037-11-26T09:10"}),
    Case("d-delta", "/my/trip", form={"seen": "1", "arrival": "Diagnostics"}),
    Case(
        ADA, "/my/busy", page="/my/trip",
        form={"start": "2037-11-26T09:00", "end": "2037-11-26T09:30"},
    ),
    Case(ADA, "/my/busy", form={"start": "", "end": ""}, page="/my/trip"),
    Case(
        ADA, "/my/busy", page="/my/trip",
        form={"start": "2037-11-26T10:00", "end": "2037-11-26T09:30"},
    ),
    Case(ADA, "/my/partners"),
    Case(ADA, "/my/partners?text=imaging&kind=company"),
    Case(ADA, "/my/partners?text=zzzzzz"),
    Case(ADA, "/my/partners/alba"),
    Case(ADA, "/my/partners/bora"),
    Case(ADA, "/my/partners/bora", (declined,)),
    Case(ADA, "/my/partners/echo"),
    Case(ADA, "/my/partners/echo", (phase(Phase.CLOSED),)),
    Case(ADA, "/my/partners/none"),
    Case(ADA, "/my/partners/echo/rule-out", form={"-": ""}, page="/my/partners/echo"),
    Case(ADA, "/my/partners/echo/allow", form={"-": ""}, page="/my/partners/echo"),
    Case(ADA, "/my/wishes"),
    Case(ADA, "/my/wishes", (phase(Phase.CLOSED),)),
    Case(ADA, "/my/wishes", (declined,)),
    Case(ADA, "/my/wishes", (replied,)),
    Case(ADA, "/my/wishes", form={"organization": "echo", "priority": "1"}),
    Case(ADA, "/my/wishes", form={"organization": "bora", "priority": "1"}),
    Case(ADA, "/my/wishes", form={"organization": "alba", "priority": "7"}),
    Case(ADA, "/my/wishes", form={"organization": "echo", "message": "x" * 1001}),
    Case(
        ADA, "/my/wishes", (phase(Phase.CLOSED),), page="/my/partners",
        form={"organization": "echo", "priority": "1"},
    ),
    Case(
        ADA, "/my/wishes/1", page="/my/wishes",
        form={"seen-1": "7", "priority-1": "2", "message-1": ""},
    ),
    Case(ADA, "/my/wishes/1/withdraw", form={"-": ""}, page="/my/wishes"),
    Case(ADA, "/my/wishes/9/move", form={"way": "up"}, page="/my/wishes"),
    Case("d-bora", "/my/incoming"),
    Case(ADA, "/my/incoming", (phase(Phase.CLOSED),)),
    Case(ADA, "/my/incoming"),
    Case("d-delta", "/my/incoming"),
    Case(ADA, "/my/incoming/2", form={"answer": "declined"}, page="/my/incoming"),
    Case(ADA, "/my/incoming", form={"answer": "accepted"}),
    Case(ADA, "/my/incoming", form={"wish": "2", "answer": "accepted"}),
    Case(ADA, "/my/agenda"),
    Case(ADA, "/my/agenda", (preview,)),
    Case(ADA, "/my/agenda", (preview_with_objections,)),
    Case(ADA, "/my/agenda", (release,)),
    Case(ADA, "/my/mail"),
    Case(ADA, "/my/late", (release, phase(Phase.RELEASED))),
    Case(ADA, "/my/data"),
    Case(ADA, "/my/data", READY),
    Case(
        ADA, "/my/data/consents", READY,
        form={"consent-terms": "yes", "consent-notice": "yes"}, page="/my/data",
    ),
    Case(ADA, "/my/data/erase", form={"sure": "no"}, page="/my/data"),
    Case(ADA, "/my/data/erase", form={"sure": "erase"}, page="/my/data"),
    Case("editor", acting, form={"-": ""}, page="/events/1/people/d-alba"),
)  # fmt: skip
"""Add a page of delegates here; a test tells which is missing."""
