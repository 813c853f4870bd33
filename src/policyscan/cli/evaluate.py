"""``policyscan evaluate``, ``train`` and ``agree``: how right the labels are, and estimators of one's own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyscan.cli import console
from policyscan.cli.options import Lang, Output, Taxonomies
from policyscan.errors import WrongUse, nearest
from policyscan.language import Bilingual, spoken

if TYPE_CHECKING:
    from policyscan.model.taxonomy import Taxonomy
    from policyscan.rendering import View

_FORMATS = ("table", "json")
Gold = Annotated[
    list[Path],
    typer.Argument(metavar="GOLD...", help="标注文件：JSONL、CSV 或 XLSX · Labelled passages: JSONL, CSV or XLSX."),
]
ScoreFormat = Annotated[
    str, typer.Option("--format", "-f", metavar="|".join(_FORMATS), help="输出格式 · The format of the output.")
]
EstimatorFile = Annotated[
    Path | None,
    typer.Option("--estimator", metavar="FILE", help="自己训练的估计器 · An estimator made by policyscan train."),
]


def evaluate(
    gold: Gold,
    taxonomy: Taxonomies = None,
    estimator: EstimatorFile = None,
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", metavar="FILE", help="评别人的标注 · Score the labels in a file, by id."),
    ] = None,
    baselines: Annotated[
        bool, typer.Option("--baselines/--no-baselines", help="与简单方法比较 · Compare with simpler ways.")
    ] = True,
    mistakes: Annotated[
        bool,
        typer.Option("--mistakes", help="逐段列出全部差错，引全文 · Every passage that is labelled wrongly, whole."),
    ] = False,
    format: ScoreFormat = "table",
    output: Output = None,
    lang: Lang = None,
) -> None:
    """用人工标注的段落衡量分类是否正确 · Measure how right the labels are on passages labelled by people."""
    _begin(lang, format)
    from policyscan.classification.estimator import load_estimator
    from policyscan.rendering.scores import render_evaluation
    from policyscan.scoring import evaluate_files

    taxonomies = _taxonomies(taxonomy)
    own = load_estimator(estimator) if estimator is not None else None
    evaluation = evaluate_files(gold, taxonomies, own, predictions, baselines=baselines, every_mistake=mistakes)
    view = _view(output)
    text = render_evaluation(evaluation, format, _names(taxonomies), view, every_mistake=mistakes)
    console.write_result(text, output, styled=view.colour and format == "table")


def train(
    gold: Gold,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="写入的估计器文件 · The estimator to write.")
    ],
    taxonomy: Taxonomies = None,
    name: Annotated[
        str, typer.Option("--name", help="报告中显示的名称，默认取文件名 · Its name in reports; that of the file.")
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度 · No progress on standard error.")] = False,
    lang: Lang = None,
) -> None:
    """用标注段落训练自己的估计器 · Train an estimator of your own on labelled passages."""
    _begin(lang, "table")
    from policyscan.classification.estimator import save_estimator
    from policyscan.classification.training import FEWEST
    from policyscan.scoring import train_files

    def say(category: str) -> None:
        if not quiet:
            console.say(Bilingual(f"训练：{category}", f"training: {category}"))

    taxonomies = _taxonomies(taxonomy)
    trained = train_files(gold, taxonomies, name or output.stem, say)
    data = io.BytesIO()
    save_estimator(trained, data)
    console.write_bytes(data.getvalue(), output)
    card = trained.card
    learnt = {target.category for target in trained.targets}
    left = [c.id for t in taxonomies for c in t.categories if c.id not in learnt]
    if left:
        zh, en = "、".join(left), ", ".join(left)
        console.say(
            Bilingual(
                f"标注段落不到 {FEWEST} 段，仍凭词条与规则：{zh}",
                f"fewer than {FEWEST} labelled passages, left to terms and rules: {en}",
            )
        )
    console.say(
        Bilingual(
            f"{output}：{card['passages']} 段，{card['documents']} 份文件，按文件交叉验证宏平均 F1 {card['macro_f1']:.2f}",
            f"{output}: {card['passages']} passages of {card['documents']} documents, macro-F1 {card['macro_f1']:.2f} in "
            "cross-validation by document",
        )
    )


def agree(
    first: Annotated[Path, typer.Argument(metavar="A", help="第一份标注 · One reading.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="第二份标注 · The other.")],
    taxonomy: Taxonomies = None,
    format: ScoreFormat = "table",
    output: Output = None,
    lang: Lang = None,
) -> None:
    """比较两个人的标注 · Compare two readings of the same passages: kappa, F1, disagreements."""
    _begin(lang, format)
    from policyscan.rendering.scores import render_agreement
    from policyscan.scoring import agree_files

    taxonomies = _taxonomies(taxonomy)
    agreement = agree_files(first, second, taxonomies)
    view = _view(output)
    text = render_agreement(agreement, format, _names(taxonomies), view)
    console.write_result(text, output, styled=view.colour and format == "table")


def _begin(lang: Lang, format: str) -> None:
    if lang is not None:
        spoken.set(lang)
    if format not in _FORMATS:
        near = nearest(format, _FORMATS)
        zh, en = (f"；是否想写 '{near}'？", f"; did you mean '{near}'?") if near else ("", "")
        raise WrongUse(Bilingual(f"没有格式 '{format}'{zh}", f"there is no format '{format}'{en}"))


def _taxonomies(names: Sequence[str] | None) -> tuple[Taxonomy, ...]:
    from policyscan.scan import DEFAULT_TAXONOMIES, load_taxonomies

    return load_taxonomies(tuple(names) if names else DEFAULT_TAXONOMIES)


def _names(taxonomies: Sequence[Taxonomy]) -> dict[str, Bilingual]:
    return {c.id: c.short for t in taxonomies for c in t.categories}


def _view(output: Path | None) -> View:
    from policyscan.rendering import View

    return View(language=spoken.get(), width=console.width(), colour=console.wants_colour() and output is None)
