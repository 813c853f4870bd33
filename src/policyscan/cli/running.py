"""What the commands that read documents share: settings, classifier, how files are read, how results look."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from policyscan.cli import console
from policyscan.errors import WrongUse
from policyscan.extras import has_extra, install_command
from policyscan.language import Bilingual, Language, spoken
from policyscan.model.reading import Engine, OcrMode

if TYPE_CHECKING:
    from policyscan.classification import Classifier
    from policyscan.config import Settings
    from policyscan.model.taxonomy import Taxonomy
    from policyscan.rendering import View
    from policyscan.results import Results
    from policyscan.scan import Execution


def begin(
    config: Path | None,
    flags: Mapping[str, object],
    lang: Language | None,
    *,
    taxonomy: Sequence[str] | None = None,
    estimator: Path | None = None,
    ocr: OcrMode | None = None,
    jobs: int | None = None,
    timeout: float | None = None,
    memory: str | None = None,
    cache: bool | None = None,
    engine: Engine | None = None,
    scheduler: str | None = None,
) -> Settings:
    """Return the settings that the configuration and the flags make, and speak their language."""
    from policyscan.config import check_memory, load_settings

    given = {
        **flags,
        "taxonomies": tuple(taxonomy) if taxonomy else None,
        "estimator": str(estimator) if estimator else None,
        "language": lang,
        "ocr": ocr,
        "jobs": jobs,
        "cache": cache,
        "engine": Engine.DASK if scheduler is not None and engine is None else engine,
        "scheduler": scheduler,
        "timeout": timeout,
        "memory": check_memory("--memory", memory) if memory is not None else None,
    }
    settings = load_settings(config, given)
    if settings.language is not None:
        spoken.set(settings.language)
    return settings


def prepare(settings: Settings) -> tuple[tuple[Taxonomy, ...], Classifier]:
    """Return the taxonomies and the classifier that the settings ask for."""
    from policyscan.scan import load_taxonomies, make_classifier

    taxonomies = load_taxonomies(settings.taxonomies)
    if settings.estimator is None:
        return taxonomies, make_classifier(taxonomies)
    from policyscan.classification.estimator import load_estimator

    return taxonomies, make_classifier(taxonomies, load_estimator(Path(settings.estimator)))


def past_results(
    corpus: Path, results: Path | None, settings: Settings
) -> tuple[Results | None, Path | None, tuple[Taxonomy, ...]]:
    """Return the results that stand for documents, the corpus beside them, and what was looked for; None where there is none."""
    from policyscan.results import open_results, seems_results
    from policyscan.scan import load_taxonomies

    beside: Path | None = corpus
    if results is None and seems_results(corpus):
        results, beside = corpus, None
    if results is None:
        return None, corpus, ()
    if settings.estimator is not None:
        raise WrongUse(
            Bilingual("--estimator 对已有结果不起作用", "--estimator does nothing to results"),
            hint=Bilingual("估计器用于 policyscan classify", "it goes with policyscan classify"),
        )
    told = "taxonomies" in settings.origins
    opened = open_results(results, lambda ids: load_taxonomies(settings.taxonomies if told else ids))
    return opened, beside, opened.taxonomies


def execution_of(settings: Settings) -> Execution:
    """Return how the settings want files to be read."""
    from policyscan.cache import keep_within
    from policyscan.engine import Limits, usable_cores
    from policyscan.scan import Execution
    from policyscan.store import Store

    jobs = usable_cores() if settings.jobs is None else settings.jobs
    if settings.engine is Engine.DASK and not has_extra("dask"):
        raise WrongUse(
            Bilingual("没有安装 Dask", "Dask is not installed"),
            hint=Bilingual(install_command("dask"), install_command("dask")),
        )
    store = None
    if settings.cache:
        keep_within(settings.cache_size)
        store = Store()
    limits = Limits(settings.timeout, settings.memory)
    return Execution(jobs, limits, settings.ocr, store, settings.engine, settings.scheduler)


def standard_input(paths: Sequence[Path]) -> bytes | None:
    """Return what comes on standard input, if one of the paths asks for it."""
    return sys.stdin.buffer.read() if any(str(path) == "-" for path in paths) else None


def view_of(output: Path | None) -> View:
    """Return how results are to look where they go."""
    from policyscan.rendering import View

    return View(
        language=spoken.get(),
        width=console.width(),
        colour=console.wants_colour() and output is None,
        folder=output.parent if output is not None else Path(),
    )
