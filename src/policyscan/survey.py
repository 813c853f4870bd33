"""A corpus through the pipeline: its documents read, matched to what the manifest says of them, and classified."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from policyscan.classification import Classifier, EvidenceClassifier
from policyscan.corpus import Claims, claim_by_content, claim_by_name, make_members, read_corpus
from policyscan.errors import WrongUse
from policyscan.language import Bilingual
from policyscan.model.corpus import Corpus, Entry, Survey
from policyscan.model.report import Done, Failed, Report
from policyscan.model.taxonomy import Taxonomy
from policyscan.readers import SUFFIXES
from policyscan.scan import Progress, find_files, scan_files
from policyscan.segmentation.gazetteer import find_place


def look_at(path: Path, folder: Path | None = None, *, progress: Progress | None = None) -> Survey:
    """Return a corpus with its documents read but not classified.

    Parameters
    ----------
    path
        A folder or a ``corpus.yaml``.
    folder
        Where the documents are, if not where the corpus says.
    progress
        Called before each file.

    Raises
    ------
    WrongUse, InvalidCorpus
        If there is no corpus, or its file has mistakes.
    """
    corpus = read_corpus(path, folder)
    return _survey(corpus, (), EvidenceClassifier(()), progress)[0]


def survey(
    path: Path,
    taxonomies: Sequence[Taxonomy],
    classifier: Classifier,
    folder: Path | None = None,
    *,
    progress: Progress | None = None,
) -> tuple[Survey, Report]:
    """Return a corpus with its documents classified, and the report on its files.

    Raises
    ------
    WrongUse
        Also if no document of the corpus is there: an empty corpus covers nothing and lacks nothing.
    """
    corpus = read_corpus(path, folder)
    found, report = _survey(corpus, taxonomies, classifier, progress)
    if not any(member.outcome for member in found.members):
        raise _empty(found)
    return found, report


def _survey(
    corpus: Corpus, taxonomies: Sequence[Taxonomy], classifier: Classifier, progress: Progress | None
) -> tuple[Survey, Report]:
    folder = Path(corpus.folder)
    files = _files_in(folder, corpus)
    claims = claim_by_name(corpus.entries, files) if corpus.entries else Claims(unclaimed=files)
    if (
        corpus.entries
        and claims.unclaimed
        and any(i not in claims.files and e.title for i, e in enumerate(corpus.entries))
    ):
        read = _scan(folder, claims.unclaimed, (), EvidenceClassifier(()), progress)[0]
        titles = {f: o.title_page.title for f, o in read.items() if isinstance(o, Done) and o.title_page.title}
        claim_by_content(corpus.entries, claims, titles)
    pairs: list[tuple[Entry | None, str | None]] = [(e, claims.files.get(i)) for i, e in enumerate(corpus.entries)]
    if not corpus.entries:
        pairs = [(None, file) for file in claims.unclaimed]
    there = [file for _, file in pairs if file is not None and (folder / file).is_file()]
    outcomes, report = _scan(folder, there, taxonomies, classifier, progress)
    members = make_members(corpus, pairs, outcomes, _place)
    unlisted = tuple(claims.unclaimed) if corpus.entries else ()
    return Survey(corpus, members, unlisted, tuple(claims.ambiguous)), report


def _scan(
    folder: Path,
    files: Sequence[str],
    taxonomies: Sequence[Taxonomy],
    classifier: Classifier,
    progress: Progress | None,
) -> tuple[dict[str, Done | Failed], Report]:
    report = scan_files([folder / file for file in files], taxonomies, progress=progress, classifier=classifier)
    return dict(zip(files, report.outcomes, strict=True)), report


def _files_in(folder: Path, corpus: Corpus) -> list[str]:
    if not folder.is_dir():
        if any(entry.path for entry in corpus.entries):
            raise WrongUse(
                Bilingual(f"{folder}：没有这个文件夹", f"{folder}: there is no such folder"),
                hint=Bilingual(
                    "修改清单的 folder，或用 --folder 指定", "correct the corpus's folder, or give --folder"
                ),
            )
        return []
    try:
        found = [path.relative_to(folder).as_posix() for path in find_files([folder])]
    except WrongUse:
        if not corpus.entries:
            raise
        return []
    return sorted(f for f in found if not any(fnmatchcase(f, pattern) for pattern in corpus.ignored))


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
