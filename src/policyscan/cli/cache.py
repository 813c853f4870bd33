"""``policyscan cache``: what is kept of earlier runs, and how to be rid of it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from policyscan.cli.options import Lang
from policyscan.language import Bilingual, spoken

app = typer.Typer(no_args_is_help=True, help="缓存 · What is kept of earlier runs.", rich_markup_mode=None)

_KINDS = {
    "documents": Bilingual("文档正文", "text of documents"),
    "prepared": Bilingual("待分类段落", "passages to be classified"),
    "passages": Bilingual("分类结果", "classified passages"),
    "records": Bilingual("逐条结果", "records"),
    "ocr": Bilingual("文字识别", "recognised pages"),
}
_MIB = 1 << 20


@app.command("info")
def info(lang: Lang = None) -> None:
    """显示位置与大小 · Show where it is and how large."""
    from policyscan.cache import cache_folder, holdings

    _speak(lang)
    print(cache_folder())
    held = holdings()
    for kind in held:
        name = _KINDS.get(kind.kind, Bilingual(kind.kind, kind.kind))
        _say(
            f"  {name.zh}：{kind.entries} 条，{kind.size / _MIB:.1f} MiB",
            f"  {name.en}: {kind.entries} entries, {kind.size / _MIB:.1f} MiB",
        )
    if not held:
        _say("  空", "  empty")


@app.command("clear")
def clear(lang: Lang = None) -> None:
    """全部删除 · Remove all of it."""
    _speak(lang)
    _prune(0)


@app.command("prune")
def prune(
    size: Annotated[
        str, typer.Option("--size", metavar="SIZE", help="保留的大小 · What may stay, for example 500MiB.")
    ] = "1GiB",
    lang: Lang = None,
) -> None:
    """删除最久未用的 · Remove what was not used for longest, until it is no larger than a size."""
    from policyscan.config import check_memory

    _speak(lang)
    _prune(check_memory("--size", size))


def _prune(most: int) -> None:
    from policyscan.cache import prune as remove

    removed = remove(most) / _MIB
    _say(f"已删除 {removed:.1f} MiB", f"{removed:.1f} MiB removed")


def _speak(lang: Lang) -> None:
    if lang is not None:
        spoken.set(lang)


def _say(zh: str, en: str) -> None:
    sys.stdout.write(Bilingual(zh, en).in_language(spoken.get()) + "\n")
