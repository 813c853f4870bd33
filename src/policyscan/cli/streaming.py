"""Results that leave as they come, for any number of documents: to standard output, or to a file that can be gone on with."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from policyscan.cli import console
from policyscan.cli.progress import Progress, duration, progress_unless
from policyscan.errors import ExitCode
from policyscan.language import Bilingual

if TYPE_CHECKING:
    from policyscan.classification import Classifier
    from policyscan.journal import Journal
    from policyscan.model.records import Records
    from policyscan.model.taxonomy import Taxonomy
    from policyscan.scan import Execution

_TOLD_FAILURES = 10


class Tally:
    """What became of the files of a run, as far as it has come; ``unread`` takes the records of those not wholly read."""

    def __init__(self, total: int, unread: BinaryIO | None = None) -> None:
        self.total = total
        self._unread = unread
        self.done = self.partly = self.failed = self.resumed = 0
        self.reasons: list[Bilingual] = []
        self.has_gaps = False
        self._began = time.monotonic()

    @property
    def ended(self) -> int:
        """How many files have ended, in whatever way."""
        return self.done + self.partly + self.failed

    @property
    def exit_code(self) -> ExitCode:
        """3 where something could not be read, 0 otherwise."""
        return ExitCode.UNREADABLE if self.partly or self.failed else ExitCode.OK

    def add(self, records: Records) -> None:
        """Count a file."""
        if records.failed is not None:
            self.failed += 1
            if len(self.reasons) < _TOLD_FAILURES:
                self.reasons.append(records.failed.reason)
        elif records.wholly_read:
            self.done += 1
        else:
            self.partly += 1
        if not records.wholly_read and self._unread is not None:
            self._unread.write(records.document_line)
        self.has_gaps = self.has_gaps or records.has_gaps

    def summary(self) -> Iterator[Bilingual]:
        """Yield the end of a run in words: how many were read, how fast, and the first of those that were not."""
        seconds = time.monotonic() - self._began
        spent = duration(seconds)
        rate = (self.ended - self.resumed) / max(seconds, 0.001)
        n, failed = self.ended, self.failed
        yield Bilingual(
            f"{n} 份文件：读完 {self.done}，部分读出 {self.partly}，未能读取 {failed}；用时 {spent.zh}，每秒 {rate:.1f} 份",
            f"{n} files: {self.done} read, {self.partly} in part, {failed} not; {spent.en}, {rate:.1f} files/s",
        )
        yield from self.reasons
        if (more := failed - _TOLD_FAILURES) > 0:
            yield Bilingual(
                f"……另有 {more} 份；--failures failures.jsonl 列出全部",
                f"... and {more} more; --failures failures.jsonl lists all",
            )


def run_stream(
    paths: Sequence[Path],
    taxonomies: Sequence[Taxonomy],
    classifier: Classifier,
    execution: Execution,
    *,
    stdin: bytes | None,
    output: Path | None,
    resume: bool,
    failures: Path | None,
    quiet: bool,
    convert: Callable[[Path, Path], None] | None = None,
) -> Tally:
    """Write the records of all files, and return what became of them.

    Parameters
    ----------
    paths, taxonomies, classifier, execution, stdin
        As in `policyscan.scan.stream_files`.
    output
        The file to write, None for standard output.
    resume
        Whether to go on with what an earlier run left beside ``output``.
    failures
        Where the records of files go that were not, or not wholly, read.
    quiet
        Whether to say nothing of how it goes.
    convert
        Makes ``output`` from the whole stream, where it is to be something else.
    """
    from policyscan.scan import stream_files

    with tempfile.TemporaryFile() as unread, progress_unless(quiet) as progress:
        tally = Tally(len(paths), unread if failures is not None else None)

        def told(number: int, total: int, path: Path) -> None:
            if progress is not None:
                progress(tally.resumed + number, tally.total, path)

        def records_of(rest: Sequence[Path]) -> tuple[bytes, Iterator[Records]]:
            return stream_files(rest, taxonomies, classifier, progress=told, stdin=stdin, execution=execution)

        if output is None:
            header, stream = records_of(paths)
            _to_standard_output(header, stream, tally)
        else:
            _to_file(paths, records_of, output, tally, progress, resume=resume, convert=convert)
        if failures is not None:
            unread.seek(0)
            console.write_bytes(unread.read(), failures)
    if tally.total > 1 and not quiet:
        for line in tally.summary():
            console.say(line)
    return tally


def _to_standard_output(header: bytes, stream: Iterator[Records], tally: Tally) -> None:
    out = sys.stdout.buffer
    try:
        out.write(_shown(header))
        for records in stream:
            out.write(_shown(records.lines))
            out.flush()
            tally.add(records)
        out.flush()
    except BrokenPipeError:  # `policyscan … | head` is no error; keep the interpreter from flushing again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _shown(lines: bytes) -> bytes:
    return console.clean(lines.decode()).encode() if console.is_terminal() else lines


def _to_file(
    paths: Sequence[Path],
    records_of: Callable[[Sequence[Path]], tuple[bytes, Iterator[Records]]],
    output: Path,
    tally: Tally,
    progress: Progress | None,
    *,
    resume: bool,
    convert: Callable[[Path, Path], None] | None,
) -> None:
    from policyscan.journal import Journal

    header, _ = records_of(())
    journal = Journal(output, header)
    with _kept(journal, tally, progress):
        if resume and journal.was_there:
            for records in journal.resume(paths, _hash_of):
                tally.add(records)
            tally.resumed = tally.ended
        else:
            if journal.was_there:
                console.say(
                    Bilingual(
                        f"{journal.path}：从头开始；接着做上次的用 --resume",
                        f"{journal.path}: starting anew; --resume would go on with what is there",
                    )
                )
            journal.begin()
        for records in records_of(paths[tally.resumed :])[1]:
            journal.add(records)
            tally.add(records)
        journal.finish(convert)


@contextmanager
def _kept(journal: Journal, tally: Tally, progress: Progress | None) -> Iterator[None]:
    """Say how to go on where a run ends before its time."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        if progress is not None:
            progress.close()
        console.say(
            Bilingual(
                f"已中止：{tally.total} 份中完成 {tally.ended} 份，保存在 {journal.path}；同一命令加 --resume 接着做",
                f"stopped: {tally.ended} of {tally.total} files are done and kept in {journal.path}; "
                "the same command with --resume goes on",
            )
        )
        raise
    finally:
        journal.close()


def _hash_of(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
