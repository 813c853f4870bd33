"""The keys of a taxonomy file."""

from __future__ import annotations

from policyscan.language import Bilingual
from policyscan.yamlfiles import Grammar

_TEXT_KEYS = ("definition", "recommendation")
_RULE_KEYS = ("terms", "patterns", "exclusions")
KEYS: dict[str, tuple[str, ...]] = {
    "taxonomy": ("format", "id", "version", "name", "description", "source", "scope", "layers", "categories"),
    "layer": ("id", "name"),
    "category": ("id", "layer", "chapter", "name", "short", *_TEXT_KEYS, *_RULE_KEYS, "examples", "leaves"),
    "leaf": ("id", "name", *_TEXT_KEYS, *_RULE_KEYS),
    "term": ("term", "weight", "in_scope"),
    "pattern": ("pattern", "weight", "in_scope"),
    "text": ("zh", "en"),
    "examples": ("match", "no_match"),
}
"""The keys that each kind of mapping may have; ``taxonomy.schema.json`` says the same to editors."""
REQUIRED: dict[str, tuple[str, ...]] = {
    "taxonomy": ("format", "id", "version", "name", "categories"),
    "layer": ("id", "name"),
    "category": ("id", "name"),
    "leaf": ("id", "name"),
    "term": ("term",),
    "pattern": ("pattern",),
    "text": ("zh", "en"),
    "examples": (),
}
NOUNS = {
    "taxonomy": Bilingual("分类体系", "the taxonomy"),
    "layer": Bilingual("层", "a layer"),
    "category": Bilingual("类别", "a category"),
    "leaf": Bilingual("细分类别", "a leaf"),
    "term": Bilingual("词条", "a term"),
    "pattern": Bilingual("句式", "a pattern"),
    "text": Bilingual("双语文字", "a text in two languages"),
    "examples": Bilingual("“examples”", "'examples'"),
}

GRAMMAR = Grammar(KEYS, REQUIRED, NOUNS)
