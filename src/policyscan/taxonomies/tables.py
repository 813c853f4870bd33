"""A table of categories (CSV, XLSX) → a draft: a row a category or a leaf, every mistake told at its row and column."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml
from msgspec import Struct, field

from policyscan.errors import InvalidTaxonomy, WrongUse
from policyscan.language import Bilingual
from policyscan.model.chinese import join_lines_of_text
from policyscan.taxonomies import drafts
from policyscan.taxonomies.checking import check
from policyscan.taxonomies.drafts import Place
from policyscan.yamlfiles import Node, Problems, did_you_mean, is_identifier, shown

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
"""A workbook is a ZIP file, and a small one may unfold to fill all memory."""
MOST_ROWS = 5_000

_HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("id", "标识", "编号", "代码", "类别标识"),
    "name": ("name", "name_zh", "zh", "名称", "类别", "类别名称", "中文名", "中文名称"),
    "name_en": ("name_en", "en", "英文名", "英文名称"),
    "short": ("short", "简称", "短名"),
    "short_en": ("short_en", "英文简称"),
    "definition": ("definition", "definition_zh", "定义", "说明", "含义"),
    "definition_en": ("definition_en", "英文定义"),
    "recommendation": ("recommendation", "建议"),
    "chapter": ("chapter", "章节", "出处"),
    "layer": ("layer", "层", "层次", "分层"),
    "parent": ("parent", "上级", "上级类别", "父类", "所属类别"),
    "leaf": ("leaf", "细分", "细分类别", "子类", "子类标识"),
    "terms": ("terms", "term", "词条", "词", "关键词"),
    "patterns": ("patterns", "pattern", "句式", "模式"),
    "exclusions": ("exclusions", "exclusion", "排除词", "排除"),
    "match": ("match", "examples", "正例", "例句"),
    "no_match": ("no_match", "counterexamples", "反例"),
}
"""What each column may be called; case, spaces and hyphens make no difference."""
COLUMNS = tuple(_HEADERS)
_KNOWN = {name: column for column, names in _HEADERS.items() for name in names}
_FOR_PEOPLE = frozenset({"", "备注", "注", "序号", "no", "no.", "note", "notes", "remark", "remarks"})
_REQUIRED = ("id", "name")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class _Cell(Struct, frozen=True):
    text: str
    place: Place


class _Entry(Struct):
    """A category while its leaves are gathered."""

    values: dict[str, Node]
    place: Place
    leaves: list[Node] = field(default_factory=list)


def read_table(path: Path, head: Mapping[str, Node]) -> yaml.MappingNode:
    """Return the draft that a table makes.

    Parameters
    ----------
    path
        A file whose name ends in ``.csv`` (UTF-8 with or without a byte order mark, UTF-16 with one, GB18030; separated by
        commas, semicolons or tabs) or ``.xlsx`` (its first sheet). The first row names the columns, in English or Chinese.
    head
        What the taxonomy is called: ``id``, ``name`` and whatever else stands above its categories.

    Raises
    ------
    InvalidTaxonomy
        If the table has mistakes; each is told as ``path:row:column``, both counted from 1.
    WrongUse
        If the file is no table that can be read.
    """
    rows = _rows(path)
    problems = Problems(str(path), InvalidTaxonomy)
    columns = _columns(rows[0] if rows else (), problems)
    if not problems and len(rows) < 2:
        problems.add((1, 1), "表中没有类别：首行是列名，其下每行一个类别", "the table holds no category: the first row names the columns, each further row is one")  # fmt: skip
    _refuse_stray_cells(rows, problems)
    cells = [_with_parent(row) for row in _cells(rows, columns)]
    layers = {name: f"layer-{n}" for n, name in enumerate(_layer_names(cells), 1)}
    layers |= {name: name for name in layers if is_identifier(name)}
    categories = [_category(entry, layers) for entry in _entries(cells, problems)]
    root = drafts.draft(head, categories, [_layer(cells, name, layers[name]) for name in layers])
    if categories:
        check(root, "", problems)
    problems.raise_if_any()
    return root


def _columns(header: Sequence[str], problems: Problems) -> dict[int, str]:
    """Return what each column holds; columns for people only are left out."""
    found: dict[int, str] = {}
    for index, text in enumerate(header):
        name = re.sub(r"[\s-]+", "_", text.strip().lower())
        place = (1, index + 1)
        if name in _FOR_PEOPLE or text.lstrip().startswith("#"):
            continue
        column = _KNOWN.get(name)
        if column is None:
            near = did_you_mean(name, [*_KNOWN])
            if not near.en.startswith("; did"):
                near = Bilingual(f"；可用的有：{'、'.join(COLUMNS)}；只给人看的列可在列名前加 #", f"; known are {', '.join(COLUMNS)}; a column for people only begins with #")  # fmt: skip
            problems.add(place, f"未知的列“{shown(text)}”{near.zh}", f"unknown column '{shown(text)}'{near.en}")
        elif column in found.values():
            problems.add(
                place, f"列“{shown(text)}”重复（{column}）", f"column '{shown(text)}' ({column}) is there twice"
            )
        else:
            found[index] = column
    for column in _REQUIRED:
        if column not in found.values() and (column != "id" or "leaf" not in found.values()):
            names = "、".join(_HEADERS[column][:3])
            problems.add((1, 1), f"缺少列“{column}”（列名可用：{names}）", f"column '{column}' is missing")
    return found


def _cells(rows: Sequence[Sequence[str]], columns: Mapping[int, str]) -> Iterator[dict[str, _Cell]]:
    for number, row in enumerate(rows[1:], 2):
        cells = {
            columns[index]: _Cell(text.strip(), (number, index + 1))
            for index, text in enumerate(row)
            if index in columns and text.strip()
        }
        if cells:
            yield cells


def _refuse_stray_cells(rows: Sequence[Sequence[str]], problems: Problems) -> None:
    for number, row in enumerate(rows[1:], 2):
        for index, text in enumerate(row):
            place = number, index + 1
            if bad := _UNPRINTABLE.search(text):
                code = f"U+{ord(bad.group()):04X}"
                problems.add(place, f"不允许的控制字符 {code}", f"the control character {code} is not allowed")
            if text.strip() and index >= len(rows[0]):
                problems.add(place, "此格上方没有列名：这一行多出一格", "this cell is under no column: the row has one too many")  # fmt: skip


def _entries(rows: Sequence[dict[str, _Cell]], problems: Problems) -> list[_Entry]:
    """Return the categories in order, each with its leaves, wherever in the table these stand."""
    entries: list[_Entry] = []
    by_id: dict[str, _Entry] = {}
    for cells in rows:
        if "parent" not in cells:
            entry = _Entry(_values(cells, problems), (_row_of(cells), 1))
            entries.append(entry)
            if "id" in cells:
                by_id.setdefault(cells["id"].text, entry)
    for cells in rows:
        if (parent := cells.get("parent")) is None:
            continue
        leaf = drafts.mapping(_values(cells, problems, is_leaf=True), (_row_of(cells), 1))
        if parent.text in by_id:
            by_id[parent.text].leaves.append(leaf)
        else:
            near = did_you_mean(parent.text, [*by_id])
            zh, en = f"没有类别“{shown(parent.text)}”{near.zh}", f"there is no category '{shown(parent.text)}'{near.en}"
            problems.add(parent.place, zh, en)
    return entries


def _row_of(cells: Mapping[str, _Cell]) -> int:
    return next(iter(cells.values())).place[0]


def _with_parent(cells: dict[str, _Cell]) -> dict[str, _Cell]:
    """Return a row whose leaf is told in another way (``leaf`` beside ``id``, or the id ``care.watering``) with a parent."""
    if "leaf" in cells:
        parent = cells.get("id") or cells.get("parent")
        kept = {name: cell for name, cell in cells.items() if name not in ("leaf", "id", "parent")}
        leaf = cells["leaf"]
        full = leaf.text.partition(".")
        own = _Cell(full[2], leaf.place) if full[2] else leaf
        parent = parent or _Cell(full[0] if full[2] else "", leaf.place)
        return {"id": own, "parent": parent, **kept}
    if "id" in cells and (parts := cells["id"].text.partition("."))[2]:
        place = cells["id"].place
        return {**cells, "id": _Cell(parts[2], place), "parent": cells.get("parent") or _Cell(parts[0], place)}
    return cells


def _values(cells: Mapping[str, _Cell], problems: Problems, *, is_leaf: bool = False) -> dict[str, Node]:
    """Return the keys of a category or a leaf, in the order of the columns here."""
    values: dict[str, Node] = {}
    for column in ("id", "chapter", "name", "short", "definition", "recommendation"):
        if cell := cells.get(column):
            english = cells.get(f"{column}_en")
            node: Node = drafts.scalar(_one_line(cell.text), cell.place)
            other = drafts.scalar(_one_line(english.text), english.place) if english else None
            values[column] = drafts.two_languages(node, other)
        elif english := cells.get(f"{column}_en"):
            problems.add(english.place, f"有“{column}_en”而没有“{column}”", f"'{column}_en' without '{column}'")
    if cell := cells.get("layer"):
        values["layer"] = drafts.scalar(cell.text, cell.place)
    for column, make in (("terms", drafts.terms), ("patterns", drafts.lines), ("exclusions", drafts.words)):
        if cell := cells.get(column):
            values[column] = make(cell.text, cell.place)
    examples = {name: drafts.lines(cells[name].text, cells[name].place) for name in ("match", "no_match") if name in cells}  # fmt: skip
    if examples:
        values["examples"] = drafts.mapping(examples, next(cells[name].place for name in examples))
    if is_leaf:
        for name in ("chapter", "short", "layer", "examples"):
            if name in values:
                problems.add(drafts.place_of(values.pop(name)), f"细分类别不能有“{name}”，请写在类别的行里", f"a leaf has no '{name}'; give it in the row of its category")  # fmt: skip
    return values


def _category(entry: _Entry, layers: Mapping[str, str]) -> Node:
    values = dict(entry.values)
    layer = values.get("layer")
    if isinstance(layer, yaml.ScalarNode):
        values["layer"] = drafts.scalar(layers[layer.value], drafts.place_of(layer))
    if entry.leaves:
        values["leaves"] = drafts.sequence(entry.leaves, entry.place)
    return drafts.mapping(values, entry.place)


def _layer_names(rows: Sequence[dict[str, _Cell]]) -> list[str]:
    return list(dict.fromkeys(cells["layer"].text for cells in rows if "layer" in cells and "parent" not in cells))


def _layer(rows: Sequence[dict[str, _Cell]], name: str, layer_id: str) -> Node:
    place = next(cells["layer"].place for cells in rows if "layer" in cells and cells["layer"].text == name)
    return drafts.mapping({"id": drafts.scalar(layer_id, place), "name": drafts.scalar(name, place)}, place)


def _one_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    whole = lines[0] if lines else ""
    for line in lines[1:]:
        whole = join_lines_of_text(whole, line)
    return whole


def _rows(path: Path) -> list[list[str]]:
    """Return the cells of a table, row by row; rows at the end that hold nothing are left out."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise WrongUse(Bilingual(f"{path}：表格超过 10 MiB", f"{path}: the table is larger than 10 MiB"))
        suffix = path.suffix.lower()
        if suffix in (".csv", ".tsv", ".txt"):
            rows = _csv(path)
        elif suffix in (".xlsx", ".xlsm"):
            rows = _sheet(path)
        else:
            raise WrongUse(
                Bilingual(f"{path}：不是可读的表格", f"{path}: not a table that can be read"),
                hint=Bilingual("可读 .csv 和 .xlsx；其他表格请另存为其中一种", ".csv and .xlsx are read; save other tables as one of them"),
            )  # fmt: skip
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUse(Bilingual(f"{path}：无法读取（{reason}）", f"{path}: cannot be read ({reason})")) from None
    if len(rows) > MOST_ROWS:
        raise WrongUse(
            Bilingual(f"{path}：表格超过 {MOST_ROWS:,} 行", f"{path}: the table has more than {MOST_ROWS:,} rows")
        )
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _csv(path: Path) -> list[list[str]]:
    text = _decoded(path)
    first = text.partition("\n")[0]
    delimiter = max(",;\t，", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [row for row, _ in zip(reader, range(MOST_ROWS + 1), strict=False)]
    except csv.Error as error:
        raise WrongUse(Bilingual(f"{path}：不是 CSV（{error}）", f"{path}: not CSV ({error})")) from None


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongUse(
        Bilingual(f"{path}：不是 UTF-8，也不是 GB18030", f"{path}: neither UTF-8 nor GB18030"),
        hint=Bilingual("在 Excel 中另存为“CSV UTF-8”", "save it as 'CSV UTF-8' in Excel"),
    )


def _sheet(path: Path) -> list[list[str]]:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise WrongUse(Bilingual(f"{path}：解开后超过 100 MiB", f"{path}: larger than 100 MiB when unpacked"))
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise WrongUse(Bilingual(f"{path}：不是 XLSX（{error}）", f"{path}: not XLSX ({error})")) from None
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            return []
        rows = sheet.iter_rows(max_row=MOST_ROWS + 1, values_only=True)
        return [["" if cell is None else str(cell) for cell in row] for row in rows]
    finally:
        book.close()
