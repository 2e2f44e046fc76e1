from __future__ import annotations

import contextlib
import re
import sys
import zlib
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.outputs.pdf import PdfError, pdf_of
from tests.b4h_scheduler.store.drawn import png

if TYPE_CHECKING:
    from pathlib import Path


def _opened(content: bytes) -> bytes:
    """Return a PDF with its streams unpacked."""
    parts = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(stream))
    return b"\n".join(parts)


def test_page_becomes_a_tagged_pdf() -> None:
    """Marked for readers for the blind."""
    pytest.importorskip("weasyprint")
    page = "<!doctype html><html lang=en><title>Sheet</title><h1>Łódź 👩🏽\u200d🔬</h1>"
    content = pdf_of(page)
    assert content.startswith(b"%PDF")
    assert b"/MarkInfo" in _opened(content)


def test_nothing_outside_of_the_page_is_read(tmp_path: Path) -> None:
    """A picture in the page is shown, one in a file is not."""
    pytest.importorskip("weasyprint")
    drawn = png(30, 30)
    picture = f"data:image/png;base64,{b64encode(drawn).decode()}"
    path = tmp_path / "x.png"
    path.write_bytes(drawn)
    found = [
        b"/Image" in _opened(pdf_of(f'<title>x</title><img src="{source}" alt=x>'))
        for source in (picture, path.as_uri())
    ]
    assert found == [True, False]


def test_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to do instead."""
    pytest.importorskip("weasyprint")
    with pytest.raises(PdfError, match="print fewer sheets"):
        pdf_of("<p>x", time_limit_s=0.01)


def test_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without WeasyPrint the browser still prints."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    monkeypatch.setattr("b4h_scheduler.outputs.pdf.find_spec", lambda _: None)
    with pytest.raises(PdfError, match=r"b4h-scheduler\[pdf\]"):
        pdf_of("<p>x")
