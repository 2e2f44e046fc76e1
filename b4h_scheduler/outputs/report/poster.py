"""A picture of a plan for a page about it: no names, one SVG file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import escape

from b4h_scheduler.outputs.certificate_words import headline
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.numbers import count
from b4h_scheduler.outputs.plain_text import one_line, shortened
from b4h_scheduler.outputs.report.pictures.glance import Glance

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.figures import Figures
    from b4h_scheduler.plans import Plan

_WIDTH, _HEIGHT, _MARGIN = 1280, 640, 64
_COLORS = {
    "free": "#eef0ec",
    "first": "#0b5c5c",
    "second": "#4f9c97",
    "third": "#b3d6d1",
}
_SANS = "Inter, 'Segoe UI', system-ui, 'Helvetica Neue', Arial, sans-serif"
_SERIF = "'Iowan Old Style', Charter, Palatino, Georgia, serif"


def poster_svg(event: Event, plan: Plan, figures: Figures) -> str:
    """Return the headline and the board at a glance as an SVG file of its own."""
    lookup = Lookup(event, plan)
    reached, proof = headline(plan, figures)
    size = figures.size
    about = (
        f"{count(size.num_meetings, 'meeting')} · "
        f"{count(size.num_delegates, 'delegate')} of "
        f"{count(size.num_organizations, 'organization')} · "
        f"{count(size.num_slots, 'slot')} · {count(size.num_tables, 'table')}"
    )
    title = shortened(one_line(event.name), 70)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
            f'role="img" aria-label="{escape(f"{title}: {reached} {proof}")}">'
        ),
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fcfbf8"/>',
        _text(_MARGIN, 96, 22, "#5b6675", title, _SANS),
        _text(_MARGIN, 172, 62, "#1d2530", reached, _SERIF, weight=600),
        _text(_MARGIN, 220, 28, "#0b5c5c", proof, _SANS, weight=600),
        _board(lookup),
        _text(_MARGIN, _HEIGHT - 36, 20, "#5b6675", about, _SANS),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _text(
    x: float,
    y: float,
    size: int,
    color: str,
    text: str,
    family: str,
    *,
    weight: int = 400,
) -> str:
    return (
        f'<text x="{x}" y="{y}" font-family="{family}" font-size="{size}" '
        f'font-weight="{weight}" fill="{color}">{escape(text)}</text>'
    )


def _board(lookup: Lookup) -> str:
    """Draw all meetings, stretched to the room between headline and foot."""
    board = Glance(lookup, with_stands=False)
    top, bottom = 262, _HEIGHT - 84
    wide = (_WIDTH - 2 * _MARGIN) / board.width
    high = (bottom - top) / board.height
    paths = {"free": board.open_area(), **board.cells()}
    drawn = "".join(f'<path fill="{_COLORS[s]}" d="{d}"/>' for s, d in paths.items())
    place = f"translate({_MARGIN} {top}) scale({wide:.4f} {high:.4f})"
    return f'<g transform="{place}">{drawn}</g>'
