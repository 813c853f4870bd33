"""A file or folder of results → its documents, one after the other, never all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from policyscan.errors import WrongUse
from policyscan.extras import has_extra, install_command
from policyscan.language import Bilingual
from policyscan.model.codec import FORMAT, FORMAT_VERSION
from policyscan.model.label import ClassifiedPassage
from policyscan.model.report import Done, Failed
from policyscan.model.taxonomy import Taxonomy
from policyscan.results.decoding import Json, outcome_from, passage_from

DOCUMENTS, COVERAGE, PASSAGES = "documents.parquet", "coverage.parquet", "passages.parquet"

Rows = Iterator[tuple[Json, Sequence[Json]]]
"""The record of each document with those of its passages."""


def seems_results(path: Path) -> bool:
    """Whether a path looks like results rather than documents: ``x.jsonl``, or a folder with `DOCUMENTS` in it."""
    return path.suffix.lower() == ".jsonl" or (path / DOCUMENTS).is_file()


class Results(Struct, frozen=True, dict=True):
    """Results of an earlier run.

    ``classifier`` and ``scores`` are those that made them (`policyscan.model.report.Report`).
    """

    path: Path
    taxonomies: tuple[Taxonomy, ...]
    version: str
    classifier: str
    scores: Mapping[str, float]
    _rows: Callable[[bool], Rows]

    def outcomes(self, *, passages: bool) -> Iterator[Done | Failed]:
        """Yield the documents in their order; with their passages, or without, which is faster.

        Raises
        ------
        WrongUse
            If the results are damaged or cut short.
        """
        by_id = {taxonomy.id: taxonomy for taxonomy in self.taxonomies}
        number = 0
        try:
            for document, found in self._rows(passages):
                number += 1
                made: tuple[ClassifiedPassage, ...] = tuple(map(passage_from, found)) if passages else ()
                yield outcome_from(document, made, by_id)
        except (KeyError, TypeError, ValueError) as error:
            raise damaged(self.path, f"{type(error).__name__}: {error}", number + 1) from error


def open_results(path: Path, taxonomies: Callable[[Sequence[str]], Sequence[Taxonomy]]) -> Results:
    """Open results.

    Parameters
    ----------
    path
        Of `seems_results`.
    taxonomies
        Gives the taxonomies of these ids: those with which the results were made are asked for.

    Raises
    ------
    WrongUse
        If they are of another format, or were made with other versions of the taxonomies.
    """
    if path.is_dir():
        if not has_extra("parquet"):
            raise WrongUse(
                Bilingual(f"{path}：读取 Parquet 需要 pyarrow", f"{path}: reading Parquet takes pyarrow"),
                hint=Bilingual(install_command("parquet"), install_command("parquet")),
            )
        from policyscan.results.parquet import parquet_header, parquet_rows

        header: Any = parquet_header(path)

        def rows(passages: bool) -> Rows:
            return parquet_rows(path, passages=passages)
    else:
        header = _jsonl_header(path)

        def rows(passages: bool) -> Rows:
            return _jsonl_rows(path, passages=passages)

    try:
        if (header["format"], header["version"]) != (FORMAT, FORMAT_VERSION):
            raise damaged(path, f"{header['format']} {header['version']}")
        made_with = {t["id"]: t for t in header["taxonomies"]}
        found = tuple(taxonomies(list(made_with)))
        other = [t.id for t in found if t.id not in made_with or made_with[t.id]["sha256"] != t.hash]
        program, classifier = header["program"].removeprefix("policyscan "), header["classifier"]
        scores = {i: t["macro_f1"] for i, t in made_with.items() if t["macro_f1"] is not None}
    except (KeyError, TypeError, AttributeError) as error:
        raise damaged(path, f"{error!r}") from error
    if other:
        names = ", ".join(other)
        raise WrongUse(
            Bilingual(
                f"{path}：不是用这里的分类体系 {names} 做的", f"{path}: was not made with the taxonomy {names} that is here"
            ),
            hint=Bilingual(
                "重新运行 policyscan classify -f jsonl", "run policyscan classify -f jsonl anew, with this taxonomy"
            ),
        )  # fmt: skip
    return Results(path, found, program, classifier, scores, rows)


def damaged(path: Path, reason: str, document: int | None = None) -> WrongUse:
    """Return the error that says what is wrong with results, and in which document (from 1)."""
    zh, en = (f"第 {document} 份文件：", f"document {document}: ") if document else ("", "")
    return WrongUse(
        Bilingual(f"{path}：{zh}不是 policyscan 的结果，或已损坏（{reason}）",
                  f"{path}: {en}no results of policyscan, or damaged ({reason})"),
        hint=Bilingual(
            "用 policyscan classify … -f jsonl -o results.jsonl 生成",
            "make them with policyscan classify ... -f jsonl -o results.jsonl",
        ),
    )  # fmt: skip


def _jsonl_header(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            value = msgspec.json.decode(file.readline())
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUse(Bilingual(f"{path}：无法打开（{reason}）", f"{path}: cannot be opened ({reason})")) from error
    except ValueError as error:
        raise damaged(path, str(error)) from error
    if not isinstance(value, dict) or value.get("record") != "report":
        raise damaged(path, "record: report")
    return value


def _jsonl_rows(path: Path, *, passages: bool) -> Rows:
    with path.open("rb") as file:
        file.readline()
        while line := file.readline():
            document = msgspec.json.decode(line)
            if document["record"] != "document":
                raise ValueError(document["record"])
            count = document.get("passages", 0)
            lines = [file.readline() for _ in range(count)]
            if lines and not lines[-1].endswith(b"\n"):
                raise ValueError("cut short")
            yield document, [msgspec.json.decode(line) for line in lines] if passages else ()
