"""The tutorial can be followed: every command that it shows runs, ends as it says, and prints what it shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = {"en": ROOT / "docs" / "tutorial.md", "zh": ROOT / "docs" / "tutorial.zh.md"}
_BLOCK = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<text>.*?)^```$', re.M | re.S)
_EXIT = re.compile(r"#.*?(?:exit code|退出码) (\d+)")
_NOT_RUN = re.compile(r"#.*?(?:not run here|此处不运行)")
_DECISIONS = 4
each_language = pytest.mark.parametrize("language", PAGES)


@dataclass
class Command:
    """A line of the tutorial, and the output that is shown below it, if any."""

    arguments: list[str]
    exit_code: int = 0
    is_run: bool = True
    shown: str = ""


def steps_of(language: str) -> list[Command | tuple[str, str]]:
    """The commands of a page, and the files (name, text) that it tells to write, in their order."""
    steps: list[Command | tuple[str, str]] = []
    for block in _BLOCK.finditer(PAGES[language].read_text("utf-8")):
        if block["file"]:
            steps.append((block["file"], block["text"]))
        elif block["kind"] == "sh":
            for line in block["text"].splitlines():
                if line.startswith("policyscan "):
                    code = _EXIT.search(line)
                    arguments = shlex.split(line, comments=True)[1:]
                    steps.append(Command(arguments, int(code[1]) if code else 0, not _NOT_RUN.search(line)))
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


@each_language
def test_every_command_runs_ends_as_the_page_says_and_prints_what_it_shows(
    language: str, tmp_path: Path, cache: Path
) -> None:
    shutil.copytree(ROOT / "corpora" / "sample", tmp_path / "plans")
    environment = {
        **os.environ,
        "LC_ALL": "zh_CN.UTF-8" if language == "zh" else "C.UTF-8",
        "PYTHONUTF8": "1",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "POLICYSCAN_OCR": "never",  # as it is first installed
        "XDG_CACHE_HOME": str(cache),
    }
    for step in steps_of(language):
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
            assert missing_lines(step.shown, done.stdout) == [], done.stdout


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


def test_both_languages_tell_to_run_the_same_commands_with_the_same_files() -> None:
    pages = [
        [
            step if isinstance(step, tuple) else (step.arguments, step.exit_code, step.is_run)
            for step in steps_of(language)
        ]
        for language in PAGES
    ]
    assert pages[0] == pages[1]


@each_language
def test_nearly_every_command_of_the_tutorial_is_run(language: str) -> None:
    commands = [step for step in steps_of(language) if isinstance(step, Command)]
    assert len(commands) >= 30
    assert [step.arguments for step in commands if not step.is_run] == [["--install-completion"]]


def test_an_excerpt_is_found_only_in_its_order() -> None:
    assert missing_lines("a\n…\nc\n", "a\nb\nc\n") == []
    assert missing_lines("c\na\n", "a\nb\nc\n") == ["a"]
