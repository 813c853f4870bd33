"""The public functions: the same words as the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from policyscan.model.label import Label
from policyscan.model.passage import Passage, Span
from policyscan.model.report import Report
from policyscan.scan import DEFAULT_TAXONOMIES, find_files, load_taxonomies, make_classifier, scan_files


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
    return scan_files(find_files(Path(path) for path in several), load_taxonomies(taxonomies), jobs=jobs)


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
