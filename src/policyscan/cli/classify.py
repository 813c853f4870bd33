"""``policyscan classify``: how far documents cover taxonomies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyscan.choices import FORMATS, STREAMS
from policyscan.cli import console
from policyscan.cli.options import (
    ConfigFile,
    EngineName,
    Jobs,
    Lang,
    Memory,
    Ocr,
    Output,
    OutputFormat,
    Paths,
    Quiet,
    Scheduler,
    Taxonomies,
    Timeout,
    UseCache,
    one_of,
)
from policyscan.cli.progress import progress_unless
from policyscan.cli.running import begin, execution_of, prepare, standard_input
from policyscan.errors import ExitCode, WrongUse
from policyscan.extras import has_extra, install_command
from policyscan.language import Bilingual, spoken

if TYPE_CHECKING:
    from policyscan.config import Settings
    from policyscan.model.report import Report


def classify(
    paths: Paths = None,
    taxonomy: Taxonomies = None,
    format: OutputFormat = None,
    output: Output = None,
    leaves: Annotated[
        bool | None, typer.Option("--leaves", help="显示细分类别 · Show the leaves of categories.")
    ] = None,
    passages: Annotated[bool, typer.Option("--passages", help="显示引文 · Show the quotations.")] = False,
    category: Annotated[
        str | None,
        typer.Option("--category", "-c", metavar="ID", help="只看某一类别的引文 · Quotations of one category or leaf."),
    ] = None,
    failures: Annotated[
        Path | None,
        typer.Option(
            "--failures",
            metavar="FILE",
            help="未能（全部）读取的文件写入此 JSON Lines 文件，用于 jsonl、parquet · Write the records of files that were not wholly "
            "read to this file of JSON Lines; with jsonl and parquet.",
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="接着做上次中断的运行，用于 jsonl、parquet 与 -o · Go on with a run that was stopped; with jsonl or parquet, and -o.",
        ),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="显示全部依据与排除 · Show all evidence and what was not counted.")
    ] = False,
    fail_on_gaps: Annotated[
        bool | None, typer.Option("--fail-on-gaps", help="有缺口时以 1 退出 · Exit with 1 if there are gaps.")
    ] = None,
    estimator: Annotated[
        Path | None,
        typer.Option("--estimator", metavar="FILE", help="自己训练的估计器 · An estimator made by policyscan train."),
    ] = None,
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
    """统计文件对分类体系的覆盖 · Show how far each document covers the taxonomies."""
    flags = {
        "format": format,
        "leaves": leaves,
        "fail_on_gaps": fail_on_gaps,
    }
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
    if not paths:
        raise WrongUse(
            Bilingual("没有给出文件", "no file was given"),
            hint=Bilingual("例如：policyscan classify 某省规划.pdf", "for example: policyscan classify plan.pdf"),
        )
    one_of("format", settings.format, FORMATS)
    console.refuse_terminal(settings.format, output)
    if settings.format in STREAMS:
        _stream(paths, settings, output, resume, failures, quiet)
        return
    _refuse_without_stream(resume, failures)
    report = _scan(paths, settings, category, quiet)
    from policyscan.rendering import View, render

    view = View(
        language=spoken.get(),
        width=console.width(),
        colour=console.wants_colour() and output is None,
        leaves=settings.leaves,
        passages=passages,
        explain=explain,
        category=category,
        folder=output.parent if output is not None else Path(),
    )
    styled = view.colour and settings.format == "table"
    console.write_result(render(report, settings.format, view), output, styled=styled)
    if settings.fail_on_gaps and report.has_gaps:
        raise typer.Exit(ExitCode.GAPS_FOUND)
    if report.exit_code is not ExitCode.OK:
        raise typer.Exit(report.exit_code)


def _scan(paths: list[Path], settings: Settings, category: str | None, quiet: bool) -> Report:
    from policyscan.scan import find_files, scan_files

    taxonomies, classifier = prepare(settings)
    if category is not None:
        known = [i for t in taxonomies for c in t.categories for i in (c.id, *(leaf.id for leaf in c.leaves))]
        one_of("category", category, known)
    with progress_unless(quiet) as progress:
        return scan_files(
            find_files(paths),
            taxonomies,
            progress=progress,
            stdin=standard_input(paths),
            classifier=classifier,
            execution=execution_of(settings),
        )


def _stream(
    paths: list[Path], settings: Settings, output: Path | None, resume: bool, failures: Path | None, quiet: bool
) -> None:
    from policyscan.cli.streaming import run_stream
    from policyscan.scan import find_files

    if resume and output is None:
        raise WrongUse(
            Bilingual("--resume 要与 -o 同用", "--resume goes with -o"),
            hint=Bilingual(
                "例如：-f jsonl -o results.jsonl --resume", "for example: -f jsonl -o results.jsonl --resume"
            ),
        )
    convert = None
    if settings.format == "parquet":
        convert = _parquet(output)
    taxonomies, classifier = prepare(settings)
    tally = run_stream(
        find_files(paths),
        taxonomies,
        classifier,
        execution_of(settings),
        stdin=standard_input(paths),
        output=output,
        resume=resume,
        failures=failures,
        quiet=quiet,
        convert=convert,
    )
    if settings.fail_on_gaps and tally.has_gaps:
        raise typer.Exit(ExitCode.GAPS_FOUND)
    if tally.exit_code is not ExitCode.OK:
        raise typer.Exit(tally.exit_code)


def _parquet(output: Path | None) -> Callable[[Path, Path], None]:
    if output is None:
        raise WrongUse(
            Bilingual("parquet 是一个文件夹，要用 -o 指定", "parquet is a folder: -o says which"),
            hint=Bilingual("例如：-f parquet -o results", "for example: -f parquet -o results"),
        )
    if not has_extra("parquet"):
        raise WrongUse(
            Bilingual("没有安装 pyarrow", "pyarrow is not installed"),
            hint=Bilingual(install_command("parquet"), install_command("parquet")),
        )
    from policyscan.results.parquet import refuse_other_folders, write_parquet

    refuse_other_folders(output)
    return write_parquet


def _refuse_without_stream(resume: bool, failures: Path | None) -> None:
    name = "--resume" if resume else "--failures" if failures is not None else None
    if name is not None:
        raise WrongUse(
            Bilingual(f"{name} 用于 {'、'.join(STREAMS)}", f"{name} goes with {' and '.join(STREAMS)}"),
            hint=Bilingual("加上 -f jsonl -o results.jsonl", "add -f jsonl -o results.jsonl"),
        )
