"""``policyscan taxonomy lint``: what is wrong with a taxonomy, and what each of its terms does to a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyscan.choices import LINT_FORMATS
from policyscan.cli import console
from policyscan.cli.options import ConfigFile, Folder, Jobs, Lang, Memory, Ocr, Output, Quiet, Timeout, UseCache, one_of
from policyscan.cli.progress import progress_unless
from policyscan.cli.running import begin, execution_of, view_of
from policyscan.errors import ExitCode

if TYPE_CHECKING:
    from policyscan.model.lint import LintRule


def lint(
    name: Annotated[str, typer.Argument(metavar="TAXONOMY", help="标识或文件 · An id or a file.")],
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", metavar="CORPUS", help="词条在其中计数的文件 · Documents in which terms are counted."),
    ] = None,
    folder: Folder = None,
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            "--gold",
            metavar="FILE",
            help="标注段落，可多次给出，用来算精度 · Labelled passages, for the precision of terms; may be repeated.",
        ),
    ] = None,
    terms: Annotated[
        bool,
        typer.Option(
            "--terms", help="逐词列表；CSV 时代替问题 · A table of every term; in CSV instead of the findings."
        ),
    ] = False,
    all: Annotated[
        bool,
        typer.Option("--all", help="列出全部问题和没有命中的词条 · Show every finding, and terms without a match."),
    ] = False,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore", metavar="RULE", help="不查的规则，可多次给出 · A rule not to look at; may be repeated."
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="有任何问题即以 1 退出 · Exit with 1 for any finding, not only for errors.")
    ] = False,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(LINT_FORMATS), help="输出格式 · The format of the output.")
    ] = "table",
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
    """查分类体系的毛病：无命中、共有、被吞的词条，例句对错，逐词的命中与精度 · Find what is wrong with a taxonomy, and what each term does."""
    settings = begin(config, {}, lang, ocr=ocr, jobs=jobs, timeout=timeout, memory=memory, cache=cache)
    one_of("format", format, LINT_FORMATS)
    ignored = _rules(ignore or [])
    from policyscan.rendering.lint import render_lint
    from policyscan.taxonomies import find_taxonomy
    from policyscan.workbench import lint_taxonomy

    with progress_unless(quiet) as progress:
        result = lint_taxonomy(
            find_taxonomy(name),
            corpus,
            gold or (),
            folder=folder,
            ignored=ignored,
            progress=progress,
            execution=execution_of(settings),
        )
    text = render_lint(result, format, view_of(output), terms=terms, everything=all, strict=strict)
    console.write_result(text, output, styled=format == "table")
    if code := result.exit_code(strict=strict):
        raise typer.Exit(code)
    if result.unread:
        raise typer.Exit(ExitCode.UNREADABLE)


def _rules(names: list[str]) -> list[LintRule]:
    from policyscan.model.lint import LintRule

    for name in names:
        one_of("ignore", name, [rule.value for rule in LintRule])
    return [LintRule(name) for name in names]
