from __future__ import annotations

import pytest

from b4h_scheduler.finding.near import Known, near

KNOWN = (
    Known("bionova", "BioNova GmbH", ("anna@bionova.example",)),
    Known("helix", "Helix Diagnostics", ("h@gmail.com",)),
    Known("orion", "Orion", ()),
)


@pytest.mark.parametrize(
    ("name", "email", "expected"),
    [
        ("Bionova", "x@else.example", ["bionova"]),
        ("BIO-NOVA S.A.", "x@else.example", ["bionova"]),
        ("Bionovva", "x@else.example", ["bionova"]),
        ("Helix Diagnostics Europe", "x@else.example", ["helix"]),
        ("Quite Another", "b@bionova.example", ["bionova"]),
        ("Quite Another", "other@gmail.com", []),
        ("Quite Another", "H@GMAIL.com", ["helix"]),
        ("Orionis Health", "x@else.example", ["orion"]),
        ("Ori", "x@else.example", []),
    ],
)
def test_names_domains_and_addresses_are_compared(
    name: str, email: str, expected: list[str]
) -> None:
    """Legal forms and case do not matter; a domain of anybody's says nothing."""
    assert [each.known.key for each in near(name, [email], KNOWN)] == expected


def test_a_common_address_comes_first_and_says_so() -> None:
    """Above a name that is alike."""
    known = (*KNOWN, Known("nova", "Nova", ("kim@x.example",)))
    found = near("Bionovva", ["kim@x.example"], known)
    assert [(each.known.key, each.score) for each in found] == [
        ("nova", 100),
        ("bionova", 93),
    ]
    assert found[0].why == "kim@x.example is there already"
