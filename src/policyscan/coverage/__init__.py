"""Labels → shares, depth, verdicts: how far a document covers a taxonomy."""

from __future__ import annotations

from policyscan.coverage.measuring import characters, cover

__all__ = ["characters", "cover"]
