"""``policyscan kwic``, ``terms`` and ``taxonomy suggest``: the words of a corpus."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Run
from rich.cells import cell_len

TITLE = "云岭省行道树管理规划（2023—2027年）"
PLAN = f"""{TITLE}

云岭省人民政府
2023年6月16日

一、总体要求

加强行道树“古树名木”保护，建立古树名木档案，按年巡查。

二、主要任务

（一）防治病虫害

对全省行道树防治蛀干害虫，2025年底前建成监测点三百处。古 树 名 木周边不得硬化地面。
"""
OTHER = """江泽省园林绿化办法

江泽省人民政府
2020年3月2日

第一条 为了规范园林绿化，改善城市环境，制定本办法。

第二条 城市道路两侧应当栽植乔木，并由所在地的绿化机构养护，保护古树名木。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two plans of two places and years."""
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "yunling.txt").write_text(PLAN, "utf-8")
    (folder / "jiangze.txt").write_text(OTHER, "utf-8")
    return folder


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    """A taxonomy of a subject that the program has none for."""
    path = tmp_path / "trees.yaml"
    path.write_text(
        """format: 1
id: trees
version: "1"
name: {zh: 行道树, en: Street trees}
categories:
  - id: care
    name: {zh: 养护, en: Care}
    terms: [行道树养护]
  - id: planting
    name: {zh: 栽植, en: Planting}
    terms: [补植]
  - id: roads
    name: {zh: 道路, en: Roads}
    terms: [道路改建]
""",
        "utf-8",
    )
    return path


def value(run: Run, *arguments: str | Path) -> Any:
    done = run(*arguments, "-f", "json")
    assert done.returncode in (0, 3), done.stderr
    return json.loads(done.stdout)


# kwic


def test_a_term_is_shown_in_its_context_with_place_and_headings_whatever_marks_stand_in_it(
    run: Run, corpus: Path
) -> None:
    done = run("kwic", "古树名木", corpus, "--lang", "zh")
    assert done.returncode == 0
    assert "“古树名木”：4 处，2/2 份文件" in done.stdout
    assert "二、主要任务 › （一）防治病虫害" in done.stdout
    assert "14行" in done.stdout


def test_hits_in_headings_and_titles_are_found_too(run: Run, corpus: Path) -> None:
    found = value(run, "kwic", "病虫害", corpus)
    assert [(hit["in_heading"], hit["line"]) for hit in found["hits"]] == [(True, 12)]
    titles = value(run, "kwic", "行道树管理规划", corpus)
    assert [hit["text"] for hit in titles["hits"]] == ["行道树管理规划"]


def test_a_span_points_into_the_text_that_extract_prints(run: Run, corpus: Path) -> None:
    text = run("extract", corpus / "yunling.txt").stdout
    for hit in value(run, "kwic", "古树名木", corpus / "yunling.txt")["hits"]:
        start, end = hit["span"]
        assert text[start:end] == hit["text"]


def test_a_page_is_that_of_the_word(run: Run, samples: Path) -> None:
    found = value(run, "kwic", "新生儿出生", samples / "yunling-plan.pdf")
    assert found["hits"][0]["page"] == 9


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        ("document", {TITLE: 3, "江泽省园林绿化办法": 1}),
        ("place", {"云岭省": 3, "江泽省": 1}),
        ("year", {"2020": 1, "2023": 3}),
    ],
)
def test_places_are_counted_by_document_place_and_year(run: Run, corpus: Path, by: str, wanted: dict[str, int]) -> None:
    found = value(run, "kwic", "古树名木", corpus, "--by", by)
    assert {count["name"]: count["hits"] for count in found["counts"]} == wanted


def test_a_pattern_is_one_of_those_that_taxonomies_may_hold(run: Run, corpus: Path) -> None:
    found = value(run, "kwic", "--regex", "(?:保护|防治).{0,4}(?:名木|害虫)", corpus)
    assert [hit["text"] for hit in found["hits"]] == ["保护古树名木", "防治蛀干害虫"]
    done = run("kwic", "--regex", "(保护+)+$", corpus)
    assert done.returncode == 2
    assert "character 4 of the pattern: '+' has no upper bound" in done.stderr
    assert "the anchor '$' is not allowed" in done.stderr


def test_a_term_without_anything_to_match_is_wrong_use(run: Run, corpus: Path) -> None:
    done = run("kwic", "“ ”", corpus)
    assert (done.returncode, "holds nothing that could be matched" in done.stderr) == (2, True)


def test_signs_in_a_term_are_literal(run: Run, corpus: Path) -> None:
    assert value(run, "kwic", ".", corpus)["hits"] == []


def test_what_is_not_there_is_said_to_be_absent_where_all_was_read(run: Run, corpus: Path) -> None:
    done = run("kwic", "隧道", corpus)
    assert "not found in the whole text of 2 documents" in done.stdout
    assert done.returncode == 0


def test_absence_is_not_claimed_where_something_could_not_be_read(run: Run, corpus: Path) -> None:
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n")
    done = run("kwic", "隧道", corpus)
    assert done.returncode == 3
    assert "not found in what was read" in done.stdout
    assert "broken.pdf" in done.stdout.split("Not read")[1]
    [row] = csv.DictReader(io.StringIO(run("kwic", "隧道", corpus, "-f", "csv").stdout.removeprefix("\ufeff")))
    assert (row["status"], row["where"].endswith("broken.pdf"), bool(row["reason"])) == ("unread", True, True)
    unread = [d["path"] for d in value(run, "kwic", "隧道", corpus)["documents"] if d["unread"]]
    assert unread == ["broken.pdf"]


def test_a_page_that_was_not_read_leaves_the_count_open(run: Run, samples: Path) -> None:
    done = run("kwic", "隧道", samples / "haitang-city.pdf")
    assert done.returncode == 3
    assert "page" in done.stdout.split("Not read")[1]


def test_a_copy_counts_once_and_a_file_given_twice_is_read_once(run: Run, corpus: Path) -> None:
    (corpus / "copy.txt").write_text(OTHER, "utf-8")
    found = value(run, "kwic", "古树名木", corpus, corpus / "yunling.txt")
    assert found["total"]["hits"] == 4
    assert len(found["documents"]) == 3
    apart = corpus.parent / "apart.txt"
    apart.write_text(PLAN, "utf-8")
    assert value(run, "kwic", "古树名木", corpus, apart)["total"]["hits"] == 4


def test_missing_documents_of_a_corpus_are_no_part_of_it(run: Run, corpus: Path) -> None:
    (corpus / "corpus.yaml").write_text(
        "documents:\n  - {path: yunling.txt}\n  - {path: jiangze.txt}\n  - {title: 海棠市绿化规划, place: 海棠市}\n",
        "utf-8",
    )
    done = run("kwic", "隧道", corpus / "corpus.yaml")
    assert done.returncode == 0
    assert "missing, and no part of this: 1 document" in done.stdout


def test_standard_input_is_looked_through(run: Run) -> None:
    done = run("kwic", "古树名木", "-", stdin=PLAN.encode())
    assert "3 places in 1 of 1 document" in done.stdout


def test_a_file_that_is_given_by_itself_is_searched_whatever_its_name_says(run: Run, corpus: Path) -> None:
    other = corpus / "云岭省数字政府建设规划实施方案（2023—2027年）.txt"
    other.write_text(OTHER, "utf-8")
    assert run("kwic", "古树名木", other).returncode == 0
    found = value(run, "kwic", "古树名木", corpus)
    assert [d["status"] for d in found["documents"] if d["path"] == other.name] == ["mismatch"]
    assert not found["wholly_read"]


def test_counts_alone_are_a_table_of_their_own(run: Run, corpus: Path) -> None:
    text = run("kwic", "古树名木", corpus, "--counts", "--by", "place", "-f", "csv").stdout.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["name"], row["hits"], row["holding"]) for row in rows] == [("江泽省", "1", "1"), ("云岭省", "3", "1")]
    assert "档案" not in run("kwic", "古树名木", corpus, "--counts").stdout


def test_in_json_lines_each_hit_has_a_line(run: Run, corpus: Path) -> None:
    records = [json.loads(line) for line in run("kwic", "古树名木", corpus, "-f", "jsonl").stdout.splitlines()]
    assert [r["record"] for r in records] == ["kwic", *["document"] * 2, *["count"] * 2, "total", *["hit"] * 4]


def test_hostile_text_makes_no_terminal_and_no_spreadsheet_do_anything(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("=HYPERLINK(1)古树名木\x1b[31m\u202e倒，加强保护。\n", "utf-8")
    assert "\x1b" not in run("kwic", "古树名木", "a.txt").stdout
    text = run("kwic", "古树名木", "a.txt", "-f", "csv").stdout.removeprefix("\ufeff")
    [row] = csv.DictReader(io.StringIO(text))
    assert row["left"].startswith("'=")


# terms


def test_words_are_counted_with_terms_of_the_taxonomy_whole(run: Run, corpus: Path, trees: Path) -> None:
    plain = value(run, "terms", corpus, "--min-frequency", "1", "--top", "0")
    assert "行道树养护" not in {w["word"] for w in plain["parts"][0]["words"]}
    (corpus / "care.txt").write_text("行道树养护由街道负责，做好行道树养护。", "utf-8")
    found = value(run, "terms", corpus, "-t", trees)
    words = {word["word"]: word for word in found["parts"][0]["words"]}
    term = words["行道树养护"]
    assert (term["frequency"], term["documents"], term["categories"]) == (2, 1, ["trees/care"])
    assert term["per_10000"] == pytest.approx(2e4 / found["parts"][0]["size"], abs=1e-3)


def test_stop_words_are_not_listed_and_a_file_adds_to_them(run: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "stop.txt").write_text("绿化  # 到处都有\n", "utf-8")

    def words(*options: str) -> set[str]:
        found = value(run, "terms", corpus, "--min-frequency", "1", "--top", "0", *options)
        return {word["word"] for word in found["parts"][0]["words"]}

    assert words() & {"为了", "绿化"} == {"绿化"}
    assert words("--no-stop-words", "--stop-words", "stop.txt") & {"为了", "绿化"} == {"为了"}


def test_keywords_of_a_part_are_those_that_the_rest_has_less(run: Run, corpus: Path) -> None:
    found = value(run, "terms", corpus, "--by", "year", "--part", "2020", "--min-frequency", "1")
    [part] = found["parts"]
    words = {word["word"]: word for word in part["words"]}
    assert part["name"] == "2020"
    assert "绿化" in words
    assert "行道树" not in words
    assert words["绿化"]["other_frequency"] == 0
    assert words["绿化"]["z"] > 0 < words["绿化"]["g2"]


def test_two_corpora_are_compared_both_ways(run: Run, corpus: Path) -> None:
    found = value(run, "terms", corpus / "yunling.txt", "--versus", corpus / "jiangze.txt", "--min-frequency", "1")
    first, second = found["parts"]
    assert "行道树" in {word["word"] for word in first["words"]}
    assert "绿化" in {word["word"] for word in second["words"]}


def test_with_by_versus_names_a_part(run: Run, corpus: Path) -> None:
    found = value(run, "terms", corpus, "--by", "place", "--part", "云岭*", "--versus", "江泽省")
    assert [(p["name"], p["against"]) for p in found["parts"]] == [("云岭省", "江泽省")]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--versus", "2020"], "--versus: there is no such file or folder: 2020"),
        (["--part", "2020"], "--part goes with --by"),
        (["--by", "year", "--part", "2032"], "there is no part '2032'; did you mean '2023'?"),
        (["--by", "yaer"], "did you mean 'year'?"),
        (["--sort", "g2"], "--sort has no 'g2'"),
        (["--by", "group"], "there is one part only"),
        (["--stop-words", "absent.txt"], "absent.txt: cannot be read"),
        (["-f", "xml"], "--format has no 'xml'"),
    ],
)
def test_wrong_use_says_what_was_wrong(run: Run, corpus: Path, options: list[str], said: str) -> None:
    done = run("terms", corpus, *options)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_figures_below_zero_are_figures_in_a_spreadsheet(run: Run, corpus: Path) -> None:
    text = run("terms", corpus, "--by", "year", "--min-frequency", "1", "-f", "csv").stdout.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["part"] for row in rows} == {"2020", "2023"}
    assert all(float(row["log_ratio"]) > -20 for row in rows)


def test_a_document_that_could_not_be_read_is_said(run: Run, corpus: Path) -> None:
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n")
    done = run("terms", corpus)
    assert (done.returncode, "broken.pdf" in done.stdout) == (3, True)


# taxonomy suggest

SUBJECTS = [
    "行道树养护分级实施，推广智能滴灌，按月巡查。",
    "落实行道树养护资金，普及智能滴灌，节约用水。",
    "行道树养护单位应当使用智能滴灌，记录水量。",
    "将行道树养护纳入考核，新建道路同步安装智能滴灌。",
    "开展行道树养护培训，讲解智能滴灌，每年两次。",
]


@pytest.fixture
def growing(corpus: Path) -> Path:
    """A corpus whose passages on care share a word that the taxonomy lacks."""
    for name, part in (("a", SUBJECTS[:2]), ("b", SUBJECTS[2:4]), ("c", SUBJECTS[4:])):
        others = [f"第{n}批道路改建工程由{x}街道组织实施，完善排水管网。" for n, x in enumerate("东西南北中前后左右")]
        (corpus / f"{name}.txt").write_text("\n\n".join([f"{name}市绿化工作方案", *part, *others]), "utf-8")
    return corpus


def test_a_term_that_the_taxonomy_lacks_is_suggested_for_its_category_with_quotations(
    run: Run, growing: Path, trees: Path
) -> None:
    found = value(run, "taxonomy", "suggest", "--corpus", growing, "-t", trees)
    care, planting, _ = found["categories"]
    [term] = [s for s in care["suggestions"] if "滴灌" in s["term"]]
    assert (term["passages"], term["others"], term["documents"]) == (5, 0, 3)
    assert planting["suggestions"] == []
    quotation = term["quotations"][0]
    start, end = quotation["span"]
    assert quotation["text"][start:end] == term["term"]
    assert quotation["where"].endswith(".txt")
    assert not [s for s in care["suggestions"] if "行道树养护" in s["term"]]


def test_terms_are_sought_by_the_labels_of_a_reader_where_the_taxonomy_gives_none(
    run: Run, tmp_path: Path, trees: Path
) -> None:
    texts = [text.replace("行道树养护", "绿地管理") for text in SUBJECTS]
    others = [f"第{n}批道路改建工程由{x}街道组织实施，完善排水管网。" for n, x in enumerate("东西南北中前后左右")]
    records = [
        {"id": str(n), "doc": f"文件{n % 3}", "text": text, "labels": ["care"] if text in texts else []}
        for n, text in enumerate([*texts, *others])
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    found = value(run, "taxonomy", "suggest", "--gold", "gold.jsonl", "-t", trees)
    care = found["categories"][0]
    [term] = [s for s in care["suggestions"] if "滴灌" in s["term"]]
    assert (care["passages"], term["passages"], term["silent"], term["documents"]) == (5, 5, 5, 3)
    assert term["quotations"][0]["where"].startswith("文件")
    assert found["classifier"] == "gold.jsonl"


def test_suggestions_need_a_corpus_or_labelled_passages(run: Run, trees: Path) -> None:
    done = run("taxonomy", "suggest", "-t", trees)
    assert (done.returncode, "add --corpus FOLDER or --gold FILE" in done.stderr) == (2, True)


def test_the_yaml_can_be_pasted_into_the_taxonomy_which_then_finds_more(run: Run, growing: Path, trees: Path) -> None:
    text = run("taxonomy", "suggest", "--corpus", growing, "-t", trees, "-f", "yaml").stdout
    category = yaml.safe_load(text)["categories"][0]
    assert category["id"] == "care"
    part = text[: text.index("  - id: roads")] if "id: roads" in text else text
    lines = [line for line in part.splitlines() if line.startswith("      - ")]
    pasted = trees.read_text("utf-8").replace(
        "    terms: [行道树养护]\n", "\n".join(["    terms:", "      - 行道树养护", *lines, ""])
    )
    trees.write_text(pasted, "utf-8")
    assert run("taxonomy", "check", trees).returncode == 0
    again = value(run, "taxonomy", "suggest", "--corpus", growing, "-t", trees)
    assert not [s for c in again["categories"] for s in c["suggestions"] if "滴灌" in s["term"]]


def test_only_the_categories_asked_for_are_shown(run: Run, growing: Path, trees: Path) -> None:
    found = value(run, "taxonomy", "suggest", "--corpus", growing, "-t", trees, "-c", "care")
    assert [c["category"] for c in found["categories"]] == ["care"]
    done = run("taxonomy", "suggest", "--corpus", growing, "-t", trees, "-c", "crae")
    assert (done.returncode, "did you mean 'care'?" in done.stderr) == (2, True)


def test_subjects_that_no_category_catches_are_told_by_their_words(run: Run, growing: Path, trees: Path) -> None:
    for name in ("d", "e"):
        text = [
            f"{name}市工作要点",
            *(f"加快建设充电桩，{n}年底前建成充电桩{n}个，覆盖全部停车场和社区。" for n in range(2021, 2025)),
        ]
        (growing / f"{name}.txt").write_text("\n\n".join(text), "utf-8")
    found = value(run, "taxonomy", "suggest", "--corpus", growing, "-t", trees)
    words = [word["word"] for subject in found["subjects"] for word in subject["words"]]
    assert any("充电" in word for word in words)
    assert found["uncaught"] >= 4


def test_no_line_of_the_table_is_wider_than_the_screen(run: Run, samples: Path) -> None:
    done = run("taxonomy", "suggest", "--corpus", samples, "--lang", "zh")
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    assert done.returncode == 3  # a page of one document has no text layer


@pytest.mark.parametrize(
    "command",
    [
        ("kwic", "数据共享", "SAMPLES", "-f", "json"),
        ("terms", "SAMPLES", "--by", "place", "-f", "json"),
        ("taxonomy", "suggest", "--corpus", "SAMPLES", "-f", "json"),
    ],
)
def test_the_bytes_are_the_same_whatever_the_number_of_workers(
    run: Run, samples: Path, command: tuple[str, ...]
) -> None:
    arguments = [samples if word == "SAMPLES" else word for word in command]
    first = run(*arguments, "--jobs", "0", "--no-cache")
    assert first.stdout == run(*arguments, "--jobs", "2").stdout
    assert len(first.stdout) > 1000
