"""Running headers, footers, page numbers, watermarks and what a browser prints around a page: found and set aside."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from policyscan.cleaning.layout import body_size
from policyscan.model.document import Block, BlockKind, Document

_MARGIN = 0.13
"""Headers and footers lie in this part of the page's height, from its top or bottom."""

_ROMAN = r"[ivxlcIVXLCⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]{1,7}"
_PAGE_NUMBER = re.compile(
    rf"^[-—–－·•~_|\s]*(?:第\s*)?(?:\d{{1,4}}|{_ROMAN}|[一二三四五六七八九十百]{{1,4}}(?=\s*页))\s*页?"
    rf"[\s,，/／|]*(?:[共of]{{1,2}}\s*)?(?:\d{{1,4}}\s*页?)?[-—–－·•~_|\s]*$"
)
_WEB = (
    re.compile(r"^(?:https?|file)://\S+(?:\s+\d+/\d+)?$"),
    re.compile(r"^\d{2,4}[/-]\d{1,2}[/-]\d{1,2}[,，]?\s*(?:[上下]午)?\s*\d{1,2}:\d{2}(?:\s*[AP]M)?(?:\s+\S.*)?$"),
    re.compile(
        r"^.{0,60}(?:_|-| )(?:最新政策|国务院(?:部门|公报)?文件|政策|政府信息公开|要闻|新闻).{0,20}_?(?:中国政府网|门户网站)$"
    ),
    re.compile(r"^.{0,80}_中国政府网(?:\s*\d+/\d+)?$"),
    re.compile(r"^首页\s*[>＞/].{0,60}$"),
    re.compile(r"^(?:您|你)?(?:当前|现在)?(?:的|所在)?位置[：:].{0,60}$"),
    re.compile(r"^(?:【?\s*)?字号?[：:]?\s*[【\[（]?\s*(?:默认|大|中|小|超大).{0,40}$"),
    re.compile(r"^(?:默认|超大|大|打印|收藏|留言|分享|关闭|纠错|[|｜\s【】\[\]]+){2,}(?:本页|窗口|页面)?[】\]]?$"),
    re.compile(
        r"^(?:扫一扫在手机打开当前页|扫描二维码.{0,20}|分享到[：:]?.{0,20}|返回顶部|相关稿件|相关链接|【?我要纠错】?.{0,20})$"
    ),
    re.compile(
        r"^(?:主办(?:单位)?|承办(?:单位)?|版权所有|网站标识码|备案号|[京沪粤浙苏川渝津鲁豫]ICP备|[京沪粤浙苏川渝津鲁豫]公网安备).{0,80}$"
    ),
    re.compile(r"^责任编辑[：:]?\s?.{0,12}$"),
)
_TEXT = (BlockKind.LINE, BlockKind.PARAGRAPH)


def set_furniture_aside(document: Document) -> Document:
    """Mark what is on the page but not in the text. Blocks without a place (plain text) are judged by wording only."""
    marks: dict[int, BlockKind] = {}
    blocks = document.blocks
    for index, block in enumerate(blocks):
        if block.kind in _TEXT and any(pattern.match(block.text) for pattern in _WEB):
            marks[index] = BlockKind.WEB
    marks.update(_numbers_at_the_side(document))
    heights = {page.number: page.height for page in document.pages}
    margins = _Margins(blocks, heights, marks)
    marks.update(margins.page_numbers())
    marks.update(margins.running_lines(body_size(blocks)))
    marks.update(_repeated_anywhere(blocks, len(document.pages), marks))
    if not marks:
        return document
    return document.with_blocks([replace(b, kind=marks[i]) if i in marks else b for i, b in enumerate(blocks)])


def _numbers_at_the_side(document: Document) -> dict[int, BlockKind]:
    """Return the page numbers of sideways pages: they run along the left or right edge, as the sheet is held upright."""
    widths = {page.number: page.width for page in document.pages}
    marks = {}
    for index, block in enumerate(document.blocks):
        box, width = block.box, widths.get(block.page, 0.0)
        if block.kind is BlockKind.LINE and box is not None and box.bottom - box.top > 1.2 * (box.right - box.left):
            at_edge = box.right < _MARGIN * width or box.left > (1 - _MARGIN) * width
            if at_edge and len(block.text) > 1 and _PAGE_NUMBER.match(block.text):
                marks[index] = BlockKind.PAGE_NUMBER
    return marks


class _Margins:
    """The lines in the top and bottom margins, page by page, outermost first."""

    def __init__(self, blocks: tuple[Block, ...], heights: dict[int, float], known: dict[int, BlockKind]) -> None:
        self._blocks = blocks
        self._heights = heights
        self._known = known
        self._top: dict[int, list[int]] = defaultdict(list)
        self._bottom: dict[int, list[int]] = defaultdict(list)
        for index, block in enumerate(blocks):
            height = heights.get(block.page, 0.0)
            if block.box is None or not height or block.kind not in (BlockKind.LINE, BlockKind.WATERMARK):
                continue
            if block.box.bottom < _MARGIN * height:
                self._top[block.page].append(index)
            elif block.box.top > (1 - _MARGIN) * height:
                self._bottom[block.page].append(index)
        for lines in self._top.values():
            lines.sort(key=self._y)
        for lines in self._bottom.values():
            lines.sort(key=self._y, reverse=True)
        self._numbers = self._find_numbers()

    def _y(self, index: int) -> float:
        box = self._blocks[index].box
        return box.top if box else 0.0

    def _find_numbers(self) -> set[int]:
        return {
            index
            for lines in (*self._top.values(), *self._bottom.values())
            for index in lines[:3]
            if _PAGE_NUMBER.match(self._blocks[index].text)
        }

    def page_numbers(self) -> dict[int, BlockKind]:
        """Return the page numbers."""
        return dict.fromkeys(self._numbers, BlockKind.PAGE_NUMBER)

    def running_lines(self, size: float) -> dict[int, BlockKind]:
        """Return headers and footers: margin lines that recur, or that stand where others recur in smaller type."""
        marks: dict[int, BlockKind] = {}
        for pages, kind in ((self._top, BlockKind.HEADER), (self._bottom, BlockKind.FOOTER)):
            remaining = pages
            for _ in range(3):  # a header may have several lines: peel them from outside
                found = self._outermost_running(remaining, size)
                if not found:
                    break
                marks.update(dict.fromkeys(found, kind))
                remaining = {page: [i for i in lines if i not in found] for page, lines in remaining.items()}
        return marks

    def _outermost_running(self, pages: dict[int, list[int]], size: float) -> set[int]:
        outermost = [
            next((i for i in lines if i not in self._numbers and i not in self._known), None)
            for lines in pages.values()
        ]
        lines = [i for i in outermost if i is not None]
        keys = Counter(self._key(i) for i in lines)
        bands = Counter(band for i in lines for band in self._bands(i))
        small = Counter(band for i in lines for band in self._bands(i) if self._blocks[i].size <= 0.88 * size)
        enough = max(3, 0.3 * len(self._heights))
        found = set()
        for index in lines:
            block = self._blocks[index]
            recurs = keys[self._key(index)] >= (2 if len(self._heights) < 6 else 3) and len(block.text) < 60
            in_band = block.size <= 0.88 * size and any(
                small[b] >= enough and small[b] > 0.7 * bands[b] for b in self._bands(index)
            )
            if recurs or in_band:
                found.add(index)
        return found

    def _key(self, index: int) -> tuple[str, int]:
        block = self._blocks[index]
        return re.sub(r"\d+", "#", block.text.replace(" ", "")), round(self._y(index) / 6)

    def _bands(self, index: int) -> Iterable[int]:
        y = self._y(index)
        return {round(y / 4), round((y + 2) / 4)}


def _repeated_anywhere(blocks: tuple[Block, ...], pages: int, known: dict[int, BlockKind]) -> dict[int, BlockKind]:
    """Return watermarks set straight: the same words at the same place on most pages."""
    if pages < 4:
        return {}
    places: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if index not in known and block.kind is BlockKind.LINE and block.box is not None and len(block.text) <= 30:
            places[(block.text, round(block.box.left / 5), round(block.box.top / 5))].append(index)
    return {
        index: BlockKind.WATERMARK
        for indices in places.values()
        if len(indices) >= max(4, 0.6 * pages)
        for index in indices
    }
