"""Why passages carry what they carry, as a table for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.codec import Json, encode
from policyscan.model.explanation import (
    CategoryReason,
    Change,
    ChangeKind,
    Explanation,
    Fate,
    Outcome,
    PassageReason,
    Piece,
)
from policyscan.model.label import EvidenceKind
from policyscan.model.passage import Passage
from policyscan.rendering.screen import drawn, lines_of
from policyscan.rendering.view import View, clean
from policyscan.rendering.words import STANCES, place_in

_SIGNS = {Outcome.LABEL: "●", Outcome.DOUBTFUL: "?", Outcome.NAMED: "◌", Outcome.NONE: "○"}
_STYLES = {Outcome.LABEL: "green", Outcome.DOUBTFUL: "magenta", Outcome.NAMED: "yellow", Outcome.NONE: "dim"}
_OUTCOMES = {
    Outcome.LABEL: Bilingual("归入", "carries"),
    Outcome.DOUBTFUL: Bilingual("存疑，不归入", "in doubt: no label"),
    Outcome.NAMED: Bilingual("只点名，不归入", "named only: no label"),
    Outcome.NONE: Bilingual("不归入", "no label"),
}
_FATES = {
    Fate.REPEATED: Bilingual("已计过", "counted already"),
    Fate.NESTED: Bilingual("在更长的词条内", "in a longer term"),
    Fate.BARE: Bilingual("只是并列点名", "a bare name in an enumeration"),
    Fate.EXCLUDED: Bilingual("被“{}”排除", "excluded by '{}'"),
    Fate.OUT_OF_SCOPE: Bilingual("句子、标题都没有谈到主题", "out of scope"),
}
_ROWS = {
    "score": Bilingual("分数", "score"),
    "evidence": Bilingual("依据", "evidence"),
    "not_counted": Bilingual("不计", "not counted"),
    "words": Bilingual("估计器", "estimator"),
    "sum": Bilingual("对数几率", "log odds"),
    "change": Bilingual("若要改变", "to change it"),
}
_NEAR = 0.02
"""A category less probable than this, and without any evidence, is not near."""
_MOST_PIECES = 8


def render_explanation(
    result: Explanation, format_name: str, view: View, *, categories: Sequence[str] = (), nearest: int = 2
) -> str:
    """Return an explanation as a table or as JSON.

    Parameters
    ----------
    categories
        Ids of the categories that are told; all where left out.
    nearest
        On the screen, how many of the categories are told that a passage nearly carries. JSON has all.
    """
    if format_name == "json":
        return encode(_value(result, categories)) + "\n"
    return drawn(_parts(result, view, categories, nearest), view)


def _say(text: Bilingual, view: View) -> str:
    return clean(text.in_language(view.language))


def _parts(result: Explanation, view: View, categories: Sequence[str], nearest: int) -> Iterator[RenderableType]:
    document = result.document
    yield Text(clean(result.title_page.title or document.source), "bold")
    told, total = len(result.passages), result.total
    size = Bilingual(f"说明 {told} 段，全文 {total} 段", f"{told} of {total} passages")
    yield Text(f"{clean(document.source)} · {_say(size, view)} · {result.classifier}")
    if not result.passages:
        nothing = Bilingual("此处没有正文段落；policyscan extract --all 显示标题、目录和页眉页脚。", "There is no passage of running text here; policyscan extract --all shows headings, contents, headers and footers.")  # fmt: skip
        yield Text("\n".join(lines_of(_say(nothing, view), view.width)))
    for reason in result.passages:
        yield Text()
        yield from _passage(result, reason, view, categories, nearest)
    yield Text()
    yield Text("\n".join(lines_of(_say(_legend(result), view), view.width)), "dim")


def _legend(result: Explanation) -> Bilingual:
    by_estimator = any(c.probability is not None for p in result.passages for c in p.categories)
    zh = "依据后的数字是权重，合计到 1 即够；“无它”是分类体系里没有这个词条时的结果。改变都实际重新归类过，不是推算。"
    en = "Numbers after evidence are weights, 1 in all is enough; 'without' is the answer if the taxonomy had no such term. Every change was classified anew, none is a guess."  # fmt: skip
    if by_estimator:
        zh = f"有估计器时由概率决定：达到门槛即归入。{zh}"
        en = f"Where there is an estimator its probability decides, against the category's threshold. {en}"
    return Bilingual(zh, en)


def _passage(
    result: Explanation, reason: PassageReason, view: View, categories: Sequence[str], nearest: int
) -> Iterator[RenderableType]:
    passage = reason.passage
    where = place_in(result.document, passage).in_language(view.language)
    head = " · ".join(part for part in (f"#{reason.index}", where, _say(STANCES[reason.stance], view)) if part)
    yield Rule(Text(head, "bold cyan"), align="left", style="dim")
    if passage.headings:
        yield Text("\n".join(lines_of(" › ".join(clean(h) for h in passage.headings), view.width)), "dim")
    told = list(_told(reason, categories, nearest))
    yield Padding(_marked(passage, [c for c in told if c.outcome is Outcome.LABEL], view.width - 2), (0, 0, 0, 2))
    if not any(c.outcome is Outcome.LABEL for c in reason.categories):
        nothing = Bilingual("不归入任何类别。", "It carries no category.")
        yield Text(_say(nothing, view), "bold")
    for category in told:
        yield Text()
        yield from _category(result, category, view)


def _told(reason: PassageReason, categories: Sequence[str], nearest: int) -> Iterator[CategoryReason]:
    """Yield the categories that are told: those carried, then those nearest to it."""
    if categories:
        yield from (c for c in reason.categories if c.category in categories)
        return
    carried = [c for c in reason.categories if c.outcome is Outcome.LABEL]
    others = [c for c in reason.categories if c.outcome is not Outcome.LABEL]
    near = [c for c in others if c.pieces or (c.probability or 0) >= _NEAR]
    near.sort(key=lambda c: -_nearness(c))
    yield from (*carried, *near[:nearest])


def _nearness(reason: CategoryReason) -> float:
    """Return how far a category is on the way to a label: 1 is enough."""
    if reason.probability is not None and reason.threshold:
        return reason.probability / reason.threshold
    return reason.score


def _marked(passage: Passage, carried: Sequence[CategoryReason], width: int) -> Text:
    """Return the passage's text, what counted as evidence underlined, in lines that break as Chinese does."""
    text = passage.text if clean(passage.text) == passage.text else clean(passage.text)
    marks = [False] * len(text)
    for piece in (p for c in carried for p in c.pieces if p.weight > 0 and p.span is not None):
        if text == passage.text and piece.span is not None:
            marks[piece.span.start : piece.span.end] = [True] * (piece.span.end - piece.span.start)
    out = Text()
    position = 0
    for number, line in enumerate(lines_of(text, width)):
        out.append("\n" if number else "")
        for char in line:
            while position < len(text) and text[position] != char and text[position].isspace():
                position += 1  # white space at a line's end is left out, and runs of it are one space
            out.append(char, "bold underline" if position < len(text) and marks[position] else "")
            position += 1
    return out


def _category(result: Explanation, reason: CategoryReason, view: View) -> Iterator[RenderableType]:
    taxonomy = next(t for t in result.taxonomies if t.id == reason.taxonomy)
    name = _say(taxonomy.category(reason.category).short, view)
    head = f"{_SIGNS[reason.outcome]} {name}  {_say(_OUTCOMES[reason.outcome], view)}"
    yield Text.assemble((head, _STYLES[reason.outcome]), (f"  {reason.taxonomy}/{reason.category}", "dim"))
    rows = [(key, line) for key, lines in _rows(reason, view).items() for line in lines]
    width = max(len(_ROWS[key].en) if view.language == "en" else 2 * len(_ROWS[key].zh) for key in _ROWS)
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True, width=width)
    last = ""
    for key, line in rows:
        lead = _say(_ROWS[key], view) if key != last else ""
        grid.add_row(Text(lead, "dim"), "\n".join(lines_of(line, view.width - width - 4)))
        last = key
    yield Padding(grid, (0, 0, 0, 2))


def _figures(reason: CategoryReason, view: View) -> str:
    score = Bilingual(f"词条合计 {reason.score:g}", f"terms {reason.score:g}")
    if reason.outcome is Outcome.NAMED and not any(p.weight > 0 and p.span for p in reason.pieces) and reason.score > 0:
        score = Bilingual(f"{score.zh}，都在标题里", f"{score.en}, all in headings")
    if reason.named:
        score = Bilingual(f"{score.zh}（点名 {reason.named:g} 不计）", f"{score.en} ({reason.named:g} more only named)")
    if reason.probability is None or reason.threshold is None:
        return _say(Bilingual(f"{score.zh}，够 1 即归入", f"{score.en} of 1"), view)
    sign = "≥" if reason.probability >= reason.threshold else "<"
    line = f"{reason.probability:.2f} {sign} {reason.threshold:.2f}"
    if reason.is_raised:
        return _say(Bilingual(f"{line}（词条支持不足，门槛提到 0.5）  {score.zh}", f"{line} (raised: hardly any term)  {score.en}"), view)  # fmt: skip
    return f"{line}  {_say(score, view)}"


def _rows(reason: CategoryReason, view: View) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {"score": [_figures(reason, view)]}
    counted = list(_counted(reason, view))
    if counted:
        shown = counted[:_MOST_PIECES]
        if len(counted) > len(shown):
            more = len(counted) - len(shown)
            shown.append(_say(Bilingual(f"另有 {more} 处", f"{more} more"), view))
        rows["evidence"] = [("；" if view.language == "zh" else "; ").join(shown)]
    elif reason.outcome is not Outcome.NONE or reason.pieces:
        rows["evidence"] = [_say(Bilingual("没有词条计分", "no term counts"), view)]
    idle = _not_counted(reason, view)
    if idle:
        rows["not_counted"] = ["；".join(idle) if view.language == "zh" else "; ".join(idle)]
    if reason.words:
        rows["words"] = [
            " ".join(f"{clean(w.text)} {w.weight:+.2f}" for w in words)
            for words in ([w for w in reason.words if w.weight > 0], [w for w in reason.words if w.weight < 0])
            if words
        ]
    if reason.parts is not None:
        parts = reason.parts
        total = parts.bias + parts.text + parts.headings + parts.evidence
        line = Bilingual(
            f"{total:+.2f} ＝ 起点 {parts.bias:+.2f}，正文 {parts.text:+.2f}，标题 {parts.headings:+.2f}，词条 {parts.evidence:+.2f}",
            f"{total:+.2f} = start {parts.bias:+.2f}, text {parts.text:+.2f}, headings {parts.headings:+.2f}, terms {parts.evidence:+.2f}",
        )
        rows["sum"] = [_say(line, view)]
    rows["change"] = _changes(reason, view)
    return rows


def _counted(reason: CategoryReason, view: View) -> Iterator[str]:
    """Yield the words that counted, each once, with the weights of the rules that it meets."""
    without = {change.items[0]: change for change in reason.without}
    by_text: dict[tuple[str, bool], list[Piece]] = {}
    for piece in reason.pieces:
        if piece.fate is Fate.COUNTED:
            by_text.setdefault((piece.text, piece.span is None), []).append(piece)
    for (text, is_heading), pieces in by_text.items():
        where = _say(Bilingual("（标题）", " (heading)"), view) if is_heading else ""
        weights = "+".join(f"{piece.weight:g}" for piece in pieces)
        change = without.get(pieces[0].rule) if len(pieces) == 1 else None
        yield f"{clean(text)}{where} {weights}{_without(change, reason, view)}"


def _without(change: Change | None, reason: CategoryReason, view: View) -> str:
    """Return what is left where the taxonomy has no such term; nothing where that cannot be seen in two digits."""
    if change is None:
        return ""
    before, then = (
        (f"{reason.probability:.2f}", f"{change.probability:.2f}")
        if reason.probability is not None and change.probability is not None
        else (f"{reason.score:g}", f"{change.score:g}")
    )
    if then == before and not change.flips:
        return ""
    lost = change.flips and reason.outcome is Outcome.LABEL
    zh, en = f"（无它 {then}{'，不再归入' if lost else ''}）", f" (without {then}{', lost' if lost else ''})"
    return _say(Bilingual(zh, en), view)


def _not_counted(reason: CategoryReason, view: View) -> list[str]:
    """Return what was met and did not count, each once; what the rule had counted for before says nothing new."""
    counted = {p.rule for p in reason.pieces if p.fate is Fate.COUNTED}
    told: dict[str, None] = {}
    for piece in reason.pieces:
        if piece.kind is EvidenceKind.EXCLUSION or piece.fate not in _FATES:
            continue
        if piece.fate in (Fate.REPEATED, Fate.NESTED) and (piece.rule in counted or piece.fate is Fate.REPEATED):
            continue
        why = _say(_FATES[piece.fate], view).format(clean(piece.by))
        told[f"{clean(piece.text)}（{why}）" if view.language == "zh" else f"{clean(piece.text)} ({why})"] = None
    shown = list(told)
    if len(shown) > _MOST_PIECES:
        more = len(shown) - _MOST_PIECES
        return [*shown[:_MOST_PIECES], _say(Bilingual(f"另有 {more} 处", f"{more} more"), view)]
    return shown


def _changes(reason: CategoryReason, view: View) -> list[str]:
    return [_say(_change(change, reason), view) for change in reason.smallest]


def _change(change: Change, reason: CategoryReason) -> Bilingual:
    zh, en = _doing(change)
    if reason.probability is not None and change.probability is not None:
        figure = f"{reason.probability:.2f} → {change.probability:.2f}"
    else:
        figure = f"{reason.score:g} → {change.score:g}"
    if not change.flips:
        if reason.outcome is Outcome.LABEL:  # nothing that was tried turns it
            return Bilingual(f"即使{zh}：{figure}，仍归入", f"even {en}: {figure}, still carried")
        return Bilingual(f"{zh}：{figure}，仍不归入", f"{en}: {figure}, still no label")
    if reason.outcome is Outcome.LABEL:
        return Bilingual(f"{zh}：{figure}，不再归入", f"{en}: {figure}, lost")
    return Bilingual(f"{zh}：{figure}，归入", f"{en}: {figure}, carried")


def _doing(change: Change) -> tuple[str, str]:
    items = [clean(item) for item in change.items]
    zh, en = "、".join(f"“{item}”" for item in items), " and ".join(f"“{item}”" for item in items)
    return {
        ChangeKind.WORDS: (f"文中没有{zh}", f"without {en} in the text"),
        ChangeKind.HEADINGS: ("没有上面的标题", "without the headings above"),
        ChangeKind.TERM: (f"分类体系没有{zh}", f"without the term {en}"),
        ChangeKind.EXCLUSION: (f"没有排除词{zh}", f"without the exclusion {en}"),
        ChangeKind.SCOPE: ("若谈到主题", "if it spoke of the subject"),
        ChangeKind.WEIGHT: (
            f"再有一个权重 {change.amount:g} 的词条",
            f"with one more term of weight {change.amount:g}",
        ),
    }[change.kind]


def _value(result: Explanation, categories: Sequence[str]) -> Json:
    document = result.document
    return {
        "format": "policyscan-explanation",
        "version": 1,
        "program": f"policyscan {result.version}",
        "classifier": result.classifier,
        "taxonomies": [{"id": t.id, "version": t.version, "sha256": t.hash} for t in result.taxonomies],
        "path": document.source,
        "sha256": document.sha256,
        "title": result.title_page.title,
        "total": result.total,
        "passages": [_passage_value(reason, categories) for reason in result.passages],
    }


def _passage_value(reason: PassageReason, categories: Sequence[str]) -> Json:
    passage = reason.passage
    return {
        "index": reason.index,
        "pages": list(passage.pages),
        "line": passage.fragments[0].line if passage.fragments else None,
        "kind": passage.kind.value,
        "headings": list(passage.headings),
        "span": [passage.span.start, passage.span.end],
        "text": passage.text,
        "stance": reason.stance.value,
        "categories": [_category_value(c) for c in reason.categories if not categories or c.category in categories],
    }


def _category_value(reason: CategoryReason) -> Json:
    parts = reason.parts
    return {
        "taxonomy": reason.taxonomy,
        "category": reason.category,
        "outcome": reason.outcome.value,
        "score": round(reason.score, 4),
        "named": round(reason.named, 4),
        "leaves": list(reason.leaves),
        "probability": _rounded(reason.probability),
        "threshold": _rounded(reason.threshold),
        "raised": reason.is_raised,
        "evidence": [_piece_value(piece) for piece in reason.pieces],
        "words": [{"text": w.text, "weight": round(w.weight, 4), "span": [w.span.start, w.span.end]} for w in reason.words],
        "log_odds": None if parts is None else {
            "bias": _rounded(parts.bias), "text": _rounded(parts.text),
            "headings": _rounded(parts.headings), "evidence": _rounded(parts.evidence),
        },
        "without": [_change_value(change) for change in reason.without],
        "changes": [_change_value(change) for change in reason.smallest],
    }  # fmt: skip


def _piece_value(piece: Piece) -> Json:
    return {
        "kind": piece.kind.value,
        "rule": piece.rule,
        "leaf": piece.leaf,
        "fate": piece.fate.value,
        "text": piece.text,
        "weight": round(piece.weight, 4),
        "own_weight": piece.own_weight,
        "span": [piece.span.start, piece.span.end] if piece.span else None,
        "by": piece.by or None,
    }


def _change_value(change: Change) -> Json:
    return {
        "kind": change.kind.value,
        "items": list(change.items),
        "amount": change.amount or None,
        "flips": change.flips,
        "score": round(change.score, 4),
        "probability": _rounded(change.probability),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
