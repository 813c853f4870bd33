"""A taxonomy with its faults, linted against passages given in one line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from policyscan.classification.gold import GoldPassage
from policyscan.classification.usage import Text, Usage
from policyscan.linting import find_all
from policyscan.linting.findings import Material
from policyscan.model.lint import LintFinding, TermUse
from policyscan.model.passage import Passage, Span
from policyscan.model.taxonomy import Taxonomy
from policyscan.taxonomies import load_taxonomy
from policyscan.taxonomies.places import places_of

HEAD = 'format: 1\nid: trees\nversion: "1"\nname: {zh: 树, en: Trees}\n'


def a_taxonomy(folder: Path, body: str, head: str = "") -> Taxonomy:
    """The taxonomy whose ``categories`` are these lines; ``head`` stands above them, on one line."""
    path = folder / "trees.yaml"
    path.write_text(f"{HEAD}{head}\ncategories:\n{body}", "utf-8")
    return load_taxonomy(path)


def where(folder: Path, words: str, number: int = 1) -> tuple[int, int]:
    """Line and column of some words in the taxonomy's file, from 1; of the ``number``-th time that they stand there."""
    before = (folder / "trees.yaml").read_text("utf-8").split(words)[:number]
    text = words.join(before)
    return text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1


def a_passage(text: str, *headings: str) -> Passage:
    return Passage(text, Span(0, len(text)), headings)


def a_gold(text: str, *labels: str) -> GoldPassage:
    return GoldPassage(text, "plan", a_passage(text), frozenset(labels))


def usage_of(taxonomy: Taxonomy, *documents: Sequence[str], gold: Sequence[GoldPassage] = ()) -> Usage:
    places = places_of(taxonomy)
    usage = Usage(taxonomy, lambda kind, owner, text: places[kind, owner, text])
    usage.count(Text("", tuple(map(a_passage, passages))) for passages in documents)
    if gold:
        usage.measure(gold)
    return usage


def uses_of(taxonomy: Taxonomy, *documents: Sequence[str], gold: Sequence[GoldPassage] = ()) -> dict[str, TermUse]:
    """What each term did in some documents, by the term."""
    return {use.text: use for use in usage_of(taxonomy, *documents, gold=gold).terms()}


def findings_of(taxonomy: Taxonomy, *documents: Sequence[str], gold: Sequence[GoldPassage] = ()) -> list[LintFinding]:
    usage = usage_of(taxonomy, *documents, gold=gold)
    places = places_of(taxonomy)
    material = Material(
        taxonomy,
        usage.terms(),
        usage.exclusions(),
        usage.examples(),
        lambda owner: places["id", owner, ""],
        len(documents),
        sum(map(len, documents)),
    )
    return list(find_all(material))
