"""The memo: two to four pages in the manner of an official brief 简报, on one document or on several compared.

What could not be read is said first; then what was read, the coverage with a chart, what proves it, gaps with the taxonomy's
recommendations, and how the figures came about. Quotations stand at the foot of the page with their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from policyscan.errors import WrongUse
from policyscan.language import Bilingual, Language
from policyscan.model.report import Coverage, Done, Failed, Report, Verdict
from policyscan.model.taxonomy import Category
from policyscan.rendering.drawing import draw_shares, to_png
from policyscan.rendering.office import (
    FILLS,
    cut,
    rows_with_categories,
    rows_with_leaves,
    title_of,
)
from policyscan.rendering.paper import TEXT_WIDTH, Cell, Fill, Footnote, Paper, Segment, Strong
from policyscan.rendering.view import View
from policyscan.rendering.words import (
    DEPTHS,
    SIGNS,
    STANCES,
    VERDICTS,
    note_lines,
    pages_of,
    place_label,
    score_line,
    taxonomy_line,
)

_QUOTED = 90
"""Characters of a quotation at the foot of a page."""
_SHORT = 22
"""Characters of a title in running text."""
_MOST_ADVICE = 6
"""So many gaps are written out, the rest are named: a brief of two to four pages."""
_MOST_COMMON = 5
_MOST_NOTES = 4
_MOST_DOCUMENTS = 40
_MOST_TOLD = 4
"""Of so few documents each has a paragraph; of more the table says enough."""
_MOST_COLUMNS = 12
"""Categories of a table that compares documents; more of them stand in a second one."""
_ISSUED = re.compile(r"关于(?:印发|公布|发布)(.{4,})的通知$")
_NUMERALS = "一二三四五六七八九十"


def render_docx(report: Report, view: View) -> bytes:
    """Return the report as a memo in DOCX: the same bytes for the same report."""
    done = [outcome for outcome in report.outcomes if isinstance(outcome, Done)]
    memo = _Single(report, view, done) if len(report.outcomes) == 1 and done else _Several(report, view, done)
    return memo.write()


class _Memo:
    """What both kinds of memo share."""

    def __init__(self, report: Report, view: View, done: Sequence[Done]) -> None:
        self._report, self._language, self._done = report, view.language, done
        self._failed = [outcome for outcome in report.outcomes if isinstance(outcome, Failed)]
        self._headings = [0, 0]
        self._paper = Paper(self._language, self._title(), f"policyscan {report.version}")

    def write(self) -> bytes:
        raise NotImplementedError

    def _title(self) -> str:
        raise NotImplementedError

    def _say(self, zh: str, en: str) -> str:
        return zh if self._language is Language.ZH else en

    def _word(self, text: Bilingual) -> str:
        return text.in_language(self._language)

    def _join(self, words: Sequence[str]) -> str:
        return self._say("、", ", ").join(words)

    def _heading(self, zh: str, en: str, level: int = 1) -> None:
        """Number a heading as papers do: 一、 and （一）."""
        self._headings[level - 1] += 1
        if level == 1:
            self._headings[1] = 0
        number = self._headings[level - 1]
        numeral = _NUMERALS[number - 1] if number <= len(_NUMERALS) else str(number)
        if self._language is Language.ZH:
            self._paper.heading(f"{numeral}、{zh}" if level == 1 else f"（{numeral}）{zh}", level)
        else:
            self._paper.heading(f"{number}. {en}" if level == 1 else f"{self._headings[0]}.{number} {en}", level)

    def _titled(self, done: Done, length: int = _SHORT) -> str:
        title = cut(_subject_of(title_of(done)), length)
        return _in_title_marks(title) if self._language is Language.ZH else title

    def _passages(self, count: int) -> str:
        return self._say(f"{count}段", "1 passage" if count == 1 else f"{count} passages")

    def _quotation(self, done: Done, index: int, *, with_title: bool = False) -> Footnote:
        """Return a passage as a footnote: its words, page and headings."""
        passage = done.passages[index].passage
        parts = [self._titled(done, 2 * _SHORT)] if with_title else []
        parts += [part for part in (self._word(place_label(done, passage)), " › ".join(passage.headings[-2:])) if part]
        words = " ".join(passage.text.split())  # a box has several lines; at the foot of a page it is one
        return Footnote(f"“{cut(words, _QUOTED)}”" + self._say("，", ", ").join(["", *parts]))

    def _subtitle(self) -> None:
        names = [self._word(taxonomy.name) for taxonomy in self._report.taxonomies]
        self._paper.subtitle(self._say(f"——对照{self._join(names)}", f"Measured by: {', '.join(names)}"))

    def _unread(self) -> list[str]:
        """Return what could not be read, in words."""
        lines = []
        for outcome in self._failed:
            name, reason = Path(outcome.source).name, self._word(outcome.reason)
            lines.append(reason.replace(outcome.source, name) if outcome.source in reason else f"{name}: {reason}")
        for done in self._done:
            if not done.document.is_wholly_read:
                notes = self._say("；", "; ").join(
                    self._word(note) for note in note_lines(n for n in done.notes if n.unreadable)
                )
                lines.append(
                    notes if len(self._report.outcomes) == 1 else self._titled(done) + self._say("：", ": ") + notes
                )
        return lines

    def _warn(self) -> None:
        """Say first what could not be read, and what that means."""
        lines = self._unread()
        if not lines:
            return
        shown = self._say("；", "; ").join(lines[:_MOST_NOTES])
        more = len(lines) - _MOST_NOTES
        if more > 0:
            shown += self._say(f"；另有 {more} 份", f"; and {more} more")
        self._paper.notice(
            Strong(self._say("需先说明：", "To be known first: ")),
            self._say(
                f"有内容未能读取（{shown}）。其中没有找到的类别一律记为“未知”，不作缺口论，待补读后再下结论。",
                f"not everything was read ({shown}). What was not found there is called unknown, not a gap, until it is read.",
            ),
        )

    def _verdict_cell(self, verdict: Verdict, *, word: bool = True) -> Cell:
        text = f"{SIGNS[verdict]} {self._word(VERDICTS[verdict])}" if word else SIGNS[verdict]
        return Cell(text, _fill(verdict))

    def _advice(self, advice: Bilingual | None) -> str:
        return "" if advice is None else self._say(f"建议：{advice.zh}", f" Recommended: {advice.en}")

    def _method(self) -> None:
        self._heading("数据说明", "How the figures came about")
        self._paper.paragraph(
            self._say(
                f"本件数字由程序自动标注得出，未经人工复核，引用前请核对原文。占比为属于该类别的段落占全部段落字数之比，一段可属多个类别。"
                f"{score_line(self._report).zh}；{taxonomy_line(self._report).zh}。",
                "The labels were given by a program and not checked by hand: compare the text before you quote. A share is of the "
                "characters of all passages; a passage may belong to several categories. "
                f"{score_line(self._report).en}; {taxonomy_line(self._report).en}.",
            )
        )


class _Single(_Memo):
    """The memo on one document."""

    def write(self) -> bytes:
        [self._one] = self._done
        self._rows = [pair for covered in self._one.coverage for pair in rows_with_categories(covered)]
        self._subtitle()
        self._warn()
        self._what_was_read()
        self._overall()
        self._evidence()
        self._gaps()
        self._method()
        return self._paper.save()

    def _title(self) -> str:
        [done] = self._done
        return self._say(f"{_in_title_marks(title_of(done))}覆盖情况简报", f"Brief on the coverage of {title_of(done)}")

    def _what_was_read(self) -> None:
        page, document = self._one.title_page, self._one.document
        day = page.date
        date = self._say(f"{day.year}年{day.month}月{day.day}日", day.isoformat()) if day else None
        facts = [fact for fact in (page.number, page.issuer, date) if fact]
        zh_facts = f"（{'，'.join(facts)}）" if facts else ""
        en_facts = f" ({', '.join(facts)})" if facts else ""
        labelled = sum(bool(passage.labels) for passage in self._one.passages)
        pages = len(document.pages)
        zh_pages, en_pages = (f"{pages}页、", f"{pages} pages and ") if self._one.document.has_pages else ("", "")
        whole = document.is_wholly_read
        self._heading("所读文件", "What was read")
        self._paper.paragraph(
            self._say(
                f"{_in_title_marks(title_of(self._one))}{zh_facts}，共{zh_pages}{len(self._one.passages)}段，"
                f"其中{labelled}段属于某一类别。{'全文均已读取。' if whole else '有内容未能读取，见前。'}",
                f"{title_of(self._one)}{en_facts}: {en_pages}{len(self._one.passages)} passages, {labelled} of them in some "
                f"category. {'All of it was read.' if whole else 'Part of it was not read, see above.'}",
            )
        )

    def _overall(self) -> None:
        self._heading("总体情况", "Overall")
        counts = {v: sum(row.verdict is v for _, row in self._rows) for v in Verdict}
        known = [v for v in Verdict if counts[v]]
        zh = "、".join(f"{VERDICTS[v].zh}{counts[v]}个" for v in known)
        en = ", ".join(f"{counts[v]} {VERDICTS[v].en}" for v in known)
        heaviest = sorted(self._rows, key=lambda pair: -pair[1].share)[:2]
        zh_most = "、".join(f"{c.short.zh}（{r.share:.1%}）" for c, r in heaviest if r.share)
        en_most = ", ".join(f"{c.short.en} ({r.share:.1%})" for c, r in heaviest if r.share)
        self._paper.paragraph(
            self._say(f"{len(self._rows)}个类别中，{zh}。", f"Of {len(self._rows)} categories: {en}. "),
            self._say(f"篇幅最多的是{zh_most}。", f"Most of the text goes to {en_most}.") if zh_most else "",
        )
        self._paper.caption(self._say("表1　覆盖情况", "Table 1. Coverage"))
        heads = self._say("类别|结论|深度|段落|占比|所在页", "category|verdict|depth|passages|share|pages").split("|")
        self._paper.table(heads, [self._table_row(c, r) for c, r in self._rows], (40, 24, 22, 20, 20, 30))
        self._chart()

    def _chart(self) -> None:
        """Show the bars of ``policyscan plot``; bars made of cells where this machine cannot draw (no extra, no font)."""
        drawing = draw_shares(self._one)
        with suppress(WrongUse):
            picture = to_png(drawing, self._language)
            self._paper.caption(self._say("图1　各类别占比与态度", "Figure 1. Share of each category, and stances"))
            self._paper.picture(picture, self._word(drawing.description))
            return
        self._paper.caption(
            self._say("图1　各类别占比（颜色为结论）", "Figure 1. Share of each category (colours are verdicts)")
        )
        most = max((row.share for _, row in self._rows), default=0) or 1
        self._paper.bars(
            [
                (self._word(c.short), [Segment(r.share / most * 0.85, _fill(r.verdict))], self._share(r))
                for c, r in self._rows
            ],
            30 if self._language is Language.ZH else 36,
        )

    def _share(self, row: Coverage) -> str:
        if row.verdict in (Verdict.UNKNOWN, Verdict.GAP):
            return f"{SIGNS[row.verdict]} {self._word(VERDICTS[row.verdict])}"
        return f"{row.share:.1%}"

    def _table_row(self, category: Category, row: Coverage) -> list[Cell]:
        pages = ", ".join(map(str, pages_of(self._one, row))) if self._one.document.has_pages else ""
        known = row.verdict is not Verdict.UNKNOWN
        return [
            Cell(self._word(category.short), None, False), self._verdict_cell(row.verdict),
            Cell(self._word(DEPTHS[row.depth]) if known else "—"), Cell(str(row.passages) if known else "—"),
            Cell(f"{row.share:.1%}" if known else "—"), Cell(pages),
        ]  # fmt: skip

    def _evidence(self) -> None:
        found = [(c, r) for c, r in self._rows if r.verdict is Verdict.COVERED]  # thin ones are quoted with the gaps
        if not found:
            return
        self._heading("主要依据", "What it rests on")
        for category, row in found:
            depth = DEPTHS[row.depth]
            zh = "、".join(f"{STANCES[s].zh}{n}" for s, n in row.stances.items())
            en = ", ".join(f"{STANCES[s].en} {n}" for s, n in row.stances.items())
            self._paper.paragraph(
                Strong(self._word(category.short) + self._say("：", ": ")),
                self._say(
                    f"{self._passages(row.passages)}（{zh}），最深到“{depth.zh}”。",
                    f"{self._passages(row.passages)} ({en}), as deep as '{depth.en}'.",
                ),
                self._quotation(self._one, row.strongest[0]),
            )

    def _gaps(self) -> None:
        self._heading("缺口与建议", "Gaps and recommendations")
        missing = [(c, r) for c, r in self._rows if r.verdict in (Verdict.GAP, Verdict.THIN)]
        missing.sort(key=lambda pair: pair[1].verdict is not Verdict.GAP)
        unknown = [self._word(c.short) for c, r in self._rows if r.verdict is Verdict.UNKNOWN]
        for category, row in missing[:_MOST_ADVICE]:
            verdict = VERDICTS[row.verdict]
            self._heading(f"{category.name.zh}（{verdict.zh}）", f"{category.name.en} ({verdict.en})", 2)
            pieces: list[str | Footnote] = [self._because(row)]
            if row.strongest:
                pieces.append(self._quotation(self._one, row.strongest[0]))
            self._paper.paragraph(*pieces, self._advice(category.recommendation))
        if rest := [self._word(c.short) for c, _ in missing[_MOST_ADVICE:]]:
            names = self._join(rest)
            self._paper.paragraph(self._say(f"此外还缺少或单薄：{names}。", f"Missing or thin besides: {names}."))
        self._missing_leaves(_MOST_ADVICE - len(missing))
        self._problems_without_remedy()
        if unknown:
            names = self._join(unknown)
            self._paper.paragraph(
                self._say(
                    f"因有内容未能读取，不能断定有无：{names}。", f"Cannot be told, since part was not read: {names}."
                )
            )
        if not missing and not unknown:
            self._paper.paragraph(self._say("各类别均有覆盖。", "Every category is covered."))

    def _because(self, row: Coverage) -> str:
        if row.passages:
            return self._say(f"仅{row.passages}段谈及。", f"Treated in {self._passages(row.passages)} only.")
        if row.mentions:
            return self._say("只被点名，没有展开。", "It is named, and nothing is said of it.")
        return self._say("通读全文，未见有关内容。", "Nothing about it was found in the whole text.")

    def _problems_without_remedy(self) -> None:
        found = [(c, r.unanswered) for c, r in self._rows if self._one.unanswered(r)]
        if not found:
            return
        self._heading("有问题而无举措", "Problems without a remedy", 2)
        for category, passages in found[:_MOST_ADVICE]:
            self._paper.paragraph(
                Strong(self._word(category.short) + self._say("：", ": ")),
                self._say(
                    "提出了问题，通读全文未见对应的举措或目标。",
                    "a problem is named, and nothing in the whole text says what shall be done.",
                ),
                self._quotation(self._one, passages[0]),
                self._advice(category.recommendation),
            )
        if rest := [self._word(c.short) for c, _ in found[_MOST_ADVICE:]]:
            names = self._join(rest)
            self._paper.paragraph(self._say(f"同样的还有：{names}。", f"The same holds for: {names}."))

    def _missing_leaves(self, room: int) -> None:
        """Write the finer categories that a covered category leaves out, as far as there is room."""
        missing = [
            (category, leaf)
            for category, row in self._rows
            if row.verdict is Verdict.COVERED
            for leaf, leaf_row in rows_with_leaves(category, row)
            if leaf_row.verdict is Verdict.GAP
        ]
        if not missing:
            return
        self._heading("已覆盖类别中的空白", "What covered categories leave out", 2)
        told = missing[: max(room, 0)]
        for category, leaf in told:
            lead = self._say(f"{category.short.zh}—{leaf.name.zh}：", f"{category.short.en}: {leaf.name.en}. ")
            self._paper.paragraph(
                Strong(lead),
                self._say("未见。", "Not found."),
                self._advice(leaf.recommendation or category.recommendation),
            )
        if rest := [self._word(leaf.name) for _, leaf in missing[len(told) :]]:
            names = self._join(rest)
            self._paper.paragraph(self._say(f"未见：{names}。", f"Not found: {names}."))


class _Several(_Memo):
    """The memo that compares documents (also where none of several, or not the only one, could be read)."""

    def write(self) -> bytes:
        self._columns = [(t.id, category) for t in self._report.taxonomies for category in t.categories]
        self._subtitle()
        self._warn()
        self._what_was_read()
        if self._done:
            self._compare()
            self._gaps()
            self._each()
        self._method()
        return self._paper.save()

    def _title(self) -> str:
        count = len(self._report.outcomes)
        return self._say(
            f"{count}份政策文件覆盖情况比较简报", f"Brief comparing the coverage of {count} policy documents"
        )

    def _row(self, done: Done, taxonomy: str, category: str) -> Coverage:
        return next(r for t in done.coverage if t.taxonomy.id == taxonomy for r in t.categories if r.id == category)

    def _what_was_read(self) -> None:
        done, partly = len(self._done), sum(not d.document.is_wholly_read for d in self._done)
        passages = sum(len(d.passages) for d in self._done)
        dates = sorted(d.title_page.date for d in self._done if d.title_page.date)
        zh_dates = f"，成文于{dates[0].year}至{dates[-1].year}年" if dates else ""
        en_dates = f", dated {dates[0].year} to {dates[-1].year}" if dates else ""
        self._heading("所读文件", "What was read")
        self._paper.paragraph(
            self._say(
                f"共{len(self._report.outcomes)}份，读取{done}份{zh_dates}，计{passages}段；"
                + (f"其中{partly}份有内容未能读取，" if partly else "")
                + (
                    f"{len(self._failed)}份未能读取。"
                    if self._failed
                    else "其余均读取全文。"
                    if partly
                    else "均读取全文。"
                ),
                f"{len(self._report.outcomes)} documents, {done} of them read{en_dates}: {passages} passages; "
                + (f"{partly} not wholly, " if partly else "")
                + (
                    f"{len(self._failed)} not at all."
                    if self._failed
                    else "the others wholly."
                    if partly
                    else "all wholly."
                ),
            )
        )

    def _compare(self) -> None:
        self._heading("总体比较", "Comparison")
        shown = list(self._done)
        if len(shown) > _MOST_DOCUMENTS:
            shown = sorted(
                shown, key=lambda d: -sum(r.verdict is Verdict.GAP for t in d.coverage for r in t.categories)
            )
            shown = shown[:_MOST_DOCUMENTS]
            self._paper.paragraph(
                self._say(
                    f"表中为缺口最多的{len(shown)}份，其余见工作簿。",
                    f"The table has the {len(shown)} with most gaps; see the workbook.",
                )
            )
        for start in range(0, len(self._columns), _MOST_COLUMNS):
            self._matrix(shown, self._columns[start : start + _MOST_COLUMNS], 1 + start // _MOST_COLUMNS)
        self._paper.caption(
            self._say("图1　各类别的结论（份数）", "Figure 1. Verdicts of each category (number of documents)")
        )
        bars = [(self._word(c.short), list(self._segments(t, c.id)), "") for t, c in self._columns]
        self._paper.bars(bars, 30 if self._language is Language.ZH else 36)

    def _matrix(self, shown: Sequence[Done], columns: Sequence[tuple[str, Category]], number: int) -> None:
        legend = "　".join(f"{SIGNS[v]} {self._word(VERDICTS[v])}" for v in Verdict)
        self._paper.caption(
            self._say(f"表{number}　文件与类别（{legend}）", f"Table {number}. Documents and categories ({legend})")
        )
        first = TEXT_WIDTH - 11.0 * len(columns)
        rows = [
            [
                Cell(cut(_subject_of(title_of(done)), 2 * _SHORT), None, False),
                *[self._verdict_cell(self._row(done, t, c.id).verdict, word=False) for t, c in columns],
            ]
            for done in shown
        ]
        heads = [self._say("文件", "document"), *[self._word(c.short) for _, c in columns]]
        # English words are wider than their columns
        height = 0 if self._language is Language.ZH else 24
        self._paper.table(heads, rows, [first, *[11.0] * len(columns)], height)

    def _segments(self, taxonomy: str, category: str) -> Iterator[Segment]:
        verdicts = [self._row(done, taxonomy, category).verdict for done in self._done] + [Verdict.UNKNOWN] * len(
            self._failed
        )
        for verdict in Verdict:
            if count := verdicts.count(verdict):
                yield Segment(count / len(verdicts), _fill(verdict), f"{SIGNS[verdict]} {count}")

    def _gaps(self) -> None:
        self._heading("共同缺口与建议", "Common gaps and recommendations")
        found = []
        for taxonomy, category in self._columns:
            rows = [(done, self._row(done, taxonomy, category.id)) for done in self._done]
            gaps = [done for done, row in rows if row.verdict is Verdict.GAP]
            thin = [done for done, row in rows if row.verdict is Verdict.THIN]
            if gaps or thin:
                found.append((category, gaps, thin, rows))
        found.sort(key=lambda entry: (-len(entry[1]), -len(entry[2])))
        for category, gaps, thin, rows in found[:_MOST_COMMON]:
            zh = "、".join(f"{word}{len(which)}份" for word, which in (("缺口", gaps), ("单薄", thin)) if which)
            en = ", ".join(f"{word} {len(which)}" for word, which in (("a gap in", gaps), ("thin in", thin)) if which)
            self._heading(
                f"{category.name.zh}（{zh}）",
                f"{category.name.en} ({en})",
                2,
            )
            self._paper.paragraph(*self._example(rows), self._advice(category.recommendation).lstrip())
        if rest := [self._word(category.short) for category, *_ in found[_MOST_COMMON:]]:
            names = self._join(rest)
            self._paper.paragraph(
                self._say(f"此外在部分文件中缺少或单薄：{names}。", f"Missing or thin in some besides: {names}.")
            )
        if not found:
            self._paper.paragraph(
                self._say("凡能断定者，各类别均有覆盖。", "Where it can be told, every category is covered.")
            )

    def _example(self, rows: Sequence[tuple[Done, Coverage]]) -> list[str | Footnote]:
        """Name the document that goes deepest into a category, with its strongest passage."""
        covered = [(done, row) for done, row in rows if row.verdict is Verdict.COVERED and row.strongest]
        if not covered:
            return [self._say("尚无一份文件充分展开。", "No document treats it fully. ")]
        done, row = max(covered, key=lambda pair: (pair[1].depth, pair[1].share))
        return [
            self._say(f"写得较实的是{self._titled(done)}", f"{self._titled(done)} goes deepest"),
            self._quotation(done, row.strongest[0], with_title=True),
            self._say("。", ". "),
        ]

    def _each(self) -> None:
        if len(self._done) > _MOST_TOLD:
            return  # the table says it
        self._heading("各文件概况", "Each document")
        for done in self._done:
            parts = []
            for verdict in (Verdict.GAP, Verdict.THIN, Verdict.UNKNOWN):
                names = [
                    self._word(category.short)
                    for taxonomy, category in self._columns
                    if self._row(done, taxonomy, category.id).verdict is verdict
                ]
                if names:
                    parts.append(self._word(VERDICTS[verdict]) + self._say("：", ": ") + self._join(names))
            whole = self._say("各类别均有覆盖", "every category is covered")
            told = self._say("；", "; ").join(parts) or whole
            self._paper.paragraph(Strong(self._titled(done)), self._say("　", "  ") + told + self._say("。", "."))


def _fill(verdict: Verdict) -> Fill:
    """Return what is behind a verdict: hatched where nothing can be told, never the colour of a gap."""
    return Fill(FILLS[verdict], is_hatched=verdict is Verdict.UNKNOWN)


def _subject_of(title: str) -> str:
    """Return what a notice issues, where a title is that of a notice 关于印发…的通知.

    >>> _subject_of("云岭省人民政府关于印发《云岭省数字政府建设规划》的通知")
    '云岭省数字政府建设规划'
    """
    found = _ISSUED.search(title)
    return found[1].strip("《》〈〉") if found else title


def _in_title_marks(title: str) -> str:
    """Return a title in 《》; marks inside become 〈〉 (GB/T 15834-2011, 4.15).

    >>> _in_title_marks("关于印发《规划》的通知")
    '《关于印发〈规划〉的通知》'
    """
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"
