"""Words counted by document, listed by frequency, or compared between parts of a corpus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct, field

from policyscan.lexicon.cutting import Cutter
from policyscan.lexicon.keyness import log_likelihood, log_odds, log_ratio
from policyscan.model.folding import fold
from policyscan.model.lexicon import KeyWord, Part, Stretch, WordCount, WordPart

_COUNTED = re.compile(r"[^\W_]")
_LISTED = re.compile(r"[\u3400-\u9fff]{2,}|[a-z][a-z0-9+-]+|(?=.*[\u3400-\u9fff])[\u3400-\u9fffa-z0-9+-]{2,}")
"""Words that can be listed: of two Chinese characters, or of Latin letters; numbers alone say nothing."""


class Counted(Struct):
    """The words of some documents: frequencies, in how many documents each is, and how many words there are in all."""

    words: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    size: int = 0

    def add(self, other: Counted) -> None:
        """Take up other documents."""
        self.words.update(other.words)
        self.documents.update(other.documents)
        self.size += other.size


def count_document(stretches: Iterable[Stretch], cutter: Cutter) -> Counted:
    """Return the words of a document, single characters and stop words too; punctuation is none."""
    words = Counter(word for stretch in stretches for word in cutter.cut(fold(stretch.text)[0]))
    for word in [word for word in words if not _COUNTED.search(word)]:
        del words[word]
    return Counted(words, Counter(dict.fromkeys(words, 1)), words.total())


def together(parts: Iterable[Counted]) -> Counted:
    """Return several documents as one text."""
    whole = Counted()
    for part in parts:
        whole.add(part)
    return whole


def without(whole: Counted, part: Counted) -> Counted:
    """Return what is left of the whole without a part, as far as the part's words go."""
    return Counted(
        Counter({word: whole.words[word] - n for word, n in part.words.items()}),
        Counter({word: whole.documents[word] - n for word, n in part.documents.items()}),
        whole.size - part.size,
    )


class Listing(Struct, frozen=True):
    """Which words are listed, and how.

    ``stop`` words are not, nor those rarer than ``least`` or that `is_listed` refuses; ``terms`` are with the categories
    that have them, whatever they look like. ``top`` is how many, None for all.
    """

    sort: str
    least: int = 1
    top: int | None = None
    stop: Collection[str] = frozenset()
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def holds(self, word: str, frequency: int) -> bool:
        """Whether a word is listed."""
        if frequency < self.least:
            return False
        return word in self.terms or (word not in self.stop and _LISTED.fullmatch(word) is not None)


def list_words(part: Part, counted: Counted, listing: Listing) -> WordPart:
    """Return the words of a part by ``frequency``, ``documents`` or ``word``."""
    words = [_count(w, counted, listing) for w, n in counted.words.items() if listing.holds(w, n)]
    words.sort(key=_ORDERS[listing.sort])
    return WordPart(part, counted.size, tuple(words[: listing.top]))


_ORDERS: dict[str, Callable[[WordCount], tuple[object, ...]]] = {
    "frequency": lambda count: (-count.frequency, -count.documents, count.word),
    "documents": lambda count: (-count.documents, -count.frequency, count.word),
    "word": lambda count: (count.word,),
}


def compare_words(part: Part, counted: Counted, against: Counted, name: str, listing: Listing) -> WordPart:
    """Return the words that are commoner in a part than in what it is compared with.

    By ``log-odds``, ``g2``, ``log-ratio``, ``frequency``, ``documents`` or ``word``. ``name`` is that of the other side.
    """
    keywords = []
    for word, here in counted.words.items():
        if not listing.holds(word, here):
            continue
        there = against.words[word]
        z = log_odds(here, there, counted.size, against.size)
        if z <= 0:
            continue
        keywords.append(
            KeyWord(
                _count(word, counted, listing),
                _count(word, against, listing),
                log_likelihood(here, there, counted.size, against.size),
                log_ratio(here, there, counted.size, against.size),
                z,
            )
        )
    keywords.sort(key=_KEY_ORDERS[listing.sort])
    return WordPart(part, counted.size, (), tuple(keywords[: listing.top]), name)


_KEY_ORDERS: dict[str, Callable[[KeyWord], tuple[object, ...]]] = {
    "log-odds": lambda key: (-key.z, key.count.word),
    "g2": lambda key: (-key.g2, key.count.word),
    "log-ratio": lambda key: (-key.log_ratio, -key.count.frequency, key.count.word),
    **{name: (lambda key, order=order: order(key.count)) for name, order in _ORDERS.items()},  # type: ignore[misc]
}


def _count(word: str, counted: Counted, listing: Listing) -> WordCount:
    frequency = counted.words[word]
    rate = frequency * 10_000 / counted.size if counted.size else 0.0
    return WordCount(word, frequency, counted.documents[word], rate, tuple(listing.terms.get(word, ())))


def words_listed(sequence: Sequence[str], stop: Collection[str]) -> list[str]:
    """Return those of some words that can be listed and are no stop words."""
    return [word for word in sequence if word not in stop and _LISTED.fullmatch(word)]
