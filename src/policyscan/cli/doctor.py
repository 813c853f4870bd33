"""``policyscan doctor``: how a file is read, and why some of it is not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from policyscan.cli import console
from policyscan.cli.options import ConfigFile, Jobs, Lang, Memory, Ocr, Output, Quiet, Timeout
from policyscan.config import check_memory, load_settings
from policyscan.errors import ExitCode, WrongUse, nearest
from policyscan.language import Bilingual, spoken

_FORMATS = ("table", "json")


def doctor(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="文件或文件夹；- 为标准输入 · Files or folders; - is standard input."),
    ],
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(_FORMATS), help="输出格式 · The format of the output.")
    ] = "table",
    output: Output = None,
    ocr: Ocr = None,
    jobs: Jobs = None,
    timeout: Timeout = None,
    memory: Memory = None,
    config: ConfigFile = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """检查文件如何读取、哪些未能读取、该装什么 · Show how files are read, what of them is not and why, what to install."""
    if format not in _FORMATS:
        near = nearest(format, _FORMATS)
        zh, en = (f"；是否想写 '{near}'？", f"; did you mean '{near}'?") if near else ("", "")
        raise WrongUse(Bilingual(f"没有格式 '{format}'{zh}", f"there is no format '{format}'{en}"))
    settings = load_settings(
        config,
        {
            "language": lang,
            "ocr": ocr,
            "jobs": jobs,
            "timeout": timeout,
            "memory": check_memory("--memory", memory) if memory is not None else None,
        },
    )
    if settings.language is not None:
        spoken.set(settings.language)
    from policyscan.engine import Limits, usable_cores
    from policyscan.rendering import View
    from policyscan.rendering.doctor import render_examination
    from policyscan.scan import examine_files, find_files

    examination = examine_files(
        find_files(paths),
        progress=None if quiet else console.show_progress,
        stdin=sys.stdin.buffer.read() if any(str(path) == "-" for path in paths) else None,
        jobs=usable_cores() if settings.jobs is None else settings.jobs,
        limits=Limits(settings.timeout, settings.memory),
        ocr=settings.ocr,
    )
    if not quiet:
        console.clear_progress()
    view = View(language=spoken.get(), width=console.width(), colour=console.wants_colour() and output is None)
    text = render_examination(examination, format, view)
    console.write_result(text, output, styled=view.colour and format == "table")
    if examination.exit_code is not ExitCode.OK:
        raise typer.Exit(examination.exit_code)
