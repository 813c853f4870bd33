"""A corpus of work reports, one a province, on one screen; the same bytes from two runs; nothing claimed of what is not there."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from rich.cells import cell_len

from policyscan.segmentation.gazetteer import find_place

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def reports(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The newest work report of each province, of the province itself where there is one; absent ones are expected."""
    bulk = documents.parent / "bulk" / "policies.jsonl.gz"
    if not bulk.is_file():
        pytest.skip(f"no work reports at {bulk}")
    best: dict[str, tuple[bool, str, str, str]] = {}
    with gzip.open(bulk, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            name, _, year = record["doc"].partition("/")
            place = find_place(name) if record["kind"] == "work-report" else None
            if place is not None and place.province and year[:4].isdecimal():
                best[place.province] = max(
                    best.get(place.province, (False, "", "", "")), (place.city is None, year[:4], name, record["text"])
                )
    for path in sorted((documents / "docx").glob("digital-governance__*.expected.txt")):
        name = path.name.removeprefix("digital-governance__").partition(".")[0]
        place = find_place(name)
        if place is not None and place.province and place.city is None:  # municipalities that the other texts lack
            best.setdefault(place.province, (True, "", name, path.read_text("utf-8")))
    folder = tmp_path_factory.mktemp("reports")
    expected = {
        e["place"] for e in yaml.safe_load((ROOT / "corpora" / "provinces.yaml").read_text("utf-8"))["documents"]
    }
    entries: list[dict[str, object]] = []
    for province in sorted(expected):
        found = best.get(province)
        if found is None:
            entries.append({"title": f"{province}政府工作报告", "place": province})
            continue
        _, year, name, text = found
        (folder / f"{name}{year}.txt").write_text(re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S), "utf-8")
        entry: dict[str, object] = {"path": f"{name}{year}.txt", "place": province, "kind": "政府工作报告"}
        entries.append({**entry, "year": int(year)} if year else entry)
    (folder / "corpus.yaml").write_text(yaml.safe_dump({"documents": entries}, allow_unicode=True), "utf-8")
    return folder


def run(*arguments: str | Path, columns: int = 120) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": str(columns), "LC_ALL": "zh_CN.UTF-8", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "policyscan", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_work_reports_of_31_provinces_stand_on_one_screen(reports: Path) -> None:
    done = run("coverage", reports, "--sort", "place")
    lines = done.stdout.splitlines()
    expected = {
        e["place"] for e in yaml.safe_load((ROOT / "corpora" / "provinces.yaml").read_text("utf-8"))["documents"]
    }
    shown = [place for line in lines for place in expected if line.lstrip(" ○").startswith(place[:6])]
    assert (len(shown), set(shown)) == (31, expected), done.stdout
    assert max(map(cell_len, lines)) <= 120
    assert len(lines) <= 50, "a screen of 120 columns and 50 lines"
    assert lines[5].lstrip().startswith("北京市")


def test_every_report_that_is_there_is_read_and_what_is_not_there_is_unknown(reports: Path) -> None:
    value = json.loads(run("coverage", reports, "-f", "json").stdout)
    by_status: dict[str, list[dict[str, object]]] = {}
    for row in value["rows"]:
        by_status.setdefault(row["status"], []).append(row)
    assert len(by_status["present"]) >= 29
    assert set(by_status) <= {"present", "partly", "missing"}, {s: [r["name"] for r in by_status[s]] for s in by_status}
    for row in by_status.get("missing", []):
        assert {cell["verdict"] for cell in row["cells"]} == {"unknown"}  # type: ignore[attr-defined]


def test_the_page_of_31_work_reports_is_under_3_megabytes(reports: Path) -> None:
    page = run("coverage", reports, "-f", "html").stdout
    assert page.count("<article") > 100
    assert len(page.encode()) < 3_000_000


def test_two_runs_of_the_gate_on_real_reports_give_the_same_bytes(reports: Path) -> None:
    first, second = (run("gaps", reports, "-f", "json", "--today", "2026-11-25") for _ in range(2))
    assert first.stdout == second.stdout
    value = json.loads(first.stdout)
    assert (first.returncode, value["counts"]["error"]["new"] > 31) == (1, True)
    assert sum(group["passages"] for group in value["uncaught"]) == sum(
        f["kind"] == "uncaught" for f in value["findings"]
    )


def test_portal_pages_under_the_name_of_a_policy_are_called_out_and_claim_nothing(documents: Path) -> None:
    value = json.loads(run("corpus", "status", documents / "plans", "-f", "json").stdout)
    status = {d["path"]: d["status"] for d in value["documents"]}
    portals = {path[:4] for path, found in status.items() if found == "mismatch"}
    assert portals == {"P027", "P030", "P046", "P054"}
    assert status["P005_十三五国家信息化规划.pdf"] == "present"
