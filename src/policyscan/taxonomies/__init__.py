"""YAML → Taxonomy: `loading` finds and reads a file, `checking` tells every mistake in it with its line and column."""

from __future__ import annotations

from policyscan.taxonomies.loading import (
    builtin_estimators,
    builtin_ids,
    find_taxonomy,
    lines_of_categories,
    load_builtin,
    load_taxonomy,
)
from policyscan.yamlfiles import Problem

__all__ = [
    "Problem",
    "builtin_estimators",
    "builtin_ids",
    "find_taxonomy",
    "lines_of_categories",
    "load_builtin",
    "load_taxonomy",
]
