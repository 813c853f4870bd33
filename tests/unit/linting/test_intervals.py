"""Wilson's interval against values of the closed formula."""

from __future__ import annotations

import pytest

from policyscan.linting.intervals import wilson


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(0, 4, 0.0, 0.4899), (4, 4, 0.5101, 1.0), (5, 10, 0.2366, 0.7634), (1, 1000, 0.0002, 0.0056)],
)
def test_the_interval_is_wilsons(right: int, total: int, low: float, high: float) -> None:
    assert wilson(right, total) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(("right", "total"), [(0, 0), (2, 1), (-1, 3)])
def test_what_is_no_proportion_is_refused(right: int, total: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson(right, total)
