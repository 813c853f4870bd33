"""Members of a corpus in one line: texts through the real classifier."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from builders import a_text
from msgspec.structs import replace

from policyscan.classification import EvidenceClassifier
from policyscan.coverage import characters, cover
from policyscan.language import Bilingual
from policyscan.model.corpus import Member
from policyscan.model.document import Note, NoteKind
from policyscan.model.passage import TitlePage
from policyscan.model.report import Done
from policyscan.model.taxonomy import Taxonomy
from policyscan.segmentation import split_passages
from policyscan.taxonomies import load_builtin


@cache
def _classifier(taxonomies: tuple[str, ...]) -> tuple[EvidenceClassifier, tuple[Taxonomy, ...]]:
    loaded = tuple(load_builtin(name) for name in taxonomies)
    return EvidenceClassifier(loaded), loaded


def a_done(
    path: str, texts: Sequence[str], *, wholly_read: bool = True, taxonomies: tuple[str, ...] = ("three-ones",)
) -> Done:
    """A document of these paragraphs, classified by terms and rules."""
    classifier, loaded = _classifier(taxonomies)
    document = replace(a_text(*texts), source=path)
    if not wholly_read:
        note = Note(NoteKind.NO_TEXT_LAYER, Bilingual("没有文字层", "no text layer"), 1)
        document = replace(document, notes=(note,))
    passages = classifier.classify(split_passages(document), "数字政府建设规划")
    coverage = tuple(cover(taxonomy, passages, wholly_read=wholly_read) for taxonomy in loaded)
    return Done(document, TitlePage(title=path), tuple(passages), coverage, characters(passages))


def a_member(
    name: str,
    *texts: str,
    wholly_read: bool = True,
    place: str = "云岭省",
    year: int = 2023,
    duplicate_of: str | None = None,
    taxonomies: tuple[str, ...] = ("three-ones",),
) -> Member:
    """A document of a corpus that is there."""
    done = a_done(f"{name}.txt", texts, wholly_read=wholly_read, taxonomies=taxonomies)
    return Member(
        name, None, f"{name}.txt", done, name, place, place, year, "规划", None, "省级", duplicate_of=duplicate_of
    )


def a_missing_member(name: str) -> Member:
    """A document of a corpus that is expected and not there."""
    return Member(name, None, None, None, name, "云岭省", "云岭省", 2023)
