"""What another version of a taxonomy changes, as table, JSON and Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.codec import Json, encode
from policyscan.model.report import Coverage, Done
from policyscan.model.revision import Flip, Revision, Turn
from policyscan.rendering.gaps import quoted
from policyscan.rendering.markdown import escape
from policyscan.rendering.screen import drawn, plain_table
from policyscan.rendering.table import STYLES, clean
from policyscan.rendering.view import View
from policyscan.rendering.words import DEPTHS, SIGNS, VERDICTS, place_label

_TURNS = 4


def render_revision(result: Revision, format_name: str, view: View) -> str:
    """Return a revision in one of its formats."""
    return {"table": _table, "json": _json, "markdown": _markdown}[format_name](result, view)


def _head(result: Revision) -> Bilingual:
    old, new = result.old, result.new
    names = f"{old.id} {old.version} ({old.hash[:8]}) → {new.id} {new.version} ({new.hash[:8]})"
    return Bilingual(names, names)


def _summary(result: Revision) -> list[Bilingual]:
    verdicts = sum(flip.is_verdict and "." not in flip.column.id for flip in result.flips)
    others = sum(not flip.is_verdict and "." not in flip.column.id for flip in result.flips)
    lines = []
    if result.survey is not None:
        lines.append(Bilingual(f"{result.cells} 个单元格：{verdicts} 个结论改变，{others} 个只是段落或深度改变", f"{result.cells} cells: {verdicts} change their verdict, {others} only passages or depth"))  # fmt: skip
    if result.added:
        lines.append(Bilingual(f"新增：{'、'.join(result.added)}", f"added: {', '.join(result.added)}"))
    if result.removed:
        lines.append(Bilingual(f"删去：{'、'.join(result.removed)}", f"removed: {', '.join(result.removed)}"))
    a, b = result.classifiers
    lines.append(Bilingual(f"分类器：{a} → {b}", f"classifier: {a} → {b}"))
    if a != b:
        lines.append(
            Bilingual(
                "两边的分类器不同：估计器不认识改动后的版本，改变不都出自词条；只比词条用 --rules-only，或用 --new-estimator 给出重新训练的",
                "the classifiers differ, as the estimator does not know the other version: not every change is due to the terms; "
                "--rules-only compares these alone, --new-estimator takes one trained anew",
            )
        )
    return lines


def _state(row: Coverage, view: View) -> str:
    return f"{SIGNS[row.verdict]} {VERDICTS[row.verdict].in_language(view.language)} {DEPTHS[row.depth].in_language(view.language)} {row.passages}"


def _turn(done: Done, turn: Turn, view: View, most: int = 60) -> str:
    passage = done.passages[turn.passage].passage
    page = place_label(done, passage).in_language(view.language)
    why = ", ".join(dict.fromkeys(e.text for e in turn.label.evidence if e.weight > 0))
    return f"{'+' if turn.gained else '-'} {page} “{quoted(passage.text, most)}” [{quoted(why, 30)}]".replace("  ", " ")


def _table(result: Revision, view: View) -> str:
    return drawn(_parts(result, view), view)


def _parts(result: Revision, view: View) -> Iterator[RenderableType]:
    yield Text(clean(_head(result).in_language(view.language)), "bold")
    for name, came, went in result.terms:
        words = [*(f"+{clean(word)}" for word in came), *(f"-{clean(word)}" for word in went)]
        yield Text(f"  {name}  {' '.join(words)}", "dim")
    for flip in sorted(result.flips, key=lambda flip: not flip.is_verdict):
        yield from _flip(result, flip, view)
    yield Text()
    for line in _summary(result):
        yield Text(line.in_language(view.language), "bold")
    if result.evaluations is not None:
        yield _scores(result, view)


def _flip(result: Revision, flip: Flip, view: View) -> Iterator[RenderableType]:
    assert result.survey is not None  # there are flips
    member = result.survey.members[flip.document]
    yield Text()
    yield Text.assemble(
        (clean(flip.column.name.in_language(view.language)), "cyan"), f"  {clean(member.title)}\n  ",
        (_state(flip.old, view), STYLES[flip.old.verdict]), " → ", (_state(flip.new, view), STYLES[flip.new.verdict]),
    )  # fmt: skip
    if member.done is not None:
        for turn in flip.turns[:_TURNS]:
            yield Padding(Text(_turn(member.done, turn, view), "dim", no_wrap=True, overflow="ellipsis"), (0, 0, 0, 4))
    if len(flip.turns) > _TURNS:
        more = len(flip.turns) - _TURNS
        yield Padding(
            Text(Bilingual(f"另有 {more} 段", f"{more} more passages").in_language(view.language), "dim"), (0, 0, 0, 4)
        )


def _score_rows(result: Revision) -> list[tuple[str, float | None, float | None]]:
    assert result.evaluations is not None
    old, new = (evaluation.groups[0] for evaluation in result.evaluations)
    before, after = {s.id: s.f1.value for s in old.categories}, {s.id: s.f1.value for s in new.categories}
    names = [*after, *(name for name in before if name not in after)]
    return [*((n, before.get(n), after.get(n)) for n in names), ("macro-F1", old.macro_f1.value, new.macro_f1.value)]


def _scores(result: Revision, view: View) -> RenderableType:
    table = plain_table()
    for head in (
        "F1",
        Bilingual("旧", "old").in_language(view.language),
        Bilingual("新", "new").in_language(view.language),
        "±",
    ):
        table.add_column(head, justify="left" if head == "F1" else "right")
    for name, old, new in _score_rows(result):
        table.add_row(name, _figure(old), _figure(new), "" if old is None or new is None else f"{new - old:+.3f}")
    return table


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _coverage(row: Coverage) -> Json:
    return {
        "verdict": row.verdict.value,
        "depth": int(row.depth),
        "passages": row.passages,
        "share": round(row.share, 6),
    }


def _json(result: Revision, view: View) -> str:
    members = result.survey.members if result.survey else ()
    value = {
        "format": "policyscan-taxonomy-diff",
        "version": 1,
        "program": f"policyscan {result.version}",
        "old": {"id": result.old.id, "version": result.old.version, "sha256": result.old.hash, "classifier": result.classifiers[0]},
        "new": {"id": result.new.id, "version": result.new.version, "sha256": result.new.hash, "classifier": result.classifiers[1]},
        "added": list(result.added),
        "removed": list(result.removed),
        "terms": [{"category": name, "added": list(came), "removed": list(went)} for name, came, went in result.terms],
        "cells": result.cells,
        "flips": [
            {
                "document": members[flip.document].id,
                "path": members[flip.document].path,
                "category": flip.column.id,
                "old": _coverage(flip.old),
                "new": _coverage(flip.new),
                "passages": [_turn_value(members[flip.document].done, turn) for turn in flip.turns],
            }
            for flip in result.flips
        ],
        "scores": [{"category": n, "old": _rounded(a), "new": _rounded(b)} for n, a, b in _score_rows(result)] if result.evaluations else None,
    }  # fmt: skip
    return encode(value) + "\n"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _turn_value(done: Done | None, turn: Turn) -> Json:
    assert done is not None  # a cell that flipped was read
    passage = done.passages[turn.passage].passage
    evidence = list(dict.fromkeys(e.text for e in turn.label.evidence if e.weight > 0))
    return {
        "gained": turn.gained,
        "index": turn.passage,
        "page": passage.pages[0],
        "text": passage.text,
        "evidence": evidence,
    }


def _markdown(result: Revision, view: View) -> str:
    lines = [f"## {escape(_head(result).in_language(view.language))}", ""]
    lines += [f"{escape(line.in_language(view.language))}  " for line in _summary(result)]
    heads = (
        Bilingual("文件|类别|旧|新|引文", "document|category|old|new|quotation").in_language(view.language).split("|")
    )
    if result.flips:
        lines += ["", f"| {' | '.join(heads)} |", "|---|---|---|---|---|"]
    for flip in sorted(result.flips, key=lambda flip: not flip.is_verdict):
        assert result.survey is not None
        member = result.survey.members[flip.document]
        turns = [escape(_turn(member.done, turn, view)) for turn in flip.turns[:2]] if member.done else []
        cells = [
            escape(member.title),
            escape(flip.column.name.in_language(view.language)),
            _state(flip.old, view),
            _state(flip.new, view),
        ]
        lines.append(f"| {' | '.join(cells)} | {'<br>'.join(turns)} |")
    if result.evaluations is not None:
        old_and_new = Bilingual("旧 | 新", "old | new").in_language(view.language)
        lines += ["", f"| F1 | {old_and_new} | ± |", "|---|--:|--:|--:|"]
        for name, old, new in _score_rows(result):
            difference = "" if old is None or new is None else f"{new - old:+.3f}"
            lines.append(f"| {name} | {_figure(old)} | {_figure(new)} | {difference} |")
    return "\n".join(lines) + "\n"
