"""The workbench of a taxonomy's author: how good its terms are, and why a passage carries what it carries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from policyscan._version import __version__
from policyscan.classification.classifier import Classifier, Judge
from policyscan.classification.explaining import explain
from policyscan.classification.gold import GoldPassage
from policyscan.classification.usage import Text, Usage
from policyscan.errors import UnreadableDocument, WrongUse
from policyscan.language import Bilingual
from policyscan.linting import find_all
from policyscan.linting.findings import Material
from policyscan.model.corpus import Survey
from policyscan.model.document import Document
from policyscan.model.explanation import Explanation, PassageReason
from policyscan.model.label import EvidenceKind
from policyscan.model.lint import LintResult, LintRule, TermUse
from policyscan.model.passage import Passage
from policyscan.model.taxonomy import Taxonomy
from policyscan.scan import IN_PROCESS, Execution, Progress, extract_file
from policyscan.scoring import read_gold_files
from policyscan.segmentation import read_title_page, split_passages
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


def explain_document(
    path: Path,
    taxonomies: Sequence[Taxonomy],
    classifier: Classifier,
    *,
    page: int | None = None,
    passages: Sequence[int] = (),
    data: bytes | None = None,
    execution: Execution = IN_PROCESS,
) -> Explanation:
    """Return why passages of a document carry what they carry, why nothing else, and what would change it.

    Parameters
    ----------
    path, data
        The document; ``data`` are the bytes that ``-`` stands for.
    taxonomies, classifier
        What is looked for, and how.
    page
        Explain the passages that stand on this page, in whole or in part.
    passages
        Explain these, by the index that `classify` gives them; all of the document where neither is given.
    execution
        How the file is read.

    Raises
    ------
    WrongUse
        If there is no such page or passage, or the file has no pages.
    UnreadableDocument
        If the document, or the page asked for, could not be read.
    """
    if not isinstance(classifier, Judge):
        raise TypeError(f"{classifier.name} cannot be asked what it would say of something else")
    document = extract_file(path, data, execution=execution)
    title_page = read_title_page(document)
    found = split_passages(document)
    wanted = _on_page(document, found, page) if page is not None else list(range(len(found)))
    if passages:
        wanted = _by_index(document, found, passages)
    title = title_page.title or ""
    classified = classifier.classify([found[i] for i in wanted], title)
    return Explanation(
        document,
        title_page,
        tuple(taxonomies),
        classifier.name,
        __version__,
        tuple(
            PassageReason(i, found[i], said.stance, explain(classifier, found[i], title))
            for i, said in zip(wanted, classified, strict=True)
        ),
        len(found),
    )


def _on_page(document: Document, found: Sequence[Passage], page: int) -> list[int]:
    source = document.source
    if not document.has_pages:
        raise WrongUse(
            Bilingual(f"{source}：文件没有页码", f"{source}: the file has no pages"),
            hint=Bilingual("用 --passage 指定段落；policyscan classify -f json 列出编号", "give --passage; policyscan classify -f json lists the numbers"),
        )  # fmt: skip
    if not 1 <= page <= len(document.pages):
        raise WrongUse(
            Bilingual(f"{source}：没有第 {page} 页，共 {len(document.pages)} 页", f"{source}: there is no page {page}; it has {len(document.pages)}")
        )  # fmt: skip
    wanted = [i for i, passage in enumerate(found) if passage.pages[0] <= page <= passage.pages[1]]
    notes = [note for note in document.notes if note.page == page and note.unreadable]
    if notes and not wanted:
        raise UnreadableDocument(
            Bilingual(f"{source}：第 {page} 页未能读取：{notes[0].message.zh}", f"{source}: page {page} was not read: {notes[0].message.en}"),
            hint=Bilingual("policyscan doctor 说明原因和要装什么", "policyscan doctor tells why, and what to install"),
        )  # fmt: skip
    return wanted


def _by_index(document: Document, found: Sequence[Passage], indices: Sequence[int]) -> list[int]:
    for index in indices:
        if not 0 <= index < len(found):
            last = len(found) - 1
            raise WrongUse(
                Bilingual(f"{document.source}：没有段落 {index}，编号为 0 至 {last}", f"{document.source}: there is no passage {index}; they are numbered 0 to {last}"),
                hint=Bilingual("policyscan classify -f json 列出编号（index）", "policyscan classify -f json lists them (index)"),
            )  # fmt: skip
    return list(dict.fromkeys(indices))
