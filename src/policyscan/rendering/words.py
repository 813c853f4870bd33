"""The words that people read in every format, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from policyscan.language import Bilingual
from policyscan.model.document import Document, Note
from policyscan.model.label import Stance
from policyscan.model.passage import Passage
from policyscan.model.report import Coverage, Depth, Done, Report, Verdict

VERDICTS = {
    Verdict.COVERED: Bilingual("覆盖", "covered"),
    Verdict.THIN: Bilingual("单薄", "thin"),
    Verdict.GAP: Bilingual("缺口", "gap"),
    Verdict.UNKNOWN: Bilingual("未知", "unknown"),
}
SIGNS = {Verdict.COVERED: "●", Verdict.THIN: "◐", Verdict.GAP: "○", Verdict.UNKNOWN: "?"}
DEPTHS = {
    Depth.ABSENT: Bilingual("未提", "absent"),
    Depth.NAMED: Bilingual("点名", "named"),
    Depth.DESCRIBED: Bilingual("描述", "described"),
    Depth.MEASURES: Bilingual("举措", "measures"),
    Depth.TARGETS: Bilingual("目标", "targets"),
}
STANCES = {
    Stance.STATUS: Bilingual("现状", "status"),
    Stance.PROBLEM: Bilingual("问题", "problem"),
    Stance.MEASURE: Bilingual("举措", "measure"),
    Stance.TARGET: Bilingual("目标", "target"),
    Stance.OTHER: Bilingual("其他", "other"),
}


def score_line(report: Report) -> Bilingual:
    """Return how well each taxonomy's labels are known to be right; a taxonomy without a measured score says so."""
    zh, en = [], []
    for taxonomy in report.taxonomies:
        score = report.scores.get(taxonomy.id)
        if score is None:
            zh.append(f"{taxonomy.id} 无实测分数（依据词表与规则）")
            en.append(f"{taxonomy.id} has no measured score (terms and rules)")
        else:
            zh.append(f"{taxonomy.id} 宏平均 F1 {score:.2f}（按文件交叉验证）")
            en.append(f"{taxonomy.id} macro-F1 {score:.2f} (cross-validation by document)")
    return Bilingual(f"分类器 {report.classifier}：{'；'.join(zh)}", f"classifier {report.classifier}: {'; '.join(en)}")


def pages_of(done: Done, row: Coverage) -> tuple[int, ...]:
    """Return the pages on which a row's strongest passages begin, in the order of the document; () without pages."""
    if not done.document.has_pages:
        return ()
    return tuple(sorted({done.passages[i].passage.pages[0] for i in row.strongest}))


def place_label(done: Done, passage: Passage) -> Bilingual:
    """Return how a passage's place is cited: its page; in a file without pages its line or paragraph."""
    return place_in(done.document, passage)


def place_in(document: Document, passage: Passage) -> Bilingual:
    """Return how the place of a document's passage is cited, as `place_label` does."""
    if document.has_pages:
        page = passage.pages[0]
        return Bilingual(f"第{page}页", f"p. {page}")
    line = passage.fragments[0].line if passage.fragments else None
    if line is None:
        return Bilingual("", "")
    if document.reader in ("text", "markdown"):
        return Bilingual(f"第{line}行", f"line {line}")
    return Bilingual(f"第{line}自然段", f"para. {line}")


def notes_in_words(done: Done) -> list[Bilingual]:
    """Return what could not be read, pages with the same trouble together."""
    return note_lines(done.notes)


def note_lines(notes: Iterable[Note]) -> list[Bilingual]:
    """Return a line for each trouble, with the pages that have it."""
    grouped: dict[Bilingual, list[int]] = {}
    for note in notes:
        grouped.setdefault(note.message, [])
        if note.page is not None:
            grouped[note.message].append(note.page)
    lines = []
    for message, pages in grouped.items():
        listed = page_ranges(pages)
        if listed:
            lines.append(Bilingual(f"第 {listed} 页：{message.zh}", f"page {listed}: {message.en}"))
        else:
            lines.append(message)
    return lines


def page_ranges(pages: Iterable[int]) -> str:
    """Return page numbers as ranges.

    >>> page_ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def gaps_in_words(done: Done) -> list[tuple[Verdict, Bilingual]]:
    """Return for each verdict but ``covered`` a sentence that names its categories."""
    by_verdict: dict[Verdict, list[Bilingual]] = {}
    for covered in done.coverage:
        for row in covered.categories:
            by_verdict.setdefault(row.verdict, []).append(covered.taxonomy.category(row.id).short)
    sentences = []
    for verdict, lead in _LEADS.items():
        names = by_verdict.get(verdict)
        if names:
            zh, en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
            sentences.append((verdict, Bilingual(f"{lead.zh}{zh}。", f"{lead.en}{en}.")))
    return sentences


def problems_in_words(done: Done) -> list[Bilingual]:
    """Return a sentence that names the categories and leaves with a problem and no remedy, with pages; none where there is none.

    A leaf is named only where its category has remedies: what holds for the whole holds for the part.
    """
    names: list[Bilingual] = []
    for covered in done.coverage:
        for row in covered.categories:
            category = covered.taxonomy.category(row.id)
            if indices := done.unanswered(row):
                names.append(_with_pages(category.short, done, indices))
                continue
            leaves = {leaf.id: leaf.name for leaf in category.leaves}
            for leaf in row.leaves:
                if indices := done.unanswered(leaf):
                    name = leaves[leaf.id]
                    full = Bilingual(f"{category.short.zh}—{name.zh}", f"{category.short.en}: {name.en}")
                    names.append(_with_pages(full, done, indices))
    if not names:
        return []
    zh, en = "、".join(n.zh for n in names), "; ".join(n.en for n in names)
    return [
        Bilingual(
            f"提出问题，通读全文未见对应举措：{zh}。", f"A problem is named, and no remedy in the whole text: {en}."
        )
    ]


def _with_pages(name: Bilingual, done: Done, indices: Iterable[int]) -> Bilingual:
    places = dict.fromkeys(place_label(done, done.passages[i].passage) for i in indices)
    zh, en = "、".join(p.zh for p in places if p.zh), ", ".join(p.en for p in places if p.en)
    return Bilingual(f"{name.zh}（{zh}）", f"{name.en} ({en})") if zh else name


_LEADS = {
    Verdict.GAP: Bilingual("通读全文未见：", "Not found in the whole text: "),
    Verdict.UNKNOWN: Bilingual("因有内容未能读取，不能断定有无：", "Cannot be told, since part was not read: "),
    Verdict.THIN: Bilingual("着墨很少：", "Hardly treated: "),
}


def in_short(row: Coverage) -> Bilingual:
    """Return a verdict with its share; no share where it could not be told."""
    word = VERDICTS[row.verdict]
    if row.verdict is Verdict.UNKNOWN:
        return word
    return Bilingual(f"{word.zh} {row.share:.1%}", f"{word.en} {row.share:.1%}")


def taxonomy_line(report: Report) -> Bilingual:
    """Return which taxonomies, in which version, produced the figures."""
    parts = ", ".join(f"{t.id} {t.version} ({t.hash[:8]})" for t in report.taxonomies)
    return Bilingual(
        f"分类体系：{parts}；policyscan {report.version}", f"taxonomies: {parts}; policyscan {report.version}"
    )
