"""The measures of a page's body: type size and left and right edge of the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from policyscan.model.document import Block, BlockKind

_TEXT = (BlockKind.LINE, BlockKind.BOX)


def body_size(blocks: Iterable[Block]) -> float:
    """Return the type size in points in which most of the text is set; 0 where no sizes are known."""
    sizes: Counter[float] = Counter()
    for block in blocks:
        if block.size and block.kind in _TEXT:
            sizes[round(block.size * 2) / 2] += len(block.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


class Measures(Struct, frozen=True):
    """Left and right edge of a column of text, in points."""

    left: float
    right: float

    @property
    def centre(self) -> float:
        """The middle between the edges."""
        return (self.left + self.right) / 2


def measures(lines: Sequence[Block], fallback: Measures | None = None) -> Measures | None:
    """Return the edges of a column: the outermost places at which several of its lines begin and end.

    ``fallback`` is taken for an edge that too few lines show.
    """
    boxes = [line.box for line in lines if line.box is not None]
    if not boxes:
        return fallback
    need = max(2, len(boxes) // 8)
    lefts = sorted(box.left for box in boxes)
    rights = sorted((box.right for box in boxes), reverse=True)
    left = next((x for i, x in enumerate(lefts) if _near(lefts, i, need)), None)
    right = next((x for i, x in enumerate(rights) if _near(rights, i, need)), None)
    if fallback is not None:
        left = fallback.left if left is None or left - fallback.left > 12 else left
        right = fallback.right if right is None or fallback.right - right > 12 else right
    return Measures(lefts[0] if left is None else left, rights[0] if right is None else right)


def _near(edges: Sequence[float], index: int, need: int) -> bool:
    return index + need - 1 < len(edges) and abs(edges[index + need - 1] - edges[index]) <= 4


def measures_by_page(lines: Iterable[Block]) -> dict[tuple[int, int], Measures]:
    """Return the measures of each column: keys are page and column (0 for a page of one column, 1 and 2 for two).

    A page with few lines borrows from the pages of its side (odd or even), then from the document.
    """
    columns: dict[tuple[int, int], list[Block]] = defaultdict(list)
    for line, column in zip_columns(list(lines)):
        columns[(line.page, column)].append(line)
    whole: dict[tuple[int, int], Measures | None] = {}
    for parity in (0, 1):
        for column in (0, 1, 2):
            members = [b for (p, c), bs in columns.items() if p % 2 == parity and c == column for b in bs]
            whole[(parity, column)] = measures(members) if len(members) >= 8 else None
    found = {}
    for (page, column), members in columns.items():
        edges = measures(members, whole[(page % 2, column)])
        if edges is not None:
            found[(page, column)] = edges
    return found


def zip_columns(lines: Sequence[Block]) -> list[tuple[Block, int]]:
    """Return each line with its column: 0 where the page has one, 1 or 2 where it has two."""
    by_page: dict[int, list[Block]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    split = {page: _gutter(members) for page, members in by_page.items()}
    return [(line, _column(line, split[line.page])) for line in lines]


def _column(line: Block, gutter: float | None) -> int:
    if gutter is None or line.box is None:
        return 0
    if line.box.right <= gutter + 2:
        return 1
    return 2 if line.box.left >= gutter - 2 else 0


def has_columns(lines: Sequence[Block]) -> bool:
    """Whether the lines of a page stand in two columns."""
    return _gutter(lines) is not None


def _gutter(lines: Sequence[Block]) -> float | None:
    """Return where the white strip between two columns is; None where there is one column."""
    boxes = [line.box for line in lines if line.box is not None]
    if len(boxes) < 12:
        return None
    left, right = min(b.left for b in boxes), max(b.right for b in boxes)
    middle = (left + right) / 2
    before = [b for b in boxes if b.right <= middle + 6]
    after = [b for b in boxes if b.left >= middle - 6]
    across = len(boxes) - len(before) - len(after)
    both_full = min(_widest(before), _widest(after)) > 0.35 * (right - left)
    if min(len(before), len(after)) < 0.25 * len(boxes) or across > 0.3 * len(boxes) or not both_full:
        return None
    return (max(b.right for b in before) + min(b.left for b in after)) / 2


def _widest(boxes: Sequence[object]) -> float:
    return max((b.right - b.left for b in boxes), default=0.0)  # type: ignore[attr-defined]
