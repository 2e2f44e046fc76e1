"""The buttons of staff, pressed one after the other: every one that there is."""

from __future__ import annotations

import io
import re
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.load.instance import OWNER, PASSWORD
from tests.load.walk import EVENT

if TYPE_CHECKING:
    from tests.load.instance import Guest, Instance
    from tests.load.walk import Walk

NEXT_EVENT = "Next year"


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that staff does at one event, and what it does it with.

    Attributes
    ----------
    draft : int
        One that is not released yet.
    applications : tuple of int
        Registrations that wait for a decision: three at least.
    """

    walk: Walk
    instance: Instance
    draft: int
    applications: tuple[int, ...]

    def begin(self) -> None:
        """Press the buttons that are there only before something is released."""
        send = self.walk.send
        send("mail", "/pause", "pause all mail")
        # Who is new has wished for nobody, and can be reminded.
        last = f"registration/{self.applications[-1]}"
        send(last, "/approve", "a registration: approve")
        send("mail", "/invite", "invite everybody")
        send("mail", "/remind", "remind those who do not answer")
        send("invitations", "/remind", "remind those looked after")
        person = f"people/{self.walk.delegate}"
        send(person, f"/{person}", "a mail address", email="ada@example.org")
        send("mail", "/retry", "send a mail again")
        send("mail", "/pause", "go on with mail")
        edit = f"drafts/{self.draft}/edit"
        send(edit, "/improve", "improve a draft", seconds="1")

    def tell(self) -> None:
        """Press all buttons, those last that others would miss."""
        self._people()
        self._set_up()
        self._registration()
        self._edit()
        self._ask()
        self._runs()
        self._mail()
        self._prints_and_feeds()
        self._release()
        self._at_the_desk()
        self._late()
        self._import()
        self._other_events()
        self._accounts()
        send = self.walk.send
        send(f"drafts/{self.draft}", "/delete", "delete a draft")
        send("/account", "/account/sign-out", "sign out everywhere")

    def _guest(self, number: int) -> Guest:
        return self.instance.guests[number]

    def _people(self) -> None:
        send, guest = self.walk.send, self._guest(3)
        page = f"people/{guest.key}"
        send(page, f"/{page}", "a delegate", role="CEO")
        send(page, "/revoke", "new links of a delegate")
        send(page, "/act", "act on behalf")
        send("/my/", "/stop-acting", "stop acting on behalf")
        company = f"organizations/{guest.organization}"
        send(company, f"/{company}", "an organization", offers="Sensors")
        new = send(
            "new-organization", "/new-organization", "a new organization",
            name="Late Comers Ltd", country="DE",
        )  # fmt: skip
        person = send(
            "new-delegate", "/new-delegate", "a new delegate",
            organization=_last(new), name="Nora Newton", email="nora@late.example.org",
        )  # fmt: skip
        self.walk.look(f"{person}/remove")
        send(f"{person}/remove", "/remove", "remove a delegate")
        self.walk.look(f"{new}/remove")
        send(f"{new}/remove", "/remove", "remove an organization")
        self.walk.look(f"{EVENT}/people/{guest.key}/link.svg")

        units = f"{company}/units"
        send(units, f"/{units}", "units of an organization", **{"units-0-name": "Lab"})
        self._interpreters()

    def _interpreters(self) -> None:
        send, ina = self.walk.send, "companions/c-ina-ivo"
        send(
            "new-companion", "/new-companion", "a new interpreter",
            name="Ina Ivo", email="ina@example.org", languages="de; fr",
        )  # fmt: skip
        self.walk.look(f"{EVENT}/{ina}")
        send(ina, f"/{ina}", "an interpreter", languages="de; fr; en")
        self.walk.look(f"{EVENT}/{ina}/remove")
        send(f"{ina}/remove", "/remove", "remove an interpreter")

    def _set_up(self) -> None:
        send = self.walk.send
        for step in ("event", "times", "zones", "homes", "arrivals", "policy"):
            page = f"setup/{step}"
            send(page, f"/{page}", f"set-up: {step}")
        times = f"{EVENT}/setup/times"
        send(
            "setup/times", "/times", "set-up: count the places", button=f"{times}/count"
        )
        tables = {"number": "1", "first": "900", "do": "add"}
        send("setup/tables", "/tables", "set-up: more tables", **tables)
        self.walk.upload(
            "setup/logos", "set-up: a logo", "logo.png", _png(), name="Mill"
        )
        send("setup/logos", "/remove", "set-up: take a logo away")
        send("phase", "/phase", "the phase")
        dates, keep = (f"{EVENT}/phase/{part}" for part in ("dates", "keep"))
        send("phase", "/phase", "dates of the phases", button=dates)
        until = {"until": "2045-01-01"}
        send("phase", "/phase", "how long data are kept", button=keep, **until)

    def _registration(self) -> None:
        send = self.walk.send
        send("registration/rules", "/rules", "rules of registration", mode="open")
        first, second, *_ = self.applications
        self.walk.look(f"{EVENT}/registration/{first}")
        for number, ending, typed in (
            (first, "/wait", {}),
            (second, "/decline", {"reason": "No place is left."}),
        ):
            page = f"registration/{number}"
            send(page, ending, f"a registration: {ending[1:]}", **typed)
        offered = f"registration/{first}"
        offer = f"{EVENT}/{offered}/offer"
        send(offered, "/approve", "a registration: offer a place", button=offer)
        send(offered, "/take-back", "a registration: take an offer back")

    def _edit(self) -> None:
        send, draft = self.walk.send, f"drafts/{self.draft}"
        edit = f"{draft}/edit"
        self.walk.browser.get(f"{EVENT}/{edit}")
        held = re.findall(r"[?&;]pick=([^\"&#]+)", self.walk.browser.text)
        picked = f"{edit}?pick={held[0]}"
        self.walk.look(f"{EVENT}/{edit}/targets?candidate={held[0]}")
        send(picked, "/edit", "move a meeting", to="*")
        send(edit, "/undo", "undo")
        send(edit, "/redo", "redo")
        send(picked, "/lock", "lock a meeting")
        send(picked, "/unlock", "unlock a meeting")
        send(draft, "/name", "a draft's name", name="Better")
        send(draft, "/preview", "preview to delegates", show="yes")
        send(draft, "/preview", "no preview to delegates", show="no")
        send(f"{draft}/objections", "/objections/1", "settle an objection")

    def _ask(self) -> None:
        send, draft = self.walk.send, f"drafts/{self.draft}"
        send(f"{draft}/figures", "/figures", "ask for figures")
        self.walk.look(f"{EVENT}/{draft}/figures/fairness")
        unmet = f"{EVENT}/{draft}/unmet"
        self.walk.browser.get(unmet)
        found = re.findall(r'id="price-([^"]+)"', self.walk.browser.text)
        price = {"candidate": next((each for each in found if each != "all"), "")}
        send(unmet, "/prices", "ask for a price", **price)
        self.walk.look(f"{EVENT}/{draft}/prices/{price['candidate']}")
        grant = f"{EVENT}/{draft}/grant"
        send(unmet, "/prices", "plan with a meeting granted", button=grant, **price)
        asked = send("what-if", "/what-if", "ask what if")
        for ending in ("", "/progress"):
            self.walk.look(f"{asked}{ending}")
        send(asked, "/cancel", "end a question")

    def _runs(self) -> None:
        run = self.walk.send("plans", "/plans", "start a run", seconds="600")
        self.walk.look(run)
        self.walk.look(f"{run}/progress")
        self.walk.send(run, "/cancel", "end a run")

    def _mail(self) -> None:
        send = self.walk.send
        send("mail", "/wanted", "which mails are wanted")
        send("mail/texts", "/texts", "words of a mail", intro="Dear {name}")
        preview = f"{EVENT}/mail/texts/preview"
        send("mail/texts", "/texts", "preview of a mail", button=preview)
        self.walk.look(f"{EVENT}/mail/1/html")

    def _prints_and_feeds(self) -> None:
        send = self.walk.send
        printed = {"how": "mark", "number": "1"}
        send("print", "/print/agendas", "note that agendas are printed", **printed)
        send("feeds", "/feeds", "feeds and wall", is_table_feed_on="on")
        send("feeds", "/revoke", "new addresses of feeds and wall")

    def _release(self) -> None:
        send = self.walk.send
        page = f"drafts/{self.draft}/release"
        send(page, "/release", "release of a few changes")
        self.walk.look(f"{EVENT}/releases/1/back")
        send("releases/1/back", "/back", "go back to a revision")

    def _at_the_desk(self) -> None:
        send, guest = self.walk.send, self._guest(7)
        page = f"desk/{guest.key}"
        send(page, "/here", "somebody is here", here="yes")
        for other in self.instance.guests[8:]:
            spots = f"{EVENT}/{page}/book/{other.key}"
            self.walk.browser.get(spots)
            if 'name="at"' in self.walk.browser.text:
                self.walk.look(spots)
                send(spots, f"/{other.key}", "book a meeting", at="*")
                break
        send(page, "/cancel", "cancel a booked meeting")

    def _late(self) -> None:
        send, guest = self.walk.send, self._guest(9)
        page = f"desk/{guest.key}"
        send(page, f"/{page}", "somebody does not come", what="absent")
        send("", f"/{page}", "somebody does not come: yes")
        edit = f"drafts/{self.draft}/edit"
        send(edit, "/edit/release", "take off what is not possible")
        self.walk.look(f"{EVENT}/late")
        self.walk.look(f"{EVENT}/late/progress")
        send("late", "/again", "plan around it anew")
        send("late", "/dismiss", "dismiss a proposal")

    def _import(self) -> None:
        self.walk.browser.get(f"{EVENT}/export.zip")
        files = self.walk.browser.content
        read = self.walk.upload("import", "read files", "event.zip", files)
        self.walk.look(read)
        self.walk.send(read, _last(read), "import files")
        read = self.walk.upload("/events/new", "read a new event", "new.zip", files)
        self.walk.look(read)
        self.walk.send(read, _last(read), "import a new event")

    def _other_events(self) -> None:
        send = self.walk.send
        typed = {
            "name": NEXT_EVENT, "time_zone": "Europe/Berlin",
            "sessions-0-id": "am", "sessions-0-name": "Morning",
            "sessions-0-start": "2045-01-01T09:00", "sessions-0-num_slots": "4",
            "zones-0-id": "hall", "zones-0-name": "Hall",
        }  # fmt: skip
        send("/events/create", "/create", "set up a new event", **typed)
        self.walk.look(f"{EVENT}/registration/earlier")

    def _accounts(self) -> None:
        send = self.walk.send
        given = {"name": "Nia New", "email": "nia@example.org"}
        send("team", "/team", "give a role", **given)
        send("team", "/link", "a new link for the team")
        send("team", "/team/2", "change a role", role="viewer")
        send("team", "/team/2/remove", "take a role")
        given = {"name": "Ole Owner", "email": "ole@example.org"}
        send("/staff", "/staff", "add an account", **given)
        for ending in ("link", "sign-out", "owner", "remove"):
            send("/staff", f"/staff/2/{ending}", f"an account: {ending}")
        send("/account", "/account", "the own account")
        again = {"password": PASSWORD, "again": PASSWORD}
        send("/account", "/password", "the own password", current=PASSWORD, **again)
        self.walk.browser.get("/sign-in")  # a new password ends what was open
        self.walk.browser.post("/sign-in", email=OWNER, password=PASSWORD)


def _last(address: str) -> str:
    return address.rpartition("/")[2]


def _png() -> bytes:
    """Return a small picture."""
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x40\x60\x80" * 8) * 8)
    made = io.BytesIO(b"\x89PNG\r\n\x1a\n")
    made.seek(0, io.SEEK_END)
    for kind, content in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")):
        made.write(struct.pack(">I", len(content)) + kind + content)
        made.write(struct.pack(">I", zlib.crc32(kind + content)))
    return made.getvalue()
