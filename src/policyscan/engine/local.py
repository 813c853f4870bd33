"""Worker processes with limits: a file that hangs, crashes or eats all memory costs that file, and nothing else.

Each worker has a pipe of its own, and this process has no threads. So no lock is shared with a process that may be killed
at any moment, what a dead worker leaves half written is lost with its pipe, and forking is safe. (A pool over a common
queue has none of this: docs/decisions/isolation.md.)
"""

from __future__ import annotations

import contextlib
import gc
import io
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing import connection
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Generic, TypeVar

from policyscan import budget
from policyscan.engine import reasons
from policyscan.engine.limits import Limits, limit_memory
from policyscan.errors import UnreadableDocument
from policyscan.model.report import Failed

R = TypeVar("R")
Work = Callable[[Path], R]

_LOOK_AHEAD = 8
"""Files begun beyond the one whose outcome is wanted next, for each worker: memory does not grow with the number of files."""

_FILES_A_WORKER = 200
"""After so many a worker is replaced: what libraries leak must not make a later file fail."""

_MEMORY_A_THREAD = 1 << 29
"""A page that is recognised takes 0.3 GiB, beside the 0.6 GiB of the detector that all threads share."""

_BESIDE_THREADS = "forkserver" if sys.platform == "linux" else "spawn"
"""How workers start where this process has threads."""

_ORPHAN_SECONDS = 10.0
"""A worker whose parent was killed ends itself this long after its deadline."""


def usable_cores() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_local(
    work: Work[R],
    paths: Iterable[Path],
    *,
    jobs: int,
    limits: Limits,
    shared: Sequence[object] = (),
    folder: Path | None = None,
) -> Iterator[R | Failed]:
    """Yield what the work makes of each file, in the order given.

    Parameters
    ----------
    work
        What is done with a file; where processes are not forked, it must pickle. `UnreadableDocument` is its way to
        refuse a file.
    paths
        The files; taken one by one, when a worker is free.
    jobs
        How many workers, at least 1.
    limits
        What one file may cost.
    shared
        Large values (records, no text) inside the results that this process has already; they are not sent back each time.
    folder
        Where relative paths begin, if not in this process's folder.
    """
    workers: list[_Worker[R]] = []
    try:
        yield from _run(
            _Office(work, limits, tuple(shared), _threads(jobs, limits), folder), workers, iter(paths), jobs
        )
    finally:
        for worker in workers:
            worker.end()


def _threads(jobs: int, limits: Limits) -> int:
    """Return how many threads a reader may use: its share of the cores, and no more than its memory is good for."""
    return max(1, min(usable_cores() // jobs, limits.memory // _MEMORY_A_THREAD))


def _run(office: _Office[R], workers: list[_Worker[R]], paths: Iterator[Path], jobs: int) -> Iterator[R | Failed]:
    finished: dict[int, R | Failed] = {}
    begun = yielded = 0
    more = True
    while True:
        while more and begun - yielded < _LOOK_AHEAD * jobs and (worker := _free(workers, office, jobs)):
            path = next(paths, None)
            if path is None:
                more = False
                break
            worker.begin(begun, path)
            begun += 1
        busy = [worker for worker in workers if worker.path is not None]
        if not busy:
            return
        for worker in _heard(busy):
            outcome = worker.outcome()
            if outcome is not None:
                finished[worker.number] = outcome
        while yielded in finished:
            yielded += 1
            yield finished.pop(yielded - 1)


def _free(workers: list[_Worker[R]], office: _Office[R], jobs: int) -> _Worker[R] | None:
    workers[:] = [worker for worker in workers if not worker.is_ended]
    for worker in [w for w in workers if w.path is None and w.pipe.poll()]:  # it says what nobody asked: it has died
        worker.end()
        workers.remove(worker)
    free = next((worker for worker in workers if worker.path is None), None)
    if free is None and len(workers) < jobs:
        free = _Worker(office, workers)
        workers.append(free)
    return free


def _heard(busy: Sequence[_Worker[R]]) -> list[_Worker[R]]:
    """Wait until some workers have said something, or died, or a deadline has passed; return those."""
    now = time.monotonic()
    ready = connection.wait([w.pipe for w in busy], max(0.0, min(w.deadline for w in busy) - now))
    now = time.monotonic()
    return [worker for worker in busy if worker.pipe in ready or worker.deadline <= now]


class _Office(Generic[R]):
    """What all workers have in common."""

    def __init__(
        self, work: Work[R], limits: Limits, shared: tuple[object, ...], threads: int, folder: Path | None
    ) -> None:
        self.work = work
        self.folder = folder
        self.threads = threads
        self.limits = limits
        self.shared = shared
        # A fork inherits all that is imported and loaded, for some milliseconds. It is safe where no other thread may
        # hold a lock at that moment, which on macOS not even the system's own libraries promise.
        forks = sys.platform == "linux" and threading.active_count() == 1
        self.context: BaseContext = multiprocessing.get_context("fork" if forks else _BESIDE_THREADS)
        if not forks and _BESIDE_THREADS == "forkserver":  # it has this program loaded, and no threads
            self.context.set_forkserver_preload([getattr(work, "func", work).__module__])
        self.forks = forks


class _Worker(Generic[R]):
    """This process's side of a worker. ``path`` is the file it works on, None for a free one."""

    def __init__(self, office: _Office[R], others: Sequence[_Worker[R]]) -> None:
        self._office = office
        self.pipe, theirs = office.context.Pipe()
        # A forked child holds this process's ends of all pipes; were they left open there, no worker would ever see
        # that this process is gone.
        inherited = [self.pipe, *(other.pipe for other in others)] if office.forks else []
        self._process = office.context.Process(  # type: ignore[attr-defined]
            target=_serve,
            args=(theirs, inherited, office.work, office.limits, office.shared, office.threads, office.folder),
            daemon=True,
        )
        self._process.start()
        theirs.close()
        self.path: Path | None = None
        self.number = -1
        self.deadline = 0.0
        self._allowed = 0.0
        self._files = 0
        self.is_ended = False

    def begin(self, number: int, path: Path) -> None:
        """Hand over a file."""
        self.number, self.path = number, path
        self._files += 1
        self._allowed = self._office.limits.seconds
        self.deadline = time.monotonic() + self._allowed
        with contextlib.suppress(OSError):  # it has died since: heard by its closed pipe
            self.pipe.send_bytes(os.fsencode(path))

    def outcome(self) -> R | Failed | None:
        """Return what became of the file, None if that is not known yet."""
        assert self.path is not None
        path = self.path
        if not self.pipe.poll():
            self.end()
            return reasons.too_slow(path, self._allowed)
        try:
            message = self.pipe.recv_bytes()
        except (EOFError, OSError):  # closed, perhaps in the middle of a message
            self._process.join(5)
            exit_code = self._process.exitcode
            self.end()
            return reasons.died(path, exit_code, self._office.limits)
        kind, body = message[:1], message[1:]
        if kind == _MORE_TIME:
            self._allowed += float(body)
            self.deadline += float(body)
            return None
        if kind == _SPENT or self._files >= _FILES_A_WORKER:
            self.end()
        self.path = None
        result: R | Failed = _loads(body, self._office.shared)
        return result

    def end(self) -> None:
        """End the process, whatever it does."""
        if self.is_ended:
            return
        self.is_ended = True
        self.path = None
        self.pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()


_MORE_TIME, _DONE, _SPENT = b"+", b"=", b"!"


def _serve(
    pipe: connection.Connection,
    inherited: Sequence[connection.Connection],
    work: Work[Any],
    limits: Limits,
    shared: tuple[object, ...],
    threads: int,
    folder: Path | None,
) -> None:
    """Work in the worker process until the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in inherited:
        other.close()
    if folder is not None:
        os.chdir(folder)
    limit_memory(limits.memory)
    alarm = _Alarm()

    def ask(seconds: float) -> None:
        alarm.add(seconds)
        pipe.send_bytes(_MORE_TIME + str(seconds).encode())

    budget.grant(threads, ask)
    with contextlib.suppress(EOFError, OSError):
        while True:
            path = Path(os.fsdecode(pipe.recv_bytes()))
            alarm.set(limits.seconds + _ORPHAN_SECONDS)
            answer = _answer(work, path, limits, shared)
            alarm.set(0)
            pipe.send_bytes(answer)
            del answer
            gc.collect(1)


def _answer(work: Work[Any], path: Path, limits: Limits, shared: tuple[object, ...]) -> bytes:
    kind = _DONE
    try:
        return kind + _dumps(work(path), shared)
    except UnreadableDocument as error:
        failed = reasons.refused(path, error)
    except MemoryError:
        kind = _SPENT
        failed = reasons.too_large(path, limits)
    except RecursionError:
        failed = reasons.too_deep(path)
    except Exception as error:
        failed = reasons.defect(path, error)
    return kind + _dumps(failed, shared)


class _Alarm:
    """Ends this process when its time is over, also inside a C library; nothing where there are no such timers."""

    def __init__(self) -> None:
        self._works = hasattr(signal, "setitimer")
        if self._works:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def set(self, seconds: float) -> None:
        if self._works:
            signal.setitimer(signal.ITIMER_REAL, seconds)

    def add(self, seconds: float) -> None:
        if self._works:
            self.set(signal.getitimer(signal.ITIMER_REAL)[0] + seconds)


def _dumps(value: object, shared: tuple[object, ...]) -> bytes:
    out = io.BytesIO()
    pickler = _Pickler(out, pickle.HIGHEST_PROTOCOL)
    pickler.numbers = {id(item): number for number, item in enumerate(shared)}
    pickler.dump(value)
    return out.getvalue()


class _Pickler(pickle.Pickler):
    """Puts a number in the place of each shared value."""

    numbers: dict[int, int]

    # `persistent_id` would be asked for every string and number too, which takes as long as all the rest.
    def reducer_override(self, obj: object) -> Any:
        number = self.numbers.get(id(obj))
        return NotImplemented if number is None else (_shared, (number,))


def _loads(data: bytes, shared: tuple[object, ...]) -> Any:
    unpickler = _Unpickler(io.BytesIO(data))
    unpickler.shared = shared
    return unpickler.load()


class _Unpickler(pickle.Unpickler):
    """Puts this process's own value in the place of each number."""

    shared: tuple[object, ...]

    def find_class(self, module: str, name: str) -> Any:
        return self.shared.__getitem__ if name == _shared.__name__ else super().find_class(module, name)


def _shared(number: int) -> object:
    """Stand for a shared value in what is sent; `_loads` puts in its place what this process has."""
    raise LookupError(number)
