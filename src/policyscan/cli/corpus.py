"""``policyscan corpus status``: which documents of a corpus are there."""

from __future__ import annotations

from typing import Annotated

import typer

from policyscan.choices import STATUS_FORMATS
from policyscan.cli import console
from policyscan.cli.options import (
    ConfigFile,
    CorpusPath,
    Folder,
    Jobs,
    Lang,
    Memory,
    Ocr,
    Output,
    Quiet,
    Timeout,
    UseCache,
    one_of,
)
from policyscan.cli.progress import progress_unless
from policyscan.cli.running import begin, execution_of, view_of
from policyscan.errors import ExitCode

app = typer.Typer(
    no_args_is_help=True, help="语料：一组文件 · Corpora: documents that are looked at together.", rich_markup_mode=None
)


@app.command("status")
def status(
    corpus: CorpusPath,
    folder: Folder = None,
    format: Annotated[
        str,
        typer.Option("--format", "-f", metavar="|".join(STATUS_FORMATS), help="输出格式 · The format of the output."),
    ] = "table",
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="有缺、重复或不在清单上的文件时以 1 退出 · Exit with 1 if a document is missing, twice, or not listed.",
        ),
    ] = False,
    output: Output = None,
    ocr: Ocr = None,
    jobs: Jobs = None,
    timeout: Timeout = None,
    memory: Memory = None,
    cache: UseCache = None,
    config: ConfigFile = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """哪些文件已有、缺、读不出、重复或内容不符 · Which documents are present, missing, unreadable, twice, or not what they are said to be."""
    settings = begin(config, {}, lang, ocr=ocr, jobs=jobs, timeout=timeout, memory=memory, cache=cache)
    one_of("format", format, STATUS_FORMATS)
    from policyscan.model.corpus import Status
    from policyscan.rendering.corpus import render_status
    from policyscan.survey import look_at

    with progress_unless(quiet) as progress:
        survey = look_at(corpus, folder, progress=progress, execution=execution_of(settings))
    console.write_result(render_status(survey, format, view_of(output)), output, styled=format == "table")
    found = {member.status for member in survey.members}
    if strict and (found & {Status.MISSING, Status.DUPLICATE} or survey.unlisted):
        raise typer.Exit(ExitCode.GAPS_FOUND)
    if found & {Status.UNREADABLE, Status.MISMATCH, Status.PARTLY}:
        raise typer.Exit(ExitCode.UNREADABLE)
