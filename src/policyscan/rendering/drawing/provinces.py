"""The 31 provinces as equal squares: a table that is laid out like a map, and no map. No border is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from policyscan.language import Bilingual
from policyscan.model.report import Verdict
from policyscan.model.taxonomy import Taxonomy
from policyscan.rendering.drawing.marks import legend, verdict_legend
from policyscan.rendering.drawing.palette import SHADES, Ink, on
from policyscan.rendering.drawing.subjects import Subject, best, columns_of
from policyscan.rendering.drawing.svg import Drawing, Element, fit, rect, text, title, width_of
from policyscan.rendering.words import SIGNS, VERDICTS

_LAYOUT = """
.  .  .  .  .  .  黑
.  .  .  蒙 京 辽 吉
新 甘 宁 晋 冀 津 .
.  青 陕 豫 鲁 苏 沪
藏 川 渝 鄂 皖 浙 .
.  云 黔 湘 赣 闽 .
.  .  桂 粤 .  .  .
.  .  .  琼 .  .  .
"""
_NAMES = {
    "京": ("北京市", "Beijing"), "津": ("天津市", "Tianjin"), "冀": ("河北省", "Hebei"), "晋": ("山西省", "Shanxi"),
    "蒙": ("内蒙古自治区", "Inner Mongolia"), "辽": ("辽宁省", "Liaoning"), "吉": ("吉林省", "Jilin"),
    "黑": ("黑龙江省", "Heilongjiang"), "沪": ("上海市", "Shanghai"), "苏": ("江苏省", "Jiangsu"), "浙": ("浙江省", "Zhejiang"),
    "皖": ("安徽省", "Anhui"), "闽": ("福建省", "Fujian"), "赣": ("江西省", "Jiangxi"), "鲁": ("山东省", "Shandong"),
    "豫": ("河南省", "Henan"), "鄂": ("湖北省", "Hubei"), "湘": ("湖南省", "Hunan"), "粤": ("广东省", "Guangdong"),
    "桂": ("广西壮族自治区", "Guangxi"), "琼": ("海南省", "Hainan"), "渝": ("重庆市", "Chongqing"), "川": ("四川省", "Sichuan"),
    "黔": ("贵州省", "Guizhou"), "云": ("云南省", "Yunnan"), "藏": ("西藏自治区", "Xizang"), "陕": ("陕西省", "Shaanxi"),
    "甘": ("甘肃省", "Gansu"), "青": ("青海省", "Qinghai"), "宁": ("宁夏回族自治区", "Ningxia"), "新": ("新疆维吾尔自治区", "Xinjiang"),
}  # fmt: skip
_TILE, _SEAM, _MARGIN = 64, 4, 24


class Province(Struct, frozen=True):
    """A province with its place in the grid: column and row, from 0."""

    name: Bilingual
    short: Bilingual
    column: int
    row: int


def _provinces() -> tuple[Province, ...]:
    found = []
    for y, signs in enumerate(_LAYOUT.split("\n")[1:-1]):
        for x, sign in enumerate(signs.split()):
            if sign != ".":
                zh, en = _NAMES[sign]
                short = zh.removesuffix("省").removesuffix("市")
                short = next((s for s in ("内蒙古", "广西", "西藏", "宁夏", "新疆") if zh.startswith(s)), short)
                found.append(Province(Bilingual(zh, en), Bilingual(short, en), x, y))
    return tuple(found)


PROVINCES = _provinces()
COLUMNS = 1 + max(province.column for province in PROVINCES)
ROWS = 1 + max(province.row for province in PROVINCES)


class Tile(Struct, frozen=True):
    """What a square says: its ground, a line below the name, and all of it in words."""

    ground: Ink | None
    words: str
    said: Bilingual


def tile_of(subjects: Sequence[Subject], taxonomies: Sequence[Taxonomy], category: str | None = None) -> Tile:
    """Return the square of the documents of a province.

    Without ``category`` it tells how many categories some document covers or treats thinly; with it, the best verdict.
    ``ground`` is None where there is no document: that is neither a gap nor unknown.
    """
    if not subjects:
        return Tile(None, "", Bilingual("没有文件", "no document"))
    size = Bilingual(f"{len(subjects)} 份文件", f"{len(subjects)} document" + ("s" if len(subjects) > 1 else ""))
    verdicts = [
        best([subject.verdict(taxonomy.id, column.id) for subject in subjects])
        for taxonomy, column in columns_of(taxonomies)
        if category in (None, column.id)
    ]
    if category is not None:
        verdict = verdicts[0]
        grounds = {
            Verdict.COVERED: Ink.SHADE_4,
            Verdict.THIN: Ink.SHADE_1,
            Verdict.GAP: Ink.GAP,
            Verdict.UNKNOWN: Ink.UNKNOWN,
        }
        word = VERDICTS[verdict]
        return Tile(grounds[verdict], SIGNS[verdict], Bilingual(f"{word.zh}，{size.zh}", f"{word.en}, {size.en}"))
    found = sum(v in (Verdict.COVERED, Verdict.THIN) for v in verdicts)
    if not found and Verdict.UNKNOWN in verdicts:
        return Tile(Ink.UNKNOWN, "?", Bilingual(f"未知，{size.zh}", f"unknown, {size.en}"))
    ground = SHADES[min(4, int(found / len(verdicts) * 5))] if found else Ink.GAP
    said = Bilingual(
        f"{len(verdicts)} 类中涉及 {found} 类，{size.zh}", f"{found} of {len(verdicts)} categories treated, {size.en}"
    )
    more = "?" if Verdict.UNKNOWN in verdicts else ""
    return Tile(ground, f"{found}/{len(verdicts)}{more}", said)


def in_province(subjects: Sequence[Subject], province: Province) -> list[Subject]:
    """Return the documents of a province and its cities."""
    return [s for s in subjects if province.name.zh in (s.province, s.place)]


def elsewhere(subjects: Sequence[Subject]) -> list[Subject]:
    """Return the documents of none of the 31 provinces: of the state, or of places that the gazetteer does not know."""
    names = {province.name.zh for province in PROVINCES}
    return [s for s in subjects if not names & {s.province, s.place}]


def draw_provinces(subjects: Sequence[Subject], taxonomies: Sequence[Taxonomy], category: str | None = None) -> Drawing:
    """Return the tile grid; documents of other places stand below it by name."""
    named = next((c.short for _, c in columns_of(taxonomies) if c.id == category), None)
    name = (
        Bilingual(f"各省：{named.zh}", f"Provinces: {named.en}")
        if named
        else Bilingual("各省：涉及的类别数", "Provinces: how many categories are treated")
    )
    step = _TILE + _SEAM
    width, top = 2 * _MARGIN + COLUMNS * step + 120, 56
    shapes: list[Element] = [text(_MARGIN, 34, name, size=18, bold=True)]
    said = []
    for province in PROVINCES:
        tile = tile_of(in_province(subjects, province), taxonomies, category)
        x, y = _MARGIN + province.column * step, top + province.row * step
        tip = Bilingual(f"{province.name.zh}：{tile.said.zh}", f"{province.name.en}: {tile.said.en}")
        shapes += _square(x, y, tile, province.short, tip)
        if tile.ground is not None:
            said.append(tip)
    y = top + ROWS * step + 12
    others = elsewhere(subjects)
    if others:
        shapes.append(
            text(
                _MARGIN,
                y + 12,
                Bilingual("不在 31 个省级地区之内：", "Of none of the 31 provinces:"),
                size=12,
                ink=Ink.MUTED,
            )
        )
        y += 22
        for subject in others:
            tile = tile_of([subject], taxonomies, category)
            ground = tile.ground or Ink.TRACK
            shapes.append(rect(_MARGIN, y, 44, 20, ground, edge=Ink.GAP_EDGE if ground is Ink.GAP else None))
            shapes.append(text(_MARGIN + 22, y + 14.5, tile.words, size=12, ink=on(ground), anchor="middle"))
            shapes.append(text(_MARGIN + 54, y + 14.5, fit(subject.name, width - 2 * _MARGIN - 54, 13)))
            y += 26
        y += 6
    entries, height = verdict_legend(_MARGIN, y, width) if named else _scale(y, width)
    blank = legend([(Ink.TRACK, Bilingual("没有文件", "no document"))], _MARGIN, y + height, width)
    empty = Bilingual("没有一份文件属于这 31 个省级地区", "no document is of one of the 31 provinces")
    description = Bilingual("；".join(s.zh for s in said), "; ".join(s.en for s in said)) if said else empty
    return Drawing(width, y + height + blank[1] + 12, name, description, (*shapes, *entries, *blank[0]))


def _scale(y: float, width: float) -> tuple[list[Element], float]:
    words = ["< 20%", "≥ 20%", "≥ 40%", "≥ 60%", "≥ 80%"]
    entries: list[tuple[Ink | Verdict, Bilingual]] = [
        (ink, Bilingual(w, w)) for ink, w in zip(SHADES, words, strict=True)
    ]
    return legend(
        [*entries, (Verdict.GAP, VERDICTS[Verdict.GAP]), (Verdict.UNKNOWN, VERDICTS[Verdict.UNKNOWN])],
        _MARGIN,
        y,
        width - 2 * _MARGIN,
    )


def _size(name: Bilingual) -> float:
    """Return the font size at which a name fits its square: one that is cut short could be another province."""
    return min(12.0, (_TILE - 8) / max(width_of(name.zh, 1), width_of(name.en, 1)))


def _square(x: float, y: float, tile: Tile, name: Bilingual, tip: Bilingual) -> list[Element]:
    middle = x + _TILE / 2
    if tile.ground is None:
        return [
            rect(x, y, _TILE, _TILE, Ink.TRACK, title(tip)),
            text(middle, y + 26, name, size=_size(name), ink=Ink.MUTED, anchor="middle"),
        ]
    edge = Ink.GAP_EDGE if tile.ground is Ink.GAP else None
    inset = 0.5 if edge else 0
    parts = [rect(x + inset, y + inset, _TILE - 2 * inset, _TILE - 2 * inset, tile.ground, title(tip), edge=edge)]
    if tile.ground is Ink.UNKNOWN:
        parts.append(rect(x + 6, y + 12, _TILE - 12, 42, Ink.HATCH_PAPER))
    ink = on(tile.ground)
    parts.append(text(middle, y + 26, name, size=_size(name), ink=ink, anchor="middle"))
    parts.append(text(middle, y + 46, tile.words, size=14, ink=ink, anchor="middle", bold=True))
    return parts
