"""Results read back: the documents that were written, from JSON Lines and from Parquet, and what is no result is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from reports import a_done, a_failure, a_report, a_taxonomy

from policyscan.errors import WrongUse
from policyscan.model.label import Evidence, EvidenceKind, Mention
from policyscan.model.passage import Span
from policyscan.model.reading import OcrMode
from policyscan.model.records import header_line, records_of
from policyscan.model.report import Done, Failed
from policyscan.model.taxonomy import Taxonomy
from policyscan.results import open_results, seems_results
from policyscan.results.parquet import write_parquet

FIRST = a_done("建设大桥。", "大桥通车。", source="plans/a.pdf")
NAMED = replace(
    FIRST.passages[1],
    labels=(),
    mentions=(Mention("roads", "tunnel", (Evidence(EvidenceKind.TERM, "通车", 0.5, Span(2, 4), "通车"),), True),),
)
OUTCOMES: tuple[Done | Failed, ...] = (
    replace(FIRST, passages=(FIRST.passages[0], NAMED)),
    a_failure("plans/b.pdf"),
    a_done("大桥收费。", source="plans/c.pdf", unread=(2,)),
)


def known(ids: Sequence[str]) -> Sequence[Taxonomy]:
    assert list(ids) == ["roads"]
    return [a_taxonomy()]


def as_jsonl(folder: Path) -> Path:
    path = folder / "results.jsonl"
    path.write_bytes(
        header_line(a_report(), OcrMode.AUTO) + b"".join(records_of(outcome).lines for outcome in OUTCOMES)
    )
    return path


def as_parquet(folder: Path) -> Path:
    write_parquet(as_jsonl(folder), folder / "results")
    return folder / "results"


def shown(outcome: Done | Failed) -> bytes:
    return records_of(outcome).lines


@pytest.mark.parametrize("made", [as_jsonl, as_parquet])
def test_documents_read_back_are_those_that_were_written(made: Callable[[Path], Path], tmp_path: Path) -> None:
    path = made(tmp_path)
    assert seems_results(path)
    results = open_results(path, known)
    assert list(map(shown, results.outcomes(passages=True))) == list(map(shown, OUTCOMES))
    assert (results.version, results.classifier) == ("9.9", "evidence-1")


@pytest.mark.parametrize("made", [as_jsonl, as_parquet])
def test_without_passages_the_coverage_is_the_same_to_the_last_digit(
    made: Callable[[Path], Path], tmp_path: Path
) -> None:
    found = [o for o in open_results(made(tmp_path), known).outcomes(passages=False) if isinstance(o, Done)]
    written = [o for o in OUTCOMES if isinstance(o, Done)]
    assert [done.coverage for done in found] == [done.coverage for done in written]
    assert [done.characters for done in found] == [done.characters for done in written]
    assert [done.passages for done in found] == [(), ()]


def test_many_documents_are_read_back_in_their_order_across_row_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policyscan.results.parquet._GROUP", 2)
    path = as_parquet(tmp_path)
    found = open_results(path, known).outcomes(passages=True)
    assert list(map(shown, found)) == list(map(shown, OUTCOMES))


def test_results_of_another_version_of_a_taxonomy_are_refused(tmp_path: Path) -> None:
    path = as_jsonl(tmp_path)
    with pytest.raises(WrongUse, match="not made with the taxonomy roads"):
        open_results(path, lambda ids: [replace(a_taxonomy(), hash="1" * 64)])


@pytest.mark.parametrize("content", [b"", b"[]\n", b'{"record":"passage"}\n', b"\xff\xfe\n", b'{"record":"report"}\n'])
def test_what_is_no_result_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)
    with pytest.raises(WrongUse, match="no results of policyscan"):
        open_results(path, known)


@pytest.mark.parametrize("cut", [-1, -40, -400])
def test_results_cut_short_are_told_with_the_document(cut: int, tmp_path: Path) -> None:
    path = as_jsonl(tmp_path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(WrongUse, match="document 3: no results of policyscan, or damaged"):
        list(open_results(path, known).outcomes(passages=True))


def test_a_damaged_parquet_file_is_told(tmp_path: Path) -> None:
    folder = as_parquet(tmp_path)
    (folder / "coverage.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(WrongUse, match="damaged"):
        list(open_results(folder, known).outcomes(passages=False))


def test_a_folder_with_anything_else_in_it_is_not_replaced(tmp_path: Path) -> None:
    other = tmp_path / "results"
    other.mkdir()
    (other / "thesis.docx").write_bytes(b"precious")
    with pytest.raises(WrongUse, match="not replaced"):
        write_parquet(as_jsonl(tmp_path), other)
    assert (other / "thesis.docx").read_bytes() == b"precious"


def test_earlier_results_are_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = as_parquet(tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "passages.parquet").write_bytes(b"spoiled")
    as_parquet(tmp_path)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["results", "results.jsonl"]
