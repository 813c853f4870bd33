"""The home page of a portal, printed or saved under the name of a policy: it must not pass for the policy."""

from __future__ import annotations

import re

from msgspec.structs import replace

from policyscan.language import Bilingual
from policyscan.model.chinese import count_han
from policyscan.model.document import BlockKind, Document, Note, NoteKind

_MARKS = re.compile(
    r"首页|登录|注册|无障碍|网站地图|网站标识码|公网安备|ICP备|版权所有|我要留言|政务服务|要闻|最新政策|政策解读|关于我们|联系我们|[主承]办单位|更多"
)
_ENOUGH_MARKS = 5
_MOST_PROSE = 0.3
_LONGEST = 3_000


def set_portal_aside(document: Document) -> Document:
    """Set everything aside, and note it, where a document is a portal's home page: short, many menus, hardly a sentence."""
    running = document.running
    han = sum(count_han(b.text) for b in running)
    if not 0 < han < _LONGEST:
        return document
    prose = sum(count_han(b.text) for b in running if len(b.text) >= 40 and re.search(r"[。；]", b.text))
    marks = {mark for b in document.blocks for mark in _MARKS.findall(b.text)}
    if prose > _MOST_PROSE * han or len(marks) < _ENOUGH_MARKS:
        return document
    message = Bilingual(
        "内容像门户网站的首页，不是文件本身", "this looks like the home page of a portal, not like the document"
    )
    return replace(
        document,
        blocks=tuple(b if b.kind.is_set_aside else replace(b, kind=BlockKind.WEB, level=None) for b in document.blocks),
        notes=(*document.notes, Note(NoteKind.NOT_THE_DOCUMENT, message)),
    )
