"""The workbench of a taxonomy's author: how good its terms are, and why a passage carries what it carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from policyscan._version import __version__
from policyscan.classification.gold import GoldPassage
from policyscan.classification.usage import Text, Usage
from policyscan.errors import WrongUse
from policyscan.language import Bilingual
from policyscan.linting import find_all
from policyscan.linting.findings import Material
from policyscan.model.corpus import Survey
from policyscan.model.label import EvidenceKind
from policyscan.model.lint import LintResult, LintRule, TermUse
from policyscan.model.taxonomy import Taxonomy
from policyscan.scan import IN_PROCESS, Execution, Progress
from policyscan.scoring import read_gold_files
from policyscan.segmentation.words import Segmenter
from policyscan.survey import look_at
from policyscan.taxonomies.places import Key, places_of


def lint_taxonomy(
    taxonomy: Taxonomy,
    corpus: Path | None = None,
    gold: Sequence[Path] = (),
    *,
    folder: Path | None = None,
    ignored: Sequence[LintRule] = (),
    progress: Progress | None = None,
    execution: Execution = IN_PROCESS,
) -> LintResult:
    """Return what is wrong with a taxonomy or wasted in it, and what each of its terms does.

    Parameters
    ----------
    taxonomy
        The taxonomy; an estimator has no say in any of this.
    corpus, folder
        Documents in which terms are counted; duplicates are left out. Without, they are counted in the labelled passages,
        and nothing is said of terms that match nowhere.
    gold
        Labelled passages on which the precision of terms is measured.
    ignored
        Rules that are not looked at.
    progress
        Called before each file.
    execution
        How the files are read.

    Raises
    ------
    WrongUse
        If no passage of the corpus could be read: then every term would be dead.
    """
    places = places_of(taxonomy)

    def where(kind: str, owner: str, text: str) -> tuple[int, int]:
        return places.get((kind, owner, text), _of_owner(places, owner))

    usage = Usage(taxonomy, where)
    labelled = read_gold_files(gold, [taxonomy]) if gold else []
    texts: tuple[Text, ...] = ()
    unread: tuple[str, ...] = ()
    if corpus is not None:
        texts, unread = _texts(corpus, look_at(corpus, folder, progress=progress, execution=execution))
    usage.count(texts if corpus is not None else _documents(labelled))
    if gold:
        usage.measure(labelled)
    terms = _with_words(usage.terms())
    passages = sum(len(text.passages) for text in texts)
    material = Material(
        taxonomy,
        terms,
        usage.exclusions(),
        usage.examples(),
        lambda owner: _of_owner(places, owner),
        len(texts),
        passages,
    )
    return LintResult(
        taxonomy,
        __version__,
        find_all(material, ignored),
        terms,
        tuple(material.exclusions),
        str(corpus) if corpus is not None else None,
        len(texts) if corpus is not None else len({g.doc for g in labelled}),
        passages if corpus is not None else len(labelled),
        unread,
        len(labelled) if gold else None,
        tuple(rule for rule in LintRule if rule in ignored),
    )


def _of_owner(places: dict[Key, tuple[int, int]], owner: str) -> tuple[int, int]:
    return places.get(("id", owner, ""), (1, 1))


def _texts(corpus: Path, found: Survey) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """Return the passages of a corpus by document, and the documents of which something could not be read."""
    members = [member for member in found.members if member.duplicate_of is None and member.outcome is not None]
    texts = tuple(
        Text(member.done.title_page.title or "", tuple(c.passage for c in member.done.passages))
        for member in members
        if member.done is not None
    )
    if not any(text.passages for text in texts):
        raise WrongUse(
            Bilingual(f"{corpus}：没有读到任何段落", f"{corpus}: no passage could be read"),
            hint=Bilingual("policyscan doctor 说明每个文件读得怎样", "policyscan doctor tells how each file is read"),
        )
    unread = tuple(m.path or m.id for m in members if m.done is None or not m.done.document.is_wholly_read)
    return texts, unread


def _documents(labelled: Sequence[GoldPassage]) -> list[Text]:
    documents = dict.fromkeys(g.doc for g in labelled)
    return [Text("", tuple(g.passage for g in labelled if g.doc == doc)) for doc in documents]


def _with_words(terms: Sequence[TermUse]) -> tuple[TermUse, ...]:
    segmenter = Segmenter()
    cut = {use.text: tuple(segmenter.words(use.text)) for use in terms if use.kind is EvidenceKind.TERM}
    return tuple(replace(use, words=words) if len(words := cut.get(use.text, ())) > 1 else use for use in terms)
