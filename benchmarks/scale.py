"""What many documents cost: ``python benchmarks/scale.py [--part PART] [--documents N] [--texts N] [--kills N] [--write]``.

The corpus is made of the bundled samples, and of the real PDFs beside the checkout where there are any, over and over. Whole
runs are timed by the operating system's accounting (CPU of the command and all its workers). Ratios are of one run of this
script. ``--write`` writes what is printed to ``benchmarks/RESULTS.md`` too, part by part.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import platform
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
REAL = ROOT.parent / "shared" / "documents"
A_PASSAGE = 60e-6
"""CPU seconds that a passage may cost beside the bare reading of its text."""

BARE = """
import sys, time
from pathlib import Path
import pypdfium2
start = time.process_time(); pages = 0
for name in sorted(Path(sys.argv[1]).iterdir()):
    with pypdfium2.PdfDocument(name.read_bytes()) as pdf:
        for page in pdf:
            text = page.get_textpage(); text.get_text_range(); text.close(); page.close(); pages += 1
print(time.process_time() - start, pages)
"""


@dataclass(frozen=True)
class Cost:
    """CPU and wall seconds of a command with its workers, and the most memory one of its processes held, in MiB."""

    cpu: float
    wall: float
    memory: float


class Report:
    """Prints lines, and keeps them."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str = "") -> None:
        """Print a line."""
        print(line, flush=True)
        self.lines.append(line)


def run(arguments: Sequence[str | Path], cache: Path) -> Cost:
    """Run policyscan; return what it cost."""
    command = [sys.executable, "-m", "policyscan", *map(str, arguments)]
    environment = {**_environment(), "POLICYSCAN_CACHE_DIR": str(cache)}
    with tempfile.TemporaryFile() as err:
        start = time.monotonic()
        actions = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, err.fileno(), 2)]
        pid = os.posix_spawn(command[0], command, environment, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
        wall = time.monotonic() - start
        if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
            err.seek(0)
            raise SystemExit(f"{' '.join(command)} failed:\n{err.read().decode()}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def _environment() -> dict[str, str]:
    found = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**found, "POLICYSCAN_OCR": "never"}


def sources() -> list[Path]:
    """Return the PDFs that the corpus is made of: those with text that pdfium opens."""
    import pypdfium2

    paths = sorted((ROOT / "corpora" / "sample").glob("*.pdf"))
    for folder in ("plans", "cjk-pdf"):
        paths += sorted((REAL / folder).glob("*.pdf"))
    found = []
    for path in paths:
        with contextlib.suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(path) as pdf:
            if any(page.get_textpage().count_chars() > 100 for page in pdf):
                found.append(path)
    return found


def corpus_of(paths: Sequence[Path], count: int, folder: Path) -> Path:
    """Return a folder of ``count`` documents, copies of these in turn."""
    folder.mkdir()
    for number, path in enumerate(islice(cycle(paths), count)):
        shutil.copyfile(path, folder / f"{number:06}{path.suffix}")
    return folder


def texts(count: int, folder: Path) -> Path:
    """Return a folder of ``count`` short documents of plain text, each another one."""
    source = (ROOT / "corpora" / "sample" / "nanyu-regulation.txt").read_text(encoding="gb18030")
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:06}.txt").write_text(f"{source}\n第{number}号\n", encoding="utf-8")
    return folder


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file. It is not held: what this process holds would count as the memory of those it starts."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def passages_in(results: Path) -> int:
    """Return how many passages results have."""
    with results.open("rb") as file:
        return sum(line.startswith(b'{"record":"passage"') for line in file)


def measure_documents(report: Report, count: int, work: Path) -> None:
    """Print the cost of a corpus of PDFs: against pdfium alone, by workers, from the cache, after a change of a term."""
    found = sources()
    folder = corpus_of(found, count, work / "corpus")
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    out, cache = work / "results.jsonl", work / "cache"
    stream = ["classify", folder, "-f", "jsonl", "-o", out, "--quiet"]
    bare = subprocess.run(
        [sys.executable, "-c", BARE, folder], capture_output=True, text=True, check=True, env=_environment()
    ).stdout.split()
    bare_cpu, pages = float(bare[0]), int(bare[1])
    one = run([*stream, "--no-cache", "--jobs", "1"], cache)
    first = digest_of(out)
    two = run([*stream, "--no-cache", "--jobs", "2"], cache)
    same = digest_of(out) == first
    passages = passages_in(out)
    limit = bare_cpu + A_PASSAGE * passages
    report.say(f"{count} PDFs from {len(found)} different ones, {pages} pages, {size:.0f} MB, {passages} passages")
    report.say()
    report.say("| what | CPU s | wall s | pages/s (wall) | MB/s | peak MiB |")
    report.say("|---|---:|---:|---:|---:|---:|")
    report.say(f"| pdfium's bare text loop | {bare_cpu:.1f} | | {pages / bare_cpu:.0f} | {size / bare_cpu:.1f} | |")

    def row(name: str, cost: Cost) -> None:
        report.say(
            f"| {name} | {cost.cpu:.1f} | {cost.wall:.1f} | {pages / cost.wall:.0f} | {size / cost.wall:.1f} "
            f"| {cost.memory:.0f} |"
        )

    row("`classify -f jsonl`, 1 worker, no cache", one)
    row("2 workers, no cache", two)
    cold = run([*stream, "--jobs", "2"], cache)
    row("2 workers, empty cache", cold)
    warm = run([*stream, "--jobs", "2"], cache)
    row("again, cache warm", warm)
    same = same and digest_of(out) == first
    shutil.copyfile(out, work / "kept.jsonl")
    mine = work / "mine.yaml"
    original = (ROOT / "taxonomies" / "five-problems.yaml").read_text(encoding="utf-8")
    mine.write_text(original, encoding="utf-8")
    custom = [*stream, "--jobs", "2", "-t", mine]
    shutil.rmtree(cache)
    before = run(custom, cache)
    row("own taxonomy, empty cache", before)
    mine.write_text(original.replace("version: ", "version: 9", 1) + "\n", encoding="utf-8")
    after = run(custom, cache)
    row("own taxonomy after a change", after)
    report.say()
    report.say(f"- end to end ÷ (bare loop + 60 µs a passage): {one.cpu / limit:.2f} (CPU)")
    report.say(f"- 1 worker ÷ 2 workers: {one.wall / two.wall:.2f} (wall)")
    report.say(f"- empty cache ÷ warm cache: {cold.wall / warm.wall:.1f} (wall), {cold.cpu / warm.cpu:.1f} (CPU)")
    report.say(
        f"- own taxonomy, empty cache ÷ after a change: {before.wall / after.wall:.1f} (wall), {before.cpu / after.cpu:.1f} (CPU)"
    )
    report.say(f"- the same bytes from 1 worker, 2 workers and the cache: {'yes' if same else 'NO'}")
    report.say()
    measure_results(report, work / "kept.jsonl", work)


def measure_results(report: Report, results: Path, work: Path) -> None:
    """Print what it costs to cover and judge the results without reading anything."""
    coverage = run(["coverage", results, "-f", "csv", "-o", work / "x.csv", "--quiet"], work / "none")
    gaps = run(["gaps", results, "-f", "json", "-o", work / "x.json", "--quiet"], work / "none")
    size = results.stat().st_size / 1e6
    report.say(f"Over the results ({size:.0f} MB of JSON Lines), without the documents:")
    report.say()
    report.say("| | CPU s | peak MiB |")
    report.say("|---|---:|---:|")
    report.say(f"| `coverage RESULTS` | {coverage.cpu:.1f} | {coverage.memory:.0f} |")
    report.say(f"| `gaps RESULTS` | {gaps.cpu:.1f} | {gaps.memory:.0f} |")
    report.say()


def measure_texts(report: Report, most: int, work: Path) -> None:
    """Print how cost and memory grow with the number of documents."""
    report.say("Short plain texts, 2 workers, no cache:")
    report.say()
    report.say("| documents | CPU s | ms a document | peak MiB |")
    report.say("|---:|---:|---:|---:|")
    peaks: dict[int, float] = {}
    count = 10
    while count <= most:
        folder = texts(count, work / f"texts-{count}")
        out = work / "texts.jsonl"
        cost = run(["classify", folder, "-f", "jsonl", "-o", out, "-q", "--jobs", "2", "--no-cache"], work / "none")
        peaks[count] = cost.memory
        report.say(f"| {count} | {cost.cpu:.1f} | {1000 * cost.cpu / count:.1f} | {cost.memory:.0f} |")
        shutil.rmtree(folder)
        count *= 10
    report.say()
    if 100 in peaks:
        largest = max(peaks)
        report.say(f"- peak memory at {largest} ÷ at 100: {peaks[largest] / peaks[100]:.2f}")
        report.say()


def measure_kills(report: Report, kills: int, work: Path) -> None:
    """Kill whole runs at random moments, resume each, and compare the bytes."""
    folder = corpus_of(sources(), 60, work / "killed")
    out = work / "killed.jsonl"
    command = ["classify", folder, "-f", "jsonl", "-o", out, "--quiet", "--no-cache", "--jobs", "2"]
    whole = run(command, work / "none")
    expected = digest_of(out)
    moments = random.Random(2026)
    equal = kept = 0
    for _ in range(kills):
        out.unlink()
        process = subprocess.Popen(
            [sys.executable, "-m", "policyscan", *map(str, command)],
            env=_environment(), stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        time.sleep(moments.uniform(0.2, 0.9) * whole.wall)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        part = out.with_name(out.name + ".part")
        kept += part.read_bytes().count(b'{"record":"document"') if part.exists() else 0
        run([*command, "--resume"], work / "none")
        equal += digest_of(out) == expected
    report.say(
        f"- `kill -9` of the whole run at {kills} random moments, then `--resume`: the same bytes {equal} times of {kills}; "
        f"{kept / max(1, kills):.0f} of 60 documents were kept on average"
    )


PARTS = {
    "pdf": ("PDFs", measure_documents),
    "texts": ("Plain texts", measure_texts),
    "kills": ("Killed and resumed", measure_kills),
}


def main() -> None:
    """Measure a part, or each part in a process of its own: what a process holds counts as memory of those it starts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, help="only this part")
    parser.add_argument("--documents", type=int, default=400, help="PDFs of the corpus")
    parser.add_argument("--texts", type=int, default=1000, help="the most plain texts: 10, 100, 1000, 10000")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--write", action="store_true", help="write the parts to benchmarks/RESULTS.md")
    arguments = parser.parse_args()
    if arguments.part is None:
        for part in PARTS:
            subprocess.run([sys.executable, __file__, *sys.argv[1:], "--part", part], check=True)
        return
    title, measure = PARTS[arguments.part]
    size = {"pdf": arguments.documents, "texts": arguments.texts, "kills": arguments.kills}[arguments.part]
    report = Report()
    report.say(f"## {title}")
    report.say()
    report.say(
        f"`{' '.join(['python benchmarks/scale.py', *sys.argv[1:]])}`, {time.strftime('%Y-%m-%d')}, "
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    )
    report.say()
    with tempfile.TemporaryDirectory() as folder:
        measure(report, size, Path(folder))
    if arguments.write:
        write_part(title, report.lines)


def write_part(title: str, lines: Sequence[str]) -> None:
    """Put a part into RESULTS.md in the place of an earlier one."""
    path = HERE / "RESULTS.md"
    found = path.read_text("utf-8") if path.exists() else ""
    parts = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", found, re.M | re.S))
    parts[title] = "\n".join(lines[1:]).strip("\n") + "\n"
    known = [name for name, _ in PARTS.values() if name in parts]
    text = "\n".join(f"## {name}\n\n{parts[name].strip()}\n" for name in known)
    path.write_text(f"# Many documents, measured\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
