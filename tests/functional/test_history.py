"""A history of ten commits: the gate fails exactly where it should, and says why."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from conftest import Run
from gate import BORE, BRIDGE, OTHER, ROAD, TAXONOMY, TUNNEL, a_config, a_plan, a_taxonomy

REWORDED = "2025年底前，跨江大桥主体工程完工、两岸连通{}。（牵头单位：省交通厅）"


@dataclass
class History:
    """A repository with a gate: each commit is what changed, the exit code, and the findings that fail it."""

    folder: Path
    run: Run
    seen: list[tuple[str, int, list[str]]] = field(default_factory=list)

    def commit(self, what: str) -> None:
        done = self.run("gaps", "plans", "--baseline", "base.json", "-f", "json", "--today", "2026-11-25")
        findings = json.loads(done.stdout)["findings"] if done.stdout else []
        new = [f"{f['document']} {f['category'] or f['kind']}" for f in findings if f["state"] == "new"]
        self.seen.append((what, done.returncode, new))

    def accept(self) -> None:
        done = self.run(
            "gaps", "plans", "--baseline", "base.json", "--update-baseline", "--accept-new", "--today", "2026-11-25"
        )
        assert done.returncode == 0, done.stderr


def test_over_ten_commits_the_gate_fails_exactly_where_it_should(run: Run, tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    a_taxonomy(tmp_path)
    a_config(tmp_path, '[gaps]\nuncaught = "off"\n')
    history = History(tmp_path, run)

    a_plan(plans, "yunling.txt", "云岭省交通规划", BRIDGE, TUNNEL)
    a_plan(plans, "jiangze.txt", "江泽省交通规划", BRIDGE)
    history.accept()
    history.commit("the first two plans; the old gap is in the baseline")

    a_plan(plans, "beiyuan.txt", "北原省交通规划", BRIDGE, BORE)
    history.commit("a plan is added that covers all")

    a_plan(plans, "nanyu.txt", "南屿省交通规划", TUNNEL, ROAD)
    history.commit("a plan is added that lacks bridges")

    a_plan(plans, "nanyu.txt", "南屿省交通规划", TUNNEL, ROAD, BRIDGE)
    history.commit("… and is mended")

    (plans / "2025").mkdir()
    (plans / "jiangze.txt").rename(plans / "2025" / "江泽省.txt")
    history.commit("the plan with the old gap moves and is renamed")

    a_plan(plans / "2025", "江泽省.txt", "江泽省交通规划", OTHER, REWORDED, pages=2)
    history.commit("its words change and its pages move; the old gap is the same")

    (tmp_path / "bridges.yaml").write_text(TAXONOMY.replace("[隧道, 隧洞]", "[隧道]"), "utf-8")
    history.commit("a term goes from the taxonomy, and with it a plan's only proof")

    (tmp_path / "bridges.yaml").write_text(TAXONOMY, "utf-8")
    history.commit("… and comes back")

    (plans / "yunling.txt").write_bytes(b"%PDF-1.4\n1 0 obj\n")
    history.commit("a plan is damaged: nothing can be said of it")

    a_plan(plans, "yunling.txt", "云岭省交通规划", BRIDGE, TUNNEL)
    a_plan(plans / "2025", "江泽省.txt", "江泽省交通规划", BRIDGE, TUNNEL)
    history.commit("it is mended, and the old gap is closed")

    assert history.seen == [
        ("the first two plans; the old gap is in the baseline", 0, []),
        ("a plan is added that covers all", 0, []),
        ("a plan is added that lacks bridges", 1, ["南屿省交通规划 bridges/bridge"]),
        ("… and is mended", 0, []),
        ("the plan with the old gap moves and is renamed", 0, []),
        ("its words change and its pages move; the old gap is the same", 0, []),
        ("a term goes from the taxonomy, and with it a plan's only proof", 1, ["北原省交通规划 bridges/tunnel"]),
        ("… and comes back", 0, []),
        ("a plan is damaged: nothing can be said of it", 3, ["yunling.txt unreadable"]),
        ("it is mended, and the old gap is closed", 0, []),
    ]
    last = run("gaps", "plans", "--baseline", "base.json", "--today", "2026-11-25")
    assert "a stale entry; remove it with --update-baseline: 江泽省交通规划 · bridges/tunnel" in " ".join(
        last.stdout.split()
    )
