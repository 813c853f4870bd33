"""``policyscan coverage``: documents × categories."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyscan.choices import BY, CELLS, MATRIX_FORMATS, SORTS
from policyscan.cli import console
from policyscan.cli.options import (
    ConfigFile,
    CorpusPath,
    EstimatorFile,
    Folder,
    Lang,
    Output,
    Quiet,
    Taxonomies,
    one_of,
)
from policyscan.errors import ExitCode
from policyscan.language import spoken

if TYPE_CHECKING:
    from policyscan.classification import Classifier
    from policyscan.config import Settings
    from policyscan.model.taxonomy import Taxonomy
    from policyscan.rendering import View


def coverage(
    corpus: CorpusPath,
    folder: Folder = None,
    taxonomy: Taxonomies = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="|".join(BY), help="按什么合并 · Put documents together by this.")
    ] = None,
    cells: Annotated[
        str | None, typer.Option("--cells", metavar="|".join(CELLS), help="单元格显示什么 · What the cells show.")
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort",
            metavar=f"{'|'.join(SORTS)}|ID",
            help="排序；给出类别则由高到低 · The order of rows; a category's id: the best first.",
        ),
    ] = None,
    leaves: Annotated[
        bool | None, typer.Option("--leaves", help="显示细分类别 · Show the leaves of categories.")
    ] = None,
    format: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="|".join(MATRIX_FORMATS), help="输出格式 · The format of the output."),
    ] = None,
    output: Output = None,
    estimator: EstimatorFile = None,
    config: ConfigFile = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """一组文件覆盖了什么：文件 × 类别 · What the documents of a corpus cover: documents × categories."""
    flags = {
        "coverage.by": by, "coverage.cells": cells, "coverage.sort": sort, "coverage.format": format, "leaves": leaves,
    }  # fmt: skip
    settings = begin(config, flags, taxonomy, estimator, lang)
    chosen = settings.coverage
    one_of("by", chosen.by, BY)
    one_of("cells", chosen.cells, CELLS)
    one_of("format", chosen.format, MATRIX_FORMATS)
    taxonomies, classifier = prepare(settings)
    from policyscan.coverage.matrix import columns_of, make_matrix
    from policyscan.rendering.matrix import MatrixReport, render_matrix
    from policyscan.segmentation.gazetteer import place_order
    from policyscan.survey import survey

    columns = columns_of(taxonomies, leaves=settings.leaves)
    one_of("sort", chosen.sort, (*SORTS, *(column.id for column in columns)))
    found, report = survey(corpus, taxonomies, classifier, folder, progress=None if quiet else console.show_progress)
    if not quiet:
        console.clear_progress()
    matrix = make_matrix(found.members, columns, chosen.by, chosen.sort, place_order)
    text = render_matrix(MatrixReport(found, report, matrix, chosen.cells), chosen.format, view_of(output))
    console.write_result(text, output)
    if any(member.done is None and member.outcome is not None for member in found.members) or report.exit_code:
        raise typer.Exit(ExitCode.UNREADABLE)


def begin(
    config: Path | None, flags: Mapping[str, object], taxonomy: list[str] | None, estimator: Path | None, lang: Lang
) -> Settings:
    """Return the settings of a command that looks at a corpus, and speak its language."""
    from policyscan.config import load_settings

    given = {
        **flags,
        "taxonomies": tuple(taxonomy) if taxonomy else None,
        "estimator": str(estimator) if estimator else None,
        "language": lang,
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


def view_of(output: Path | None) -> View:
    """Return how results are to look where they go."""
    from policyscan.rendering import View

    return View(language=spoken.get(), width=console.width(), colour=console.wants_colour() and output is None)
