"""Scores of a classifier, for people and for programs."""

from __future__ import annotations

import io
from collections.abc import Mapping

from msgspec.structs import asdict
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.codec import encode
from policyscan.model.scores import Agreement, Evaluation, Group, Interval, Score
from policyscan.rendering.view import View

FORMATS = ("table", "json")
_BASELINES = {
    "majority": (Bilingual("空", "none"), Bilingual("一律不标", "no label at all")),
    "keywords": (Bilingual("词表", "rules"), Bilingual("只凭词条与规则", "terms and rules alone")),
    "tfidf": (
        Bilingual("TF-IDF", "TF-IDF"),
        Bilingual("普通 TF-IDF 模型（按文件交叉验证）", "a plain model, cross-validated by document"),
    ),
}


def render_evaluation(
    evaluation: Evaluation, format_name: str, names: Mapping[str, Bilingual], view: View, *, every_mistake: bool = False
) -> str:
    """Return an evaluation as a table or as JSON.

    ``names`` are the short names of categories; with ``every_mistake`` every passage under a mistake is shown whole, otherwise the
    beginning of the first on one line.
    """
    if format_name == "json":
        return encode({"format": "policyscan-evaluation", "version": 1, **asdict(evaluation)}) + "\n"
    out, console = _console(view)
    everything = evaluation.groups[0]
    console.print(
        _say(
            view,
            f"分类器 {evaluation.classifier}：{everything.passages} 段，{everything.documents} 份文件；方括号内为按文件自助抽样的 95% 区间",
            f"classifier {evaluation.classifier}: {everything.passages} passages of {everything.documents} documents; "
            "in brackets 95 % intervals, bootstrap by document",
        )
    )
    for group in evaluation.groups:
        console.print()
        if group.name:
            console.print(
                _say(
                    view,
                    f"层：{group.name}（{group.passages} 段）",
                    f"stratum {group.name} ({group.passages} passages)",
                )
            )
        console.print(_scores(group, names, view, evaluation if not group.name else None))
        if not group.name and evaluation.baselines:
            legend = "; ".join(
                " = ".join(t.in_language(view.language) for t in _BASELINES[b.name]) for b in evaluation.baselines
            )
            console.print(Text(legend, "dim"))
    if evaluation.stances and evaluation.stance_macro_f1 is not None:
        console.print()
        console.print(_say(view, "态度", "stance") + f"  macro-F1 {_interval(evaluation.stance_macro_f1)}")
        console.print(_stances(evaluation, view))
    if evaluation.calibration_error is not None:
        console.print()
        console.print(
            _say(view, "置信度：期望校准误差", "confidence: expected calibration error")
            + f" {evaluation.calibration_error:.3f}"
        )
        console.print(_reliability(evaluation, view))
    if evaluation.mistakes:
        console.print()
        console.print(
            _say(view, "全部差错（− 漏标，+ 多标）", "all mistakes (− missed, + added)")
            if every_mistake
            else _say(view, "最常见的差错（− 漏标，+ 多标）", "commonest mistakes (− missed, + added)")
        )
        for mistake in evaluation.mistakes:
            kinds = [f"−{_name(c, names, view)}" for c in mistake.wanted] + [
                f"+{_name(c, names, view)}" for c in mistake.given
            ]
            console.print(Text(f"  {mistake.count:>3} × {' '.join(kinds)}"))
            if every_mistake:
                for quotation in mistake.quotations:
                    console.print(Padding(Text(quotation, "dim"), (0, 0, 0, 8)))
            else:
                # console.print() joins what it is given, and a Text loses its own no_wrap in that
                text = Text(f"        {mistake.quotations[0]}", "dim")
                console.print(text, overflow="ellipsis", no_wrap=True)
    return _text(out)


def render_agreement(agreement: Agreement, format_name: str, names: Mapping[str, Bilingual], view: View) -> str:
    """Return an agreement as a table or as JSON."""
    if format_name == "json":
        return encode({"format": "policyscan-agreement", "version": 1, **asdict(agreement)}) + "\n"
    out, console = _console(view)
    console.print(
        _say(
            view,
            f"{agreement.passages} 段两人都标了，{agreement.missing} 段只有一人标；宏平均 F1 {agreement.macro_f1:.3f}",
            f"{agreement.passages} passages in both, {agreement.missing} in one only; macro-F1 {agreement.macro_f1:.3f}",
        )
        + (
            ""
            if agreement.stance_kappa is None
            else _say(view, "；态度", "; stance") + f" κ {agreement.stance_kappa:.3f}"
        )
    )
    table = _table(
        _say(view, "类别", "category"),
        "κ",
        "F1",
        _say(view, "都标", "both"),
        _say(view, "仅甲", "first only"),
        _say(view, "仅乙", "second only"),
    )
    for row in agreement.categories:
        table.add_row(
            _name(row.id, names, view),
            f"{row.kappa:.3f}",
            f"{row.f1:.3f}",
            *map(str, (row.both, row.only_first, row.only_second)),
        )
    console.print(table)
    for difference in agreement.disagreements:
        both = [",".join(labels) or "-" for labels in (difference.first, difference.second)]
        console.print(
            Text(f"{difference.id}  {both[0]} ≠ {both[1]}  {difference.quotation}"), overflow="ellipsis", no_wrap=True
        )
    return _text(out)


def _scores(group: Group, names: Mapping[str, Bilingual], view: View, evaluation: Evaluation | None) -> Table:
    baselines = [b for b in evaluation.baselines if b.macro_f1] if evaluation is not None else []
    table = _table(
        _say(view, "类别", "category"),
        _say(view, "正例", "n"),
        _say(view, "精确率", "prec."),
        _say(view, "召回率", "rec."),
        "F1",
        "NPV",
        *[_BASELINES[b.name][0].in_language(view.language) for b in baselines],
    )
    for place, score in enumerate(group.categories):
        table.add_row(*_row(_name(score.id, names, view), score), *[f"{b.f1[place]:.2f}" for b in baselines])
    macro = _say(view, "宏平均", "macro")
    table.add_row(macro, "", "", "", _interval(group.macro_f1), "", *[f"{b.macro_f1:.2f}" for b in baselines])
    table.add_row(_say(view, "微平均", "micro"), "", "", "", _interval(group.micro_f1), "", *["" for _ in baselines])
    return table


def _stances(evaluation: Evaluation, view: View) -> Table:
    from policyscan.model.label import Stance
    from policyscan.rendering.words import STANCES

    table = _table(
        _say(view, "态度", "stance"),
        _say(view, "正例", "n"),
        _say(view, "精确率", "prec."),
        _say(view, "召回率", "rec."),
        "F1",
        "NPV",
    )
    for score in evaluation.stances:
        table.add_row(*_row(STANCES[Stance(score.id)].in_language(view.language), score))
    return table


def _reliability(evaluation: Evaluation, view: View) -> Table:
    table = _table(
        _say(view, "置信度", "confidence"),
        _say(view, "判断数", "decisions"),
        _say(view, "平均置信度", "mean"),
        _say(view, "实际正确", "share right"),
    )
    for step in evaluation.reliability:
        table.add_row(
            f"{step.low:.1f}–{step.high:.1f}", str(step.decisions), f"{step.confidence:.2f}", f"{step.share_right:.2f}"
        )
    return table


def _row(name: str, score: Score) -> list[str]:
    return [
        name,
        str(score.support),
        f"{score.precision.value:.2f}",
        f"{score.recall.value:.2f}",
        _interval(score.f1),
        f"{score.npv.value:.2f}",
    ]


def _interval(figure: Interval) -> str:
    if figure.low is None or figure.high is None:
        return f"{figure.value:.2f}"
    return f"{figure.value:.2f} [{figure.low:.2f}, {figure.high:.2f}]"


def _name(category: str, names: Mapping[str, Bilingual], view: View) -> str:
    return names[category].in_language(view.language) if category in names else category


def _table(first: str, *others: str) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(first, no_wrap=True)
    for other in others:
        table.add_column(other, justify="right", no_wrap=True)
    return table


def _say(view: View, zh: str, en: str) -> str:
    return Bilingual(zh, en).in_language(view.language)


def _console(view: View) -> tuple[io.StringIO, Console]:
    out = io.StringIO()
    return out, Console(
        file=out,
        width=view.width,
        force_terminal=view.colour,
        color_system="auto" if view.colour else None,
        no_color=not view.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def _text(out: io.StringIO) -> str:
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
