"""report.html: one page that needs nothing else, well formed, and safe."""

from __future__ import annotations

import itertools
import re

import pytest

from b4h_scheduler.outputs.report import report_html
from b4h_scheduler.planning.figures import figures
from tests.b4h_scheduler.outputs.report.html_reader import Page
from tests.b4h_scheduler.outputs.sample import (
    EMOJI,
    HOSTILE,
    LONG,
    RTL,
    sample_event,
    sample_plan,
)

EVENT = sample_event()
PLAN = sample_plan(EVENT)
FIGURES = figures(EVENT, PLAN)
INTERNAL = report_html(EVENT, PLAN, FIGURES)
PUBLIC = report_html(EVENT, PLAN, FIGURES, public=True)
both = pytest.mark.parametrize("html", [INTERNAL, PUBLIC], ids=["internal", "public"])


@both
def test_the_page_loads_nothing_and_runs_nothing(html: str) -> None:
    """No script, no address but anchors, and a policy that forbids the rest."""
    page = Page(html)
    assert page.all("script") == page.all("link") == page.all("img") == []
    assert [
        e for e in page.elements if {"src", "srcset", "onclick"} & set(e.attributes)
    ] == []
    links = [e.attributes["href"] for e in page.elements if "href" in e.attributes]
    assert [link for link in links if not link.startswith("#")] == []
    assert not re.search(r"url\(|@import", html)
    policies = [
        e.attributes["content"]
        for e in page.all("meta")
        if "http-equiv" in e.attributes
    ]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


@both
def test_the_page_is_well_formed_and_its_anchors_exist(html: str) -> None:
    """Every element is closed in order, ids are unique, links lead somewhere."""
    page = Page(html)
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    links = {e.attributes["href"][1:] for e in page.all("a")}
    assert links <= set(ids)
    assert {e.attributes["id"] for e in page.all("section")} - {"result"} <= links


@both
def test_headings_captions_and_pictures_speak(html: str) -> None:
    """One h1, no level skipped, every table has a caption, every picture a text."""
    page = Page(html)
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch("h[1-6]", e.tag)]
    assert levels.count(1) == 1
    assert [b for a, b in itertools.pairwise(levels) if b > a + 1] == []
    tables = page.all("table")
    assert tables
    assert [t for t in tables if t.children[0].tag != "caption"] == []
    pictures = page.all("svg")
    assert pictures
    assert [p for p in pictures if not p.attributes["aria-label"]] == []
    assert page.all("html")[0].attributes["lang"] == "en"


def test_hostile_names_are_text() -> None:
    """Markup in a name is shown, not obeyed; names keep to their own direction."""
    page = Page(INTERNAL)
    assert "<script" not in INTERNAL
    assert "<b>Łódź" not in INTERNAL
    for name in (HOSTILE, EMOJI, RTL, LONG, "Two Lines END:VEVENT"):
        assert name in page.text
    isolated = {" ".join(e.text.split()) for e in page.all("bdi")}
    assert {HOSTILE, RTL} <= isolated


def test_the_result_stands_first_in_two_sentences() -> None:
    """Wishes met, and how good that is."""
    text = Page(INTERNAL).text
    result = "7 of 10 wishes are met. That is at least 98.41 % of the best possible."
    assert text.index(result) < text.index("What is proven")


def test_the_internal_edition_has_every_section() -> None:
    """From the certificate to the notes."""
    headings = [e.text for e in Page(INTERNAL).all("h2")]
    assert headings == [
        "What is proven",
        "What changed",
        "Wishes",
        "The worst off",
        "Vouchers",
        "Slots and tables",
        "Who meets whom, by region",
        "Board",
        "What was left out, and why",
        "Notes",
    ]


NAMES = [
    *(part for o in EVENT.organizations for part in (o.name, o.region) if part),
    *(" ".join(d.name.split()) for d in EVENT.delegates),
    *(d.email for d in EVENT.delegates if d.email),
    *(d.role for d in EVENT.delegates if d.role),
    *(c.name for c in EVENT.companions),
    *(v.number for v in PLAN.vouchers),
    *(v.partner for v in PLAN.vouchers),
    *(r.text for u in PLAN.unmet for r in u.reasons),
    *(w.message for w in EVENT.wishes if w.message),
    *PLAN.warnings,
    "BioNova",
    "Corvantis",
    "Institute",
    "HYPERLINK",
    "Génome",
    "Anna",
    "Oncology",
    "Stand",
    "50 minutes late",
    "BIOPRO",
    "nova",
    "kinase",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_public_edition_names_nobody(name: str) -> None:
    """No organization, person, address, voucher, message or reason in words."""
    assert name not in Page(PUBLIC).text
    assert name not in PUBLIC


def test_the_names_of_that_test_are_in_the_internal_edition() -> None:
    """So the test above could fail: most of what it looks for is shown there."""
    text = Page(INTERNAL).text
    assert sum(name in text for name in NAMES) > len(NAMES) * 0.6


def test_the_public_edition_describes_no_small_group() -> None:
    """Two voucher holders, two without a meeting, six regions of one: none told."""
    text = Page(PUBLIC).text
    assert "Fewer than 5 delegates hold a voucher." in text
    assert "Fewer than 5 delegates are without a meeting." in text
    headings = [e.text for e in Page(PUBLIC).all("h2")]
    assert not {"Vouchers", "Board", "Who meets whom, by region"} & set(headings)
    assert "Other reasons 3" in text
    assert "the lowest gets" not in text


@pytest.mark.parametrize(
    ("reached", "is_told"), [(30, True), (29, False), (25, True), (4, False), (0, True)]
)
def test_the_public_edition_tells_of_no_few_among_many_holders(
    reached: int, *, is_told: bool
) -> None:
    """Who is one of 30 is no more described than who is one of two."""
    row = {"holders": 30, "least_reached": reached, "target_reached": reached}
    many = FIGURES.vouchers.model_copy(update={**row, "missing": 7})
    told = FIGURES.model_copy(update={"vouchers": many})
    text = Page(report_html(EVENT, PLAN, told, public=True)).text
    assert (f"{reached} of 30" in text) == is_told
    assert ("fewer than 5 voucher holders reach it" in text) != is_told


def test_an_empty_plan_gives_a_page() -> None:
    """Nothing planned and nothing proven: the page says so."""
    plan = sample_plan(
        EVENT,
        meetings=(),
        unmet=(),
        certificate=(),
        vouchers=(),
        changes=(),
        warnings=(),
    )
    text = Page(report_html(EVENT, plan, figures(EVENT, plan))).text
    assert "0 of 10 wishes are met." in text
    assert "Nothing is proven: the search was stopped before its proofs." in text


def test_equal_input_gives_an_equal_page() -> None:
    """Nothing random and nothing of the clock."""
    assert report_html(sample_event(), sample_plan(), FIGURES) == INTERNAL
