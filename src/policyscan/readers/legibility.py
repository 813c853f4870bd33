"""Is this text, or does it only look like text? Garbled pages must end as unknown, never as a gap."""

from __future__ import annotations

import re
from functools import cache

from policyscan.language import Bilingual
from policyscan.model.chinese import HAN
from policyscan.model.document import Note, NoteKind

_CID = re.compile(r"\(cid:\d+\)")
_BROKEN = re.compile(r"[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_FOREIGN = re.compile(
    "[\u0300-\u036f\u04d0-\u10ff\u1200-\u1dff\u2c00-\u2dff\ua000-\uabff\ufb1d-\ufdff\ufe70-\ufefc\u202a-\u202e]"
)
"""Scripts from Armenian to Ethiopic, Yi and Arabic forms: what Chinese turns into under a wrong map, and no Chinese text holds."""
_MANY = 0.1
"""The share of such characters from which a page is not what it should be."""
_MIN_HAN = 25
_MIN_COMMON = 0.70
"""Below this share of level-1 characters of GB 2312 a page is not Chinese prose. Real policies have 0.97 to 1.00,
traditional Chinese 0.60 to 0.75 (so those characters count as common too), fonts with a wrong map under 0.30."""


_LEVEL_1 = bytes(range(0xB0, 0xD8))
"""The rows of GB 2312 that hold its 3,755 everyday characters."""


@cache
def _common() -> frozenset[str]:
    """Return the everyday characters of GB 2312, and the 5,401 of Big5 level 1."""
    simplified = bytes(byte for row in _LEVEL_1 for cell in range(0xA1, 0xFF) for byte in (row, cell))
    cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = bytes(byte for row in range(0xA4, 0xC7) for cell in cells for byte in (row, cell))
    # Decoded in one go: character by character this took a tenth of the time that reading a report takes.
    text = simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore")
    return frozenset("".join(HAN.findall(text)))


def share_of_common_han(text: str, at_least: int = _MIN_HAN) -> float | None:
    """Return the share of everyday characters among the Han characters of a text; None for fewer than ``at_least``."""
    han = "".join(HAN.findall(text))
    return sum(map(_common().__contains__, han)) / len(han) if len(han) >= at_least else None


def _is_simplified_prose(text: str) -> bool:
    """Whether the everyday characters of GB 2312 alone make a text Chinese prose; told at a twentieth of the cost."""
    han = "".join(HAN.findall(text))
    rows = han.encode("gb2312", "ignore")[::2]
    return len(rows) - len(rows.translate(None, _LEVEL_1)) >= _MIN_COMMON * len(han)


def note_on_text(text: str, page: int | None) -> Note | None:
    """Return a note if a page's text is garbled: ``(cid:12)``, private-use glyphs, other scripts, improbable Han characters."""
    size = len("".join(text.split()))
    if not size:
        return None
    broken = len(_BROKEN.findall(text)) + 8 * len(_CID.findall(text))
    if broken > _MANY * size and broken >= 10:
        return Note(
            NoteKind.GARBLED,
            Bilingual(
                f"字体缺少编码映射，{broken} 个字符无法辨认",
                f"fonts without a character map: {broken} characters cannot be told",
            ),
            page,
        )
    foreign = len(_FOREIGN.findall(text))
    if foreign > _MANY * size and foreign >= 10:
        return Note(
            NoteKind.GARBLED,
            Bilingual(
                f"{foreign / size:.0%} 的字符属于中文里没有的文字，可能是乱码，或不是中文",
                f"{foreign / size:.0%} of the characters are of scripts that Chinese does not use: garbled, or another language",
            ),
            page,
        )
    share = None if _is_simplified_prose(text) else share_of_common_han(text)
    if share is not None and share < _MIN_COMMON:
        return Note(
            NoteKind.GARBLED,
            Bilingual(
                f"文字层是乱码（常用字仅占 {share:.0%}）",
                f"the text layer is garbled (only {share:.0%} everyday characters)",
            ),
            page,
        )
    return None
