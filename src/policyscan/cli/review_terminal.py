"""The terminal view of a review: one passage a screen, a key a decision."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator

import typer
from rich.cells import cell_len
from rich.console import Console, Group
from rich.text import Text

from policyscan.errors import PolicyscanError
from policyscan.language import Language
from policyscan.model.label import Stance
from policyscan.review.items import Item
from policyscan.review.session import STANCE_KEYS, Session
from policyscan.review.words import STANCES, WORDS, visible

_ARROWS = {"\x1b[A": -1, "\x1bOA": -1, "\x1b[B": 1, "\x1bOB": 1, "\x1b[5~": -8, "\x1b[6~": 8}
_KEY = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])?|.", re.S)
_ENDS = frozenset({"x", "\x03", "\x04"})
_LEAST_LINES = 3
"""Lines of the passage that are shown however small the window is."""


class Screen:
    """What the reader sees and has chosen so far.

    Parameters
    ----------
    session
        Whose passages are asked.
    language
        Of the words on the screen.
    """

    def __init__(self, session: Session, language: Language) -> None:
        self._session, self._language = session, language
        self._scroll, self._with_definitions, self._message = 0, False, ""
        self._labels: set[str] = set()
        self._stance: Stance | None = None
        self._start()

    def press(self, keys: str) -> bool:
        """Obey what was typed, several keys at once if they came so; return whether the reader goes on."""
        for key in _KEY.findall(keys):
            if key in _ENDS:
                return False
            if key in _ARROWS:
                self._scroll = max(0, self._scroll + _ARROWS[key])
                continue
            try:
                self._obey(key.lower())
            except PolicyscanError as error:  # the disk is full: nothing was decided
                self._message = error.message.in_language(self._language)
        return True

    def draw(self, width: int, height: int) -> Group:
        """Return the screen for a window of so many columns and lines."""
        item = self._session.current
        head = Text(f"{self._word('decided')} {self._session.decided} / {self._session.total}", "bold")
        if self._session.is_blind:
            head.append(f" · {self._word('blind')}", "dim")
        head.append(f"  {self._word('saved')} {visible(str(self._session.gold.path))}", "dim")
        below = [] if item is None else self._choices(item, width)
        below.append(self._commands(item is not None))
        if self._message:
            below.append(Text(self._message, "bold red"))
        console = Console(width=width)
        taken = sum(len(part.wrap(console, width)) for part in [head, *below]) + 3
        if item is None:
            return Group(head, Text(), Text(self._word("done"), "bold"), Text(), *below)
        trail = " · ".join(
            part
            for part in (item.doc, item.place.in_language(self._language), " › ".join(item.passage.headings))
            if part
        )
        where = Text(visible(trail), "cyan")
        where.truncate(max(width, 1), overflow="ellipsis")
        lines = list(self._passage(item).wrap(console, width))
        room = max(height - taken - 1, _LEAST_LINES)
        self._scroll = min(self._scroll, max(len(lines) - room, 0))
        shown = lines[self._scroll : self._scroll + room]
        more = Text(f"↑↓ {self._scroll + len(shown)}/{len(lines)}" if len(lines) > room else "", "dim")
        return Group(head, where, *shown, more, Text(), *below)

    def _word(self, name: str) -> str:
        return WORDS[name].in_language(self._language)

    def _start(self) -> None:
        item = self._session.current
        self._scroll, self._message = 0, ""
        self._labels, self._stance = set(), None
        if item is not None:
            labels, self._stance = self._session.draft(item)
            self._labels = set(labels)

    def _obey(self, key: str) -> None:
        item = self._session.current
        if key == "u":
            self._session.undo()
            self._start()
        elif key == "?":
            self._with_definitions = not self._with_definitions
        elif item is None:
            return
        elif key in ("\r", "\n"):
            self._session.decide(item.id, self._labels, self._stance)
            self._start()
        elif key == "k":
            self._session.skip(item.id)
            self._start()
        elif key in STANCE_KEYS:
            self._stance = None if self._stance is STANCE_KEYS[key] else STANCE_KEYS[key]
        else:
            for choice in self._session.choices:
                if key == choice.key:
                    self._labels ^= {choice.category.id}

    def _passage(self, item: Item) -> Text:
        text = Text(visible(item.passage.text))
        if not self._session.is_blind:
            for span in item.marks:
                text.stylize("bold underline", span.start, span.end)
        return text

    def _choices(self, item: Item, width: int) -> list[Text]:
        lines: list[Text] = []
        for choice in self._session.choices:
            is_on = choice.category.id in self._labels
            name = choice.category.name.in_language(self._language)
            line = Text(f" {choice.key or ' '} [{'x' if is_on else ' '}] {name}", "bold green" if is_on else "")
            chance = (item.probabilities or {}).get(choice.category.id)
            if chance is not None and not self._session.is_blind:
                line.append(" " * max(2, min(width, 60) - cell_len(line.plain) - 4) + f"{chance:.2f}", "dim")
            lines.append(line)
            if self._with_definitions:
                definition = Text(f"       {choice.category.definition.in_language(self._language)}", "dim")
                definition.truncate(width, overflow="ellipsis")
                lines.append(definition)
        stances = Text(f" {self._word('stance')}: ")
        for key, stance in STANCE_KEYS.items():
            is_on = stance is self._stance
            name = STANCES[stance].in_language(self._language)
            stances.append(f"{key} ({'x' if is_on else ' '}) {name}  ", "bold green" if is_on else "")
        return [*lines, stances]

    def _commands(self, has_item: bool) -> Text:
        keys = [(self._word("enter"), "save"), ("k", "skip")] if has_item else []
        keys += [("u", "undo"), ("?", "help"), ("x", "quit")]
        line = Text(" ")
        for key, name in keys:
            line.append(key, "bold")
            line.append(f" {self._word(name)}   ")
        return line


def run(screen: Screen) -> None:
    """Show a screen and obey keys until the reader ends it."""
    console = Console(highlight=False, markup=False, emoji=False)
    with _keyboard() as read_keys, console.screen(hide_cursor=True) as window, contextlib.suppress(KeyboardInterrupt):
        going = True
        while going:
            window.update(screen.draw(console.width, console.height))
            going = screen.press(read_keys())


@contextlib.contextmanager
def _keyboard() -> Iterator[Callable[[], str]]:
    """Give a function that waits for keys. No key is lost while the screen is drawn: the terminal stays as it is set."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        yield typer.getchar
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        yield lambda: os.read(descriptor, 1024).decode(errors="ignore") or "\x04"
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
