"""The fonts of this machine that have Chinese characters."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from policyscan.errors import WrongUse
from policyscan.language import Bilingual

_KNOWN = (
    "NotoSansCJK-Regular", "NotoSansCJKsc-Regular", "NotoSansSC-Regular", "NotoSansSC", "SourceHanSansSC-Regular", "SourceHanSansCN-Regular",
    "SourceHanSans-Regular", "PingFang", "Hiragino Sans GB", "STHeiti Light", "msyh", "NotoSerifCJK-Regular", "wqy-microhei", "wqy-zenhei",
    "DroidSansFallbackFull", "DroidSansFallback", "simhei", "simsun", "STSong", "Songti", "uming", "ukai", "HanaMinA", "HanaMinB", "Arial Unicode",
)  # fmt: skip
"""File names, the one that suits a chart best first. Others are taken too, when these do not have a character."""
_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
_BOLD = (
    "NotoSansCJK-Bold",
    "NotoSansCJKsc-Bold",
    "NotoSansSC-Bold",
    "SourceHanSansSC-Bold",
    "msyhbd",
    "STHeiti Medium",
)


class Font(Struct, frozen=True):
    """A font file, and the family by which it is asked for."""

    path: Path
    family: str
    characters: frozenset[int]


def folders() -> list[Path]:
    """Return where fonts are on this machine: fontconfig's usual folders, those of macOS and Windows."""
    home = Path.home()
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    if sys.platform == "win32":
        return [
            Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
            Path(os.environ.get("LOCALAPPDATA", str(home))) / "Microsoft/Windows/Fonts",
        ]
    data = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    shared = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    return [Path(data) / "fonts", home / ".fonts", *(Path(folder) / "fonts" for folder in shared if folder)]


def find_fonts(characters: set[str], where: list[Path] | None = None) -> list[Font]:
    """Return fonts that between them have all the characters, the main one first, and bold faces that go with it.

    Raises
    ------
    WrongUse
        If this machine's fonts lack one: a picture with empty boxes for characters is worse than none.
    """
    missing = {ord(c) for c in characters if not c.isspace()}
    found: list[Font] = []
    for path in _candidates(where if where is not None else folders()):
        font = _read(path, missing)
        if font is not None and font.characters:
            found.append(font)
            missing -= font.characters
        if not missing:
            bold = _bold_of(found[0].path) if found else None
            return [*found, *([bold] if bold else [])]
    some = "".join(chr(code) for code in sorted(missing, reverse=True)[:8])
    listed = ", ".join(f"U+{code:04X}" for code in sorted(missing, reverse=True)[:8])
    raise WrongUse(
        Bilingual(
            f"这台机器的字体缺少字符：{some}（{listed}）",
            f"no font of this machine has the characters {some} ({listed})",
        ),
        hint=Bilingual(
            "安装中文字体，例如 apt-get install fonts-noto-cjk；或改写 SVG：-o 图.svg",
            "install a Chinese font, for example: apt-get install fonts-noto-cjk; or write SVG: -o chart.svg",
        ),
    )


def _candidates(where: list[Path]) -> Iterator[Path]:
    files = [p for folder in where if folder.is_dir() for p in folder.rglob("*") if p.suffix.lower() in _SUFFIXES]
    ranks = {name.lower(): rank for rank, name in enumerate(_KNOWN)}
    files = [p for p in files if p.stem not in _BOLD]
    return iter(sorted(files, key=lambda p: (ranks.get(p.stem.lower(), len(ranks)), str(p))))


def _bold_of(regular: Path) -> Font | None:
    for path in sorted(regular.parent.iterdir()):
        if path.stem in _BOLD and path.stem.split("-")[0].lower() == regular.stem.split("-")[0].lower():
            return _read(path, set())
    return None


def _read(path: Path, wanted: set[int]) -> Font | None:
    """Return a font with those of the wanted characters that it has; None where the file is no font that can be read."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        collection = path.suffix.lower() in (".ttc", ".otc")
        with TTCollection(path, lazy=True) if collection else TTFont(path, lazy=True) as opened:
            faces = opened.fonts if collection else [opened]
            face = next((f for f in faces if " SC" in (f["name"].getDebugName(1) or "")), faces[0])
            family = face["name"].getDebugName(1) or path.stem
            return Font(path, family, frozenset(wanted & face.getBestCmap().keys()))
    except (TTLibError, OSError, KeyError, AttributeError, AssertionError):
        return None
