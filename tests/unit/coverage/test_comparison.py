"""What became of a category from an old plan to a new one; a claim of absence needs a text that was read whole."""

from __future__ import annotations

import pytest

from corpora import a_done
from policyscan.coverage.comparison import change, compare_lines, standing, targets_of
from policyscan.coverage.matrix import columns_of
from policyscan.model.comparison import Change, Side
from policyscan.model.report import Coverage, Depth, Verdict
from policyscan.taxonomies import load_builtin

COLUMNS = columns_of([load_builtin("three-ones")])
SERVICE = COLUMNS[0]
TARGET = "推行“一网通办”，2025年底前政务服务事项网上可办率达到98%以上。（责任单位：省大数据局）"
STATUS = "目前，全省已建成“一网通办”平台，政务服务事项网上可办率持续提升，群众满意度提高。"
OTHER = "抓好春耕备耕，确保粮食播种面积稳定。"


def a_row(passages: int, share: float, depth: Depth) -> Coverage:
    return Coverage("service", passages, share, 1, depth, Verdict.COVERED)


NONE = a_row(0, 0.0, Depth.ABSENT)
SOME = a_row(2, 0.10, Depth.MEASURES)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (NONE, SOME, Change.ADDED),
        (SOME, NONE, Change.DROPPED),
        (NONE, NONE, Change.ABSENT),
        (SOME, a_row(2, 0.10, Depth.TARGETS), Change.DEEPER),
        (SOME, a_row(9, 0.90, Depth.DESCRIBED), Change.SHALLOWER),
        (SOME, a_row(2, 0.16, Depth.MEASURES), Change.MORE),
        (SOME, a_row(2, 0.06, Depth.MEASURES), Change.LESS),
        (SOME, a_row(2, 0.14, Depth.MEASURES), Change.SAME),
        (a_row(1, 0.25, Depth.MEASURES), a_row(1, 0.375, Depth.MEASURES), Change.MORE),  # half as much again
        (a_row(1, 0.375, Depth.MEASURES), a_row(1, 0.25, Depth.MEASURES), Change.LESS),
        (None, SOME, Change.UNKNOWN),
    ],
)
def test_a_change_is_told_by_presence_then_depth_then_share(
    old: Coverage | None, new: Coverage | None, what: Change
) -> None:
    assert change(old, new) is what


def test_nothing_is_called_added_or_dropped_against_a_text_that_was_not_wholly_read() -> None:
    assert change(NONE, SOME, old_is_whole=False) is Change.UNKNOWN
    assert change(SOME, NONE, new_is_whole=False) is Change.UNKNOWN
    assert change(NONE, SOME, new_is_whole=False) is Change.ADDED
    assert change(SOME, a_row(1, 0.1, Depth.TARGETS), new_is_whole=False) is Change.DEEPER
    assert change(SOME, a_row(1, 0.1, Depth.TARGETS), old_is_whole=False) is Change.UNKNOWN
    assert change(SOME, a_row(1, 0.1, Depth.DESCRIBED), old_is_whole=False) is Change.SHALLOWER
    assert change(SOME, a_row(9, 0.9, Depth.MEASURES), new_is_whole=False) is Change.SAME


def test_a_document_that_was_not_read_leaves_every_change_unknown() -> None:
    lines = compare_lines([a_done("a", [TARGET]), None, a_done("b", [OTHER], wholly_read=False)], COLUMNS)
    assert {line.changes for line in lines} == {(Change.UNKNOWN, Change.UNKNOWN)}
    assert lines[0].sides[1] == Side(None, None)


def test_documents_are_compared_with_the_first_and_the_strongest_passage_proves_it() -> None:
    [line, *_] = compare_lines([a_done("a", [STATUS]), a_done("b", [OTHER, TARGET]), a_done("c", [OTHER])], COLUMNS)
    assert line.changes == (Change.DEEPER, Change.DROPPED)
    assert [side.passage for side in line.sides] == [0, 1, None]


def test_targets_stand_side_by_side_with_what_can_be_checked() -> None:
    targets = targets_of([a_done("a", [STATUS]), a_done("b", [OTHER, TARGET])], SERVICE)
    assert [(t.document, t.passage, [q.text for q in t.quantities]) for t in targets] == [
        (1, 1, ["2025年底前", "98%以上", "省大数据局"])
    ]


def test_of_many_targets_the_five_that_say_most_are_told_as_they_stand_in_the_text() -> None:
    plain = "到2025年，“一网通办”实现政务服务事项网上可办率{}%以上的目标。"  # no responsible unit
    texts = [
        plain.format(90),
        plain.format(91),
        *[TARGET.replace("2025", f"20{n}") for n in range(26, 30)],
        plain.format(92),
    ]
    targets = targets_of([None, a_done("a", [*texts, OTHER]), a_done("b", [TARGET])], SERVICE)
    assert [(t.document, t.passage) for t in targets] == [(1, 0), (1, 2), (1, 3), (1, 4), (1, 5), (2, 0)]


def test_targets_of_another_category_or_without_anything_to_check_are_not_told() -> None:
    assert targets_of([a_done("a", [TARGET])], COLUMNS[1]) == ()
    assert targets_of([a_done("a", [STATUS.replace("全省", "2023年全省")])], SERVICE) == ()  # a number, and no target
    assert targets_of([a_done("a", [TARGET], taxonomies=("five-problems",))], SERVICE) == ()


def test_the_examples_are_the_peers_that_go_deeper_the_most_alike_first_and_at_most_three() -> None:
    governance = "推行城市运行“一网统管”，2025年底前建成城市运行管理平台。（责任单位：省住房城乡建设厅）"
    peers = [
        a_done("unlike", [TARGET, governance, governance + "二", governance + "三"]),
        a_done("alike", [OTHER, TARGET, OTHER + "二"]),
        None,
        a_done("as deep, less of it", [STATUS, OTHER, OTHER + "二"]),
        a_done("between", [TARGET, governance]),
        a_done("alike too", [TARGET]),
    ]
    found = standing(a_done("own", [STATUS, OTHER]), peers, SERVICE, COLUMNS)
    assert found.column == SERVICE
    assert found.examples == ((1, 1), (5, 0), (4, 0))
    nothing = standing(a_done("nothing", [OTHER]), peers, SERVICE, COLUMNS)  # it is like nobody: as they are given
    assert nothing.examples == ((0, 0), (1, 1), (3, 0))


def test_a_percentile_counts_ties_by_half_and_leaves_unknown_peers_out() -> None:
    own = a_done("own", [STATUS, OTHER])
    peers = [
        a_done("less", [OTHER]),
        a_done("same", [STATUS, OTHER]),
        a_done("more", [TARGET, STATUS]),
        a_done("unread", [OTHER], wholly_read=False),
        None,
    ]
    found = standing(own, peers, SERVICE, COLUMNS)
    assert (found.percentile, found.known, found.unknown) == (50.0, 3, 2)
    assert [peer for peer, _ in found.examples] == [2]


def test_a_document_that_was_not_read_has_no_percentile() -> None:
    own = a_done("own", [OTHER], wholly_read=False)
    assert standing(own, [a_done("a", [STATUS])], SERVICE, COLUMNS).percentile is None
