"""The list for the organizer before wishes close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.files.hints import Hint, HintCode, hints
from b4h_scheduler.files.load import load_event
from tests.b4h_scheduler.files.small_event import TOML, Content, write

if TYPE_CHECKING:
    from pathlib import Path

HEAD = (
    "organization;country;name;email;speaks;online;voucher;voucher least;arrival point;"
    "arrival;busy"
)
PEOPLE = f"""\
{HEAD}
A;DE;Ann;a@x.example;de;;V1;2;;;
B;FR;Bob;b@x.example;fr;;;;;;
C;FR;Cia;c@x.example;de, fr;;V2;1;STR;26.11.2026 13:00;
D;DE;Dan;d@x.example;de;;;;;;9:00-16:00
"""
WISHES = """\
from;to
A;B
A;C
C;B
A;D
"""


def found(folder: Path, changes: dict[str, Content] | None = None) -> list[Hint]:
    """Return the hints of an event with one slot in the evening and few people."""
    files: dict[str, Content] = {"participants.csv": PEOPLE, "wishes.csv": WISHES}
    return list(hints(load_event(write(folder, {**files, **(changes or {})})).event))


def of(code: HintCode, found: list[Hint]) -> dict[str, str]:
    """Return the texts of one kind by subject."""
    return {hint.subject: hint.text for hint in found if hint.code is code}


def test_load_of_tables_is_told_by_the_usual_rule(tmp_path: Path) -> None:
    """Meetings expected per slot, tables kept free, and 10 to 20 % more."""
    text = of(HintCode.TABLE_LOAD, found(tmp_path))[""]
    # A-B, A-C, C-B: three meetings in eighteen slots; one of two tables is spare.
    assert text == (
        "about 0.2 meetings per slot are to be expected; there are 1 tables beside 1 "
        "kept free, and 0 at home places: enough (1 are usual)."
    )


def test_too_few_tables_are_told(tmp_path: Path) -> None:
    """Before wishes stay unmet for want of them."""
    changes: dict[str, Content] = {
        "event.toml": TOML.replace('end = "12:00"', "slots = 1").replace(
            "slots = 9", "slots = 1"
        ),
        "tables.csv": "id;zone\n1;hall\n",
        "participants.csv": "organization;name\n"
        + "".join(f"O{n};P{n}\n" for n in range(8)),
        "wishes.csv": "from;to\n"
        + "".join(f"O{a};O{b}\n" for a in range(8) for b in range(a)),
    }
    text = of(HintCode.TABLE_LOAD, found(tmp_path, changes))[""]
    assert "about 4.0 meetings per slot" in text
    assert "too few" in text
    assert "(5 are usual)" in text


def test_who_is_never_there_is_told(tmp_path: Path) -> None:
    """And has no possible meeting."""
    hints_found = found(tmp_path)
    assert list(of(HintCode.NEVER_PRESENT, hints_found)) == ["Dan"]
    assert (
        "no meeting is possible" in of(HintCode.FEW_CANDIDATES, hints_found)["Dan (D)"]
    )


def test_delegates_with_fewer_than_two_candidates_are_told(tmp_path: Path) -> None:
    """Two are enough."""
    changes: dict[str, Content] = {"wishes.csv": "from;to\nA;B\nA;C\n"}
    assert sorted(of(HintCode.FEW_CANDIDATES, found(tmp_path, changes))) == [
        "Bob (B)",
        "Cia (C)",
        "Dan (D)",
    ]


def test_voucher_holders_short_of_counting_meetings_are_told(tmp_path: Path) -> None:
    """Only partners from abroad count; the target has a reserve of two."""
    texts = of(HintCode.VOUCHER_SHORT, found(tmp_path))
    assert texts["Ann"] == (
        "Ann, voucher V1: 2 possible meetings count and 18 slots remain; the target is "
        "out of reach (least 2, target 4)."
    )
    # C meets A from abroad, B is from its own country; ready at 14:25.
    assert texts["Cia"] == (
        "Cia, voucher V2: 1 possible meetings count and 4 slots remain; the target is "
        "out of reach (least 1, target 3)."
    )


def test_unknown_countries_that_keep_meetings_from_counting_are_told(
    tmp_path: Path,
) -> None:
    """Of the holder, else of possible partners; not where all meetings count."""
    people = PEOPLE.replace("A;DE;", "A;;")
    texts = of(
        HintCode.VOUCHER_SHORT, found(tmp_path / "a", {"participants.csv": people})
    )
    assert "V1: 0 possible meetings count" in texts["Ann"]
    ending = "other countries count, and no country is given for A."
    assert texts["Ann"].endswith(ending)
    assert texts["Cia"].endswith(ending)
    everything = {
        "participants.csv": people,
        "event.toml": TOML + '[policy]\nvoucher_counts = "all"\n',
    }
    texts = of(HintCode.VOUCHER_SHORT, found(tmp_path / "b", everything))
    assert not any("no country" in text for text in texts.values())


def test_voucher_holder_without_a_trip_is_told(tmp_path: Path) -> None:
    """Until it is known, the plan takes them as present."""
    assert list(of(HintCode.VOUCHER_WITHOUT_TRIP, found(tmp_path))) == ["Ann"]


def test_more_candidates_than_slots_are_told(tmp_path: Path) -> None:
    """Some of these wishes cannot be met."""
    changes: dict[str, Content] = {
        "event.toml": TOML.replace('end = "12:00"', "slots = 1").replace(
            "slots = 9", "slots = 1"
        ),
        "participants.csv": "organization;name\nA;Ann\nB;Bob\nC;Cia\nD;Dan\n",
    }
    texts = of(HintCode.MORE_THAN_SLOTS, found(tmp_path, changes))
    assert texts == {"Ann (A)": "Ann (A): 3 meetings possible, but 2 slots."}


def test_pairs_without_a_common_language_are_told(tmp_path: Path) -> None:
    """And whether an interpreter can help."""
    texts = of(HintCode.NO_COMMON_LANGUAGE, found(tmp_path / "a"))
    assert texts == {"A / B": "A / B: no language in common; no interpreter can help."}
    toml = TOML + '[[companions]]\nname = "Odile"\nlanguages = ["fr", "de"]\n'
    texts = of(HintCode.NO_COMMON_LANGUAGE, found(tmp_path / "b", {"event.toml": toml}))
    assert texts["A / B"].endswith("an interpreter must join.")
    toml = TOML + "[policy]\nrequire_common_language = true\n"
    texts = of(HintCode.NO_COMMON_LANGUAGE, found(tmp_path / "c", {"event.toml": toml}))
    assert texts["A / B"].endswith("so they do not meet.")


def test_organizations_nobody_wished_for_are_told(tmp_path: Path) -> None:
    """Their own wishes do not count."""
    assert list(of(HintCode.NOT_WISHED_FOR, found(tmp_path))) == ["A"]


def test_declined_wishes_make_no_meeting(tmp_path: Path) -> None:
    """Nor do pairs that must never meet."""
    changes: dict[str, Content] = {
        "wishes.csv": "from;to;answer\nA;B;declined\nA;C;\n",
        "vetoes.csv": "from;to\nA;C\n",
    }
    assert "Ann (A)" in of(HintCode.FEW_CANDIDATES, found(tmp_path, changes))


def test_hints_come_in_order_of_their_kinds(tmp_path: Path) -> None:
    """The event first."""
    order = list(HintCode)
    places = [order.index(hint.code) for hint in found(tmp_path)]
    assert places == sorted(places)
    assert places[0] == 0
