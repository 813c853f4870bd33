"""How many characters OCR gets right: ``python benchmarks/ocr.py [--pages 10] [--ways plain,seal,...] [PDF ...]``.

Pages with a text layer, evenly sampled, are drawn at 150 dpi, spoiled as scans are, and written to a PDF of pictures, which
policyscan reads like any other. *Right* is the share of the text layer's characters that were read, each as often as it
stands there, wherever on the page; *in order* is 1 − edit distance ÷ characters on the pages without a table (the order in
which the cells of a table are read is another matter). White space and the width of characters do not count. Each way has a
process of its own, with the memory limit of the command line. Without arguments the real plans beside the checkout are
taken, or else the samples.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from likeness import bare, distance
from PIL import Image, ImageDraw

from policyscan import budget
from policyscan.cleaning.order import put_in_order
from policyscan.engine import DEFAULT_LIMITS, usable_cores
from policyscan.engine.limits import limit_memory
from policyscan.model.document import Document
from policyscan.model.reading import OcrMode
from policyscan.readers import read_document

ROOT = Path(__file__).parent.parent
DPI = 150
LEAST = 200
"""Characters that a page must have to be sampled."""


@dataclass
class Sample:
    """A page (from 1) of a file, its text, and whether there is a table on it."""

    path: Path
    page: int
    text: str
    has_table: bool


def sampled(paths: list[Path], count: int) -> list[Sample]:
    """Return some pages, evenly over all that are full of Chinese text."""
    full = []
    for path in paths:
        document = put_in_order(read_document(path, ocr=OcrMode.NEVER))
        if not document.is_wholly_read:
            continue
        tabled = {block.page for block in document.blocks if block.table is not None}
        for page in document.pages:
            text = page_text(document, page.number)
            if len(text) >= LEAST and sum("\u4e00" <= c <= "\u9fff" for c in text) > 0.6 * len(text):
                full.append(Sample(path, page.number, text, page.number in tabled))
    return [full[(2 * i + 1) * len(full) // (2 * count)] for i in range(min(count, len(full)))]


def page_text(document: Document, number: int) -> str:
    """Return the characters of a page as they are compared."""
    text = "".join(block.text for block in document.blocks if block.page == number)
    return bare(text)


def drawn(path: Path, number: int) -> Image.Image:
    """Return a page as a picture."""
    pdf = pdfium.PdfDocument(path)
    try:
        return pdf[number - 1].render(scale=DPI / 72).to_pil().convert("RGB")
    finally:
        pdf.close()


def with_seal(page: Image.Image) -> Image.Image:
    """Print a seal over the text as ink lies over print: ring and star of 4.2 cm, twice, the upper one askew."""
    ink = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(ink)
    radius = int(2.1 / 2.54 * DPI)
    for x, y, turn in ((0.62, 0.42, 0.3), (0.35, 0.62, 0.0)):
        cx, cy = x * page.width, y * page.height
        draw.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), outline=(214, 32, 40), width=8)
        points = [
            (
                cx + radius * (0.42 if i % 2 == 0 else 0.17) * math.sin(turn + i * math.pi / 5),
                cy - radius * (0.42 if i % 2 == 0 else 0.17) * math.cos(turn + i * math.pi / 5),
            )
            for i in range(10)
        ]
        draw.polygon(points, fill=(214, 32, 40))
    return Image.fromarray((np.asarray(page, float) * np.asarray(ink, float) / 255).astype(np.uint8))


def with_noise(page: Image.Image) -> Image.Image:
    """Add the grain of a bad copy, the same each time."""
    noise = np.random.default_rng(7).normal(0, 18, (page.height, page.width, 1))
    return Image.fromarray(np.clip(np.asarray(page, float) * 0.92 + noise, 0, 255).astype(np.uint8))


WAYS = {
    "plain": lambda page: page,
    "seal": with_seal,
    "skew": lambda page: page.rotate(1.5, resample=Image.Resampling.BICUBIC, expand=True, fillcolor="white"),
    "noise": with_noise,
    "turned 90": lambda page: page.transpose(Image.Transpose.ROTATE_270),
    "turned 180": lambda page: page.transpose(Image.Transpose.ROTATE_180),
    "turned 270": lambda page: page.transpose(Image.Transpose.ROTATE_90),
}


def shared(text: str, of: str) -> float:
    """Return the share of the characters of one text that another has, each as often."""
    return sum((Counter(of) & Counter(text)).values()) / len(of)


def measure(name: str, pages: list[Sample], threads: int, sender: object) -> None:
    """Recognise all pages spoiled in one way, in this process; send rights by page, CPU and wall seconds, peak MiB."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["POLICYSCAN_CACHE_DIR"] = folder
        path = Path(folder) / "scan.pdf"
        first, *rest = [WAYS[name](drawn(s.path, s.page)) for s in pages]
        first.save(path, save_all=True, append_images=rest, resolution=DPI, quality=90)
        budget.grant(threads)
        limit_memory(DEFAULT_LIMITS.memory)
        cpu, wall = time.process_time(), time.perf_counter()
        document = read_document(path)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    found = [page_text(document, number) for number in range(1, len(pages) + 1)]
    rights = [shared(text, sample.text) for text, sample in zip(found, pages, strict=True)]
    ordered = [
        None if sample.has_table else 1 - distance(text, sample.text) / len(sample.text)
        for text, sample in zip(found, pages, strict=True)
    ]
    doubtful = [n.page for n in document.notes if n.unreadable]
    sender.send((rights, ordered, doubtful, cpu, wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))  # type: ignore[attr-defined]


def main() -> None:
    """Print a line a way and, for the plain one, a line a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdfs", nargs="*", type=Path, metavar="PDF")
    parser.add_argument("--pages", type=int, default=10, help="how many pages")
    parser.add_argument("--ways", default=",".join(WAYS), help=f"of {', '.join(WAYS)}")
    parser.add_argument("--threads", type=int, default=usable_cores(), help="pages recognised at a time")
    given = parser.parse_args()
    plans = ROOT.parent / "shared" / "documents" / "plans"
    folder = plans if plans.is_dir() else ROOT / "corpora" / "sample"
    paths = given.pdfs or sorted(p for p in folder.glob("*.pdf") if p.read_bytes()[:5] == b"%PDF-")
    pages = sampled(paths, given.pages)
    total = sum(len(sample.text) for sample in pages)
    print(
        f"{len(pages)} pages, {total} characters, {DPI} dpi, {usable_cores()} cores, {given.threads} threads; limit 1.5 GiB"
    )
    print(
        f"{'way':<11} {'right':>7} {'worst':>7} {'in order':>8} {'doubted':>8} {'CPU s/page':>11} {'s/page':>7} {'peak MiB':>9}"
    )
    for name in given.ways.split(","):
        receiver, sender = get_context("spawn").Pipe(duplex=False)
        process = get_context("spawn").Process(target=measure, args=(name, pages, given.threads, sender))
        process.start()
        rights, ordered, doubtful, cpu, wall, memory = receiver.recv()
        process.join()
        right = sum(r * len(sample.text) for r, sample in zip(rights, pages, strict=True)) / total
        lined = [(r, len(sample.text)) for r, sample in zip(ordered, pages, strict=True) if r is not None]
        order = sum(r * size for r, size in lined) / max(sum(size for _, size in lined), 1)
        print(
            f"{name:<11} {right:7.4f} {min(rights):7.4f} {order:8.4f} {len(doubtful):>8} {cpu / len(pages):11.2f} "
            f"{wall / len(pages):7.2f} {memory:9.0f}",
            flush=True,
        )
        if name == "plain":
            for sample, r, o in zip(pages, rights, ordered, strict=True):
                told = "table " if o is None else f"{o:.4f}"
                print(f"    {r:.4f}  {told}  {sample.path.name[:40]} page {sample.page}, {len(sample.text)} characters")


if __name__ == "__main__":
    main()
