"""A taxonomy: what to look for in a policy, and by which words."""

from __future__ import annotations

from msgspec import Struct

from policyscan.language import Bilingual


class Term(Struct, frozen=True):
    """A literal term. ``weight`` counts towards the score (1 is enough for a label).

    ``in_scope`` says that the term counts only where its sentence, the headings or the document's title speak of the
    taxonomy's subject (see `Taxonomy.scope`).
    """

    text: str
    weight: float = 1.0
    in_scope: bool = False


class Pattern(Struct, frozen=True):
    """A regular expression of the checked subset: it cannot run for more than linear time with a bounded factor."""

    pattern: str
    weight: float = 1.0
    in_scope: bool = False


class Rules(Struct, frozen=True):
    """Positive and negative evidence. ``exclusions`` beat terms that they overlap."""

    terms: tuple[Term, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    exclusions: tuple[str, ...] = ()


class Leaf(Struct, frozen=True):
    """A part of a category; ``id`` is ``category.leaf``. Its rules count for the category too."""

    id: str
    name: Bilingual
    definition: Bilingual
    rules: Rules
    recommendation: Bilingual | None = None


class Layer(Struct, frozen=True):
    """A group of categories in tables."""

    id: str
    name: Bilingual


class Category(Struct, frozen=True):
    """What a passage can be about. ``short`` is the name for narrow columns."""

    id: str
    name: Bilingual
    short: Bilingual
    definition: Bilingual
    rules: Rules
    layer: str | None = None
    leaves: tuple[Leaf, ...] = ()
    recommendation: Bilingual | None = None
    chapter: str | None = None
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


class Taxonomy(Struct, frozen=True):
    """Categories in order, with their layers.

    ``hash`` is the SHA-256 of the file in hexadecimal: reports carry it so that a figure can be traced to the words
    that produced it. ``scope`` are terms that show that a text speaks of the taxonomy's subject at all.
    """

    id: str
    version: str
    hash: str
    name: Bilingual
    categories: tuple[Category, ...]
    layers: tuple[Layer, ...] = ()
    scope: tuple[str, ...] = ()
    description: Bilingual | None = None
    source: str | None = None
    path: str = ""

    def category(self, category_id: str) -> Category:
        """Return the category with this id; KeyError where there is none."""
        for category in self.categories:
            if category.id == category_id:
                return category
        raise KeyError(category_id)
