"""A corpus through the pipeline: its documents read, matched to what the manifest says of them, and classified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from policyscan._version import __version__
from policyscan.classification import Classifier, EvidenceClassifier
from policyscan.corpus import Claims, claim_by_content, claim_by_name, make_members, read_corpus
from policyscan.coverage.comparison import compare_lines, standing, targets_of
from policyscan.coverage.gate import TEXTS, Texts, find_all, hold_back, stale_entries, unknown_categories
from policyscan.coverage.matrix import columns_of
from policyscan.coverage.revision import changed_terms, common_columns, find_flips
from policyscan.errors import WrongUse, nearest
from policyscan.language import Bilingual
from policyscan.lexicon.clusters import cluster
from policyscan.model.comparison import Comparison
from policyscan.model.corpus import Corpus, Entry, Member, Survey
from policyscan.model.gate import Baseline, Cluster, Finding, FindingKind, GateResult, Place, Policy
from policyscan.model.matrix import Column
from policyscan.model.report import Done, Report
from policyscan.model.revision import Flip, Revision
from policyscan.model.taxonomy import Taxonomy
from policyscan.readers import SUFFIXES
from policyscan.results import Results
from policyscan.scan import IN_PROCESS, Execution, Progress, make_classifier, scan_files
from policyscan.scoring import evaluate_files
from policyscan.segmentation.gazetteer import find_place
from policyscan.segmentation.words import Segmenter
from policyscan.sources import Documents, PastResults, Source
from policyscan.taxonomies import lines_of_categories

if TYPE_CHECKING:
    from policyscan.classification.estimator import Estimator


def look_at(
    path: Path,
    folder: Path | None = None,
    *,
    progress: Progress | None = None,
    execution: Execution = IN_PROCESS,
) -> Survey:
    """Return a corpus with its documents read but not classified.

    Parameters
    ----------
    path
        A folder or a ``corpus.yaml``.
    folder
        Where the documents are, if not where the corpus says.
    progress
        Called before each file.
    execution
        How the files are read.

    Raises
    ------
    WrongUse, InvalidCorpus
        If there is no corpus, or its file has mistakes.
    """
    corpus = read_corpus(path, folder)
    return _survey(corpus, Documents((), EvidenceClassifier(()), progress, execution))[0]


def survey(
    path: Path,
    taxonomies: Sequence[Taxonomy],
    classifier: Classifier,
    folder: Path | None = None,
    *,
    progress: Progress | None = None,
    execution: Execution = IN_PROCESS,
) -> tuple[Survey, Report]:
    """Return a corpus with its documents classified, and the report on its files.

    Raises
    ------
    WrongUse
        Also if no document of the corpus is there: an empty corpus covers nothing and lacks nothing.
    """
    return _not_empty(*_survey(read_corpus(path, folder), Documents(taxonomies, classifier, progress, execution)))


def survey_results(
    results: Results, path: Path | None = None, folder: Path | None = None, *, passages: bool = False
) -> tuple[Survey, Report]:
    """Return the corpus that results of an earlier run are of, and the report on its files. No document is read.

    What is kept of a document does not grow with its passages.

    Parameters
    ----------
    results
        The results.
    path, folder
        The corpus, and where its documents are, as in `survey`; the documents of the results, and the folder that holds
        them all, where left out.
    passages
        Whether the passages are kept that findings may quote: those of strongest evidence, that name a category, or that
        no category catches.

    Raises
    ------
    WrongUse
        If the results are damaged, or are of documents outside the folder.
    """
    past = PastResults(results, passages)
    if path is None:
        corpus = Corpus(str(results.path), str(folder if folder is not None else past.common_folder()))
    else:
        corpus = read_corpus(path, folder)
    return _not_empty(*_survey(corpus, past))


def find_gaps(
    path: Path,
    taxonomies: Sequence[Taxonomy],
    classifier: Classifier,
    policy: Policy,
    today: date,
    *,
    folder: Path | None = None,
    baseline: Baseline | None = None,
    sidecars: Path | None = None,
    progress: Progress | None = None,
    execution: Execution = IN_PROCESS,
) -> GateResult:
    """Return what breaks the rules of a corpus, both ways: categories left out, and passages that no category catches.

    Parameters
    ----------
    path, folder
        The corpus, and where its documents are if not where it says.
    taxonomies, classifier
        What is looked for, and how.
    policy
        The rules, the exceptions and the severities.
    today
        The day by which exceptions are judged.
    baseline
        Findings that are left for now.
    sidecars
        The folder in which findings may point at clean texts of documents (`sidecar_texts` gives them).
    progress
        Called before each file.
    execution
        How the files are read.

    Raises
    ------
    WrongUse
        If the corpus is empty, or a rule names a category that there is not.
    """
    _refuse_unknown_categories(policy, columns_of(taxonomies, leaves=True))
    found, report = survey(path, taxonomies, classifier, folder, progress=progress, execution=execution)
    return _judged(found, report, policy, today, baseline, sidecars, _texts_of(found))


def find_gaps_in_results(
    results: Results,
    policy: Policy,
    today: date,
    *,
    path: Path | None = None,
    folder: Path | None = None,
    baseline: Baseline | None = None,
) -> GateResult:
    """Return what breaks the rules in results of an earlier run, the same as `find_gaps` finds in the documents.

    The parameters and errors are those of `find_gaps` and `survey_results`.
    """
    _refuse_unknown_categories(policy, columns_of(results.taxonomies, leaves=True))
    found, report = survey_results(results, path, folder, passages=True)
    there = {m.done.source for m in found.members if m.done is not None and m.duplicate_of is None}
    texts = (
        passage.passage.text
        for outcome in results.outcomes(passages=True)
        if isinstance(outcome, Done) and outcome.source in there
        for passage in outcome.passages
    )
    return _judged(found, report, policy, today, baseline, None, texts)


def _judged(
    found: Survey,
    report: Report,
    policy: Policy,
    today: date,
    baseline: Baseline | None,
    sidecars: Path | None,
    everything: Iterable[str],
) -> GateResult:
    """Return the findings; ``everything`` are the texts of all passages, looked at only where some are uncaught."""
    taxonomies = report.taxonomies
    columns = columns_of(taxonomies, leaves=True)
    texts = Texts(_sidecars(found, sidecars), _category_places(taxonomies))
    findings = find_all(found, taxonomies, columns, policy, texts)
    marked, expired, unused = hold_back(findings, found.members, policy, baseline, today)
    return GateResult(
        survey=found,
        report=report,
        policy=policy,
        today=today,
        findings=tuple(marked),
        clusters=tuple(_clusters(marked, everything)),
        baseline=baseline.path if baseline else None,
        stale=stale_entries(baseline, marked, found.members, taxonomies),
        expired=tuple(expired),
        unused=tuple(unused),
    )


def compare_documents(
    paths: Sequence[Path],
    taxonomies: Sequence[Taxonomy],
    classifier: Classifier,
    against: Path | None = None,
    *,
    leaves: bool = False,
    progress: Progress | None = None,
    execution: Execution = IN_PROCESS,
) -> Comparison:
    """Return documents side by side, and where the last stands among the documents of a corpus.

    The document itself (by content) and duplicates are no peers.
    """
    report = scan_files(paths, taxonomies, progress=progress, classifier=classifier, execution=execution)
    documents = tuple(outcome if isinstance(outcome, Done) else None for outcome in report.outcomes)
    columns = columns_of(taxonomies, leaves=leaves)
    names = tuple(
        (done.title_page.title if done else None) or path.name for done, path in zip(documents, paths, strict=True)
    )
    lines = compare_lines(documents, columns)
    targets = tuple(targets_of(documents, column) for column in columns)
    result = Comparison(report, documents, names, lines, targets)
    last = documents[-1]
    if against is None or last is None:
        return result
    found, _ = survey(against, taxonomies, classifier, progress=progress, execution=execution)
    members = tuple(m for m in found.members if m.duplicate_of is None and not _is(m, last) and m.outcome is not None)
    peers = [member.done for member in members]
    standings = tuple(standing(last, peers, column, columns) for column in columns)
    return replace(result, peers=replace(found, members=members), standings=standings)


def _is(member: Member, done: Done) -> bool:
    return isinstance(member.outcome, Done) and member.outcome.document.sha256 == done.document.sha256


def compare_taxonomies(
    old: Taxonomy,
    new: Taxonomy,
    corpus: Path | None,
    gold: Sequence[Path] = (),
    *,
    folder: Path | None = None,
    estimators: tuple[Estimator | None, Estimator | None] = (None, None),
    rules_only: bool = False,
    progress: Progress | None = None,
    execution: Execution = IN_PROCESS,
) -> Revision:
    """Return what another version of a taxonomy (or another estimator) changes in a corpus, and in the measured scores.

    Parameters
    ----------
    old, new
        The versions; they may have one id.
    corpus, folder
        Documents whose cells are compared; None for none.
    gold
        Labelled passages on which both are measured.
    estimators
        Those of the user's own; the built-in one where None, as far as it knows the version.
    rules_only
        Whether terms and rules alone label the corpus on both sides: what is due to them, whatever the estimator says.
    progress
        Called before each file.
    execution
        How the files are read.
    """
    classifiers = tuple(
        EvidenceClassifier([t]) if rules_only else make_classifier([t], e)
        for t, e in zip((old, new), estimators, strict=True)
    )
    found, flips, cells = None, tuple[Flip, ...](), 0
    if corpus is not None:
        before, _ = survey(corpus, [old], classifiers[0], folder, progress=progress, execution=execution)
        found, _ = survey(corpus, [new], classifiers[1], folder, progress=progress, execution=execution)
        pairs = [(a.done, b.done) for a, b in zip(before.members, found.members, strict=True)]
        flips = find_flips(pairs, old, new)
        shared = [column for column in common_columns(old, new) if "." not in column.id]
        cells = len(shared) * sum(done is not None for done, _ in pairs)
    evaluations = None
    if gold:
        first, second = (
            evaluate_files(gold, [t], e, baselines=False) for t, e in zip((old, new), estimators, strict=True)
        )
        evaluations = (first, second)
    ids = [[column.id for column in columns_of([taxonomy], leaves=True)] for taxonomy in (old, new)]
    return Revision(
        old,
        new,
        (classifiers[0].name, classifiers[1].name),
        __version__,
        found,
        tuple(i for i in ids[1] if i not in ids[0]),
        tuple(i for i in ids[0] if i not in ids[1]),
        tuple(changed_terms(old, new)),
        flips,
        cells,
        evaluations,
    )


def sidecar_texts(result: GateResult, folder: Path) -> dict[Path, str]:
    """Return the clean texts of the documents that findings point into, by the paths where they are looked for."""
    wanted = {finding.place.path for finding in result.findings}
    return {
        Path(path): member.done.document.text + "\n"
        for member in result.survey.members
        if member.done and (path := _sidecars(result.survey, folder).get(member.path or "")) in wanted
    }


def _sidecars(found: Survey, folder: Path | None) -> dict[str, str]:
    if folder is None:
        return {}
    return {
        member.path: (folder / f"{member.path}.txt").as_posix()
        for member in found.members
        if member.path and member.done and member.done.document.reader not in TEXTS
    }


def _category_places(taxonomies: Sequence[Taxonomy]) -> dict[str, Place]:
    return {
        f"{taxonomy.id}/{category}": Place(taxonomy.path, line)
        for taxonomy in taxonomies
        for category, line in lines_of_categories(taxonomy).items()
    }


def _texts_of(found: Survey) -> Iterator[str]:
    return (
        passage.passage.text
        for member in found.members
        if member.done is not None and member.duplicate_of is None
        for passage in member.done.passages
    )


def _clusters(findings: Sequence[Finding], everything: Iterable[str]) -> Iterator[Cluster]:
    uncaught = {i: finding for i, finding in enumerate(findings) if finding.kind is FindingKind.UNCAUGHT}
    if not uncaught:
        return
    caught = {finding.quotation for finding in uncaught.values()}
    others = (text for text in everything if text not in caught)
    for words, numbers in cluster({i: f.quotation for i, f in uncaught.items()}, others, Segmenter().words):
        documents = {uncaught[number].document for number in numbers}
        yield Cluster(words, numbers, len(numbers), len(documents))


def _refuse_unknown_categories(policy: Policy, columns: Sequence[Column]) -> None:
    missed = unknown_categories(policy, columns)
    if not missed:
        return
    known = [column.id for column in columns]
    nears = [nearest(pattern, known) for _, pattern in missed]
    zh = [f"；是否想写 '{near}'？" if near else "" for near in nears]
    en = [f"; did you mean '{near}'?" if near else "" for near in nears]
    raise WrongUse(
        Bilingual(
            "\n".join(f"{at}: 没有类别 '{pattern}'{end}" for (at, pattern), end in zip(missed, zh, strict=True)),
            "\n".join(
                f"{at}: there is no category '{pattern}'{end}" for (at, pattern), end in zip(missed, en, strict=True)
            ),
        ),
        hint=Bilingual(f"可用：{', '.join(known)}", f"there are {', '.join(known)}"),
    )


def _survey(corpus: Corpus, source: Source) -> tuple[Survey, Report]:
    folder = Path(corpus.folder)
    files = source.files(corpus)
    claims = claim_by_name(corpus.entries, files) if corpus.entries else Claims(unclaimed=files)
    if (
        corpus.entries
        and claims.unclaimed
        and any(i not in claims.files and e.title for i, e in enumerate(corpus.entries))
    ):
        claim_by_content(corpus.entries, claims, source.titles(folder, claims.unclaimed))
    pairs: list[tuple[Entry | None, str | None]] = [(e, claims.files.get(i)) for i, e in enumerate(corpus.entries)]
    if not corpus.entries:
        pairs = [(None, file) for file in claims.unclaimed]
    outcomes, report = source.read(folder, [file for _, file in pairs if file is not None])
    members = make_members(corpus, pairs, outcomes, _place)
    unlisted = tuple(claims.unclaimed) if corpus.entries else ()
    return Survey(corpus, members, unlisted, tuple(claims.ambiguous)), report


def _not_empty(found: Survey, report: Report) -> tuple[Survey, Report]:
    if not any(member.outcome for member in found.members):
        raise _empty(found)
    return found, report


def _place(text: str) -> tuple[str | None, str | None] | None:
    place = find_place(text) if text else None
    return (place.province, place.city) if place else None


def _empty(found: Survey) -> WrongUse:
    corpus = found.corpus
    expected = len(found.members)
    kinds = ", ".join(SUFFIXES)
    return WrongUse(
        Bilingual(
            f"{corpus.path}：语料是空的：{expected} 份应有的文件一份也没有",
            f"{corpus.path}: the corpus is empty: of {expected} documents that it expects none is there",
        ),
        hint=Bilingual(
            f"把文件（{kinds}）放进 {corpus.folder}，或用 --folder 指定；policyscan corpus status 列出缺什么",
            f"put documents ({kinds}) into {corpus.folder} or give --folder; policyscan corpus status lists what is missing",
        ),
    )
