"""Which texts of a web page are its article: the smallest element that holds nearly all of the sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lxml import etree
from msgspec.structs import replace

from policyscan.model.chinese import count_han
from policyscan.model.document import BlockKind
from policyscan.readers.html_pieces import LEAST_PROSE, Piece

_META = re.compile(
    r"^[【\[（(]?\s*(?:(?:信息|文章|稿件)?来源|稿源|发[布表](?:日期|时间|机构|单位|人)|发文(?:日期|机关|字号|单位)|成文日期|印发日期|生成日期|公开(?:日期|方式|形式)|"
    r"索\s*引\s*号|主题(?:词|分类)?|信息分类|分类|文\s*号|标\s*题|名\s*称|有\s*效\s*性|效力状态|体裁|时间|日期|作者|供稿|审核|点击(?:数|量)?|浏览(?:次数|量)?|阅读(?:次数|量)?|访问量)\s*[:：]"
)
"""What a page says of its article, before or after it: labels with a value."""
_TOOLS = re.compile(
    r"^[【\[（(]?\s*(?:责任编辑|责编|编辑[:：]|打印|分享|保存|收藏|关闭|字体|字号|字\s*[:：]|扫一扫|扫描二维码|微信扫|当前位置|(?:您|你)(?:现在|当前)?(?:所在)?的?位置|您当前|"
    r"上一[篇条]|下一[篇条]|相关(?:附件|链接|文章|阅读|稿件|新闻|解读)\s*[:：]?$|返回(?:顶部|上页)|[×+\-↺✕<>|/\s]{1,3}$|\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s+\d{1,2}:\d{2})"
)
"""What a page offers to do with its article."""
_RELATED = re.compile(
    r"^(?:[您你]可能(?:还)?感兴趣的(?:文章|内容)|(?:相关|热门|精彩|编辑|为[您你])推荐|(?:推荐|相关|延伸)阅读|猜[你您]喜欢|最新文章|精彩图集|相关(?:新闻|稿件|文章|报道)|"
    r"(?:网友|暂无|我要|发表|最新|全部)评论)[:：]?$"
)
"""What stands over other articles and over comments, once the article is over."""
_NUMBER = re.compile(r"[〔\[（(]\d{4}[〕\])）]\s*第?\d{1,5}\s*号$")
_SHARE = 0.95
"""The article is the smallest element with this share of the characters in sentences."""


def is_portal(pieces: Sequence[Piece]) -> bool:
    """Whether a page is a home page or a list of links: it has no sentences, or few, and links about them."""
    prose = [piece for piece in pieces if piece.is_prose and not piece.is_furniture]
    if not prose:
        return _linked(pieces) > 0.4
    article = _article(prose)
    inside = [piece for piece in pieces if not piece.is_furniture and _is_within(piece.home, article)]
    if _linked(inside) > 0.5:
        return True
    return sum(count_han(p.text) for p in prose) < LEAST_PROSE and _linked(pieces) > 0.6


def _linked(pieces: Sequence[Piece]) -> float:
    return sum(piece.linked for piece in pieces) / max(1, sum(len(piece.text) for piece in pieces))


def mark_article(pieces: Sequence[Piece], titles: Sequence[str]) -> list[Piece]:
    """Mark what is not the article: furniture by its name, lists of links, and what stands around the article."""
    prose = [i for i, piece in enumerate(pieces) if piece.is_prose and not piece.is_furniture]
    if not prose:  # a poem, a form, a table: all that is no link
        return [aside(p) if p.is_furniture or p.is_link or _TOOLS.match(p.text) else p for p in pieces]
    prose = _behind_title(pieces, prose, titles)
    article = _article([pieces[i] for i in prose])
    title, first = _title(pieces, prose[0], titles, article)
    end = _end(pieces, prose)
    marked: list[Piece] = []
    for i, piece in enumerate(pieces):
        if i == title:
            marked.append(replace(piece, kind=BlockKind.HEADING, level=1))
            continue
        is_inside = _is_within(piece.home, article) and (i >= first or bool(_NUMBER.search(piece.text)))
        is_row = piece.kind is BlockKind.TABLE_ROW and i > prose[0]
        is_article = (is_inside or i in prose or is_row) and i < end
        is_menu = piece.is_link and len(piece.text) < 40
        is_about = not piece.is_prose and (
            (i < prose[0] and bool(_META.match(piece.text))) or bool(_TOOLS.match(piece.text))
        )
        marked.append(aside(piece) if piece.is_furniture or not is_article or is_menu or is_about else piece)
    if title is None and titles and titles[0]:
        first = next(i for i, piece in enumerate(marked) if not piece.kind.is_set_aside)
        marked.insert(first, Piece(titles[0], article, kind=BlockKind.HEADING, level=1))
    return marked


def _end(pieces: Sequence[Piece], prose: Sequence[int]) -> int:
    """Return where the article ends: at the heading of other articles or comments, once there was text."""
    said = 0
    for i, piece in enumerate(pieces):
        if said >= LEAST_PROSE and _RELATED.match(piece.text):
            return i
        said += len(piece.text) if i in prose else 0
    return len(pieces)


def _article(prose: Sequence[Piece]) -> etree._Element:
    """Return the smallest element that holds nearly all of the sentences."""
    weights: Counter[etree._Element] = Counter()
    for piece in prose:
        for element in (piece.home, *piece.home.iterancestors()):
            weights[element] += len(piece.text)
    whole = sum(len(piece.text) for piece in prose)
    holding = [element for element, weight in weights.items() if weight >= _SHARE * whole]
    return max(holding, key=lambda element: sum(1 for _ in element.iterancestors()))


def _is_within(element: etree._Element, container: etree._Element) -> bool:
    return element is container or any(above is container for above in element.iterancestors())


def _title(
    pieces: Sequence[Piece], prose: int, titles: Sequence[str], article: etree._Element
) -> tuple[int | None, int]:
    """Return where the title stands before the first sentence, and where the article begins.

    The title is what the page declares as such, or the last heading; it may stand in several lines.
    """
    before = [i for i in range(max(prose - 40, 0), prose + 1) if not pieces[i].is_furniture and not pieces[i].is_link]
    for declared in filter(None, map(_bare, titles)):
        lines = [i for i in before if _is_line_of(_bare(pieces[i].text), declared)]
        if lines:
            title = min(lines, key=lambda i: (abs(len(_bare(pieces[i].text)) - len(declared)), -i))
            return title, min((i for i in lines if _is_within(pieces[i].home, article)), default=title)
    heading = next((i for i in reversed(before) if pieces[i].kind is BlockKind.HEADING), None)
    return heading, 0 if heading is None else heading


def _behind_title(pieces: Sequence[Piece], prose: list[int], titles: Sequence[str]) -> list[int]:
    """Return the sentences without the few that stand before a heading with the page's title: what a site says of itself."""
    whole = sum(len(pieces[i].text) for i in prose)
    for i, piece in enumerate(pieces):
        if piece.kind is BlockKind.HEADING and any(_is_line_of(_bare(piece.text), _bare(title)) for title in titles):
            behind = [k for k in prose if k > i]
            if sum(len(pieces[k].text) for k in behind) > 0.8 * whole:
                return behind
    return prose


def _is_line_of(line: str, title: str) -> bool:
    return 6 <= len(line) <= 120 and (line in title or title in line)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def declared_titles(root: etree._Element) -> list[str]:
    """Return the title of the article and that of the page, as the page declares them; "" where it does not.

    ``ArticleTitle`` is what the State Council's guide for government websites (国办发〔2017〕47号) asks of every page.
    """
    articles = [m.get("content", "") for m in root.iter("meta") if m.get("name", "").lower() == "articletitle"]
    pages = ["".join(map(str, t.itertext())) for t in root.iter("title")]
    return [" ".join("".join(found[:1]).split()) for found in (articles, pages)]


def aside(piece: Piece) -> Piece:
    return replace(piece, kind=BlockKind.WEB, level=None)
