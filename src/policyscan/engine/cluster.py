"""The work on a Dask cluster: batches of files go to its workers, and each worker reads them in a process with limits.

A batch on a worker that is lost is done again by another one. What the work needs travels to each worker once, also to one
that joins later; paths mean on the workers what they mean here, so the files must be on storage that all of them share.
"""

from __future__ import annotations

import multiprocessing
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from distributed import Client, LocalCluster, WorkerPlugin, get_worker
from distributed.client import FutureCancelledError
from distributed.scheduler import KilledWorker

from policyscan.engine import reasons
from policyscan.engine.limits import Limits
from policyscan.engine.local import run_local
from policyscan.errors import WrongUse
from policyscan.language import Bilingual
from policyscan.model.report import Failed

R = TypeVar("R")
Work = Callable[[Path], R]

_LARGEST_BATCH = 50
"""Files of a batch: its process starts in a second, which so many files outweigh, and a lost worker costs no more of them."""
_AHEAD = 4
"""Batches handed out for each thread of the cluster beyond the one that is waited for."""
_SECONDS_TO_CONNECT = 30


def run_cluster(
    work: Work[R], paths: Iterable[Path], count: int, *, scheduler: str | None, jobs: int, limits: Limits
) -> Iterator[R | Failed]:
    """Yield what the work makes of each file, in the order given.

    Parameters
    ----------
    work
        What is done with a file; must pickle.
    paths, count
        The files, taken when a batch is handed out, and how many they are.
    scheduler
        The address of the cluster's scheduler, None for a cluster of ``jobs`` workers on this machine.
    limits
        What one file may cost.

    Raises
    ------
    WrongUse
        If the scheduler does not answer, or goes away.
    """
    with ExitStack() as stack:
        try:
            if scheduler is None:
                cluster = LocalCluster(n_workers=max(1, jobs), threads_per_worker=1, dashboard_address=None)
                scheduler = stack.enter_context(cluster).scheduler_address
            client = stack.enter_context(Client(scheduler, timeout=_SECONDS_TO_CONNECT, set_as_default=False))
        except (OSError, ValueError) as error:
            raise WrongUse(
                Bilingual(f"{scheduler}：Dask 调度器没有应答（{error}）", f"{scheduler}: no Dask scheduler answers ({error})"),
                hint=Bilingual(
                    "检查 --scheduler 的地址，如 tcp://10.0.0.1:8786", "check --scheduler, such as tcp://10.0.0.1:8786"
                ),
            ) from error  # fmt: skip
        name = f"policyscan-{uuid4()}"
        client.register_plugin(_Office(pickle.dumps(work), limits), name=name)
        threads = max(1, sum(client.nthreads().values()))
        size = max(1, min(_LARGEST_BATCH, count // (_AHEAD * threads)))
        batches = _batches(paths, size)
        handed: deque[tuple[list[Path], Any]] = deque()
        while True:
            for batch in islice(batches, _AHEAD * threads + 1 - len(handed)):
                handed.append((batch, client.submit(_work_on, name, batch, pure=False)))
            if not handed:
                return
            batch, future = handed.popleft()
            try:
                outcomes: list[R | Failed] = future.result()
            except KilledWorker:
                outcomes = [reasons.lost(path) for path in batch]
            except (FutureCancelledError, OSError) as error:
                raise WrongUse(
                    Bilingual(f"{scheduler}：与 Dask 调度器的连接断了", f"{scheduler}: the Dask scheduler went away"),
                    hint=Bilingual(
                        "已完成的用 --resume 接着做（-f jsonl -o）",
                        "with -f jsonl -o, --resume goes on with what is done",
                    ),
                ) from error
            yield from outcomes


def _batches(paths: Iterable[Path], size: int) -> Iterator[list[Path]]:
    rest = iter(paths)
    while batch := list(islice(rest, size)):
        yield batch


class _Office(WorkerPlugin):  # type: ignore[misc]
    """What all batches have in common; a worker gets it before its first batch."""

    idempotent = True

    def __init__(self, work: bytes, limits: Limits) -> None:
        self.work = work
        self.limits = limits
        self.folder = Path.cwd()


def _work_on(name: str, batch: list[Path]) -> list[Any]:
    """Work on a batch, in a Dask worker."""
    office: _Office = get_worker().plugins[name]
    # A Dask worker is a daemon, which may have no children. Ours end by themselves when it does: their pipe is closed.
    multiprocessing.current_process().daemon = False
    work: Work[Any] = pickle.loads(office.work)
    return list(run_local(work, batch, jobs=1, limits=office.limits, folder=office.folder))
