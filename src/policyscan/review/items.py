"""Documents, or passages labelled before → what a reader is asked, the most doubtful first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from policyscan.classification import Classifier
from policyscan.classification.gold import GoldPassage
from policyscan.classification.uncertainty import category_probabilities, uncertainty
from policyscan.errors import UnreadableDocument, WrongUse
from policyscan.language import Bilingual
from policyscan.model.label import ClassifiedPassage, EvidenceKind, Stance
from policyscan.model.passage import Passage, Span
from policyscan.model.taxonomy import Taxonomy
from policyscan.rendering.words import place_in
from policyscan.scan import IN_PROCESS, Execution, extract_file
from policyscan.scoring import read_gold_files
from policyscan.segmentation import read_title_page, split_passages

ORDERS = ("uncertain", "document", "random")
_NOWHERE = Bilingual("", "")
_GOLD = (".jsonl", ".ndjson", ".csv", ".xlsx")


class Item(Struct, frozen=True):
    """A passage to be labelled, with what is thought of it.

    ``id`` is the same for every reader of the same file, and stays when passages before it are cut otherwise. ``labels`` and
    ``stance`` are the classifier's, or those of the file that is read again; ``marks`` are the words that speak for the labels.
    """

    id: str
    doc: str
    passage: Passage
    place: Bilingual = _NOWHERE
    labels: frozenset[str] = frozenset()
    stance: Stance = Stance.OTHER
    probabilities: Mapping[str, float] | None = None
    marks: tuple[Span, ...] = ()

    @property
    def doubt(self) -> float:
        """How unsure the classifier is, in bits from 0 to 1."""
        return uncertainty(self.probabilities or {})


def find_items(
    paths: Sequence[Path],
    taxonomies: Sequence[Taxonomy],
    classifier: Classifier,
    order: str = "uncertain",
    on_failure: Callable[[UnreadableDocument], None] = lambda _: None,
    execution: Execution = IN_PROCESS,
) -> list[Item]:
    """Return the passages of documents or gold files in the order in which they are asked.

    Parameters
    ----------
    paths
        Documents; or files in the gold format (labels may be missing), whose ids are kept so that two readings can be compared.
    taxonomies
        Whose categories are asked for.
    classifier
        Whose doubts decide the order.
    order
        One of `ORDERS`; ``random`` is the same at every start.
    on_failure
        Called with each document that cannot be read; the others are read all the same.
    execution
        How documents are read.

    Raises
    ------
    WrongUse
        If no passage was found, or a gold file has mistakes.
    """
    items: list[Item] = []
    for path in paths:
        try:
            if path.suffix.lower() in _GOLD:
                prefix = f"{path.stem}:" if len(paths) > 1 else ""
                items += _labelled(path, prefix, taxonomies, classifier)
            else:
                items += _read(path, taxonomies, classifier, execution)
        except UnreadableDocument as error:
            on_failure(error)
    items = list({item.id: item for item in items}.values())
    if not items:
        raise WrongUse(
            Bilingual("没有可标注的段落", "there is no passage to label"),
            hint=Bilingual(
                "用 policyscan extract --passages 查看段落", "see the passages: policyscan extract --passages"
            ),
        )
    if order == "uncertain":
        items.sort(key=lambda item: -round(item.doubt, 6))  # those of the same doubt stay in the document's order
    elif order == "random":
        items.sort(key=lambda item: hashlib.sha256(item.id.encode()).hexdigest())
    return items


def _read(path: Path, taxonomies: Sequence[Taxonomy], classifier: Classifier, execution: Execution) -> list[Item]:
    document = extract_file(path, execution=execution)
    title = read_title_page(document).title
    passages = split_passages(document)
    classified = classifier.classify(passages, title or "")
    probabilities = category_probabilities(classifier, taxonomies, passages, title or "")
    seen: dict[str, int] = {}
    items = []
    for passage, said, likely in zip(passages, classified, probabilities, strict=True):
        number = seen[passage.text] = seen.get(passage.text, 0) + 1
        digest = hashlib.sha256(f"{document.sha256}\n{number}\n{passage.text}".encode()).hexdigest()
        place = place_in(document, passage)
        items.append(_item(digest[:12], title or path.stem, passage, place, said, likely))
    return items


def _labelled(path: Path, prefix: str, taxonomies: Sequence[Taxonomy], classifier: Classifier) -> list[Item]:
    read = read_gold_files([path], taxonomies, needs_labels=False)
    gold = [replace(g, id=prefix + g.id) for g in read]
    passages = [g.passage for g in gold]
    classified = classifier.classify(passages)
    probabilities = category_probabilities(classifier, taxonomies, passages)
    return [_again(g, said, likely) for g, said, likely in zip(gold, classified, probabilities, strict=True)]


def _again(gold: GoldPassage, said: ClassifiedPassage, likely: Mapping[str, float]) -> Item:
    item = _item(gold.id, gold.doc, gold.passage, _NOWHERE, said, likely)
    if not gold.is_labelled:
        return item
    return replace(item, labels=gold.labels, stance=gold.stance or item.stance)


def _item(
    id: str, doc: str, passage: Passage, place: Bilingual, said: ClassifiedPassage, likely: Mapping[str, float]
) -> Item:
    marks = {
        e.span
        for label in said.labels
        for e in label.evidence
        if e.span is not None and e.weight > 0 and e.kind is not EvidenceKind.EXCLUSION
    }
    labels = frozenset(label.category for label in said.labels)
    return Item(
        id, doc, passage, place, labels, said.stance, likely, tuple(sorted(marks, key=lambda s: (s.start, s.end)))
    )
