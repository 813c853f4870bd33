"""YAML that users write: a node tree with the place of every value, and every mistake at its line and column."""

from __future__ import annotations

from policyscan.yamlfiles.problems import Problem, Problems, did_you_mean, shown
from policyscan.yamlfiles.tree import MOST_BYTES, read_tree
from policyscan.yamlfiles.values import Grammar, Mapped, Node, Text, Values, is_identifier, kind_of

__all__ = [
    "MOST_BYTES",
    "Grammar",
    "Mapped",
    "Node",
    "Problem",
    "Problems",
    "Text",
    "Values",
    "did_you_mean",
    "is_identifier",
    "kind_of",
    "read_tree",
    "shown",
]
