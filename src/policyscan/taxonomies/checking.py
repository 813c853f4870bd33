"""Node tree → Taxonomy. Every mistake is noted at its place and reading goes on, so that one run tells them all."""

from __future__ import annotations

import yaml

from policyscan.language import Bilingual
from policyscan.model.taxonomy import Category, Layer, Leaf, Taxonomy
from policyscan.taxonomies.evidence import Evidence, Places
from policyscan.taxonomies.grammar import GRAMMAR
from policyscan.yamlfiles import Mapped, Node, Problems, Values, did_you_mean, kind_of, shown

FORMAT = 1

_NONE = Bilingual("", "")


def check(root: Node, digest: str, problems: Problems, *, trusted: bool = False) -> Taxonomy:
    """Return the taxonomy that the node tree describes; its mistakes go to ``problems``.

    What is returned means nothing when problems were noted. The patterns of a ``trusted`` file are taken as they are.
    """
    return _Checker(Values(problems, GRAMMAR), trusted).taxonomy(root, digest)


class _Checker:
    def __init__(self, values: Values, trusted: bool) -> None:
        self._values = values
        self._evidence = Evidence(values, trusted)
        self._layers: tuple[Layer, ...] = ()

    def taxonomy(self, root: Node, digest: str) -> Taxonomy:
        values = self._values
        keys = values.mapping(root, "taxonomy")
        self._format(keys)
        scope = self._evidence.scope(keys)
        self._layers = tuple(self._layer(node) for node in values.items(keys.get("layers"), "layers"))
        values.refuse_repeated_ids(keys.get("layers"))
        return Taxonomy(
            id=values.identifier(keys),
            version=values.optional(keys, "version") or "",
            hash=digest,
            name=values.bilingual(keys, "name") or _NONE,
            categories=self._categories(keys),
            layers=self._layers,
            scope=scope,
            description=values.bilingual(keys, "description"),
            source=values.optional(keys, "source"),
            path=values.problems.path,
        )

    def _format(self, keys: Mapped) -> None:
        node = keys.get("format")
        if node is not None and not (kind_of(node) == "int" and node.value == str(FORMAT)):
            zh, en = f"“format”应为 {FORMAT}（格式版本）", f"'format' must be {FORMAT}, the version of the format"
            self._values.note(node, zh, en)

    def _layer(self, node: Node) -> Layer:
        keys = self._values.mapping(node, "layer")
        return Layer(self._values.identifier(keys), self._values.bilingual(keys, "name") or _NONE)

    def _categories(self, keys: Mapped) -> tuple[Category, ...]:
        node = keys.get("categories")
        categories = tuple(self._category(item) for item in self._values.items(node, "categories"))
        if isinstance(node, yaml.SequenceNode) and not categories:
            self._values.note(node, "至少要有一个类别", "at least one category is needed")
        self._values.refuse_repeated_ids(node)
        return categories

    def _category(self, node: Node) -> Category:
        values = self._values
        keys = values.mapping(node, "category")
        category_id = values.identifier(keys)
        name = values.bilingual(keys, "name") or _NONE
        rules, exclusions = self._evidence.rules(keys)
        leaves = tuple(self._leaf(leaf, category_id, exclusions) for leaf in values.items(keys.get("leaves"), "leaves"))
        values.refuse_repeated_ids(keys.get("leaves"))
        examples = values.mapping(keys["examples"], "examples") if "examples" in keys else {}
        return Category(
            id=category_id,
            name=name,
            short=values.bilingual(keys, "short") or name,
            definition=values.bilingual(keys, "definition") or _NONE,
            rules=rules,
            layer=self._layer_of(keys),
            leaves=leaves,
            recommendation=values.bilingual(keys, "recommendation"),
            chapter=values.optional(keys, "chapter"),
            examples=values.texts(examples.get("match"), "match"),
            counterexamples=values.texts(examples.get("no_match"), "no_match"),
        )

    def _layer_of(self, keys: Mapped) -> str | None:
        layer = self._values.optional(keys, "layer")
        known = [known.id for known in self._layers]
        if layer and layer not in known:
            near = did_you_mean(layer, known)
            zh, en = f"未知的层“{shown(layer)}”{near.zh}", f"unknown layer '{shown(layer)}'{near.en}"
            self._values.note(keys["layer"], zh, en)
        return layer

    def _leaf(self, node: Node, category_id: str, exclusions: Places) -> Leaf:
        values = self._values
        keys = values.mapping(node, "leaf")
        return Leaf(
            id=f"{category_id}.{values.identifier(keys)}",
            name=values.bilingual(keys, "name") or _NONE,
            definition=values.bilingual(keys, "definition") or _NONE,
            rules=self._evidence.rules(keys, exclusions)[0],
            recommendation=values.bilingual(keys, "recommendation"),
        )
