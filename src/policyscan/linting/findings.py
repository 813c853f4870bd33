"""The rules of `LintRule`, a function each. None reads a file or a passage: they judge figures that others have counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct

from policyscan.language import Bilingual
from policyscan.linting.intervals import wilson
from policyscan.model.folding import fold
from policyscan.model.label import EvidenceKind
from policyscan.model.lint import ExampleUse, ExclusionUse, LintFinding, LintRule, Place, TermUse
from policyscan.model.taxonomy import Category, Leaf, Rules, Taxonomy

ENOUGH = 1.0
"""The score from which on a passage carries a category."""
_SHOWN = 5
"""Terms that a message names."""


class Material(Struct, frozen=True):
    """What is judged.

    ``where`` tells the place of a category or leaf in the file; ``documents`` and ``passages`` are what the figures of
    the terms rest on, 0 where there is no corpus.
    """

    taxonomy: Taxonomy
    terms: Sequence[TermUse]
    exclusions: Sequence[ExclusionUse]
    examples: Sequence[ExampleUse]
    where: Callable[[str], Place]
    documents: int = 0
    passages: int = 0


def find_all(material: Material, ignored: Collection[LintRule] = ()) -> tuple[LintFinding, ...]:
    """Return all findings in the order of the file, but for those of the rules that are ignored."""
    found = chain.from_iterable(rule(material) for rule in _RULES)
    kept = [finding for finding in found if finding.rule not in ignored]
    order = list(LintRule)
    return tuple(sorted(kept, key=lambda f: (f.place, order.index(f.rule), f.term)))


def _definitions(material: Material) -> Iterator[LintFinding]:
    for category in material.taxonomy.categories:
        owners: tuple[Category | Leaf, ...] = (category, *category.leaves)
        for owner in owners:
            if not owner.definition.zh:
                yield LintFinding(
                    LintRule.MISSING_DEFINITION, material.where(owner.id), owner.id, "",
                    Bilingual(f"“{owner.id}”没有定义", f"'{owner.id}' has no definition"),
                    Bilingual("写 definition：什么算，什么不算；两个人据此应标得一样", "write a definition: what belongs here and what does not, so that two readers label alike"),
                )  # fmt: skip
        wanting = [name for name, texts in (("match", category.examples), ("no_match", category.counterexamples)) if not texts]  # fmt: skip
        if wanting:
            yield LintFinding(
                LintRule.MISSING_EXAMPLE, material.where(category.id), category.id, "",
                Bilingual(f"“{category.id}”没有例句：{'、'.join(wanting)}", f"'{category.id}' has no examples: {', '.join(wanting)}"),
                Bilingual("在 examples 里各写几句应归入、不应归入的话，最好是容易混淆的", "write some sentences that belong here and some that do not under 'examples', best those that are easily confused"),
            )  # fmt: skip


def _reach(material: Material) -> Iterator[LintFinding]:
    for category in material.taxonomy.categories:
        leaves = [leaf.rules for leaf in category.leaves]
        total = sum(_weight(rules) for rules in (category.rules, *leaves))
        if total < ENOUGH - 1e-9:
            yield _unreachable(material, category.id, total)
        for leaf in category.leaves:
            if _weight(leaf.rules) < ENOUGH - 1e-9:
                yield _unreachable(material, leaf.id, _weight(leaf.rules))


def _weight(rules: Rules) -> float:
    return sum(term.weight for term in rules.terms) + sum(pattern.weight for pattern in rules.patterns)


def _unreachable(material: Material, owner: str, total: float) -> LintFinding:
    zh = "没有词条和句式" if not total else f"全部词条与句式的权重合计只有 {total:g}"
    en = "has neither terms nor patterns" if not total else f"has terms and patterns that add up to {total:g} only"
    return LintFinding(
        LintRule.UNREACHABLE, material.where(owner), owner, "",
        Bilingual(f"“{owner}”{zh}，永远到不了 1，不会有段落归入", f"'{owner}' {en}: no passage can reach 1 and carry it"),
        Bilingual("补词条或句式，或提高权重", "add terms or patterns, or raise their weights"),
    )  # fmt: skip


def _shared(material: Material) -> Iterator[LintFinding]:
    """Yield terms and patterns that stand at several places: in several categories, or several times in one."""
    places: dict[tuple[EvidenceKind, str], list[TermUse]] = defaultdict(list)
    for use in material.terms:
        places[use.kind, use.text].append(use)
    for uses in places.values():
        categories = list(dict.fromkeys(use.category for use in uses))
        first = uses[0]
        if len(categories) > 1:
            yield LintFinding(
                LintRule.SHARED_TERM, first.place, first.owner, first.text,
                Bilingual(f"“{first.text}”为 {'、'.join(categories)} 共有", f"'{first.text}' is shared by {', '.join(categories)}"),
                Bilingual("凡有此词的段落同时算给几个类别：留给最贴切的一个，或在各处写成更长的词", "each passage with it counts for all of them: leave it to the one that it fits best, or make it longer in each"),
                tuple(use.place for use in uses[1:]),
            )  # fmt: skip
        for category in categories:
            own = [use for use in uses if use.category == category]
            if len(own) > 1:
                owners = [use.owner for use in own]
                yield LintFinding(
                    LintRule.REPEATED_TERM, own[1].place, own[1].owner, first.text,
                    Bilingual(f"“{first.text}”在“{category}”内写了 {len(own)} 处（{'、'.join(owners)}），一次命中计分 {len(own)} 次", f"'{first.text}' stands {len(own)} times in '{category}' ({', '.join(owners)}): one match counts {len(own)} times"),
                    Bilingual("只留一处：细分类别里的词条也算给类别", "keep one: the terms of a leaf count for its category too"),
                    tuple(use.place for use in own if use is not own[1]),
                )  # fmt: skip


def _redundant(material: Material) -> Iterator[LintFinding]:
    """Yield terms that can change nothing: a shorter one inside them, of the same place, decides alone already.

    Only where the shorter one weighs 1: below that, both together may reach what one does not.
    """
    groups: dict[str, list[TermUse]] = defaultdict(list)
    for use in material.terms:
        if use.kind is EvidenceKind.TERM:
            groups[use.owner].append(use)
    for uses in groups.values():
        strong = [use for use in uses if use.weight >= ENOUGH]
        for use in uses:
            inner = next((s for s in strong if s.text != use.text and s.text in use.text and s.weight >= use.weight and (use.in_scope or not s.in_scope)), None)  # fmt: skip
            if inner is not None:
                yield LintFinding(
                    LintRule.REDUNDANT_TERM, use.place, use.owner, use.text,
                    Bilingual(f"“{use.text}”里已有“{inner.text}”，后者单独就能判定", f"'{use.text}' holds '{inner.text}', which decides alone"),
                    Bilingual("删去较长的；若较短的太宽泛，删较短的或降低其权重", "remove the longer one; where the shorter one is too general, remove that or lower its weight"),
                    (inner.place,),
                )  # fmt: skip


def _dead(material: Material) -> Iterator[LintFinding]:
    if not material.passages:
        return
    for use in material.terms:
        if not use.matches and not use.headings and not use.gold:
            zh = "词条" if use.kind is EvidenceKind.TERM else "句式"
            en = "the term" if use.kind is EvidenceKind.TERM else "the pattern"
            yield LintFinding(
                LintRule.DEAD_TERM, use.place, use.owner, use.text,
                Bilingual(f"{zh}“{use.text}”在 {material.documents} 份文件的 {material.passages} 段中没有命中", f"{en} '{use.text}' matches nowhere in {material.passages} passages of {material.documents} documents"),
                Bilingual("查有无错字、是否写得太长；语料小时没有命中不说明词条无用", "look for a slip or a wording that is too long; in a small corpus no match does not prove it useless"),
            )  # fmt: skip


def _swallowed(material: Material) -> Iterator[LintFinding]:
    """Yield terms that match and never add anything: always inside longer terms, or for other reasons, which are told."""
    for use in material.terms:
        if not use.matches or use.passages or use.headings or use.gold or not material.passages:
            continue
        if use.nested == use.matches:
            longer = [other.text for other in material.terms if _may_hold(other, use)]
            zh, en = "、".join(longer[:_SHOWN]), ", ".join(longer[:_SHOWN])
            yield LintFinding(
                LintRule.SWALLOWED_TERM, use.place, use.owner, use.text,
                Bilingual(f"“{use.text}”命中 {use.matches} 次，每次都在本类更长的词条内，从未计分{f'（{zh}）' if zh else ''}", f"'{use.text}' matches {use.matches} times, always inside a longer term of the category, and never counts{f' ({en})' if en else ''}"),
                Bilingual("两者取一：删去较短的，或删去较长的而只留较短的", "keep one: remove the shorter one, or the longer ones"),
            )  # fmt: skip
            continue
        fates = [
            (use.nested, Bilingual("在本类更长的词条内", "inside longer terms of the category")),
            (use.excluded, Bilingual("被排除词作废", "voided by exclusions")),
            (use.bare, Bilingual("只是并列点名", "bare names in enumerations")),
            (use.out_of_scope, Bilingual("不在主题范围内", "out of scope")),
        ]
        told = [(n, text) for n, text in fates if n]
        zh, en = "，".join(f"{n} 次{text.zh}" for n, text in told), ", ".join(f"{n} {text.en}" for n, text in told)
        yield LintFinding(
            LintRule.SILENT_TERM, use.place, use.owner, use.text,
            Bilingual(f"“{use.text}”命中 {use.matches} 次，从未计分：{zh}", f"'{use.text}' matches {use.matches} times and never counts: {en}"),
            Bilingual("看这些命中是否本该计分；若该，改排除词或去掉 in_scope", "see whether these matches should count; if so, change the exclusions or drop in_scope"),
        )  # fmt: skip


def _may_hold(longer: TermUse, use: TermUse) -> bool:
    own = use.leaf is None or use.leaf == longer.leaf
    is_longer = use.text in longer.text and use.text != longer.text
    return longer.kind is EvidenceKind.TERM and longer.category == use.category and own and is_longer


def _idle(material: Material) -> Iterator[LintFinding]:
    if not material.passages:
        return
    for use in material.exclusions:
        if use.voided or use.gold:
            continue
        zh = f"出现 {use.matches} 次，未碰到任何词条" if use.matches else f"在 {material.passages} 段中没有出现"
        en = f"occurs {use.matches} times and meets no term" if use.matches else f"occurs nowhere in {material.passages} passages"  # fmt: skip
        yield LintFinding(
            LintRule.IDLE_EXCLUSION, use.place, use.owner, use.text,
            Bilingual(f"排除词“{use.text}”{zh}", f"the exclusion '{use.text}' {en}"),
            Bilingual("排除词须与本类词条的命中重叠才起作用：查有无错字，或所排除的词条已删去", "an exclusion works only where it overlaps a match of its category: look for a slip, or for a term that is gone"),
        )  # fmt: skip


def _imprecise(material: Material) -> Iterator[LintFinding]:
    """Yield terms that decide alone and are wrong more often than right, beyond chance.

    That is: the upper end of the 95 % interval of the precision (Wilson 1927) lies below one half.
    """
    for use in material.terms:
        if use.weight < ENOUGH or not use.gold or use.right is None:
            continue
        _, high = wilson(use.right, use.gold)
        if high < 0.5:
            yield LintFinding(
                LintRule.IMPRECISE_TERM, use.place, use.owner, use.text,
                Bilingual(f"“{use.text}”单独判定，而在 {use.gold} 个标注段落中只对 {use.right} 个（95% 区间上限 {high:.2f}）", f"'{use.text}' decides alone and is right in {use.right} of {use.gold} labelled passages only (upper end of the 95 % interval {high:.2f})"),
                Bilingual("降低权重、改成更长的词，或为误中的说法加排除词", "lower its weight, make it longer, or exclude the phrases in which it is wrong"),
            )  # fmt: skip


def _split(material: Material) -> Iterator[LintFinding]:
    """Yield one finding a category: most terms of this field are several words, and a finding each would hide the rest."""
    for category in material.taxonomy.categories:
        split = [use for use in material.terms if use.category == category.id and len(use.words) > 1]
        if split:
            total = sum(use.category == category.id and use.kind is EvidenceKind.TERM for use in material.terms)
            shown = [f"{use.text}（{'/'.join(use.words)}）" for use in split[:_SHOWN]]
            english = [f"{use.text} ({'/'.join(use.words)})" for use in split[:_SHOWN]]
            rest = len(split) - len(shown)
            yield LintFinding(
                LintRule.SPLIT_TERM, split[0].place, category.id, split[0].text,
                Bilingual(f"“{category.id}”的 {total} 个词条中，{len(split)} 个会被 jieba 切开：{'、'.join(shown)}{' 等' if rest else ''}", f"of {total} terms of '{category.id}' jieba cuts {len(split)}: {', '.join(english)}{', …' if rest else ''}"),
                Bilingual("归类不受影响（词条逐字匹配）；只是按词统计词频时找不到它们", "labels are not touched, as terms are matched letter by letter; only counts of words do not show them"),
                tuple(use.place for use in split[1:]),
            )  # fmt: skip


def _examples(material: Material) -> Iterator[LintFinding]:
    for use in material.examples:
        if use.carried is use.wanted:
            continue
        text = _quoted(use.text)
        if use.wanted:
            message = Bilingual(f"正例没有归入“{use.category}”（得分 {use.score:g}）：{text}", f"an example of '{use.category}' does not carry it (score {use.score:g}): {text}")  # fmt: skip
            advice = Bilingual("补词条，或改例句：它须单凭本类词条与句式就能归入", "add a term, or change the example: it must carry the category by its own terms and patterns")  # fmt: skip
        else:
            message = Bilingual(f"反例归入了“{use.category}”（得分 {use.score:g}）：{text}", f"a counterexample of '{use.category}' carries it (score {use.score:g}): {text}")  # fmt: skip
            advice = Bilingual("降低误中词条的权重，或加排除词", "lower the weight of the term that is wrong, or exclude the phrase")  # fmt: skip
        yield LintFinding(LintRule.EXAMPLE_FAILS, use.place, use.category, "", message, advice)


def _clashes(material: Material) -> Iterator[LintFinding]:
    """Yield texts that are an example and a counterexample: of one category a mistake, of two a contrast to look at."""
    by_text: dict[str, list[ExampleUse]] = defaultdict(list)
    for use in material.examples:
        by_text[fold(use.text)[0]].append(use)
    for uses in by_text.values():
        for use in (u for u in uses if not u.wanted):
            same = [u for u in uses if u.wanted and u.category == use.category]
            if same:
                yield LintFinding(
                    LintRule.EXAMPLE_CLASH, use.place, use.category, "",
                    Bilingual(f"同一句既是“{use.category}”的正例又是反例：{_quoted(use.text)}", f"the same text is an example and a counterexample of '{use.category}': {_quoted(use.text)}"),
                    Bilingual("删去其中一处", "remove one of them"),
                    tuple(u.place for u in same),
                )  # fmt: skip
            others = [u for u in uses if u.wanted and u.category != use.category]
            if others and not same:
                names = [u.category for u in others]
                yield LintFinding(
                    LintRule.EXAMPLE_CONTRAST, use.place, use.category, "",
                    Bilingual(f"同一句是“{'、'.join(names)}”的正例、“{use.category}”的反例：{_quoted(use.text)}", f"the same text is an example of {', '.join(names)} and a counterexample of '{use.category}': {_quoted(use.text)}"),
                    Bilingual("两类界线分明时正该如此；若一段可以兼属两类，删去反例", "right where the two exclude each other; where a passage may carry both, remove the counterexample"),
                    tuple(u.place for u in others),
                )  # fmt: skip


def _quoted(text: str, most: int = 40) -> str:
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= most else f"“{text[: most - 1]}…”"


_RULES: tuple[Callable[[Material], Iterable[LintFinding]], ...] = (
    _definitions,
    _reach,
    _shared,
    _redundant,
    _dead,
    _swallowed,
    _idle,
    _imprecise,
    _split,
    _examples,
    _clashes,
)
