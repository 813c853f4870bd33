"""How often a document's verdicts are right: ``python benchmarks/verdicts.py GOLD.jsonl [--stratum whole]``.

For documents all of whose passages are labelled by hand. *Covered* is right where at least one passage carries the category by
the readers; a *gap* is right where none does. A line a document and category whose verdict is wrong, then precision of covered
and negative predictive value of gap, with the number of cells each rests on.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from policyscan.classification.gold import GoldPassage
from policyscan.coverage import cover
from policyscan.model.report import Verdict
from policyscan.scan import DEFAULT_TAXONOMIES, load_taxonomies, make_classifier
from policyscan.scoring import read_gold_files


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--stratum", default="whole", help="the passages that make up whole documents")
    given = parser.parse_args()
    taxonomies = load_taxonomies(DEFAULT_TAXONOMIES)
    classifier = make_classifier(taxonomies)
    documents: dict[str, list[GoldPassage]] = defaultdict(list)
    for passage in read_gold_files(given.gold, taxonomies):
        if passage.stratum == given.stratum:
            documents[passage.doc].append(passage)
    cells: dict[Verdict, list[int]] = defaultdict(list)
    for name, gold in documents.items():
        classified = classifier.classify([g.passage for g in gold], name)
        for taxonomy in taxonomies:
            for row in cover(taxonomy, classified).categories:
                labelled = sum(row.id in g.labels for g in gold)
                cells[row.verdict].append(labelled)
                if (row.verdict is Verdict.COVERED) != bool(labelled) and row.verdict is not Verdict.THIN:
                    print(f"{name}: {row.id} is {row.verdict.value}; the readers labelled {labelled} passages")
    print(f"{len(documents)} documents, {sum(map(len, documents.values()))} passages")
    for verdict, right in ((Verdict.COVERED, bool), (Verdict.GAP, lambda labelled: not labelled)):
        counts = cells[verdict]
        print(f"{verdict.value}: {sum(map(right, counts))} of {len(counts)} right")
    thin = cells[Verdict.THIN]
    print(f"thin: {len(thin)}, of which the readers labelled at least one passage in {sum(map(bool, thin))}")


if __name__ == "__main__":
    main()
