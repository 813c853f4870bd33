"""Every error that a user can mend, with its exit code.

::

    PolicyscanError          2
    ├─ WrongUse              2   options, paths, configuration
    ├─ InvalidTaxonomy       2   carries every problem of the file
    ├─ InvalidCorpus         2   likewise, of a corpus.yaml
    └─ UnreadableDocument    3   one file that could not be read
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from policyscan.language import Bilingual


class ExitCode(IntEnum):
    """What the process ends with."""

    OK = 0
    GAPS_FOUND = 1
    WRONG_USE = 2
    UNREADABLE = 3


class PolicyscanError(Exception):
    """Base of all errors that tell a user what was wrong and what to do next.

    Parameters
    ----------
    message
        What was wrong, and where.
    hint
        What to do next, where that is known.
    """

    exit_code = ExitCode.WRONG_USE

    def __init__(self, message: Bilingual, *, hint: Bilingual | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return str(self.message)

    def __reduce__(self) -> tuple[object, ...]:  # workers send errors back
        return (_rebuild, (type(self), self.message, self.hint))


def _rebuild(kind: type[PolicyscanError], message: Bilingual, hint: Bilingual | None) -> PolicyscanError:
    return kind(message, hint=hint)


class WrongUse(PolicyscanError):
    """An option, a path or a setting that makes no sense."""


class InvalidTaxonomy(PolicyscanError):
    """A taxonomy file with mistakes; the message lists every one with its line and column."""


class InvalidCorpus(PolicyscanError):
    """A corpus.yaml with mistakes; the message lists every one with its line and column."""


class UnreadableDocument(PolicyscanError):
    """A file from which no text can be had."""

    exit_code = ExitCode.UNREADABLE


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that ``word`` was probably meant to be, if one is near enough.

    >>> nearest("nmae", ["name", "terms"])
    'name'
    """
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), None)
