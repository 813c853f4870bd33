"""Pages as text; what they do in a browser stands in tests/functional/test_page.py."""

from __future__ import annotations

import re

from corpora import a_member, a_missing_member
from policyscan.language import Bilingual, Language
from policyscan.model.corpus import Corpus, Member, Survey
from policyscan.model.label import Stance
from policyscan.model.passage import Span
from policyscan.model.report import Report
from policyscan.rendering import View
from policyscan.rendering.html import render_corpus, render_html
from policyscan.rendering.html.highlighting import PROOF, WEIGHED, highlight
from policyscan.rendering.html.phrases import Phrases
from policyscan.rendering.html.pinyin import initials
from policyscan.taxonomies import load_builtin

SERVICE = "推进政务服务“一网通办”，2025年底前实现高频事项100%网上可办。"
VIEW = View(language=Language.EN, width=80, colour=False)


def a_page(*members: Member) -> str:
    done = tuple(member.outcome for member in members if member.outcome is not None)
    report = Report(done, (load_builtin("three-ones"),), "1.0", "keywords")
    return render_corpus(Survey(Corpus("plans", "plans"), members), report, VIEW)


def cells(page: str, document: str) -> list[str]:
    """The grounds of a document's cells in the heat map."""
    row = re.search(rf'<tr data-d="{document}">.*?</tr>', page, re.S)
    assert row
    return re.findall(r"class=\"h b-i-([\w-]+)\"", row[0])


def test_a_document_that_is_not_there_is_unknown_in_every_cell() -> None:
    page = a_page(a_member("甲", SERVICE), a_missing_member("乙"))
    assert "the file is missing" in page
    assert cells(page, "d1") == ["unknown"] * 3
    assert cells(page, "d0")[1:] == ["gap"] * 2


def test_a_document_read_in_part_has_unknown_where_a_whole_one_has_gaps() -> None:
    page = a_page(a_member("甲", SERVICE, wholly_read=False), a_member("乙", SERVICE))
    assert cells(page, "d0")[1:] == ["unknown"] * 2
    assert cells(page, "d1")[1:] == ["gap"] * 2


def test_a_title_cannot_end_the_data_that_the_script_reads() -> None:
    page = a_page(a_member("</script><script>alert(1)</script>", SERVICE), a_member("乙", SERVICE))
    data = page[page.index("id=data>") :].split("</script>")[0]
    assert "\\u003c/script>" in data
    assert page.count("</script>") == 2
    assert "<script>alert" not in page


def test_two_runs_give_the_same_bytes() -> None:
    members = a_member("甲", SERVICE), a_member("乙", SERVICE, place="江泽省", year=2021)
    assert a_page(*members) == a_page(*members)


def test_a_page_on_one_document_has_all_of_its_text() -> None:
    done = a_member("甲", SERVICE, "本规划由办公厅负责解释。").done
    assert done
    page = render_html(Report((done,), (load_builtin("three-ones"),), "1.0", "keywords"), VIEW)
    assert "本规划由办公厅负责解释。" in page
    assert all(f"value={stance.value}" in page.replace('"', "") for stance in Stance)


def test_the_tag_that_comes_first_holds_where_evidence_overlaps() -> None:
    spans = [(Span(2, 4), PROOF), (Span(0, 6), WEIGHED)]
    assert highlight("建设数据平台", spans) == ("<mark class=f>建设</mark><mark>数据</mark><mark class=f>平台</mark>")


def test_a_text_has_one_number_however_often_it_is_said() -> None:
    phrases = Phrases(Language.EN)
    words = Bilingual("缺口", "gap")
    assert phrases.say(words) == phrases.say(words) == "<span data-t=0>gap</span>"
    assert phrases.say(Bilingual("PDF", "PDF")) == "PDF"
    assert phrases.pairs == [words]


def test_characters_beyond_the_standard_have_no_initial() -> None:
    assert initials("数据A𠮷龘") == {"j": "据", "s": "数"}
