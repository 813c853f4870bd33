"""The figures behind the charts: where in a document something stands, how much of it takes which stance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from policyscan.language import Bilingual
from policyscan.model.label import ClassifiedPassage, Label, Stance
from policyscan.model.report import Coverage, Done, TaxonomyCoverage
from policyscan.model.taxonomy import Category

_SPACE = re.compile(r"\s+")
_SENT = re.compile(r".{2,40}?关于印发[《〈]?(?P<title>.{6,}?)[》〉]?的通知")


class Stretch(Struct, frozen=True):
    """A part of a document, as fractions (0 to 1) of its length."""

    start: float
    end: float


class Chapter(Struct, frozen=True):
    """An outermost heading with the part of the document below it."""

    name: str
    stretch: Stretch
    first: int  # index of its first passage


def stretches(done: Done) -> tuple[Stretch, ...]:
    """Return where each passage stands.

    Every page is as wide as any other, so that pages without passages (not read, or a contents table) keep their place;
    within a page, passages take room by their characters. A text file is one page.
    """
    pages = max(len(done.document.pages), 1)
    parts = [_by_page(p, pages) for p in done.passages]
    totals: Counter[int] = Counter()
    for part in parts:
        totals.update(part)
    taken: Counter[int] = Counter()
    found = []
    for part in parts:
        first, last = min(part), max(part)
        start = (first - 1 + taken[first] / totals[first]) / pages
        taken.update(part)
        found.append(Stretch(start, (last - 1 + taken[last] / totals[last]) / pages))
    return tuple(found)


def _by_page(classified: ClassifiedPassage, pages: int) -> Counter[int]:
    counted: Counter[int] = Counter()
    for fragment in classified.passage.fragments:
        counted[min(max(fragment.page, 1), pages)] += max(fragment.end - fragment.start, 1)
    return counted or Counter({min(classified.passage.pages[0], pages): max(len(classified.passage.text), 1)})


def unread_stretches(done: Done) -> tuple[Stretch, ...]:
    """Return the pages that could not be read, adjoining ones as one."""
    pages = max(len(done.document.pages), 1)
    runs = groupby(enumerate(done.document.unreadable_pages), key=lambda pair: pair[1] - pair[0])
    found = []
    for _, run in runs:
        numbers = [page for _, page in run]
        found.append(Stretch((numbers[0] - 1) / pages, numbers[-1] / pages))
    return tuple(found)


def chapters(done: Done) -> tuple[Chapter, ...]:
    """Return the chapters in order; what stands before the first heading is none."""
    where = stretches(done)
    runs = groupby(range(len(done.passages)), key=lambda i: done.passages[i].passage.headings[:1])
    found = []
    for headings, run in runs:
        indices = list(run)
        if headings:
            stretch = Stretch(where[indices[0]].start, max(where[i].end for i in indices))
            found.append(Chapter(headings[0], stretch, indices[0]))
    return tuple(found)


def labelled(done: Done, taxonomy: str, row_id: str) -> Iterator[tuple[int, Label]]:
    """Yield the passages that carry a category or leaf, each with its label."""
    for index, classified in enumerate(done.passages):
        for label in classified.labels:
            if label.taxonomy == taxonomy and (label.category == row_id or row_id in label.leaves):
                yield index, label


def stance_shares(done: Done, taxonomy: str, row_id: str) -> dict[Stance, float]:
    """Return a category's share by stance; they add up to the share (`Coverage.share`)."""
    lengths = [len(_SPACE.sub("", p.passage.text)) for p in done.passages]
    total = sum(lengths)
    shares: dict[Stance, float] = {}
    for index, label in labelled(done, taxonomy, row_id):
        shares[label.stance] = shares.get(label.stance, 0.0) + lengths[index] / total
    return shares


def by_layer(covered: TaxonomyCoverage) -> list[tuple[Bilingual | None, list[tuple[Category, Coverage]]]]:
    """Return the rows of a taxonomy under their layers, in order; a taxonomy without layers is one group."""
    taxonomy = covered.taxonomy
    pairs = [(taxonomy.category(row.id), row) for row in covered.categories]
    named = {layer.id: layer.name for layer in taxonomy.layers}
    groups: dict[str | None, list[tuple[Category, Coverage]]] = {layer.id: [] for layer in taxonomy.layers}
    for category, row in pairs:
        groups.setdefault(category.layer if category.layer in named else None, []).append((category, row))
    return [(named.get(layer or ""), rows) for layer, rows in groups.items() if rows]


def full_share(shares: list[float]) -> float:
    """Return the share that fills a bar: the largest, rounded up so that a scale can be read.

    >>> full_share([0.313, 0.02]), full_share([])
    (0.4, 0.1)
    """
    largest = max(shares, default=0.0)
    return next((step for step in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8) if largest <= step), 1.0)


def name_of(done: Done) -> str:
    """Return what a document is called in a chart: its title, else its file's name."""
    return short_title(done.title_page.title or "") or done.source.replace("\\", "/").rpartition("/")[2]


def short_title(title: str) -> str:
    """Return a title without the notice that sends it out.

    >>> short_title("江泽省人民政府办公厅关于印发《江泽省三年行动方案》的通知")
    '江泽省三年行动方案'
    """
    sent = _SENT.fullmatch(title)
    return sent["title"] if sent else title
