"""Cells from rulings."""

from __future__ import annotations

from policyscan.model.document import Box
from policyscan.readers.grid import find_tables
from policyscan.readers.rulings import Ruling, Rulings


def box(left: float, top: float, right: float, bottom: float) -> tuple[list[Ruling], list[Ruling]]:
    return [(top, left, right), (bottom, left, right)], [(left, top, bottom), (right, top, bottom)]


def tables(*parts: tuple[list[Ruling], list[Ruling]]) -> list[list[Box]]:
    return find_tables(
        Rulings(tuple(h for part in parts for h in part[0]), tuple(v for part in parts for v in part[1]))
    )


def test_one_frame_is_a_table_of_one_cell() -> None:
    assert tables(box(80, 100, 500, 200)) == [[Box(80, 100, 500, 200)]]


def test_frames_apart_are_tables_of_their_own_from_top_to_bottom() -> None:
    assert tables(box(80, 300, 500, 400), box(80, 100, 500, 200)) == [
        [Box(80, 100, 500, 200)],
        [Box(80, 300, 500, 400)],
    ]


def test_frames_that_share_a_side_or_a_corner_are_one_table() -> None:
    assert [len(t) for t in tables(box(80, 100, 500, 200), box(80, 200, 500, 300))] == [2]
    assert [len(t) for t in tables(box(80, 100, 200, 200), box(200, 200, 500, 300))] == [2]


def test_rulings_a_hair_apart_are_one_wall() -> None:
    assert tables(box(80, 100, 200, 200), box(201, 100, 300, 200)) == [
        [Box(80, 100, 200.5, 200), Box(200.5, 100, 300, 200)]
    ]


def test_a_wall_drawn_in_pieces_is_a_wall() -> None:
    horizontal, vertical = box(80, 100, 500, 200)
    pieces = [(100.0, 80.0, 300.0), (100.0, 301.0, 500.0), horizontal[1]]
    assert tables((pieces, vertical)) == [[Box(80, 100, 500, 200)]]


def test_a_wall_with_a_gap_is_none() -> None:
    horizontal, vertical = box(80, 100, 500, 200)
    assert tables(([(100.0, 80.0, 250.0), (100.0, 300.0, 500.0), horizontal[1]], vertical)) == []


def test_fields_without_a_wall_between_them_are_one_cell() -> None:
    merged = tables(box(80, 100, 200, 300), box(200, 100, 400, 200), box(200, 200, 400, 300))
    assert merged == [[Box(80, 100, 200, 300), Box(200, 100, 400, 200), Box(200, 200, 400, 300)]]


def test_a_frame_within_a_frame_leaves_the_inner_one() -> None:
    # What lies between the two is no rectangle.
    found = tables(box(80, 100, 500, 400), box(120, 150, 400, 300))
    assert [Box(120, 150, 400, 300)] in found


def test_no_rulings_no_tables() -> None:
    assert tables() == []
