"""``b4h export``: what it must not write over."""

from pathlib import Path

from click.testing import CliRunner

from b4h_scheduler.cli import main


def test_event_is_not_replaced_by_its_export(tmp_path: Path) -> None:
    """Neither the workbook nor the folder that is read."""
    runner = CliRunner()
    folder = tmp_path / "event"
    assert runner.invoke(main, ["init", str(folder)]).exit_code == 0
    out = ["--out", str(tmp_path)]
    assert (
        runner.invoke(main, ["export", str(folder), "event-xlsx", *out]).exit_code == 0
    )
    before = (tmp_path / "event.xlsx").read_bytes()
    for source, form in ((tmp_path / "event.xlsx", "event-xlsx"), (folder, "event")):
        result = runner.invoke(main, ["export", str(source), form, *out])
        assert result.exit_code == 2
        assert "is EVENT itself: choose another --out" in result.stderr
    assert (tmp_path / "event.xlsx").read_bytes() == before
