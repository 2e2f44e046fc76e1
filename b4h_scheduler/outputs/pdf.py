"""A page as PDF, made in a child process: hundreds of sheets need a lot of memory.

WeasyPrint is the extra ``pdf``; nothing outside of the page itself is read.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

from b4h_scheduler.outputs.errors import OutputError

TIME_LIMIT_S = 900


class PdfError(OutputError):
    """The PDF could not be made; the message says what to do."""


def has_pdf() -> bool:
    """Whether the extra is installed."""
    return find_spec("weasyprint") is not None


def pdf_of(html: str, *, time_limit_s: float = TIME_LIMIT_S) -> bytes:
    """Return a page that holds its own styles and pictures as PDF.

    Raises
    ------
    PdfError
        The extra is not installed, the system's libraries are missing, or it took
        too long.
    """
    if not has_pdf():
        raise PdfError(
            "PDFs need the extra pdf (pip install b4h-scheduler[pdf]); "
            "or print the page with the browser"
        )
    command = [sys.executable, "-m", "b4h_scheduler.outputs.pdf"]
    try:
        done = subprocess.run(  # noqa: S603  (our own module)
            command,
            input=html.encode(),
            capture_output=True,
            timeout=time_limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        message = (
            f"the PDF was not ready after {time_limit_s:.0f} s: print fewer sheets, or "
            "print the page with the browser"
        )
        raise PdfError(message) from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        told = lines[-1] if lines else f"exit status {done.returncode}"
        message = (
            f"the PDF could not be made ({told}): is the system's Pango installed? "
            "The page can be printed with the browser"
        )
        raise PdfError(message)
    return done.stdout


def main() -> None:
    """Read a page from standard input and write the PDF to standard output."""
    from weasyprint import HTML  # noqa: PLC0415  (the child alone needs it)
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    html = sys.stdin.buffer.read().decode()
    page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"data"}))
    content = page.write_pdf(pdf_variant="pdf/ua-1")
    sys.stdout.buffer.write(content or b"")


if __name__ == "__main__":
    main()
