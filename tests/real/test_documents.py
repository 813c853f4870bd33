"""What must hold on real policies."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from policyscan.classification.matching import Matcher
from policyscan.cleaning.normalise import normalise_text
from policyscan.model.document import BlockKind, Document
from policyscan.model.folding import fold
from policyscan.pipeline import extract
from policyscan.segmentation import read_title_page, split_passages
from policyscan.taxonomies import builtin_ids, load_builtin

PLANS = ("P002", "P005", "P056", "P080")
EXHAUSTING = {"itext-java__exponentialXObjectLoop.pdf"}
"""Known: pdfium itself takes all memory on nested forms; only a worker process with a limit can stop that."""

READ_ALL = """
import sys
from pathlib import Path
from policyscan.errors import UnreadableDocument
from policyscan.pipeline import extract
from policyscan.segmentation import split_passages
for path in sys.argv[1:]:
    try:
        split_passages(extract(Path(path)))
        print("done", path)
    except UnreadableDocument as error:
        assert error.message.en and error.message.zh
        print("refused", path)
"""


@cache
def plan(documents: Path, name: str) -> Document:
    [path] = (documents / "plans").glob(f"{name}*.pdf")
    return extract(path)


def bare(text: str) -> str:
    """Return a text without white space and without the marks of Markdown."""
    text = re.sub(r"\[([^\]]*)\]\(#[^)]*\)\s*", "", text)
    return re.sub(r"[\s#*]+|目录", "", normalise_text(text))


def test_every_box_of_the_plans_is_whole_and_begins_with_its_title(documents: Path) -> None:
    for name, count in (("P005", 16), ("P002", 10)):
        boxes = [b.text for b in plan(documents, name).running if b.kind is BlockKind.BOX and b.text.startswith("专栏")]
        assert [re.match(r"专栏(\d+)", text)[1] for text in boxes] == [str(n) for n in range(1, count + 1)]  # type: ignore[index]
        assert all(re.search(r"[。；]$", text) for text in boxes)


@pytest.mark.parametrize("name", PLANS)
def test_no_header_footer_or_page_number_stands_in_a_passage(documents: Path, name: str) -> None:
    document = plan(documents, name)
    aside = {b.text for b in document.blocks if b.kind in (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PAGE_NUMBER)}
    for passage in split_passages(document):
        assert not re.search(r"[—-] ?(?:\d+|[IVX]+) ?[—-]", passage.text)
        assert not any(len(line) > 8 and line in passage.text for line in aside)


@pytest.mark.parametrize("name", PLANS)
def test_paragraphs_end_where_a_sentence_does(documents: Path, name: str) -> None:
    paragraphs = [b.text for b in plan(documents, name).running if b.kind is BlockKind.PARAGRAPH and len(b.text) > 30]
    broken = [t for t in paragraphs if not re.search(r"[。：；！？.;][”）』」]*$", t) or t[0] in "，。；、）"]
    assert len(broken) <= 0.03 * len(paragraphs)


def test_prints_of_web_pages_have_no_doubled_characters_and_no_radicals(documents: Path) -> None:
    prints = sorted((documents / "cjk-pdf").glob("Policy-qa__*.pdf"))
    assert prints
    for path in prints:
        text = extract(path).text
        assert not re.search(r"[\u2e80-\u2fdf]", text)
        assert not re.search(r"([\u4e00-\u9fff])\1([\u4e00-\u9fff])\2([\u4e00-\u9fff])\3", text)


def test_laws_are_read_whole_and_in_order(documents: Path) -> None:
    laws = sorted((documents / "cjk-pdf").glob("Chinese-law__*.pdf"))
    assert laws
    for path in laws:
        ours, expected = bare(extract(path).text), bare(path.with_name(path.name + ".expected.txt").read_text("utf-8"))
        assert SequenceMatcher(None, ours, expected, autojunk=False).ratio() >= 0.99, path.name


def test_no_character_of_a_pdf_with_chinese_text_is_lost(documents: Path) -> None:
    import pypdfium2

    compared = 0
    for path in sorted([*(documents / "cjk-pdf").glob("*.pdf"), *(documents / "plans").glob("*.pdf")]):
        try:
            pdf = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            continue
        naive = Counter(visible("\n".join(page.get_textpage().get_text_range() for page in pdf)))
        if not any("\u4e00" <= char <= "\u9fff" for char in naive):
            continue
        compared += 1
        ours = Counter(visible("\n".join(block.text for block in extract(path).blocks)))
        assert naive - ours == Counter(), path.name
    assert compared >= 40


def visible(text: str) -> str:
    """Return the characters of a text that can be seen, as cleaning writes them."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ufffd\ufffe]", "", normalise_text(text.replace("\n", "  ")))


def test_a_notice_is_read_in_order(documents: Path) -> None:
    path = documents / "cjk-pdf" / "GovDoc-CN__397.pdf"
    ours, expected = bare(extract(path).text), bare(path.with_name(path.name + ".expected.txt").read_text("utf-8"))
    same = sum(m.size for m in SequenceMatcher(None, ours, expected, autojunk=False).get_matching_blocks())
    # Nine full stops of the transcription are not in the file, so that what is measured is what we say.
    assert same / len(ours) >= 0.998


def test_every_occurrence_of_every_term_is_found_in_the_plans(documents: Path) -> None:
    for name in ("P005", "P056"):
        text = fold(plan(documents, name).text)[0]
        for taxonomy in map(load_builtin, builtin_ids()):
            hits = [h for h in Matcher(taxonomy).find(text) if not h.rule.is_pattern]
            for term in {h.rule.text for h in hits} | {
                fold(t.text)[0] for c in taxonomy.categories for t in c.rules.terms
            }:
                places = {i for i in range(len(text)) if text.startswith(term, i)}
                assert {h.start for h in hits if h.rule.text == term} == places, term


@pytest.mark.parametrize(
    ("name", "title", "number"),
    [
        ("P005", "国务院关于印发“十三五”国家信息化规划的通知", "国发〔2016〕73号"),
        ("P002", "国务院关于印发促进大数据发展行动纲要的通知", "国发〔2015〕50号"),
        ("P056", "可信数据空间发展行动计划（2024—2028年）", None),
    ],
)
def test_the_title_page_is_read(documents: Path, name: str, title: str, number: str | None) -> None:
    page = read_title_page(plan(documents, name))
    assert (page.title, page.number) == (title, number)


def test_a_garbled_file_is_noted(documents: Path) -> None:
    [garbled] = (documents / "cjk-pdf").glob("ofdrw__GMT_0031*.pdf")
    assert not extract(garbled).is_wholly_read


@pytest.mark.slow
def test_every_hostile_file_ends_in_a_document_or_a_reason(documents: Path) -> None:
    paths = sorted(p for p in (documents / "hostile-pdf").glob("*.pdf") if p.name not in EXHAUSTING)
    assert len(paths) > 100
    parts = [paths[i::8] for i in range(8)]

    def read(part: list[Path]) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", READ_ALL, *part], capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr[-800:]
        return done.stdout.splitlines()

    with ThreadPoolExecutor(2) as pool:
        lines = [line for part in pool.map(read, parts) for line in part]
    outcomes = [line for line in lines if line.startswith(("done ", "refused "))]
    assert len(outcomes) == len(paths)
