"""``policyscan explain``: why a passage carries what it carries, why nothing else, and what would change it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from policyscan.choices import EXPLANATION_FORMATS
from policyscan.cli import console
from policyscan.cli.options import (
    ConfigFile,
    EstimatorFile,
    Jobs,
    Lang,
    Memory,
    Ocr,
    Output,
    Taxonomies,
    Timeout,
    UseCache,
    one_of,
)
from policyscan.cli.running import begin, execution_of, prepare, standard_input, view_of
from policyscan.errors import ExitCode, WrongUse
from policyscan.language import Bilingual

_PASSAGE = re.compile(r"#?(?:d0)?p?(\d+)")


def explain(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="文件；- 为标准输入 · A file; - is standard input.")],
    page: Annotated[
        int | None, typer.Option("--page", "-p", min=1, metavar="N", help="这一页上的段落 · The passages on this page.")
    ] = None,
    passage: Annotated[
        list[str] | None,
        typer.Option(
            "--passage",
            metavar="ID",
            help="这一段，可多次给出：json、jsonl 里的 index，或网页里的 d0p12 · This passage: its index in json and jsonl, or d0p12 "
            "as in the page; may be repeated.",
        ),
    ] = None,
    taxonomy: Taxonomies = None,
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category", "-c", metavar="ID", help="只说这一类，可多次给出 · Only this category; may be repeated."
        ),
    ] = None,
    nearest: Annotated[
        int,
        typer.Option(
            "--nearest",
            min=0,
            metavar="N",
            help="每段说明几个差一点就归入的类别 · How many of the categories that it nearly carries.",
        ),
    ] = 2,
    format: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="|".join(EXPLANATION_FORMATS), help="输出格式 · The format of the output."
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
) -> None:
    """逐段说明：为何归入、为何不归入、怎样会改变 · Tell of each passage why it carries a category, why not, and what would change it."""  # fmt: skip
    settings = begin(
        config,
        {},
        lang,
        taxonomy=taxonomy,
        estimator=estimator,
        ocr=ocr,
        jobs=jobs,
        timeout=timeout,
        memory=memory,
        cache=cache,
    )
    one_of("format", format, EXPLANATION_FORMATS)
    if page is not None and passage:
        raise WrongUse(
            Bilingual("--page 与 --passage 不能同时给出", "--page and --passage do not go together"),
            hint=Bilingual("二者取一", "give one of them"),
        )
    indices = [_index(text) for text in passage or ()]
    from policyscan.rendering.explanation import render_explanation
    from policyscan.workbench import explain_document

    taxonomies, classifier = prepare(settings)
    for name in category or ():
        one_of("category", name, [c.id for t in taxonomies for c in t.categories])
    result = explain_document(
        path,
        taxonomies,
        classifier,
        page=page,
        passages=indices,
        data=standard_input([path]),
        execution=execution_of(settings),
    )
    text = render_explanation(result, format, view_of(output), categories=category or (), nearest=nearest)
    console.write_result(text, output, styled=format == "table")
    pages = {note.page for note in result.document.notes if note.unreadable}
    if pages & {page, None} if page is not None else pages:
        raise typer.Exit(ExitCode.UNREADABLE)


def _index(text: str) -> int:
    """Return the index that a passage's id means: ``12``, ``p12``, ``d0p12`` and ``#d0p12`` are one."""
    if found := _PASSAGE.fullmatch(text):
        return int(found[1])
    raise WrongUse(
        Bilingual(f"“{text}”不是段落编号", f"'{text}' is no id of a passage"),
        hint=Bilingual(
            "用 policyscan classify -f json 里的 index，例如 --passage 12",
            "take the index in policyscan classify -f json, such as --passage 12",
        ),
    )
