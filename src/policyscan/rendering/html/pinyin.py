"""Initials of pinyin, for the search box.

GB/T 2312-1980 orders its 3755 common characters by pinyin, so that the initial follows from the code; a character with several
readings has the one of its place there. Others have no initial and are found as they are written.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

_FIRST = {
    0xB0A1: "a", 0xB0C5: "b", 0xB2C1: "c", 0xB4EE: "d", 0xB6EA: "e", 0xB7A2: "f", 0xB8C1: "g", 0xB9FE: "h", 0xBBF7: "j", 0xBFA6: "k", 0xC0AC: "l", 0xC2E8: "m",
    0xC4C3: "n", 0xC5B6: "o", 0xC5BE: "p", 0xC6DA: "q", 0xC8BB: "r", 0xC8F6: "s", 0xCBFA: "t", 0xCDDA: "w", 0xCEF4: "x", 0xD1B9: "y", 0xD4D1: "z",
}  # fmt: skip
"""The code of the first character of each initial."""
_LAST = 0xD7F9
_CODES = list(_FIRST)


def initial_of(character: str) -> str | None:
    """Return the initial of a character's pinyin, None where the standard does not tell it.

    >>> "".join(initial_of(c) or "?" for c in "数据共享a")
    'sjgx?'
    """
    try:
        code = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return None
    return _FIRST[_CODES[bisect_right(_CODES, code) - 1]] if _CODES[0] <= code <= _LAST else None


def initials(characters: Iterable[str]) -> dict[str, str]:
    """Return the characters that have an initial, by it, in order."""
    found: dict[str, list[str]] = {}
    for character in sorted(set(characters)):
        letter = initial_of(character)
        if letter is not None:
            found.setdefault(letter, []).append(character)
    return {letter: "".join(found[letter]) for letter in sorted(found)}
