"""Pages and picture files → pictures for the OCR engine, without the red of seals."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from policyscan.errors import UnreadableDocument
from policyscan.language import Bilingual

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

DPI = 150
"""At which pages are drawn: type of 10 points is then 21 pixels high; the engine scales lines to 48."""
MOST_PIXELS = 2000
"""Of the longer side: the engine makes larger pictures smaller."""
_A4_LENGTH = 842.0
"""In points. How large the paper was, a picture does not tell reliably."""
_MOST_FRAMES = 2000

Draw = Callable[[int], "tuple[Picture, float] | None"]
"""A page's number, from 1 → its picture (blue, green, red), and pixels a point; None where it cannot be drawn."""


@contextmanager
def pdf_pages(data: bytes) -> Iterator[Draw]:
    """Draw pages of a PDF."""
    import pypdfium2 as pdfium

    pdf = pdfium.PdfDocument(data)

    def draw(number: int) -> tuple[Picture, float] | None:
        try:
            page = pdf[number - 1]
        except pdfium.PdfiumError:
            return None
        try:
            longest = max(page.get_width(), page.get_height(), 1.0)
            scale = min(DPI / 72, MOST_PIXELS / longest)
            bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=False)
            picture: Picture = bitmap.to_numpy()[:, :, :3].copy()
            bitmap.close()
            return picture, scale
        except pdfium.PdfiumError:
            return None
        finally:
            page.close()

    try:
        yield draw
    finally:
        pdf.close()


@contextmanager
def picture_frames(path: Path, data: bytes) -> Iterator[tuple[int, Draw]]:
    """Draw the frames of a picture file; yield their number too.

    Raises
    ------
    UnreadableDocument
        If it is damaged, or so large that it must be a bomb.
    """
    import numpy as np
    from PIL import Image, ImageOps

    def draw(number: int) -> tuple[Picture, float]:
        with _told_as_damaged(path):
            picture.seek(number - 1)
            upright = ImageOps.exif_transpose(picture) or picture
            if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
                paper = Image.new("RGBA", upright.size, "white")
                upright = Image.alpha_composite(paper, upright.convert("RGBA"))
            shown = upright.convert("RGB")
            shown.thumbnail((MOST_PIXELS, MOST_PIXELS))
            return np.ascontiguousarray(np.asarray(shown)[:, :, ::-1]), max(shown.size) / _A4_LENGTH

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with _told_as_damaged(path):
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "GIF", "BMP"))
            count = min(getattr(picture, "n_frames", 1), _MOST_FRAMES)
        with picture:
            yield count, draw


@contextmanager
def _told_as_damaged(path: Path) -> Iterator[None]:
    """Pillow raises whatever its decoders meet: SyntaxError for a broken PNG, struct.error, EOFError, errors of its own."""
    try:
        yield
    except MemoryError:
        raise  # it has a reason of its own
    except Exception:
        raise _damaged(path) from None


def _damaged(path: Path) -> UnreadableDocument:
    return UnreadableDocument(
        Bilingual(f"{path}：图片已损坏或过大", f"{path}: the picture is damaged or too large"),
        hint=Bilingual("重新扫描或另存为 PNG", "scan it again, or save it as PNG"),
    )


def without_red(picture: Picture) -> tuple[Picture, Picture | None]:
    """Return a page without what is printed in red, and what was red alone (None where nothing was).

    Red ink reflects red light, black ink none: in the red channel a seal is as white as the paper, and the characters
    under it stay. What is red and no seal, such as the letterhead 红头, is in the second picture.
    """
    import numpy as np

    blue, green, red = (picture[:, :, i].astype(np.int16) for i in range(3))
    is_red = (red > 110) & (red - green > 50) & (red - blue > 50)
    if is_red.mean() < 0.0005:
        return picture, None
    only_red = np.full_like(picture, 255)
    only_red[is_red] = 0
    return np.repeat(picture[:, :, 2:3], 3, axis=2), only_red
