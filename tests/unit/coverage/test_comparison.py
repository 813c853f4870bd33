"""What became of a category from an old plan to a new one; a claim of absence needs a text that was read whole."""

from __future__ import annotations

import pytest

from corpora import a_done
from policyscan.coverage.comparison import change, compare_lines, standing, targets_of
from policyscan.coverage.matrix import columns_of
from policyscan.model.comparison import Change
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


def test_documents_are_compared_with_the_first_and_the_strongest_passage_proves_it() -> None:
    [line, *_] = compare_lines([a_done("a", [STATUS]), a_done("b", [OTHER, TARGET]), a_done("c", [OTHER])], COLUMNS)
    assert line.changes == (Change.DEEPER, Change.DROPPED)
    assert [side.passage for side in line.sides] == [0, 1, None]


def test_targets_stand_side_by_side_with_what_can_be_checked() -> None:
    targets = targets_of([a_done("a", [STATUS]), a_done("b", [OTHER, TARGET])], SERVICE)
    assert [(t.document, t.passage, [q.text for q in t.quantities]) for t in targets] == [
        (1, 1, ["2025年底前", "98%以上", "省大数据局"])
    ]


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
