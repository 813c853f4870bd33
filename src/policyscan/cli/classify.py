"""``policyscan classify``: how far documents cover taxonomies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyscan.choices import FORMATS
from policyscan.cli import console
from policyscan.cli.options import ConfigFile, Lang, Output, OutputFormat, Paths, Quiet, Taxonomies
from policyscan.errors import ExitCode, WrongUse, nearest
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
    config: ConfigFile = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """统计文件对分类体系的覆盖 · Show how far each document covers the taxonomies."""
    flags = {
        "taxonomies": tuple(taxonomy) if taxonomy else None,
        "format": format,
        "language": lang,
        "leaves": leaves,
        "fail_on_gaps": fail_on_gaps,
    }
    from policyscan.config import load_settings

    settings = load_settings(config, flags)
    if settings.language is not None:
        spoken.set(settings.language)
    if not paths:
        raise WrongUse(
            Bilingual("没有给出文件", "no file was given"),
            hint=Bilingual("例如：policyscan classify 某省规划.pdf", "for example: policyscan classify plan.pdf"),
        )
    _check_format(settings)
    report = _scan(paths, settings, category, estimator, quiet)
    from policyscan.rendering import View, render

    view = View(
        language=spoken.get(),
        width=console.width(),
        colour=console.wants_colour() and output is None,
        leaves=settings.leaves,
        passages=passages,
        explain=explain,
        category=category,
    )
    console.write_result(render(report, settings.format, view), output)
    if settings.fail_on_gaps and report.has_gaps:
        raise typer.Exit(ExitCode.GAPS_FOUND)
    if report.exit_code is not ExitCode.OK:
        raise typer.Exit(report.exit_code)


def _scan(paths: list[Path], settings: Settings, category: str | None, estimator: Path | None, quiet: bool) -> Report:
    from policyscan.scan import find_files, load_taxonomies, make_classifier, scan_files

    taxonomies = load_taxonomies(settings.taxonomies)
    known = [i for t in taxonomies for c in t.categories for i in (c.id, *(leaf.id for leaf in c.leaves))]
    if category is not None and category not in known:
        near = nearest(category, known)
        zh, en = (f"；是否想写 '{near}'？", f"; did you mean '{near}'?") if near else ("", "")
        raise WrongUse(
            Bilingual(f"没有类别 '{category}'{zh}", f"there is no category '{category}'{en}"),
            hint=Bilingual(f"可用：{', '.join(known)}", f"there are {', '.join(known)}"),
        )
    stdin = sys.stdin.buffer.read() if any(str(path) == "-" for path in paths) else None
    classifier = None
    if estimator is not None:
        from policyscan.classification.estimator import load_estimator

        classifier = make_classifier(taxonomies, load_estimator(estimator))
    report = scan_files(
        find_files(paths),
        taxonomies,
        progress=None if quiet else console.show_progress,
        stdin=stdin,
        classifier=classifier,
    )
    if not quiet:
        console.clear_progress()
    return report


def _check_format(settings: Settings) -> None:
    if settings.format not in FORMATS:
        near = nearest(settings.format, FORMATS)
        zh, en = (f"；是否想写 '{near}'？", f"; did you mean '{near}'?") if near else ("", "")
        raise WrongUse(
            Bilingual(f"没有格式 '{settings.format}'{zh}", f"there is no format '{settings.format}'{en}"),
            hint=Bilingual(f"可用：{', '.join(FORMATS)}", f"there are {', '.join(FORMATS)}"),
        )
