"""Documents and groups × categories: unknown stays unknown, and the share is that of the texts put together."""

from __future__ import annotations

import pytest

from corpora import a_member, a_missing_member
from policyscan.coverage.matrix import columns_of, make_matrix
from policyscan.model.corpus import Member
from policyscan.model.report import Depth, Verdict
from policyscan.taxonomies import load_builtin

TAXONOMY = load_builtin("three-ones")
COLUMNS = columns_of([TAXONOMY])
SERVICE = "推行“一网通办”，年内政务服务事项网上可办率达到98%以上。（责任单位：省大数据局）"
OTHER = "抓好春耕备耕，确保粮食播种面积稳定。"


def verdicts(*members: Member, by: str = "place") -> list[Verdict]:
    [row] = make_matrix(members, COLUMNS, by).rows
    return [cell.verdict for cell in row.cells]


def test_a_group_is_as_good_as_its_best_document() -> None:
    assert verdicts(a_member("a", SERVICE, SERVICE), a_member("b", OTHER))[0] is Verdict.COVERED


def test_a_gap_beside_a_document_that_was_not_read_is_unknown() -> None:
    assert verdicts(a_member("a", OTHER)) == [Verdict.GAP] * 3
    assert verdicts(a_member("a", OTHER), a_missing_member("b")) == [Verdict.UNKNOWN] * 3
    assert verdicts(a_member("a", OTHER), a_member("b", OTHER, wholly_read=False)) == [Verdict.UNKNOWN] * 3


def test_what_was_found_stays_found_beside_a_document_that_was_not_read() -> None:
    [row] = make_matrix([a_member("a", SERVICE, SERVICE), a_missing_member("b")], COLUMNS, "place").rows
    assert (row.cells[0].verdict, row.cells[0].is_partial, row.unread) == (Verdict.COVERED, True, 1)


def test_the_share_of_a_group_is_that_of_its_texts_put_together() -> None:
    long = a_member("a", SERVICE, *[OTHER + str(i) for i in range(30)])
    short = a_member("b", SERVICE)
    [both] = make_matrix([long, short], COLUMNS, "place").rows
    one = a_member("c", SERVICE, *[OTHER + str(i) for i in range(30)], SERVICE)
    [together] = make_matrix([one], COLUMNS, "document").rows
    assert both.cells[0].share == pytest.approx(together.cells[0].share)
    assert both.cells[0].passages == 2


def test_a_document_that_is_missing_has_a_row_and_no_figures() -> None:
    [row] = make_matrix([a_missing_member("a")], COLUMNS).rows
    assert {(c.verdict, c.share, c.passages, c.depth) for c in row.cells} == {(Verdict.UNKNOWN, None, 0, Depth.ABSENT)}


def test_a_duplicate_has_a_row_but_counts_once() -> None:
    matrix = make_matrix([a_member("a", SERVICE, SERVICE), a_member("b", SERVICE, SERVICE, duplicate_of="a")], COLUMNS)
    assert (len(matrix.rows), len(matrix.total.documents), matrix.total.cells[0].passages) == (2, 1, 2)


def test_rows_sort_by_name_year_place_or_a_category_the_best_first() -> None:
    members = [
        a_member("b", OTHER, year=2024, place="浙江省"),
        a_member("c", SERVICE, SERVICE, year=2018, place="北京市"),
        a_member("a", OTHER, year=2021, place="杭州市", wholly_read=False),
    ]
    order = {
        sort: [
            row.name for row in make_matrix(members, COLUMNS, sort=sort, place_order=lambda p: (p != "北京市", p)).rows
        ]
        for sort in ("given", "name", "year", "place", "service")
    }
    assert order == {
        "given": ["b", "c", "a"],
        "name": ["a", "b", "c"],
        "year": ["c", "a", "b"],
        "place": ["c", "a", "b"],
        "service": ["c", "a", "b"],
    }


def test_leaves_stand_behind_their_category() -> None:
    ids = [column.id for column in columns_of([load_builtin("five-problems")], leaves=True)]
    assert ids.index("data.sharing") == ids.index("data") + 1
