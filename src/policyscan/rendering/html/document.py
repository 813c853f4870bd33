"""One document as the page shows it: facts, coverage, targets, and its passages in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup
from msgspec import Struct, field

from policyscan.language import Bilingual
from policyscan.model.label import ClassifiedPassage, EvidenceKind, Label, Stance
from policyscan.model.passage import Span
from policyscan.model.report import Coverage, Done, Verdict
from policyscan.model.taxonomy import Category, Taxonomy
from policyscan.rendering.drawing.figures import (
    Stretch,
    by_layer,
    chapters,
    labelled,
    stance_shares,
    stretches,
    unread_stretches,
)
from policyscan.rendering.drawing.marks import absent_bar, stance_bar, strip
from policyscan.rendering.drawing.palette import STANCES, Ink
from policyscan.rendering.drawing.subjects import Subject
from policyscan.rendering.drawing.svg import Element, rect, text, title
from policyscan.rendering.html.highlighting import evidence_spans, highlight
from policyscan.rendering.html.phrases import Phrases
from policyscan.rendering.words import DEPTHS, VERDICTS, gaps_in_words, note_lines, place_label, problems_in_words
from policyscan.rendering.words import STANCES as STANCE_WORDS

_ALL = 1000
"""Pixels that a bar or strip is reckoned to be wide; the page stretches it."""
_MOST_PAGES = 8
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_REGULAR_EXPRESSION = re.compile(r"\(\?|\[\^|\{\d")


class Column(Struct, frozen=True):
    """A category of one of the taxonomies, by its number on the page."""

    number: int
    taxonomy: Taxonomy
    category: Category


class Row(Struct, frozen=True):
    """A category's coverage in a document."""

    column: Column
    coverage: Coverage
    bar: Markup
    strip: Markup
    stances: Bilingual
    first: str  # the anchor of the strongest passage, "" where there is none
    pages: tuple[tuple[int, str], ...]  # pages with the anchor of their first passage
    more_pages: int

    @property
    def told(self) -> bool:
        """Whether something can be said of it."""
        return self.coverage.verdict is not Verdict.UNKNOWN


class Layer(Struct, frozen=True):
    """Rows with the name of their layer, or None where the taxonomy has no layers."""

    name: Bilingual | None
    rows: tuple[Row, ...]


class Target(Struct, frozen=True):
    """A passage that can be checked, with what it takes: by when, how much, who."""

    anchor: str
    page: Bilingual
    columns: tuple[Column, ...]
    text: Markup
    numbers: tuple[str, ...]
    deadlines: tuple[str, ...]
    units: tuple[str, ...]


class Heading(Struct, frozen=True):
    """A heading between passages; ``level`` is 1 for the outermost."""

    level: int
    name: str


class Chip(Struct, frozen=True):
    """A label of a passage: its category and how sure it is, in percent."""

    column: Column
    percent: int
    leaves: tuple[Bilingual, ...]
    why: tuple[tuple[Bilingual, str], ...]


class Passage(Struct, frozen=True):
    """A passage with its labels."""

    anchor: str
    page: Bilingual
    text: Markup
    stance: Stance
    chips: tuple[Chip, ...]
    mentions: tuple[Column, ...]

    @property
    def labels(self) -> str:
        """The labels as ``data-l`` has them: the column's number and the confidence in percent."""
        return " ".join(f"{chip.column.number}:{chip.percent}" for chip in self.chips)


class DocumentView(Struct, frozen=True):
    """All that the page shows of a document. Lists are empty where nothing of it could be read."""

    id: str
    subject: Subject
    facts: tuple[Bilingual | str, ...] = ()
    notes: tuple[Bilingual, ...] = ()
    remarks: tuple[Bilingual, ...] = ()
    counts: tuple[tuple[Verdict, int], ...] = ()
    sentences: tuple[tuple[Verdict, Bilingual], ...] = ()
    problems: tuple[Bilingual, ...] = ()
    missing: tuple[Row, ...] = ()
    tables: tuple[tuple[Taxonomy, tuple[Layer, ...]], ...] = ()
    chapters: Markup = field(default_factory=Markup)
    scale: tuple[str, ...] = ()
    ends: tuple[Bilingual | str, ...] = ()
    targets: tuple[Target, ...] = ()
    content: tuple[Heading | Passage, ...] = field(default=())

    @property
    def passages(self) -> int:
        """How many passages are shown."""
        return sum(isinstance(part, Passage) for part in self.content)


def make_document(
    number: int, subject: Subject, columns: Sequence[Column], phrases: Phrases, *, full: float, whole: bool
) -> DocumentView:
    """Return what the page shows of a document.

    Parameters
    ----------
    number
        Its place among the documents, from 0: anchors begin with it.
    subject, columns, phrases
        The document, the categories of the page, the page's texts.
    full
        The share that fills a bar.
    whole
        Show every passage, with all evidence; otherwise those with labels, with what proves them.
    """
    name = f"d{number}"
    done = subject.done
    if done is None:
        return DocumentView(name, subject, notes=(subject.trouble,) if subject.trouble else ())
    where, unread = stretches(done), unread_stretches(done)
    by_key = {(c.taxonomy.id, c.category.id): c for c in columns}
    maker = _Rows(name, done, where, unread, full, by_key, phrases, whole)
    tables = tuple((covered.taxonomy, tuple(maker.layers(i))) for i, covered in enumerate(done.coverage))
    every = [row for _, layers in tables for layer in layers for row in layer.rows]
    verdicts = [row.coverage.verdict for row in every]
    return DocumentView(
        name,
        subject,
        _facts(done),
        tuple(note_lines(note for note in done.notes if note.unreadable)),
        tuple(note_lines(note for note in done.notes if not note.unreadable)),
        tuple((verdict, verdicts.count(verdict)) for verdict in Verdict),
        tuple(gaps_in_words(done)),
        tuple(problems_in_words(done)),
        tuple(row for row in every if row.coverage.verdict in (Verdict.GAP, Verdict.THIN, Verdict.UNKNOWN)),
        tables,
        _chapters(done, phrases) if whole else Markup(),
        tuple(f"{full * i / 2:.0%}" for i in range(3)),
        _ends(done),
        tuple(_targets(name, done, by_key)),
        tuple(_content(name, done, by_key, whole)),
    )


def _facts(done: Done) -> tuple[Bilingual | str, ...]:
    page = done.title_page
    pages = len(done.document.pages)
    stated = [page.number, page.issuer, page.date.isoformat() if page.date else None, page.city or page.province]
    size: list[Bilingual | str] = (
        [Bilingual(f"{pages} 页", f"{pages} pages" if pages != 1 else "1 page")] if done.document.has_pages else []
    )
    size.append(Bilingual(f"{len(done.passages)} 段", f"{len(done.passages)} passages"))
    return (*(fact for fact in stated if fact), *size)


def _ends(done: Done) -> tuple[Bilingual | str, ...]:
    if not done.document.has_pages:
        return Bilingual("开头", "beginning"), Bilingual("结尾", "end")
    last = len(done.document.pages)
    middle = (last + 1) // 2
    return tuple(Bilingual(f"第{page}页", f"p. {page}") for page in ((1, middle, last) if last > 2 else (1, last)))


class _Rows(Struct, frozen=True):
    name: str
    done: Done
    where: Sequence[Stretch]
    unread: Sequence[Stretch]
    full: float
    columns: dict[tuple[str, str], Column]
    phrases: Phrases
    whole: bool

    def layers(self, index: int) -> Iterator[Layer]:
        covered = self.done.coverage[index]
        for layer, rows in by_layer(covered):
            yield Layer(layer, tuple(self.row(self.columns[covered.taxonomy.id, row.id], row) for _, row in rows))

    def row(self, column: Column, row: Coverage) -> Row:
        done = self.done
        carried = list(labelled(done, column.taxonomy.id, row.id))
        shares = stance_shares(done, column.taxonomy.id, row.id)
        bar = stance_bar(shares, self.full, _ALL, 12) if shares else absent_bar(row.verdict, _ALL, 12)
        places = [
            (self.where[i], STANCES[label.stance], place_label(done, done.passages[i].passage)) for i, label in carried
        ]
        if self.whole:
            ticks = _percent(_linked(strip(places, self.unread, _ALL, 12), [self.anchor(i) for i, _ in carried]))
        else:
            ticks = [*_percent(strip([], self.unread, _ALL, 12)), _thin_ticks(places)]
            bar = [Element(part.tag, part.attributes, (), part.ink, part.edge) for part in bar]
        first_on: dict[int, str] = {}
        for i, _ in carried:
            first_on.setdefault(done.passages[i].passage.pages[0], self.anchor(i))
        pages = tuple(sorted(first_on.items())) if done.document.has_pages else ()
        return Row(
            column,
            row,
            self.drawn(_percent(bar)),
            self.drawn(ticks),
            _stances(row),
            self.anchor(row.strongest[0]) if row.strongest else "",
            pages[:_MOST_PAGES],
            len(pages) - len(pages[:_MOST_PAGES]),
        )

    def anchor(self, index: int) -> str:
        return f"{self.name}p{index}"

    def drawn(self, shapes: Sequence[Element]) -> Markup:
        return Markup("").join(self.phrases.draw(shape) for shape in shapes)


def _stances(row: Coverage) -> Bilingual:
    pairs = [(STANCE_WORDS[stance], count) for stance, count in row.stances.items()]
    if not pairs:
        return VERDICTS[row.verdict]
    return Bilingual("，".join(f"{w.zh} {n} 段" for w, n in pairs), ", ".join(f"{w.en} {n}" for w, n in pairs))


def _percent(shapes: Sequence[Element]) -> list[Element]:
    """Return shapes whose horizontal places are percentages, so that they fill whatever room there is."""
    return [
        Element(
            shape.tag,
            {
                k: f"{float(v) / _ALL:.2%}".replace(".00%", "%") if k in ("x", "width") else v
                for k, v in shape.attributes.items()
            },
            shape.children,
            shape.ink,
            shape.edge,
        )
        for shape in shapes
    ]


def _linked(ticks: Sequence[Element], anchors: Sequence[str]) -> list[Element]:
    """Return a strip whose ticks (the last shapes) tell which passage they stand for."""
    plain = len(ticks) - len(anchors)
    linked = [
        Element(tick.tag, {**tick.attributes, "data-p": anchor}, tick.children, tick.ink, tick.edge)
        for tick, anchor in zip(ticks[plain:], anchors, strict=True)
    ]
    return [*ticks[:plain], *linked]


def _thin_ticks(places: Sequence[tuple[Stretch, Ink, Bilingual]]) -> Element:
    """Return the ticks of a strip as a path an ink: a page of many documents must not grow by a shape a passage."""
    paths: dict[Ink, str] = {}
    for place, ink, _ in places:
        x, long = round(place.start * _ALL), max(round((place.end - place.start) * _ALL) - 1, 2)
        paths[ink] = f"{paths.get(ink, '')}M{x} 0h{long}v12h-{long}z"
    shapes = tuple(Element("path", {"d": path}, (), ink) for ink, path in paths.items())
    return Element(
        "svg", {"viewBox": f"0 0 {_ALL} 12", "preserveAspectRatio": "none", "width": "100%", "height": 12}, shapes
    )


def _chapters(done: Done, phrases: Phrases) -> Markup:
    drawn = Markup("")
    for number, chapter in enumerate(chapters(done)):
        x, long = chapter.stretch.start, chapter.stretch.end - chapter.stretch.start
        if long <= 0:
            continue
        inside = [
            rect(0, 0, 0, 18, Ink.SHADE_1 if number % 2 else Ink.SHADE_2, title(chapter.name)),
            text(4, 13, chapter.name, size=11, ink=Ink.ON_SHADE),
        ]
        box = Element(inside[0].tag, {**inside[0].attributes, "width": "100%"}, inside[0].children, inside[0].ink)
        shown = [box, inside[1]] if long > 0.05 else [box]  # narrower, and not even the number would fit
        svg: dict[str, str | float] = {"x": f"{x:.2%}", "width": f"{max(long - 0.001, 0.001):.2%}", "height": 18}
        drawn += phrases.draw(Element("svg", svg, tuple(shown)))
    return drawn


def _targets(name: str, done: Done, columns: dict[tuple[str, str], Column]) -> Iterator[Target]:
    for index, classified in enumerate(done.passages):
        if not classified.labels or not classified.has_targets or not classified.quantities:
            continue
        kinds: dict[str, list[str]] = {"number": [], "deadline": [], "unit": []}
        for quantity in classified.quantities:
            kinds[quantity.kind].append(quantity.text)
        yield Target(
            f"{name}p{index}",
            place_label(done, classified.passage),
            tuple(columns[label.taxonomy, label.category] for label in classified.labels),
            _checkable(classified),
            *(tuple(dict.fromkeys(kinds[kind])) for kind in ("number", "deadline", "unit")),
        )


def _checkable(classified: ClassifiedPassage) -> Markup:
    """Return the sentences that have something to check, with it marked."""
    whole = classified.passage.text
    parts, before = [], True
    for match in _SENTENCE.finditer(whole):
        inside = [q for q in classified.quantities if match.start() <= q.span.start < match.end()]
        if inside:
            spans = [
                (Span(q.span.start - match.start(), min(q.span.end, match.end()) - match.start()), "b")
                for q in inside
                if q.span.start < min(q.span.end, match.end())
            ]
            parts += [] if before else [Markup("…")]
            parts.append(highlight(match[0].strip("\n"), spans))
        before = bool(inside)
    return Markup("").join(parts)


def _content(name: str, done: Done, columns: dict[tuple[str, str], Column], whole: bool) -> Iterator[Heading | Passage]:
    trail: tuple[str, ...] = ()
    for index, classified in enumerate(done.passages):
        if not whole and not classified.labels:
            continue
        headings = classified.passage.headings if whole else classified.passage.headings[:1]
        same = 0
        while same < min(len(trail), len(headings)) and trail[same] == headings[same]:
            same += 1
        for level in range(same, len(headings)):
            yield Heading(level + 1, headings[level])
        trail = headings
        yield Passage(
            f"{name}p{index}",
            place_label(done, classified.passage),
            highlight(classified.passage.text, evidence_spans(classified, weighed=whole)),
            classified.stance,
            tuple(_chip(label, columns, whole) for label in classified.labels),
            tuple(columns[m.taxonomy, m.category] for m in classified.mentions) if whole else (),
        )


def _chip(label: Label, columns: dict[tuple[str, str], Column], whole: bool) -> Chip:
    column = columns[label.taxonomy, label.category]
    leaves = {leaf.id: leaf.name for leaf in column.category.leaves}
    return Chip(
        column,
        round(label.confidence * 100),
        tuple(leaves[leaf] for leaf in label.leaves if leaf in leaves) if whole else (),
        tuple(_why(label)) if whole else (),
    )


_KINDS = {
    EvidenceKind.TERM: Bilingual("词条", "terms"),
    EvidenceKind.PATTERN: Bilingual("句式", "patterns"),
    EvidenceKind.HEADING: Bilingual("标题中", "in headings"),
    EvidenceKind.FEATURE: Bilingual("估计器所重", "weighed by the estimator"),
    EvidenceKind.EXCLUSION: Bilingual("不计", "not counted"),
}


def _why(label: Label) -> Iterator[tuple[Bilingual, str]]:
    for kind, words in _KINDS.items():
        found = [e.text for e in label.evidence if e.kind is kind and not _REGULAR_EXPRESSION.search(e.text)]
        if found:
            yield words, "、".join(dict.fromkeys(found))


def depth_words(row: Coverage) -> Bilingual:
    """Return a depth; that of an unknown category is not told."""
    return VERDICTS[row.verdict] if row.verdict is Verdict.UNKNOWN else DEPTHS[row.depth]
