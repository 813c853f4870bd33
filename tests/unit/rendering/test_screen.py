"""Lines break as Chinese does, and lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from policyscan.rendering.screen import lines_of

TEXTS = st.text(st.sampled_from("数据共享，。：（）“”abc 12"), max_size=60)


@given(TEXTS, st.integers(min_value=8, max_value=40))
def test_no_line_is_too_wide_and_no_character_is_lost(text: str, width: int) -> None:
    lines = lines_of(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("推进数据共享，", ["推进数据", "共享，"]),  # no line begins with a comma
        ("an over-long-word", ["an over-l", "ong-word"]),
        ("two words", ["two words"]),
        ("命中 40 次", ["命中 40", "次"]),
    ],
)
def test_a_line_of_nine_columns(text: str, lines: list[str]) -> None:
    assert lines_of(text, 9) == lines
