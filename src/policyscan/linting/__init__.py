"""Taxonomy, with what its terms do to a text → findings: mistakes and waste, and what to do about each."""

from __future__ import annotations

from policyscan.linting.findings import find_all

__all__ = ["find_all"]
