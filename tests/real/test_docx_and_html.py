"""What must hold on real DOCX, DOC and HTML files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from policyscan.cleaning.normalise import normalise_text
from policyscan.errors import UnreadableDocument
from policyscan.model.document import Document, NoteKind
from policyscan.pipeline import extract
from policyscan.readers import read_document
from policyscan.readers.html import decode_html
from policyscan.readers.office import find_soffice
from policyscan.segmentation import read_title_page, split_passages

MENUS = re.compile(r"网站地图|无障碍|繁体版|我要留言|公网安备|ICP备|网站标识码|扫一扫在手机|打印本页|返回顶部")
ABOUT = re.compile(r"版权|主办|备案|建议使用")
NO_ARTICLE = {
    "GeneralNewsExtract__toutiao_2.html",  # a gallery: the captions of its pictures come by script
    "trafilatura__chineselyrics4u.com.zhineng.html",  # a list of links to songs
}


def bare(text: str) -> str:
    """Return a text without white space and without the marks of Markdown."""
    return re.sub(r"[\s#*]+", "", normalise_text(re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", text)))


def pages(documents: Path) -> list[Path]:
    found = [p for p in sorted((documents / "html").glob("*.html")) if p.name not in NO_ARTICLE]
    return [p for p in found if len(re.findall(r"[\u4e00-\u9fff]", decode_html(p.read_bytes())[0])) > 500]


def refused_or(path: Path) -> Document | None:
    try:
        return extract(path)
    except UnreadableDocument:
        return None


@pytest.mark.parametrize(("source", "count"), [("Chinese-law", 4), ("digital-governance", 25)])
def test_laws_and_work_reports_in_docx_are_read_exactly(documents: Path, source: str, count: int) -> None:
    paths = sorted((documents / "docx").glob(f"{source}__*.docx"))
    assert len(paths) == count
    wrong = []
    for path in paths:
        expected = Path(f"{path}.expected.txt").read_text(encoding="utf-8")
        if bare(read_document(path).text) != bare(expected):
            wrong.append(path.name)
    assert wrong == []


def test_contents_of_the_laws_are_set_aside_and_their_articles_are_passages(documents: Path) -> None:
    for path in sorted((documents / "docx").glob("Chinese-law__*.docx")):
        document = extract(path)
        assert read_title_page(document).title == path.stem.removeprefix("Chinese-law__")
        assert document.text.count("第一章") == 1
        assert sum(passage.text.startswith("第") for passage in split_passages(document)) > 50


def test_title_number_issuer_and_date_of_notices_in_docx_are_found(documents: Path) -> None:
    for path in sorted((documents / "docx").glob("Huace_policy-docum__*.docx")):
        page = read_title_page(extract(path))
        named = re.sub(r"_高亮文档.*", "", path.stem.removeprefix("Huace_policy-docum__"))
        assert page.title == named
        assert page.issuer
        assert page.date


def test_every_docx_ends_in_a_document_or_a_reason(documents: Path) -> None:
    paths = [*sorted((documents / "docx").glob("*.docx")), *sorted((documents / "docx").glob("*.xlsx"))]
    refused = [path.name.partition("__")[0] for path in paths if refused_or(path) is None]
    assert sorted(refused) == ["poi"] * 5  # four that are no archives, a spreadsheet


def test_text_in_an_external_entity_is_not_fetched_and_its_loss_is_noted(documents: Path) -> None:
    document = extract(documents / "docx" / "poi__ExternalEntityInText.docx")
    assert [note.kind for note in document.notes] == [NoteKind.TRUNCATED]


@pytest.mark.skipif(find_soffice() is None, reason="needs LibreOffice: apt-get install libreoffice-writer-nogui")
def test_old_word_files_end_in_a_document_or_a_reason(documents: Path) -> None:
    hostile = [
        p for p in sorted((documents / "docx").glob("*.doc")) if re.search(r"Crash|clusterfuzz|passw|drm", p.name)
    ]
    refused = [path.name for path in hostile if refused_or(path) is None]
    assert len(hostile) == 5
    assert refused == ["poi__password_password_cryptoapi.doc", "tika__testWORD_protected_drm.doc"]
    chinese = extract(documents / "docx" / "gongwen-gaogao__需求文档@bc20d27e.doc")
    assert (chinese.reader, len(split_passages(chinese)) > 40) == ("doc", True)


def test_every_sentence_of_a_page_outside_its_footer_is_running_text(documents: Path) -> None:
    lost = []
    for path in (p for p in pages(documents) if p.name.startswith("ai-zhengce-tong")):
        text = bare(extract(path).text)
        root: Any = html.document_fromstring(decode_html(path.read_bytes())[0])
        for element in root.xpath("//script|//style|//*[contains(@style,'display:none')]|//noscript"):
            element.drop_tree()
        for node in root.body.itertext():
            if len(node.strip()) >= 25 and "。" in node and not ABOUT.search(node) and bare(node) not in text:
                lost.append((path.name, node.strip()[:30]))
    assert lost == []


def test_no_menu_stands_in_the_running_text_of_a_page(documents: Path) -> None:
    found = {path.name: MENUS.findall(extract(path).text) for path in pages(documents)}
    assert len(found) > 14
    assert {name: words for name, words in found.items() if words} == {}


def test_every_page_has_its_title(documents: Path) -> None:
    for path in pages(documents):
        title = read_title_page(extract(path)).title
        root: Any = html.document_fromstring(decode_html(path.read_bytes())[0])
        declared = bare(
            "".join(map(str, root.xpath("//meta[@name='ArticleTitle']/@content|//title/text()|//h1//text()")))
        )
        assert title is not None
        assert len(title) > 8
        assert bare(title) in declared


def test_a_news_page_holds_the_expected_text(documents: Path) -> None:
    path = documents / "html" / "goose3__content_test_bbc_chinese.html"
    text = bare(extract(path).text)
    expected = json.loads(Path(f"{path}.expected.txt").read_text(encoding="utf-8"))["expected"]["cleaned_text"]
    assert [line for line in expected.splitlines() if bare(line) not in text] == []


@pytest.mark.parametrize("name", ["P027", "P030", "P046", "P054"])
def test_a_portal_under_the_name_of_a_policy_is_not_the_policy(documents: Path, name: str) -> None:
    [path] = (documents / "plans").glob(f"{name}*.pdf")
    document = extract(path)
    assert NoteKind.NOT_THE_DOCUMENT in {note.kind for note in document.notes}
    assert (document.running, document.is_wholly_read) == ((), False)
