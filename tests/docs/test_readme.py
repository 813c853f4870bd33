"""README says what the program does today."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_output_shown_in_the_readmes_is_what_the_command_prints() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "update_readme.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0)


def test_every_command_and_option_in_the_readmes_exists() -> None:
    text = (ROOT / "README.md").read_text("utf-8") + (ROOT / "README.zh-CN.md").read_text("utf-8")
    used = {
        (command, option)
        for command, rest in re.findall(
            r"^policyscan (classify|extract|doctor|coverage|gaps|compare|corpus status|config show|taxonomy \w+|explain|evaluate|train|agree|review|plot|kwic|terms) ([^#\n]*)",
            text,
            re.M,
        )
        for option in re.findall(r"(?<!\S)--[a-z-]+", rest)
    }
    assert used
    for command, option in used:
        words = command.split()
        shown = subprocess.run(
            [sys.executable, "-m", "policyscan", *words, "--help"], capture_output=True, text=True, check=True
        )
        assert option in shown.stdout, (command, option)


def test_no_relative_link_of_the_documents_is_broken() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "check_links.py"], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0)
