"""OFD files of other tools' test suites: nothing of their text is lost. What they hold is found here without the reader."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from policyscan.cleaning.normalise import normalise_text
from policyscan.pipeline import extract
from policyscan.readers import read_document


def name_of(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


class Plain:
    """The parts of an OFD file, found with the standard library only."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        self._names = {name.lower().lstrip("/"): name for name in self._zip.namelist()}

    def part(self, base: str, place: str | None) -> tuple[str, ET.Element | None]:
        place = (place or "").strip()
        for candidate in (posixpath.join("/", posixpath.dirname(base), place), posixpath.join("/", place)):
            name = posixpath.normpath(candidate).lstrip("/").lower()
            if name in self._names:
                return name, ET.fromstring(self._zip.read(self._names[name]))
        return "", None

    def characters(self) -> Counter[str]:
        """Count the characters of the text of all pages with their templates and composite objects."""
        found: Counter[str] = Counter()
        _, root = self.part("", "OFD.xml")
        assert root is not None
        for place in (e.text for e in root.iter() if name_of(e) == "DocRoot"):
            base, document = self.part("", place)
            assert document is not None
            templates = {e.get("ID"): e.get("BaseLoc") for e in document.iter() if name_of(e) == "TemplatePage"}
            places = [e.text for e in document.iter() if name_of(e) in ("PublicRes", "DocumentRes")]
            resources = [part for place in places if (part := self.part(base, place)[1]) is not None]
            units = {e.get("ID"): e for r in resources for e in r.iter() if name_of(e) == "CompositeGraphicUnit"}
            for page in (e for e in document.iter() if name_of(e) == "Page" and e.get("BaseLoc")):
                content = self.part(base, page.get("BaseLoc"))[1]
                parts = [content] if content is not None else []
                parts += [
                    part
                    for e in (content.iter() if content is not None else ())
                    if name_of(e) == "Template"
                    and (part := self.part(base, templates.get(e.get("TemplateID")))[1]) is not None
                ]
                parts += [
                    units[e.get("ResourceID")] for p in parts for e in p.iter() if name_of(e) == "CompositeObject"
                ]
                for part in parts:
                    for code in (e for e in part.iter() if name_of(e) == "TextCode"):
                        found.update(re.sub(r"\s", "", code.text or ""))
        return found


def files(documents: Path) -> list[Path]:
    found = sorted((documents / "ofd").glob("*.ofd"))
    assert len(found) >= 40
    return [path for path in found if zipfile.is_zipfile(path)]


def has_han(characters: Counter[str]) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in characters)


def test_no_character_of_any_file_is_lost_or_made_up(documents: Path) -> None:
    whole = 0
    for path in files(documents):
        expected = Plain(path).characters()
        blocks = read_document(path).blocks
        # A merged cell is read again in each of its rows; for the count it is taken once, by its place.
        fragments = {(f.page, f.box, f.raw) for block in blocks for f in block.fragments}
        found = Counter("".join(re.sub(r"\s", "", raw) for _, _, raw in fragments))
        assert expected - Counter(re.sub(r"\s", "", "".join(b.text for b in blocks))) == Counter(), path.name
        assert found - expected == Counter(), path.name
        whole += has_han(expected)
    assert whole >= 33


def test_cleaning_loses_nothing_either(documents: Path) -> None:
    for path in files(documents):
        before, after = read_document(path), extract(path)
        clean = [Counter(re.sub(r"\s", "", normalise_text(b.text.replace("\t", "  ")))) for b in before.blocks]
        expected = sum((c for c in clean), Counter[str]())
        found = Counter(re.sub(r"\s", "", "".join(b.text for b in after.blocks)))
        assert sum((expected - found).values()) <= 0.002 * sum(expected.values()), path.name


def test_a_notice_of_a_province_is_read_in_order_with_its_table_over_three_pages(documents: Path) -> None:
    document = extract(documents / "ofd" / "ofd__test4.ofd")
    text = document.text
    places = [text.index(mark) for mark in ("各市、县（区）人民政府", "一、压紧", "二、强化", "六、努力", "附件：1.")]
    assert places == sorted(places)
    rows = [block for block in document.running if block.cells]
    assert len({row.table for row in rows}) == 2
    assert {len(row.cells) for row in rows[:11]} == {3}
    assert [row.cells[0] for row in rows[3:6]] == ["二、属地管理责任"] * 3


def test_what_is_no_archive_is_read_as_what_it_is(documents: Path) -> None:
    others = [path for path in sorted((documents / "ofd").glob("*.ofd")) if not zipfile.is_zipfile(path)]
    assert [read_document(path).reader for path in others] == ["text"]


@pytest.mark.parametrize("name", ["ofd.js__h.ofd", "easyofd-rust__ofdrw_V4RideRight.ofd"])
def test_pages_that_only_draw_are_no_text(documents: Path, name: str) -> None:
    assert read_document(documents / "ofd" / name).text == ""
