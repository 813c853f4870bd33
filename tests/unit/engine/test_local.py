"""Worker processes with limits: what becomes of files that hang, crash or eat all memory."""

from __future__ import annotations

import ctypes
import faulthandler
import multiprocessing
import os
import random
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from policyscan import budget
from policyscan.engine import Limits, run_here, run_local
from policyscan.errors import UnreadableDocument
from policyscan.language import Bilingual
from policyscan.model.report import Failed

QUICK = Limits(seconds=2.0, memory=1 << 30)
AMPLE = Limits(seconds=60.0, memory=1 << 30)


def read(path: Path) -> str:
    """Do what the name of the file says, as a reader would with a file made for it."""
    what = path.name
    faulthandler.disable()  # pytest's would print a page for each crash
    if what == "refuse":
        raise UnreadableDocument(Bilingual("拒绝", "refused"), hint=Bilingual("另存", "save it anew"))
    if what == "hang":
        time.sleep(600)
    if what == "hang in C":
        re.match(r"(a+)+$", "a" * 64 + "b")  # holds the interpreter's lock
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "abort":
        os.abort()
    if what == "crash":
        ctypes.string_at(0)
    if what == "leave":
        os._exit(0)
    if what == "eat":
        bytearray(4 << 30)
    if what == "nest":
        return read_nested(0)
    if what == "bug":
        return dict[str, str]()["key"]
    if what == "long":
        budget.extend(60)
        time.sleep(2.5)
    return what.upper()


def read_nested(depth: int) -> str:
    return read_nested(depth + 1)


def outcomes(*names: str, jobs: int = 2, limits: Limits = AMPLE) -> list[str | Failed]:
    return list(run_local(read, [Path(name) for name in names], jobs=jobs, limits=limits))


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_outcomes_come_in_the_order_of_the_files_whatever_the_number_of_workers(jobs: int) -> None:
    names = [f"plan-{number}" for number in range(40)]
    assert outcomes(*names, jobs=jobs) == [name.upper() for name in names]


@pytest.mark.parametrize(
    ("what", "said", "hint"),
    [
        ("refuse", "refused", "save it anew"),
        ("kill", "was killed", "--jobs 1"),
        ("abort", "crashed (SIGABRT)", "--memory"),
        ("crash", "crashed (SIGSEGV)", "--memory"),
        ("leave", "crashed (exit code 0)", "--memory"),
        ("nest", "nested too deeply", "save it anew"),
        ("bug", "a defect of policyscan: KeyError: 'key' (test_local.py:", "--jobs 0"),
    ],
)
def test_a_file_that_breaks_its_worker_costs_that_file_alone(what: str, said: str, hint: str) -> None:
    before, failed, after = outcomes("a", what, "b")
    assert (before, after) == ("A", "B")
    assert isinstance(failed, Failed)
    assert said in failed.reason.en
    assert failed.hint is not None
    assert hint in failed.hint.en
    assert failed.source == what


@pytest.mark.parametrize("what", ["hang", "hang in C"])
def test_a_file_that_never_ends_is_stopped_at_its_deadline(what: str) -> None:
    failed, after = outcomes(what, "b", limits=QUICK)
    assert isinstance(failed, Failed)
    assert "took longer than 2 s" in failed.reason.en
    assert after == "B"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits what a process holds")
def test_a_file_that_wants_more_memory_than_allowed_is_told_so() -> None:
    failed, after = outcomes("eat", "b")
    assert isinstance(failed, Failed)
    assert "needs more than 1 GiB" in failed.reason.en
    assert after == "B"


def test_a_reader_may_ask_for_more_time() -> None:
    assert outcomes("long", limits=QUICK) == ["LONG"]


def test_files_are_begun_only_a_little_before_their_outcome_is_wanted() -> None:
    begun = []

    def paths() -> Iterator[Path]:
        for number in range(1000):
            begun.append(number)
            yield Path(str(number))

    results = run_local(read, paths(), jobs=2, limits=AMPLE)
    for taken in range(1, 50):
        next(results)
        assert len(begun) <= taken + 2 * 8
    results.close()  # type: ignore[attr-defined]


def test_no_process_is_left_when_the_caller_stops_in_the_middle() -> None:
    results = run_local(read, [Path("a"), Path("hang"), Path("b")], jobs=2, limits=AMPLE)
    assert next(results) == "A"
    assert multiprocessing.active_children()
    results.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


def test_every_file_has_one_outcome_though_workers_are_killed_at_random_moments() -> None:
    random.seed(7)
    names = [f"plan-{number}" for number in range(300)]
    found = []
    for outcome in run_local(read, map(Path, names), jobs=3, limits=AMPLE):
        found.append(outcome)
        children = multiprocessing.active_children()
        if children and random.random() < 0.2:
            os.kill(random.choice(children).pid or 0, signal.SIGKILL)
    assert [o.source if isinstance(o, Failed) else o.lower() for o in found] == names
    assert sum(isinstance(o, str) for o in found) > 150


def test_large_values_that_both_sides_hold_are_not_sent_back() -> None:
    shared = (Limits(),)
    [first, second] = run_local(
        lambda path: [shared[0], path.name], [Path("a"), Path("b")], jobs=1, limits=AMPLE, shared=shared
    )
    assert isinstance(first, list)
    assert isinstance(second, list)
    assert first[0] is second[0] is shared[0]


def test_in_this_process_a_refusal_is_an_outcome_and_a_bug_keeps_its_traceback() -> None:
    results = run_here(read, [Path("a"), Path("refuse"), Path("bug")])
    assert next(results) == "A"
    refused = next(results)
    assert isinstance(refused, Failed)
    assert str(refused.reason) == "refused"
    with pytest.raises(KeyError):
        next(results)
