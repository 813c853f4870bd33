"""``policyscan compare``: documents side by side, or one among its peers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policyscan.choices import COMPARISON_FORMATS
from policyscan.cli import console
from policyscan.cli.options import (
    ConfigFile,
    EstimatorFile,
    Jobs,
    Lang,
    Memory,
    Ocr,
    Output,
    Quiet,
    Taxonomies,
    Timeout,
    UseCache,
    one_of,
)
from policyscan.cli.progress import progress_unless
from policyscan.cli.running import begin, execution_of, prepare, view_of
from policyscan.errors import ExitCode, WrongUse
from policyscan.language import Bilingual


def compare(
    paths: Annotated[
        list[Path], typer.Argument(metavar="A [B...]", help="文件，旧的在前 · Documents, the old one first.")
    ],
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="CORPUS",
            help="与一组同类文件比较 · A corpus of peers to rank the last document among.",
        ),
    ] = None,
    taxonomy: Taxonomies = None,
    leaves: Annotated[
        bool | None, typer.Option("--leaves", help="显示细分类别 · Show the leaves of categories.")
    ] = None,
    format: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="|".join(COMPARISON_FORMATS), help="输出格式 · The format of the output."
        ),
    ] = "table",
    output: Output = None,
    estimator: EstimatorFile = None,
    ocr: Ocr = None,
    jobs: Jobs = None,
    timeout: Timeout = None,
    memory: Memory = None,
    cache: UseCache = None,
    config: ConfigFile = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """新旧规划、各地之间的比较 · What a plan adds, drops and deepens against another, or where it stands among its peers."""
    settings = begin(
        config,
        {"leaves": leaves},
        lang,
        taxonomy=taxonomy,
        estimator=estimator,
        ocr=ocr,
        jobs=jobs,
        timeout=timeout,
        memory=memory,
        cache=cache,
    )
    one_of("format", format, COMPARISON_FORMATS)
    if len(paths) < 2 and against is None:
        raise WrongUse(
            Bilingual("至少要两份文件", "two documents are needed at least"),
            hint=Bilingual("或用 --against 给出一组同类文件", "or give a corpus of peers with --against"),
        )
    if folder := next((path for path in paths if path.is_dir()), None):
        raise WrongUse(
            Bilingual(f"{folder}：是文件夹，请给出文件", f"{folder}: a folder; give documents"),
            hint=Bilingual(
                "整个文件夹请用 policyscan coverage 或 --against", "for a folder: policyscan coverage, or --against"
            ),
        )
    taxonomies, classifier = prepare(settings)
    from policyscan.rendering.comparison import render_comparison
    from policyscan.survey import compare_documents

    with progress_unless(quiet) as progress:
        result = compare_documents(
            paths,
            taxonomies,
            classifier,
            against,
            leaves=settings.leaves,
            progress=progress,
            execution=execution_of(settings),
        )
    console.write_result(render_comparison(result, format, view_of(output)), output, styled=format == "table")
    if result.report.exit_code is not ExitCode.OK:
        for failed in (
            outcome for outcome, done in zip(result.report.outcomes, result.documents, strict=True) if done is None
        ):
            reason = getattr(failed, "reason", Bilingual("", ""))
            console.say(reason)
        raise typer.Exit(result.report.exit_code)
