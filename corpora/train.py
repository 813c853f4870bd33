"""Train the estimator that comes with the program: ``python corpora/train.py [--published FILE]``.

It learns from the passages in `labelled/`, and from passages of published policies of which `published.jsonl` holds
only the place and the labels, as their text is not ours to give: document, first and last character in the document's folded
text (of the passage and of its headings), and a hash. With the documents at hand (JSON Lines with ``doc`` and ``text``; beside the checkout, or ``--published``)
they count four times; without, training says so and goes on.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from policyscan.classification.estimator import save_estimator
from policyscan.classification.gold import GoldPassage
from policyscan.classification.training import train
from policyscan.model.folding import fold
from policyscan.model.label import Stance
from policyscan.model.passage import Passage, Span
from policyscan.scan import DEFAULT_TAXONOMIES
from policyscan.scoring import read_gold_files
from policyscan.taxonomies import load_builtin

HERE = Path(__file__).parent
LABELLED = HERE / "labelled"
PUBLISHED = HERE.parent.parent / "shared" / "bulk" / "policies.jsonl.gz"
OUTPUT = HERE.parent / "taxonomies" / "policies.estimator"
NAME = "policies-1"
WEIGHT_OF_PUBLISHED = 4.0
"""Real text counts more than ours: on passages kept out it is what the estimator will meet."""


def written() -> list[Path]:
    """Return the files of passages that we wrote."""
    return sorted(LABELLED.glob("*.jsonl"))


def published(documents: Path) -> Iterator[GoldPassage]:
    """Yield the labelled passages of published documents, taken from the documents' own text."""
    wanted: dict[str, list[dict[str, object]]] = {}
    for line in (HERE / "published.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        wanted.setdefault(record["doc"], []).append(record)
    with gzip.open(documents, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            folded = fold(document["text"])[0] if document["doc"] in wanted else ""
            for record in wanted.get(document["doc"], ()):
                text = folded[int(str(record["start"])) : int(str(record["end"]))]
                if digest(text) != record["sha256"]:
                    print(f"{document['doc']}: the text has changed; a passage is left out", file=sys.stderr)
                    continue
                headings = tuple(folded[a:b] for a, b in record.get("headings", ()))  # type: ignore[attr-defined]
                yield GoldPassage(
                    f"published:{record['sha256']}",
                    document["doc"],
                    Passage(text, Span(0, len(text)), headings),
                    frozenset(record["labels"]),  # type: ignore[arg-type]
                    stance=Stance(str(record["stance"])) if "stance" in record else None,
                )


def digest(text: str) -> str:
    """Return the first half of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--published", type=Path, default=PUBLISHED, help="documents: JSON Lines, gzipped")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    taxonomies = [load_builtin(i) for i in DEFAULT_TAXONOMIES]
    ours = read_gold_files(written(), taxonomies)
    real = list(published(arguments.published)) if arguments.published.exists() else []
    print(f"{len(ours)} passages that we wrote, {len(real)} of published policies")
    weights = [1.0] * len(ours) + [WEIGHT_OF_PUBLISHED] * len(real)
    trained = train(
        [*ours, *real], taxonomies, name=NAME, weights=weights, progress=lambda c: print(" ", c, flush=True)
    )
    with arguments.output.open("wb") as file:
        save_estimator(trained.estimator, file)
    print(json.dumps(trained.estimator.card["cross_validation"], indent=1))
    print(f"{arguments.output}: {arguments.output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
