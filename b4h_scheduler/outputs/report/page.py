"""Puts the sections into one HTML page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.report.context import Context
from b4h_scheduler.outputs.report.sections.board import board
from b4h_scheduler.outputs.report.sections.head import head
from b4h_scheduler.outputs.report.sections.left_out import left_out
from b4h_scheduler.outputs.report.sections.notes import notes
from b4h_scheduler.outputs.report.sections.people import people
from b4h_scheduler.outputs.report.sections.regions import regions
from b4h_scheduler.outputs.report.sections.use import use
from b4h_scheduler.outputs.report.sections.vouchers import vouchers
from b4h_scheduler.outputs.report.sections.wishes import wishes

if TYPE_CHECKING:
    from jinja2 import Template

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.figures import Figures
    from b4h_scheduler.plans import Plan


def report_html(
    event: Event, plan: Plan, figures: Figures, *, public: bool = False
) -> str:
    """Return the report as one HTML page that loads nothing.

    Parameters
    ----------
    event : Event
    plan : Plan
    figures : Figures
        Of that plan.
    public : bool
        Without names of organizations and people; groups smaller than the policy's
        ``small_group`` are merged.
    """
    return report_html_of(Lookup(event, plan), figures, public=public)


def report_html_of(lookup: Lookup, figures: Figures, *, public: bool) -> str:
    """Do what ``report_html`` does, for who has a ``Lookup`` already."""
    context = Context(lookup, figures, public)
    return _template().render(
        is_public=public,
        least_group=context.least_group,
        head=head(context),
        wishes=wishes(context),
        board=board(context),
        use=use(context),
        regions=regions(context),
        vouchers=vouchers(context),
        people=people(context),
        left_out=left_out(context),
        notes=notes(context),
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=PackageLoader("b4h_scheduler.outputs.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = "{:,}".format
    return environment.get_template("report.html.j2")
