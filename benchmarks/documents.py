"""What becomes of every file of a folder: ``python benchmarks/documents.py [FOLDER] [--ocr auto] [--only cjk-pdf/]``.

A line a file: outcome, CPU seconds and peak memory of the whole process (the operating system's accounting), Chinese
characters, what part of those of a naive reader we have too (kept), and where an expected text lies beside the file
(``*.expected.txt``), how alike it is to ours and to the naive one. At the end, a line a folder, and the files that want
looking at: less kept than 0.98, less alike than the naive text, a limit reached.

The naive readers: pdfium's bare text for PDF; the characters of ``<w:t>`` for DOCX and of ``<ofd:TextCode>`` for OFD; what
is no tag for HTML; UTF-8 or GB18030 for text. Alike is 1 − edit distance ÷ length, white space and widths not counted.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import os
import re
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from likeness import bare, han_kept, similarity

ROOT = Path(__file__).parent.parent
EXPECTED = ".expected.txt"
LONGEST = 80_000
"""Characters beyond which texts are not compared: that would take longer than all the reading."""


@dataclass
class Row:
    """What became of a file."""

    path: str
    outcome: str
    cpu: float
    wall: float
    memory: float
    han: int
    kept: float | None = None
    alike: float | None = None
    naive_alike: float | None = None

    @property
    def wants_looking_at(self) -> bool:
        """Whether the naive reader did better, or a limit was reached."""
        lost = self.kept is not None and self.kept < 0.98 and self.outcome == "read"
        worse = self.alike is not None and self.naive_alike is not None and self.alike < self.naive_alike - 0.0005
        return lost or worse or self.outcome in ("crashed", "too slow", "too large", "defect")


def read_one(path: str, ocr: str) -> None:
    """Read a file as the command line does, in a worker with its limits, and print what came of it as JSON."""
    from policyscan.engine import DEFAULT_LIMITS, run_local
    from policyscan.model.reading import OcrMode
    from policyscan.model.report import Failed

    [outcome] = run_local(partial(_text_of, ocr=OcrMode(ocr)), [Path(path)], jobs=1, limits=DEFAULT_LIMITS)
    print(json.dumps({"outcome": _kind(outcome.reason.en)} if isinstance(outcome, Failed) else outcome))


def _text_of(path: Path, ocr: Any) -> dict[str, Any]:
    from policyscan.pipeline import extract

    document = extract(path, ocr=ocr)
    return {
        "outcome": "read" if document.is_wholly_read else "in part",
        "running": "\n".join(b.text for b in document.running),
        "all": "\n".join(b.text for b in document.blocks),
    }


def _kind(reason: str) -> str:
    for sign, kind in (
        ("reading it crashed", "crashed"), ("took longer", "too slow"), ("needs more than", "too large"), ("a defect", "defect"),
    ):  # fmt: skip
        if sign in reason:
            return kind
    return "refused"


def run_alone(path: Path, ocr: str) -> tuple[dict[str, Any], float, float, float]:
    """Return what a process of its own made of a file; CPU and wall seconds; peak MiB."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        command = [sys.executable, __file__, "--one", str(path), "--ocr", ocr]
        pid = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1)])
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - start
        out.seek(0)
        if os.waitstatus_to_exitcode(status) != 0:
            raise SystemExit(f"{path}: the process that reads it alone failed")
        return json.loads(out.read()), usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def naive_text(path: Path) -> str:
    """Return what a few lines of code read."""
    try:
        data = path.read_bytes()
        if b"%PDF-" in data[:1024]:
            return "\n".join(_pdf_pages(data))
        if data.startswith(b"PK"):
            return _archive_text(data)
        text = data.decode("utf-8") if _is_utf8(data) else data.decode("gb18030", "replace")
        if re.search(r"<(?:html|body|!doctype)", text[:2000], re.I):
            text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", text, flags=re.S | re.I)
            return html.unescape(text)
    except Exception:
        return ""
    return text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _pdf_pages(data: bytes) -> Iterator[str]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    for index in range(min(len(pdf), 1000)):
        yield pdf[index].get_textpage().get_text_range()


def _archive_text(data: bytes) -> str:
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith("document.xml") or "Content" in name:
                xml = archive.read(name).decode("utf-8", "replace")
                parts += re.findall(r"<(?:w:t|\w+:TextCode)\b[^>]*>([^<]*)<", xml)
    return html.unescape("".join(parts))


def measure(path: Path, root: Path, ocr: str) -> Row:
    """Return the row of a file."""
    found, cpu, wall, memory = run_alone(path, ocr)
    text = bare(found.get("all", ""))
    row = Row(
        str(path.relative_to(root)), found["outcome"], cpu, wall, memory, sum("\u3400" <= c <= "\u9fff" for c in text)
    )
    if "hostile" in row.path:  # the naive readers have no limits
        return row
    naive = bare(naive_text(path))
    row.kept = han_kept(text, naive)
    expected = path.with_name(path.name + EXPECTED)
    if expected.is_file():
        wanted = bare(expected.read_text("utf-8", "replace"))
        if max(len(text), len(wanted)) <= LONGEST:
            row.alike = similarity(bare(found.get("running", "")), wanted)
            row.naive_alike = similarity(naive, wanted)
    return row


def show(value: float | None) -> str:
    """Return a share with four digits."""
    return "" if value is None else f"{value:.4f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "documents")
    parser.add_argument("--ocr", default="never", choices=("auto", "always", "never"))
    parser.add_argument("--only", default="", help="only paths that begin so")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        read_one(given.one, given.ocr)
        return
    root = given.folder if given.folder.is_dir() else ROOT / "corpora" / "sample"
    paths = [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.parent != root and not path.name.endswith(EXPECTED) and "README" not in path.name
        and str(path.relative_to(root)).startswith(given.only)
    ] or sorted(path for path in root.iterdir() if path.is_file())  # fmt: skip
    print(f"{'outcome':<9} {'CPU s':>6} {'wall':>6} {'MiB':>5} {'han':>7} {'kept':>7} {'alike':>7} {'naive':>7}  file")
    rows = []
    with ThreadPoolExecutor(given.jobs) as pool:
        for row in pool.map(lambda path: measure(path, root, given.ocr), paths):
            rows.append(row)
            print(
                f"{row.outcome:<9} {row.cpu:6.2f} {row.wall:6.2f} {row.memory:5.0f} {row.han or '':>7} {show(row.kept):>7} "
                f"{show(row.alike):>7} {show(row.naive_alike):>7}  {row.path}",
                flush=True,
            )
    summarise(rows)


def summarise(rows: list[Row]) -> None:
    """Print a line a folder, then the files that want looking at."""
    folders: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        folders[row.path.partition("/")[0] if "/" in row.path else "."].append(row)
    print(
        f"\n{'folder':<12} {'files':>5} {'read':>5} {'part':>5} {'refused':>7} {'limit':>5} {'alike':>7} {'naive':>7} {'worst CPU':>9} {'MiB':>5}"
    )
    for name, members in folders.items():
        counts = {kind: sum(r.outcome == kind for r in members) for kind in ("read", "in part", "refused")}
        both = [r for r in members if r.alike is not None]
        print(
            f"{name:<12} {len(members):>5} {counts['read']:>5} {counts['in part']:>5} {counts['refused']:>7} "
            f"{len(members) - sum(counts.values()):>5} {mean([r.alike for r in both]):>7} {mean([r.naive_alike for r in both]):>7} "
            f"{max(r.cpu for r in members):>9.1f} {max(r.memory for r in members):>5.0f}"
        )
    looked = [row for row in rows if row.wants_looking_at]
    print(f"\n{len(looked)} files want looking at")
    for row in looked:
        print(
            f"  {row.outcome:<9} kept {show(row.kept):>6}  alike {show(row.alike):>6}  naive {show(row.naive_alike):>6}  {row.path}"
        )


def mean(values: list[float | None]) -> str:
    """Return the mean with four digits."""
    known = [value for value in values if value is not None]
    return f"{sum(known) / len(known):.4f}" if known else ""


if __name__ == "__main__":
    main()
