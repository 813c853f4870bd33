"""A taxonomy in words."""

from __future__ import annotations

from collections.abc import Sequence

from policyscan.language import Language
from policyscan.model.taxonomy import Category, Leaf, Rules, Taxonomy

_INDENT = "    "


def render_list(taxonomies: Sequence[Taxonomy], language: Language) -> str:
    """Return a line a taxonomy: id, version, name, number of categories."""
    width = max((len(t.id) for t in taxonomies), default=0)
    unit = "个类别" if language is Language.ZH else " categories"
    return "".join(
        f"{t.id.ljust(width)}  {t.version}  {t.name.in_language(language)}  ({len(t.categories)}{unit})\n"
        for t in taxonomies
    )


def render_taxonomy(taxonomy: Taxonomy, language: Language, *, terms: bool) -> str:
    """Return names, definitions and (if asked for) terms of a taxonomy."""
    lines = [f"{taxonomy.name.in_language(language)}  ({taxonomy.id} {taxonomy.version})"]
    if taxonomy.description:
        lines.append(taxonomy.description.in_language(language))
    if taxonomy.source:
        lines.append(taxonomy.source)
    layers = {layer.id: layer.name.in_language(language) for layer in taxonomy.layers}
    layer = None
    for category in taxonomy.categories:
        if category.layer != layer and category.layer:
            lines += ["", f"[{layers[category.layer]}]"]
        layer = category.layer
        lines += ["", *_category(category, language, terms)]
    return "\n".join(lines) + "\n"


def _category(category: Category, language: Language, terms: bool) -> list[str]:
    lines = [f"{category.id}  {category.name.in_language(language)}", f"  {category.definition.in_language(language)}"]
    if terms:
        lines += _rules(category.rules, "  ")
    for leaf in category.leaves:
        lines += _leaf(leaf, language, terms)
    return lines


def _leaf(leaf: Leaf, language: Language, terms: bool) -> list[str]:
    lines = [f"  {leaf.id}  {leaf.name.in_language(language)}", f"{_INDENT}{leaf.definition.in_language(language)}"]
    return lines + (_rules(leaf.rules, _INDENT) if terms else [])


def _rules(rules: Rules, indent: str) -> list[str]:
    lines = []
    if rules.terms:
        lines.append(
            f"{indent}+ {'、'.join(f'{t.text}({t.weight:g})' if t.weight != 1 else t.text for t in rules.terms)}"
        )
    if rules.patterns:
        lines.append(f"{indent}~ {'  '.join(p.pattern for p in rules.patterns)}")
    if rules.exclusions:
        lines.append(f"{indent}- {'、'.join(rules.exclusions)}")
    return lines
