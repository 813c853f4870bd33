from __future__ import annotations

from msgspec.structs import replace

from corpora import a_member, a_missing_member
from policyscan.language import Bilingual
from policyscan.model.corpus import Corpus, Survey
from policyscan.model.report import Verdict
from policyscan.rendering.drawing import Subject, subjects_of_survey

SERVICE = "推进政务服务“一网通办”，2025年底前实现高频事项100%网上可办。"


def subjects(*members: object) -> tuple[Subject, ...]:
    return subjects_of_survey(Survey(Corpus("plans", "plans"), members))  # type: ignore[arg-type]


def test_what_is_missing_stays_and_is_unknown_while_duplicates_are_left_out() -> None:
    first, missing = subjects(
        a_member("甲", SERVICE), a_member("乙", SERVICE, duplicate_of="甲"), a_missing_member("丙")
    )
    assert (first.name, missing.name) == ("甲", "丙")
    assert missing.trouble == Bilingual("文件不在", "the file is missing")
    assert missing.verdict("three-ones", "service") is Verdict.UNKNOWN


def test_of_a_file_that_is_another_document_nothing_is_told() -> None:
    wrong = replace(a_member("甲", SERVICE), mismatches=(Bilingual("标题不符", "another title"),))
    [subject] = subjects(wrong)
    assert (subject.done, subject.trouble) == (None, Bilingual("标题不符", "another title"))


def test_documents_with_one_title_are_told_apart_by_their_place() -> None:
    members = [replace(a_member(place, SERVICE, place=place), title="政府工作报告") for place in ("云岭省", "江泽省")]
    assert [s.name for s in subjects(*members)] == ["云岭省 政府工作报告", "江泽省 政府工作报告"]
    assert subjects(members[0])[0].name == "政府工作报告"
