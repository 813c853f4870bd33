"""Results of a long run, kept on the disk while it goes on: a run that ends before its time is gone on with.

Beside ``results.jsonl`` grows ``results.jsonl.part``, document by document; it takes the place of ``results.jsonl`` when all
is done. What a killed run leaves half written at its end is dropped.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from policyscan.errors import WrongUse
from policyscan.language import Bilingual
from policyscan.model.records import Records, read_records

HashOf = Callable[[Path], str | None]
"""Gives the SHA-256 of a file's bytes as they are now, None where it cannot be read."""

Convert = Callable[[Path, Path], None]
"""Makes a result (second path) from a whole journal (first path)."""


class Journal:
    """The file that grows; to be closed, or finished.

    Parameters
    ----------
    output
        Where the whole result is to be.
    header
        The first line of the stream.

    Raises
    ------
    WrongUse
        If it cannot be written, or another run writes it.
    """

    def __init__(self, output: Path, header: bytes) -> None:
        self.output = output
        self.path = output.with_name(output.name + ".part")
        self._header = header
        self._file = self._opened()
        self.was_there = self.path.stat().st_size > 0

    def _opened(self) -> BinaryIO:
        try:
            file = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644), "r+b")
        except OSError as error:
            reason = error.strerror or str(error)
            raise WrongUse(
                Bilingual(f"{self.path}：无法写入（{reason}）", f"{self.path}: cannot be written ({reason})"),
                hint=Bilingual(
                    "检查文件夹是否存在、是否有写入权限", "check that the folder exists and may be written to"
                ),
            ) from None
        try:
            _lock(file)
        except OSError:
            file.close()
            raise WrongUse(
                Bilingual(f"{self.path}：另一次运行正在写入", f"{self.path}: another run is writing it"),
                hint=Bilingual("等它结束，或换一个 -o", "wait until it ends, or give another -o"),
            ) from None
        return file

    def begin(self) -> None:
        """Start with nothing but the header."""
        self._file.seek(0)
        self._file.truncate()
        self._file.write(self._header)
        self._file.flush()

    def resume(self, paths: Sequence[Path], hash_of: HashOf) -> Iterator[Records]:
        """Yield what is there of the documents of a run, in their order, as far as it is whole and still true.

        Everything from the first file that is not there, or has changed since, is dropped; the run goes on with it.

        Raises
        ------
        WrongUse
            If it was made by another version, or with other taxonomies or another classifier.
        """
        self._file.seek(0)
        first = self._file.readline()
        if first != self._header:
            if first.endswith(b"\n"):
                raise WrongUse(
                    Bilingual(
                        f"{self.path}：是用另一版本的程序、分类体系或估计器做的，不能接着做",
                        f"{self.path}: was made by another version, taxonomy or estimator, and cannot be gone on with",
                    ),
                    hint=Bilingual("不加 --resume 重新开始", "start anew, without --resume"),
                )
            self.begin()
            return
        end = len(first)
        for path in paths:
            records = self._next()
            if records is None or records.source != str(path):
                break
            if records.sha256 is not None and records.sha256 != hash_of(path):
                break
            end += len(records.lines)
            yield records
        self._file.seek(end)
        self._file.truncate()

    def _next(self) -> Records | None:
        try:
            return read_records(self._file)
        except ValueError:
            return None

    def add(self, records: Records) -> None:
        """Add a document: from now on a killed run has it."""
        self._file.write(records.lines)
        self._file.flush()

    def finish(self, convert: Convert | None = None) -> None:
        """Put the whole in the place of the output, as it is or converted."""
        self._file.flush()
        os.fsync(self._file.fileno())
        if convert is None:
            os.replace(self.path, self.output)
        else:
            convert(self.path, self.output)
            self.path.unlink()
        self.close()

    def close(self) -> None:
        """Leave it as it is."""
        with contextlib.suppress(OSError):
            self._file.close()


def _lock(file: BinaryIO) -> None:
    """Keep other runs from writing the file, until it is closed or this process ends.

    The lock of ``lockf`` is this process's alone: workers that were forked do not hold it when this process is killed.
    """
    try:
        import fcntl
    except ImportError:  # Windows does not let two processes replace an open file anyway
        return
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
