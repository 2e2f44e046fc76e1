"""The first sheet: the result and what is proven, on one page; and the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.certificate_words import Verdict, headline, sentences
from b4h_scheduler.outputs.numbers import count, is_are, percent
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.outputs.workbook.book import LINE, SHADES, Book, cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.worksheet import Worksheet

_MARKS = {
    Verdict.PROVEN: "✓ proven",
    Verdict.PARTLY: "(✓) proven in part",
    Verdict.BOUNDED: "≤ bounded",
    Verdict.OPEN: "? open",
}
_LINE_LENGTH = 95


def write_summary(book: Book) -> None:
    """Write the sheet."""
    lookup = book.lookup
    sheet = book.sheet("Summary", is_landscape=False)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 84)
    sheet.set_row(0, 28)
    title = book.format(bold=True, font_size=18)
    sheet.write_string(0, 0, one_line(lookup.event.name), title)
    gray = book.format(font_color="#444B57")
    sheet.write_string(1, 0, f"{book.state}, planned {book.made}", gray)
    reached, proof = headline(lookup.plan, book.figures)
    sheet.set_row(3, 20)
    sheet.write_string(3, 0, f"{reached} {proof}", book.format(bold=True, font_size=14))
    row = _section(book, sheet, 5, "What the plan reaches, the most important first")
    for sentence in sentences(lookup.event, lookup.plan, book.figures):
        text = f"{sentence.reached} {sentence.proof}".strip()
        label = f"{sentence.title}\n{_MARKS[sentence.verdict]}"
        row = _line(book, sheet, row, label, text)
    row = _section(book, sheet, row + 1, "In figures")
    for label, text in _figures(book):
        row = _line(book, sheet, row, label, text)
    sheet.fit_to_pages(1, 0)


def _section(book: Book, sheet: Worksheet, row: int, title: str) -> int:
    look = book.format(bold=True, bg_color=SHADES["dark"], font_color="#FFFFFF")
    sheet.write_string(row, 0, title, look)
    sheet.write_blank(row, 1, None, look)
    return row + 1


def _line(book: Book, sheet: Worksheet, row: int, label: str, text: str) -> int:
    line = {"text_wrap": True, "bottom": 1, "bottom_color": LINE}
    num_lines = max(
        label.count("\n") + 1,
        sum(1 + len(part) // _LINE_LENGTH for part in text.split("\n")),
    )
    sheet.set_row(row, 14 * num_lines + 4)
    sheet.write_string(row, 0, label, book.format(bold=True, **line))
    sheet.write_string(row, 1, cell_text(text), book.format(**line))
    return row + 1


def _figures(book: Book) -> Iterator[tuple[str, str]]:
    figures, size = book.figures, book.figures.size
    yield (
        "Event",
        (
            f"{count(size.num_organizations, 'organization')}, "
            f"{count(size.num_delegates, 'delegate')} ({size.num_online:,} online), "
            f"{count(size.num_slots, 'slot')}, {count(size.num_tables, 'table')}, "
            f"{count(size.num_home_places, 'place')} at stands"
        ),
    )
    yield (
        "Meetings",
        (
            f"{size.num_meetings:,} of {count(size.num_eligible, 'possible meeting')}, "
            f"{size.num_mutual:,} wished for by both sides, "
            f"{size.num_online_meetings:,} online only"
        ),
    )
    for row in figures.priorities:
        yield (
            f"Priority {row.priority}",
            (
                f"{row.met:,} of {count(row.eligible, 'wish', 'wishes')} that may "
                f"become meetings {is_are(row.met)} met: {percent(row.share)}"
            ),
        )
    spread = figures.spread_delegates
    yield (
        "Fairness",
        (
            f"of their own wishes, by value, half of the delegates get "
            f"{percent(spread.median)} or more, nine in ten "
            f"{percent(spread.tenth_percentile)} or more, the lowest "
            f"{percent(spread.lowest)}"
        ),
    )
    if figures.vouchers.holders:
        yield (
            "Vouchers",
            (
                f"{figures.vouchers.least_reached:,} of "
                f"{count(figures.vouchers.holders, 'holder')} with their least number "
                f"of meetings, {figures.vouchers.target_reached:,} with their target"
            ),
        )
    yield "Without a meeting", count(len(figures.without_meeting), "delegate")
    yield (
        "Waiting",
        f"{count(figures.waiting, 'slot')} in {count(figures.breaks, 'break')}",
    )
    yield "Table changes", f"{figures.table_changes:,} between consecutive meetings"


def write_notes(book: Book) -> None:
    """Write warnings and the run's record."""
    sheet = book.sheet("Notes", is_landscape=False)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 84)
    sheet.write_string(0, 0, "Notes", book.format(bold=True, font_size=14))
    plan, run = book.lookup.plan, book.lookup.plan.run
    row = _section(book, sheet, 2, "Rules applied and warnings")
    for number, warning in enumerate(plan.warnings or ("none",), 1):
        row = _line(book, sheet, row, f"{number}", warning)
    row = _section(book, sheet, row + 1, "How to make this plan again")
    limits = {
        "seconds": run.time_limit_s,
        "work limit": run.work_limit,
        "seed": run.seed,
        "workers": run.workers,
    }
    record = {
        "Input (SHA-256)": run.input_hash,
        "Settings": ", ".join(f"{k} {v}" for k, v in limits.items() if v is not None),
        "Versions": ", ".join(f"{k} {v}" for k, v in sorted(run.versions.items())),
        "Seconds": ", ".join(
            f"{k} {v:.2f}"
            for k, v in {"all": run.seconds, **run.seconds_per_step}.items()
        ),
        "Status": run.status,
    }
    for label, text in record.items():
        row = _line(book, sheet, row, label, text)
    sheet.fit_to_pages(1, 0)
