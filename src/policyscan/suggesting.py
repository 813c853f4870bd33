"""What a corpus suggests for taxonomies: terms that they lack, and subjects that none of their categories catches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policyscan.classification.gold import GoldPassage
from policyscan.classification.matching import Matcher
from policyscan.coverage.uncaught import is_uncaught, scope_of
from policyscan.lexicon.clusters import cluster
from policyscan.lexicon.cutting import Cutter
from policyscan.lexicon.suggestion import Read, can_be_term, collect, quotation, suggest
from policyscan.model.corpus import Corpus, Member, Survey
from policyscan.model.document import Document
from policyscan.model.folding import fold
from policyscan.model.label import ClassifiedPassage, Label, Stance
from policyscan.model.lexicon import CategorySuggestions, Quotation, Reading, Subject, TaxonomySuggestions, counts
from policyscan.model.passage import TitlePage
from policyscan.model.report import Done
from policyscan.model.taxonomy import Taxonomy
from policyscan.segmentation.words import Segmenter
from policyscan.vocabulary import terms_of


def suggest_terms(
    reading: Reading,
    taxonomies: Sequence[Taxonomy],
    classifier: str,
    *,
    categories: Sequence[str] = (),
    top: int = 10,
    least: int = 3,
) -> TaxonomySuggestions:
    """Return what a corpus suggests for taxonomies: terms for their categories, and subjects that no category catches.

    Parameters
    ----------
    reading
        Of `read_all`, with these taxonomies and a classifier, or with surveys of `survey_of_gold`.
    classifier
        Who labelled the passages, for people.
    categories
        Ids of those for which terms are sought; all, and the subjects, if empty.
    top
        Terms of a category, and subjects, at most.
    least
        Passages of the category that must hold a term.
    """
    segmenter = Segmenter()
    passages = list(_reads(reading, taxonomies))
    terms = terms_of(taxonomies)
    lexicon = collect([read for read, _ in passages], segmenter.words, terms.keys(), least)
    reads = [read for read, _ in passages]
    found = []
    for taxonomy in taxonomies:
        for category in taxonomy.categories:
            if categories and category.id not in categories:
                continue
            key = f"{taxonomy.id}/{category.id}"
            leaves = [f"{taxonomy.id}/{leaf.id}" for leaf in category.leaves]
            suggestions = suggest(key, leaves, reads, lexicon, top=top, least=least)
            carried = sum(key in read.labels for read in reads)
            found.append(CategorySuggestions(taxonomy.id, category.id, category.short, carried, tuple(suggestions)))
    subjects, uncaught = list[Subject](), 0
    if not categories:
        cutter = Cutter(segmenter.words, [*terms, *lexicon.new])
        subjects, uncaught = _subjects(passages, taxonomies, cutter)
    return TaxonomySuggestions(
        reading,
        classifier,
        segmenter.name,
        tuple(taxonomies),
        tuple(found),
        tuple(subjects[:top]),
        uncaught,
    )


def survey_of_gold(name: str, gold: Sequence[GoldPassage], taxonomies: Sequence[Taxonomy]) -> Survey:
    """Return labelled passages as a corpus, a document for each that they come from, whose labels are the reader's.

    ``name`` is that of the gold file. What a taxonomy misses is in them too, while in a corpus it learns from its own labels.
    """
    homes = {category.id: taxonomy.id for taxonomy in taxonomies for category in taxonomy.categories}
    by_document: dict[str, list[ClassifiedPassage]] = {}
    for labelled in gold:
        stance = labelled.stance or Stance.OTHER
        labels = []
        for category in sorted(labelled.labels & homes.keys()):
            leaves = tuple(sorted(leaf for leaf in labelled.leaves if leaf.startswith(f"{category}.")))
            labels.append(Label(homes[category], category, next(iter(leaves), None), 1.0, stance, (), leaves))
        found = ClassifiedPassage(labelled.passage, tuple(labels), stance=stance)
        by_document.setdefault(labelled.doc, []).append(found)
    members = []
    for title, passages in by_document.items():
        document = Document(title, "", "gold", (), ())
        done = Done(document, TitlePage(title), tuple(passages), ())
        members.append(Member(title, None, None, done, title))
    return Survey(Corpus(name, ""), tuple(members))


def _reads(reading: Reading, taxonomies: Sequence[Taxonomy]) -> Iterable[tuple[Read, ClassifiedPassage]]:
    """Yield the passages that count, with what the taxonomies' rules meet in them; what is said twice counts once."""
    matchers = [Matcher(taxonomy) for taxonomy in taxonomies]
    seen: set[str] = set()
    for index, member in enumerate(reading.members):
        if not counts(member) or member.done is None:
            continue
        for number, classified in enumerate(member.done.passages):
            folded, origins = fold(classified.passage.text)
            if folded in seen:
                continue
            seen.add(folded)
            matched: dict[str, list[tuple[int, int]]] = {}
            for matcher in matchers:
                for hit in matcher.find(folded):
                    key = f"{matcher.taxonomy.id}/{hit.rule.category}"
                    matched.setdefault(key, []).append((hit.start, hit.end))
            labels = frozenset(
                f"{label.taxonomy}/{name}" for label in classified.labels for name in (label.category, *label.leaves)
            )
            named = frozenset(f"{mention.taxonomy}/{mention.category}" for mention in classified.mentions)
            yield Read(index, number, folded, origins, labels, named - labels, matched), classified


def _subjects(
    passages: Sequence[tuple[Read, ClassifiedPassage]], taxonomies: Sequence[Taxonomy], cutter: Cutter
) -> tuple[list[Subject], int]:
    """Return the subjects of the passages that no category catches, and how many passages these are."""
    scope = scope_of(taxonomies)
    uncaught = {n: read.folded for n, (read, classified) in enumerate(passages) if is_uncaught(classified, scope)}
    others = [read.folded for n, (read, _) in enumerate(passages) if n not in uncaught]
    groups = cluster(uncaught, others, lambda text: filter(can_be_term, cutter.cut(text)))
    subjects = []
    for words, numbers in groups:
        reads = [passages[n][0] for n in numbers]
        if words:
            documents = len({read.member for read in reads})
            subjects.append(Subject(words, len(numbers), documents, tuple(_quoted(reads, words[0][0]))))
    return subjects, len(uncaught)


def _quoted(reads: Sequence[Read], word: str) -> Iterable[Quotation]:
    """Yield two passages of a subject, of two documents where there are."""
    first = reads[0]
    second = next((read for read in reads if read.member != first.member), reads[1] if len(reads) > 1 else None)
    for read in (first, second):
        if read is not None:
            at = read.folded.index(word)
            yield quotation(read, at, at + len(word))
