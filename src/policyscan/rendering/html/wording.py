"""The words of the page, in both languages."""

from __future__ import annotations

from types import SimpleNamespace

from policyscan.language import Bilingual

WORDS = SimpleNamespace(
    advice=Bilingual("框架的建议", "What the framework recommends"),
    all_categories=Bilingual("全部类别", "all categories"),
    all_documents=Bilingual("全部文件", "all documents"),
    category=Bilingual("类别", "category"),
    cells=Bilingual("单元格", "cells"),
    choices=Bilingual("筛选条件", "Filter"),
    colophon=Bilingual(
        "占比按字数（不计空白）计算，一段可属多类，合计可超过 100%。缺口是“通读全文未见”；未能读取之处只记为未知，不记为缺口。",
        "Shares are of characters, white space not counted; a passage may carry several categories, so they can add up to more "
        "than 100%. A gap says that the whole text was read and nothing found; what could not be read is unknown, never a gap.",
    ),
    compare=Bilingual("两份文件比较", "Two documents compared"),
    compare_lead=Bilingual("加粗的类别，两份结论不同。", "The verdicts differ where a category is in bold."),
    confidence=Bilingual("置信度", "confidence"),
    coverage=Bilingual("覆盖与分布", "Coverage, and where it stands"),
    coverage_lead=Bilingual(
        "条形是占比，按态度分段；右侧细条是全文，自首页至末页，刻度是该类别的段落。点击数字、条形或刻度看原文。",
        "Bars are shares, parted by stance. The strip at the right is the document from first page to last, with a tick for each "
        "passage of the category. Any figure, bar or tick leads to its quotations.",
    ),
    deadline=Bilingual("时限", "by when"),
    depth=Bilingual("深度", "depth"),
    document=Bilingual("文件", "document"),
    elsewhere=Bilingual("其他地区或国家级：", "Of other places, or of the state:"),
    filter=Bilingual("筛选段落", "Filter the passages"),
    first=Bilingual("甲", "first"),
    found=Bilingual("{n} 段", "{n} passages"),
    found_of=Bilingual("{n} / {m} 段", "{n} of {m} passages"),
    gap_list=Bilingual("缺口清单", "What is missing"),
    group_by=Bilingual("分组", "group by"),
    in_words=Bilingual("一览", "In short"),
    matrix=Bilingual("文件 × 类别", "Documents × categories"),
    matrix_lead=Bilingual(
        "蓝色随占比加重（见图例）；○ 是缺口，◐ 是单薄，斜纹是未能读取。点击单元格看原文，点击表头排序。",
        "Blue grows with the share; ○ is a gap, ◐ is thin, hatching is not read. A cell leads to its quotations; "
        "a heading sorts.",
    ),
    multiples=Bilingual("分层小图", "Layer by layer"),
    multiples_lead=Bilingual(
        "每格一个类别，每条一份文件，次序同上表，各格同一比例。",
        "A panel a category, a bar a document in the order of the table as it first stood, one scale for all panels of a taxonomy.",
    ),
    named=Bilingual("点名", "named"),
    needs_script=Bilingual(
        "在页内比较需要脚本；各文件的覆盖表见下。", "Comparing in place needs scripts; each document's table is below."
    ),
    no_gaps=Bilingual("没有缺口。", "There is no gap."),
    no_group=Bilingual("不分组", "none"),
    no_place=Bilingual("（未知）", "(unknown)"),
    no_targets=Bilingual(
        "没有带数字、时限或责任单位的目标。", "No target with a number, a deadline or a responsible unit."
    ),
    not_all_read=Bilingual("有内容未能读取", "Not all of it was read"),
    not_read=Bilingual("未能读取", "not read"),
    nothing_found=Bilingual("没有符合条件的段落。", "No passage fits these conditions."),
    nothing_missing=Bilingual("各类别均有覆盖。", "Every category is covered."),
    number=Bilingual("数量", "how much"),
    only_labelled=Bilingual("只看有类别的段落", "only passages with a category"),
    page=Bilingual("页", "page"),
    passages=Bilingual("段落", "passages"),
    passages_heading=Bilingual("原文", "The text"),
    place=Bilingual("地区", "place"),
    provinces=Bilingual("各省", "Provinces"),
    provinces_lead=Bilingual(
        "31 个省级地区排成等大的方格：是表格，不是地图，不画边界。数字是涉及的类别数。",
        "The 31 provinces as equal squares: a table, not a map; no border is drawn. Figures count the categories that are treated.",
    ),
    quotations_heading=Bilingual("各文件与原文摘引", "The documents and their quotations"),
    reset=Bilingual("清除条件", "Clear"),
    search=Bilingual("搜索", "search"),
    search_hint=Bilingual("词语，或拼音首字母 sjgx", "words, or initials: sjgx"),
    second=Bilingual("乙", "second"),
    sections=Bilingual("章节", "Sections"),
    share=Bilingual("占比", "share"),
    share_figure=Bilingual("占比（数字）", "share in figures"),
    skip=Bilingual("跳到正文", "Skip to the content"),
    stance=Bilingual("态度", "stance"),
    targets=Bilingual("可核查的目标", "Targets that can be checked"),
    theme_auto=Bilingual("外观：自动", "Theme: auto"),
    theme_dark=Bilingual("外观：深色", "Theme: dark"),
    theme_light=Bilingual("外观：浅色", "Theme: light"),
    unit=Bilingual("责任单位", "who"),
    verdict=Bilingual("结论", "verdict"),
    what=Bilingual("内容", "what"),
    where=Bilingual("在文中的位置", "where in the document"),
    why=Bilingual("依据", "evidence"),
    year=Bilingual("年份", "year"),
)
