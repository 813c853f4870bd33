"""A table becomes a taxonomy; all its mistakes are told at once, each at its row and column."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from policyscan.errors import InvalidTaxonomy, WrongUse
from policyscan.language import Bilingual, Language
from policyscan.model.taxonomy import Taxonomy
from policyscan.taxonomies import drafts, load_taxonomy
from policyscan.taxonomies.tables import COLUMNS, MOST_UNPACKED, read_table

HEAD = {"id": drafts.scalar("trees"), "name": drafts.scalar("行道树")}
CHINESE = """标识,名称,定义,词条,排除词
care,日常养护,修剪和浇灌。,修枝、树穴整治；修剪(0.5),草坪修剪
planting,补植增绿,,补植，林荫道建设,
"""


def made(path: Path) -> Taxonomy:
    """The taxonomy of the file that is written of a table."""
    text = drafts.write_draft(read_table(path, HEAD), "trees.yaml", Language.ZH)
    target = path.with_suffix(".yaml")
    target.write_text(text, "utf-8")
    return load_taxonomy(target)


def a_csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def complaints(path: Path) -> list[str]:
    with pytest.raises(InvalidTaxonomy) as raised:
        read_table(path, HEAD)
    return [line.removeprefix(f"{path}:") for line in raised.value.message.en.splitlines()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_every_encoding_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    taxonomy = made(a_csv(tmp_path, CHINESE.replace("，", "、"), encoding))
    assert [(c.id, c.name.zh) for c in taxonomy.categories] == [("care", "日常养护"), ("planting", "补植增绿")]
    assert [(t.text, t.weight) for t in taxonomy.categories[0].rules.terms] == [
        ("修枝", 1),
        ("树穴整治", 1),
        ("修剪", 0.5),
    ]
    assert taxonomy.categories[0].rules.exclusions == ("草坪修剪",)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_that_of_the_header(tmp_path: Path, separator: str) -> None:
    rows = [["id", "name", "terms"], ["care", "养护", "修枝、补种"]]
    path = a_csv(tmp_path, "\n".join(separator.join(row) for row in rows))
    assert [t.text for t in made(path).categories[0].rules.terms] == ["修枝", "补种"]


def test_a_workbook_gives_the_same_taxonomy_as_the_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in CHINESE.strip().splitlines():
        book.active.append([cell or None for cell in line.split(",")])
    book.save(tmp_path / "table.xlsx")
    assert made(tmp_path / "table.xlsx").categories == made(a_csv(tmp_path, CHINESE)).categories


def test_leaves_stand_under_their_parent_however_it_is_told(tmp_path: Path) -> None:
    tables = [
        "id,name,parent\nwatering,浇灌,care\ncare,养护,\n",
        "id,name\ncare,养护\ncare.watering,浇灌\n",
        "id,leaf,name\ncare,,养护\ncare,watering,浇灌\n",
        "id,leaf,name\ncare,,养护\n,care.watering,浇灌\n",
    ]
    for text in tables:
        [category] = made(a_csv(tmp_path, text)).categories
        assert [leaf.id for leaf in category.leaves] == ["care.watering"], text


def test_layers_are_made_of_their_names_in_the_order_of_the_table(tmp_path: Path) -> None:
    taxonomy = made(a_csv(tmp_path, "id,name,layer\na,甲,增量\nb,乙,upkeep\nc,丙,增量\n"))
    assert [(layer.id, layer.name.zh) for layer in taxonomy.layers] == [("layer-1", "增量"), ("upkeep", "upkeep")]
    assert [category.layer for category in taxonomy.categories] == ["layer-1", "upkeep", "layer-1"]


def test_every_column_reaches_the_taxonomy(tmp_path: Path) -> None:
    values = {
        "id": "care", "name": "养护", "name_en": "Care", "short": "护", "short_en": "Care.", "definition": "修剪。", "definition_en": "Pruning.",
        "recommendation": "定标准。", "chapter": "2.1", "layer": "upkeep", "terms": "修枝", "patterns": "树木.{0,6}养护",
        "exclusions": "草坪修剪", "match": "对行道树修枝。", "no_match": "草坪修剪。", "parent": "", "leaf": "",
    }  # fmt: skip
    assert set(values) == set(COLUMNS)
    quoted = ",".join(f'"{value}"' for value in values.values())
    [category] = made(a_csv(tmp_path, f"{','.join(values)}\n{quoted}\n")).categories
    assert (category.name, category.definition) == (Bilingual("养护", "Care"), Bilingual("修剪。", "Pruning."))
    assert (category.short, category.chapter, category.layer) == (Bilingual("护", "Care."), "2.1", "upkeep")
    assert [pattern.pattern for pattern in category.rules.patterns] == ["树木.{0,6}养护"]
    assert (category.examples, category.counterexamples) == (("对行道树修枝。",), ("草坪修剪。",))


def test_a_cell_of_several_lines_is_joined_as_chinese_is(tmp_path: Path) -> None:
    [category] = made(a_csv(tmp_path, 'id,name,definition\ncare,养护,"修剪、\n浇灌。"\n')).categories
    assert category.definition.zh == "修剪、浇灌。"


def test_all_mistakes_are_told_at_once_with_their_rows_and_columns(tmp_path: Path) -> None:
    text = "标识,名称,词条,上级,排处词\nCare,养护,修枝、修枝,,x\ncare,养护,,cere,\ncare,,修剪(9),,,多\n"
    assert complaints(a_csv(tmp_path, text)) == [
        "1:5: unknown column '排处词'; did you mean '排除词'?",
        "2:1: 'Care' is not an id: a lower-case letter, then lower-case letters, digits and hyphens",
        "2:3: '修枝' is there already, in line 2",
        "3:4: there is no category 'cere'; did you mean 'care'?",
        "4:1: a category lacks 'name'",
        "4:3: 'weight' must be a number above 0 and at most 5",
        "4:6: this cell is under no column: the row has one too many",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,terms\ncare,修枝\n", "1:1: column 'name' is missing"),
        ("id,name,名称\ncare,养护,x\n", "1:3: column '名称' (name) is there twice"),
        ("id,name\n", "1:1: the table holds no category"),
        ("", "1:1: column 'id' is missing"),
        ("id,name\ncare,a\ncare,b\n", "3:1: id 'care' is taken already, in line 2"),
        ("id,name,name_en\ncare,,Care\n", "2:3: 'name_en' without 'name'"),
        ("id,name,parent,chapter\na,甲,,\nb,乙,a,2.1\n", "3:4: a leaf has no 'chapter'"),
        ("id,name,patterns\na,甲,数据.*\n", "2:3: character 4 of the pattern: '*' has no upper bound"),
        ("id,name,terms,exclusions\na,甲,修枝,修枝\n", "2:3: '修枝' is also an exclusion (line 2), so it never counts"),
        ("id,name,terms\na,甲,修\x07枝\n", "2:3: the control character U+0007 is not allowed"),
    ],
)
def test_a_mistake_is_told_at_its_cell(tmp_path: Path, text: str, said: str) -> None:
    assert any(line.startswith(said) for line in complaints(a_csv(tmp_path, text)))


def test_columns_for_people_are_passed_over(tmp_path: Path) -> None:
    assert made(a_csv(tmp_path, "序号,id,name,备注,#谁写的\n1,care,养护,想一想,张\n")).categories[0].id == "care"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("table.xls", b"\xd0\xcf\x11\xe0", "not a table that can be read"),
        ("table.xlsx", b"no workbook", "not XLSX"),
        ("table.csv", b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
        ("missing.csv", None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(tmp_path: Path, name: str, data: bytes | None, said: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(WrongUse) as raised:
        read_table(tmp_path / name, HEAD)
    assert said in raised.value.message.en


def test_a_workbook_that_unfolds_to_fill_all_memory_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "table.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", bytes(MOST_UNPACKED + 1))
    with pytest.raises(WrongUse, match="larger than 100 MiB when unpacked"):
        read_table(tmp_path / "table.xlsx", HEAD)
