"""Paper: who is on which sheet, and the PDF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.store.drafts import draft_row, plan_of
from b4h_scheduler.store.revisions import last_print
from b4h_scheduler.store.setup import edit_setup, setup_version
from tests.b4h_scheduler.releases.meetings import between, other
from tests.web.release.releasing import release_draft, release_plan
from web.assets import ROOT
from web.feeds.floor import Seat
from web.release.prints import KINDS
from web.release.sheets import PER_COLUMN, side_by_side

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.web.world import World

ALL = ["Ada Ahl", "Bo Berg", "Cleo Costa", "Dora Dahl", "Edo Eriks"]


def _names(page: str) -> list[str]:
    return re.findall(r"<h1>([^<]+)</h1>", page)


def test_all_agendas_are_sorted_by_name_and_say_revision_and_time(world: World) -> None:
    """Every sheet tells which plan it is of."""
    release_draft(world.site.database, 1)
    page = world.staff("viewer").text("/events/1/print/agendas")
    assert _names(page) == ALL
    feet = re.findall(r'class="foot">[^<]*revision 1, released \w{3} \d\d \w{3}', page)
    assert len(feet) == len(ALL)
    assert page.count("data:image/svg+xml") == len(ALL)


def test_agendas_and_signs_say_who_pays(world: World) -> None:
    """The funding statement as it is now, line by line, below each sheet."""
    release_draft(world.site.database, 1)

    def state(session: Session) -> None:
        changes = {"funding": "Paid by the Union.\nAnd <regions>."}
        edit_setup(session, 1, changes, seen=setup_version(session, 1))

    world.site.database.write(state)
    viewer = world.staff("viewer")
    for kind, number in (("agendas", len(ALL)), ("tables", 3)):
        page = viewer.text(f"/events/1/print/{kind}")
        told = "<br>Paid by the Union.<br>And &lt;regions&gt;.</p>"
        assert page.count(told) == number


def test_only_what_changed_since_the_last_print(world: World) -> None:
    """Everybody before the first print, nobody right after, then who is concerned."""
    database = world.site.database
    release_draft(database, 1)
    editor = world.staff("editor")
    address = "/events/1/print/changed"
    assert _names(editor.text(address)) == ALL
    editor.post(
        "/events/1/print/agendas",
        {"how": "mark", "number": "1"},
        page="/events/1/print",
    )
    assert _names(editor.text(address)) == ["Nothing changed"]
    with world.read() as reading:
        plan = plan_of(draft_row(reading, 1).plan)
    release_plan(database, other(plan, between(plan, "alba", "bora"), table="T3"))
    assert _names(editor.text(address)) == ["Ada Ahl", "Bo Berg"]
    assert "2 agendas differ" in editor.text("/events/1/print")


def test_desk_lists_hold_everybody_and_every_meeting(world: World) -> None:
    """By name with times and tables; by slot with tables and both sides."""
    release_draft(world.site.database, 1)
    viewer = world.staff("viewer")
    names = viewer.text("/events/1/print/desk-names")
    assert re.findall(r'<th scope="row">([^<]+)</th>', names) == ALL
    slots = viewer.text("/events/1/print/desk-slots")
    with world.read() as reading:
        plan = plan_of(draft_row(reading, 1).plan)
    assert slots.count('<tr><th scope="row">') == len(plan.meetings)


def test_floor_lists_never_name_pairs(world: World) -> None:
    """Each organization on a line of its own with its table."""
    release_draft(world.site.database, 1)
    page = world.staff("viewer").text("/events/1/print/floor")
    assert '<td>Alba Diagnostics</td><td class="where">Table' in page
    assert " – Bora" not in page
    assert "Ada Ahl" not in page


def test_floor_lists_read_down_the_columns_of_each_page() -> None:
    """In order, nobody left out; what does not fill a page is halved."""
    seats = [Seat(f"Org {n:03}", "T1") for n in range(2 * PER_COLUMN + 5)]
    pages = side_by_side(seats)
    assert [len(rows) for rows in pages] == [PER_COLUMN, 3]
    read = [
        seat
        for rows in pages
        for column in zip(*rows, strict=True)
        for seat in column
        if seat is not None
    ]
    assert read == seats
    assert side_by_side([]) == []


def test_tables_have_numbers_to_put_up(world: World) -> None:
    """A sheet for each table, with its zone."""
    release_draft(world.site.database, 1)
    page = world.staff("viewer").text("/events/1/print/tables")
    assert re.findall(r'class="number">([^<]+)<', page) == [
        "Table T1",
        "Table T2",
        "Table T3",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_pdf_of_each_kind(world: World, kind: str) -> None:
    """A real PDF; those of agendas are remembered as printed."""
    pytest.importorskip("weasyprint")
    release_draft(world.site.database, 1)
    response = world.staff("editor").post(
        f"/events/1/print/{kind}", page="/events/1/print"
    )
    assert response.status_code == 200
    assert response.data.startswith(b"%PDF")
    name = f"small-day-1-{kind}-revision-1.pdf"
    assert response.headers["Content-Disposition"].endswith(f"filename={name}")
    with world.read() as reading:
        printed = last_print(reading, 1)
    is_of_people = kind in {"agendas", "changed"}
    assert (printed is not None and printed.number == 1) == is_of_people


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"tables"}))
def test_columns_do_not_follow_the_texts_in_them(world: World, kind: str) -> None:
    """Else the maker of PDFs measures each letter, which takes half of its time."""
    weasyprint = pytest.importorskip("weasyprint")
    release_draft(world.site.database, 1)
    page = world.staff("viewer").text(f"/events/1/print/{kind}")
    long = page.replace("Bora Implants", "Bora Implants of the very long name")
    style = (ROOT / "print.css").read_text(encoding="utf-8")
    widths = [_column_widths(weasyprint, each, style) for each in (page, long)]
    assert widths[0] == widths[1]
    assert len(set(widths[0])) == 1


def test_names_of_the_desk_list_are_not_cut_into_letters(world: World) -> None:
    """The PDF too keeps room for them: it did not read a rule for paper or screen."""
    weasyprint = pytest.importorskip("weasyprint")
    release_draft(world.site.database, 1)
    page = world.staff("viewer").text("/events/1/print/desk-names")
    style = (ROOT / "print.css").read_text(encoding="utf-8")
    [widths] = _column_widths(weasyprint, page, style)
    pixels_a_mm = 96 / 25.4
    assert [round(width / pixels_a_mm) for width in widths[:2]] == [38, 40]


def _column_widths(weasyprint: Any, page: str, style: str) -> list[tuple[float, ...]]:
    bare = re.sub(r"<link [^>]*>", "", page)
    styled = bare.replace("</head>", f"<style>{style}</style></head>")
    laid_out = weasyprint.HTML(string=styled).render()
    return [
        tuple(box.column_widths)
        for sheet in laid_out.pages
        for box in sheet._page_box.descendants()
        if box.element_tag == "table" and hasattr(box, "column_widths")
    ]


def test_nothing_released_is_nothing_to_print(world: World) -> None:
    """The page says so, and sheets are not there."""
    viewer = world.staff("viewer")
    assert "nothing to print" in viewer.text("/events/1/print")
    assert viewer.get("/events/1/print/agendas").status_code == 404
    assert viewer.get("/events/1/print/everything").status_code == 404
