"""Which file is which document."""

from __future__ import annotations

import pytest

from policyscan.corpus import claim_by_content, claim_by_name
from policyscan.model.corpus import Entry

PLAN = "云岭省数字政府建设规划（2023—2027年）"


@pytest.mark.parametrize(
    ("entry", "file"),
    [
        (Entry(1, path="a.pdf"), "a.pdf"),
        (Entry(1, match=("yunling*",)), "省级/yunling-plan.pdf"),
        (Entry(1, title=PLAN), "下载/01_云岭省数字政府建设规划(2023-2027年)_终稿.pdf"),
        (Entry(1, title=PLAN, place="云岭省"), "云岭省规划.pdf"),
        (Entry(1, title=PLAN, place="云岭省", year=2023), "云岭-2023.txt"),
    ],
)
def test_a_file_is_known_by_path_pattern_title_or_place_with_year_or_kind(entry: Entry, file: str) -> None:
    claims = claim_by_name([entry], [file, "other.pdf"])
    assert claims.files == {0: file}


@pytest.mark.parametrize(
    "file",
    ["云岭省2019年规划.pdf", "云岭省工作要点.pdf", "云岭.pdf", "云岭省数字政府一体化改革规划.pdf", "江泽省规划.pdf"],
)
def test_a_file_of_another_year_kind_title_or_place_is_not_taken_for_it(file: str) -> None:
    assert claim_by_name([Entry(1, title=PLAN, place="云岭省", period=(2023, 2027))], [file]).files == {}


def test_a_file_that_two_entries_may_mean_is_ambiguous_and_claimed_by_neither() -> None:
    entries = [Entry(1, title="云岭省甲规划", place="云岭省"), Entry(2, title="云岭省乙规划", place="云岭省")]
    claims = claim_by_name(entries, ["云岭省规划.pdf"])
    assert (claims.files, claims.ambiguous) == ({}, ["云岭省规划.pdf"])


def test_a_file_with_a_senseless_name_is_claimed_by_the_title_on_its_title_page() -> None:
    entries = [Entry(1, title=PLAN), Entry(2, title="江泽省数字政府三年行动方案")]
    claims = claim_by_name(entries, ["P0202306.pdf", "x.pdf"])
    claim_by_content(
        entries, claims, {"P0202306.pdf": "云岭省数字政府建设规划(2023—2027年)", "x.pdf": "关于春耕的通知"}
    )
    assert (claims.files, claims.unclaimed) == ({0: "P0202306.pdf"}, ["x.pdf"])
