"""Report → one HTML file that needs nothing else: no network, no font, no script from outside.

The content security policy allows the page's own script and style sheet by their hashes and nothing besides, so that even a
mistake in escaping could not run what a document says. Jinja2 escapes all that the templates are given.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

import jinja2
from markupsafe import Markup, escape

from policyscan.language import Bilingual, Language
from policyscan.model.codec import encode
from policyscan.model.corpus import Survey
from policyscan.model.label import Stance
from policyscan.model.report import Depth, Report, Verdict
from policyscan.rendering.drawing.figures import full_share
from policyscan.rendering.drawing.heatmap import MEASURES
from policyscan.rendering.drawing.marks import depth_pips, verdict_mark
from policyscan.rendering.drawing.palette import COLOURS, HATCH, SHADES, SHARE_STEPS, STANCES, Ink, on
from policyscan.rendering.drawing.subjects import Subject, columns_of, subjects_of, subjects_of_survey
from policyscan.rendering.drawing.svg import Element, hatch, visible
from policyscan.rendering.html.corpus import corpus_data, make_corpus
from policyscan.rendering.html.document import Column, DocumentView, depth_words, make_document
from policyscan.rendering.html.phrases import Phrases
from policyscan.rendering.html.pinyin import initials
from policyscan.rendering.html.wording import WORDS
from policyscan.rendering.view import View
from policyscan.rendering.words import STANCES as STANCE_WORDS
from policyscan.rendering.words import VERDICTS, score_line, taxonomy_line

_SHADE_WORDS = [f"< {SHARE_STEPS[0]:.0%}", *(f"≥ {step:.0%}" for step in SHARE_STEPS)]


def render_html(report: Report, view: View) -> str:
    """Return a page on a document, or on several where there are several."""
    return render_page(report, subjects_of(report), view)


def render_corpus(survey: Survey, report: Report, view: View) -> str:
    """Return a page on a corpus, with the facts that its manifest gives."""
    return render_page(report, subjects_of_survey(survey), view, survey.corpus.title)


def render_page(report: Report, subjects: Sequence[Subject], view: View, title: str | None = None) -> str:
    """Return the page.

    Parameters
    ----------
    report
        What produced the figures.
    subjects
        The documents; a single one has a page with all of its text, several have one with their quotations.
    view
        The language that the page speaks first, and without script.
    title
        The heading of a page on several documents.
    """
    phrases = Phrases(view.language)
    columns = [Column(i, taxonomy, category) for i, (taxonomy, category) in enumerate(columns_of(report.taxonomies))]
    whole = len(subjects) == 1 and title is None
    # one scale for all documents, so that they can be compared
    full = full_share(
        [row.share for s in subjects if s.done for covered in s.done.coverage for row in covered.categories]
    )
    documents = [make_document(i, s, columns, phrases, full=full, whole=whole) for i, s in enumerate(subjects)]
    corpus = None if whole else make_corpus(documents, columns, phrases)
    named = Bilingual(f"{len(subjects)} 份政策文件的覆盖", f"Coverage of {len(subjects)} policy documents")
    page_title = title or (subjects[0].name if whole else named)
    more = corpus_data(documents, columns, corpus, phrases) if corpus else {}
    environment = _environment(phrases)
    css, script = _style(environment), environment.get_template("page.js").render()
    for words in (WORDS.theme_auto, WORDS.theme_light, WORDS.theme_dark, WORDS.found, WORDS.found_of, WORDS.no_place):
        phrases.number(words)
    context = {
        "report": report, "documents": documents, "columns": columns, "corpus": corpus, "whole": whole,
        "page_title": page_title, "language": view.language.value, "html_lang": _HTML_LANG[view.language],
        "css": Markup(css), "script": Markup(script), "policy": _policy(css, script),
        "taxonomy_line": taxonomy_line(report), "score_line": score_line(report), "sections": _sections(documents, whole, corpus is not None and bool(corpus.tiles)),
    }  # fmt: skip
    # a function, and last on the page: by then all texts have their numbers
    return environment.get_template("page.html").render(
        **context, data=lambda: _data(phrases, columns, documents, more)
    )


_HTML_LANG = {Language.ZH: "zh-CN", Language.EN: "en"}


def _environment(phrases: Phrases) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("policyscan.rendering", "templates"),
        autoescape=lambda name: name is None or name.endswith(".html"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=False,
    )

    def drawn(shapes: Sequence[Element]) -> Markup:
        return Markup("").join(phrases.draw(shape) for shape in shapes)

    marks = {verdict: drawn(verdict_mark(verdict, 0, 0, 14)) for verdict in Verdict}
    pips = [drawn(depth_pips(depth, 0, 0, 7)) for depth in Depth]
    environment.globals.update(
        t=phrases.say, a=phrases.attributes, n=phrases.mark, number=phrases.number, text=phrases.plain,
        v=lambda words: escape(visible(words)), w=WORDS, verdicts=VERDICTS, stances=STANCE_WORDS, stance_inks=STANCES, measures=MEASURES,
        marks=marks, pips=pips, depth_words=depth_words, hatch=phrases.draw(hatch()), shade_words=list(zip(SHADES, _SHADE_WORDS, strict=True)),
    )  # fmt: skip
    return environment


def _sections(documents: Sequence[DocumentView], whole: bool, tiles: bool) -> list[tuple[str, Bilingual]]:
    if whole:
        if not documents[0].tables:
            return []
        return [
            ("summary", WORDS.in_words),
            ("coverage", WORDS.coverage),
            ("targets", WORDS.targets),
            ("passages", WORDS.passages_heading),
        ]
    found = [
        ("matrix", WORDS.matrix),
        ("missing", WORDS.gap_list),
        ("multiples", WORDS.multiples),
        ("compare", WORDS.compare),
    ]
    return [*found, *([("provinces", WORDS.provinces)] if tiles else []), ("passages", WORDS.quotations_heading)]


def _style(environment: jinja2.Environment) -> str:
    """Return the style sheet with the inks of the charts: those of paper, and those of dark screens."""
    light = "".join(f"--{ink}:{colour.light};" for ink, colour in COLOURS.items())
    dark = "".join(f"--{ink}:{colour.dark};" for ink, colour in COLOURS.items())
    fills = "".join(f".{ink}{{fill:var(--{ink})}}.e{ink}{{stroke:var(--{ink})}}" for ink in COLOURS)
    fills += f".{Ink.UNKNOWN}{{fill:url(#{HATCH})}}"
    grounds = "".join(f".b-{ink}{{background:var(--{ink});color:var(--{on(ink)})}}" for ink in (*SHADES, Ink.GAP))
    return environment.get_template("page.css").render(light=light, dark=dark, fills=fills + grounds)


def _policy(css: str, script: str) -> str:
    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return f"default-src 'none'; script-src 'sha256-{digest(script)}'; style-src 'sha256-{digest(css)}'; base-uri 'none'; form-action 'none'"


def _data(
    phrases: Phrases, columns: Sequence[Column], documents: Sequence[DocumentView], more: dict[str, object]
) -> Markup:
    """Return what the script reads, as JSON in which no ``<`` can end the element."""
    characters = "".join(p.passage.text for d in documents if d.subject.done for p in d.subject.done.passages)
    value = {
        "phrases": phrases.pairs,
        "themes": [phrases.number(words) for words in (WORDS.theme_auto, WORDS.theme_light, WORDS.theme_dark)],
        "found": [phrases.number(WORDS.found), phrases.number(WORDS.found_of)],
        "unknown": phrases.number(WORDS.no_place),
        "columns": [phrases.number(c.category.short) for c in columns],
        "pinyin": initials(characters),
        "stances": [stance.value for stance in Stance],
        **more,
    }
    return Markup(encode(value).replace("<", "\\u003c"))
