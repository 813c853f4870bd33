"""What runs in CI: the action's steps, GitLab's job, the recipe and the hooks, as far as they can be run here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import ROOT
from gate import BRIDGE, TUNNEL, a_config, a_plan, a_taxonomy

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
Done = subprocess.CompletedProcess[str]


def block(title: str, language: str) -> str:
    """The first block of code under a title of docs/ci.md."""
    section = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return re.search(rf"```{language}\n(.*?)```", section, re.S)[1]  # type: ignore[index]


def schema(name: str) -> Any:
    return json.loads((files("check_jsonschema.builtin_schemas.vendor") / name).read_text("utf-8"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a corpus that has one gap."""
    a_plan(tmp_path / "corpora" / "plans", "a.txt", "云岭省交通规划", BRIDGE, TUNNEL)
    a_plan(tmp_path / "corpora" / "plans", "b.txt", "江泽省交通规划", BRIDGE)
    a_taxonomy(tmp_path)
    a_config(tmp_path)
    (tmp_path / "bin").mkdir()
    tool = tmp_path / "bin" / "policyscan"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m policyscan "$@"\n', "utf-8")
    tool.chmod(0o755)
    return tmp_path


def shell(project: Path, script: str, **variables: str) -> Done:
    environment = {
        **os.environ,
        "PATH": f"{project / 'bin'}:{os.environ['PATH']}",
        "LC_ALL": "en_GB.UTF-8",
        **variables,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]  # as GitHub runs it
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def action(project: Path, **given: str) -> Done:
    """Run the action's own script with inputs, as a runner does."""
    [step] = [step for step in ACTION["runs"]["steps"] if step.get("id") == "gaps"]
    inputs = {
        name: given.get(name.replace("-", "_"), value.get("default", "")) for name, value in ACTION["inputs"].items()
    }
    variables = {
        key: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: inputs[found[1]], value)
        for key, value in step["env"].items()
    }
    runner = {name: str(project / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    return shell(project, step["run"], RUNNER_TEMP=str(project), **runner, **variables)


def test_the_action_and_the_examples_fit_the_schemas_of_github_and_gitlab() -> None:
    jsonschema.validate(ACTION, schema("github-actions.json"))
    workflow = yaml.load(block("GitHub", "yaml"), Loader=yaml.BaseLoader)
    jsonschema.validate(yaml.safe_load(json.dumps(workflow)), schema("github-workflows.json"))
    jsonschema.validate(yaml.safe_load(block("GitLab", "yaml")), schema("gitlab-ci.json"))


def test_no_input_of_the_action_is_pasted_into_a_script() -> None:
    assert not any("${{" in step.get("run", "") for step in ACTION["runs"]["steps"])


def test_the_action_fails_on_a_gap_with_annotations_a_summary_and_sarif(project: Path) -> None:
    done = action(project, corpus="corpora/plans", language="en")
    assert done.returncode == 1
    assert "::error file=corpora/plans/b.txt,line=1,title=policyscan%3A gap::江泽省交通规划: Tunnel" in done.stdout
    assert (project / "GITHUB_STEP_SUMMARY").read_text("utf-8").startswith("## ❌ ")
    assert (project / "GITHUB_OUTPUT").read_text("utf-8") == "exit-code=1\nsarif=policyscan.sarif\n"
    assert json.loads((project / "policyscan.sarif").read_text("utf-8"))["version"] == "2.1.0"


def test_the_action_passes_on_what_could_not_be_read_only_if_told(project: Path) -> None:
    a_plan(project / "corpora" / "plans", "b.txt", "江泽省交通规划", BRIDGE, TUNNEL)
    (project / "corpora" / "plans" / "c.pdf").write_bytes(b"%PDF-1.4\n")
    assert action(project, corpus="corpora/plans").returncode == 3
    assert action(project, corpus="corpora/plans", allow_unknown="true").returncode == 0


def test_an_input_that_looks_like_a_command_is_only_a_name(project: Path) -> None:
    done = action(project, corpus="$(touch pwned)`touch pwned`; touch pwned")
    assert (done.returncode, (project / "pwned").exists()) == (2, False)


def test_the_job_for_gitlab_writes_its_reports(project: Path) -> None:
    job = yaml.safe_load(block("GitLab", "yaml"))["policyscan"]
    done = shell(project, "\n".join(line for line in job["script"] if not line.startswith("pip ")))
    assert done.returncode == 1
    for name in job["artifacts"]["reports"].values():
        assert (project / name).stat().st_size > 100


@pytest.mark.parametrize(("damaged", "code"), [(False, 1), (True, 0)])
def test_the_recipe_fails_on_gaps_and_speaks_of_what_was_not_read(project: Path, damaged: bool, code: int) -> None:
    if damaged:
        (project / "corpora" / "plans" / "b.txt").write_bytes(b"%PDF-1.4\n")
    done = shell(project, block("Anywhere else", "sh"))
    assert (done.returncode, "something could not be read" in done.stderr) == (code, damaged)


def test_the_baseline_is_made_by_the_command_of_the_page(project: Path) -> None:
    assert shell(project, block("The baseline", "sh")).returncode == 0
    assert action(project, corpus="corpora/plans", baseline="gaps-baseline.json").returncode == 0


def test_the_hooks_are_valid_and_do_what_they_say(project: Path) -> None:
    manifest = ROOT / ".pre-commit-hooks.yaml"
    checked = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", manifest], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    hooks = {hook["id"]: hook for hook in yaml.safe_load(manifest.read_text("utf-8"))}
    used = yaml.safe_load(block("Before a commit", "yaml"))["repos"][0]["hooks"]
    assert {hook["id"] for hook in used} <= set(hooks)
    for hook, arguments, code in (
        ("policyscan-gaps", "corpora/plans", 1),
        ("policyscan-corpus", "corpora/plans", 0),
        ("policyscan-taxonomy", "bridges.yaml", 0),
    ):
        assert shell(project, f"{hooks[hook]['entry']} {arguments}").returncode == code
