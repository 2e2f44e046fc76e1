"""Whole events from files of many layouts."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.people import Attends, CountingMeetings, Kind
from b4h_scheduler.domain.places import HomeUse
from b4h_scheduler.domain.policy import Eligibility, LevelName
from b4h_scheduler.domain.wishes import Answer, Side
from b4h_scheduler.files.codes import FaultCode
from b4h_scheduler.files.faults import FaultsError
from b4h_scheduler.files.load import Loaded, load_event
from tests.b4h_scheduler.files.small_event import (
    PARTICIPANTS,
    TABLES,
    TOML,
    WISHES,
    as_rows,
    participants,
    sheet_bytes,
    wishes,
    write,
)

if TYPE_CHECKING:
    from tests.b4h_scheduler.files.small_event import Content

BERLIN = ZoneInfo("Europe/Berlin")


def load(folder: Path, changes: dict[str, Content] | None = None) -> Loaded:
    """Load the sound event with changes; there must be no fault."""
    loaded = load_event(write(folder, changes))
    assert not loaded.warnings
    return loaded


def at(hour: int, minute: int = 0, day: int = 26) -> datetime:
    """Return a moment of November 2026 in Berlin."""
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


def test_sound_event_is_read_whole(tmp_path: Path) -> None:
    """Organizations, delegates, wishes, sessions, places."""
    event = load(tmp_path).event
    assert [o.name for o in event.organizations] == [
        "BioNova GmbH",
        "Acme SAS",
        "Vertex BV",
    ]
    assert [o.id for o in event.organizations] == ["17", "18", "19"]
    assert [o.country for o in event.organizations] == ["DE", "FR", "NL"]
    assert [d.name for d in event.delegates] == [
        "Anna Müller",
        "Jean Dupont",
        "Luc Petit",
        "Joost Vis",
    ]
    assert event.delegates[0].trip.arrival == at(8, 15)
    assert event.delegates[0].trip.arrival_point == "STR"
    assert len(event.slots) == 18
    assert event.slots[0].start == at(9)
    assert [(w.priority, w.answer) for w in event.wishes] == [
        (1, Answer.ACCEPTED),
        (2, Answer.OPEN),
        (3, Answer.DECLINED),
    ]
    assert event.wishes[0].source == "wishes.csv row 2"
    joost = event.delegates[3]
    assert event.wishes[2].wisher == Side(organization="19", delegate=joost.id)


def _encoded(text: str, separator: str, encoding: str) -> bytes:
    return text.replace(";", separator).replace("\n", "\r\n").encode(encoding)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_layout_of_csv_does_not_matter(
    separator: str, encoding: str, tmp_path: Path
) -> None:
    """Separator, encoding and line ends of all usual programs give the same event."""
    changes: dict[str, Content] = {
        name: _encoded(text, separator, encoding)
        for name, text in {
            "participants.csv": PARTICIPANTS,
            "wishes.csv": WISHES,
            "tables.csv": TABLES,
        }.items()
    }
    changed = load(tmp_path / "changed", changes)
    assert changed.input_hash == load(tmp_path / "same").input_hash


def test_utf_32_with_a_mark_is_read(tmp_path: Path) -> None:
    """Its mark begins like that of UTF-16."""
    changed = load(tmp_path / "changed", {"wishes.csv": WISHES.encode("utf-32")})
    assert changed.input_hash == load(tmp_path / "same").input_hash


def test_title_may_stand_above_the_headings(tmp_path: Path) -> None:
    """The separator is that of the headings; rows keep their numbers."""
    title = "Wishes, as of today, 26 November\n\n"
    loaded = load_event(write(tmp_path, {"wishes.csv": title + WISHES}))
    assert [str(fault.code) for fault in loaded.warnings] == ["rows-above-headings"]
    assert loaded.event.wishes[0].source == "wishes.csv row 4"
    assert loaded.event.wishes == tuple(
        wish.model_copy(update={"source": now.source})
        for wish, now in zip(
            load(tmp_path / "same").event.wishes, loaded.event.wishes, strict=True
        )
    )


@pytest.mark.parametrize(("written", "wished"), [("017", "17"), ("17.0", "017")])
def test_number_is_found_whatever_a_spreadsheet_made_of_it(
    written: str, wished: str, tmp_path: Path
) -> None:
    """Zeros before it are dropped, or decimals added."""
    people = PARTICIPANTS.replace(";17;", f";{wished};")
    wish = wishes(f"Vertex BV;{written};1;;").replace(
        "joost@vertex.example;17", "19;18"
    )
    event = load(tmp_path, {"participants.csv": people, "wishes.csv": wish}).event
    assert event.wishes[3].wished == event.wishes[0].wisher


def test_number_as_written_comes_first(tmp_path: Path) -> None:
    """Where 7 and 07 are two organizations, each is meant by its own."""
    people = PARTICIPANTS.replace(";18;", ";017;")
    wish = wishes("Vertex BV;017;1;;")
    event = load(tmp_path, {"participants.csv": people, "wishes.csv": wish}).event
    assert event.wishes[3].wished == event.wishes[1].wisher
    with pytest.raises(FaultsError, match="nobody is called '0017'"):
        load(tmp_path, {"participants.csv": people, "wishes.csv": wishes("19;0017;;;")})


def test_trip_is_not_missed_where_arrival_points_cannot_be_read(tmp_path: Path) -> None:
    """One fault in event.toml is one fault."""
    people = participants(head=";voucher;voucher least", after=";V-1;2")
    changes: dict[str, Content] = {
        "event.toml": "name = Day\n" + TOML, "participants.csv": people
    }  # fmt: skip
    with pytest.raises(FaultsError) as caught:
        load_event(write(tmp_path, changes))
    assert [str(fault.code) for fault in caught.value.faults] == ["invalid-toml"]


def test_hint_of_excel_decides_the_separator(tmp_path: Path) -> None:
    """sep=, in the first line; row numbers count it."""
    text = "sep=;\n" + wishes("Acme SAS;nobody;1;;")
    with pytest.raises(FaultsError, match=r"wishes\.csv, row 6"):
        load_event(write(tmp_path, {"wishes.csv": text}))


def test_quoted_cells_hold_separators_and_lines(tmp_path: Path) -> None:
    """As spreadsheets write them; row numbers stay those of the spreadsheet."""
    rows = ('Acme SAS;Vertex BV;1;"one; two\r\n""three""";', "Vertex BV;Acme SAS;1;;")
    event = load(tmp_path, {"wishes.csv": wishes(*rows)}).event
    assert event.wishes[3].message == 'one; two\n"three"'
    assert event.wishes[4].source == "wishes.csv row 6"


def test_blank_rows_and_columns_are_passed_over(tmp_path: Path) -> None:
    """Rows of empty cells too."""
    text = "\n;;;;\n" + wishes(";;;;", "", "Acme SAS;Vertex BV;1;;", head=";;")
    event = load(tmp_path, {"wishes.csv": text}).event
    assert event.wishes[3].source == "wishes.csv row 9"


def test_workbook_gives_the_same_event_as_the_folder(tmp_path: Path) -> None:
    """Settings in a sheet of keys and values, lists in sheets of their names."""
    folder = load(tmp_path / "folder")
    book = tmp_path / "day.xlsx"
    book.write_bytes(
        sheet_bytes(
            event=[
                ["key", "value"],
                ["name", "Matchmaking day"],
                ["time_zone", "Europe/Berlin"],
                ["languages", "en; de"],
            ],
            Sessions=[
                ["id", "date", "start", "end", "slots"],
                ["am", "26.11.2026", "9:00", "12:00"],
                ["pm", "26.11.2026", "13:00", None, 9],
            ],
            breaks=[["name", "start", "end"], ["Lunch", "12:00", "13:00"]],
            zones=[["id"], ["hall"]],
            **{
                "arrival points": [
                    ["id", "name", "mode", "transfer_min"],
                    ["STR", "Stuttgart airport", "plane", 20],
                ]
            },
            participants=as_rows(PARTICIPANTS),
            wishes=as_rows(WISHES),
            tables=[["id", "zone"], [1, "hall"], [2, "hall"]],
        )
    )
    loaded = load_event(book)
    assert loaded.event.model_dump(exclude={"wishes"}) == folder.event.model_dump(
        exclude={"wishes"}
    )
    assert loaded.input_hash == folder.input_hash
    (tmp_path / "only" / "a").mkdir(parents=True)
    book.rename(tmp_path / "only" / "event.xlsx")
    assert load_event(tmp_path / "only").input_hash == folder.input_hash


def test_lists_may_be_workbooks_in_a_folder(tmp_path: Path) -> None:
    """With numbers, dates and times as cells of their types."""
    rows = [row[:6] for row in as_rows(PARTICIPANTS)]
    rows[0] += ["arrival", "least"]
    rows[1] += [datetime(2026, 11, 26, 8, 15), 3]  # noqa: DTZ001 - a cell has no zone
    rows[1][1] = 17
    changes: dict[str, Content] = {
        "participants.csv": None,
        "Participants.XLSX": sheet_bytes(Sheet1=rows),
        "wishes.csv": None,
        "wishes.xlsx": sheet_bytes(
            wishes=[
                ["from", "to", "priority"],
                [17, "Acme SAS", 1],
                ["Acme SAS", 19, 3],
            ]
        ),
    }
    event = load(tmp_path, changes).event
    assert event.delegates[0].trip.arrival == at(8, 15)
    assert event.delegates[0].least == 3
    assert [w.wished.organization for w in event.wishes] == ["18", "19"]
    assert [w.priority for w in event.wishes] == [1, 3]


B2MATCH = """\
E-mail,First name,Last name,Job description,Organisation name,Phone,Web site,City,\
Street,Postal code,Country name or ISO,Participation type,Organisation type,\
Areas of activity,Organisation description,Validated
anna@bionova.example,Anna,Müller,CEO,BioNova GmbH,0711 1234567,bionova.example,\
Stuttgart,Weg 1,70173,Germany,On site,SME <= 10,Diagnostics; Imaging,"We test, fast",yes
jean@acme.example,Jean,Dupont,CTO,Acme SAS,+33 1 23 45 67 89,,Lille,,59000,FR,\
Virtual participant,Industry > 500,Imaging,,Yes
ida@vertex.example,Ida,Vis,CFO,Vertex BV,,,Utrecht,,3511,NL,On site,Other,,,no
"""


def test_participants_of_b2match_import_as_exported(tmp_path: Path) -> None:
    """Who was not validated is left out, and said so, as is a wish for them."""
    changes: dict[str, Content] = {
        "participants.csv": B2MATCH,
        "wishes.csv": "from,to\nanna@bionova.example,Acme SAS\nAcme SAS,Vertex BV\n",
    }
    loaded = load_event(write(tmp_path, changes))
    anna, jean = loaded.event.delegates
    assert (anna.name, anna.role, anna.phone) == (
        "Anna Müller",
        "CEO",
        "+49 711 1234567",
    )
    assert (anna.is_online, jean.is_online) == (False, True)
    first, second = loaded.event.organizations
    assert (first.kind, first.is_sme) == (Kind.COMPANY, True)
    assert (second.kind, second.is_sme) == (Kind.CORPORATE, None)
    assert first.sectors == ("Diagnostics", "Imaging")
    assert first.offers == "We test, fast"
    assert len(loaded.event.wishes) == 1
    assert not loaded.warnings
    assert [(f.code, f.file, f.row) for f in loaded.skipped] == [
        (FaultCode.NOT_VALIDATED, "participants.csv", 4),
        (FaultCode.REFERS_TO_LEFT_OUT, "wishes.csv", 3),
    ]


def test_all_columns_of_participants_are_understood(tmp_path: Path) -> None:
    """German headings, decimal comma, everything filled."""
    filled = {
        "Firma": "BioNova GmbH",
        "Firmennummer": "17",
        "Firmierung": "BioNova Gesellschaft mbH",
        "Land": "Deutschland",
        "Region": "Stuttgart",
        "Organisationstyp": "Unternehmen",
        "KMU": "ja",
        "Branche": "Diagnostik | Bildgebung",
        "Bietet": "Tests",
        "Sucht": "Geld",
        "needs": "step-free",
        "attends": "getrennt",
        "unit": "Labor A",
        "Vorname": "Anna",
        "Nachname": "Müller",
        "E-Mail-Adresse": "anna@bionova.example",
        "Telefon": "0711 1234567",
        "Funktion": "CEO",
        "Sprache": "Deutsch",
        "Spricht": "de, Französisch",
        "voucher": "V-1",
        "voucher partner": "Clusterbüro",
        "voucher amount": "1.450,50 €",
        "voucher least": "4",
        "voucher counts": "all",
        "Ankunftsort": "Stuttgart airport",
        "Ankunft": "8h15",
        "departure point": "STR",
        "Abfahrt": "26.11.2026 18.30 Uhr",
        "busy": '"10:00-10:30; 26.11. 11:00-11:20"',
        "sessions": "am",
        "max": "9",
        "min": "2",
    }
    head, row = ";".join(filled), ";".join(filled.values())
    second = "Acme SAS;;;FR;;;;;;;;;;Jean;Dupont;j@acme.example"
    text = f"{head}\n{row}\n{second}\n"
    changes: dict[str, Content] = {
        "participants.csv": text,
        "wishes.csv": "von;an;Priorität;Antwort\nLabor A;Acme SAS;hoch;zugesagt\n",
    }
    event = load(tmp_path, changes).event
    organization, anna = event.organizations[0], event.delegates[0]
    assert organization.legal_name == "BioNova Gesellschaft mbH"
    assert organization.attends is Attends.SEPARATELY
    assert organization.sectors == ("Diagnostik", "Bildgebung")
    assert organization.needs == {"step-free"}
    assert anna.unit == organization.units[0].id
    assert anna.language == "de"
    assert anna.speaks == {"de", "fr"}
    assert anna.voucher is not None
    assert (anna.voucher.number, anna.voucher.least) == ("V-1", 4)
    assert anna.voucher.amount_cents == 145050
    assert anna.voucher.counts is CountingMeetings.ALL
    assert (anna.trip.arrival, anna.trip.departure) == (at(8, 15), at(18, 30))
    assert [(b.start, b.end) for b in anna.busy] == [
        (at(10), at(10, 30)),
        (at(11), at(11, 20)),
    ]
    assert anna.sessions == {"am"}
    assert (anna.most, anna.least) == (9, 2)
    assert event.wishes[0].wisher == Side(organization="17", unit=anna.unit)
    assert (event.wishes[0].priority, event.wishes[0].answer) == (1, Answer.ACCEPTED)


def test_settings_and_policy_are_read(tmp_path: Path) -> None:
    """Kinds that are not named keep their default; "none" switches a limit off."""
    text = TOML + (
        '[policy]\nlevels = ["wishes", "waiting"]\nrequire_common_language = true\n'
        '[policy.eligibility]\ncorporate = "mutual"\n'
        '[policy.limits]\nlongest_run_min = "none"\nlunch_from = 11:30:00\n'
        "[policy.values]\npriority = [9, 6, 4]\n"
    )
    policy = load(tmp_path, {"event.toml": text}).event.policy
    assert policy.levels == (LevelName.WISHES, LevelName.WAITING)
    assert policy.require_common_language
    assert policy.eligibility == {
        Kind.CORPORATE: Eligibility.MUTUAL,
        Kind.INVESTOR: Eligibility.ANSWERED,
    }
    assert policy.limits.longest_run_min is None
    assert policy.limits.lunch_from == "11:30"
    assert policy.values.priority == (9, 6, 4)


def test_changeover_depends_on_zones_by_default(tmp_path: Path) -> None:
    """Five minutes with several, none in one room."""
    assert load(tmp_path / "a").event.sessions[0].changeover_min == 0
    text = TOML.replace('end = "12:00"', "slots = 7") + '[[zones]]\nid = "b"\n'
    event = load(tmp_path / "b", {"event.toml": text}).event
    assert [s.changeover_min for s in event.sessions] == [5, 5]


def test_zones_are_those_of_tables_if_none_are_listed(tmp_path: Path) -> None:
    """One room needs no zone at all."""
    text = TOML.replace('[[zones]]\nid = "hall"\n', "")
    text = text.replace('end = "12:00"', "slots = 7")
    tables = "id;zone\n1;A\n2;B\n"
    event = load(tmp_path / "a", {"event.toml": text, "tables.csv": tables}).event
    assert [z.id for z in event.zones] == ["A", "B"]
    event = load(tmp_path / "b", {"event.toml": text, "tables.csv": "id\n1\n"}).event
    assert [z.id for z in event.zones] == ["main"]


def test_tables_and_home_places(tmp_path: Path) -> None:
    """Counted tables, features, closed times, booths of several organizations."""
    tables = (
        "id;count;zone;seats;features;closed;home of;capacity;use;open to others\n"
        'T;3;hall;4;screen;"9:00-10:00; 26.11. 14:00-15:00"\n'
        "B1;;hall;6;;;17;2;always;yes\n"
        'B2;;hall;6;;;"Acme SAS; joost@vertex.example"\n'
    )
    event = load(tmp_path, {"tables.csv": tables}).event
    assert [table.id for table in event.tables] == ["T1", "T2", "T3"]
    assert event.tables[0].features == {"screen"}
    assert [c.start for c in event.tables[0].closed] == [at(9), at(14)]
    first, second = event.home_places
    assert (first.organizations, first.capacity, first.use) == (
        ("17",),
        2,
        HomeUse.ALWAYS,
    )
    assert first.is_open_to_others
    assert second.organizations == ("18", "19")


def test_date_and_time_of_a_trip_may_stand_apart(tmp_path: Path) -> None:
    """As many spreadsheets have them."""
    head = ";arrival date;departure point;departure date;departure"
    text = participants(head=head, after=";27.11.2026;STR;27.11.2026;19:30")
    toml = (
        TOML
        + '[[sessions]]\nid = "fri"\ndate = 2026-11-27\nstart = "10:00"\nslots = 3\n'
    )
    changes: dict[str, Content] = {
        "event.toml": toml,
        "participants.csv": text.replace("26.11.2026 8:15", "8:15"),
    }
    trip = load(tmp_path, changes).event.delegates[0].trip
    assert (trip.arrival, trip.departure) == (at(8, 15, day=27), at(19, 30, day=27))


def test_event_may_stand_in_toml_alone_but_for_people(tmp_path: Path) -> None:
    """Tables, companions, vetoes and promises as lists of event.toml."""
    text = TOML + (
        '[[tables]]\nid = "1"\n'
        '[[companions]]\nname = "Odile"\nlanguages = ["fr", "de"]\n'
        'available = "9:00-12:00"\n'
        '[[vetoes]]\nfrom = "17"\nto = "19"\nreason = "feud"\n'
        '[[promised]]\nfrom = "Acme SAS"\nto = "Vertex BV"\n'
    )
    event = load(tmp_path, {"event.toml": text, "tables.csv": None}).event
    assert event.companions[0].id == "c-odile"
    assert event.companions[0].available[0].minutes == 180
    assert event.vetoes[0].sides[1] == Side(organization="19")
    assert event.promised[0].priority == 1


def test_units_wish_and_are_wished_for(tmp_path: Path) -> None:
    """By name; also a unit without delegates, listed by itself."""
    changes: dict[str, Content] = {
        "participants.csv": participants(head=";unit", after=";Lab A"),
        "units.csv": "organization;name\nBioNova GmbH;Lab B\n",
        "wishes.csv": "from;to;to unit\nLab A;Acme SAS;\nAcme SAS;17;Lab B\n",
    }
    event = load(tmp_path, changes).event
    units = event.organizations[0].units
    assert [unit.name for unit in units] == ["Lab A", "Lab B"]
    assert event.wishes[0].wisher == Side(organization="17", unit=units[0].id)
    assert event.wishes[1].wished == Side(organization="17", unit=units[1].id)


def test_row_may_name_a_delegate(tmp_path: Path) -> None:
    """In a column of its own, by name."""
    text = wishes("Vertex BV;Acme SAS;1;;;Luc Petit", head=";to delegate")
    event = load(tmp_path, {"wishes.csv": text}).event
    assert event.wishes[3].wished.delegate == event.delegates[2].id


def test_organizations_may_stand_apart(tmp_path: Path) -> None:
    """Their columns need not be repeated then."""
    changes: dict[str, Content] = {
        "organizations.csv": "name;number;country\nBioNova GmbH;17;DE\n"
        "Acme SAS;18;FR\n",
        "participants.csv": "organization;name\nBioNova GmbH;Anna\nAcme SAS;Jean\n",
        "wishes.csv": "from;to\n17;18\n",
    }
    event = load(tmp_path, changes).event
    assert [o.country for o in event.organizations] == ["DE", "FR"]


def test_ids_stay_when_rows_are_added_or_moved(tmp_path: Path) -> None:
    """So that a released plan still fits; they tell no e-mail address."""
    before = load(tmp_path / "a").event
    lines = PARTICIPANTS.splitlines()
    moved = "\n".join([lines[0], "New AG;9;DE;Eva;eva@new.example;;", *lines[:0:-1]])
    after = load(tmp_path / "b", {"participants.csv": moved + "\n"}).event
    known = {d.email: d.id for d in after.delegates}
    assert all(known[d.email] == d.id for d in before.delegates)
    assert not any("@" in d.id or "anna" in d.id for d in before.delegates)


def test_day_the_clocks_change_is_planned_in_real_time(tmp_path: Path) -> None:
    """Arrival at the second 2:30 is an hour after the first."""
    toml = TOML.replace("2026-11-26", "2026-10-25")
    first, second = (
        load(
            tmp_path / offset,
            {
                "event.toml": toml,
                "participants.csv": PARTICIPANTS.replace(
                    "26.11.2026 8:15", f"2026-10-25 02:30+{offset}"
                ),
            },
        )
        .event.delegates[0]
        .trip.arrival
        for offset in ("02:00", "01:00")
    )
    assert first is not None
    assert second is not None
    assert utc(second) - utc(first) == timedelta(hours=1)


def test_skip_faulty_leaves_rows_out_and_lists_them(tmp_path: Path) -> None:
    """Rows that name who was left out go with them; the rest is planned."""
    changes: dict[str, Content] = {
        "participants.csv": participants(
            "Fjord AB;20;Swedn;Eva;eva@fjord.example;;", "Vertex BV;19;NL;Bo;bo;;;;;x"
        ),
        "wishes.csv": wishes(
            "Fjord AB;Acme SAS;1;;", "Acme SAS;Nobody;1;;", "Acme SAS;Vertex BV;7;;"
        ),
        "vetoes.csv": "from;to\nFjord AB;Acme SAS\n",
    }
    folder = write(tmp_path, changes)
    with pytest.raises(FaultsError):
        load_event(folder)
    loaded = load_event(folder, skip_faulty=True)
    assert [o.name for o in loaded.event.organizations] == [
        "BioNova GmbH",
        "Acme SAS",
        "Vertex BV",
    ]
    assert len(loaded.event.wishes) == 3
    assert loaded.event.vetoes == ()
    assert sorted((f.file, f.row or 0, f.code.value) for f in loaded.skipped) == [
        ("participants.csv", 6, "unknown-country"),
        ("participants.csv", 7, "extra-cells"),
        ("vetoes.csv", 2, "refers-to-left-out"),
        ("wishes.csv", 5, "refers-to-left-out"),
        ("wishes.csv", 6, "unknown-organization"),
        ("wishes.csv", 7, "invalid-priority"),
    ]
    why = next(f for f in loaded.skipped if f.row == 5)
    assert "row 6 of participants.csv has errors" in why.message


@pytest.mark.parametrize(
    "changes",
    [
        {"event.toml": TOML + '[[zones]]\nid = "hall"\n'},
        {"vetoes.csv": "from;to\nNobody;Acme SAS\n"},
        {"wishes.csv": "to\nAcme SAS\n"},
    ],
)
def test_faults_of_the_event_cannot_be_skipped(
    changes: dict[str, Content], tmp_path: Path
) -> None:
    """Without a veto, say, two would meet who must not."""
    with pytest.raises(FaultsError) as caught:
        load_event(write(tmp_path, changes), skip_faulty=True)
    assert not caught.value.are_skippable


def test_fault_of_a_row_can_be_skipped(tmp_path: Path) -> None:
    """The error says so before anybody asks for it."""
    with pytest.raises(FaultsError) as caught:
        load_event(write(tmp_path, {"wishes.csv": wishes("Acme SAS;nobody;1;;")}))
    assert caught.value.are_skippable


def test_near_duplicates_differ_by_legal_form_or_a_letter(tmp_path: Path) -> None:
    """Names that differ in their numbers are meant to differ."""
    rows = (
        "Bionova;30;DE;A;a@x.example;;",
        "Helixcraft AG;31;DE;B;b@x.example;;",
        "Helixkraft AG;32;DE;C;c@x.example;;",
        "Lab 1 GmbH;33;DE;D;d@x.example;;",
        "Lab 2 GmbH;34;DE;E;e@x.example;;",
        "Hepatotide Ltd;35;IE;F;f@x.example;;",
        "Hematotide SRL;36;BE;G;g@x.example;;",
    )
    loaded = load_event(write(tmp_path, {"participants.csv": participants(*rows)}))
    assert [fault.message for fault in loaded.warnings] == [
        "'Bionova' and 'BioNova GmbH' are nearly the same: kept apart.",
        "'Helixkraft AG' and 'Helixcraft AG' are nearly the same: kept apart.",
    ]


def test_files_beside_the_event_are_no_faults(tmp_path: Path) -> None:
    """Our own outputs, hidden files, and what is no table."""
    changes: dict[str, Content] = {
        "plan.xlsx": b"x",
        "unmet.csv": b"x",
        ".~lock.wishes.csv#": b"x",
        "~$participants.xlsx": b"x",
        "README.md": b"x",
    }
    load(tmp_path, changes)


def test_hash_is_of_the_content_in_its_order(tmp_path: Path) -> None:
    """Another wish or another order is another input."""
    same = load(tmp_path / "a").input_hash
    lines = WISHES.splitlines()
    moved = "\n".join([lines[0], *lines[:0:-1]])
    assert load(tmp_path / "b", {"wishes.csv": moved}).input_hash != same
    assert (
        load(tmp_path / "c", {"wishes.csv": WISHES.replace(";1;", ";2;")}).input_hash
        != same
    )
    assert (
        load(
            tmp_path / "d", {"wishes.csv": WISHES.replace("Acme SAS", "18")}
        ).input_hash
        == same
    )


def test_hash_is_the_same_in_every_process() -> None:
    """Python orders sets differently each time it starts."""
    root = Path(__file__).parents[3]
    code = (
        "from b4h_scheduler.files.load import load_event; "
        "print(load_event('examples/stuttgart').input_hash)"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {load_event(root / "examples" / "stuttgart").input_hash}


def test_one_near_duplicate_is_told_for_each_name(tmp_path: Path) -> None:
    """Six hundred names alike are six hundred warnings, not 180,000."""
    rows = [f"Participating Company {a}{b};;;P" for a in "ABCDEFGH" for b in "IJKLMNOP"]
    changes: dict[str, Content] = {
        "participants.csv": "\n".join(["organization;number;country;name", *rows]),
        "wishes.csv": "from;to\n",
    }
    loaded = load_event(write(tmp_path, changes))
    codes = [fault.code for fault in loaded.warnings]
    assert codes.count(FaultCode.NEAR_DUPLICATE_ORGANIZATION) == len(rows) - 1
