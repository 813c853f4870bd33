"""What every table of words says of what it was counted in: which documents, and what of them was not read."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.codec import Json
from policyscan.model.corpus import Status
from policyscan.model.lexicon import HitCount, Part, Reading, is_unread
from policyscan.rendering.corpus import corpus_value, details_of, member_value, notes_on_files
from policyscan.rendering.view import View, clean


def reading_value(reading: Reading) -> Json:
    """Return the corpora of a reading in JSON, without their documents."""
    return {
        "program": f"policyscan {reading.version}",
        "corpora": [corpus_value(found) for found in reading.surveys],
        "wholly_read": reading.is_wholly_read,
    }


def document_values(reading: Reading) -> list[Json]:
    """Return the documents of a reading in JSON; ``where`` is where each is, ``unread`` whether absence can be claimed."""
    return [
        {**member_value(member), "where": path, "unread": is_unread(member)}
        for member, path in zip(reading.members, reading.paths, strict=True)
    ]


def part_value(part: Part, reading: Reading) -> Json:
    """Return a part in JSON."""
    return {
        "name": part.name,
        "documents": [reading.members[i].id for i in part.members],
        "unread": part.unread,
    }


def unread_reasons(reading: Reading) -> Iterator[tuple[str, Bilingual]]:
    """Yield where each document is of which some or all could not be read, and why."""
    for member, path in zip(reading.members, reading.paths, strict=True):
        if is_unread(member):
            details = details_of(member)
            yield path, Bilingual("；".join(d.zh for d in details), "; ".join(d.en for d in details))


def notes_of(reading: Reading, view: View) -> Iterator[Text]:
    """Yield the lines under a table: what was not read, what is missing, what was left out."""
    unread = list(unread_reasons(reading))
    if unread:
        lead = Bilingual("未能读取，那里有没有不能断定：", "Not read, so that nothing can be said of what is there:")
        yield Text(lead.in_language(view.language), "magenta")
        for path, reason in unread:
            yield Text(f"? {clean(path)}\n  {clean(reason.in_language(view.language))}")
    statuses = [member.status for member in reading.members]
    missing, twice = statuses.count(Status.MISSING), sum(m.duplicate_of is not None for m in reading.members)
    if missing:
        en = f"missing, and no part of this: {documents_in_words(missing).en}"
        yield Text(Bilingual(f"缺 {missing} 份应有的文件，不在其中", en).in_language(view.language), "dim")
    if twice:
        en = f"there twice, and counted once: {documents_in_words(twice).en}"
        yield Text(Bilingual(f"重复 {twice} 份，只计一次", en).in_language(view.language), "dim")
    for found in reading.surveys:
        for note in notes_on_files(found):
            yield Text(note.in_language(view.language), "dim")


def documents_in_words(number: int) -> Bilingual:
    """Return a number of documents.

    >>> documents_in_words(1).en, documents_in_words(2).en
    ('1 document', '2 documents')
    """
    return Bilingual(f"{number} 份文件", f"{number} document{'' if number == 1 else 's'}")


def name_of(part: Part, view: View) -> str:
    """Return the name of a part, or that it has none."""
    return clean(part.name) or Bilingual("（未知）", "(unknown)").in_language(view.language)


def figure(count: HitCount) -> str:
    """Return hits as people read them: ``?`` where nothing was read, ``3?`` where a part was not."""
    if not count.characters and count.part.unread:
        return "?"
    return f"{count.hits}{'?' if count.part.unread else ''}"


def one_line(text: str) -> str:
    """Return text without control characters, and each break or run of white space as one space."""
    return clean(" ".join(text.split()) if text.strip() else "")


def first_cells(text: str, width: int) -> str:
    """Return as much of the beginning of a text as ``width`` columns of a screen hold; cut short, it ends in ``…``.

    >>> first_cells("推进数据共享", 7), first_cells("推进", 7)
    ('推进数…', '推进')
    """
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def last_cells(text: str, width: int) -> str:
    """Return as much of the end of a text as ``width`` columns hold; cut short, it begins with ``…``.

    >>> last_cells("推进数据共享", 7), last_cells("推进", 7)
    ('…据共享', '推进')
    """
    if cell_len(text) <= width:
        return text
    return "…" + set_cell_size(text[::-1], width - 1).rstrip()[::-1]
