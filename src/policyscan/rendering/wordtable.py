"""Frequencies and keyness as table, CSV and JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.codec import Json, encode
from policyscan.model.lexicon import KeyWord, Reading, WordCount, WordPart, WordTable
from policyscan.rendering.csv import safe_cell
from policyscan.rendering.matrix import BY
from policyscan.rendering.reading import (
    document_values,
    documents_in_words,
    name_of,
    notes_of,
    one_line,
    part_value,
    reading_value,
)
from policyscan.rendering.screen import drawn, plain_table
from policyscan.rendering.view import View, clean

COLUMNS = (
    "by", "part", "against", "rank", "word", "frequency", "per_10000", "documents", "part_documents", "part_words",
    "other_frequency", "other_per_10000", "other_documents", "g2", "log_ratio", "z", "categories", "unread",
)  # fmt: skip


def render_words(result: WordTable, format_name: str, view: View) -> str:
    """Return a table of words in one of its formats."""
    if format_name == "csv":
        return _csv(result)
    if format_name == "json":
        return encode(_value(result)) + "\n"
    return drawn(_parts(result, view), view)


def _parts(result: WordTable, view: View) -> Iterator[RenderableType]:
    zh = view.language == "zh"
    for part in result.parts:
        yield _head(result, part, view)
        table = plain_table()
        table.expand = True
        table.add_column("词" if zh else "word", no_wrap=True, overflow="ellipsis", ratio=2)
        table.add_column("词频" if zh else "freq.", no_wrap=True, justify="right")
        table.add_column("每万词" if zh else "per 10,000", no_wrap=True, justify="right")
        if part.keywords:
            _keywords(table, part, zh)
        else:
            _frequencies(table, part, zh)
        yield table if part.words or part.keywords else Text("  —", "dim")
    yield from _legend(result, view)
    yield from notes_of(result.reading, view)
    if result.reference is not None:
        yield from notes_of(result.reference, view)


def _head(result: WordTable, part: WordPart, view: View) -> Text:
    documents = documents_in_words(len(part.part.members))
    size = Bilingual(f"{documents.zh}，{part.size:,} 词", f"{documents.en}, {part.size:,} words")
    more = Bilingual("（部分未读）", " (part was not read)").in_language(view.language) if part.part.unread else ""
    if not result.by and result.reference is None:
        return Text(size.in_language(view.language) + more, "bold")
    rest = Bilingual("其余", "the rest").in_language(view.language)
    lead = f"{BY[result.by].in_language(view.language)} " if result.by else ""
    against = one_line(part.against) or rest
    name = one_line(name_of(part.part, view))
    versus = Bilingual(f"{lead}{name} 对 {against}", f"{lead}{name} against {against}").in_language(view.language)
    return Text.assemble((versus, "bold"), f" · {size.in_language(view.language)}{more}")


def _frequencies(table: Table, part: WordPart, zh: bool) -> None:
    table.add_column("文件" if zh else "documents", no_wrap=True, justify="right")
    table.add_column("类别" if zh else "categories", no_wrap=True, overflow="ellipsis", ratio=3)
    for word in part.words:
        shown = ", ".join(word.categories)
        table.add_row(
            clean(word.word),
            f"{word.frequency:,}",
            f"{word.rate:.1f}",
            f"{word.documents}/{len(part.part.members)}",
            Text(shown, "dim"),
        )


def _keywords(table: Table, part: WordPart, zh: bool) -> None:
    table.add_column("别处" if zh else "there", no_wrap=True, justify="right")
    table.add_column("每万词" if zh else "per 10,000", no_wrap=True, justify="right")
    table.add_column("文件" if zh else "docs", no_wrap=True, justify="right")
    table.add_column("G²", no_wrap=True, justify="right")
    table.add_column("log₂", no_wrap=True, justify="right")
    table.add_column("z", no_wrap=True, justify="right")
    for key in part.keywords:
        table.add_row(
            Text(clean(key.count.word), "cyan" if key.count.categories else ""),
            f"{key.count.frequency:,}",
            f"{key.count.rate:.1f}",
            f"{key.other.frequency:,}",
            f"{key.other.rate:.1f}",
            f"{key.count.documents}/{len(part.part.members)}",
            f"{key.g2:.1f}",
            f"{key.log_ratio:+.1f}",
            f"{key.z:.1f}",
        )


def _legend(result: WordTable, view: View) -> Iterator[Text]:
    ids = ", ".join(f"{t.id} {t.version}" for t in result.taxonomies)
    how = Bilingual(
        f"分词：{result.segmenter}；{ids} 的词条不切开；停用词 {result.stop_words} 个不列出，但计入总词数",
        f"cut by {result.segmenter}; terms of {ids} kept whole; {result.stop_words} stop words not listed, but counted among all words",
    )
    yield Text(how.in_language(view.language), "dim")
    if result.by or result.reference is not None:
        why = Bilingual(
            "G²：对数似然，3.84 以上不大可能出于偶然（5%）；log₂：比率翻几番；z：加权对数几率（先验为合计词频）",
            "G²: log-likelihood, hardly chance from 3.84 on (5 %); log₂: how often the rate is doubled; z: weighted log-odds "
            "(the prior is the frequency in both)",
        )
        yield Text(why.in_language(view.language), "dim")


def _word_value(word: WordCount) -> Json:
    return {
        "word": word.word,
        "frequency": word.frequency,
        "per_10000": round(word.rate, 4),
        "documents": word.documents,
        "categories": list(word.categories),
    }


def _key_value(key: KeyWord) -> Json:
    other = {
        f"other_{name}": value for name, value in _word_value(key.other).items() if name not in ("word", "categories")
    }
    return {
        **_word_value(key.count),
        **other,
        "g2": round(key.g2, 4),
        "log_ratio": round(key.log_ratio, 4),
        "z": round(key.z, 4),
    }


def _value(result: WordTable) -> Json:
    reference = result.reference
    return {
        "format": "policyscan-terms",
        "version": 1,
        **reading_value(result.reading),
        "segmenter": result.segmenter,
        "stop_words": result.stop_words,
        "taxonomies": [{"id": t.id, "version": t.version, "sha256": t.hash} for t in result.taxonomies],
        "by": result.by or None,
        "sort": result.sort,
        "documents": document_values(result.reading),
        "reference": None
        if reference is None
        else {**reading_value(reference), "documents": document_values(reference)},
        "parts": [
            {
                **part_value(part.part, _reading_of(result, index)),
                "against": part.against or None,
                "size": part.size,
                "words": [_word_value(word) for word in part.words] or [_key_value(key) for key in part.keywords],
            }
            for index, part in enumerate(result.parts)
        ],
    }


def _reading_of(result: WordTable, index: int) -> Reading:
    return result.reference if result.reference is not None and index == 1 else result.reading


def _csv(result: WordTable) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for part in result.parts:
        lead = [result.by, part.part.name, part.against]
        for rank, word in enumerate(part.words, 1):
            row = [*lead, str(rank), *_cells(part, word), *[""] * 6, " ".join(word.categories), str(part.part.unread)]
            writer.writerow([safe_cell(cell) for cell in row])
        for rank, key in enumerate(part.keywords, 1):
            other = [str(key.other.frequency), f"{key.other.rate:.4f}", str(key.other.documents)]
            # the figures are ours: a minus sign before one is no formula
            figures = [f"{key.g2:.4f}", f"{key.log_ratio:.4f}", f"{key.z:.4f}"]
            row = [safe_cell(cell) for cell in (*lead, str(rank), *_cells(part, key.count), *other)]
            writer.writerow([*row, *figures, " ".join(key.count.categories), str(part.part.unread)])
    return "\ufeff" + out.getvalue()


def _cells(part: WordPart, word: WordCount) -> list[str]:
    return [
        word.word, str(word.frequency), f"{word.rate:.4f}", str(word.documents),
        str(len(part.part.members)), str(part.size),
    ]  # fmt: skip
