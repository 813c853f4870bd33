"""Files that LibreOffice reads for us."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from policyscan.errors import UnreadableDocument
from policyscan.readers import office, read_document

RTF = rb"{\rtf1\ansi\ansicpg936\uc0 \u31532 \u19968 \u26465  \u25968 \u25454 \u20849 \u20139 \u12290 \par}"

needs_soffice = pytest.mark.skipif(office.find_soffice() is None, reason="LibreOffice is not installed")
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


@needs_posix
def test_libreoffice_that_takes_too_long_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "pid"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {mark}.new\nmv {mark}.new {mark}\nwait\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(office, "find_soffice", lambda: str(program))
    monkeypatch.setattr(office, "SECONDS", 1.0)
    with pytest.raises(UnreadableDocument, match="LibreOffice took more than 1 s"):
        read_document(Path("plan.rtf"), RTF)
    child = int(mark.read_text())
    for _ in range(100):  # a killed process stays until someone has asked for it
        if _is_gone(child):
            return
        time.sleep(0.05)
    pytest.fail(f"process {child} is still there")


def _is_gone(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    if status.parent.parent.joinpath("self").exists():
        return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False
