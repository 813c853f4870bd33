"""What is known of each document, from the manifest, its title page and its name; duplicates; and what cannot be true."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TypeVar

from msgspec.structs import replace

from policyscan.corpus.facts import held, kind_of, likeness, short_place, title_in, years_in
from policyscan.language import Bilingual
from policyscan.model.corpus import Corpus, Entry, Member, Origin
from policyscan.model.folding import bare
from policyscan.model.report import Done, Failed

Places = Callable[[str], tuple[str | None, str | None] | None]
"""Tells the province and the city that a text names, None where it names none."""

_Fact = TypeVar("_Fact", str, int)

_FAR = 0.35
_HALF_HELD = 0.6
_YEARS_OFF = 1
"""A plan may be dated the year before it begins, and filed under the year after."""
_LEVELS = (("县级", re.compile(r"[县区旗]$")), ("市级", re.compile(r"[市州盟]$|地区$")))
_CITIES_LIKE_PROVINCES = ("北京市", "天津市", "上海市", "重庆市")


def make_members(
    corpus: Corpus,
    files: Sequence[tuple[Entry | None, str | None]],
    outcomes: Mapping[str, Done | Failed],
    places: Places,
) -> tuple[Member, ...]:
    """Return the members of a corpus, in the order of ``files``.

    Parameters
    ----------
    corpus
        The corpus.
    files
        For each document its entry and its path in the folder, each None where there is none.
    outcomes
        What came of reading, by path.
    places
        Finds the place that a text names.
    """
    members = [_member(entry, path, outcomes.get(path or ""), places) for entry, path in files]
    return tuple(_with_distinct_ids(_with_duplicates(members)))


def _member(entry: Entry | None, path: str | None, outcome: Done | Failed | None, places: Places) -> Member:
    if entry is not None and entry.path is not None and outcome is None:
        missing = Bilingual(f"{entry.path}：没有这个文件", f"{entry.path}: there is no such file")
        outcome = Failed(entry.path, missing, Bilingual("清单写明了此文件的路径", "the corpus gives this path"))
    entry = entry or Entry(0)
    page = outcome.title_page if isinstance(outcome, Done) else None
    stem = PurePosixPath(path).stem if path else ""
    named = places(stem) if re.match(r"[\u3400-\u9fff]", stem) else None
    from_page = (page.province, page.city) if page and (page.province or page.city) else None
    title = entry.title or (page.title if page else None) or title_in(stem) or path or ""
    said = places(entry.place or entry.title or "")
    origins: dict[str, Origin] = {}

    page_years = [page.date.year] if page and page.date else years_in(page.title or "") if page else []
    place = _first(
        origins,
        "place",
        (entry.place, Origin.MANIFEST),
        (_place(said), Origin.MANIFEST),
        (_place(from_page), Origin.TITLE_PAGE),
        (_place(named), Origin.NAME),
    )
    year = _first(
        origins,
        "year",
        (entry.year, Origin.MANIFEST),
        (entry.period[0] if entry.period else None, Origin.MANIFEST),
        (next(iter(page_years), None), Origin.TITLE_PAGE),
        (next(iter(years_in(path or "")), None), Origin.NAME),
    )
    kind = _first(origins, "kind", (entry.kind, Origin.MANIFEST), (kind_of(title), Origin.TITLE_PAGE))
    level = _first(
        origins,
        "level",
        (entry.level, Origin.MANIFEST),
        (_level(place, page.issuer if page else None), Origin.TITLE_PAGE),
    )
    member = Member(
        id=entry.id or _name(title, place),
        entry=entry if entry.line else None,
        path=path,
        outcome=outcome,
        title=" ".join(title.split()),
        place=place,
        province=next((p[0] for p in (said, from_page, named) if p and p[0]), None),
        year=year,
        kind=kind,
        group=entry.group,
        level=level,
        origins=origins,
    )
    return replace(
        member, mismatches=tuple(_mismatches(entry, stem, outcome, places)) if isinstance(outcome, Done) else ()
    )


def _name(title: str, place: str | None) -> str:
    """Return what a document is known by: its title, with the place before it where a title (政府工作报告) names none."""
    title = " ".join(title.split())
    return title if place is None or short_place(place) in title else f"{place} {title}"


def _first(origins: dict[str, Origin], name: str, *candidates: tuple[_Fact | None, Origin]) -> _Fact | None:
    """Return the first candidate that is known, and note where it comes from."""
    for value, origin in candidates:
        if value is not None:
            origins[name] = origin
            return value
    return None


def _place(found: tuple[str | None, str | None] | None) -> str | None:
    return (found[1] or found[0]) if found else None


def _level(place: str | None, issuer: str | None) -> str | None:
    if place is None:
        return "国家级" if issuer and re.match(r"国务院|国家|中共中央|.{2,8}部(?:$|办公厅)", issuer) else None
    if place.endswith(("省", "自治区")) or place in _CITIES_LIKE_PROVINCES:
        return "省级"
    return next((level for level, pattern in _LEVELS if pattern.search(place)), None)


def _mismatches(entry: Entry, stem: str, done: Done, places: Places) -> Iterable[Bilingual]:
    """Yield what the entry or the name says and the content contradicts."""
    head = done.document.opening
    page = done.title_page
    claim = entry.title or title_in(stem)
    lead = Bilingual("清单", "the corpus") if entry.title else Bilingual("文件名", "the name")
    found = page.title or head[:40].replace("\n", " ")
    if claim and bare(claim) not in bare(head):
        alike = max(likeness(claim, page.title or ""), likeness(claim, head[: 2 * len(claim)]))
        kinds = [kind[-2:] for kind in (kind_of(claim), kind_of(page.title or "")) if kind]
        if (alike < _FAR and held(claim, head) < _HALF_HELD) or len(set(kinds)) == 2:
            yield Bilingual(
                f"标题：{lead.zh}作“{claim}”，文内是“{found}”",
                f"title: {lead.en} says “{claim}”, the content “{found}”",
            )
    place = entry.place or _place(places(stem) if re.match(r"[\u3400-\u9fff]{2,}", stem) else None)
    in_page = [p for p in (page.province, page.city) if p]
    if place and in_page and not any(_same_place(place, p) for p in in_page) and short_place(place) not in head:
        lead = Bilingual("清单", "the corpus") if entry.place else Bilingual("文件名", "the name")
        yield Bilingual(
            f"地区：{lead.zh}作“{place}”，文内是“{'、'.join(in_page)}”",
            f"place: {lead.en} says “{place}”, the content “{', '.join(in_page)}”",
        )
    wanted = [entry.year] if entry.year else list(entry.period or ())
    years = ([page.date.year] if page.date else []) + years_in(page.title or "")
    if wanted and years and (max(wanted) < min(years) - _YEARS_OFF or min(wanted) > max(years) + _YEARS_OFF):
        say = "—".join(map(str, wanted))
        seen = "、".join(map(str, sorted(set(years))))
        yield Bilingual(f"年份：清单作 {say}，文内是 {seen}", f"year: the corpus says {say}, the content {seen}")


def _same_place(first: str, second: str) -> bool:
    a, b = short_place(first), short_place(second)
    return a.startswith(b) or b.startswith(a) or a in second or b in first


def _with_duplicates(members: list[Member]) -> list[Member]:
    """Mark documents with the bytes, or else the text, of an earlier one."""
    by_bytes: dict[str, str] = {}
    by_text: dict[str, str] = {}
    out = []
    for member in members:
        if isinstance(member.outcome, Done) and member.path is not None:
            document = member.outcome.document
            same_bytes = by_bytes.setdefault(document.sha256, member.path)
            text = document.text_sha256
            same_text = by_text.setdefault(text, member.path) if text else member.path
            first = same_bytes if same_bytes != member.path else same_text
            if first != member.path:
                member = replace(member, duplicate_of=first, same_bytes=same_bytes != member.path)
        out.append(member)
    return out


def _with_distinct_ids(members: Iterable[Member]) -> Iterable[Member]:
    """Tell documents of one title apart: the first keeps it as its id, those after it add their path."""
    seen: set[str] = set()
    for member in members:
        place = member.path or f"line {member.entry.line if member.entry else 0}"
        distinct = f"{member.id} ({place})" if member.id in seen else member.id
        seen.add(distinct)
        yield replace(member, id=distinct)
