"""Gold files: passages with labels given by people, as JSON Lines, CSV or XLSX.

Fields: ``text`` (required), ``labels`` (required; ids of categories, in CSV and XLSX separated by ``;`` or ``,``), and
optionally ``id``, ``doc``, ``place``, ``headings`` (in CSV and XLSX separated by ``/``), ``leaves``, ``stance``, ``stratum``.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from policyscan.errors import WrongUse, nearest
from policyscan.language import Bilingual
from policyscan.model.label import Stance
from policyscan.model.passage import Passage, Span

_SEPARATOR = re.compile(r"[;,；，、|]\s*")
_MOST_PROBLEMS = 20


class GoldPassage(Struct, frozen=True):
    """A passage with the labels that a reader gave it. ``stance`` is None where none was given.

    ``is_labelled`` is False where a file that need not have labels has none for it (an empty list is a label: nothing).
    """

    id: str
    doc: str
    passage: Passage
    labels: frozenset[str]
    leaves: frozenset[str] = frozenset()
    stance: Stance | None = None
    stratum: str = ""
    is_labelled: bool = True


def read_gold(
    path: Path,
    categories: Collection[str],
    leaves: Collection[str] = (),
    others: Collection[str] = (),
    *,
    needs_labels: bool = True,
) -> list[GoldPassage]:
    """Read a gold file.

    Parameters
    ----------
    path
        A file whose name ends in ``.jsonl``, ``.csv`` or ``.xlsx``.
    categories, leaves
        The ids that are wanted.
    others
        Ids that may occur too, and are left out: those of taxonomies that are not looked at.
    needs_labels
        Whether a passage without the field ``labels`` is a mistake.

    Raises
    ------
    WrongUse
        If the file cannot be read or has mistakes; the message lists them with their lines.
    """
    problems: list[tuple[int, Bilingual]] = []
    found: list[GoldPassage] = []
    known = {*categories, *leaves, *others}
    ids: set[str] = set()
    for line, record in _records(path, problems):
        passage = _passage(line, record, categories, leaves, known, problems, needs_labels)
        if passage is None:
            continue
        if passage.id in ids:
            problems.append((line, Bilingual(f"id '{passage.id}' 重复", f"the id '{passage.id}' occurs twice")))
        ids.add(passage.id)
        found.append(passage)
    if problems:
        shown = problems[:_MOST_PROBLEMS]
        rest = len(problems) - len(shown)
        zh = [f"{path}:{line}: {message.zh}" for line, message in shown] + ([f"…… 另有 {rest} 处"] if rest else [])
        en = [f"{path}:{line}: {message.en}" for line, message in shown] + ([f"… and {rest} more"] if rest else [])
        raise WrongUse(Bilingual("\n".join(zh), "\n".join(en)), hint=_HINT)
    if not found:
        raise WrongUse(Bilingual(f"{path}：没有标注段落", f"{path}: there is no labelled passage"), hint=_HINT)
    return found


_HINT = Bilingual(
    '每行一个对象：{"text": "……", "labels": ["data"], "stance": "measure"}；CSV、XLSX 首行为字段名',
    'one object a line: {"text": "…", "labels": ["data"], "stance": "measure"}; CSV and XLSX name the fields in the first row',
)


def _records(path: Path, problems: list[tuple[int, Bilingual]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    suffix = path.suffix.lower()
    try:
        if suffix in (".jsonl", ".ndjson"):
            yield from _json_lines(path.read_bytes(), problems)
        elif suffix == ".csv":
            text = path.read_bytes().decode("utf-8-sig")
            reader = csv.DictReader(io.StringIO(text, newline=""))
            for row in reader:
                yield reader.line_num, row
        elif suffix == ".xlsx":
            yield from _sheet(path)
        else:
            raise WrongUse(
                Bilingual(f"{path}：不是标注文件", f"{path}: not a gold file"),
                hint=Bilingual("可读 .jsonl、.csv、.xlsx", ".jsonl, .csv and .xlsx are read"),
            )
    except csv.Error as error:
        raise WrongUse(Bilingual(f"{path}：不是 CSV（{error}）", f"{path}: not CSV ({error})")) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUse(Bilingual(f"{path}：无法读取（{reason}）", f"{path}: cannot be read ({reason})")) from None
    except UnicodeDecodeError:
        raise WrongUse(
            Bilingual(f"{path}：不是 UTF-8", f"{path}: not UTF-8"),
            hint=Bilingual("另存为“CSV UTF-8”", "save it as 'CSV UTF-8'"),
        ) from None


def _json_lines(data: bytes, problems: list[tuple[int, Bilingual]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(data.decode("utf-8-sig").split("\n"), 1):  # a text may hold U+2028 or U+0085
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            problems.append((number, Bilingual(f"不是 JSON（{error}）", f"not JSON ({error})")))
            continue
        if not isinstance(record, dict):
            problems.append((number, Bilingual("不是 JSON 对象", "not a JSON object")))
            continue
        yield number, record


def _sheet(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise WrongUse(Bilingual(f"{path}：不是 XLSX（{error}）", f"{path}: not XLSX ({error})")) from None
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        names = [str(name or "").strip() for name in next(rows, ())]
        for number, row in enumerate(rows, 2):
            record = {n: "" if v is None else str(v) for n, v in zip(names, row, strict=False) if n}
            if any(record.values()):
                yield number, record
    finally:
        book.close()


def _passage(
    line: int,
    record: Mapping[str, Any],
    categories: Collection[str],
    leaves: Collection[str],
    known: Collection[str],
    problems: list[tuple[int, Bilingual]],
    needs_labels: bool,
) -> GoldPassage | None:
    def wrong(zh: str, en: str) -> None:
        problems.append((line, Bilingual(zh, en)))

    before = len(problems)
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        wrong("没有 text", "there is no text")
    if needs_labels and "labels" not in record:
        wrong("没有 labels（没有类别时写空列表）", "there are no labels (an empty list where there is none)")
    given = _list(record.get("labels")) + _list(record.get("leaves"))
    for label in given:
        if label not in known:
            near = nearest(label, sorted(known))
            zh, en = (f"；是否想写 '{near}'？", f"; did you mean '{near}'?") if near else ("", "")
            wrong(f"没有类别 '{label}'{zh}", f"there is no category '{label}'{en}")
    stance = str(record.get("stance") or "").strip()
    if stance and stance not in {s.value for s in Stance}:
        wrong(f"没有态度 '{stance}'", f"there is no stance '{stance}': {', '.join(s.value for s in Stance)}")
    headings = record.get("headings") or []
    if isinstance(headings, str):
        headings = [part.strip() for part in headings.split("/") if part.strip()]
    if not isinstance(headings, list) or not all(isinstance(h, str) for h in headings):
        wrong("headings 不是文字列表", "headings is not a list of strings")
    if len(problems) > before or not isinstance(text, str):
        return None
    carried = {label for label in given if label in leaves}
    labels = {label for label in given if label in categories} | {leaf.partition(".")[0] for leaf in carried}
    return GoldPassage(
        str(record.get("id") or line),
        str(record.get("doc") or record.get("id") or line),
        Passage(text, Span(0, len(text)), tuple(headings)),
        frozenset(labels),
        frozenset(carried),
        Stance(stance) if stance else None,
        str(record.get("stratum") or ""),
        "labels" in record,
    )


def _list(value: object) -> list[str]:
    if isinstance(value, str):
        return [part for part in _SEPARATOR.split(value.strip()) if part]
    return [str(part) for part in value] if isinstance(value, list) else []
