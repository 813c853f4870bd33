"""Speed and memory of policyscan beside a naive pipeline, in one run: ``python benchmarks/run.py [PDF ...]``.

Whole processes are timed by the operating system's own accounting (CPU seconds, user and system, of the finished child; peak
resident memory). Reading alone (text with boxes, tables) is timed inside one process each, without its imports. The least of
several runs counts, for what other programs add to a run is never negative; ratios are naive ÷ policyscan.
Without arguments the bundled samples are measured, and the real plans beside the checkout where there are any.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
RUNS = 3
# Both sides run from compiled modules, as they do for a user from the second run on.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

READ_OURS = """
import sys, time
from pathlib import Path
from policyscan.readers.pdf import read_pdf
path = Path(sys.argv[1]); data = path.read_bytes()
start = time.process_time(); read_pdf(path, data, ""); print(time.process_time() - start)
"""
READ_PLUMBER = """
import sys, time, pdfplumber
start = time.process_time()
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_text()
print(time.process_time() - start)
"""
PAGES = "import sys, pypdfium2; print(len(pypdfium2.PdfDocument(sys.argv[1])))"


def run(command: list[str]) -> tuple[float, float, str]:
    """Run a command; return its CPU seconds, its peak memory in MiB and what it printed."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = os.posix_spawn(
            command[0],
            command,
            ENVIRONMENT,
            file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, err.fileno(), 2)],
        )
        _, status, usage = os.wait4(pid, 0)
        if os.waitstatus_to_exitcode(status) not in (0, 3):
            err.seek(0)
            raise SystemExit(f"{' '.join(command)} failed:\n{err.read().decode()}")
        out.seek(0)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read().decode()


def least_of(*commands: list[str], runs: int = RUNS) -> list[tuple[float, float, float]]:
    """Run commands in turn, several rounds after one that is not counted, so that a slow moment strikes all alike.

    Returns
    -------
    For each command the least CPU seconds, peak MiB and the seconds it printed (0 where it printed none).
    """
    rounds = [[run(command) for command in commands] for _ in range(runs + 1)][1:]
    return [
        (
            min(r[i][0] for r in rounds),
            min(r[i][1] for r in rounds),
            min(_number(r[i][2]) for r in rounds),
        )
        for i in range(len(commands))
    ]


def _number(printed: str) -> float:
    try:
        return float(printed)
    except ValueError:
        return 0.0


def python(*arguments: str) -> list[str]:
    """Return a command for this interpreter."""
    return [sys.executable, *arguments]


def three_hundred_pages(source: Path, folder: Path) -> Path:
    """Return a PDF of 300 pages made of a sample's pages over and over."""
    import pypdfium2

    out = pypdfium2.PdfDocument.new()
    pages = pypdfium2.PdfDocument(source)
    while len(out) < 300:
        out.import_pages(pages, list(range(min(len(pages), 300 - len(out)))))
    path = folder / "300-pages.pdf"
    out.save(path)
    return path


def measure(path: Path) -> None:
    """Print the row of one document."""
    pages = int(run(python("-c", PAGES, str(path)))[2])
    (ours, memory, _), (naive, naive_memory, _) = least_of(
        python("-m", "policyscan", "classify", str(path), "--quiet", "--no-cache"),
        python(str(HERE / "naive.py"), str(path)),
    )
    (_, _, read), (_, _, plumber) = least_of(python("-c", READ_OURS, str(path)), python("-c", READ_PLUMBER, str(path)))
    print(
        f"{path.name[:28]:<28} {pages:>5} | {ours:6.2f} {naive:7.2f} {naive / ours:6.1f}x | "
        f"{pages / read:7.0f} {pages / plumber:7.1f} {plumber / read:6.1f}x | {memory:5.0f} {naive_memory:6.0f}",
        flush=True,
    )


def real_plans() -> list[Path]:
    """Return the real plans beside the checkout, if they are there."""
    folder = ROOT.parent / "shared" / "documents" / "plans"
    return sorted(p for p in folder.glob("P*.pdf") if p.read_bytes()[:5] == b"%PDF-") if folder.is_dir() else []


def main() -> None:
    """Print all tables."""
    given = [Path(argument) for argument in sys.argv[1:]]
    paths = given or [ROOT / "corpora" / "sample" / "yunling-plan.pdf", *real_plans()]
    print(
        f"Python {platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores; the least of {RUNS} runs"
    )
    [(version, _, _)] = least_of(python("-m", "policyscan", "--version"))
    print(f"policyscan --version: {version:.3f} s CPU")
    print(f"\n{'document':<28} {'pages':>5} | whole process, CPU s     | reading, pages/s           | peak MiB")
    print(
        f"{'':<28} {'':>5} | {'ours':>6} {'naive':>7} {'ratio':>7} | {'ours':>7} {'plumber':>7} {'ratio':>7} | {'ours':>5} {'naive':>6}"
    )
    for path in paths:
        measure(path)
    with tempfile.TemporaryDirectory() as folder:
        large = three_hundred_pages(paths[0], Path(folder))
        [(cpu, memory, _)] = least_of(python("-m", "policyscan", "classify", str(large), "--quiet", "--no-cache"))
        print(f"\n300 pages (from {paths[0].name}): {cpu:.2f} s CPU, peak {memory:.0f} MiB")


if __name__ == "__main__":
    main()
