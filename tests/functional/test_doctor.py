"""``policyscan doctor``: how files are read, what of them is not, what to install."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import a_bomb
from conftest import Run


def test_it_says_how_a_file_was_read_what_was_set_aside_and_which_page_was_not_read(run: Run, samples: Path) -> None:
    done = run("doctor", samples / "haitang-city.pdf", "--ocr", "never")
    assert "海棠政发〔2022〕9号" in done.stdout
    assert "pdf · 343,682 bytes · 8 pages" in done.stdout
    assert "6 headers, 7 page numbers, 15 lines of contents" in done.stdout
    assert "? not read  page 8: no text layer (a scan or a picture)" in done.stdout
    assert done.returncode == 3


def test_it_names_the_encoding_and_exits_with_0_when_all_was_read(run: Run, samples: Path) -> None:
    done = run("doctor", samples / "nanyu-regulation.txt", "--lang", "zh")
    assert "text · gb18030 · " in done.stdout
    assert "● 全部可读" in done.stdout
    assert "文字识别" in done.stdout  # what this machine has
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("big5", "big5hkscs")]
)
def test_encodings_have_their_names(run: Run, encoding: str, name: str) -> None:
    done = run(
        "doctor", "-", "-f", "json", stdin=("推進公共資料共享開放，建設全省統一的公共資料目錄。" * 3).encode(encoding)
    )
    [document] = json.loads(done.stdout)["documents"]
    assert document["encoding"] == name


def test_json_tells_the_same_of_every_file_in_the_order_given(run: Run, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "bomb.pdf").write_bytes(a_bomb())
    done = run(
        "doctor", "bomb.pdf", samples / "haitang-city.pdf", "absent.txt", "-f", "json", "--memory", "512MiB", "--ocr", "never"
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert (report["format"], report["version"]) == ("policyscan-doctor", 1)
    bomb, plan, absent = report["documents"]
    assert (bomb["status"], "--memory" in bomb["hint"]["en"]) == ("failed", True)
    assert (plan["wholly_read"], plan["set_aside"]["header"], plan["notes"][0]["page"]) == (False, 6, 8)
    assert "no such file" in absent["reason"]["en"]
    assert set(report["machine"]) == {"python", "system", "ocr", "libreoffice"}
    assert done.returncode == 3


def test_an_unknown_format_is_named(run: Run, samples: Path) -> None:
    done = run("doctor", samples / "nanyu-regulation.txt", "-f", "jsn")
    assert (done.returncode, "did you mean 'json'?" in done.stderr) == (2, True)
