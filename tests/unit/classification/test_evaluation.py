"""Scores by hand."""

from __future__ import annotations

import pytest

from policyscan.classification.agreement import agree
from policyscan.classification.evaluation import Prediction, evaluate
from policyscan.classification.gold import GoldPassage
from policyscan.model.label import Stance
from policyscan.model.passage import Passage, Span

M = Stance.MEASURE


def wanted(*labels: str, doc: str = "甲", stance: Stance | None = None, stratum: str = "", id: str = "") -> GoldPassage:
    return GoldPassage(id or doc, doc, Passage("推进。", Span(0, 3)), frozenset(labels), stance=stance, stratum=stratum)


def said(*labels: str, stance: Stance = M, **probabilities: float) -> Prediction:
    return Prediction(frozenset(labels), stance, probabilities or None)


def test_precision_recall_f1_and_npv() -> None:
    gold = [wanted("data"), wanted("data"), wanted(), wanted(), wanted()]
    score = evaluate(gold, [said("data"), said(), said("data"), said(), said()], ["data"], "x").groups[0].categories[0]
    assert (score.support, score.predicted, score.right) == (2, 2, 1)
    assert (score.precision.value, score.recall.value, score.f1.value) == (0.5, 0.5, 0.5)
    assert score.npv.value == pytest.approx(2 / 3, abs=1e-4)


def test_a_category_that_does_not_occur_is_no_part_of_the_macro_average() -> None:
    group = evaluate([wanted("data")], [said("data")], ["data", "service"], "x").groups[0]
    assert (group.macro_f1.value, group.categories[1].f1.value) == (1.0, 0.0)


def test_too_few_documents_have_no_interval_and_more_have_one_around_the_figure() -> None:
    few = evaluate([wanted("data")] * 4, [said("data")] * 4, ["data"], "x").groups[0].macro_f1
    assert (few.low, few.high) == (None, None)
    gold = [wanted("data" if i % 2 else "", doc=str(i // 4)) for i in range(80)]
    gold = [g if g.labels != {""} else wanted(doc=g.doc) for g in gold]
    predictions = [said("data") if i % 3 else said() for i in range(80)]
    many = evaluate(gold, predictions, ["data"], "x").groups[0].macro_f1
    assert many.low is not None
    assert many.high is not None
    assert many.low < many.value < many.high


def test_intervals_are_wider_where_passages_of_a_document_go_together() -> None:
    def width(documents: int) -> float:
        gold = [wanted("data", doc=str(i % documents)) for i in range(120)]
        predictions = [said("data") if (i % documents) % 2 else said() for i in range(120)]
        f1 = evaluate(gold, predictions, ["data"], "x").groups[0].macro_f1
        assert f1.low is not None
        assert f1.high is not None
        return f1.high - f1.low

    assert width(6) > 1.5 * width(120)


def test_strata_are_scored_apart() -> None:
    gold = [wanted("data", stratum="easy"), wanted("data", stratum="hard")]
    groups = evaluate(gold, [said("data"), said()], ["data"], "x").groups
    assert [(g.name, g.passages, g.macro_f1.value) for g in groups] == [
        ("", 2, 0.6667),
        ("easy", 1, 1.0),
        ("hard", 1, 0.0),
    ]


def test_stances_are_scored_where_the_gold_file_has_them() -> None:
    gold = [wanted(stance=M), wanted(stance=Stance.TARGET), wanted()]
    evaluation = evaluate(gold, [said(), said(), said()], ["data"], "x")
    assert [(s.id, s.support, s.recall.value) for s in evaluation.stances if s.support] == [
        ("measure", 1, 1.0),
        ("target", 1, 0.0),
    ]


def test_the_calibration_error_is_the_distance_between_confidence_and_truth() -> None:
    gold = [wanted("data"), wanted("data"), wanted(), wanted()]
    sure = evaluate(gold, [said(data=0.95)] * 4, ["data"], "x")
    assert sure.calibration_error == pytest.approx(0.45)
    assert [(b.decisions, b.share_right) for b in sure.reliability] == [(4, 0.5)]
    assert evaluate(gold, [said()] * 4, ["data"], "x").calibration_error is None


def test_a_category_that_no_estimator_knows_has_no_part_in_the_calibration() -> None:
    gold = [wanted("data"), wanted(), wanted("service")]
    predictions = [said("data", data=0.75), said(data=0.25), said("service", data=0.25)]
    both, alone = (evaluate(gold, predictions, ids, "x") for ids in (["data", "service"], ["data"]))
    assert both.calibration_error == alone.calibration_error == 0.25
    assert evaluate(gold, predictions, ["service"], "x").calibration_error is None


def test_all_mistakes_with_their_whole_passages_are_kept_when_wanted() -> None:
    text = "推进共享。" * 40
    gold = [GoldPassage(f"p{i}", "甲", Passage(text, Span(0, len(text))), frozenset({"data"})) for i in range(4)]
    [few] = evaluate(gold, [said()] * 4, ["data"], "x").mistakes
    [every] = evaluate(gold, [said()] * 4, ["data"], "x", every_mistake=True).mistakes
    assert few.quotations == (f"p0: {text[:80]}", f"p1: {text[:80]}")
    assert every.quotations == tuple(f"p{i}: {text}" for i in range(4))


def test_mistakes_are_counted_by_kind_commonest_first() -> None:
    gold = [wanted("data"), wanted("data"), wanted()]
    mistakes = evaluate(gold, [said(), said(), said("data")], ["data"], "x").mistakes
    assert [(m.wanted, m.given, m.count) for m in mistakes] == [(("data",), (), 2), ((), ("data",), 1)]


def test_as_many_predictions_as_passages() -> None:
    with pytest.raises(ValueError, match="1 passages but 0"):
        evaluate([wanted()], [], ["data"], "x")


def test_kappa_is_what_is_left_after_chance() -> None:
    first = [wanted("data", id=str(i)) for i in range(5)] + [wanted(id=str(i)) for i in range(5, 10)]
    second = [wanted("data", id=str(i)) for i in range(4)] + [wanted(id=str(i)) for i in range(4, 10)]
    agreement = agree(first, second, ["data"])
    # observed 0.9, expected 0.5·0.4 + 0.5·0.6 = 0.5
    assert agreement.categories[0].kappa == pytest.approx(0.8)
    assert [d.id for d in agreement.disagreements] == ["4"]


def test_passages_that_one_reader_alone_has_are_counted_apart() -> None:
    agreement = agree([wanted(id="a"), wanted(id="b")], [wanted(id="b"), wanted(id="c")], ["data"])
    assert (agreement.passages, agreement.missing) == (1, 2)


def test_kappa_of_stances() -> None:
    first = [wanted(id="a", stance=M), wanted(id="b", stance=Stance.TARGET)]
    assert agree(first, first, ["data"]).stance_kappa == 1.0
    assert agree([wanted(id="a")], [wanted(id="a")], ["data"]).stance_kappa is None
