"""Stance by rule: one clear example each."""

from __future__ import annotations

import pytest

from policyscan.classification.stance import stance_of
from policyscan.model.label import Stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("全省一体化平台已建成，累计接入事项1200项，办件量居前列。", Stance.STATUS),
        ("部门之间各自为政，共享机制尚未建立，数据质量不高。", Stance.PROBLEM),
        ("加快建设全省统一的公共数据平台，完善目录管理，推动部门系统接入。", Stance.MEASURE),
        ("到2025年底，政务服务事项全程网办率达到90%以上。", Stance.TARGET),
        ("本办法所称公共数据，是指行政机关在履行职责过程中产生的各类数据。", Stance.OTHER),
        ("本办法自2024年1月1日起施行，有效期五年。", Stance.OTHER),
    ],
)
def test_a_plain_example_of_each_stance_is_told(text: str, stance: Stance) -> None:
    assert stance_of(text) is stance
