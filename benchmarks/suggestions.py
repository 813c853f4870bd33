"""How many terms that were taken out of the built-in taxonomies come back as suggestions.

``python benchmarks/suggestions.py CORPUS... [--seeds 3] [--rounds 3]``: of each category, so many of the terms that are
commonest in the corpus are kept (drawn among twice as many), without patterns and leaves; `policyscan taxonomy suggest` runs
with these. A suggestion counts as come back if it is a term that was taken out, holds one, or is a part of one (of three
characters or more). Prints a line a category and round, and the totals.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from pathlib import Path

from msgspec.structs import replace

from policyscan.classification import EvidenceClassifier
from policyscan.model.folding import fold
from policyscan.model.taxonomy import Category, Rules, Taxonomy, Term
from policyscan.scan import DEFAULT_TAXONOMIES, load_taxonomies
from policyscan.suggesting import suggest_terms
from policyscan.vocabulary import read_all


def reduced(taxonomy: Taxonomy, text: str, seeds: int, draw: random.Random) -> tuple[Taxonomy, dict[str, set[str]]]:
    """Return a taxonomy with a few terms of each category, and the terms that were taken out by category."""
    categories, taken = [], {}
    for category in taxonomy.categories:
        terms = terms_of(category)
        common = sorted((t for t, weight in terms.items() if weight >= 1), key=lambda term: -text.count(term))
        kept = draw.sample(common[: 2 * seeds], min(seeds, len(common)))
        taken[f"{taxonomy.id}/{category.id}"] = terms.keys() - set(kept)
        rules = replace(Rules(), terms=tuple(t for t in all_terms(category) if fold(t.text)[0] in kept))
        categories.append(replace(category, rules=rules, leaves=()))
    digest = hashlib.sha256(repr(categories).encode()).hexdigest()
    return replace(taxonomy, categories=tuple(categories), hash=digest), taken


def all_terms(category: Category) -> list[Term]:
    """Return the terms of a category and of its leaves."""
    return [term for rules in (category.rules, *(leaf.rules for leaf in category.leaves)) for term in rules.terms]


def terms_of(category: Category) -> dict[str, float]:
    """Return the folded terms of a category with their weights."""
    return {fold(term.text)[0]: term.weight for term in all_terms(category)}


def comes_back(term: str, taken: set[str]) -> bool:
    """Whether a suggestion is, holds, or is a part of a term that was taken out."""
    return any(other in term or (len(term) >= 3 and term in other) for other in taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    taxonomies = load_taxonomies(DEFAULT_TAXONOMIES)
    plain = read_all(given.corpora)
    text = "\n".join(fold(member.done.document.text)[0] for member in plain.members if member.done)
    shown = back = filled = count = 0
    for number in range(given.rounds):
        draw = random.Random(number)
        pairs = [reduced(taxonomy, text, given.seeds, draw) for taxonomy in taxonomies]
        small = [taxonomy for taxonomy, _ in pairs]
        taken = {key: terms for _, part in pairs for key, terms in part.items()}
        classifier = EvidenceClassifier(small)
        found = suggest_terms(read_all(given.corpora, small, classifier), small, classifier.name)
        for category in found.categories:
            terms = [s.term for s in category.suggestions]
            right = [term for term in terms if comes_back(term, taken[f"{category.taxonomy}/{category.category}"])]
            marked = " ".join(f"{term}{'+' if term in right else ''}" for term in terms)
            print(f"{number} {category.category:14} {category.passages:4} {marked}")
            shown, back, filled, count = shown + len(terms), back + len(right), filled + bool(terms), count + 1
    share = back / shown if shown else 0.0
    print(f"suggested {shown}, come back {back} ({share:.2f}); categories with a suggestion {filled} of {count}")


if __name__ == "__main__":
    main()
