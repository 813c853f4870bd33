"""``policyscan extract``: the clean text, its outline or its passages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policyscan.cli import console
from policyscan.cli.options import ConfigFile, Jobs, Lang, Memory, Ocr, Output, Timeout, UseCache
from policyscan.cli.running import begin, execution_of, standard_input
from policyscan.errors import ExitCode
from policyscan.language import Bilingual


def extract(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="文件；- 为标准输入 · A file; - is standard input.")],
    all: Annotated[
        bool, typer.Option("--all", help="连同页眉、页码、目录等一并显示并标明 · Show what was set aside too, marked.")
    ] = False,
    outline: Annotated[bool, typer.Option("--outline", help="只显示标题层次 · Show the headings only.")] = False,
    passages: Annotated[
        bool, typer.Option("--passages", help="按段落输出 JSON Lines · Passages as JSON Lines.")
    ] = False,
    words: Annotated[bool, typer.Option("--words", help="正文分词，以空格隔开 · The text cut into words.")] = False,
    output: Output = None,
    ocr: Ocr = None,
    jobs: Jobs = None,
    timeout: Timeout = None,
    memory: Memory = None,
    cache: UseCache = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> None:
    """提取正文 · Extract the running text of a document."""
    settings = begin(config, {}, lang, ocr=ocr, jobs=jobs, timeout=timeout, memory=memory, cache=cache)
    from policyscan.rendering.text import render_all, render_outline, render_passages, render_text
    from policyscan.scan import extract_file
    from policyscan.segmentation import outline as find_outline
    from policyscan.segmentation import split_passages
    from policyscan.segmentation.words import Segmenter

    document = extract_file(
        path,
        standard_input([path]),
        execution=execution_of(settings),
    )
    if outline:
        headings = [
            (
                s.level if s.is_heading else len(s.headings) + 1,
                s.block.text if s.is_heading else s.run_in or "",
                s.block.page,
            )
            for s in find_outline(document)
            if s.is_heading or s.run_in
        ]
        text = render_outline(document, headings)
    elif passages:
        text = render_passages(split_passages(document))
    elif words:
        segmenter = Segmenter()
        text = "".join(" ".join(segmenter.words(line)) + "\n" for line in document.text.splitlines())
    else:
        text = render_all(document) if all else render_text(document)
    console.write_result(text, output)
    for note in document.notes:
        where = Bilingual(f"第{note.page}页", f"page {note.page}") if note.page else Bilingual("全文", "the whole file")
        console.say(Bilingual(f"注意：{where.zh}：{note.message.zh}", f"note: {where.en}: {note.message.en}"))
    if not document.is_wholly_read:
        raise typer.Exit(ExitCode.UNREADABLE)
