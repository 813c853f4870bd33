"""N-grams by the array."""

from __future__ import annotations

import numpy as np
import pytest

from policyscan.classification.ngrams import Vocabulary, keys_of, ngram_of, plain


def found(vocabulary: list[str], *texts: str) -> list[tuple[int, str, int]]:
    occurrences = Vocabulary(keys_of(vocabulary)).find(texts)
    rows = zip(occurrences.texts, occurrences.ngrams, occurrences.starts, strict=True)
    return sorted((int(t), vocabulary[n], int(s)) for t, n, s in rows)


def test_every_occurrence_is_found_with_its_text_and_place() -> None:
    assert found(["数据", "共享", "据"], "数据共享数据", "共享") == [
        (0, "共享", 2),
        (0, "据", 1),
        (0, "据", 5),
        (0, "数据", 0),
        (0, "数据", 4),
        (1, "共享", 0),
    ]


def test_no_ngram_runs_from_one_text_into_the_next() -> None:
    assert found(["据共"], "数据", "共享") == []


def test_an_empty_vocabulary_and_empty_texts_find_nothing() -> None:
    assert found([], "数据") == []
    assert found(["数据"], "", "数", "") == []


def test_an_ngram_of_five_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        keys_of(["数据共享吧"])


def test_a_character_beyond_the_basic_plane_counts_as_a_question_mark() -> None:
    assert found(["?县"], plain("𬎆县")) == [(0, "?县", 0)]


def test_a_number_is_one_character_and_quotation_marks_are_none() -> None:
    assert plain("“一件事”达98.5%，１２项") == "一件事达0%，0项"


def test_the_table_finds_what_a_dictionary_finds() -> None:
    random = np.random.default_rng(7)
    letters = list("甲乙丙丁戊己庚辛壬癸")
    words = list(dict.fromkeys("".join(random.choice(letters, n)) for n in random.integers(1, 5, 4000)))
    table = Vocabulary(keys_of(words))
    probes = words[::3] + ["".join(random.choice(letters, 4)) for _ in range(500)]
    known = {word: place for place, word in enumerate(words)}
    assert table.places(keys_of(probes)).tolist() == [known.get(probe, -1) for probe in probes]
    assert [ngram_of(int(key)) for key in keys_of(words[:50])] == words[:50]
