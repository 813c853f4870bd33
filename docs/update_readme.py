"""Fills the blocks of output in the READMEs: ``python docs/update_readme.py`` (``--check`` only compares).

A block follows a line ``<!-- output: policyscan … -->``; the command runs in the checkout at 80 columns, without colour and without
OCR, as it is first installed.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
BLOCK = re.compile(r"(<!-- output: policyscan (?P<arguments>[^\n]*?) -->\n```text\n)(?P<text>.*?)(```\n)", re.S)


def output_of(arguments: str) -> str:
    """Return what a command prints."""
    command = [sys.executable, "-m", "policyscan", *shlex.split(arguments)]
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "POLICYSCAN_OCR": "never"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr)
    return done.stdout


def filled(page: str) -> str:
    """Return a page with its blocks filled anew."""
    return BLOCK.sub(lambda found: f"{found[1]}{output_of(found['arguments'])}{found[4]}", page)


def main() -> int:
    """Fill or compare the pages; return 1 if one differs in a comparison."""
    stale = 0
    for path in PAGES:
        page = path.read_text("utf-8")
        fresh = filled(page)
        if "--check" not in sys.argv:
            path.write_text(fresh, "utf-8")
        elif page != fresh:
            print(f"{path.name} is stale: run python docs/update_readme.py")
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
