"""Skips that mean that something is not installed. Where all should be, they are failures: POLICYSCAN_NO_SKIPS=1."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

NEEDS = "needs "
"""How the reason of such a skip begins."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if os.environ.get("POLICYSCAN_NO_SKIPS") == "1" and report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if reason.startswith(NEEDS):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped, and POLICYSCAN_NO_SKIPS forbids it: {reason}"
    return report


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test read what a run of the user has left."""
    monkeypatch.setenv("POLICYSCAN_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
