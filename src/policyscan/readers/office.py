"""DOC, WPS, RTF and ODT → Document through LibreOffice, which turns them into DOCX."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from policyscan import budget
from policyscan.errors import UnreadableDocument
from policyscan.language import Bilingual
from policyscan.model.document import Document
from policyscan.readers.docx import read_docx

SECONDS = 120.0
"""LibreOffice gets so long for a file; then it is killed."""

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
"""No macro runs, nothing is fetched: the profile is made for one file and thrown away."""


def find_soffice() -> str | None:
    """Return the path of LibreOffice's program, None where it is not installed."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).exists()), None)


def read_office(path: Path, data: bytes, sha256: str, *, kind: str) -> Document:
    """Read a document of another office format; ``kind`` is its suffix and the name of the reader.

    Raises
    ------
    UnreadableDocument
        If LibreOffice is not installed, takes too long, or does not understand the file.
    """
    soffice = find_soffice()
    if soffice is None:
        raise UnreadableDocument(
            Bilingual(
                f"{path}：{kind.upper()} 文件要用 LibreOffice 读取，但本机没有安装",
                f"{path}: {kind.upper()} files are read through LibreOffice, which is not installed",
            ),
            hint=Bilingual(
                "安装：apt-get install libreoffice-writer-nogui（或 https://www.libreoffice.org），或先另存为 DOCX",
                "install it: apt-get install libreoffice-writer-nogui (or https://www.libreoffice.org), or save the file as DOCX",
            ),
        )
    return replace(read_docx(path, _converted(soffice, path, data, kind), sha256), reader=kind)


read_doc = partial(read_office, kind="doc")
read_rtf = partial(read_office, kind="rtf")
read_odt = partial(read_office, kind="odt")


def _converted(soffice: str, path: Path, data: bytes, kind: str) -> bytes:
    # LibreOffice may still write into its profile while it is killed.
    with tempfile.TemporaryDirectory(prefix="policyscan-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = folder / f"source.{kind}"
        source.write_bytes(data)
        command = [
            soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck", "--nodefault",
            "--nofirststartwizard", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source),
        ]  # fmt: skip
        if not _run(command, folder):
            raise UnreadableDocument(
                Bilingual(
                    f"{path}：LibreOffice 转换超过 {SECONDS:.0f} 秒",
                    f"{path}: LibreOffice took more than {SECONDS:.0f} s",
                ),
                hint=Bilingual("用 Word 或 WPS 另存为 DOCX", "save it as DOCX in Word or WPS"),
            )
        made = folder / "out" / "source.docx"
        if not made.exists():
            raise UnreadableDocument(
                Bilingual(
                    f"{path}：LibreOffice 无法打开（损坏、加密或不是文档）",
                    f"{path}: LibreOffice cannot open it (damaged, encrypted, or no document)",
                ),
                hint=Bilingual("用 Word 或 WPS 另存为 DOCX", "save it as DOCX in Word or WPS"),
            )
        return made.read_bytes()


def _run(command: list[str], home: Path) -> bool:
    """Run a program in a process group of its own; whatever happens, none of the group is left. Whether it ended in time."""
    posix = os.name == "posix"
    environment = {**os.environ, "HOME": str(home), "SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=home,
        start_new_session=posix,
    )
    # The worker must outlive LibreOffice, whose group nobody else would end.
    budget.extend(SECONDS)
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _kill(process, posix=posix)
    return True


def _kill(process: subprocess.Popen[bytes], *, posix: bool) -> None:
    if posix:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True)
    process.wait()
