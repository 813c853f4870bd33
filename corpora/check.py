"""Check the passages that we wrote: ``python corpora/check.py``.

Format, balance, duplicates, and how far two independent readings agreed. Where published policies lie beside the checkout, no
passage may share a run of sixteen characters with them, set phrases apart (what stands in several of them); runs of twelve, of
which official Chinese is full, are counted and can be listed with ``--runs``.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policyscan.classification.agreement import agree
from policyscan.classification.gold import GoldPassage
from policyscan.model.label import Stance
from policyscan.model.passage import Passage, Span

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
KEYS = ("id", "doc", "kind", "place", "headings", "text", "labels", "leaves", "stance")
CATEGORIES = ("service", "governance", "collaboration", "institutions", "data", "platform", "technology", "evaluation")
LEAVES = {
    "institutions": ("policy", "law", "standards"),
    "data": ("sharing", "quality", "use"),
    "platform": ("coordination", "flexibility", "regional"),
    "technology": ("funding", "design", "incentives"),
    "evaluation": ("framework", "method", "use"),
}
FEWEST = {"passages": 2400, "category": 220, "leaf": 60, "stance": 200, "none": 800}
STAGES = ("digitisation", "business", "datafication", "digital-government")
KEY_LEAVES = {
    "operation": ("coordination", "operator", "running", "projects"),
    "ai": ("application", "rules", "foundation", "trust"),
}
KEY_FEWEST = {"passages": 800, "category": 60, "operation": 120, "ai": 120, "leaf": 25, "stance": 25, "none": 250}
SHORTEST, LONGEST = 12, 420
RUN, COPIED = 12, 16
SET_PHRASE = 2
"""A run that stands in this many published documents is how officials write, not what one of them wrote."""
NEAR = 0.5
"""Two passages that share this part of their runs of six characters say the same thing …"""
FEWEST_RUNS = 25
"""… unless they are so short that the name of an indicator is half of them."""

Record = dict[str, Any]


@dataclass(frozen=True)
class Collection:
    """Passages labelled for some taxonomies: ``fewest`` are wanted of a category, or of one named there."""

    folder: Path
    categories: Sequence[str]
    leaves: Mapping[str, Sequence[str]]
    fewest: Mapping[str, int]


COLLECTIONS = (
    Collection(HERE / "labelled", CATEGORIES, LEAVES, FEWEST),
    Collection(HERE / "labelled" / "key-issues-stages", ("operation", "ai", *STAGES), KEY_LEAVES, KEY_FEWEST),
)


def passages(collection: Collection) -> list[Record]:
    """Return the passages of a collection, each with its place as ``where``."""
    found = []
    for path in sorted(collection.folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found.append({**json.loads(line), "where": f"{path.name}:{number}"})
    return found


def faults_of_format(records: list[Record], collection: Collection, seen: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with single passages; ``seen`` are the ids of all collections."""
    for record in records:
        where = record["where"]
        if missing := [key for key in KEYS if key not in record]:
            yield f"{where}: no {', '.join(missing)}"
            continue
        if record["id"] in seen:
            yield f"{where}: the id {record['id']} stands at {seen[record['id']]} too"
        seen[record["id"]] = where
        if not SHORTEST <= len(record["text"]) <= LONGEST:
            yield f"{where}: {len(record['text'])} characters"
        if wrong := set(record["labels"]) - set(collection.categories):
            yield f"{where}: unknown labels {sorted(wrong)}"
        for leaf in record["leaves"]:
            category, _, name = leaf.partition(".")
            if name not in collection.leaves.get(category, ()) or category not in record["labels"]:
                yield f"{where}: leaf {leaf} without its category, or unknown"
        if record["stance"] not in {stance.value for stance in Stance}:
            yield f"{where}: unknown stance {record['stance']}"


def faults_of_balance(records: list[Record], collection: Collection) -> Iterator[str]:
    """Print the counts and yield those that are too small."""
    labels = Counter(label for r in records for label in r["labels"])
    leaves = Counter(leaf for r in records for leaf in r["leaves"])
    stances = Counter(r["stance"] for r in records)
    none = sum(not r["labels"] for r in records)
    fewest = collection.fewest
    print(f"{len(records)} passages of {len({r['doc'] for r in records})} documents, {none} without a label")
    for name, counts, keys in (
        ("category", labels, collection.categories),
        ("leaf", leaves, tuple(f"{c}.{leaf}" for c, own in collection.leaves.items() for leaf in own)),
        ("stance", stances, tuple(stance.value for stance in Stance)),
    ):
        print(f"  {name}: " + ", ".join(f"{key} {counts[key]}" for key in keys))
        for key in keys:
            least = fewest.get(key, fewest[name])
            if counts[key] < least:
                yield f"{key}: {counts[key]} < {least}"
    if len(records) < fewest["passages"]:
        yield f"{len(records)} passages < {fewest['passages']}"
    if none < fewest["none"]:
        yield f"{none} passages without a label < {fewest['none']}"


def faults_of_other_labels(records: list[Record], collection: Collection) -> Iterator[str]:
    """Yield what is wrong with the labels for key-issues and stages of passages that stand elsewhere."""
    lines = (HERE / "published.jsonl").read_text(encoding="utf-8").splitlines()
    there = {record["id"] for record in records} | {json.loads(line)["sha256"] for line in lines}
    said: set[str] = set()
    gone = 0
    for number, line in enumerate((HERE / "key-issues-stages.jsonl").read_text(encoding="utf-8").splitlines(), 1):
        record = json.loads(line)
        key = record.get("id") or record.get("sha256")
        if key in said or key is None or set(record["labels"]) - set(collection.categories):
            yield f"key-issues-stages.jsonl:{number}: twice, without an id, or unknown labels"
        said.add(key)
        gone += key not in there
    print(f"{len(said)} passages labelled for key-issues and stages too; {gone} of them are not there any more")


def runs(text: str, length: int) -> set[str]:
    """Return the runs of so many Chinese characters without a sign or a number between them."""
    stretches = re.findall(r"[\u4e00-\u9fff]+", re.sub(r"[“”‘’《》\s]", "", text))
    return {stretch[i : i + length] for stretch in stretches for i in range(len(stretch) - length + 1)}


def faults_of_likeness(records: list[Record]) -> Iterator[str]:
    """Yield pairs of passages that say the same."""
    known: dict[str, list[int]] = defaultdict(list)
    own = [runs(record["text"], 6) for record in records]
    for index, record in enumerate(records):
        shared = Counter(other for run in own[index] for other in known[run])
        for other, count in shared.items():
            if count >= max(FEWEST_RUNS, NEAR * min(len(own[index]), len(own[other]))):
                yield f"{record['where']}: much like {records[other]['where']}"
        for run in own[index]:
            known[run].append(index)


def faults_of_origin(records: list[Record]) -> Iterator[str]:
    """Yield passages that share a run with a published one."""
    published = list(published_texts())
    if not published:
        print("no published policies beside the checkout: not compared with them")
        return
    for length in (RUN, COPIED):
        wanted = {run for record in records for run in runs(record["text"], length)}
        standing = Counter(run for text in published for run in runs(text, length) & wanted)
        copied = {run for run, count in standing.items() if count < SET_PHRASE}
        sharing = [(r, sorted(shared)[0]) for r in records if (shared := runs(r["text"], length) & copied)]
        print(
            f"{len(sharing)} passages share a run of {length} characters with one of {len(published)} published texts"
        )
        lines = [f"{r['where']}: {r['id']} shares {run} with a published text" for r, run in sharing]
        if length == COPIED:
            yield from lines
        elif "--runs" in sys.argv:
            print("\n".join(lines))


def published_texts() -> Iterator[str]:
    """Yield published texts, whole documents and labelled passages, where they are at hand."""
    bulk, gold = SHARED / "bulk" / "policies.jsonl.gz", SHARED / "gold" / "dev.jsonl"
    if bulk.exists():
        with gzip.open(bulk, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)
    if gold.exists():
        yield from (json.loads(line)["text"] for line in gold.read_text(encoding="utf-8").splitlines())


def show_agreement(records: list[Record]) -> None:
    """Print how far the two readings agreed before their differences were settled."""
    lines = (HERE / "readings.jsonl").read_text(encoding="utf-8").splitlines()
    differing = {record["id"]: record for record in map(json.loads, lines)}
    readings: list[list[GoldPassage]] = [[], []]
    for record in records:
        for reading, name in zip(readings, ("first", "second"), strict=True):
            said = differing.get(record["id"], {name: record})[name]
            passage = Passage(record["text"], Span(0, len(record["text"])))
            reading.append(
                GoldPassage(
                    record["id"], record["doc"], passage, frozenset(said["labels"]), stance=Stance(said["stance"])
                )
            )
    result = agree(*readings, CATEGORIES)
    print(
        f"two readings of the first: macro-F1 {result.macro_f1:.3f}, stance kappa {result.stance_kappa:.3f}, kappa by category"
    )
    print("  " + ", ".join(f"{row.id} {row.kappa:.3f}" for row in result.categories))
    print(f"  {len(result.disagreements)} passages with other labels; differences settled in a third reading")


def main() -> None:
    """Print the counts and everything that is wrong; end with 1 if anything is."""
    seen: dict[str, str] = {}
    found = [passages(collection) for collection in COLLECTIONS]
    pairs = list(zip(found, COLLECTIONS, strict=True))
    faults = [fault for records, collection in pairs for fault in faults_of_format(records, collection, seen)]
    if not faults:
        faults = [fault for records, collection in pairs for fault in faults_of_balance(records, collection)]
        every = [record for records in found for record in records]
        faults += [fault for check in (faults_of_likeness, faults_of_origin) for fault in check(every)]
        faults += faults_of_other_labels(found[0], COLLECTIONS[1])
        show_agreement(found[0])
    print("\n".join(faults) or "nothing wrong")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
