"""``policyscan gaps``: the gate. What a corpus lacks that it should have, and nothing that nobody can tell."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyscan.choices import FAIL_ON, GAP_FORMATS
from policyscan.cli import console
from policyscan.cli.options import (
    ConfigFile,
    CorpusPath,
    EngineName,
    EstimatorFile,
    Folder,
    Jobs,
    Lang,
    Memory,
    Ocr,
    Output,
    Quiet,
    ResultsPath,
    Scheduler,
    Taxonomies,
    Timeout,
    UseCache,
    one_of,
)
from policyscan.cli.progress import progress_unless
from policyscan.cli.running import begin, execution_of, past_results, prepare, view_of
from policyscan.errors import ExitCode, WrongUse
from policyscan.language import Bilingual

if TYPE_CHECKING:
    from policyscan.model.gate import Baseline, GateResult


def gaps(
    corpus: CorpusPath,
    folder: Folder = None,
    results: ResultsPath = None,
    taxonomy: Taxonomies = None,
    format: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="|".join(GAP_FORMATS), help="输出格式 · The format of the output."),
    ] = None,
    output: Output = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            "--also",
            metavar="FORMAT=FILE",
            help="同一结果再写一份，可多次给出 · Write the same result once more; may be repeated.",
        ),
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on", metavar="|".join(FAIL_ON), help="从哪一级起以 1 退出 · The least severity that ends with 1."
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="基线：已知、暂时保留的问题 · Findings that are left for now."),
    ] = None,
    update_baseline: Annotated[
        bool,
        typer.Option(
            "--update-baseline", help="删去过时条目；列出会新增的 · Drop stale entries; list what would be added."
        ),
    ] = False,
    accept_new: Annotated[
        bool,
        typer.Option(
            "--accept-new",
            help="与 --update-baseline 同用：也写入新增的 · With --update-baseline: add the new ones too.",
        ),
    ] = False,
    sidecars: Annotated[
        Path | None,
        typer.Option(
            "--sidecars",
            metavar="DIR",
            help="把正文写入此文件夹，供标注指向 · Write clean texts here for annotations to point at.",
        ),
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(
            "--today", metavar="DATE", help="判断例外是否到期的日期 · The day by which exceptions are judged."
        ),
    ] = None,
    estimator: EstimatorFile = None,
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
    """一组文件缺什么、按规则是否通过 · What the documents of a corpus lack, and whether that breaks the rules."""
    if fail_on is not None:
        one_of("fail-on", fail_on, FAIL_ON)
    from policyscan.model.gate import Severity

    flags = {
        "gaps.format": format,
        "gaps.baseline": str(baseline) if baseline else None,
        "gaps.fail_on": Severity(fail_on) if fail_on else None,
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
    one_of("format", settings.gaps.format, GAP_FORMATS)
    others = [_also(item) for item in also or ()]
    day = _day(today)
    known = _baseline(settings.gaps.baseline, update_baseline, accept_new)
    from policyscan.survey import find_gaps, find_gaps_in_results, sidecar_texts

    past, beside, _ = past_results(corpus, results, settings)
    policy = settings.gaps.policy
    if past is not None:
        if sidecars is not None:
            raise WrongUse(
                Bilingual(
                    "结果里没有正文，不能与 --sidecars 同用",
                    "results hold no clean texts: --sidecars does not go with them",
                )
            )
        result = find_gaps_in_results(past, policy, day, path=beside, folder=folder, baseline=known)
    else:
        taxonomies, classifier = prepare(settings)
        with progress_unless(quiet) as progress:
            result = find_gaps(
                corpus,
                taxonomies,
                classifier,
                policy,
                day,
                folder=folder,
                baseline=known,
                sidecars=sidecars,
                progress=progress,
                execution=execution_of(settings),
            )
    if sidecars is not None:
        for path, text in sidecar_texts(result, sidecars).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            console.write_bytes(text.encode(), path)
    if update_baseline:
        _update(result, known, Path(settings.gaps.baseline or ""), accept_new=accept_new)
        return
    from policyscan.rendering.gaps import render_gaps

    for format_name, path in others:
        console.write_result(render_gaps(result, format_name, view_of(path)), path)
    console.write_result(
        render_gaps(result, settings.gaps.format, view_of(output)), output, styled=settings.gaps.format == "table"
    )
    if settings.gaps.format != "table":
        _say_why(result)
    if result.exit_code is not ExitCode.OK:
        raise typer.Exit(result.exit_code)


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(
            Bilingual(
                f"--today 应为日期，如 2027-01-31，而不是 '{text}'",
                f"--today must be a date such as 2027-01-31, not '{text}'",
            )
        ) from None


def _also(item: str) -> tuple[str, Path]:
    name, _, path = item.partition("=")
    if not path:
        raise WrongUse(Bilingual(f"--also 应写作 格式=文件，而不是 '{item}'", f"--also is FORMAT=FILE, not '{item}'"))
    one_of("also", name, GAP_FORMATS)
    return name, Path(path)


def _baseline(path: str | None, update: bool, accept_new: bool) -> Baseline | None:
    """Return the baseline; one that is not there is an error, but where it is just being made."""
    if accept_new and not update:
        raise WrongUse(
            Bilingual("--accept-new 要与 --update-baseline 同用", "--accept-new goes with --update-baseline")
        )
    if path is None:
        if update:
            raise WrongUse(
                Bilingual("没有指明基线文件", "no baseline was named"),
                hint=Bilingual(
                    "加上 --baseline FILE，或在配置中写 gaps.baseline", "give --baseline FILE, or set gaps.baseline"
                ),
            )
        return None
    if accept_new and not Path(path).exists():
        return None
    from policyscan.coverage.baseline import read_baseline

    return read_baseline(Path(path))


def _update(result: GateResult, known: Baseline | None, path: Path, *, accept_new: bool) -> None:
    """Write the baseline anew. What it would newly hold back is listed, and held back only when that is asked for."""
    from policyscan.coverage.baseline import accepted, plan_update, write_baseline
    from policyscan.rendering.gaps import texts_of

    update = plan_update(result, known)
    for entry in update.removed:
        console.say(
            Bilingual(f"- 删去：{entry.document} · {entry.category}", f"- removed: {entry.document} · {entry.category}")
        )
    lead = Bilingual("+ 新增", "+ added") if accept_new else Bilingual("+ 未写入", "+ not written")
    for finding in update.added:
        [text] = texts_of([finding], result, view_of(path))
        console.say(Bilingual(f"{lead.zh}：{text}", f"{lead.en}: {text}"))
    entries = accepted(update, known) if accept_new else update.kept
    console.write_bytes(write_baseline(entries).encode(), path)
    n, m = len(entries), len(update.added)
    console.say(Bilingual(f"{path}：{n} 条", f"{path}: {n} entries"))
    if m and not accept_new:
        console.say(
            Bilingual(
                f"有 {m} 个新问题没有写入基线；确认后加上 --accept-new",
                f"{m} new findings were not written; if they are to be left, add --accept-new",
            )
        )
        raise typer.Exit(ExitCode.GAPS_FOUND)


def _say_why(result: GateResult) -> None:
    """Tell the job's log on standard error why it ends as it does."""
    from policyscan.rendering.gaps import conclusion

    for line in conclusion(result):
        console.say(line)
