"""The store: what was made before is found by all that it was made from, and never believed blindly."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from policyscan.classification import EvidenceClassifier
from policyscan.model.label import ClassifiedPassage
from policyscan.model.passage import Passage
from policyscan.model.reading import OcrMode
from policyscan.model.report import Done
from policyscan.pipeline import scan_file, scan_records
from policyscan.scan import DEFAULT_TAXONOMIES, load_taxonomies, make_classifier
from policyscan.store import Store

TEXT = "云岭省数字政府建设方案\n\n一、数据共享\n\n建立公共数据共享机制，到2027年数据共享率达到95%以上。\n"
TAXONOMIES = load_taxonomies(DEFAULT_TAXONOMIES)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


class Refusing(EvidenceClassifier):
    """One that must not be asked."""

    def classify(self, passages: Sequence[Passage], title: str = "") -> list[ClassifiedPassage]:
        raise AssertionError("classified again")


def test_a_result_from_the_store_equals_one_made_without(plan: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    classifier = make_classifier(TAXONOMIES)
    made = scan_file(plan, TAXONOMIES, classifier)
    assert scan_file(plan, TAXONOMIES, classifier, store=store) == made
    assert scan_file(plan, TAXONOMIES, classifier, store=store) == made
    assert any(passage.labels and passage.quantities for passage in made.passages)


def test_what_was_classified_is_not_classified_again(plan: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    made = scan_file(plan, TAXONOMIES, EvidenceClassifier(TAXONOMIES), store=store)
    assert scan_file(plan, TAXONOMIES, Refusing(TAXONOMIES), store=store) == made


def test_another_taxonomy_classifies_again_but_does_not_read_again(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "store")
    scan_file(plan, TAXONOMIES, EvidenceClassifier(TAXONOMIES), store=store)
    monkeypatch.setattr("policyscan.pipeline.read_document", lambda *_: pytest.fail("read again"))
    fewer = TAXONOMIES[:1]
    with pytest.raises(AssertionError, match="classified again"):
        scan_file(plan, fewer, Refusing(fewer), store=store)


def test_another_content_name_or_mode_is_made_anew(plan: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    keys = {
        store.key(plan, b"one", OcrMode.AUTO),
        store.key(plan, b"two", OcrMode.AUTO),
        store.key(plan.with_name("other.txt"), b"one", OcrMode.AUTO),
        store.key(plan, b"one", OcrMode.NEVER),
    }
    assert len(keys) == 4


def test_an_entry_of_another_shape_is_made_anew(plan: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    classifier = EvidenceClassifier(TAXONOMIES)
    made = scan_file(plan, TAXONOMIES, classifier, store=store)
    key = store.key(plan, plan.read_bytes(), OcrMode.AUTO)
    for value in (b"", b"not packed", b"x\x9c\x03\x00\x00\x00\x00\x01"):
        store._documents.put(value, *key)
        store._passages.put(value, *key, classifier.fingerprint)
        again = scan_file(plan, TAXONOMIES, classifier, store=store)
        assert isinstance(again, Done)
        assert again == made


def test_a_stream_after_a_change_of_the_taxonomy_reads_nothing_again_and_says_the_same(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "store")
    fewer = TAXONOMIES[:1]
    expected = scan_records(plan, fewer, EvidenceClassifier(fewer))
    made = scan_records(plan, TAXONOMIES, EvidenceClassifier(TAXONOMIES), store=store)
    assert made == scan_records(plan, TAXONOMIES, Refusing(TAXONOMIES), store=store)
    monkeypatch.setattr("policyscan.pipeline.read_document", lambda *_: pytest.fail("read again"))
    assert scan_records(plan, fewer, EvidenceClassifier(fewer), store=store) == expected
