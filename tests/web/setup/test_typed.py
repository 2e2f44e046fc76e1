"""What a page shows is what it saves."""

from __future__ import annotations

from pathlib import Path

import pytest

from b4h_scheduler.files.load import load_event
from b4h_scheduler.store.setup import changed
from web.setup.merging import merged, name_organizations
from web.setup.pages import _stored
from web.setup.steps import steps
from web.setup.typed import typed_of

EXAMPLES = Path(__file__).parents[3] / "examples"
FOLDERS = sorted(path.parent for path in EXAMPLES.glob("*/event.toml"))


def test_examples_are_found() -> None:
    """The round trip below is tried."""
    assert len(FOLDERS) >= 3


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_page_gives_back_what_it_shows(folder: Path) -> None:
    """Of events with home places, walking times, breaks, and closed tables."""
    event = load_event(folder).event
    zones = tuple((zone.id, zone.name) for zone in event.zones)
    for step in steps(zones):
        typed = typed_of(step.parts, _stored(event, step), event.zone_info)
        if step.name == "homes":
            name_organizations(event, typed)
        assert typed.faults == {}, step.name
        assert changed(event, merged(event, typed.changes)) == event, step.name


@pytest.mark.parametrize(
    ("text", "codes", "fault"),
    [
        ("en; de", ("en", "de"), ""),
        ("German, English, de", ("de", "en"), ""),
        ("", None, "give at least one language"),
        ("en; Klingonish", None, "'Klingonish' is no language"),
    ],
)
def test_languages_are_codes(
    text: str, codes: tuple[str, ...] | None, fault: str
) -> None:
    """Names are understood; each once."""
    event = load_event(FOLDERS[0]).event
    step = steps(())[0]
    shown = _stored(event, step) | {"languages": text}
    typed = typed_of(step.parts, shown, event.zone_info)
    assert typed.changes.get("languages") == codes
    assert fault in typed.faults.get("languages", "")
    assert bool(fault) is ("languages" in typed.faults)
