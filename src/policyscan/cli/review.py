"""``policyscan review``: label passages by hand, on a local page or in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyscan.cli import console
from policyscan.cli.options import ConfigFile, Lang, Memory, Ocr, Taxonomies, Timeout, UseCache, one_of
from policyscan.cli.running import begin, execution_of, prepare
from policyscan.errors import ExitCode, UnreadableDocument, WrongUse
from policyscan.language import Bilingual, spoken

if TYPE_CHECKING:
    from policyscan.config import Settings
    from policyscan.review import Session

_ORDERS = ("uncertain", "document", "random")


def review(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="文件、文件夹或标注文件 · Documents, folders, or gold files to be read again.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="GOLD",
            help="标注文件（JSONL），默认“文件名.gold.jsonl” · Where labels go (JSONL); NAME.gold.jsonl unless given.",
        ),
    ] = None,
    taxonomy: Taxonomies = None,
    terminal: Annotated[
        bool, typer.Option("--terminal", help="在终端里标注，不打开网页 · In the terminal instead of a page.")
    ] = False,
    blind: Annotated[
        bool, typer.Option("--blind", help="不显示程序的判断 · Hide the program's labels: for independent readings.")
    ] = False,
    order: Annotated[
        str,
        typer.Option(
            "--order",
            metavar="|".join(_ORDERS),
            help="先问最没把握的、按原文、随机 · The most uncertain first, as in the document, or at random.",
        ),
    ] = "uncertain",
    estimator: Annotated[
        Path | None,
        typer.Option("--estimator", metavar="FILE", help="自己训练的估计器 · An estimator made by policyscan train."),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="自动打开浏览器 · Open the page in a browser.")
    ] = True,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口，0 为任选 · The port; 0 is any.")] = 0,
    ocr: Ocr = None,
    timeout: Timeout = None,
    memory: Memory = None,
    cache: UseCache = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> None:
    """逐段标注，随标随存 · Label passages by hand, the most uncertain first; each decision is saved at once."""
    settings = begin(
        config, {}, lang, taxonomy=taxonomy, estimator=estimator, ocr=ocr, timeout=timeout, memory=memory, cache=cache
    )
    one_of("order", order, _ORDERS)
    if terminal and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUse(
            Bilingual("--terminal 需要终端", "--terminal needs a terminal"),
            hint=Bilingual("去掉 --terminal，在网页上标注", "without --terminal the page is used"),
        )
    failed: list[UnreadableDocument] = []
    session = _session(paths, _gold_path(paths, output), settings, order, blind, failed)
    before = session.decided
    if terminal:
        _in_terminal(session)
    else:
        _on_page(session, port, browser)
    gold = session.gold.path
    console.say(
        Bilingual(
            f"{gold}：{session.decided} / {session.total} 段，本次 {session.decided - before} 段",
            f"{gold}: {session.decided} of {session.total} passages, {session.decided - before} of them now",
        )
    )
    if failed:
        raise typer.Exit(ExitCode.UNREADABLE)


def _gold_path(paths: list[Path], output: Path | None) -> Path:
    if output is None:
        if len(paths) > 1 or paths[0].is_dir():
            raise WrongUse(
                Bilingual("有多个文件时要说明写到哪里", "with several files it must be said where the labels go"),
                hint=Bilingual("例如：-o gold.jsonl", "for example: -o gold.jsonl"),
            )
        output = Path(f"{paths[0].stem}.gold.jsonl")
    if output.suffix.lower() != ".jsonl":
        raise WrongUse(
            Bilingual(f"{output}：标注写成 JSON Lines", f"{output}: labels are written as JSON Lines"),
            hint=Bilingual(f"写作 {output.with_suffix('.jsonl')}", f"call it {output.with_suffix('.jsonl')}"),
        )
    if any(path.exists() and output.exists() and path.samefile(output) for path in paths):
        raise WrongUse(
            Bilingual(f"{output}：不能写回正在读的文件", f"{output}: is the file that is read"),
            hint=Bilingual("另起一个文件名：-o", "give another name: -o"),
        )
    return output


def _session(
    paths: list[Path],
    output: Path,
    settings: Settings,
    order: str,
    is_blind: bool,
    failed: list[UnreadableDocument],
) -> Session:
    from policyscan.review import GoldFile, Session, find_items
    from policyscan.scan import find_files
    from policyscan.scoring import categories_of, read_gold_files

    taxonomies, classifier = prepare(settings)
    categories_of(taxonomies)
    if output.is_file() and output.read_bytes().strip():
        read_gold_files([output], taxonomies)  # mistakes in it are told before work begins

    def tell(error: UnreadableDocument) -> None:
        console.show_error(error)
        failed.append(error)

    items = find_items(find_files(paths), taxonomies, classifier, order, tell, execution_of(settings))
    gold = GoldFile(output, console.write_bytes)
    return Session(items, taxonomies, gold, order=order, is_blind=is_blind)


def _in_terminal(session: Session) -> None:
    from policyscan.cli.review_terminal import Screen, run

    run(Screen(session, spoken.get()))


def _on_page(session: Session, port: int, with_browser: bool) -> None:
    import contextlib
    import webbrowser

    from policyscan.review.server import ReviewServer

    try:
        server = ReviewServer(session, spoken.get(), port)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUse(
            Bilingual(f"端口 {port} 用不了（{reason}）", f"the port {port} cannot be used ({reason})"),
            hint=Bilingual("去掉 --port，任选一个", "without --port any free one is taken"),
        ) from None
    with server:
        console.say(Bilingual(f"在浏览器里打开：{server.address}", f"open in a browser: {server.address}"))
        console.say(Bilingual("按 Ctrl-C 结束；已标的都已保存。", "Ctrl-C ends it; all decisions are saved."))
        if with_browser:
            webbrowser.open(server.address)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.1)
