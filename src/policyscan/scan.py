"""Many files through the pipeline, in the order given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from policyscan._version import __version__
from policyscan.classification import Classifier, EvidenceClassifier
from policyscan.engine import DEFAULT_LIMITS, Limits, run_here, run_local
from policyscan.errors import UnreadableDocument, WrongUse
from policyscan.extras import find_office, has_extra
from policyscan.language import Bilingual
from policyscan.model.diagnosis import Diagnosis, Equipment, Examination
from policyscan.model.document import Document
from policyscan.model.reading import Engine, OcrMode
from policyscan.model.records import Records, header_line, records_of
from policyscan.model.report import Done, Failed, Report
from policyscan.model.taxonomy import Taxonomy
from policyscan.pipeline import diagnose, extract, scan_file, scan_records
from policyscan.readers import SUFFIXES
from policyscan.store import Store
from policyscan.taxonomies import builtin_estimators, find_taxonomy

if TYPE_CHECKING:
    from policyscan.classification.estimator import Estimator

DEFAULT_TAXONOMIES = ("three-ones", "five-problems")

R = TypeVar("R")


class Execution(Struct, frozen=True):
    """How files are read, whatever is looked for in them.

    ``jobs`` is the number of worker processes, each file within ``limits``; 0 for this process, without limits. ``engine``
    says whose they are: this machine's, or those of the Dask cluster of ``scheduler`` (None for one of ``jobs`` workers that
    is started here). ``ocr`` tells which pages are recognised. ``store`` holds what was made before, None to make everything.
    """

    jobs: int = 0
    limits: Limits = DEFAULT_LIMITS
    ocr: OcrMode = OcrMode.AUTO
    store: Store | None = None
    engine: Engine = Engine.LOCAL
    scheduler: str | None = None


IN_PROCESS = Execution()

Progress = Callable[[int, int, Path], None]
"""Called before each file with its number (from 1), the number of files, and its path."""


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, and those in the folders named, in a stable order, each once.

    Folders are searched all the way down for files of the kinds that can be read; hidden files are left out, and what
    belongs to a web page saved by a browser (``通知_files/``).

    Raises
    ------
    WrongUse
        If a folder holds no such file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p
                for p in path.rglob("*")
                if p.suffix.lower() in SUFFIXES
                and p.is_file()
                and not any(_is_no_document(part) for part in p.relative_to(path).parts)
            )
            if not inside:
                kinds = "、".join(SUFFIXES)
                raise WrongUse(
                    Bilingual(f"{path}：文件夹里没有可读的文档", f"{path}: the folder holds no document"),
                    hint=Bilingual(f"可读的类型：{kinds}", f"kinds that are read: {', '.join(SUFFIXES)}"),
                )
            found.update(dict.fromkeys(inside))
        else:
            found[path] = None
    return list(found)


def _is_no_document(part: str) -> bool:
    return part.startswith(".") or part.endswith(("_files", ".files"))


def load_taxonomies(names: Sequence[str]) -> tuple[Taxonomy, ...]:
    """Return the taxonomies of these names or paths.

    Raises
    ------
    WrongUse
        If one is unknown, or two have the same id.
    InvalidTaxonomy
        If a file has mistakes.
    """
    taxonomies = tuple(find_taxonomy(name) for name in dict.fromkeys(names))
    ids = [taxonomy.id for taxonomy in taxonomies]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice is not None:
        raise WrongUse(
            Bilingual(f"两个分类体系的标识都是“{twice}”", f"two taxonomies have the id '{twice}'"),
            hint=Bilingual("修改其中一个文件的 id", "change the id in one of the files"),
        )
    return taxonomies


def make_classifier(taxonomies: Sequence[Taxonomy], estimator: Estimator | None = None) -> Classifier:
    """Return the classifier for these taxonomies.

    Parameters
    ----------
    taxonomies
        What to look for.
    estimator
        Where left out, those that come with the program, if they know any of them; taxonomies that no estimator knows
        are classified by evidence alone.
    """
    # imported here: numpy costs as much to start as everything else together
    from policyscan.classification.estimator import load_estimator
    from policyscan.classification.hybrid import HybridClassifier

    estimators = [estimator] if estimator is not None else [load_estimator(path) for path in builtin_estimators()]
    if not any(e.knows(taxonomy) for e in estimators for taxonomy in taxonomies):
        return EvidenceClassifier(taxonomies)
    return HybridClassifier(taxonomies, *estimators)


def scan_files(
    paths: Sequence[Path],
    taxonomies: Sequence[Taxonomy],
    *,
    progress: Progress | None = None,
    stdin: bytes | None = None,
    classifier: Classifier | None = None,
    execution: Execution = IN_PROCESS,
) -> Report:
    """Return the report on some files.

    ``stdin`` are the bytes that the path ``-`` stands for; ``classifier`` is that of `make_classifier` where left out.
    """
    classifier = classifier or make_classifier(taxonomies)
    outcomes = scan_each(paths, taxonomies, progress=progress, stdin=stdin, classifier=classifier, execution=execution)
    return Report(tuple(outcomes), tuple(taxonomies), __version__, classifier.name, classifier.scores)


def scan_each(
    paths: Sequence[Path],
    taxonomies: Sequence[Taxonomy],
    *,
    progress: Progress | None = None,
    stdin: bytes | None = None,
    classifier: Classifier | None = None,
    execution: Execution = IN_PROCESS,
) -> Iterator[Done | Failed]:
    """Yield the outcome of each file, in the order given."""
    classifier = classifier or make_classifier(taxonomies)
    if execution.store is not None:
        _ = classifier.fingerprint  # found once: workers inherit it
    work = partial(_scan, taxonomies=tuple(taxonomies), classifier=classifier, stdin=stdin, execution=execution)
    return _run(work, _told(paths, progress), execution, len(paths), taxonomies)


def _scan(
    path: Path, taxonomies: Sequence[Taxonomy], classifier: Classifier, stdin: bytes | None, execution: Execution
) -> Done:
    data = stdin if str(path) == "-" else None
    return scan_file(path, taxonomies, classifier, data, execution.ocr, execution.store)


def stream_files(
    paths: Sequence[Path],
    taxonomies: Sequence[Taxonomy],
    classifier: Classifier,
    *,
    progress: Progress | None = None,
    stdin: bytes | None = None,
    execution: Execution = IN_PROCESS,
) -> tuple[bytes, Iterator[Records]]:
    """Return the header of a stream of records, and an iterator of each file's lines, in the order given.

    The lines are made where the file is read, so that this process does little and its memory does not grow with the
    number of files. The parameters are those of `scan_files`.
    """
    if execution.store is not None:
        _ = classifier.fingerprint  # found once: workers inherit it
    work = partial(_stream, taxonomies=tuple(taxonomies), classifier=classifier, stdin=stdin, execution=execution)
    outcomes = _run(work, _told(paths, progress), execution, len(paths))
    header = header_line(
        Report((), tuple(taxonomies), __version__, classifier.name, classifier.scores), ocr=execution.ocr
    )
    return header, (records_of(o) if isinstance(o, Failed) else o for o in outcomes)


def _stream(
    path: Path, taxonomies: Sequence[Taxonomy], classifier: Classifier, stdin: bytes | None, execution: Execution
) -> Records:
    data = stdin if str(path) == "-" else None
    return scan_records(path, taxonomies, classifier, data, execution.ocr, execution.store)


def extract_file(
    path: Path,
    data: bytes | None = None,
    *,
    execution: Execution = IN_PROCESS,
) -> Document:
    """Return a file's clean text.

    Raises
    ------
    UnreadableDocument
        If no text can be had from it, or not within the limits.
    """
    [outcome] = _run(partial(extract, data=data, ocr=execution.ocr, store=execution.store), [path], execution, 1)
    if isinstance(outcome, Failed):
        raise UnreadableDocument(outcome.reason, hint=outcome.hint)
    return outcome


def examine_files(
    paths: Sequence[Path],
    *,
    progress: Progress | None = None,
    stdin: bytes | None = None,
    execution: Execution = IN_PROCESS,
) -> Examination:
    """Return how some files are read, and what this machine has for it; the parameters are those of `scan_files`."""
    work = partial(_examine, stdin=stdin, ocr=execution.ocr)
    outcomes = _run(work, _told(paths, progress), execution, len(paths))
    return Examination(tuple(outcomes), _equipment())


def _examine(path: Path, stdin: bytes | None, ocr: OcrMode) -> Diagnosis:
    return diagnose(path, stdin if str(path) == "-" else None, ocr)


def _equipment() -> Equipment:
    import platform
    from importlib.metadata import version

    return Equipment(
        program=f"policyscan {__version__}",
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        ocr=version("rapidocr") if has_extra("ocr") else None,
        office=find_office(),
    )


def _run(
    work: Callable[[Path], R],
    paths: Iterable[Path],
    execution: Execution,
    count: int,
    shared: Sequence[object] = (),
) -> Iterator[R | Failed]:
    if execution.engine is Engine.DASK:
        from policyscan.engine.cluster import run_cluster  # needs an extra

        limits, scheduler = execution.limits, execution.scheduler
        return run_cluster(work, paths, count, scheduler=scheduler, jobs=execution.jobs, limits=limits)
    jobs = min(execution.jobs, count)
    if not jobs:
        return run_here(work, paths)
    return run_local(work, paths, jobs=jobs, limits=execution.limits, shared=shared)


def _told(paths: Sequence[Path], progress: Progress | None) -> Iterator[Path]:
    for number, path in enumerate(paths, 1):
        if progress is not None:
            progress(number, len(paths), path)
        yield path
