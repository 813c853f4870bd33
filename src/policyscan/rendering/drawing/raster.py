"""A drawing as a PNG. resvg sets the text; it is told which fonts, since it leaves out what no font has, without a word."""

from __future__ import annotations

from pathlib import Path

from policyscan.errors import WrongUse
from policyscan.language import Bilingual, Language
from policyscan.rendering.drawing.fonts import find_fonts
from policyscan.rendering.drawing.palette import Theme
from policyscan.rendering.drawing.svg import Drawing, Element, in_language, visible


def to_png(
    drawing: Drawing,
    language: Language,
    theme: Theme = Theme.LIGHT,
    scale: float = 2.0,
    where: list[Path] | None = None,
) -> bytes:
    """Return a drawing as a PNG.

    Parameters
    ----------
    drawing, language, theme
        As for `Drawing.svg`.
    scale
        Pixels of the picture for one of the drawing.
    where
        Folders with fonts; those of the machine where left out.

    Raises
    ------
    WrongUse
        If the extra ``plot`` is not installed, or no font has one of the characters.
    """
    try:
        import resvg_py
        from fontTools import ttLib  # noqa: F401 - asked for by find_fonts
    except ImportError:
        raise WrongUse(
            Bilingual("PNG 需要附加组件 plot", "PNG needs the extra 'plot'"),
            hint=Bilingual(
                "pip install 'policyscan[plot]'；或改写 SVG：-o 图.svg",
                "pip install 'policyscan[plot]'; or write SVG: -o chart.svg",
            ),
        ) from None
    fonts = find_fonts(_characters(drawing, language), where)
    family = fonts[0].family if fonts else "sans-serif"
    picture = resvg_py.svg_to_bytes(
        svg_string=drawing.svg(language, theme, fonts=f"'{family}'"),
        skip_system_fonts=True,
        font_files=[str(font.path) for font in fonts],
        font_family=family,
        zoom=scale,
    )
    return bytes(picture)


def _characters(drawing: Drawing, language: Language) -> set[str]:
    say = in_language(language)
    found: set[str] = set()

    def collect(element: Element) -> None:
        if element.tag == "title":
            return
        for child in element.children:
            if isinstance(child, Element):
                collect(child)
            else:
                found.update(visible(say(child)[0] if isinstance(child, Bilingual) else child))

    for shape in drawing.shapes:
        collect(shape)
    return found
