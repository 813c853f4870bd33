"""Archives and XML from strangers."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from policyscan.errors import UnreadableDocument
from policyscan.readers import archive
from policyscan.readers.archive import Archive, parse_xml

PATH = Path("plan.docx")


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def test_members_are_found_whatever_their_capitals_and_slashes() -> None:
    opened = Archive(PATH, packed({"Doc_0\\Pages/Content.xml": b"<a/>"}))
    assert "/doc_0/pages/content.xml" in opened
    assert opened.read("Doc_0/Pages/./content.XML") == b"<a/>"
    assert list(opened) == ["doc_0/pages/content.xml"]


def test_a_member_that_is_not_there_is_none_and_not_broken() -> None:
    opened = Archive(PATH, packed({"a.xml": b"<a/>"}))
    assert opened.read("b.xml") is None
    assert opened.xml("b.xml") is None
    assert opened.broken == ()


def test_no_name_leaves_the_archive() -> None:
    opened = Archive(PATH, packed({"../../etc/passwd": b"x"}))
    assert list(opened) == ["etc/passwd"]
    assert archive.resolve("word/document.xml", "..\\..\\..\\etc\\passwd") == "etc/passwd"


def test_a_member_that_grows_a_thousandfold_is_refused_when_it_is_read() -> None:
    opened = Archive(PATH, packed({"word/document.xml": b" " * (1 << 24), "small.xml": b"<a/>"}))
    assert opened.read("small.xml") == b"<a/>"
    with pytest.raises(UnreadableDocument, match="would unpack to far more"):
        opened.read("word/document.xml")


def test_members_that_are_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1500)
    opened = Archive(PATH, packed({"a": b"a" * 1000, "b": b"b" * 1000}))
    assert opened.read("a") is not None
    with pytest.raises(UnreadableDocument, match="would unpack to far more"):
        opened.read("b")


def test_a_member_that_lies_about_its_size_gives_no_more_than_it_says() -> None:
    data = bytearray(packed({"a": b"a" * 100_000}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.find(signature) + place, 10)
    opened = Archive(PATH, bytes(data))
    assert opened.read("a") is None  # its checksum is that of the whole
    assert opened.broken == ("a",)


def test_an_archive_of_too_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    with pytest.raises(UnreadableDocument, match="would unpack to far more"):
        Archive(PATH, packed({str(n): b"" for n in range(4)}))


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04....", packed({"a": b"x" * 1000})[:60]], ids=["only its mark", "no directory"]
)
def test_an_archive_cut_short_is_damaged(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="the file is damaged"):
        Archive(PATH, data)


def test_a_damaged_member_is_broken_and_the_others_are_read() -> None:
    data = bytearray(packed({"a.xml": b"<a>" + bytes(range(256)) * 4 + b"</a>", "b.xml": b"<b/>"}))
    start = data.find(b"a.xml") + len("a.xml")
    data[start : start + 40] = b"\xff" * 40
    opened = Archive(PATH, bytes(data))
    assert opened.xml("a.xml") is None
    assert opened.xml("b.xml") is not None
    assert opened.broken == ("a.xml",)


def test_an_encrypted_member_is_named_as_such() -> None:
    data = bytearray(packed({"a": b"x"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + place] |= 1
    with pytest.raises(UnreadableDocument, match="the file is encrypted"):
        Archive(PATH, bytes(data)).read("a")


def test_entities_are_not_expanded_and_count_as_a_loss(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    root, is_whole = parse_xml(
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "是">]><a>一&x;&y;二</a>'.encode()
    )
    assert root is not None
    assert "机密" not in "".join(map(str, root.itertext()))
    assert not is_whole


def test_a_billion_laughs_do_not_fill_the_memory() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
    root, is_whole = parse_xml(f'<!DOCTYPE a [<!ENTITY l0 "哈">{levels}]><a b="&l29;">&l29;</a>'.encode())
    assert root is None or len("".join(map(str, root.itertext()))) < 1000
    assert not is_whole


def test_xml_that_ends_early_is_read_up_to_there() -> None:
    root, is_whole = parse_xml("<a><t>第一章</t><t>总".encode())
    assert root is not None
    assert root.findtext("t") == "第一章"
    assert not is_whole


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"no xml"])
def test_what_is_no_xml_has_no_root(data: bytes) -> None:
    assert parse_xml(data) == (None, False)


def test_whole_xml_is_whole() -> None:
    root, is_whole = parse_xml('<?xml version="1.0" encoding="GB18030"?><a>一<!-- 注 -->二</a>'.encode("gb18030"))
    assert root is not None
    assert (root.text, is_whole) == ("一二", True)
