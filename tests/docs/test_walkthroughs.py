"""The tutorial and the worked example can be followed: every command runs, ends as the page says, and prints what it shows."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from policyscan.language import Language
from policyscan.model.scores import Interval
from policyscan.scoring import evaluate_files, train_files
from policyscan.taxonomies import load_taxonomy
from policyscan.taxonomies.drafts import scalar, write_draft
from policyscan.taxonomies.tables import read_table

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "corpora" / "examples" / "elderly"
FOLDERS: dict[str, tuple[Path, ...]] = {"tutorial": (), "howto/subject": (EXAMPLE,)}
"""The pages, and the folders whose files they begin with, beside the sample documents as ``plans``."""
_BLOCK = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<text>.*?)^```$', re.M | re.S)
_EXIT = re.compile(r"#.*?(?:exit code|退出码) (\d+)")
_NOT_RUN = re.compile(r"#.*?(?:not run here|此处不运行)")
_DECISIONS = 4
_COPIED = ("id", "doc", "headings", "text")
LABELLED = sorted((ROOT / "corpora" / "labelled").glob("*.jsonl"))
each_language = pytest.mark.parametrize("language", ["en", "zh"])
each_page = pytest.mark.parametrize("page", FOLDERS)


@dataclass
class Command:
    """A line of a page; the last one of a block of commands has what is shown below of the output of the block, if anything is."""

    arguments: list[str]
    is_first: bool = True
    exit_code: int = 0
    is_run: bool = True
    shown: str = ""


def text_of(page: str, language: str) -> str:
    return (ROOT / "docs" / f"{page}{'.zh' if language == 'zh' else ''}.md").read_text("utf-8")


def steps_of(page: str, language: str) -> list[Command | tuple[str, str]]:
    """The commands of a page, and the files (name, text) that it tells to write, in their order."""
    steps: list[Command | tuple[str, str]] = []
    for block in _BLOCK.finditer(text_of(page, language)):
        if block["file"]:
            steps.append((block["file"], block["text"]))
        elif block["kind"] == "sh":
            lines = [line for line in block["text"].splitlines() if line.startswith("policyscan ")]
            for number, line in enumerate(lines):
                code = _EXIT.search(line)
                arguments = shlex.split(line, comments=True)[1:]
                steps.append(Command(arguments, not number, int(code[1]) if code else 0, not _NOT_RUN.search(line)))
        elif block["kind"] == "text":
            assert isinstance(steps[-1], Command)
            steps[-1].shown = block["text"]
    return steps


def missing_lines(shown: str, printed: str) -> list[str]:
    """The lines of an excerpt that are not in an output, or not in that order; … stands for any lines."""
    rest = iter(printed.splitlines())
    return [
        line
        for line in shown.splitlines()
        if line != "…" and not any(candidate.rstrip() == line.rstrip() for candidate in rest)
    ]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@each_page
@each_language
def test_every_command_runs_ends_as_the_page_says_and_prints_what_it_shows(
    page: str, language: str, tmp_path: Path, cache: Path
) -> None:
    shutil.copytree(ROOT / "corpora" / "sample", tmp_path / "plans")
    for folder in FOLDERS[page]:
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    environment = {
        **os.environ,
        "LC_ALL": "zh_CN.UTF-8" if language == "zh" else "C.UTF-8",
        "PYTHONUTF8": "1",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "POLICYSCAN_OCR": "never",  # as it is first installed
        "XDG_CACHE_HOME": str(cache),
    }
    printed = ""
    for step in steps_of(page, language):
        if isinstance(step, tuple):
            (tmp_path / step[0]).write_text(step[1], "utf-8")
        elif "--terminal" in step.arguments:
            label_by_hand(tmp_path, step.arguments)
        elif step.is_run:
            done = subprocess.run(
                [sys.executable, "-m", "policyscan", *step.arguments],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
            assert (step.arguments, done.returncode) == (step.arguments, step.exit_code), done.stderr
            printed = done.stdout if step.is_first else printed + done.stdout
            assert missing_lines(step.shown, printed) == [], printed


def label_by_hand(folder: Path, arguments: list[str]) -> None:
    """Decide a few passages at a terminal, as a reader of the tutorial would."""
    pytest.importorskip("pty", reason="no pseudo-terminals here")
    from terminals import Terminal

    terminal = Terminal(folder, *arguments)
    for number in range(1, _DECISIONS + 1):
        terminal.wait_for("x Quit")
        terminal.press("2m\r" if number % 2 else "\r")
        terminal.wait_for(f"decided {number} / ")
    terminal.wait_for("x Quit")
    terminal.press("x")
    code, shown = terminal.end()
    assert code == 0, shown


@each_page
def test_both_languages_tell_to_run_the_same_commands_with_the_same_files(page: str) -> None:
    pages = [
        [
            step if isinstance(step, tuple) else (step.arguments, step.exit_code, step.is_run)
            for step in steps_of(page, language)
        ]
        for language in ("en", "zh")
    ]
    assert pages[0] == pages[1]


@each_language
def test_nearly_every_command_of_the_tutorial_is_run(language: str) -> None:
    commands = [step for step in steps_of("tutorial", language) if isinstance(step, Command)]
    assert len(commands) >= 30
    assert [step.arguments for step in commands if not step.is_run] == [["--install-completion"]]


def test_an_excerpt_is_found_only_in_its_order() -> None:
    assert missing_lines("a\n…\nc\n", "a\nb\nc\n") == []
    assert missing_lines("c\na\n", "a\nb\nc\n") == ["a"]


def test_the_files_of_the_worked_example_are_those_that_its_page_shows_and_makes(tmp_path: Path) -> None:
    written = [step for step in steps_of("howto/subject", "en") if isinstance(step, tuple)]
    assert written == [("first.csv", (EXAMPLE / "first.csv").read_text("utf-8"))]
    made = write_draft(
        read_table(EXAMPLE / "table.csv", {"id": scalar("elderly"), "name": scalar("适老化服务")}), "", Language.EN
    )
    (tmp_path / "made.yaml").write_text(made, "utf-8")
    made_taxonomy, kept = load_taxonomy(tmp_path / "made.yaml"), load_taxonomy(EXAMPLE / "elderly.yaml")
    assert made_taxonomy.categories == kept.categories


def test_the_passages_of_the_worked_example_are_ours_and_its_halves_share_no_document() -> None:
    halves = [records_of(EXAMPLE / "gold-a.jsonl"), records_of(EXAMPLE / "gold-b.jsonl")]
    ours = {record["id"]: record for path in LABELLED for record in records_of(path)}
    for passage in (p for half in halves for p in half):
        assert [passage[key] for key in _COPIED] == [ours[passage["id"]][key] for key in _COPIED]
    assert not {p["doc"] for p in halves[0]} & {p["doc"] for p in halves[1]}


def records_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


@each_language
def test_the_scores_that_the_worked_example_tells_are_those_that_are_measured(language: str, tmp_path: Path) -> None:
    text = text_of("howto/subject", language)
    first = write_draft(
        read_table(EXAMPLE / "first.csv", {"id": scalar("elderly"), "name": scalar("适老化服务")}), "", Language.EN
    )
    (tmp_path / "first.yaml").write_text(first, "utf-8")
    taxonomies = {"first.yaml": tmp_path / "first.yaml", "elderly.yaml": EXAMPLE / "elderly.yaml"}
    rows = re.findall(r"^\| `([a-z.]+)` \| ([ab]).*? \| (.+?) \| (.+?) \|$", text, re.M)
    assert [row[:2] for row in rows] == [(name, half) for name in taxonomies for half in "ab"]
    for name, half, macro, micro in rows:
        everything = evaluate_files(
            [EXAMPLE / f"gold-{half}.jsonl"], [load_taxonomy(taxonomies[name])], baselines=False
        ).groups[0]
        assert [macro.strip("*"), micro.strip("*")] == [in_words(everything.macro_f1), in_words(everything.micro_f1)]
    *others, skills = everything.categories
    assert (skills.id, skills.support) == ("skills", 1)
    assert (
        f"{sum(score.f1.value for score in others) / len(others):.2f}"
        in text.partition("| b, put away" if language == "en" else "| b，")[2]
    )


def test_the_estimator_of_the_worked_example_scores_what_the_page_says() -> None:
    taxonomies = [load_taxonomy(EXAMPLE / "elderly.yaml")]
    trained = train_files([EXAMPLE / "gold-a.jsonl"], taxonomies, "elderly")
    unseen = evaluate_files([EXAMPLE / "gold-b.jsonl"], taxonomies, trained, baselines=False).groups[0]
    measured = [trained.card["macro_f1"], unseen.macro_f1.value, unseen.micro_f1.value]
    for language in ("en", "zh"):
        section = text_of("howto/subject", language).partition("## 7.")[2].partition("## 8.")[0]
        assert [float(figure) for figure in re.findall(r"0\.\d\d", section)] == pytest.approx(
            measured, abs=0.02
        )  # other versions of the libraries


def in_words(figure: Interval) -> str:
    return f"{figure.value:.2f} [{figure.low:.2f}, {figure.high:.2f}]"
