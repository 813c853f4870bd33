"""Keyword in context on a screen."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from corpora import a_member, a_missing_member
from policyscan.language import Language
from policyscan.model.corpus import Corpus, Member, Survey
from policyscan.model.lexicon import Concordance, Reading
from policyscan.rendering.concordance import render_concordance
from policyscan.rendering.view import View
from policyscan.vocabulary import find_in_context

TEXTS = (
    "推进公共数据共享开放，建设全省统一的公共数据目录，2025年底前归集数据一百亿条，部门之间数据共享。",
    "API与数据共享：abcdef ghij klmnop qrstuv wxyz，数据共享平台。",
    "数据共享。",
)


def a_concordance(pattern: str, *members: Member, by: str = "document") -> Concordance:
    reading = Reading((Survey(Corpus("plans", "plans"), members),), "9.9")
    return find_in_context(reading, pattern, re.compile(pattern), is_pattern=True, by=by)


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("language", list(Language))
def test_keywords_stand_one_under_the_other_and_no_line_is_wider_than_the_screen(
    width: int, language: Language
) -> None:
    found = a_concordance(
        "数据共享", a_member("云岭省规划", *TEXTS), a_member("一份题名很长的规划" * 9, "数据共享。" * 40)
    )
    lines = render_concordance(found, "table", View(language, width)).splitlines()
    hits = [line for line in lines if re.match(r"\s+(?:\d+行|l\. \d+)", line)]
    assert len(hits) == 45
    assert len({cell_len(line[: line.index(" 数据共享 ")]) for line in hits if " 数据共享 " in line}) == 1
    assert max(map(cell_len, lines)) <= width


def test_words_of_different_width_begin_in_the_same_column() -> None:
    found = a_concordance("(?:公共)?数据(?:共享|目录)", a_member("云岭省规划", *TEXTS))
    lines = render_concordance(found, "table", View(Language.ZH, 80)).splitlines()
    starts = {
        cell_len(line[: match.start()])
        for line in lines
        if (match := re.search(r"(?<= )(?:公共)?数据(?:共享|目录)(?= |$)", line)) and re.match(r"\s+\d+行", line)
    }
    assert len(starts) == 1


def test_a_text_longer_than_the_screen_is_cut() -> None:
    found = a_concordance("甲{30}乙{30}", a_member("云岭省规划", "推进" + "甲" * 30 + "乙" * 30 + "，完成全部任务。"))
    lines = render_concordance(found, "table", View(Language.ZH, 60)).splitlines()
    assert len(found.hits) == 1
    assert max(map(cell_len, lines)) <= 60


def test_what_could_not_be_read_is_a_question_mark_and_what_is_missing_no_figure() -> None:
    partly = a_member("部分未读", TEXTS[2], wholly_read=False)
    found = a_concordance("数据共享", a_member("全部可读", TEXTS[2]), partly, a_missing_member("应有而未有"))
    table = render_concordance(found, "table", View(Language.ZH, 80))
    rows = {
        name: line.split()
        for line in table.splitlines()
        for name in ("全部可读", "部分未读", "应有而未有")
        if name in line and not line.startswith(("?", " 页", "第"))
    }
    assert rows["全部可读"][-2] == "1"
    assert rows["部分未读"][-2] == "1?"
    assert rows["应有而未有"][-1] == "○"
    assert "2? 处" in table


def test_absence_is_claimed_only_where_all_was_read() -> None:
    read, partly = a_member("全部可读", TEXTS[2]), a_member("部分未读", TEXTS[2], wholly_read=False)
    said = render_concordance(a_concordance("隧道", read), "table", View(Language.ZH, 80))
    assert "通读 1 份文件，未见" in said
    said = render_concordance(a_concordance("隧道", read, partly), "table", View(Language.ZH, 80))
    assert "不能断定没有" in said
    assert "通读" not in said


def test_documents_of_one_place_are_counted_together_duplicates_once() -> None:
    copy = a_member("副本", TEXTS[2], duplicate_of="甲.txt")
    found = a_concordance("数据共享", a_member("甲", TEXTS[2]), a_member("乙", "无。"), copy, by="place")
    [count] = found.counts
    assert (count.part.name, count.hits, count.holding, len(count.part.members)) == ("云岭省", 1, 1, 2)
