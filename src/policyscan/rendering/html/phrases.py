"""What the page says, kept once in both languages, so that a switch can change it without another file."""

from __future__ import annotations

from markupsafe import Markup, escape

from policyscan.language import Bilingual, Language
from policyscan.rendering.drawing.svg import Element, visible, write


class Phrases:
    """The texts of a page, numbered as they come up.

    Without script the page speaks ``language``; with it, elements with ``data-t`` (the number of their text) and ``data-a``
    (attributes with theirs) are said again in the other one.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._numbers: dict[Bilingual, int] = {}

    @property
    def pairs(self) -> list[Bilingual]:
        """All texts, by number."""
        return list(self._numbers)

    def number(self, words: Bilingual) -> int:
        """Return a text's number."""
        return self._numbers.setdefault(Bilingual(visible(words.zh), visible(words.en)), len(self._numbers))

    def say(self, words: Bilingual | str, tag: str = "span") -> Markup:
        """Return a text as an element that can change its language; one that is the same in both is just text."""
        if isinstance(words, str) and not isinstance(words, Bilingual):
            return escape(visible(words))
        shown = escape(visible(words.in_language(self.language)))
        if words.zh == words.en:
            return shown
        return Markup("<{0} data-t={1}>{2}</{0}>").format(Markup(tag), self.number(words), shown)

    def plain(self, words: Bilingual | str) -> str:
        """Return a text as it stands first, without an element of its own."""
        return visible(words.in_language(self.language) if isinstance(words, Bilingual) else words)

    def mark(self, words: Bilingual) -> Markup:
        """Return the attribute that lets the element that holds a text, and nothing else, change its language."""
        return Markup("") if words.zh == words.en else Markup(" data-t={}").format(self.number(words))

    def attributes(self, **words: Bilingual) -> Markup:
        """Return attributes (``aria_label`` for ``aria-label``) that can change their language."""
        parts, numbers = [], []
        for name, text in words.items():
            html_name = name.replace("_", "-").strip("-")
            parts.append(Markup('{}="{}"').format(Markup(html_name), visible(text.in_language(self.language))))
            if text.zh != text.en:
                numbers.append(f"{html_name}:{self.number(text)}")
        changing = Markup(' data-a="{}"').format(" ".join(numbers)) if numbers else Markup("")
        return Markup(" ").join(parts) + changing

    def draw(self, element: Element) -> Markup:
        """Return shapes as markup: classes for colours, texts that can change their language."""
        return Markup(write(element, self._in_shapes, None))

    def _in_shapes(self, words: Bilingual) -> tuple[str, str]:
        shown = words.in_language(self.language)
        return shown, "" if words.zh == words.en else f' data-t="{self.number(words)}"'
