"""What an OCR engine found becomes lines in reading order."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import astuple

from policyscan.readers.ocr_engine import Scrap
from policyscan.readers.ocr_lines import arrange, tidy

WIDTH, HEIGHT = 1240.0, 1754.0
FULL = "推进公共数据共享开放利用完善目录"


def a_scrap(text: str, x: float, y: float, *, size: float = 30, upside_down: bool = False) -> Scrap:
    right, bottom = x + len(text) * size, y + 36
    return Scrap(text, 0.99, ((x, y), (right, y), (right, bottom), (x, bottom)), upside_down)


def texts(*scraps: Scrap, width: float = WIDTH, height: float = HEIGHT) -> list[str]:
    return [line.text for line in arrange(scraps, width, height).lines]


def turned(scrap: Scrap, quarters: int, *, upside_down: bool) -> Scrap:
    """The scrap on a page that was turned clockwise by quarters; corners begin at the top left, as the engine's do."""
    corners = list(scrap.corners)
    width, height = WIDTH, HEIGHT
    for _ in range(quarters):
        corners = [(height - y, x) for x, y in corners]
        width, height = height, width
    first = min(range(4), key=lambda i: sum(corners[i]))
    return Scrap(scrap.text, scrap.confidence, (*corners[first:], *corners[:first]), upside_down)


def test_lines_are_read_from_top_to_bottom_and_left_to_right() -> None:
    assert texts(a_scrap("第二条", 100, 300), a_scrap("右", 900, 203), a_scrap("第一条", 100, 200)) == [
        "第一条",
        "右",
        "第二条",
    ]


def test_what_was_cut_at_a_small_gap_is_one_line() -> None:
    [line] = arrange([a_scrap("一、", 100, 200), a_scrap("总体要求", 180, 202)], WIDTH, HEIGHT).lines
    assert line.text == "一、总体要求"
    assert (line.box.left, line.box.right) == (100, 300)


def test_latin_words_keep_their_space() -> None:
    assert texts(a_scrap("Open", 100, 200), a_scrap("Data", 240, 200)) == ["Open Data"]


def test_the_left_column_is_read_before_the_right_one_between_lines_across_both() -> None:
    title = a_scrap("关于推进公共数据共享开放的若干措施解读", 330, 100)
    left = [a_scrap(f"左{n}{FULL}", 100, 200 + 50 * n) for n in range(8)]
    right = [a_scrap(f"右{n}{FULL}", 680, 200 + 50 * n) for n in range(8)]
    found = texts(*right, title, *left)
    assert [text[:2] for text in found] == ["关于", *(f"左{n}" for n in range(8)), *(f"右{n}" for n in range(8))]


@pytest.mark.parametrize(
    ("quarters", "upside_down"),
    [(0, False), (1, False), (2, True), (3, True)],
)
def test_a_page_that_was_laid_down_turned_is_read_upright(quarters: int, upside_down: bool) -> None:
    # The engine turns tall boxes anticlockwise before it looks: after a quarter clockwise they stand on their feet.
    scraps = [turned(a_scrap(f"第{n}条{FULL}", 100, 200 + 60 * n), quarters, upside_down=upside_down) for n in range(4)]
    size = (WIDTH, HEIGHT) if quarters % 2 == 0 else (HEIGHT, WIDTH)
    page = arrange(scraps, *size)
    assert [line.text[:3] for line in page.lines] == ["第0条", "第1条", "第2条", "第3条"]
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    assert astuple(page.lines[0].box) == pytest.approx((100, 200, 100 + 30 * 19, 236))


def test_the_lines_of_a_page_that_was_laid_askew_are_level() -> None:
    c, s = math.cos(0.05), math.sin(0.05)

    def askew(scrap: Scrap) -> Scrap:
        return scrap._replace(corners=tuple((c * x - s * y, s * x + c * y) for x, y in scrap.corners))

    row = [askew(a_scrap(f"{side}{FULL}", x, 400)) for side, x in (("左", 100), ("右", 700))]
    boxes = [line.box for line in arrange(row, WIDTH, HEIGHT).lines]
    assert boxes[0].top == pytest.approx(boxes[1].top, abs=0.5)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("推进共享, 完善目录.", "推进共享，完善目录。"),
        ("（一)夯实底座", "（一)夯实底座"),
        ("办法(试行)", "办法（试行）"),
        ("增长 20.5%, 达到 3.2 万亿", "增长 20.5%, 达到 3.2 万亿"),
        ("Open Data (OD)", "Open Data (OD)"),
        ("推 进 共享", "推进共享"),
    ],
)
def test_marks_are_those_of_chinese_typography(said: str, meant: str) -> None:
    assert tidy(said) == meant
