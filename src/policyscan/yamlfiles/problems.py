"""The mistakes of a file, each at its place; all are told at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from policyscan.errors import PolicyscanError, nearest
from policyscan.language import Bilingual

SHOWN = 40
"""Characters of a word from the file that a message quotes."""


class Mark(Protocol):
    """A place as PyYAML gives it: line and column from 0."""

    line: int
    column: int


class Problem(Struct, frozen=True):
    """One mistake; ``line`` and ``column`` count from 1, as editors do."""

    path: str
    line: int
    column: int
    message: Bilingual

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    @property
    def place(self) -> str:
        """``path:line:column``, which terminals and editors make a link of."""
        return f"{self.path}:{self.line}:{self.column}"


class Problems:
    """The problems of one file, gathered while it is read; ``error`` is raised where there are any."""

    def __init__(self, path: str, error: type[PolicyscanError]) -> None:
        self.path = path
        self._error = error
        self._found: list[Problem] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, place: Mark | tuple[int, int] | None, zh: str, en: str) -> None:
        """Note a problem at a mark of PyYAML's, at a line and column from 1, or at the file's beginning."""
        if place is None:
            place = (1, 1)
        line, column = place if isinstance(place, tuple) else (place.line + 1, place.column + 1)
        self._found.append(Problem(self.path, line, column, Bilingual(zh, en)))

    def in_order(self) -> list[Problem]:
        """Return the problems from the top of the file to its end."""
        return sorted(self._found, key=lambda problem: (problem.line, problem.column))

    def raise_if_any(self) -> None:
        """Raise the file's error, a line a problem, where there are any."""
        if found := self.in_order():
            zh = "\n".join(f"{problem.place}: {problem.message.zh}" for problem in found)
            en = "\n".join(f"{problem.place}: {problem.message.en}" for problem in found)
            raise self._error(Bilingual(zh, en))


def shown(word: str) -> str:
    """Return a word of the file as a message quotes it: on one line, and not longer than a glance.

    >>> shown("数据" * 30)[-3:]
    '据数…'
    """
    word = " ".join(word.split())
    return word if len(word) <= SHOWN else f"{word[: SHOWN - 1]}…"


def did_you_mean(word: str, known: Sequence[str]) -> Bilingual:
    """Return the end of a message about an unknown word: the nearest known one, else all that there are."""
    if len(word) <= SHOWN and (near := nearest(word, known)):
        return Bilingual(f"；是否应为“{near}”？", f"; did you mean '{near}'?")
    if not known:
        return Bilingual("", "")
    return Bilingual(f"；可用的有：{'、'.join(known)}", f"; known are {', '.join(known)}")
