"""Chinese and English: the two languages in which everything for people is said."""

from __future__ import annotations

import os
from contextvars import ContextVar
from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """A language of the output."""

    ZH = "zh"
    EN = "en"


class Bilingual(NamedTuple):
    """One text for people, in both languages."""

    zh: str
    en: str

    def in_language(self, language: Language | None = None) -> str:
        """Return the text in ``language``, or in the language now spoken."""
        return self.zh if (language or spoken.get()) is Language.ZH else self.en

    def __str__(self) -> str:
        return self.in_language()


def language_of_locale() -> Language:
    """Return Chinese where the locale is Chinese, English elsewhere.

    The variables are asked in the order that POSIX gives them: ``LC_ALL``, ``LC_MESSAGES``, ``LANG``.
    """
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return Language.ZH if value.lower().startswith("zh") else Language.EN
    return Language.EN


spoken: ContextVar[Language] = ContextVar("spoken", default=Language.EN)
"""The language now spoken; only ``cli`` sets it."""
