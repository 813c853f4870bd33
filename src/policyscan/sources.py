"""Where the outcomes of a corpus's documents come from: documents that are read, or results of an earlier run."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from policyscan.classification import Classifier, EvidenceClassifier
from policyscan.coverage.uncaught import is_uncaught, scope_of
from policyscan.errors import WrongUse
from policyscan.language import Bilingual
from policyscan.model.corpus import Corpus
from policyscan.model.label import ClassifiedPassage
from policyscan.model.passage import Passage, Span
from policyscan.model.report import Done, Failed, Report
from policyscan.model.taxonomy import Taxonomy
from policyscan.results import Results
from policyscan.scan import Execution, Progress, find_files, scan_files


class Source(Protocol):
    """A source of outcomes."""

    def files(self, corpus: Corpus) -> list[str]:
        """Return the documents there are, by their paths in the corpus's folder."""
        ...

    def titles(self, folder: Path, files: Sequence[str]) -> dict[str, str]:
        """Return the titles on the title pages of documents, by path."""
        ...

    def read(self, folder: Path, files: Sequence[str]) -> tuple[dict[str, Done | Failed], Report]:
        """Return the outcomes of documents by path, and the report on them."""
        ...


class Documents(Struct, frozen=True, dict=True):
    """The documents themselves, which are read."""

    taxonomies: Sequence[Taxonomy]
    classifier: Classifier
    progress: Progress | None
    execution: Execution

    def files(self, corpus: Corpus) -> list[str]:
        return _files_in(Path(corpus.folder), corpus)

    def titles(self, folder: Path, files: Sequence[str]) -> dict[str, str]:
        return _titles(Documents((), EvidenceClassifier(()), self.progress, self.execution).read(folder, files)[0])

    def read(self, folder: Path, files: Sequence[str]) -> tuple[dict[str, Done | Failed], Report]:
        there = [file for file in files if (folder / file).is_file()]
        report = scan_files(
            [folder / file for file in there],
            self.taxonomies,
            progress=self.progress,
            classifier=self.classifier,
            execution=self.execution,
        )
        return dict(zip(there, report.outcomes, strict=True)), report


class PastResults(Struct, frozen=True, dict=True):
    """The results of an earlier run; of each document only what is asked for is kept."""

    results: Results
    passages: bool

    def common_folder(self) -> Path:
        """Return the innermost folder that holds all documents."""
        return Path(os.path.commonpath([Path(source).parent for source in self._kept]))

    def files(self, corpus: Corpus) -> list[str]:
        inside = {self._in(Path(corpus.folder), source) for source in self._kept}
        return sorted(f for f in inside if not any(fnmatchcase(f, pattern) for pattern in corpus.ignored))

    def titles(self, folder: Path, files: Sequence[str]) -> dict[str, str]:
        return _titles(self.read(folder, files)[0])

    def read(self, folder: Path, files: Sequence[str]) -> tuple[dict[str, Done | Failed], Report]:
        by_path = {self._in(folder, source): outcome for source, outcome in self._kept.items()}
        found = {file: by_path[file] for file in files if file in by_path}
        results = self.results
        return found, Report(
            tuple(found.values()), results.taxonomies, results.version, results.classifier, results.scores
        )

    def _in(self, folder: Path, source: str) -> str:
        path = os.path.relpath(source, folder)
        if path.startswith(".."):
            raise WrongUse(
                Bilingual(f"{source}：不在文件夹 {folder} 之内", f"{source}: is not inside the folder {folder}"),
                hint=Bilingual(
                    "结果中的路径相对于生成结果时所在的文件夹；用 --folder 指定",
                    "paths in results begin where they were made; give --folder",
                ),
            )
        return Path(path).as_posix()

    @cached_property
    def _kept(self) -> dict[str, Done | Failed]:
        scope = scope_of(self.results.taxonomies)
        outcomes = self.results.outcomes(passages=self.passages)
        return {o.source: _without_passages(o, scope) if isinstance(o, Done) else o for o in outcomes}


_UNNEEDED = ClassifiedPassage(Passage("", Span(0, 1)), ())
"""Stands for a passage that nobody quotes."""


def _without_passages(done: Done, scope: Sequence[str]) -> Done:
    """Return a document with only those passages that a finding may quote, each in its place."""
    rows = [row for t in done.coverage for category in t.categories for row in (category, *category.leaves)]
    strongest = {row.strongest[0] for row in rows if row.strongest}
    passages = tuple(
        passage if i in strongest or passage.mentions or is_uncaught(passage, scope) else _UNNEEDED
        for i, passage in enumerate(done.passages)
    )
    return replace(done, passages=passages)


def _titles(outcomes: Mapping[str, Done | Failed]) -> dict[str, str]:
    return {f: o.title_page.title for f, o in outcomes.items() if isinstance(o, Done) and o.title_page.title}


def _files_in(folder: Path, corpus: Corpus) -> list[str]:
    if not folder.is_dir():
        if not corpus.entries or any(entry.path for entry in corpus.entries):
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
