"""``policyscan doctor``: how a file is read, and why some of it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policyscan.cli import console
from policyscan.cli.options import ConfigFile, Jobs, Lang, Memory, Ocr, Output, Quiet, Timeout, one_of
from policyscan.cli.progress import progress_unless
from policyscan.cli.running import begin, execution_of, standard_input, view_of
from policyscan.errors import ExitCode

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
    one_of("format", format, _FORMATS)
    settings = begin(config, {}, lang, ocr=ocr, jobs=jobs, timeout=timeout, memory=memory)
    from policyscan.rendering.doctor import render_examination
    from policyscan.scan import examine_files, find_files

    with progress_unless(quiet) as progress:
        examination = examine_files(
            find_files(paths),
            progress=progress,
            stdin=standard_input(paths),
            execution=execution_of(settings),
        )
    view = view_of(output)
    text = render_examination(examination, format, view)
    console.write_result(text, output, styled=view.colour and format == "table")
    if examination.exit_code is not ExitCode.OK:
        raise typer.Exit(examination.exit_code)
