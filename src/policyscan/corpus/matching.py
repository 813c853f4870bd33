"""Which file is which document of a corpus: by path, by pattern, by title in the name, by place, year and kind, by content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import PurePosixPath

from msgspec import Struct, field

from policyscan.corpus.facts import kind_of, likeness, short_place, title_in
from policyscan.model.corpus import Entry
from policyscan.model.folding import bare

_LIKE_ENOUGH = 0.8
"""A title found in a file must be this like an entry's (Dice of character pairs) for the file to be taken for it."""


class Claims(Struct):
    """Files by the index of the entry that claims them; files that nobody claims; files that several may mean."""

    files: dict[int, str] = field(default_factory=dict)
    unclaimed: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)


def claim_by_name(entries: Sequence[Entry], files: Sequence[str]) -> Claims:
    """Return which file each entry means, as far as paths and names tell.

    Parameters
    ----------
    entries
        In the manifest's order.
    files
        Paths relative to the corpus's folder.

    Notes
    -----
    The surest sign first: the path; a pattern; the whole title in the name; place with year or kind. A sign that fits
    several files or several entries claims nothing, and the files are named as ambiguous.
    """
    claims = Claims({i: e.path for i, e in enumerate(entries) if e.path is not None})
    taken = set(claims.files.values())
    left = [file for file in files if file not in taken]
    for fits in (_fits_pattern, _fits_title, _fits_facts):
        left = _claim(entries, left, fits, claims)
    claims.unclaimed = left
    claims.ambiguous = sorted(set(claims.ambiguous) & set(left))
    return claims


def claim_by_content(entries: Sequence[Entry], claims: Claims, titles: Mapping[str, str]) -> None:
    """Let entries without a file claim, among the unclaimed, those whose own title is theirs.

    ``titles`` are the titles on the files' title pages, by path.
    """
    for index, entry in enumerate(entries):
        if index in claims.files or not entry.title:
            continue
        scored = [(likeness(entry.title, titles[f]), f) for f in claims.unclaimed if titles.get(f)]
        best = [f for score, f in scored if score >= _LIKE_ENOUGH and score == max(scored)[0]]
        if len(best) == 1:
            claims.files[index] = best[0]
            claims.unclaimed.remove(best[0])
            claims.ambiguous = [f for f in claims.ambiguous if f != best[0]]


def _claim(entries: Sequence[Entry], left: list[str], fits: object, claims: Claims) -> list[str]:
    assert callable(fits)
    open_ = [i for i in range(len(entries)) if i not in claims.files]
    pairs = [(i, file) for i in open_ for file in left if fits(entries[i], file)]
    for index, file in pairs:
        rivals = [pair for pair in pairs if pair[0] == index or pair[1] == file]
        if len(rivals) == 1:
            claims.files[index] = file
        else:
            claims.ambiguous.append(file)
    taken = set(claims.files.values())
    return [file for file in left if file not in taken]


def _fits_pattern(entry: Entry, file: str) -> bool:
    return any(matches(pattern, file) for pattern in entry.match)


def matches(pattern: str, file: str) -> bool:
    """Whether a pattern fits a path or its last part; ``*`` and ``?`` are wild, case counts.

    >>> matches("云岭*.pdf", "省级/云岭省规划.pdf"), matches("市级/*", "省级/云岭省规划.pdf")
    (True, False)
    """
    return fnmatchcase(file, pattern) or fnmatchcase(PurePosixPath(file).name, pattern)


def _fits_title(entry: Entry, file: str) -> bool:
    title = bare(entry.title or "")
    return len(title) >= 4 and title in _name(file)


def _fits_facts(entry: Entry, file: str) -> bool:
    """Whether a name says the entry's place, and its year or the kind of document: 云岭省规划, 云岭-2023."""
    name = _name(file)
    place = short_place(entry.place or "")
    if entry.match or len(place) < 2 or place not in name or title_in(PurePosixPath(file).stem):
        return False  # a name that gives a whole title means that title
    years = set(map(int, re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", file)))
    wanted = {entry.year} if entry.year else set(range(entry.period[0], entry.period[1] + 1)) if entry.period else set()
    if years and wanted and not years & wanted:
        return False
    said, kind = kind_of(name), entry.kind or kind_of(entry.title or "")
    if said and kind and not kind.endswith(said[-2:]):
        return False
    return bool(years & wanted) or bool(said and kind)


@cache
def _name(file: str) -> str:
    return bare(PurePosixPath(file).stem)
