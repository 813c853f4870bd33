"""``policyscan coverage``: documents × categories."""

from __future__ import annotations

from typing import Annotated

import typer

from policyscan.choices import BY, CELLS, MATRIX_FORMATS, SORTS
from policyscan.cli import console
from policyscan.cli.options import (
    ConfigFile,
    CorpusPath,
    EngineName,
    EstimatorFile,
    Folder,
    Jobs,
    Lang,
    Memory,
    Ocr,
    Output,
    Quiet,
    ResultsPath,
    Scheduler,
    Taxonomies,
    Timeout,
    UseCache,
    one_of,
)
from policyscan.cli.progress import progress_unless
from policyscan.cli.running import begin, execution_of, past_results, prepare, view_of
from policyscan.errors import ExitCode, WrongUse
from policyscan.language import Bilingual

_WITH_PASSAGES = ("html", "xlsx")


def coverage(
    corpus: CorpusPath,
    folder: Folder = None,
    results: ResultsPath = None,
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
    ocr: Ocr = None,
    jobs: Jobs = None,
    timeout: Timeout = None,
    memory: Memory = None,
    cache: UseCache = None,
    engine: EngineName = None,
    scheduler: Scheduler = None,
    config: ConfigFile = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """一组文件覆盖了什么：文件 × 类别 · What the documents of a corpus cover: documents × categories."""
    flags = {
        "coverage.by": by, "coverage.cells": cells, "coverage.sort": sort, "coverage.format": format, "leaves": leaves,
    }  # fmt: skip
    settings = begin(
        config,
        flags,
        lang,
        taxonomy=taxonomy,
        estimator=estimator,
        ocr=ocr,
        jobs=jobs,
        timeout=timeout,
        memory=memory,
        cache=cache,
        engine=engine,
        scheduler=scheduler,
    )
    chosen = settings.coverage
    one_of("by", chosen.by, BY)
    one_of("cells", chosen.cells, CELLS)
    one_of("format", chosen.format, MATRIX_FORMATS)
    console.refuse_terminal(chosen.format, output)
    past, beside, taxonomies = past_results(corpus, results, settings)
    if past is not None and chosen.format in _WITH_PASSAGES:
        raise WrongUse(
            Bilingual(
                f"{chosen.format} 要用到每份文件的全部段落，不能由结果生成",
                f"{chosen.format} shows all passages of each document, and cannot be made from results",
            ),
            hint=Bilingual(
                "对文件夹运行，或用 -f table、csv、json", "run it on the folder, or use -f table, csv or json"
            ),
        )
    from policyscan.coverage.matrix import columns_of, make_matrix
    from policyscan.rendering.matrix import MatrixReport, render_matrix
    from policyscan.segmentation.gazetteer import place_order
    from policyscan.survey import survey, survey_results

    if past is None:
        taxonomies, classifier = prepare(settings)
    columns = columns_of(taxonomies, leaves=settings.leaves)
    one_of("sort", chosen.sort, (*SORTS, *(column.id for column in columns)))
    if past is not None:
        found, report = survey_results(past, beside, folder)
    else:
        with progress_unless(quiet) as progress:
            execution = execution_of(settings)
            found, report = survey(corpus, taxonomies, classifier, folder, progress=progress, execution=execution)
    matrix = make_matrix(found.members, columns, chosen.by, chosen.sort, place_order)
    rendered = render_matrix(MatrixReport(found, report, matrix, chosen.cells), chosen.format, view_of(output))
    console.write_result(rendered, output, styled=chosen.format == "table")
    if any(member.done is None and member.outcome is not None for member in found.members) or report.exit_code:
        raise typer.Exit(ExitCode.UNREADABLE)
