"""How near the text that is read comes to the expected: ``python benchmarks/similarity.py [FILE ...]``.

A file's expected text lies beside it as ``FILE.expected.txt``. Compared are characters without white space and without the
marks of Markdown, headers and contents included; 1 is equal, and the measure is difflib's ratio. Without arguments the real
DOCX files beside the checkout are read.
"""

from __future__ import annotations

import re
import sys
import time
from difflib import SequenceMatcher
from pathlib import Path

from policyscan.cleaning.normalise import normalise_text
from policyscan.readers import read_document

REAL = Path(__file__).parents[2] / "shared" / "documents" / "docx"


def bare(text: str) -> str:
    """Return a text without white space and marks; links become their words."""
    return re.sub(r"[\s#*]+", "", normalise_text(re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", text)))


def main() -> None:
    """Print a line a file: similarity, characters read and expected, milliseconds of processor time."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(REAL.glob("*.docx"))
    print("similarity   read  expected    ms  file")
    for path in paths:
        beside = Path(f"{path}.expected.txt")
        if not beside.exists():
            continue
        start = time.process_time()
        text = read_document(path).text
        spent = 1000 * (time.process_time() - start)
        read, expected = bare(text), bare(beside.read_text(encoding="utf-8"))
        ratio = 1.0 if read == expected else SequenceMatcher(None, read, expected, autojunk=False).ratio()
        print(f"{ratio:10.4f} {len(read):6} {len(expected):9} {spent:5.0f}  {path.name}")


if __name__ == "__main__":
    main()
