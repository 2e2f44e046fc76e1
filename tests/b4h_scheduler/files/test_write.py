"""Events written as files and read again."""

from __future__ import annotations

import csv
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4h_scheduler.domain.base import Interval, utc
from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.ids import (
    ArrivalPointId,
    CompanionId,
    DelegateId,
    OrganizationId,
    SessionId,
    TableId,
    UnitId,
    ZoneId,
)
from b4h_scheduler.domain.people import (
    Attends,
    Companion,
    CountingMeetings,
    Delegate,
    Kind,
    Organization,
    Trip,
    Unit,
    Voucher,
)
from b4h_scheduler.domain.places import (
    ArrivalPoint,
    HomePlace,
    HomeUse,
    Table,
    TravelMode,
    WalkingTime,
    Zone,
)
from b4h_scheduler.domain.policy import Eligibility, Fairness, Limits, Policy
from b4h_scheduler.domain.times import Break, Session
from b4h_scheduler.domain.wishes import Answer, Side, Veto, Wish
from b4h_scheduler.files.columns import FORMS
from b4h_scheduler.files.csv_file import read_csv
from b4h_scheduler.files.faults import Faults
from b4h_scheduler.files.headings import match
from b4h_scheduler.files.load import load_event
from b4h_scheduler.files.text_cells import clean
from b4h_scheduler.files.write import csv_bytes, write_event
from b4h_scheduler.files.write_workbook import write_sheets
from b4h_scheduler.files.xlsx_file import Workbook

if TYPE_CHECKING:
    from b4h_scheduler.files.tabulate import Entry

EXAMPLES = Path(__file__).parents[3] / "examples"
BERLIN = ZoneInfo("Europe/Berlin")


def at(hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    """Return a moment of the night in which clocks go back in Berlin."""
    return datetime(2026, 10, 25, hour, minute, fold=fold, tzinfo=BERLIN)


def side(
    organization: str, unit: str | None = None, delegate: str | None = None
) -> Side:
    """Return a side from plain texts."""
    return Side(
        organization=OrganizationId(organization),
        unit=UnitId(unit) if unit else None,
        delegate=DelegateId(delegate) if delegate else None,
    )


def rich_event() -> Event:
    """Return an event that uses everything, with ids and names that are hard."""
    always = Interval(start=at(2, 15, fold=1), end=at(2, 45, fold=1))
    organizations = (
        # Nobody comes for it; it wishes all the same.
        Organization(id=OrganizationId("x1"), name="=HYPERLINK(1)", country="DE"),
        Organization(
            id=OrganizationId("x2"),
            name="Twin; Labs",
            number="+7",
            legal_name="Twin GmbH",
            country="FR",
            region="Nord",
            kind=Kind.INVESTOR,
            is_sme=False,
            sectors=("a", "b, c"),
            offers="line one\n\nline 'two'",
            seeks='"quotes"',
            attends=Attends.SEPARATELY,
            units=(
                Unit(id=UnitId("u1"), name="Lab"),
                Unit(id=UnitId("u2"), name="Lab two"),
            ),
            needs=frozenset({"screen", "step-free"}),
        ),
        Organization(id=OrganizationId("x3"), name="שלום בע״מ", country="IL"),
        Organization(id=OrganizationId("x4"), name="Same", number="4"),
        Organization(id=OrganizationId("x5"), name="Same", number="5"),
    )
    delegates = (
        Delegate(
            id=DelegateId("d1"),
            name="Ann O'Neil",
            organization=OrganizationId("x2"),
            unit=UnitId("u1"),
            email="ann@twin.example",
            phone="+49 711 1234567",
            role="@home",
            language="de",
            speaks=frozenset({"de", "en"}),
            voucher=Voucher(
                number="-V1",
                partner="'=P",
                amount_cents=45005,
                least=4,
                counts=CountingMeetings.ALL,
            ),
            trip=Trip(
                arrival_point=ArrivalPointId("STR"),
                arrival=at(2, 30, fold=1),
                departure_point=ArrivalPointId("HBF"),
                departure=at(18),
                present_from=at(9),
                present_until=at(17),
                override_reason="hotel",
            ),
            busy=(always, Interval(start=at(10), end=at(11))),
            sessions=frozenset({SessionId("day")}),
            most=9,
            least=1,
        ),
        Delegate(
            id=DelegateId("d2"), name="Ann O'Neil", organization=OrganizationId("x2")
        ),
        Delegate(
            id=DelegateId("d3"),
            name="Dan",
            organization=OrganizationId("x3"),
            is_online=True,
        ),
        Delegate(id=DelegateId("d4"), name="Ed", organization=OrganizationId("x4")),
        Delegate(id=DelegateId("d5"), name="Flo", organization=OrganizationId("x5")),
    )
    return Event(
        name='The "Day" \\ night',
        time_zone="Europe/Berlin",
        venue="Haus",
        organizer="Us",
        organizer_email="us@organizer.example",
        funding="Paid by all, “in equal parts”",
        languages=("de", "fr"),
        sessions=(
            Session(
                id=SessionId("night"),
                name="Night",
                start=at(2, 30, fold=1),
                slot_min=15,
                changeover_min=3,
                num_slots=2,
            ),
            Session(id=SessionId("day"), name="day", start=at(9), num_slots=9),
        ),
        breaks=(Break(name="Pause", time=Interval(start=at(8), end=at(9))),),
        zones=(Zone(id=ZoneId("a"), name="Hall A"), Zone(id=ZoneId("b"), name="b")),
        walking=(WalkingTime(zones=(ZoneId("a"), ZoneId("b")), minutes=4),),
        tables=(
            Table(id=TableId("007"), zone=ZoneId("a"), closed=(always,)),
            Table(
                id=TableId("2"),
                zone=ZoneId("b"),
                position="by the door",
                seats=6,
                features=frozenset({"calls"}),
            ),
        ),
        home_places=(
            HomePlace(
                id=TableId("B1"),
                zone=ZoneId("a"),
                organizations=(OrganizationId("x2"), OrganizationId("x5")),
                capacity=3,
                use=HomeUse.ALWAYS,
                is_open_to_others=True,
            ),
        ),
        arrival_points=(
            ArrivalPoint(
                id=ArrivalPointId("STR"),
                name="Airport",
                mode=TravelMode.PLANE,
                transfer_min=25,
                exit_min=10,
                late_min=20,
            ),
            ArrivalPoint(
                id=ArrivalPointId("HBF"),
                name="HBF",
                mode=TravelMode.TRAIN,
                transfer_min=0,
                check_in_min=0,
            ),
        ),
        organizations=organizations,
        delegates=delegates,
        companions=(
            Companion(
                id=CompanionId("i1"),
                name="Odile",
                email="o@x.example",
                languages=frozenset({"fr", "de"}),
                available=(Interval(start=at(9), end=at(12)),),
                busy=(Interval(start=at(10), end=at(11)),),
            ),
        ),
        wishes=(
            Wish(wisher=side("x1"), wished=side("x2"), priority=1, message="=1+1"),
            Wish(wisher=side("x2", "u1"), wished=side("x3"), answer=Answer.ACCEPTED),
            Wish(wisher=side("x2", "u2"), wished=side("x4"), answer=Answer.DECLINED),
            Wish(wisher=side("x2", None, "d2"), wished=side("x5"), priority=3),
            Wish(wisher=side("x2", "u1", "d1"), wished=side("x5")),
            Wish(wisher=side("x4"), wished=side("x3", None, "d3")),
        ),
        vetoes=(Veto(sides=(side("x4"), side("x5")), reason="feud"),),
        promised=(Wish(wisher=side("x1"), wished=side("x3"), priority=1),),
        policy=Policy(
            eligibility={Kind.COMPANY: Eligibility.MUTUAL},
            limits=Limits(longest_run_min=None, most_per_day=7),
            fairness=Fairness(bonus=()),
            voucher_reserve=0,
        ),
    )


def content(event: Event) -> dict[str, object]:
    """Return everything but where wishes were read."""
    return event.model_dump(
        exclude={"wishes": {"__all__": {"source"}}, "promised": {"__all__": {"source"}}}
    )


@pytest.mark.parametrize("form", ["folder", "workbook"])
def test_everything_of_an_event_survives_its_files(form: str, tmp_path: Path) -> None:
    """Ids, texts that look like formulas, times that occur twice, equal names."""
    event = rich_event()
    path = tmp_path / "event"
    if form == "folder":
        write_event(event, path)
    else:
        path = tmp_path / "event.xlsx"
        write_event(event, tmp_path, workbook=path)
    loaded = load_event(path)
    assert content(loaded.event) == content(event)
    arrival = loaded.event.delegates[0].trip.arrival
    assert arrival is not None
    assert utc(arrival) == utc(at(2, 30, fold=1))
    # Two namesakes without addresses, and an organization nobody comes for.
    assert {fault.code.value for fault in loaded.warnings} <= {
        "missing-email",
        "near-duplicate-organization",
    }


@pytest.mark.parametrize("name", ["stuttgart", "stuttgart-morning", "trade-fair"])
def test_examples_survive_their_files(name: str, tmp_path: Path) -> None:
    """The hash of the input is the same, so a plan of one is a plan of the other."""
    loaded = load_event(EXAMPLES / name)
    write_event(loaded.event, tmp_path / "folder")
    write_event(loaded.event, tmp_path, workbook=tmp_path / "event.xlsx")
    assert load_event(tmp_path / "folder").input_hash == loaded.input_hash
    assert load_event(tmp_path / "event.xlsx").input_hash == loaded.input_hash


def test_no_cell_becomes_a_formula(tmp_path: Path) -> None:
    """Neither in CSV nor in the workbook."""
    event = rich_event()
    write_event(event, tmp_path / "event", workbook=tmp_path / "event.xlsx")
    write_event(event, tmp_path / "event")
    for path in (tmp_path / "event").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file, delimiter=";"):
                assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    with zipfile.ZipFile(tmp_path / "event.xlsx") as book:
        for name in book.namelist():
            assert b"<f>" not in book.read(name)


def test_lists_of_an_earlier_event_are_removed(tmp_path: Path) -> None:
    """A veto that is gone must not be read again."""
    event = rich_event()
    write_event(event, tmp_path)
    assert (tmp_path / "vetoes.csv").exists()
    write_event(event.model_copy(update={"vetoes": ()}), tmp_path)
    assert load_event(tmp_path).event.vetoes == ()


def test_file_opens_in_a_spreadsheet_by_double_click(tmp_path: Path) -> None:
    """UTF-8 with a mark, semicolons, line ends of Windows."""
    write_event(rich_event(), tmp_path)
    data = (tmp_path / "wishes.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbffrom;to;")
    assert data.endswith(b"\r\n")


TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp", "Zs"])
    | st.sampled_from(" ;,|\t\n\"'=+-@"),
    max_size=30,
).map(lambda text: clean(text.lstrip("'")))


@given(texts=st.lists(TEXTS.filter(bool), min_size=3, max_size=3))
def test_any_text_survives_its_file(texts: list[str]) -> None:
    """Quotation marks, separators, line ends, signs of formulas, all scripts."""
    entry: Entry = dict(zip(("from", "to", "reason"), texts, strict=True))
    table = read_csv(csv_bytes("vetoes", [entry]), FORMS["vetoes"], 9)
    faults = Faults()
    assert match(FORMS["vetoes"], "vetoes.csv", table, faults).cells == [texts]
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "event.xlsx"
        write_sheets({}, {"vetoes": [entry]}, book)
        sheet = Workbook(book.read_bytes(), 9).sheet("vetoes")
    assert match(FORMS["vetoes"], "x", sheet.cells, faults).cells == [texts]
