"""Starting: what a command loads is what it needs (docs/decisions/start.md)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run

from policyscan.cli.app import COMMANDS


def loaded_by(*arguments: str | Path) -> set[str]:
    """Return the modules that a run of policyscan imports, in all of its processes."""
    done = subprocess.run(
        [sys.executable, "-v", "-m", "policyscan", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return set(re.findall(r"^import '([^']+)'", done.stderr, re.M))


def test_help_lists_every_command_with_what_it_does(run: Run) -> None:
    listed = [line.split() for line in run("--help").stdout.partition("Commands:")[2].splitlines()]
    told = {words[0]: " ".join(words[1:]) for words in listed if words and words[0] in COMMANDS}
    assert list(told) == list(COMMANDS)
    assert all(" · " in words for words in told.values())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: python -m policyscan {command} ")


def test_a_mistyped_command_is_told_the_nearest_one(run: Run) -> None:
    done = run("clasify")
    assert done.returncode == 2
    assert "Did you mean 'classify'?" in done.stderr


def test_a_command_loads_no_other_command(samples: Path) -> None:
    modules = {
        module.removeprefix("policyscan.cli.") for module in loaded_by("extract", samples / "nanyu-regulation.txt")
    }
    assert modules & {place.partition(":")[0] for place in COMMANDS.values()} == {"extract"}


def test_the_version_needs_neither_numpy_nor_a_reader() -> None:
    modules = loaded_by("--version")
    assert "policyscan.cli.app" in modules
    assert not modules & {"numpy", "yaml", "lxml", "pypdfium2", "pydantic", "rich"}


def test_classifying_a_pdf_loads_nothing_that_trains_or_draws(samples: Path) -> None:
    modules = loaded_by("classify", samples / "yunling-plan.pdf")
    assert "pypdfium2" in modules
    assert not modules & {"sklearn", "scipy", "pandas", "pydantic", "docx", "openpyxl", "xlsxwriter", "rapidocr"}
