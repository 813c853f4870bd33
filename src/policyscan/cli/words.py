"""``policyscan kwic``, ``policyscan terms`` and ``policyscan taxonomy suggest``: the words of a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyscan.choices import BY, HIT_ORDERS, KEY_ORDERS, KWIC_FORMATS, SUGGESTION_FORMATS, TERM_FORMATS, WORD_ORDERS
from policyscan.cli import console
from policyscan.cli.options import (
    ConfigFile,
    EngineName,
    EstimatorFile,
    Folder,
    Jobs,
    Lang,
    Memory,
    Ocr,
    Output,
    Quiet,
    Scheduler,
    Taxonomies,
    Timeout,
    UseCache,
    one_of,
)
from policyscan.cli.progress import progress_unless
from policyscan.cli.running import begin, execution_of, prepare, standard_input, view_of
from policyscan.errors import ExitCode, WrongUse
from policyscan.language import Bilingual

if TYPE_CHECKING:
    from policyscan.classification import Classifier
    from policyscan.config import Settings
    from policyscan.model.lexicon import Reading
    from policyscan.model.taxonomy import Taxonomy

Corpora = Annotated[
    list[Path],
    typer.Argument(
        metavar="CORPUS...",
        help="文件夹、corpus.yaml 或文件；- 为标准输入 · Folders, corpus.yaml files or documents; - is standard input.",
    ),
]
_TOP = 50
_TOP_OF_PART = 15


def kwic(
    term: Annotated[
        str,
        typer.Argument(
            metavar="TERM", help="词；或句式（--regex） · A term; a pattern with --regex.", show_default=False
        ),
    ],
    corpora: Corpora,
    folder: Folder = None,
    regex: Annotated[
        bool,
        typer.Option(
            "--regex", "-E", help="句式，写法与分类体系的 patterns 相同 · A pattern, as taxonomies write them."
        ),
    ] = False,
    by: Annotated[
        str, typer.Option("--by", metavar="|".join(BY), help="按什么计数 · What places are counted by.")
    ] = "document",
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            metavar="|".join(HIT_ORDERS),
            help="排序：位置，或左右语境 · By place, or by what stands left or right.",
        ),
    ] = "place",
    context: Annotated[
        int,
        typer.Option("--context", min=1, max=500, metavar="N", help="两侧各取多少字 · Characters on each side."),
    ] = 60,
    counts: Annotated[bool, typer.Option("--counts", help="只要计数 · Counts only.")] = False,
    format: Annotated[
        str,
        typer.Option("--format", "-f", metavar="|".join(KWIC_FORMATS), help="输出格式 · The format of the output."),
    ] = "table",
    output: Output = None,
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
    """上下文检索：一个词在哪些文件的哪一页、哪个标题下，前后是什么 · A term in its context: page, headings, what stands on both sides; counts."""
    settings = begin(
        config,
        {},
        lang,
        ocr=ocr,
        jobs=jobs,
        timeout=timeout,
        memory=memory,
        cache=cache,
        engine=engine,
        scheduler=scheduler,
    )
    one_of("by", by, BY)
    one_of("sort", sort, HIT_ORDERS)
    one_of("format", format, KWIC_FORMATS)
    from policyscan.rendering.concordance import render_concordance
    from policyscan.vocabulary import compile_query, find_in_context

    pattern = compile_query(term, is_pattern=regex)
    reading = _read(corpora, settings, folder, quiet)
    found = find_in_context(reading, term, pattern, is_pattern=regex, by=by, order=sort, context=context)
    rendered = render_concordance(found, format, view_of(output), counts_only=counts)
    console.write_result(rendered, output, styled=format == "table")
    _end(reading)


def terms(
    corpora: Corpora,
    folder: Folder = None,
    taxonomy: Taxonomies = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="|".join(BY), help="各部分与其余相比的关键词 · Keywords of each part against the rest."
        ),
    ] = None,
    part: Annotated[
        str | None,
        typer.Option("--part", metavar="NAME", help="只看某一部分，如 2025 · Of this part only, such as 2025; with *."),
    ] = None,
    versus: Annotated[
        str | None,
        typer.Option(
            "--versus",
            metavar="CORPUS|NAME",
            help="与另一份语料相比；有 --by 时为另一部分 · Against another corpus; with --by, against this part.",
        ),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option("--sort", metavar="|".join(KEY_ORDERS), help="排序 · The order of words."),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(
            "--top", min=0, metavar="N", help="列出多少词，0 为全部 · How many words (of each part); 0 for all."
        ),
    ] = None,
    least: Annotated[
        int, typer.Option("--min-frequency", min=1, metavar="N", help="至少出现几次 · Leave out rarer words.")
    ] = 2,
    stop_words: Annotated[
        Path | None,
        typer.Option("--stop-words", metavar="FILE", help="另外的停用词，一行一个 · More stop words, one a line."),
    ] = None,
    no_stop_words: Annotated[
        bool, typer.Option("--no-stop-words", help="不用自带的停用词 · Without the stop words of the program.")
    ] = False,
    format: Annotated[
        str,
        typer.Option("--format", "-f", metavar="|".join(TERM_FORMATS), help="输出格式 · The format of the output."),
    ] = "table",
    output: Output = None,
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
    """词频与关键词 · Frequencies of words, and what tells a part of a corpus from the rest."""
    settings = begin(
        config,
        {},
        lang,
        taxonomy=taxonomy,
        ocr=ocr,
        jobs=jobs,
        timeout=timeout,
        memory=memory,
        cache=cache,
        engine=engine,
        scheduler=scheduler,
    )
    compared = by is not None or versus is not None
    if by is not None:
        one_of("by", by, BY)
    if sort is not None:
        one_of("sort", sort, KEY_ORDERS if compared else WORD_ORDERS)
    one_of("format", format, TERM_FORMATS)
    if part is not None and by is None:
        raise WrongUse(
            Bilingual("--part 要与 --by 同用", "--part goes with --by"),
            hint=Bilingual("例如：--by year --part 2025", "for example: --by year --part 2025"),
        )
    from policyscan.rendering.wordtable import render_words
    from policyscan.scan import load_taxonomies
    from policyscan.vocabulary import read_stop_words, tabulate_words

    stop = read_stop_words(stop_words, with_own=not no_stop_words)
    taxonomies = load_taxonomies(settings.taxonomies)
    reading = _read(corpora, settings, folder, quiet)
    reference = _read([_there(Path(versus))], settings, None, quiet) if versus is not None and by is None else None
    table = tabulate_words(
        reading,
        taxonomies,
        by=by or "",
        part=part,
        versus=versus,
        reference=reference,
        sort=sort,
        least=least,
        top=(_TOP_OF_PART if compared else _TOP) if top is None else top or None,
        stop=stop,
    )
    console.write_result(render_words(table, format, view_of(output)), output, styled=format == "table")
    _end(reading, reference)


def suggest(
    corpora: Annotated[
        list[Path] | None,
        typer.Option(
            "--corpus",
            metavar="CORPUS",
            help="文件夹、corpus.yaml 或文件，可多次给出 · A folder, a corpus.yaml or a document; may be repeated.",
        ),
    ] = None,
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            "--gold",
            metavar="FILE",
            help="标注段落，可多次给出；按人的标注而不按词条的归类来找 · Labelled passages, by whose labels terms are sought, not "
            "by those that the taxonomy gives; may be repeated.",
        ),
    ] = None,
    folder: Folder = None,
    taxonomy: Taxonomies = None,
    category: Annotated[
        list[str] | None,
        typer.Option(
            "--category", "-c", metavar="ID", help="只为这些类别，可多次给出 · For these categories; may be repeated."
        ),
    ] = None,
    top: Annotated[
        int, typer.Option("--top", min=1, metavar="N", help="每个类别至多多少词 · Terms of a category, at most.")
    ] = 10,
    least: Annotated[
        int,
        typer.Option(
            "--min-passages",
            min=2,
            metavar="N",
            help="类别中至少几段有此词 · Passages of the category that have the term.",
        ),
    ] = 3,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(SUGGESTION_FORMATS),
            help="输出格式；yaml 可贴入分类体系 · The format; yaml can be pasted into a taxonomy.",
        ),
    ] = "table",
    output: Output = None,
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
    """从语料中找分类体系还没有的词条和主题，附引文 · Terms that a taxonomy lacks, and subjects that no category catches, with quotations."""
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
        engine=engine,
        scheduler=scheduler,
    )
    one_of("format", format, SUGGESTION_FORMATS)
    taxonomies, classifier = prepare(settings)
    known = [c.id for each in taxonomies for c in each.categories]
    for name in category or ():
        one_of("category", name, known)
    from policyscan._version import __version__
    from policyscan.model.lexicon import Reading
    from policyscan.rendering.suggestions import render_suggestions
    from policyscan.scoring import read_gold_files
    from policyscan.suggesting import suggest_terms, survey_of_gold

    if not corpora and not gold:
        raise WrongUse(
            Bilingual("没有语料，也没有标注段落", "there is neither a corpus nor labelled passages"),
            hint=Bilingual("加上 --corpus 文件夹 或 --gold 标注文件", "add --corpus FOLDER or --gold FILE"),
        )
    labelled = [(path, read_gold_files([path], taxonomies)) for path in gold or ()]
    reading = Reading((), __version__)
    if corpora:
        reading = _read(corpora, settings, folder, quiet, taxonomies, classifier)
    surveys = [survey_of_gold(str(path), passages, taxonomies) for path, passages in labelled]
    reading = Reading((*reading.surveys, *surveys), __version__)
    who = ", ".join([classifier.name] * bool(corpora) + [path.name for path, _ in labelled])
    found = suggest_terms(reading, taxonomies, who, categories=category or (), top=top, least=least)
    console.write_result(render_suggestions(found, format, view_of(output)), output, styled=format == "table")
    _end(reading)


def _there(path: Path) -> Path:
    if path.exists():
        return path
    raise WrongUse(
        Bilingual(f"--versus：没有这个文件或文件夹：{path}", f"--versus: there is no such file or folder: {path}"),
        hint=Bilingual(
            "与语料的另一部分相比要加 --by，例如 --by year --part 2025 --versus 2020",
            "to compare with another part of the corpus add --by, such as --by year --part 2025 --versus 2020",
        ),
    )


def _read(
    paths: list[Path],
    settings: Settings,
    folder: Path | None,
    quiet: bool,
    taxonomies: tuple[Taxonomy, ...] = (),
    classifier: Classifier | None = None,
) -> Reading:
    from policyscan.vocabulary import read_all

    with progress_unless(quiet) as progress:
        return read_all(
            paths,
            taxonomies,
            classifier,
            folder=folder,
            stdin=standard_input(paths),
            progress=progress,
            execution=execution_of(settings),
        )


def _end(*readings: Reading | None) -> None:
    if not all(reading.is_wholly_read for reading in readings if reading is not None):
        raise typer.Exit(ExitCode.UNREADABLE)
