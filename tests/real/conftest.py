"""Real policy files beside the checkout; the tests here are skipped where there are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DOCUMENTS = Path(os.environ.get("POLICYSCAN_REAL_DOCUMENTS", Path(__file__).parents[3] / "shared" / "documents"))


@pytest.fixture(scope="session")
def documents() -> Path:
    if not DOCUMENTS.is_dir():
        pytest.skip(f"no real documents at {DOCUMENTS}; set POLICYSCAN_REAL_DOCUMENTS")
    return DOCUMENTS
