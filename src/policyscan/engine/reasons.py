"""How a file's failure is told: what happened, and what to do next."""

from __future__ import annotations

import signal
import traceback
from pathlib import Path

from policyscan.engine.limits import Limits
from policyscan.errors import PolicyscanError
from policyscan.language import Bilingual
from policyscan.model.report import Failed

_RESAVE = Bilingual("用阅读器打开后另存，再读新文件", "open it in a viewer, save it anew and read the new file")


def refused(path: Path, error: PolicyscanError) -> Failed:
    """The reader said why."""
    return Failed(str(path), error.message, error.hint)


def too_slow(path: Path, seconds: float) -> Failed:
    """The deadline passed."""
    return Failed(
        str(path),
        Bilingual(
            f"{path}：超过时限（{seconds:g} 秒），已中止", f"{path}: took longer than {seconds:g} s and was stopped"
        ),
        Bilingual("放宽时限：--timeout 300", "allow more time: --timeout 300"),
    )


def too_large(path: Path, limits: Limits) -> Failed:
    """The memory limit was reached and the reader could say so."""
    size = in_gib(limits.memory)
    return Failed(
        str(path),
        Bilingual(f"{path}：所需内存超过 {size} GiB", f"{path}: needs more than {size} GiB of memory"),
        Bilingual("放宽内存：--memory 4GiB", "allow more memory: --memory 4GiB"),
    )


def too_deep(path: Path) -> Failed:
    """The reader went down too many levels."""
    return Failed(
        str(path), Bilingual(f"{path}：文件内部嵌套过深", f"{path}: its parts are nested too deeply"), _RESAVE
    )


def defect(path: Path, error: BaseException) -> Failed:
    """A bug of ours: one file must not cost the others, but it is said to be one."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    said = f"{type(error).__name__}: {error}{where}"
    return Failed(
        str(path),
        Bilingual(f"{path}：程序缺陷：{said}", f"{path}: a defect of policyscan: {said}"),
        Bilingual(
            "请报告此缺陷；完整回溯：加 --jobs 0 再运行", "please report it; run with --jobs 0 for the whole traceback"
        ),
    )


def died(path: Path, exit_code: int | None, limits: Limits) -> Failed:
    """The worker ended without an answer.

    ``exit_code`` is negative for the number of a signal. A C library that gets no memory ends in a signal too, so that a
    crash and a full memory cannot be told apart.
    """
    if exit_code is not None and exit_code == -getattr(signal, "SIGKILL", 9):
        return Failed(
            str(path),
            Bilingual(
                f"{path}：读取它的进程被系统终止（可能是机器内存不足）",
                f"{path}: the process that read it was killed (perhaps the machine ran out of memory)",
            ),
            Bilingual("单独重试，或减少并行：--jobs 1", "try again, or with fewer at a time: --jobs 1"),
        )
    size = in_gib(limits.memory)
    how = _name(exit_code)
    return Failed(
        str(path),
        Bilingual(
            f"{path}：读取时崩溃（{how}），可能是文件损坏，或所需内存超过 {size} GiB",
            f"{path}: reading it crashed ({how}): it may be damaged, or need more than {size} GiB of memory",
        ),
        Bilingual(f"{_RESAVE.zh}；或放宽内存：--memory 4GiB", f"{_RESAVE.en}; or allow more memory: --memory 4GiB"),
    )


def lost(path: Path) -> Failed:
    """Worker after worker of a cluster was lost with it."""
    return Failed(
        str(path),
        Bilingual(
            f"{path}：集群中处理这一批文件的机器接连丢失",
            f"{path}: worker after worker of the cluster was lost with its batch",
        ),
        Bilingual("在本机单独重试：policyscan classify 该文件", "try it by itself, without the cluster"),
    )


def _name(exit_code: int | None) -> str:
    if exit_code is None or exit_code >= 0:
        return f"exit code {exit_code}"
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"


def in_gib(size: int) -> str:
    """Return bytes in GiB, as short as it goes.

    >>> in_gib(3 << 29)
    '1.5'
    """
    return f"{size / (1 << 30):.2g}"
