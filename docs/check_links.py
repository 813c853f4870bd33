"""Checks that every relative link in the Markdown files leads to a file: ``python docs/check_links.py``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)|!\[[^\]]*\]\(([^)\s]+)\)")


def main() -> int:
    """Print each broken link; return how many there are."""
    broken = 0
    for page in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("corpora/**/*.md")]):
        for found in LINK.finditer(page.read_text("utf-8")):
            target = found[1] or found[2]
            if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists():
                print(f"{page.relative_to(ROOT)}: no file {target}")
                broken += 1
    return broken


if __name__ == "__main__":
    sys.exit(bool(main()))
