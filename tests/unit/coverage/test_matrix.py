"""Documents and groups × categories: unknown stays unknown, and the share is that of the texts put together."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

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


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("year", ["2018", "2021", ""]),
        ("level", ["国家级", "省级", "市级", "街道级", ""]),
        ("place", ["云岭省", "江泽省", ""]),
        ("kind", ["意见", "规划", ""]),  # as they come, and what is not known last
    ],
)
def test_groups_stand_in_the_order_of_what_they_are_by_and_the_unknown_last(by: str, names: list[str]) -> None:
    known = [
        ("a", None, 2021, None, "街道级"),
        ("b", "江泽省", None, "意见", "市级"),
        ("c", "云岭省", 2018, "规划", "国家级"),
        ("d", "云岭省", 2018, "意见", None),
        ("e", "江泽省", 2021, "规划", "省级"),
    ]
    members = [
        replace(a_missing_member(name), place=place, year=year, kind=kind, level=level)
        for name, place, year, kind, level in known
    ]
    matrix = make_matrix(members, COLUMNS, by)
    assert (matrix.by, [row.name for row in matrix.rows]) == (by, names)
    assert sum(len(row.documents) for row in matrix.rows) == len(members)


def test_of_equal_verdicts_the_greater_share_comes_first_and_then_more_passages() -> None:
    members = [
        a_member("little", SERVICE, SERVICE, *[OTHER + str(i) for i in range(9)]),
        a_member("one", SERVICE + SERVICE),
        a_member("much", SERVICE, SERVICE),
    ]
    rows = make_matrix(members, COLUMNS, sort="service").rows
    assert [row.name for row in rows] == ["much", "one", "little"]
    assert {row.cells[0].verdict for row in rows} == {Verdict.COVERED}


def test_rows_sorted_by_place_or_year_have_the_unknown_last_and_places_by_year() -> None:
    known = [("a", None, 2018), ("b", "云岭省", None), ("c", "云岭省", 2021), ("d", "江泽省", 1), ("e", "云岭省", 2018)]
    members = [replace(a_missing_member(name), place=place, year=year) for name, place, year in known]

    def names(sort: str) -> str:
        order = ("江泽省", "云岭省")
        matrix = make_matrix(members, COLUMNS, sort=sort, place_order=lambda p: (order.index(p) if p else -1, p))
        return "".join(row.name for row in matrix.rows)

    assert (names("place"), names("year")) == ("dbeca", "daecb")


def test_a_matrix_of_nothing_knows_nothing() -> None:
    matrix = make_matrix([], COLUMNS)
    assert (matrix.columns, matrix.rows, matrix.total.cells[0].verdict) == (COLUMNS, (), Verdict.UNKNOWN)
    assert columns_of([TAXONOMY]) == columns_of([TAXONOMY], leaves=False)


def test_a_row_tells_place_and_year_where_all_its_documents_have_the_same() -> None:
    members = [
        a_member("a", SERVICE, year=2021),
        a_member("b", OTHER, year=2023),
        replace(a_missing_member("c"), group="试点"),
    ]
    matrix = make_matrix(members, COLUMNS)
    assert [(r.place, r.year, r.unread, r.status) for r in matrix.rows] == [
        ("云岭省", 2021, 0, "present"),
        ("云岭省", 2023, 0, "present"),
        ("云岭省", 2023, 1, "missing"),
    ]
    total = matrix.total
    assert (total.name, total.place, total.year, total.unread, total.status) == ("", "云岭省", None, 1, "")
    [_, elsewhere] = make_matrix(
        [*members[:2], replace(members[2], place="江泽省", group="试点")], COLUMNS, "group"
    ).rows[::-1]
    assert (elsewhere.name, elsewhere.place) == ("试点", "江泽省")
    assert make_matrix([*members[:2], a_member("d", OTHER, place="江泽省")], COLUMNS).total.place == ""


def test_a_cell_of_several_documents_counts_them_by_verdict_and_says_if_more_may_stand_in_what_was_not_read() -> None:
    whole, partly = a_member("a", SERVICE, SERVICE), a_member("b", OTHER, wholly_read=False)
    total = make_matrix([whole, partly, a_missing_member("c")], COLUMNS).total.cells[0]
    assert (total.count(Verdict.COVERED), total.count(Verdict.UNKNOWN), total.count(Verdict.GAP)) == (1, 2, 0)
    assert (total.is_partial, make_matrix([whole, partly], COLUMNS).total.cells[0].is_partial) == (True, True)
    assert make_matrix([whole, a_member("d", OTHER)], COLUMNS).total.cells[0].is_partial is False


def test_the_share_of_one_document_is_its_own_beside_one_that_is_missing() -> None:
    document = a_member("a", SERVICE, OTHER)
    assert document.done is not None
    cell = make_matrix([document, a_missing_member("b")], COLUMNS).total.cells[0]
    assert cell.share == document.done.coverage[0].categories[0].share


def test_leaves_stand_behind_their_category() -> None:
    ids = [column.id for column in columns_of([load_builtin("five-problems")], leaves=True)]
    assert ids.index("data.sharing") == ids.index("data") + 1
