"""What tests of all packages share: a real browser, and how Hypothesis searches."""

from __future__ import annotations

import gc
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# The same names as in .ci/chromium.
CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# A browser that talks to nobody but the page under test.
CHROMIUM_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
)

# No deadline: the first call of a compiled kernel compiles it. CI repeats the same
# examples, so that a red run is one that everybody can repeat.
settings.register_profile("b4h", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("b4h")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no worker ends with one alone."""
    long = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what is kept to the end: all tests."""
    gc.collect()
    gc.freeze()


def find_chromium() -> str | None:
    """Return the executable of the first Chromium there is."""
    names = (os.environ.get("B4H_CHROMIUM", ""), *CHROMIUM_NAMES)
    return next((path for name in names if name and (path := shutil.which(name))), None)


def chromium_flags() -> list[str]:
    """Return how it is started; it refuses its sandbox to root."""
    return [*CHROMIUM_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser; tests that ask for it carry the mark ``browser``."""
    from playwright.sync_api import sync_playwright

    executable = find_chromium()
    if executable is None:
        message = "no Chromium here: see .ci/chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=chromium_flags()
        )
        yield browser
        browser.close()
