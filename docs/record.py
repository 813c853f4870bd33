"""Makes the pictures in ``docs/images``: ``python docs/record.py`` (``--check`` only compares their words, without a browser).

A terminal is a picture of what commands print on a pseudo-terminal of 80 columns, as SVG; the page is a screenshot of ``classify --format
html``, for which Chromium is needed (``make setup-browser``). Every character of a terminal stands in its own cells whatever fonts the
reader has: narrow ones in runs that are fitted to their cells, Chinese ones each at its place.
"""

from __future__ import annotations

import html
import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.color import blend_rgb
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME as THEME
from rich.text import Text

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
LANGUAGES = {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}
COLUMNS = 80
SIZE, WIDE, CELL, LINE, MARGIN = 14.0, 15.4, 8.43, 18.0, 14.0
"""Pixels: of the font, of that of Chinese characters, of a cell's width, of a line, around the text."""
FONTS = (
    "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', 'SF Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', 'Noto Sans CJK SC', "
    "'PingFang SC', 'Microsoft YaHei', monospace"
)
CLASSIFY = ("policyscan classify corpora/sample/yunling-plan.pdf",)
WORKBENCH = (
    "policyscan taxonomy new elderly --from first.csv --name 适老化服务 -o first.yaml",
    "policyscan taxonomy lint first.yaml --corpus plans --ignore split-term",
    "policyscan evaluate gold-b.jsonl -t elderly.yaml --no-baselines",
    "policyscan coverage plans -t elderly.yaml",
)
TERMINALS = {"classify": CLASSIFY, "workbench": WORKBENCH}
PAGE = "policyscan classify corpora/sample/yunling-plan.pdf --format html"
WIDTH, HEIGHT = 1200, 1000
_TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")
_VISIBLE = """bottom => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const range = document.createRange(), words = node.data.trim();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (words && box.height && box.bottom <= bottom && node.parentElement.checkVisibility()) found.push(words);
  }
  return found;
}"""


@dataclass(frozen=True)
class Run:
    """Characters of one line, one style and one width: ``cells`` of them from ``column`` on."""

    text: str
    column: int
    cells: int
    style: Style


def environment(language: str, cache: Path) -> dict[str, str]:
    """Return the settings that commands run with, as the tests of the pages have them."""
    given = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLORTERM")}
    return {
        **given,
        "LC_ALL": LANGUAGES[language],
        "PYTHONUTF8": "1",
        "COLUMNS": str(COLUMNS),
        "TERM": "xterm-256color",
        "POLICYSCAN_OCR": "never",
        "XDG_CACHE_HOME": str(cache),
    }


def printed(command: str, folder: Path, variables: dict[str, str]) -> str:
    """Return what a command prints on a terminal, colours included, and what it says besides after it."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "policyscan", *shlex.split(command)[1:]],
        cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=slave, stderr=subprocess.PIPE,
    )  # fmt: skip
    os.close(slave)
    parts = []
    while True:
        try:
            part = os.read(master, 65_536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(master)
    said = process.communicate()[1].decode()
    if process.returncode not in (0, 1, 3):
        raise SystemExit(f"{command}\n{said}")
    return b"".join(parts).decode().replace("\r\n", "\n") + said


def session(commands: tuple[str, ...], language: str, cache: Path) -> Text:
    """Return a terminal in which commands were typed one after the other."""
    screen = Text()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "corpora" / "sample", folder / "plans")
        shutil.copytree(ROOT / "corpora" / "examples" / "elderly", folder, dirs_exist_ok=True)
        variables = environment(language, cache)
        for number, command in enumerate(commands):
            screen.append("\n" if number else "").append("$ ", "bold green").append(f"{command}\n", "bold")
            output = printed(command, ROOT if "corpora/" in command else folder, variables)
            screen.append_text(Text.from_ansi(output.rstrip("\n")))
            screen.append("\n")
    screen.rstrip()
    return screen


def runs_of(screen: Text) -> list[list[Run]]:
    """Return the lines of a terminal as runs; spaces are left out."""
    console = Console(width=COLUMNS, color_system="truecolor", legacy_windows=False)
    lines = []
    for segments in console.render_lines(screen, pad=False):
        column, runs = 0, []
        for segment in segments:
            # what is no ASCII may come from another font, so it is fitted apart
            for kind, group in groupby(segment.text, lambda c: (c == " ", c.isascii(), cell_len(c))):
                text = "".join(group)
                cells = cell_len(text)
                if not kind[0]:
                    runs.append(Run(text, column, cells, segment.style or Style()))
                column += cells
        lines.append(runs)
    return lines


def svg(screen: Text) -> str:
    """Return the picture of a terminal."""
    lines = runs_of(screen)
    width, height = COLUMNS * CELL + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">',
            f"<style>text{{font:{SIZE:g}px {FONTS};white-space:pre}}.b{{font-weight:bold}}.w{{font-size:{WIDE:g}px}}</style>",
            f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{THEME.background_color.hex}"/>',
            *(tag(run, number) for number, runs in enumerate(lines) for run in runs),
            "</svg>\n",
        ]
    )


def tag(run: Run, line: int) -> str:
    """Return a run as an element of SVG."""
    colour = THEME.foreground_color
    if run.style.color is not None and not run.style.color.is_default:
        colour = run.style.color.get_truecolor(THEME)
    if run.style.dim:
        colour = blend_rgb(colour, THEME.background_color, 0.35)
    is_wide = run.cells > len(run.text)
    classes = " ".join(["b"] * bool(run.style.bold) + ["w"] * is_wide)
    left = MARGIN + run.column * CELL
    if is_wide:
        places = " ".join(f"{left + (2 * CELL - WIDE) / 2 + 2 * CELL * n:g}" for n in range(len(run.text)))
        fitted = f'x="{places}"'
    else:
        fitted = f'x="{left:g}" textLength="{run.cells * CELL:g}"'
    named = f' class="{classes}"' if classes else ""
    return (
        f'<text {fitted} y="{MARGIN + line * LINE + SIZE:g}"{named} fill="{colour.hex}">'
        f"{html.escape(run.text, quote=False)}</text>"
    )


def words_of(picture: str) -> list[str]:
    """Return the words of the picture of a terminal, in their order, without spaces.

    >>> words_of('<svg><text x="1">a &lt;</text><text x="9">数</text></svg>')
    ['a <', '数']
    """
    return [html.unescape(found) for found in _TEXT.findall(picture)]


def terminals() -> Iterator[tuple[Path, str]]:
    """Yield the file of each terminal, and its picture."""
    with tempfile.TemporaryDirectory() as cache:
        for name, commands in TERMINALS.items():
            for language in LANGUAGES:
                yield IMAGES / f"{name}-{language}.svg", svg(session(commands, language, Path(cache)))


def photograph() -> None:
    """Write the screenshots of the page, each with the words that can be seen in it."""
    from PIL import Image, PngImagePlugin
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for language in LANGUAGES:
            page_file, raw = Path(name) / f"{language}.html", Path(name) / f"{language}.png"
            page_file.write_text(page_html(language), "utf-8")
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.goto(page_file.as_uri())
            second = page.locator("table.coverage caption").nth(1).bounding_box()
            assert second
            bottom = second["y"] - 8
            page.screenshot(path=raw, clip={"x": 0, "y": 0, "width": WIDTH, "height": bottom})
            words = PngImagePlugin.PngInfo()
            words.add_itxt("Words", json.dumps(page.evaluate(_VISIBLE, bottom), ensure_ascii=False), zip=True)
            with Image.open(raw) as image:
                image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(
                    IMAGES / f"page-{language}.png", optimize=True, pnginfo=words
                )
        browser.close()


def page_html(language: str) -> str:
    """Return the page that the screenshots show."""
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "policyscan", *shlex.split(PAGE)[1:]]
        variables = environment(language, Path(name))
        return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, check=True).stdout.decode()


def old_pages() -> list[str]:
    """Return the names of the screenshots that show words which the page no longer has, or has in another order."""
    from lxml import html as pages
    from PIL import Image

    old = []
    for language in LANGUAGES:
        path = IMAGES / f"page-{language}.png"
        with Image.open(path) as image:
            image.load()
            shown = json.loads(image.info["Words"])
        rest = (text.strip() for text in pages.fromstring(page_html(language)).itertext())
        if not all(words in rest for words in shown):
            old.append(path.name)
    return old


def main() -> int:
    """Make or compare the pictures; return 1 if one differs in a comparison."""
    if "--check" not in sys.argv:
        IMAGES.mkdir(exist_ok=True)
        for path, picture in terminals():
            path.write_text(picture, "utf-8")
        photograph()
        return 0
    code = 0
    stale = [path.name for path, picture in terminals() if words_of(path.read_text("utf-8")) != words_of(picture)]
    for name in [*stale, *old_pages()]:
        print(f"{name} is stale: run python docs/record.py")
        code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
