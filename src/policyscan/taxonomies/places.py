"""Where everything stands in a taxonomy's file: line and column of each category, term, pattern, exclusion and example."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from policyscan.errors import InvalidTaxonomy
from policyscan.model.folding import fold
from policyscan.model.taxonomy import Taxonomy
from policyscan.taxonomies.loading import bytes_of
from policyscan.yamlfiles import Node, Problems, read_tree

Key = tuple[str, str, str]
"""What it is (``id``, ``terms``, ``patterns``, ``exclusions``, ``match``, ``no_match``), the id of its category or leaf, its text."""


def places_of(taxonomy: Taxonomy) -> dict[Key, tuple[int, int]]:
    """Return the line and column, from 1, of all that a taxonomy's file holds; of what is there twice the first.

    Nothing where the file is no longer what was read. Terms and exclusions are keyed as they are folded.
    """
    data = bytes_of(taxonomy)
    root = read_tree(data, Problems(taxonomy.path, InvalidTaxonomy), trusted=True) if data else None
    places: dict[Key, tuple[int, int]] = {}
    for category in _items(_values(root).get("categories")):
        keys = _values(category)
        name = str(keys["id"].value)
        for key, node in _parts(name, keys):
            places.setdefault(key, _place(node))
        for leaf in _items(keys.get("leaves")):
            inner = _values(leaf)
            for key, node in _parts(f"{name}.{inner['id'].value}", inner):
                places.setdefault(key, _place(node))
    return places


def _parts(owner: str, keys: dict[str, Node]) -> Iterator[tuple[Key, Node]]:
    yield ("id", owner, ""), keys["id"]
    for kind in ("terms", "patterns", "exclusions"):
        for node in _texts(keys.get(kind), kind.removesuffix("s")):
            text = str(node.value).strip()
            yield (kind, owner, text if kind == "patterns" else fold(text)[0]), node
    for kind, nodes in _values(keys.get("examples")).items():
        for node in _items(nodes):
            yield (kind, owner, str(node.value).strip()), node


def _texts(node: Node | None, key: str) -> Iterator[Node]:
    """Yield the texts of a list whose items are texts, lists of texts, or mappings with one of both under ``key``."""
    for item in _items(node):
        inner = _values(item)[key] if isinstance(item, yaml.MappingNode) else item
        yield from _items(inner) if isinstance(inner, yaml.SequenceNode) else (inner,)


def _values(node: Node | None) -> dict[str, Node]:
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _items(node: Node | None) -> list[Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
