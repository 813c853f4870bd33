"""The public functions: the same words as the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from policyscan.classification.estimator import load_estimator
from policyscan.config import load_settings
from policyscan.coverage.baseline import read_baseline
from policyscan.model.gate import GateResult
from policyscan.model.label import Label
from policyscan.model.passage import Passage, Span
from policyscan.model.report import Report
from policyscan.scan import DEFAULT_TAXONOMIES, Execution, find_files, load_taxonomies, make_classifier, scan_files
from policyscan.survey import find_gaps


def classify(
    paths: str | Path | Iterable[str | Path], taxonomies: Sequence[str] = DEFAULT_TAXONOMIES, *, jobs: int = 0
) -> Report:
    """Return how far documents cover taxonomies.

    Parameters
    ----------
    paths
        A file, a folder, or several of them.
    taxonomies
        Ids of built-in taxonomies or paths of YAML files.
    jobs
        How many worker processes, each with the command line's limits on time and memory; 0 for this process, where a
        hostile file can take all memory or never end.

    Returns
    -------
    A report with an outcome a file, in order: `Done`, or `Failed` with the reason.

    Raises
    ------
    WrongUse
        An unknown taxonomy, or a folder without documents.
    InvalidTaxonomy
        A taxonomy file with mistakes.
    """
    several = [paths] if isinstance(paths, str | Path) else list(paths)
    return scan_files(
        find_files(Path(path) for path in several), load_taxonomies(taxonomies), execution=Execution(jobs)
    )


def gaps(
    corpus: str | Path,
    taxonomies: Sequence[str] | None = None,
    *,
    config: str | Path | None = None,
    today: date | None = None,
) -> GateResult:
    """Return what a corpus lacks by its rules, as ``policyscan gaps`` does.

    Parameters
    ----------
    corpus
        A folder or a ``corpus.yaml``.
    taxonomies
        Ids or paths; those of the configuration where left out.
    config
        A configuration file; ``policyscan.toml`` or ``pyproject.toml`` of the working directory where left out.
    today
        The day by which exceptions are judged; that of the clock (UTC) where left out.

    Raises
    ------
    WrongUse
        A mistake in the configuration, an empty corpus, a baseline that is not there.
    InvalidCorpus, InvalidTaxonomy
        A file with mistakes.

    Examples
    --------
    >>> result = gaps("corpora/sample", ["three-ones"], today=date(2026, 11, 25))
    >>> result.exit_code, len(result.failing) > 0
    (<ExitCode.GAPS_FOUND: 1>, True)
    """
    settings = load_settings(
        Path(config) if config else None, {"taxonomies": tuple(taxonomies) if taxonomies else None}
    )
    loaded = load_taxonomies(settings.taxonomies)
    own = load_estimator(Path(settings.estimator)) if settings.estimator else None
    baseline = read_baseline(Path(settings.gaps.baseline)) if settings.gaps.baseline else None
    day = today or datetime.now(UTC).date()
    return find_gaps(Path(corpus), loaded, make_classifier(loaded, own), settings.gaps.policy, day, baseline=baseline)


def classify_passages(
    texts: Sequence[str],
    headings: Sequence[Sequence[str]] | None = None,
    taxonomies: Sequence[str] = DEFAULT_TAXONOMIES,
) -> list[tuple[Label, ...]]:
    """Return the labels of passages that were cut elsewhere.

    Parameters
    ----------
    texts
        Passages: a paragraph or a table row each.
    headings
        For each passage the headings above it, outermost first; none where left out.
    taxonomies
        Ids of built-in taxonomies or paths of YAML files.

    Returns
    -------
    For each passage its labels in the order of the taxonomies; ``()`` for none.

    Raises
    ------
    ValueError
        If ``headings`` has another length than ``texts``.

    Examples
    --------
    >>> [labels] = classify_passages(["推进公共数据共享开放，建设全省统一的公共数据目录。"])
    >>> [(label.category, label.leaf, label.stance.value) for label in labels]
    [('data', 'data.sharing', 'measure')]
    """
    trails = [tuple(h) for h in headings] if headings is not None else [()] * len(texts)
    if len(trails) != len(texts):
        raise ValueError(f"{len(texts)} texts but {len(trails)} headings")
    passages = [Passage(text, Span(0, max(len(text), 1)), trail) for text, trail in zip(texts, trails, strict=True)]
    classifier = make_classifier(load_taxonomies(taxonomies))
    return [classified.labels for classified in classifier.classify(passages)]
