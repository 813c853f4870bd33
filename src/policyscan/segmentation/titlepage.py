"""What a document says of itself: title, number, issuer, date and place, on its first page or its last."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import date

from policyscan.model.chinese import LETTER
from policyscan.model.document import Block, BlockKind, Document
from policyscan.model.passage import TitlePage
from policyscan.segmentation.gazetteer import find_place

_HEAD = 30
_TAIL = 15
_KINDS = "规划|方案|意见|办法|条例|通知|决定|计划|纲要|报告|要点|规定|细则|指南|白皮书|公告|措施|清单|标准|通报|批复|函|决议|法|政策|总体设计|案|指引|规则|规范|制度|说明|答复|令|公报|要求|目录|解读|简报|日报"
_TITLE = re.compile(
    rf"(?:{_KINDS})(?:[（(〔【][^）)〕】]{{1,24}}[)）〕】])?(?:的(?:通知|决定|意见|函|批复|公告|报告))?[》”]?$"
)
_MASTHEAD = re.compile(r"^.{2,40}文件(?:〔?\d{4}〕?)?$|^.{2,20}(?:公报|令)$|^机密|^特急|^[★☆]")
_NUMBER = re.compile(
    rf"^[\[（(【]?(?P<number>{LETTER}{{1,14}}[〔\[（(【]\s*\d{{4}}\s*[〕\])）】]\s*(?:第)?\d{{1,5}}\s*号|第\s*[\d一二三四五六七八九十百零]{{1,5}}\s*号令?)[)）\]】]?$"
)
_NUMBER_LABELLED = re.compile(
    r"(?:发文字号|文号|发文编号)[:：]?\s*(?P<number>\S{1,14}[〔\[（(]\d{4}[〕\])）]\S{0,3}?\d{1,5}号)"
)
_DATE = re.compile(
    r"^(?:(?:成文日期|发布日期|发布时间|印发日期)[:：]?\s*)?[（(]?(?P<y>\d{4}|[二〇○零一三四五六七八九]{4})[年\-/.](?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})[月\-/.]"
    r"(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})日?[)）]?(?:\s*\d{1,2}:\d{2}.*|印发)?$"
)
_ENDS_WITH_DATE = re.compile(
    rf"(?P<issuer>(?:{LETTER}|[、\s]){{2,40}}?)(?P<date>(?:\d{{4}}|[二〇○零一三四五六七八九]{{4}})年[\d一二三四五六七八九十]{{1,2}}月[\d一二三四五六七八九十]{{1,3}}日)$"
)
_ISSUER = (
    rf"(?:{LETTER}|[、\s]){{0,60}}?(?:人民政府(?:办公厅|办公室)?|国务院(?:办公厅)?|委员会(?:办公厅|办公室)?|办公厅|办公室|管理局|数据局|大数据局|"
    rf"{LETTER}{{2,14}}(?:部|厅|局|委|院|会|署|行|中心|小组))"
)
_FROM_TITLE = re.compile(rf"^(?P<issuer>{_ISSUER})\s*(?:关于|印发|公布|发布)")
_SIGNATURE = re.compile(rf"^{_ISSUER}$")
_BODY = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[章编条]|目录)")
_DAY = r"(?P<value>\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?)"
_TOLD = {
    "number": re.compile(
        rf"(?:发文字号|文\s*号|发文编号)\s*[:：]\s*(?P<value>{LETTER}{{1,14}}[〔\[（(]\d{{4}}[〕\])）]\s*第?\d{{1,5}}\s*号)"
    ),
    "issuer": re.compile(rf"(?:发文机关|发文单位|发布机构|制发机关)\s*[:：]\s*(?P<value>(?:{LETTER}|、){{4,60}})"),
    "written": re.compile(rf"(?:成文日期|发文日期|印发日期|生成日期)\s*[:：]\s*{_DAY}"),
    "published": re.compile(rf"(?:发[布表](?:日期|时间)|公开日期)\s*[:：]\s*{_DAY}"),
}
_TEXT = (BlockKind.PARAGRAPH, BlockKind.HEADING)
_CN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


def read_title_page(document: Document) -> TitlePage:
    """Return title, number, issuer, date and place, each None where the document does not say."""
    running = document.running
    head = _head(running)
    tail = running[-_TAIL:]
    told = _told(document.blocks)
    title = _title(head)
    number = _number([*head, *tail]) or told.get("number")
    issuer = _issuer(title, head, tail) or told.get("issuer")
    place = find_place(title or "", issuer or "", number or "")
    return TitlePage(
        title,
        number,
        issuer,
        _date(head, tail) or _told_date(told),
        place.province if place else None,
        place.city if place else None,
    )


def _told(blocks: Sequence[Block]) -> dict[str, str]:
    """Return what a web page tells of its document beside the text: number, issuer and dates, by name.

    Government pages put a table of such facts (信息公开目录) or a line of them above the text, each a label with its value.
    """
    told: dict[str, str] = {}
    web = [b.text for b in blocks if b.kind is BlockKind.WEB]
    text = "\n".join(web).replace("\t", "\n")
    for name, pattern in _TOLD.items():
        if found := pattern.search(text):
            told[name] = found["value"].strip()
    return told


def _told_date(told: dict[str, str]) -> date | None:
    found = next((d for key in ("written", "published") if (d := _DATE.match(told.get(key, "")))), None)
    return _as_date(found["y"], found["m"], found["d"]) if found else None


def _head(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks before the body: those of the first pages down to the first numbered heading."""
    head: list[Block] = []
    for block in blocks[:_HEAD]:
        if block.kind in _TEXT and _BODY.match(block.text) and len(block.text) < 60 and head:
            break
        head.append(block)
    return head


def _title(head: Sequence[Block]) -> str | None:
    marked = next((b.text for b in head if b.kind is BlockKind.HEADING), None)
    if marked:
        return marked
    short = [(i, b) for i, b in enumerate(head) if 4 <= len(b.text) <= 90 and not _is_matter(b.text)]
    if not short:
        return _flattened_title(head)
    named = next((b.text for _, b in short if _TITLE.search(b.text)), None)
    largest = max(b.size for _, b in short)
    if not largest:
        return _with_rest(head, named) or _flattened_title(head)
    least = max(0.8 * largest, 1.12 * _common_size(head))
    whole = _joined(head, [i for i, b in short if b.size >= least])
    return (
        next((t for t in whole if _TITLE.search(t)), None) or named or (whole[0] if whole else _flattened_title(head))
    )


def _with_rest(head: Sequence[Block], title: str | None) -> str | None:
    """Return a title with the lines before it that belong to it: 《…》的通知 needs its beginning."""
    if title is None or title.count("》") <= title.count("《"):
        return title
    index = next(i for i, b in enumerate(head) if b.text == title)
    for start in range(index - 1, max(index - 4, -1), -1):
        title = head[start].text + title
        if title.count("》") <= title.count("《") and not head[start].text.startswith("《"):
            break
    return title


def _is_matter(text: str) -> bool:
    """Whether a line is anything but a title: a masthead, a number, a date, an addressee, a sentence."""
    return bool(
        _MASTHEAD.match(text)
        or _NUMBER.match(text)
        or _DATE.match(text)
        or text.endswith(("：", ":", "。", "；", "，"))
        or text.startswith(("首页", "来源", "字号", "http"))
    )


def _common_size(head: Sequence[Block]) -> float:
    long = [b.size for b in head if len(b.text) > 60 and b.size]
    return max(set(long), key=long.count) if long else 0.0


def _joined(head: Sequence[Block], indices: Sequence[int]) -> list[str]:
    """Return titles: neighbouring lines of one page and like size belong together until a title is whole."""
    titles: list[str] = []
    last: int | None = None
    for index in indices:
        block = head[index]
        near = last is not None and index == last + 1 and head[last].page == block.page
        if (
            near
            and titles
            and abs(block.size - head[index - 1].size) < 0.35 * block.size
            and not _is_whole(titles[-1], block.text)
        ):
            titles[-1] += block.text
        else:
            titles.append(block.text)
        last = index
    return titles


def _is_whole(title: str, following: str) -> bool:
    if following.startswith(("（", "(", "的", "—")):
        return False
    return bool(_TITLE.search(title)) and not title.endswith(("印发", "关于", "转发"))


def _flattened_title(head: Sequence[Block]) -> str | None:
    for block in head[:4]:
        found = re.match(
            rf"^.{{0,60}}?(?P<title>[\u4e00-\u9fff“”《》、（）()\d—]{{6,60}}?(?:{_KINDS}))(?=[\s（(]|$)", block.text
        )
        if found and len(block.text) < 120:
            return found["title"]
    return None


def _number(blocks: Sequence[Block]) -> str | None:
    for block in blocks:
        found = _NUMBER.match(block.text) or (_NUMBER_LABELLED.search(block.text) if len(block.text) < 200 else None)
        if found:
            return re.sub(r"\s+", "", found["number"])
    return None


def _issuer(title: str | None, head: Sequence[Block], tail: Sequence[Block]) -> str | None:
    found = _FROM_TITLE.match(title or "")
    if found:
        return found["issuer"].strip()
    for group in (head, tail):
        for block, following in itertools.pairwise(group):
            if _DATE.match(following.text) and _SIGNATURE.match(block.text):
                return block.text
        for block in group:
            signed = _ENDS_WITH_DATE.match(block.text)
            if signed and _SIGNATURE.match(signed["issuer"].strip()):
                return signed["issuer"].strip()
    masthead = next((b.text for b in head[:4] if re.match(r"^.{2,40}文件$", b.text)), None)
    if masthead:
        return masthead.removesuffix("文件")
    return next((b.text for b in head[:8] if _SIGNATURE.match(b.text) and len(b.text) <= 24), None)


def _date(head: Sequence[Block], tail: Sequence[Block]) -> date | None:
    # The date beside the signature comes before any that a web page prints with the time of day.
    for wants_time in (False, True):
        for group in (head, tail):
            for block in group:
                signed = _ENDS_WITH_DATE.match(block.text) if len(block.text) < 400 else None
                found = _DATE.match(signed["date"] if signed else block.text)
                if found and (wants_time or ":" not in found.group()):
                    value = _as_date(found["y"], found["m"], found["d"])
                    if value is not None:
                        return value
    return None


def _as_date(year: str, month: str, day: str) -> date | None:
    try:
        return date(_digits(year), _small(month), _small(day))
    except ValueError:
        return None


def _digits(text: str) -> int:
    return int(text) if text.isdecimal() else int("".join(str(_CN[c]) for c in text))


def _small(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _CN.get(text, 0)
    return (_CN[tens] if tens else 1) * 10 + (_CN[ones] if ones else 0)
