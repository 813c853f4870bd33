"""A slice of ``make fuzz``, and what Hypothesis thinks of."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fuzzing import findings, spoiled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyscan.errors import UnreadableDocument
from policyscan.model.reading import OcrMode
from policyscan.pipeline import extract
from policyscan.segmentation import read_title_page, split_passages

EXAMPLES = int(os.environ.get("POLICYSCAN_FUZZ_EXAMPLES", "40"))
MARKS = (
    "一二三四五六七八九十、（）第章节条0123456789.．专栏附件：:。，；\n\f\t |-#*_[]()“”《》〔〕①\ue000\ufffd\x00\x1b"
)


def test_spoiled_files_are_read_or_refused_and_break_nothing() -> None:
    counts, found = findings(seed=1, numbers=range(120), jobs=2)
    assert [failed.reason.en for _, failed in found] == []
    assert sum(counts.values()) == 120
    assert len(counts) == 3  # read, read in part, refused: the spoiling is neither too mild nor too harsh


def test_the_same_seed_spoils_in_the_same_way() -> None:
    assert [spoiled(3, number) for number in range(50)] == [spoiled(3, number) for number in range(50)]
    assert spoiled(3, 1) != spoiled(4, 1)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".pdf"])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(str.encode),
        st.text(alphabet=MARKS, max_size=300).map(str.encode),
        st.text(alphabet=MARKS, max_size=100).map(lambda text: text.encode("gb18030")),
        st.binary(max_size=200).map(lambda noise: b"%PDF-1.4\n" + noise),
    )
)
def test_any_bytes_are_read_or_refused(suffix: str, data: bytes) -> None:
    try:
        document = extract(Path(f"plan{suffix}"), data, OcrMode.NEVER)
    except UnreadableDocument:
        return
    text = document.text
    assert all(text[p.span.start : p.span.end].strip() for p in split_passages(document))
    read_title_page(document)
