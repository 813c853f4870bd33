"""Both segmenters give the same words."""

from __future__ import annotations

import pytest
from builders import SAMPLES

from policyscan.pipeline import extract
from policyscan.segmentation.words import Segmenter


def test_jieba_and_rjieba_agree_on_a_sample_plan() -> None:
    fast, pure = Segmenter(), Segmenter(pure=True)
    if fast.name == "jieba":
        pytest.skip("needs rjieba")
    text = extract(SAMPLES / "jiangze-action.pdf").text
    a, b = (_ends(segmenter, text) for segmenter in (fast, pure))
    assert len(a & b) >= 0.995 * max(len(a), len(b))


def _ends(segmenter: Segmenter, text: str) -> set[int]:
    ends, position = set(), 0
    for word in segmenter.words("".join(text.split())):
        position += len(word)
        ends.add(position)
    return ends


def test_words_put_together_are_the_text() -> None:
    assert "".join(Segmenter(pure=True).words("推进“一网通办” 2025年AI")) == "推进“一网通办”2025年AI"
