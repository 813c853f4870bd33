"""Corpora and files through the pipeline, and their words: in context, counted, compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec.structs import replace

from policyscan._version import __version__
from policyscan.classification import Classifier, EvidenceClassifier
from policyscan.corpus import make_members
from policyscan.errors import WrongUse, nearest
from policyscan.language import Bilingual
from policyscan.lexicon.concordance import characters_of, count_hits, find_hits, sorted_hits
from policyscan.lexicon.counting import Counted, Listing, compare_words, count_document, list_words, together, without
from policyscan.lexicon.cutting import Cutter
from policyscan.lexicon.stopwords import STOP_WORDS
from policyscan.model.corpus import Corpus, Member, Survey
from policyscan.model.document import Document
from policyscan.model.folding import fold
from policyscan.model.lexicon import (
    Concordance,
    Hit,
    Part,
    Reading,
    Stretch,
    WordPart,
    WordTable,
    counts,
    parts_by,
    whole_of,
)
from policyscan.model.report import Done, Failed
from policyscan.model.taxonomy import Taxonomy
from policyscan.scan import IN_PROCESS, Execution, Progress, scan_files
from policyscan.segmentation import outline
from policyscan.segmentation.gazetteer import find_place
from policyscan.segmentation.words import Segmenter
from policyscan.survey import survey
from policyscan.taxonomies.patterns import faults_of

_MANIFESTS = (".yaml", ".yml")


def read_all(
    paths: Sequence[Path],
    taxonomies: Sequence[Taxonomy] = (),
    classifier: Classifier | None = None,
    *,
    folder: Path | None = None,
    stdin: bytes | None = None,
    progress: Progress | None = None,
    execution: Execution = IN_PROCESS,
) -> Reading:
    """Return folders, corpora and files as one reading; a file that is met twice counts once.

    Parameters
    ----------
    paths
        Folders, ``corpus.yaml`` files, and documents; ``-`` for ``stdin``.
    taxonomies, classifier
        What is looked for in the passages; nothing where left out.
    folder
        Where the documents are, if not where the one corpus says.

    Raises
    ------
    WrongUse, InvalidCorpus
        If there is no document, or a corpus has mistakes.
    """
    classifier = classifier or EvidenceClassifier(())
    corpora = [path for path in paths if path.is_dir() or path.suffix.lower() in _MANIFESTS]
    files = list(dict.fromkeys(path for path in paths if path not in corpora))
    if folder is not None and (len(corpora) != 1 or files):
        raise WrongUse(
            Bilingual("--folder 只能用于一份语料", "--folder is for one corpus"),
            hint=Bilingual("只给出一份 corpus.yaml", "give just one corpus.yaml"),
        )
    surveys = [
        survey(path, taxonomies, classifier, folder, progress=progress, execution=execution)[0] for path in corpora
    ]
    if files:
        report = scan_files(
            files, taxonomies, progress=progress, stdin=stdin, classifier=classifier, execution=execution
        )
        surveys.append(_survey_of(files, report.outcomes))
    return Reading(tuple(_without_repeats(surveys)), __version__)


def _survey_of(files: Sequence[Path], outcomes: Sequence[Done | Failed]) -> Survey:
    """Return files that were given by themselves as a corpus without a folder; whatever their names say, they are meant."""
    corpus = Corpus(", ".join(map(str, files)), "")
    names = [file.as_posix() for file in files]
    members = make_members(corpus, [(None, name) for name in names], dict(zip(names, outcomes, strict=True)), _place)
    return Survey(corpus, tuple(replace(member, mismatches=()) for member in members))


def _place(text: str) -> tuple[str | None, str | None] | None:
    place = find_place(text) if text else None
    return (place.province, place.city) if place else None


def _without_repeats(surveys: Sequence[Survey]) -> Iterable[Survey]:
    """Yield the surveys with what an earlier one has: the same file is left out, another with its bytes is a duplicate."""
    files: set[Path] = set()
    contents: dict[str, str] = {}
    for found in surveys:
        kept, here, own = [], set(), dict[str, str]()
        for member in found.members:
            where = Path(found.corpus.folder, member.path).resolve() if member.path else None
            if where in files:
                continue
            if where is not None:
                here.add(where)
            if isinstance(member.outcome, Done):
                digest = member.outcome.document.sha256
                first = contents.get(digest)
                if first is not None and member.duplicate_of is None:
                    member = replace(member, duplicate_of=first, same_bytes=True)
                own.setdefault(digest, member.path or "")
            kept.append(member)
        files |= here
        contents |= own
        yield replace(found, members=tuple(kept))


def stretches_of(document: Document) -> tuple[Stretch, ...]:
    """Return all running text of a document with the headings above it; headings, captions and signatures too."""
    return tuple(
        Stretch(
            section.block.text,
            section.start,
            (*section.headings, section.run_in) if section.run_in else section.headings,
            section.block.fragments,
            section.is_heading,
        )
        for section in outline(document)
    )


def find_in_context(
    reading: Reading,
    query: str,
    pattern: re.Pattern[str],
    *,
    is_pattern: bool = False,
    by: str = "document",
    order: str = "place",
    context: int = 40,
) -> Concordance:
    """Return every place of a term, or of a pattern, in a reading.

    Parameters
    ----------
    reading
        Of `read_all`.
    query, pattern
        What was asked for, and what `compile_query` made of it; sought in folded text, as the terms of taxonomies are.
    by
        What documents are put together by where hits are counted.
    order
        ``place``, ``left`` or ``right``.
    context
        Characters on each side, at most.
    """
    members = reading.members
    hits: list[Hit] = []
    characters: list[int] = []
    for index, member in enumerate(members):
        if not counts(member) or member.done is None:
            characters.append(0)
            continue
        stretches = stretches_of(member.done.document)
        characters.append(characters_of(stretches))
        hits += find_hits(pattern, index, stretches, context, has_pages=member.done.document.has_pages)
    [total] = count_hits([whole_of(members)], hits, characters)
    rows = count_hits(parts_by(members, by), hits, characters)
    return Concordance(reading, query, is_pattern, by, tuple(sorted_hits(hits, order)), tuple(rows), total)


def compile_query(query: str, *, is_pattern: bool = False) -> re.Pattern[str]:
    """Return what finds a term, or a pattern of the checked subset, in folded text.

    Raises
    ------
    WrongUse
        If the term is empty, or the pattern not of the subset; all that is wrong with it is told.
    """
    if not is_pattern:
        folded = fold(query)[0]
        if not folded:
            raise WrongUse(
                Bilingual(f"“{query}”中没有可匹配的文字", f"'{query}' holds nothing that could be matched"),
                hint=Bilingual("引号和空格不参与匹配", "quotation marks and white space are not matched"),
            )
        return re.compile(re.escape(folded))
    faults = faults_of(query)
    if faults:
        raise WrongUse(
            Bilingual(
                "\n".join(f"句式第 {f.column} 个字符：{f.message.zh}" for f in faults),
                "\n".join(f"character {f.column} of the pattern: {f.message.en}" for f in faults),
            ),
            hint=Bilingual(
                "可用的写法见 docs/taxonomy-format.zh.md", "docs/taxonomy-format.md tells what a pattern may hold"
            ),
        )
    return re.compile(query)


def read_stop_words(path: Path | None, *, with_own: bool = True) -> frozenset[str]:
    """Return the program's stop words and those of a file, one a line; what follows ``#`` is a comment.

    Raises
    ------
    WrongUse
        If the file cannot be read, or is no UTF-8.
    """
    own = STOP_WORDS if with_own else frozenset[str]()
    if path is None:
        return own
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUse(Bilingual(f"{path}：无法读取（{reason}）", f"{path}: cannot be read ({reason})")) from None
    except UnicodeDecodeError as error:
        raise WrongUse(
            Bilingual(f"{path}：不是 UTF-8：{error}", f"{path}: not UTF-8: {error}"),
            hint=Bilingual("一行一个词，UTF-8 编码", "one word a line, in UTF-8"),
        ) from None
    return own | {word for line in lines if (word := line.partition("#")[0].strip())}


def terms_of(taxonomies: Sequence[Taxonomy]) -> dict[str, tuple[str, ...]]:
    """Return the folded terms of taxonomies with the categories (``taxonomy/category``) that have them."""
    found: dict[str, dict[str, None]] = {}
    for taxonomy in taxonomies:
        for category in taxonomy.categories:
            rules = [category.rules, *(leaf.rules for leaf in category.leaves)]
            for term in (term for each in rules for term in each.terms):
                found.setdefault(fold(term.text)[0], {})[f"{taxonomy.id}/{category.id}"] = None
    return {term: tuple(categories) for term, categories in found.items()}


def tabulate_words(
    reading: Reading,
    taxonomies: Sequence[Taxonomy],
    *,
    by: str = "",
    part: str | None = None,
    versus: str | None = None,
    reference: Reading | None = None,
    sort: str | None = None,
    least: int = 2,
    top: int | None = None,
    stop: Iterable[str] = STOP_WORDS,
) -> WordTable:
    """Return the commonest words of a reading, or those that tell its parts from the rest or from another reading.

    Parameters
    ----------
    taxonomies
        Their terms are kept whole, and marked.
    by
        ``document``, ``place``, ``year``, ``group``, ``level`` or ``kind``: what parts are made by; "" for no parts.
    part, versus
        Names of parts, with ``*``: which are shown, and with which they are compared; all, and all others, if None.
    reference
        Another reading with which the whole is compared.
    sort
        ``frequency``, ``documents`` or ``word``; of keywords also ``log-odds`` (unless told otherwise), ``g2``, ``log-ratio``.
    least
        Words that are rarer in what is listed are left out.
    top
        How many words are listed, of each part.

    Raises
    ------
    WrongUse
        If there is no part of a name, or nothing to compare with.
    """
    segmenter = Segmenter()
    terms = terms_of(taxonomies)
    cutter = Cutter(segmenter.words, terms)
    stop = frozenset(fold(word)[0] for word in stop)
    compared = bool(by) or reference is not None
    listing = Listing(sort or ("log-odds" if compared else "frequency"), least, top, stop, terms)
    counted = [_counted(member, cutter) for member in reading.members]
    whole = together(counted)
    everything = whole_of(reading.members)
    if reference is not None:
        other = together(_counted(member, cutter) for member in reference.members)
        rest = whole_of(reference.members)
        here, there = _name_of(reading), _name_of(reference)
        parts = [
            compare_words(replace(everything, name=here), whole, other, there, listing),
            compare_words(replace(rest, name=there), other, whole, here, listing),
        ]
    elif by:
        parts = _compared(reading, counted, whole, by, part, versus, listing)
    else:
        parts = [list_words(everything, whole, listing)]
    return WordTable(
        reading, by, listing.sort, tuple(parts), segmenter.name, len(stop), tuple(taxonomies), reference
    )  # fmt: skip


def _name_of(reading: Reading) -> str:
    return ", ".join(found.corpus.title or found.corpus.path for found in reading.surveys)


def _counted(member: Member, cutter: Cutter) -> Counted:
    if not counts(member) or member.done is None:
        return Counted()
    return count_document(stretches_of(member.done.document), cutter)


def _compared(
    reading: Reading,
    counted: Sequence[Counted],
    whole: Counted,
    by: str,
    part: str | None,
    versus: str | None,
    listing: Listing,
) -> list[WordPart]:
    parts = [each for each in parts_by(reading.members, by) if any(counted[i].size for i in each.members)]
    if len(parts) < 2:
        raise WrongUse(
            Bilingual(f"按 {by} 只有一部分，没有可比的", f"by {by} there is one part only, and nothing to compare it with"),
            hint=Bilingual("换一种 --by，或用 --versus 给出另一份语料", "take another --by, or give another corpus with --versus"),
        )  # fmt: skip
    words = {each: together(counted[i] for i in each.members) for each in parts}
    shown = _named(parts, part, "--part") if part is not None else parts
    if versus is None:
        return [compare_words(p, words[p], without(whole, words[p]), "", listing) for p in shown]
    others = _named(parts, versus, "--versus")
    against = together(words[each] for each in others)
    name = ", ".join(each.name for each in others)
    return [compare_words(p, words[p], against, name, listing) for p in shown if p not in others]


def _named(parts: Sequence[Part], pattern: str, option: str) -> list[Part]:
    found = [part for part in parts if fnmatchcase(part.name, pattern)]
    if found:
        return found
    names = [part.name for part in parts if part.name]
    near = nearest(pattern, names)
    zh, en = (f"；是否想写 '{near}'？", f"; did you mean '{near}'?") if near else ("", "")
    raise WrongUse(
        Bilingual(f"{option}：没有“{pattern}”{zh}", f"{option}: there is no part '{pattern}'{en}"),
        hint=Bilingual(f"有：{'、'.join(names[:20])}", f"there are {', '.join(names[:20])}"),
    )
