"""examples/trade-fair is what the project says it is."""

from pathlib import Path

from b4h_scheduler.files.load import load_event
from b4h_scheduler.files.write import write_event
from b4h_scheduler.generate.difficulty import PROFILES, Size
from b4h_scheduler.generate.events import generate_event

FOLDER = Path(__file__).parents[2] / "examples" / "trade-fair"


def test_three_days_370_delegates_2500_wishes() -> None:
    """It loads without a warning."""
    loaded = load_event(FOLDER)
    assert loaded.warnings == ()
    event = loaded.event
    assert len({slot.start.date() for slot in event.slots}) == 3
    assert len(event.delegates) == 370
    assert len(event.wishes) == 2_500


def test_the_command_in_its_readme_makes_it(tmp_path: Path) -> None:
    """The same files, byte for byte."""
    from dataclasses import replace

    difficulty = replace(PROFILES["full"], table_load=105)
    event = generate_event(
        Size(370, 2_500, 3, 42), difficulty, seed=2027, name="Life Sciences Trade Fair"
    )
    write_event(event, tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name


def test_it_plans(tmp_path: Path) -> None:
    """With little work: a valid plan with a bound on wishes over all plans."""
    import json

    from click.testing import CliRunner

    from b4h_scheduler.cli import main

    arguments = ["--out", str(tmp_path), "--work-limit", "20", "--json"]
    result = CliRunner().invoke(main, ["plan", str(FOLDER), *arguments])
    assert result.exit_code == 0, result.stderr
    content = json.loads(result.stdout)
    wishes = next(x for x in content["certificate"] if x["level"] == "value")
    assert wishes["scope"] == "all"
    assert 0.99 * wishes["bound"] < wishes["value"] <= wishes["bound"]
