"""Train an estimator that comes with the program: ``python corpora/train.py [policies|stages] [--published FILE]``.

*policies* knows three-ones, five-problems and the stances; *stages* knows key-issues and stages.

They learn from the passages in `labelled/`, and from passages of published policies of which `published.jsonl` holds
only the place and the labels, as their text is not ours to give: document, first and last character in the document's folded
text (of the passage and of its headings), and a hash. With the documents at hand (JSON Lines with ``doc`` and ``text``; beside the checkout, or ``--published``)
they count four times; without, training says so and goes on. *stages* has passages of its own in `labelled/key-issues-stages/`;
what it learns from the others, `key-issues-stages.jsonl` tells by id or hash, and passages that are not named there are left out.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

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
TAXONOMIES = {"policies": DEFAULT_TAXONOMIES, "stages": ("key-issues", "stages")}
NAMES = {"policies": "policies-1", "stages": "stages-1"}
MOST_NGRAMS = {"policies": 60_000, "stages": 20_000}
WEIGHT_OF_PUBLISHED = 4.0
"""Real text counts more than ours: on passages kept out it is what the estimator will meet."""


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


def relabelled(passages: Iterable[GoldPassage]) -> Iterator[GoldPassage]:
    """Yield the passages of *policies* that were read for key-issues and stages too, with those labels and no stance.

    A passage has one stance, whatever is looked for: that of the estimator that has read most.
    """
    lines = (HERE / "key-issues-stages.jsonl").read_text(encoding="utf-8").splitlines()
    labels = {str(r.get("sha256") or r["id"]): frozenset(r["labels"]) for r in map(json.loads, lines)}
    for passage in passages:
        found = labels.get(passage.id.rpartition(":")[2])
        if found is not None:
            yield replace(passage, labels=found, leaves=frozenset(), stance=None)


def digest(text: str) -> str:
    """Return the first half of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", nargs="?", choices=tuple(TAXONOMIES), default="policies")
    parser.add_argument("--published", type=Path, default=PUBLISHED, help="documents: JSON Lines, gzipped")
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    which = arguments.which
    output = arguments.output or HERE.parent / "taxonomies" / f"{which}.estimator"
    taxonomies = [load_builtin(i) for i in TAXONOMIES[which]]
    ours = read_gold_files(sorted(LABELLED.glob("*.jsonl")), [load_builtin(i) for i in DEFAULT_TAXONOMIES])
    real = list(published(arguments.published)) if arguments.published.exists() else []
    if which == "stages":
        own = read_gold_files(sorted((LABELLED / "key-issues-stages").glob("*.jsonl")), taxonomies)
        ours = [*(replace(passage, stance=None) for passage in own), *relabelled(ours)]
        real = list(relabelled(real))
    print(f"{len(ours)} passages that we wrote, {len(real)} of published policies")
    weights = [1.0] * len(ours) + [WEIGHT_OF_PUBLISHED] * len(real)
    trained = train(
        [*ours, *real],
        taxonomies,
        name=NAMES[which],
        weights=weights,
        most_ngrams=MOST_NGRAMS[which],
        progress=lambda c: print(" ", c, flush=True),
    )
    with output.open("wb") as file:
        save_estimator(trained.estimator, file)
    print(json.dumps(trained.estimator.card["cross_validation"], indent=1))
    print(f"{output}: {output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
