"""Results of an earlier run, document by document: JSON Lines, or a folder of Parquet files (docs/formats.md)."""

from __future__ import annotations

from policyscan.results.reading import Results, open_results, seems_results

__all__ = ["Results", "open_results", "seems_results"]
