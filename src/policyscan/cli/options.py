"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from policyscan.choices import FORMATS
from policyscan.errors import WrongUse, nearest
from policyscan.language import Bilingual, Language
from policyscan.model.reading import Engine, OcrMode

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE...", help="文件或文件夹；- 为标准输入 · Files or folders; - is standard input."),
]
Taxonomies = Annotated[
    list[str] | None,
    typer.Option(
        "--taxonomy",
        "-t",
        metavar="ID|FILE",
        help="分类体系，可多次给出 · A taxonomy: an id or a YAML file; may be repeated.",
    ),
]
OutputFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="|".join(FORMATS), help="输出格式 · The format of the output."),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="写入文件（全有或全无） · Write to a file, whole or not at all."
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="配置文件，默认 ./policyscan.toml · Configuration, ./policyscan.toml unless given.",
    ),
]
Lang = Annotated[
    Language | None,
    typer.Option("--lang", help="输出语言，默认随系统 · Language of the output; that of the locale unless given."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度 · No progress on standard error.")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=0,
        metavar="N",
        help="并行读取的文件数，默认为核数；0 为不用工作进程，也就没有限制 · Files read at a time, as many as cores unless given; "
        "0 reads in this process, without limits.",
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        min=0.1,
        metavar="SECONDS",
        help="每份文件的时限，默认 60；页多者按页放宽 · Seconds a file may take, 60 unless given, and more by the page.",
    ),
]
Memory = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="SIZE",
        help="每份文件的内存上限，默认 1.5GiB · Memory a file may take, 1.5GiB unless given.",
    ),
]
Ocr = Annotated[
    OcrMode | None,
    typer.Option(
        "--ocr",
        envvar="POLICYSCAN_OCR",
        help="文字识别：auto 为没有或读不出文字层的页，always 为每一页 · Recognise pages without a readable text layer (auto), "
        "every page (always) or none (never).",
    ),
]
UseCache = Annotated[
    bool | None,
    typer.Option(
        "--cache/--no-cache",
        envvar="POLICYSCAN_CACHE",
        help="沿用以前对同一文件的结果 · Use what was made of the same file before, and keep what is made now.",
    ),
]
EngineName = Annotated[
    Engine | None,
    typer.Option(
        "--engine",
        help="由谁读取：local 为本机，dask 为 Dask 集群 · Who reads: this machine (local) or a Dask cluster (dask).",
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Dask 调度器的地址，默认在本机启动 --jobs 个进程 · Address of the Dask scheduler; unless given, --jobs workers are "
        "started here.",
    ),
]
EstimatorFile = Annotated[
    Path | None,
    typer.Option("--estimator", metavar="FILE", help="自己训练的估计器 · An estimator made by policyscan train."),
]
CorpusPath = Annotated[
    Path,
    typer.Argument(metavar="CORPUS", help="文件夹或 corpus.yaml · A folder, or a corpus.yaml."),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder",
        metavar="DIR",
        help="文件所在的文件夹，默认按清单 · Where the documents are, if not where the corpus says.",
    ),
]


ResultsPath = Annotated[
    Path | None,
    typer.Option(
        "--results",
        metavar="FILE|DIR",
        help="不读文件，用 classify -f jsonl 或 parquet 的结果；也可直接写在 CORPUS 处 · Read no documents but the results of classify -f "
        "jsonl or parquet; they may also stand for the CORPUS.",
    ),
]


def one_of(name: str, value: str, known: Sequence[str]) -> None:
    """Raise WrongUse unless an option has one of the values it may have; the nearest is named."""
    if value in known:
        return
    near = nearest(value, known)
    zh, en = (f"；是否想写 '{near}'？", f"; did you mean '{near}'?") if near else ("", "")
    raise WrongUse(
        Bilingual(f"--{name} 没有 '{value}'{zh}", f"--{name} has no '{value}'{en}"),
        hint=Bilingual(f"可用：{', '.join(known)}", f"there are {', '.join(known)}"),
    )
