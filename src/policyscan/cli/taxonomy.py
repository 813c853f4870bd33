"""``policyscan taxonomy list|show|check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policyscan.cli import console
from policyscan.cli.options import Lang
from policyscan.language import Bilingual, spoken

app = typer.Typer(
    no_args_is_help=True, help="分类体系：列出、查看、检查 · Taxonomies: list, show, check.", rich_markup_mode=None
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


@app.command("check")
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help="YAML 文件 · YAML files.")], lang: Lang = None
) -> None:
    """检查分类体系文件，逐条列出问题 · Check taxonomy files; every mistake is listed with its line and column."""
    _speak(lang)
    from policyscan.errors import ExitCode, PolicyscanError
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


def _speak(lang: Lang) -> None:
    if lang is not None:
        spoken.set(lang)
