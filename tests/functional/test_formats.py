"""Files of every kind, through the command line."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from conftest import Run

from policyscan.readers.office import find_soffice


def a_docx(document: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", document)
    return out.getvalue()


def test_a_docx_is_classified_and_quoted_by_paragraph(run: Run, samples: Path) -> None:
    done = run("classify", samples / "qinglan-city.docx", "--category", "evaluation", "--lang", "zh")
    assert (done.returncode, done.stderr) == (0, "")
    assert "青岚市人民政府办公室关于印发青岚市高效办成一件事2025年工作方案的通知" in done.stdout
    assert "青岚政办发〔2025〕9号 · 青岚市人民政府办公室 · 2025-03-18 · 青岚市" in done.stdout
    assert "第21自然段 · 举措" in done.stdout
    assert "第1页" not in done.stdout


def test_a_web_page_is_classified_without_its_menus_and_its_attachment_is_named(run: Run, samples: Path) -> None:
    done = run("classify", samples / "lanwan-district.html", "--lang", "zh", "-f", "json")
    [document] = json.loads(done.stdout)["documents"]
    assert done.returncode == 0
    assert (document["title"], document["number"]) == (
        "澜湾区公共数据授权运营实施细则（试行）",
        "澜湾政办规〔2025〕2号",
    )
    assert (document["issuer"], document["date"]) == ("澜湾区人民政府办公室", "2025-04-22")
    [note] = document["notes"]
    assert (note["kind"], note["unreadable"]) == ("attachment", False)
    text = run("extract", samples / "lanwan-district.html").stdout
    assert "网站地图" not in text
    assert "普惠金融\t经脱敏的企业纳税、社保缴纳和用水用电数据\t2025年底" in text


def test_a_folder_with_files_of_every_kind_is_searched(run: Run, samples: Path) -> None:
    done = run("classify", samples, "-f", "json")
    readers = {document["reader"] for document in json.loads(done.stdout)["documents"]}
    assert {"pdf", "docx", "html", "text", "markdown"} <= readers


@pytest.mark.parametrize("lang", ["zh_CN.UTF-8", "en_GB.UTF-8"])
def test_an_archive_that_would_fill_the_memory_is_refused(run: Run, tmp_path: Path, lang: str) -> None:
    (tmp_path / "bomb.docx").write_bytes(a_docx(b" " * (1 << 25)))
    done = run("classify", "bomb.docx", lang=lang)
    assert done.returncode == 3
    assert (
        "拒绝读取" if lang.startswith("zh") else "would unpack to far more than a document has"
    ) in done.stdout + done.stderr


def test_an_entity_in_a_docx_is_neither_expanded_nor_fetched(run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("机密内容", encoding="utf-8")
    xml = (
        f'<!DOCTYPE x [<!ENTITY s SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>推进公共数据共享。&s;</w:t></w:r></w:p></w:body></w:document>"
    )
    (tmp_path / "plan.docx").write_bytes(a_docx(xml.encode()))
    done = run("extract", "plan.docx")
    assert done.returncode == 3
    assert "推进公共数据共享。" in done.stdout
    assert "机密" not in done.stdout
    assert "text may be missing" in done.stderr


def test_an_encrypted_word_file_says_how_to_go_on(run: Run, tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "plan.docx").write_bytes(data)
    done = run("extract", "plan.docx")
    assert (done.returncode, done.stdout) == (3, "")
    assert "the file is encrypted" in done.stderr
    assert "save it without the password" in done.stderr


def test_a_home_page_makes_every_verdict_unknown(run: Run, tmp_path: Path) -> None:
    links = "".join(f"<li><a href='/{n}'>某地部署第{n}项重点工作</a></li>" for n in range(40))
    (tmp_path / "plan.html").write_text(f"<html><body><ul>{links}</ul></body></html>", encoding="utf-8")
    done = run("classify", "plan.html", "-f", "json")
    [document] = json.loads(done.stdout)["documents"]
    assert done.returncode == 3
    assert {c["verdict"] for t in document["coverage"] for c in t["categories"]} == {"unknown"}


@pytest.mark.skipif(find_soffice() is None, reason="needs LibreOffice: apt-get install libreoffice-writer-nogui")
def test_rtf_is_read_through_libreoffice(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.rtf").write_bytes(
        rb"{\rtf1\ansi\uc0 \u25512 \u36827 \u25968 \u25454 \u20849 \u20139 \u12290 \par}"
    )
    done = run("extract", "plan.rtf")
    assert (done.returncode, done.stdout) == (0, "推进数据共享。\n")
