"""Files that LibreOffice reads for us."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import pytest

from policyscan.engine import Limits, run_local
from policyscan.errors import UnreadableDocument
from policyscan.model.report import Failed
from policyscan.readers import office, read_document

RTF = rb"{\rtf1\ansi\ansicpg936\uc0 \u31532 \u19968 \u26465  \u25968 \u25454 \u20849 \u20139 \u12290 \par}"

needs_soffice = pytest.mark.skipif(
    office.find_soffice() is None, reason="needs LibreOffice: apt-get install libreoffice-writer-nogui"
)
needs_posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in for soffice is a shell script")


@needs_soffice
def test_rtf_is_read_through_libreoffice() -> None:
    document = read_document(Path("plan.rtf"), RTF)
    assert (document.reader, [b.text for b in document.running]) == ("rtf", ["第一条 数据共享。"])


@needs_soffice
def test_a_file_that_libreoffice_does_not_understand_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="LibreOffice cannot open it"):
        office.read_doc(Path("plan.doc"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "")


def test_without_libreoffice_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    with pytest.raises(UnreadableDocument) as caught:
        read_document(Path("plan.rtf"), RTF)
    assert "RTF files are read through LibreOffice, which is not installed" in caught.value.message.en
    assert caught.value.hint is not None
    assert "apt-get install libreoffice-writer-nogui" in caught.value.hint.en


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program that never ends in the place of LibreOffice, for a second; return the file in which its child is named."""
    mark = tmp_path / "pid"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {mark}.new\nmv {mark}.new {mark}\nwait\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(office, "find_soffice", lambda: str(program))
    monkeypatch.setattr(office, "SECONDS", 1.0)
    return mark


@needs_posix
def test_libreoffice_that_takes_too_long_is_killed_with_its_children(hanging: Path) -> None:
    with pytest.raises(UnreadableDocument, match="LibreOffice took more than 1 s"):
        read_document(Path("plan.rtf"), RTF)
    assert _is_gone(int(hanging.read_text()))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are spawned, and know nothing of the stand-in")
def test_a_worker_whose_time_is_shorter_leaves_no_libreoffice_behind(hanging: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.rtf").write_bytes(RTF)
    limits = Limits(seconds=0.5, memory=1 << 30)
    [outcome] = run_local(read_document, [tmp_path / "plan.rtf"], jobs=1, limits=limits)
    assert isinstance(outcome, Failed)
    assert "LibreOffice took more than 1 s" in outcome.reason.en
    assert _is_gone(int(hanging.read_text()))


def _is_gone(process: int) -> bool:
    """Whether a process ends within some seconds: a killed one stays until someone has asked for it."""
    for _ in range(100):
        if _is_dead(process):
            return True
        time.sleep(0.05)
    return False


def _is_dead(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    if status.parent.parent.joinpath("self").exists():
        return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False
