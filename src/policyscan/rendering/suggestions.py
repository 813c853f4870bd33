"""What a corpus suggests for a taxonomy, as table, as YAML to paste into it, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from policyscan.language import Bilingual
from policyscan.model.codec import Json, encode
from policyscan.model.lexicon import CategorySuggestions, Quotation, Subject, Suggestion, TaxonomySuggestions
from policyscan.model.passage import Passage
from policyscan.rendering.reading import (
    document_values,
    documents_in_words,
    first_cells,
    last_cells,
    notes_of,
    one_line,
    reading_value,
)
from policyscan.rendering.screen import drawn
from policyscan.rendering.view import View, clean
from policyscan.rendering.words import place_in

_INDENT = 4
_BEFORE = 0.4
"""The share of a line that stands before the word."""


def render_suggestions(result: TaxonomySuggestions, format_name: str, view: View) -> str:
    """Return suggestions in one of their formats."""
    if format_name == "json":
        return encode(_value(result)) + "\n"
    if format_name == "yaml":
        return _yaml(result, view)
    return drawn(_parts(result, view), view)


def _parts(result: TaxonomySuggestions, view: View) -> Iterator[RenderableType]:
    for category in result.categories:
        yield from _category(result, category, view)
    if result.subjects:
        yield Text(
            Bilingual("没有类别收纳的主题", "Subjects that no category catches").in_language(view.language), "bold"
        )
        for subject in result.subjects:
            yield from _subject(result, subject, view)
        yield Text()
    yield from _legend(result, view)
    yield from notes_of(result.reading, view)


def _category(result: TaxonomySuggestions, category: CategorySuggestions, view: View) -> Iterator[RenderableType]:
    name = clean(category.name.in_language(view.language))
    carried = Bilingual(f"{category.passages} 段", f"{category.passages} passages").in_language(view.language)
    yield Text.assemble((name, "bold"), f" {category.taxonomy}/{category.category} · {carried}")
    if not category.suggestions:
        none = Bilingual("没有可建议的词", "nothing to suggest").in_language(view.language)
        yield Text(f"  {none}\n", "dim")
        return
    for suggestion in category.suggestions:
        yield _figures(suggestion, view)
        for quotation in suggestion.quotations:
            yield _quoted(result, quotation, view)
    yield Text()


def _figures(suggestion: Suggestion, view: View) -> Text:
    total = suggestion.passages + suggestion.others
    new = Bilingual("新词 ", "new ").in_language(view.language) if suggestion.is_new else ""
    leaf = f" → {suggestion.leaf.partition('/')[2]}" if suggestion.leaf else ""
    silent = ""
    if suggestion.silent:
        n = suggestion.silent
        silent = Bilingual(f"，其中 {n} 段现无词条", f", {n} of them without a term").in_language(view.language)
    documents = documents_in_words(suggestion.documents)
    figures = Bilingual(
        f"{new}z {suggestion.z:.1f} · {suggestion.passages}/{total} 段{silent} · {documents.zh} · 权重 {suggestion.weight:g}{leaf}",
        f"{new}z {suggestion.z:.1f} · {suggestion.passages} of {total} passages{silent} · {documents.en} · weight {suggestion.weight:g}{leaf}",
    )
    return Text.assemble("  ", (clean(suggestion.term), "bold yellow"), f"  {figures.in_language(view.language)}")


def _subject(result: TaxonomySuggestions, subject: Subject, view: View) -> Iterator[Text]:
    words = " ".join(clean(word) for word, _ in subject.words)
    documents = documents_in_words(subject.documents)
    counts = Bilingual(f"{subject.passages} 段，{documents.zh}", f"{subject.passages} passages, {documents.en}")
    yield Text.assemble("  ", (words, "yellow"), f"  {counts.in_language(view.language)}")
    for quotation in subject.quotations:
        yield _quoted(result, quotation, view)


def _source(result: TaxonomySuggestions, quotation: Quotation) -> tuple[Passage, Bilingual, str, str]:
    member = result.reading.members[quotation.member]
    assert member.done is not None  # it was quoted
    passage = member.done.passages[quotation.passage].passage
    place = place_in(member.done.document, passage)
    if member.done.document.has_pages:
        page = passage.page_of(quotation.at)  # a passage may run over a page break
        place = Bilingual(f"第{page}页", f"p. {page}")
    return passage, place, member.title, result.reading.paths[quotation.member]


def _quoted(result: TaxonomySuggestions, quotation: Quotation, view: View) -> Text:
    passage, place, title, _ = _source(result, quotation)
    source = f"{first_cells(one_line(title), view.width // 4)} {place.in_language(view.language)}".rstrip()
    room = view.width - 1 - _INDENT - cell_len(source) - 1
    word = first_cells(one_line(passage.text[quotation.at : quotation.end]), room)
    left = last_cells(one_line(passage.text[: quotation.at]), max(2, int((room - cell_len(word)) * _BEFORE)))
    right = first_cells(one_line(passage.text[quotation.end :]), max(2, room - cell_len(left) - cell_len(word)))
    return Text.assemble(" " * _INDENT, (source, "dim"), " ", left, (word, "yellow"), right)


def _legend(result: TaxonomySuggestions, view: View) -> Iterator[Text]:
    ids = ", ".join(f"{t.id} {t.version}" for t in result.taxonomies)
    lines = (
        Bilingual(
            f"{ids}；类别由 {result.classifier} 给出；分词 {result.segmenter}；已有词条匹配之处不计",
            f"{ids}; labels by {result.classifier}; cut by {result.segmenter}; what terms match already does not count",
        ),
        Bilingual(
            "z：类别的段落对其余段落的加权对数几率；3/4 段：4 段有此词，3 段属此类；新词：分词词典所无",
            "z: weighted log-odds of the category's passages against the others; 3 of 4 passages: 4 have the word, 3 of them the "
            "category; new: no word to the segmenter",
        ),
        Bilingual(
            "建议来自统计，取舍在人；采用后用 policyscan taxonomy diff 看结论如何改变",
            "these are figures, the choice is yours; policyscan taxonomy diff shows what a new term changes",
        ),
    )
    for line in lines:
        yield Text(line.in_language(view.language), "dim")


def _yaml(result: TaxonomySuggestions, view: View) -> str:
    """Return lines that stand in a taxonomy as they are: its categories, with the suggested terms alone."""
    lines = [
        f"# policyscan taxonomy suggest · {_one_comment(', '.join(s.corpus.path for s in result.reading.surveys))}"
    ]
    if not result.reading.is_wholly_read:
        note = Bilingual("有内容未能读取", "part of the corpus could not be read").in_language(view.language)
        lines.append(f"# {note}")
    lines.append("categories:")
    for category in result.categories:
        if not category.suggestions:
            continue
        name = _one_comment(category.name.in_language(view.language))
        lines += [f"  - id: {category.category}  # {category.taxonomy}: {name}", "    terms:"]
        lines += [_yaml_term(result, suggestion, view) for suggestion in category.suggestions]
    if lines[-1] == "categories:":
        lines[-1] = "categories: []"
    if result.subjects:
        lead = Bilingual("没有类别收纳的主题", "subjects that no category catches").in_language(view.language)
        lines.append(f"# {lead}")
    for subject in result.subjects:
        words = " ".join(_one_comment(word) for word, _ in subject.words)
        lines.append(f"#   {words} ({subject.passages}){_comment(result, subject.quotations, view)}")
    return "\n".join(lines) + "\n"


def _yaml_term(result: TaxonomySuggestions, suggestion: Suggestion, view: View) -> str:
    text = suggestion.term if not suggestion.term.isascii() else f'"{suggestion.term}"'
    item = text if suggestion.weight == 1 else f"{{term: {text}, weight: {suggestion.weight:g}}}"
    total = suggestion.passages + suggestion.others
    leaf = f" → {suggestion.leaf.partition('/')[2]}" if suggestion.leaf else ""
    figures = f"z {suggestion.z:.1f}, {suggestion.passages}/{total}{leaf}"
    return f"      - {item}  # {figures}{_comment(result, suggestion.quotations, view)}"


def _comment(result: TaxonomySuggestions, quotations: Sequence[Quotation], view: View) -> str:
    if not quotations:
        return ""
    passage, place, _, path = _source(result, quotations[0])
    start = max(0, quotations[0].at - 10)
    words = _one_comment(passage.text[start : quotations[0].end + 14])
    return f"; {_one_comment(path)} {place.in_language(view.language)}: “{words}”".replace(" :", ":")


def _one_comment(text: str) -> str:
    """Return text that ends no comment: YAML breaks lines at U+0085, U+2028 and U+2029 too."""
    return one_line(text)


def _quotation_value(result: TaxonomySuggestions, quotation: Quotation) -> Json:
    passage, _, title, path = _source(result, quotation)
    member = result.reading.members[quotation.member]
    assert member.done is not None  # it was quoted
    return {
        "document": member.id,
        "where": path,
        "title": title,
        "page": passage.page_of(quotation.at) if member.done.document.has_pages else None,
        "line": passage.fragments[0].line if passage.fragments else None,
        "passage": quotation.passage,
        "span": [quotation.at, quotation.end],
        "headings": list(passage.headings),
        "text": passage.text,
    }


def _suggestion_value(result: TaxonomySuggestions, suggestion: Suggestion) -> Json:
    return {
        "term": suggestion.term,
        "leaf": suggestion.leaf.partition("/")[2] if suggestion.leaf else None,
        "z": round(suggestion.z, 4),
        "frequency": suggestion.frequency,
        "passages": suggestion.passages,
        "others": suggestion.others,
        "silent": suggestion.silent,
        "documents": suggestion.documents,
        "precision": round(suggestion.precision, 4),
        "weight": suggestion.weight,
        "new": suggestion.is_new,
        "cohesion": None if suggestion.cohesion is None else round(suggestion.cohesion, 4),
        "freedom": None if suggestion.freedom is None else round(suggestion.freedom, 4),
        "quotations": [_quotation_value(result, quotation) for quotation in suggestion.quotations],
    }


def _value(result: TaxonomySuggestions) -> Json:
    return {
        "format": "policyscan-suggestions",
        "version": 1,
        **reading_value(result.reading),
        "classifier": result.classifier,
        "segmenter": result.segmenter,
        "taxonomies": [{"id": t.id, "version": t.version, "sha256": t.hash} for t in result.taxonomies],
        "documents": document_values(result.reading),
        "categories": [
            {
                "taxonomy": category.taxonomy,
                "category": category.category,
                "name": {"zh": category.name.zh, "en": category.name.en},
                "passages": category.passages,
                "suggestions": [_suggestion_value(result, suggestion) for suggestion in category.suggestions],
            }
            for category in result.categories
        ],
        "uncaught": result.uncaught,
        "subjects": [
            {
                "words": [{"word": word, "z": z} for word, z in subject.words],
                "passages": subject.passages,
                "documents": subject.documents,
                "quotations": [_quotation_value(result, quotation) for quotation in subject.quotations],
            }
            for subject in result.subjects
        ],
    }
