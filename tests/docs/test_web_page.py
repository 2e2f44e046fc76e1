"""docs/web.md names every setting, and every address with who may use it."""

from __future__ import annotations

from pathlib import Path

from web.access import ACCESS
from web.app import create_app
from web.settings import Settings, read_settings

PAGE = Path("docs/web.md")


def test_every_address_stands_there_with_its_need(tmp_path: Path) -> None:
    """As the application itself checks it; nothing more, nothing less."""
    app = create_app(read_settings(folder=tmp_path / "data", environment={}))
    expected = set()
    for rule in app.url_map.iter_rules():
        method = min((rule.methods or set()) - {"HEAD", "OPTIONS"})
        expected.add(f"| {method} `{rule.rule}` | {ACCESS[rule.endpoint]} |")
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    found = {line for line in lines if line.startswith(("| GET", "| POST"))}
    assert found == expected


def test_every_setting_stands_there_with_its_default() -> None:
    """Keys of the file; variables are named after them."""
    text = PAGE.read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        shown = f"`{field.default}`" if str(field.default) else "–"
        assert f"| `{name}` | {shown} |" in text
