"""Files spoiled at random, the same for the same seed: ``python tests/fuzz/fuzzing.py --count 10000 --seed 1``.

Whatever the bytes, a reader may refuse them with `UnreadableDocument`; anything else (an exception, a crash, a hang, too
much memory) is a finding. Its bytes are written to a folder, and the run ends with exit code 1.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import time
import zipfile
from collections import Counter
from functools import cache, partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from builders import a_pdf
from drawing import a_drawing, frame, grid, write

from policyscan.engine import Limits, run_local, usable_cores
from policyscan.errors import UnreadableDocument
from policyscan.model.reading import OcrMode
from policyscan.model.report import Failed
from policyscan.pipeline import extract
from policyscan.segmentation import read_title_page, split_passages

ROOT = Path(__file__).parents[2]
LIMITS = Limits(seconds=20.0, memory=1 << 30)
LARGEST = 60_000
"""Larger samples are not taken: a run should try many files, not long ones."""

_WORDS = (
    b"obj", b"endobj", b"stream\n", b"endstream", b"/Length 99999999", b"/Kids [2 0 R]", b"/Count -1", b"/Count 99999999",
    b"/MediaBox [0 0 1e9 1e9]", b"/Rotate 45", b"/Filter /FlateDecode", b"%PDF-1.7\n", b"<<", b">>", b"[", b"]", b"(", b")",
    b"-1", b"0", b"4294967296", b"2147483648", b"\x00", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xd8\x00", b"\xff",
    b"| a | b |\n|---|---|\n", b"#", b"\n", b"\f", b"\t", "第一章".encode(), "一、".encode(), "专栏".encode("gb18030"),
    "，。；".encode(), b"<html>", b"<!ENTITY a 'b'>", b"<a" * 50, b"(cid:12)", "\ue000\ufffd".encode(), b"PK\x03\x04",
)  # fmt: skip


@cache
def seeds() -> list[tuple[str, bytes]]:
    """Return names and bytes of what is spoiled: the samples that are small, and drawn pages that pdfium need not unpack."""
    found = [
        (path.name, path.read_bytes())
        for path in sorted((ROOT / "corpora" / "sample").iterdir())
        if path.is_file() and path.stat().st_size <= LARGEST
    ]
    page = write("第一章 总则") + write("（一）推进公共数据共享开放，完善目录。", y=140) + write("— 1 —", 280, 760)
    table = grid([80, 200, 400], [200, 240, 280]) + write("任务", 90, 210) + write("牵头单位", 210, 210)
    box = frame(70, 300, 500, 420) + write("专栏1 重点工程", 90, 310) + write("到2027年建成。", 90, 350, bold=True)
    found += [
        ("drawn.pdf", a_drawing(page + table, box, page, rotate=90)),
        ("tables.pdf", a_drawing(table + box, write("内部资料", 200, 500, turned=45))),
        ("ascii.pdf", a_pdf("one", "", "three")),
        ("plan.txt", "云岭省规划\f第一章 总则\r\n推进数据共享，完善目录。\n一、任务\n".encode("gb18030") * 3),
        (
            "plan.md",
            "# 规划\n\n| 任务 | 单位 |\n|---|---|\n| 共享 | 数据局 |\n\n- 一是**推进**共享[1](x)。\n".encode() * 3,
        ),
    ]
    return found


def spoiled(seed: int, number: int) -> tuple[str, bytes]:
    """Return the name and the bytes of an input."""
    chance = random.Random(f"{seed}/{number}")
    name, data = chance.choice(seeds())
    if data.startswith(b"PK") and chance.random() < 0.7:
        return name, _within_archive(chance, data)
    return name, _spoil(chance, data)


def _within_archive(chance: random.Random, data: bytes) -> bytes:
    """Spoil one part of an archive and pack it again: bytes of the archive itself spoiled only show that it is damaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        names = archive.namelist()
        unlucky = chance.choice(names)
        for name in names:
            part = archive.read(name)
            packed.writestr(name, _spoil(chance, part) if name == unlucky else part)
    return out.getvalue()


def _spoil(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8, 40))):
        if not changed:
            break
        at = chance.randrange(len(changed))
        length = min(chance.choice((1, 4, 30, 400, 5000)), len(changed) - at)
        match chance.randrange(8):
            case 0:
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                changed[at : at + length] = b""
            case 2:
                changed[at:at] = changed[at : at + length] * chance.choice((1, 2, 20))
            case 3:
                changed[at:at] = chance.choice(_WORDS)
            case 4:
                word = chance.choice(_WORDS)
                changed[at : at + len(word)] = word
            case 5:
                _, other = chance.choice(seeds())
                start = chance.randrange(len(other))
                changed[at : at + length] = other[start : start + length]
            case 6:
                del changed[at:]
            case _:
                _change_number(chance, changed)
    return bytes(changed)


def _change_number(chance: random.Random, data: bytearray) -> None:
    numbers = list(re.finditer(rb"\d+", bytes(data[:200_000])))
    if numbers:
        found = chance.choice(numbers)
        data[found.start() : found.end()] = chance.choice((b"0", b"-1", b"1", b"7", b"65536", b"99999999999"))


def read(path: Path, seed: int) -> str:
    """Read the input whose number is the path's name; return how it ended."""
    name, data = spoiled(seed, int(path.name))
    try:
        document = extract(Path(name), data, OcrMode.NEVER)
    except UnreadableDocument as error:
        if not (error.message.zh and error.message.en):
            raise ValueError("a refusal without a reason") from error
        return "refused"
    split_passages(document)
    read_title_page(document)
    return "read" if document.is_wholly_read else "read in part"


def findings(seed: int, numbers: range, jobs: int) -> tuple[Counter[str], list[tuple[int, Failed]]]:
    """Return how inputs ended, and those that ended as they should not."""
    counts: Counter[str] = Counter()
    found = []
    for number, outcome in zip(
        numbers,
        run_local(partial(read, seed=seed), (Path(str(n)) for n in numbers), jobs=jobs, limits=LIMITS),
        strict=True,
    ):
        if isinstance(outcome, Failed):
            found.append((number, outcome))
        else:
            counts[outcome] += 1
    return counts, found


def main() -> int:
    """Try inputs and tell how they ended."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--jobs", type=int, default=usable_cores())
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"), help="where findings are written")
    given = parser.parse_args()
    start = time.perf_counter()
    counts, found = findings(given.seed, range(given.first, given.first + given.count), given.jobs)
    for number, failed in found:
        name, data = spoiled(given.seed, number)
        given.keep.mkdir(exist_ok=True)
        kept = given.keep / f"{given.seed}-{number}-{name}"
        kept.write_bytes(data)
        print(f"{kept}: {failed.reason.en}")
    told = ", ".join(f"{n} {how}" for how, n in sorted(counts.items()))
    print(
        f"{given.count} inputs, seed {given.seed}: {told}, {len(found)} findings; {time.perf_counter() - start:.0f} s"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
