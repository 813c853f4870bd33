"""Reports in one line: documents about bridges, and about no tunnel."""

from __future__ import annotations

from datetime import date

from policyscan.coverage import characters, cover
from policyscan.language import Bilingual
from policyscan.model.document import Document, Note, NoteKind, Page
from policyscan.model.label import ClassifiedPassage, Evidence, EvidenceKind, Label, Quantity, Stance
from policyscan.model.passage import Passage, Span, TitlePage
from policyscan.model.report import Done, Failed, Report
from policyscan.model.taxonomy import Category, Leaf, Rules, Taxonomy

HOSTILE = (
    '=HYPERLINK("http://evil.example","大桥")',
    "<script>alert(1)</script>大桥",
    "<r><t>大桥</t></r>",
    "大桥\x1b[31m\x00\u202e\ud800\uffff",
    "http://evil.example/大桥",
    "大桥 _x0041_ &amp; ]]>",
    "+1+cmd|' /C calc'!A0 大桥",
    "@SUM(1) 大桥",
    "大桥\u2028第二行\x85完",
)
"""Passages that a careless writer would take for a formula, a link or markup."""


def a_name(text: str) -> Bilingual:
    return Bilingual(text, text.upper())


def a_taxonomy() -> Taxonomy:
    leaf = Leaf("bridge.repair", Bilingual("维修", "Repair"), a_name("r"), Rules(), Bilingual("定期检修。", "Inspect."))
    bridge = Category(
        "bridge", Bilingual("桥梁", "Bridges"), Bilingual("桥", "Bridge"), a_name("b"), Rules(), leaves=(leaf,)
    )
    tunnel = Category(
        "tunnel", Bilingual("隧道", "Tunnels"), Bilingual("隧", "Tunnel"), a_name("t"), Rules(),
        recommendation=Bilingual("补写隧道一章。", "Write a chapter on tunnels."), chapter="5.2",
    )  # fmt: skip
    return Taxonomy("roads", "1", "0" * 64, Bilingual("道路", "Roads"), (bridge, tunnel))


def a_classified(text: str, page: int = 1, stance: Stance = Stance.MEASURE) -> ClassifiedPassage:
    """A passage about bridges, whose evidence is the word 大桥."""
    at = text.index("大桥")
    evidence = (Evidence(EvidenceKind.TERM, "大桥", 1.0, Span(at, at + 2), "大桥"),)
    quantities = (Quantity("number", "大桥", Span(at, at + 2)),) if stance is Stance.TARGET else ()
    passage = Passage(text, Span(0, len(text)), ("一、桥梁",), pages=(page, page))
    return ClassifiedPassage(passage, (Label("roads", "bridge", None, 0.9, stance, evidence),), (), stance, quantities)


def a_done(
    *texts: str,
    source: str = "plans/plan.pdf",
    title: str | None = "道路规划",
    unread: tuple[int, ...] = (),
    stance: Stance = Stance.MEASURE,
) -> Done:
    """A document with a passage a page."""
    message = Bilingual("没有文字层", "no text layer")
    notes = tuple(Note(NoteKind.NO_TEXT_LAYER, message, page) for page in unread)
    pages = tuple(Page(number, 600, 800) for number in range(1, len(texts) + len(unread) + 1))
    passages = tuple(a_classified(text, number, stance) for number, text in enumerate(texts, 1))
    coverage = (cover(a_taxonomy(), passages, wholly_read=not unread),)
    title_page = TitlePage(title, "云岭政发〔2024〕1号", "云岭省人民政府", date(2024, 5, 6), "云岭省")
    return Done(
        Document(source, "0" * 64, "pdf", pages, (), notes), title_page, passages, coverage, characters(passages)
    )


def a_failure(source: str = "plans/broken.pdf") -> Failed:
    return Failed(
        source, Bilingual("文件已加密", "the file is encrypted"), Bilingual("去掉密码", "remove the password")
    )


def a_report(*outcomes: Done | Failed) -> Report:
    return Report(outcomes, (a_taxonomy(),), "9.9", "evidence-1")
