"""The browser that pages are tested in: a Chromium of this machine, or the one that playwright has fetched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Start a browser; where there is none the test is skipped."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: make setup")
    with playwright.sync_playwright() as started:
        fetched = started.chromium.executable_path
        path = next(filter(None, map(shutil.which, NAMES)), fetched if Path(fetched).is_file() else None)
        if path is None:
            pytest.skip("needs Chromium: make setup-browser")
        browser: Browser = started.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield browser
        browser.close()
