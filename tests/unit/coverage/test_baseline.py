"""What a baseline's file may hold, and how an update changes it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from policyscan.coverage.baseline import accepted, plan_update, read_baseline, write_baseline
from policyscan.errors import WrongUse
from policyscan.language import Bilingual
from policyscan.model.corpus import Corpus, Survey
from policyscan.model.gate import (
    Baseline,
    BaselineEntry,
    Finding,
    FindingKind,
    GateResult,
    Place,
    Policy,
    Severity,
    State,
)
from policyscan.model.report import Report

ENTRY = {"document": "规划", "category": "three-ones/service", "kind": "gap", "severity": "error"}
NONE = Bilingual("", "")


def read(folder: Path, text: str) -> Baseline:
    path = folder / "base.json"
    path.write_text(text, "utf-8")
    return read_baseline(path)


def a_file(*entries: object, **changed: object) -> str:
    return json.dumps({"format": "policyscan-baseline", "version": 1, "findings": entries} | changed)


def test_a_file_with_a_byte_order_mark_and_without_optional_parts_reads(tmp_path: Path) -> None:
    least = {key: ENTRY[key] for key in ("document", "category", "severity")}
    found = read(tmp_path, "\ufeff" + a_file(ENTRY, least | {"reason": "待修订"}))
    assert found == Baseline(
        str(tmp_path / "base.json"),
        (
            BaselineEntry("规划", "three-ones/service", "", "gap", Severity.ERROR, "", 1),
            BaselineEntry("规划", "three-ones/service", "", "", Severity.ERROR, "待修订", 2),
        ),
    )
    assert read(tmp_path, '{"format": "policyscan-baseline", "version": 1}').entries == ()


def test_a_merge_conflict_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"base\.json:3: not valid JSON"):
        read(tmp_path, '{\n"format": "policyscan-baseline",\n<<<<<<< HEAD\n}')


def test_json_nested_too_deep_is_told_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"base\.json:1: not valid JSON"):
        read(tmp_path, "[" * 100_000)


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        a_file(version=2),
        a_file(format="policyscan-report"),
        a_file(findings=None),
        a_file(findings=7),
        a_file(findings={}),
    ],
)
def test_another_format_or_version_or_no_list_of_findings_is_no_baseline(tmp_path: Path, text: str) -> None:
    with pytest.raises(WrongUse, match="not a policyscan-baseline of version 1"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    "changed",
    [{"document": ""}, {"category": ""}, {"severity": "grave"}, {"severity": None}, {"hash": 7}, {"reason": None}],
)
def test_an_entry_that_is_not_whole_is_told_by_its_number(tmp_path: Path, changed: dict[str, object]) -> None:
    with pytest.raises(WrongUse, match=r"base\.json: entry 2 is not whole"):
        read(tmp_path, a_file(ENTRY, ENTRY | changed))
    with pytest.raises(WrongUse, match="entry 1 is not whole"):
        read(tmp_path, a_file("规划"))


def test_what_an_entry_does_not_have_is_not_written() -> None:
    assert write_baseline([BaselineEntry("a", "t/x", "", "gap", Severity.ERROR)]) == (
        '{\n"format": "policyscan-baseline",\n"version": 1,\n"findings": [\n'
        '{"document":"a","category":"t/x","kind":"gap","severity":"error"}\n]\n}\n'
    )
    assert '"findings": []\n}' in write_baseline([])


def a_finding(
    category: str, severity: Severity, *, kind: FindingKind = FindingKind.GAP, state: State = State.NEW, hash: str = ""
) -> Finding:
    return Finding(kind, severity, "规划", None, category, NONE, NONE, Place("plans"), hash=hash, state=state)


def a_result(*findings: Finding, stale: tuple[BaselineEntry, ...] = ()) -> GateResult:
    survey = Survey(Corpus("plans", "plans"), ())
    return GateResult(survey, Report((), (), "", ""), Policy(), date(2026, 11, 25), findings, stale=stale)


def an_entry(category: str, severity: Severity, reason: str = "", kind: str = "gap") -> BaselineEntry:
    return BaselineEntry("规划", category, "", kind, severity, reason)


def test_an_update_lets_severities_fall_takes_stale_entries_out_and_keeps_what_was_not_looked_at() -> None:
    thinner, gone, elsewhere = (
        an_entry("t/a", Severity.ERROR, "待修订"),
        an_entry("t/b", Severity.ERROR),
        an_entry("u/c", Severity.ERROR),
    )
    fallen = a_finding("t/a", Severity.WARNING, kind=FindingKind.BELOW, state=State.BASELINED)
    excepted = a_finding("u/c", Severity.WARNING, state=State.EXCEPTED)
    update = plan_update(a_result(fallen, excepted, stale=(gone,)), Baseline("base.json", (gone, thinner, elsewhere)))
    assert update.kept == (
        an_entry("t/a", Severity.WARNING, "待修订", "below-threshold"),
        elsewhere,  # an exception holds it back, so nobody has judged it anew
    )
    assert (update.removed, update.added) == ((gone,), ())


def test_a_finding_that_became_graver_is_added_with_the_reason_that_was_given_before() -> None:
    known = Baseline("base.json", (an_entry("t/a", Severity.WARNING, "待修订", "below-threshold"),))
    update = plan_update(a_result(a_finding("t/a", Severity.ERROR)), known)
    assert (update.kept, len(update.added)) == ((), 1)
    assert accepted(update, known) == (an_entry("t/a", Severity.ERROR, "待修订"),)


def test_only_warnings_and_worse_go_into_a_new_baseline() -> None:
    passage = a_finding("", Severity.WARNING, kind=FindingKind.UNCAUGHT, hash="0" * 16)
    update = plan_update(a_result(a_finding("t/a", Severity.INFO), passage), None)
    assert update.added == (passage,)
    assert accepted(update, None) == (replace(an_entry("uncaught", Severity.WARNING, kind="uncaught"), hash="0" * 16),)
