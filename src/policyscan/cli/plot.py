"""``policyscan plot``: charts as files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyscan.cli import console
from policyscan.cli.options import (
    ConfigFile,
    EstimatorFile,
    Jobs,
    Lang,
    Memory,
    Ocr,
    Paths,
    Quiet,
    Taxonomies,
    Timeout,
    UseCache,
)
from policyscan.cli.progress import progress_unless
from policyscan.cli.running import begin, execution_of, prepare, standard_input
from policyscan.errors import ExitCode, WrongUse, nearest
from policyscan.language import Bilingual, spoken

if TYPE_CHECKING:
    from policyscan.config import Settings
    from policyscan.model.report import Done, Report
    from policyscan.rendering.drawing import Drawing, Subject


class Kind(StrEnum):
    """What is drawn."""

    BARS = "bars"
    OUTLINE = "outline"
    HEATMAP = "heatmap"
    COMPARE = "compare"
    PROVINCES = "provinces"


class Cells(StrEnum):
    """What the cells of a heat map show."""

    SHARE = "share"
    DEPTH = "depth"
    PASSAGES = "passages"
    VERDICT = "verdict"


class Look(StrEnum):
    """Light for paper, dark for slides."""

    LIGHT = "light"
    DARK = "dark"


def plot(
    paths: Paths = None,
    kind: Annotated[
        Kind,
        typer.Option("--kind", "-k", help="条形、分布、热力、比较、省份 · What to draw."),
    ] = Kind.BARS,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="写入 .svg 或 .png，默认输出 SVG · An .svg or a .png; SVG to standard output.",
        ),
    ] = None,
    cells: Annotated[Cells, typer.Option("--cells", help="热力图显示什么 · What a heat map shows.")] = Cells.SHARE,
    category: Annotated[
        str | None,
        typer.Option("--category", "-c", metavar="ID", help="省份图只看某一类别 · Provinces by one category."),
    ] = None,
    theme: Annotated[Look, typer.Option("--theme", help="浅色或深色 · Light or dark.")] = Look.LIGHT,
    scale: Annotated[
        float, typer.Option("--scale", min=0.5, max=8, help="PNG 放大倍数 · Pixels of the PNG for one of the drawing.")
    ] = 2.0,
    taxonomy: Taxonomies = None,
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
    """把覆盖情况画成图（SVG、PNG） · Draw coverage as SVG or PNG."""
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
    suffix = output.suffix.lower() if output is not None else ".svg"
    if suffix not in (".svg", ".png"):
        raise WrongUse(
            Bilingual(f"{output}：图只能写成 .svg 或 .png", f"{output}: a chart is an .svg or a .png"),
            hint=Bilingual("例如：-o 图.svg", "for example: -o chart.svg"),
        )
    if not paths:
        raise WrongUse(
            Bilingual("没有给出文件", "no file was given"),
            hint=Bilingual(
                "例如：policyscan plot 某省规划.pdf -o 图.svg", "for example: policyscan plot plan.pdf -o chart.svg"
            ),
        )
    report, subjects = _scan(paths, settings, quiet)
    _check_category(report, category)
    drawing = _draw(report, subjects, kind, cells, category)
    from policyscan.rendering.drawing import Theme, to_png

    shade = Theme(theme.value)
    if suffix == ".png" and output is not None:
        console.write_bytes(to_png(drawing, spoken.get(), shade, scale), output)
    else:
        console.write_result(drawing.svg(spoken.get(), shade), output)
    if report.exit_code is not ExitCode.OK:
        raise typer.Exit(report.exit_code)


def _scan(paths: list[Path], settings: Settings, quiet: bool) -> tuple[Report, tuple[Subject, ...]]:
    """Return the report on some files, or on a corpus with a ``corpus.yaml``, with the documents to draw."""
    from policyscan.rendering.drawing import subjects_of, subjects_of_survey
    from policyscan.scan import find_files, scan_files
    from policyscan.survey import survey

    with progress_unless(quiet) as progress:
        taxonomies, classifier = prepare(settings)
        execution = execution_of(settings)
        [first, *more] = paths
        if not more and (first.suffix.lower() in (".yaml", ".yml") or (first / "corpus.yaml").is_file()):
            found, report = survey(first, taxonomies, classifier, progress=progress, execution=execution)
            subjects = subjects_of_survey(found)
        else:
            report = scan_files(
                find_files(paths),
                taxonomies,
                progress=progress,
                stdin=standard_input(paths),
                classifier=classifier,
                execution=execution,
            )
            subjects = subjects_of(report)
    return report, subjects


def _check_category(report: Report, category: str | None) -> None:
    known = [c.id for taxonomy in report.taxonomies for c in taxonomy.categories]
    if category is None or category in known:
        return
    near = nearest(category, known)
    zh, en = (f"；是否想写 '{near}'？", f"; did you mean '{near}'?") if near else ("", "")
    raise WrongUse(
        Bilingual(f"没有类别 '{category}'{zh}", f"there is no category '{category}'{en}"),
        hint=Bilingual(f"可用：{', '.join(known)}", f"there are {', '.join(known)}"),
    )


def _draw(report: Report, subjects: tuple[Subject, ...], kind: Kind, cells: Cells, category: str | None) -> Drawing:
    from policyscan.rendering.drawing import (
        Measure,
        draw_bars,
        draw_comparison,
        draw_heatmap,
        draw_outline,
        draw_provinces,
        stack,
    )

    if kind is Kind.HEATMAP:
        return draw_heatmap(subjects, report.taxonomies, Measure(cells.value))
    if kind is Kind.PROVINCES:
        return draw_provinces(subjects, report.taxonomies, category)
    read = _readable(subjects)
    if kind is Kind.COMPARE:
        if len(subjects) != 2 or len(read) != 2:
            raise WrongUse(
                Bilingual(
                    f"比较需要两份读得出的文件，这里有 {len(read)} 份",
                    f"a comparison takes two documents that can be read, not {len(read)}",
                ),
                hint=Bilingual("两份以上用 --kind heatmap", "for more than two: --kind heatmap"),
            )
        return draw_comparison(*read)
    draw = draw_bars if kind is Kind.BARS else draw_outline
    return stack([draw(done) for done in read], Bilingual("覆盖", "Coverage"))


def _readable(subjects: tuple[Subject, ...]) -> list[Done]:
    for subject in subjects:
        if subject.done is None and subject.trouble is not None:
            console.say(Bilingual(f"{subject.source}：{subject.trouble.zh}", f"{subject.source}: {subject.trouble.en}"))
    read = [subject.done for subject in subjects if subject.done is not None]
    if not read:
        raise WrongUse(
            Bilingual("没有一份文件读得出，无图可画", "no document could be read, so there is nothing to draw"),
            hint=Bilingual("看看：policyscan classify 文件", "look at: policyscan classify FILE"),
        )
    return read
