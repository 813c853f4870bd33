"""``policyscan taxonomy list|show|new|check|lint|suggest|diff``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policyscan.choices import REVISION_FORMATS
from policyscan.cli import console, taxonomy_lint, taxonomy_new, words
from policyscan.cli.options import ConfigFile, Folder, Jobs, Lang, Memory, Ocr, Output, Quiet, Timeout, UseCache, one_of
from policyscan.cli.progress import progress_unless
from policyscan.cli.running import begin, execution_of, view_of
from policyscan.errors import ExitCode, PolicyscanError, WrongUse
from policyscan.language import Bilingual, spoken

app = typer.Typer(
    no_args_is_help=True,
    help="分类体系：列出、查看、新建、检查、补词、比较 · Taxonomies: list, show, make, check, extend, compare.",
    rich_markup_mode=None,
)


@app.command("list")
def list_taxonomies(lang: Lang = None) -> None:
    """列出自带的分类体系 · List the taxonomies that come with the program."""
    _speak(lang)
    from policyscan.rendering.taxonomy import render_list
    from policyscan.taxonomies import builtin_ids, load_builtin

    taxonomies = [load_builtin(i) for i in builtin_ids()]
    console.write_result(render_list(taxonomies, spoken.get()), None)


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="ID|FILE", help="标识或文件 · An id or a file.")],
    terms: Annotated[bool, typer.Option("--terms", help="列出词条 · List the terms too.")] = False,
    lang: Lang = None,
) -> None:
    """显示类别、定义与词条 · Show a taxonomy's categories, definitions and terms."""
    _speak(lang)
    from policyscan.rendering.taxonomy import render_taxonomy
    from policyscan.taxonomies import find_taxonomy

    console.write_result(render_taxonomy(find_taxonomy(name), spoken.get(), terms=terms), None)


app.command("new")(taxonomy_new.new)


@app.command("check")
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help="YAML 文件 · YAML files.")], lang: Lang = None
) -> None:
    """检查分类体系文件，逐条列出问题 · Check taxonomy files; every mistake is listed with its line and column."""
    _speak(lang)
    from policyscan.taxonomies import load_taxonomy

    failed = False
    for path in paths:
        try:
            taxonomy = load_taxonomy(path)
        except PolicyscanError as error:
            console.show_error(error)
            failed = True
            continue
        count = sum(len(c.rules.terms) + sum(len(leaf.rules.terms) for leaf in c.leaves) for c in taxonomy.categories)
        console.say(
            Bilingual(
                f"{path}：没有问题（{len(taxonomy.categories)} 个类别，{count} 个词条）",
                f"{path}: no problem ({len(taxonomy.categories)} categories, {count} terms)",
            )
        )
    if failed:
        raise typer.Exit(ExitCode.WRONG_USE)


app.command("lint")(taxonomy_lint.lint)
app.command("suggest")(words.suggest)


@app.command("diff")
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="旧的：标识或文件 · The old one: an id or a file.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="新的：标识或文件 · The new one: an id or a file.")],
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", metavar="CORPUS", help="看哪些单元格改变 · Documents whose cells are compared."),
    ] = None,
    folder: Folder = None,
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            "--gold",
            metavar="FILE",
            help="标注段落，可多次给出 · Labelled passages to measure both on; may be repeated.",
        ),
    ] = None,
    old_estimator: Annotated[
        Path | None, typer.Option("--old-estimator", metavar="FILE", help="旧的估计器 · The estimator of the old one.")
    ] = None,
    new_estimator: Annotated[
        Path | None, typer.Option("--new-estimator", metavar="FILE", help="新的估计器 · The estimator of the new one.")
    ] = None,
    rules_only: Annotated[
        bool,
        typer.Option(
            "--rules-only", help="两边都只凭词条与规则 · Label the corpus by terms and rules alone, on both sides."
        ),
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="有结论改变时以 1 退出 · Exit with 1 if a verdict changes.")
    ] = False,
    format: Annotated[
        str,
        typer.Option("--format", "-f", metavar="|".join(REVISION_FORMATS), help="输出格式 · The format of the output."),
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
    """分类体系改动后，哪些结论改变、分数如何 · What a change of a taxonomy does: cells that flip, with quotations, and scores."""
    settings = begin(config, {}, lang, ocr=ocr, jobs=jobs, timeout=timeout, memory=memory, cache=cache)
    one_of("format", format, REVISION_FORMATS)
    if corpus is None and not gold:
        raise WrongUse(
            Bilingual("没有给出语料，也没有标注", "neither a corpus nor labelled passages were given"),
            hint=Bilingual("加上 --corpus 或 --gold", "give --corpus, or --gold, or both"),
        )
    from policyscan.classification.estimator import load_estimator
    from policyscan.rendering.revision import render_revision
    from policyscan.survey import compare_taxonomies
    from policyscan.taxonomies import find_taxonomy

    estimators = (
        load_estimator(old_estimator) if old_estimator else None,
        load_estimator(new_estimator) if new_estimator else None,
    )
    with progress_unless(quiet) as progress:
        result = compare_taxonomies(
            find_taxonomy(old),
            find_taxonomy(new),
            corpus,
            gold or (),
            folder=folder,
            estimators=estimators,
            rules_only=rules_only,
            progress=progress,
            execution=execution_of(settings),
        )
    console.write_result(render_revision(result, format, view_of(output)), output, styled=format == "table")
    if exit_code and any(flip.is_verdict for flip in result.flips):
        raise typer.Exit(ExitCode.GAPS_FOUND)


def _speak(lang: Lang) -> None:
    if lang is not None:
        spoken.set(lang)
