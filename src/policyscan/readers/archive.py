"""Archives (DOCX, OFD) and XML opened with limits: a small file must not unpack to a large one, no name leaves the archive, no
entity is expanded, nothing is fetched."""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from policyscan.errors import UnreadableDocument
from policyscan.language import Bilingual

MOST_MEMBERS = 20_000
"""An archive with more members is refused."""
MOST_OF_MEMBER = 1 << 27
"""Bytes that one member may unpack to."""
MOST_UNPACKED = 1 << 29
"""Bytes that all members may unpack to that are read."""
MOST_RATIO = 400
"""How often its packed size a member may grow to where it is large: XML of real documents grows 5 to 30 times, 1030 is the
most that deflate can do."""
_LARGE = 1 << 23
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError, EOFError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip


class Archive:
    """A ZIP archive in memory whose members are read by name.

    Limits hold for what is read: a picture that is never opened may be as large as it likes. Names are compared without
    regard to capitals, as writers of DOCX and OFD disagree with themselves about them; ``..`` ends at the root.

    Parameters
    ----------
    path
        The file's name, for messages.
    data
        The archive's bytes.

    Raises
    ------
    UnreadableDocument
        If it is damaged or has too many members.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        self._path = path
        self._unpacked = 0
        self._broken: dict[str, None] = {}
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except _BROKEN as error:
            raise self.damaged(str(error)) from None
        if len(members) > MOST_MEMBERS:
            raise self._bomb()
        self._names = {_plain(m.filename).lower(): m for m in members if not m.is_dir()}

    def __contains__(self, name: str) -> bool:
        return _plain(name).lower() in self._names

    def __iter__(self) -> Iterator[str]:
        """Give the names of all members, in lower case."""
        return iter(self._names)

    @property
    def broken(self) -> tuple[str, ...]:
        """The members asked for of which something was lost: damaged, no XML, XML that ends early or has entities."""
        return tuple(self._broken)

    def read(self, name: str) -> bytes | None:
        """Return a member's bytes; None where there is none, or it is damaged (then `broken` has it).

        Raises
        ------
        UnreadableDocument
            If it is encrypted or would unpack to more than the limits.
        """
        member = self._names.get(_plain(name).lower())
        if member is None:
            return None
        if member.flag_bits & 1:
            raise UnreadableDocument(
                Bilingual(f"{self._path}：文件已加密", f"{self._path}: the file is encrypted"),
                hint=Bilingual("先去除口令再试", "remove the password first"),
            )
        self._unpacked += member.file_size
        ratio = member.file_size / max(member.compress_size, 1)
        if (
            member.file_size > MOST_OF_MEMBER
            or self._unpacked > MOST_UNPACKED
            or (member.file_size > _LARGE and ratio > MOST_RATIO)
        ):
            raise self._bomb()
        try:
            with self._zip.open(member) as file:  # never gives more than the size that was checked
                return file.read()
        except _BROKEN:
            self._broken[_plain(name)] = None
            return None

    def xml(self, name: str) -> etree._Element | None:
        """Return the root element of a member, None where there is none or it is not XML. `broken` tells what was lost.

        Raises
        ------
        UnreadableDocument
            As `read` does.
        """
        data = self.read(name)
        if data is None:
            return None
        root, is_whole = parse_xml(data)
        if not is_whole:
            self._broken[_plain(name)] = None
        return root

    def damaged(self, reason: str) -> UnreadableDocument:
        """Return the error that says that the file is damaged."""
        return UnreadableDocument(
            Bilingual(f"{self._path}：文件已损坏（{reason}）", f"{self._path}: the file is damaged ({reason})"),
            hint=Bilingual("重新下载", "download it again"),
        )

    def _bomb(self) -> UnreadableDocument:
        return UnreadableDocument(
            Bilingual(
                f"{self._path}：解压后过大，拒绝读取",
                f"{self._path}: it would unpack to far more than a document has, and is refused",
            ),
            hint=Bilingual(
                "若确为真实文件，先用办公软件另存", "if it is a real document, save it anew in an office program"
            ),
        )


def resolve(base: str, target: str) -> str:
    """Return the member that ``target`` means, as seen from the member ``base``; it cannot leave the archive.

    >>> resolve("word/document.xml", "afchunk.mht"), resolve("a/b.xml", "/c/d.xml"), resolve("a.xml", "../../etc/passwd")
    ('word/afchunk.mht', 'c/d.xml', 'etc/passwd')
    """
    joined = target if target.startswith(("/", "\\")) else posixpath.join(posixpath.dirname(base), target)
    return _plain(joined)


def _plain(name: str) -> str:
    parts: list[str] = []
    for part in name.replace("\\", "/").split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def parse_xml(data: bytes) -> tuple[etree._Element | None, bool]:
    """Return the root of some XML, and whether all of it was read. Entities stay unexpanded and nothing is fetched.

    The root is None where it is not XML at all. What ends early or has a mistake is read up to there; a document type
    counts as a loss, as text may hide in its entities (ECMA-376 part 2 and GB/T 33190 know none).
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    if root is None:
        return None, False
    mistakes = any(entry.level >= etree.ErrorLevels.ERROR for entry in parser.error_log)
    return root, not mistakes and root.getroottree().docinfo.internalDTD is None


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; "" for what is no element (a comment, an entity)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
